"""What a date in running text leaves out, its year and month: filled in by the days before it and the publication."""

from dataclasses import dataclass
from datetime import date

_HALF_A_YEAR, _MOST_OF_A_MONTH = 180, 20
"""A day that would lie so many days before the one named last is in the next year, in the next month."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a date need not say: the document's year, the day named last, and the day on which it was published."""

    year: int | None = None
    day: date | None = None
    published: date | None = None

    def on(self, year: int | None, month: int | None, day: int) -> date | None:
        """The day that is meant; None where nothing tells its month or year, or where there is no such day.

        What is left out is as in the day named last, or in the next month or year where it would lie far before that
        (6月30日……截至1日); without a day named before, it is the last such day before the publication.
        """
        if month is None:
            return self._without_month(day)
        told = year or (self.day.year if self.day else None) or self.year
        if told:
            found = day_of(told, month, day)
            is_next = found and not year and self.day and (self.day - found).days > _HALF_A_YEAR
            return day_of(told + 1, month, day) if is_next else found
        if self.published is None:
            return None
        found = day_of(self.published.year, month, day)
        return day_of(self.published.year - 1, month, day) if found and found > self.published else found

    def _without_month(self, day: int) -> date | None:
        if self.day:
            found = day_of(self.day.year, self.day.month, day)
            is_next = found is None or (self.day - found).days > _MOST_OF_A_MONTH
            return day_of(*_months_on(self.day, 1), day) if is_next else found
        if self.published is None:
            return None
        nearest = (day_of(*_months_on(self.published, -back), day) for back in range(3))
        return next((found for found in nearest if found and found <= self.published), None)

    def year_of(self, month: int | None = None) -> int | None:
        """The year of a month or a part of a year that is named without one: no month after the publication."""
        told = self.year or (self.day.year if self.day else None)
        if told or self.published is None:
            return told
        return self.published.year - (month is not None and month > self.published.month)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day; None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months_on(day: date, months: int) -> tuple[int, int]:
    """The year and month so many months later."""
    at = day.year * 12 + day.month - 1 + months
    return at // 12, at % 12 + 1
