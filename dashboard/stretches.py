"""Where one page of a long list begins and ends, by day: so that only the rows of these days are read. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """The days of a page, from the first to the last, and rows without a day; `offset` rows of them come before it."""

    since: date
    until: date
    has_undated: bool
    offset: int

    @property
    def bounds(self) -> dict[str, Any]:
        """The parameters of a question."""
        return {
            "since": self.since, "until": self.until, "has_undated": self.has_undated, "offset": self.offset
        }  # fmt: skip


def stretch(days: Iterable[tuple[date | None, int]], offset: int, size: int, first: date) -> Stretch:
    """The stretch of rows number `offset` to `offset + size`. `days`: how many rows each day has, the latest first and
    those without a day last; `first` is the first day of the period.
    """
    before, skipped = 0, None
    held: list[date | None] = []
    for day, rows in days:
        if before + rows > offset and before < offset + size:
            skipped = offset - before if skipped is None else skipped
            held.append(day)
        before += rows
    dated = [day for day in held if day is not None]
    until = max(dated, default=first - ONE_DAY)
    return Stretch(min(dated, default=first), until, None in held, skipped or 0)
