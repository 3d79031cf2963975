"""Parts of a year that figures stand for. Pure."""

from dataclasses import dataclass
from datetime import date

WHOLE_YEAR, TO_DATE = "year", "year_to_date"
KINDS = (WHOLE_YEAR, TO_DATE, "half_year", "flood_season")


@dataclass(frozen=True)
class Period:
    """A part of one year: the days that count, and whether the year was still open at the cut-off."""

    kind: str
    year: int
    first: date
    last: date
    is_open: bool
    reaches_cut_off: bool = False

    @property
    def from_day(self) -> str:
        return f"{self.first:%m-%d}"

    @property
    def to_day(self) -> str:
        return f"{self.last:%m-%d}"

    @property
    def is_whole_ledger(self) -> bool:
        """Whether the period is all that the year has: the annual mart answers for it, rows without a date included."""
        return self.kind == WHOLE_YEAR or (self.reaches_cut_off and self.from_day == "01-01")


def period_of(kind: str, year: int, data_through: date, season: tuple[str, str], through: str | None = None) -> Period:
    """The days of a kind of period in one year. `through` (MM-DD) is where the mart stops, if it says."""
    is_open = year == data_through.year and data_through < date(year, 12, 31)
    starts = {"flood_season": season[0]}
    ends = {WHOLE_YEAR: "12-31", TO_DATE: f"{data_through:%m-%d}", "half_year": "06-30", "flood_season": season[1]}
    first = day_of(year, starts.get(kind, "01-01"))
    last = day_of(year, through or ends[kind])
    if is_open and last >= data_through:
        return Period(kind, year, first, data_through, is_open, reaches_cut_off=True)
    return Period(kind, year, first, last, is_open)


def day_of(year: int, month_day: str) -> date:
    """A day of a year; 29 February is the 28th where there is none."""
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, 28) if (month, day) == (2, 29) and year % 4 else date(year, month, day)


def default_kind(kinds: list[str], is_open: bool) -> str:
    """今年以来 until the year is closed, then 全年."""
    wanted = TO_DATE if is_open else WHOLE_YEAR
    return wanted if wanted in kinds else kinds[0]


def ordered_kinds(kinds: set[str], is_open: bool) -> list[str]:
    """The kinds on offer, the default first."""
    known = [kind for kind in KINDS if kind in kinds and not (is_open and kind == WHOLE_YEAR)]
    first = default_kind(known or sorted(kinds), is_open)
    return [first, *(kind for kind in known if kind != first)]
