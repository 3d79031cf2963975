"""Periods as people write them: a year, a half-year, the year up to a day, a winter and spring."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pipelines.transforms.dates import parse_moment
from pipelines.transforms.widths import narrow

YEAR, HALF_YEAR, TO_DATE, WINTER_SPRING = "year", "half_year", "year_to_date", "winter_spring"


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days and the kind of span it is."""

    kind: str
    start: date
    end: date


_Y = r"((?:19|20)[0-9]{2})"
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]], ...] = (
    (re.compile(rf"{_Y}(?:年度?|年全年)?"), lambda m: of_year(int(m[1]))),
    (
        re.compile(rf"{_Y}年?(?:上半年|[Hh]1)"),
        lambda m: Period(HALF_YEAR, date(int(m[1]), 1, 1), date(int(m[1]), 6, 30)),
    ),
    (
        re.compile(rf"{_Y}年?(?:下半年|[Hh]2)"),
        lambda m: Period(HALF_YEAR, date(int(m[1]), 7, 1), date(int(m[1]), 12, 31)),
    ),
    (re.compile(rf"{_Y}年?1(?:月)?[-—~至到]([0-9]{{1,2}})月"), lambda m: _months(int(m[1]), int(m[2]))),
    (re.compile(rf"{_Y}[-—~至/]{_Y}年?(?:度)?(?:冬春.*)?"), lambda m: _winter(int(m[1]), int(m[2]))),
)


def parse_period(text: str) -> Period | None:
    """The period a text names; None where it names none. “截至2023年11月7日” is the year up to that day."""
    written = narrow(text).replace(" ", "")
    for pattern, understand in _PATTERNS:
        match = pattern.fullmatch(written)
        if match:
            return understand(match)
    day = parse_moment(re.sub(r"^(?:截至|截止|至)", "", written))
    return Period(TO_DATE, date(day.year, 1, 1), day.date()) if day and written.startswith(("截", "至")) else None


def of_year(year: int) -> Period:
    """A calendar year."""
    return Period(YEAR, date(year, 1, 1), date(year, 12, 31))


def of_days(kind: str, start: date, end: date) -> Period:
    """A period given by its days; the kind is told by them where it is not written."""
    if not kind:
        whole = (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31))
        kind = YEAR if whole else WINTER_SPRING if start.year != end.year else TO_DATE
    return Period(kind, start, end)


def _months(year: int, month: int) -> Period | None:
    if not 1 <= month <= 12:
        return None
    end = date(year, month, calendar.monthrange(year, month)[1])
    return of_year(year) if month == 12 else Period(TO_DATE, date(year, 1, 1), end)


def _winter(first: int, second: int) -> Period | None:
    return Period(WINTER_SPRING, date(first, 10, 1), date(second, 5, 31)) if second == first + 1 else None
