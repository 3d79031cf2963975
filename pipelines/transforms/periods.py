"""Periods as people write them: a year, a half-year, the year up to a day, a winter and spring, a plan for a year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from pipelines import codebooks
from pipelines.transforms.dates import parse_moment, parse_range
from pipelines.transforms.widths import narrow

YEAR, HALF_YEAR, QUARTER, MONTH, TO_DATE = "year", "half_year", "quarter", "month", "year_to_date"
WINTER_SPRING, SINCE, DAY, DAYS, PLAN = "winter_spring", "since", "day", "days", "plan"
UNKNOWN = "unknown"
"""The kind of a period whose year the author of a text hid (20xx年): it has no days."""

_Y = r"((?:19|20)[0-9]{2})"
_TO = r"[-—–―~至到]+"
_SEASON = re.compile(
    rf"(?:冬春[^0-9]*)?(?P<first>(?:19|20)?[0-9]{{2}})年?(?P<winter>冬季?|度)?(?:{_TO}|/)"
    r"(?P<second>(?:19|20)?[0-9]{2})(?P<year>年度|年|度)?(?P<spring>春季?)?(?P<both>冬春.*|冬令春荒.*)?"
)
_HIDDEN_YEAR = re.compile(r"(?=.*[x×*])(?:19|20|[x×*]{2})[0-9x×*]{2}(?:年度?|年全年)?")
_LONGEST = 16
"""So many letters of a title may name a period."""
_SEASON_MONTHS = re.compile(rf"{_Y}(?:年|[-./])12月?{_TO}{_Y}(?:年|[-./])0?5月?")


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days and the kind of span it is (a key of period_kinds.csv)."""

    kind: str
    start: date
    end: date


def parse_period(text: str, year: int | None = None, through: date | None = None) -> Period | None:
    """The period a text names; None where it names none.

    `year` is the year that a title or name tells, for “上半年” or “至11月7日”; `through` the cut-off of the data, for
    what is counted “以来”: without it to the end of the year.
    """
    written = narrow(text).replace(" ", "").strip("()").lower()
    season = _season(written, is_doubt_allowed=False)
    if season:
        return of_season(*season)
    for understand in (_named, _month, _month_range, _to_date):
        period = understand(written, year)
        if period:
            return period
    return _since(written, year, through) or _days(written)


def period_told(text: str, through: date | None = None) -> Period | None:
    """The first period in a title or file name: 某县2023年上半年统计表; the longest that begins there.

    A whole year in which the data end before its last day (截至11月7日) is the year up to that day.
    """
    written = narrow(text).replace(" ", "")
    for begin in re.finditer(r"(?<![0-9])(?:19|20)[0-9]{2}(?:年|[-—–~～至/](?:19|20)[0-9]{2})", written):
        for end in range(begin.start() + _LONGEST, begin.start() + 4, -1):
            period = parse_period(written[begin.start() : end])
            if period and period.kind == YEAR and through and through.year == period.start.year:
                return of_days("", period.start, through)
            if period and period.kind not in {DAY, DAYS}:
                return period
    return None


def parse_season(text: str) -> tuple[int, int] | None:
    """The two years of a winter and spring: 2022—2023, 2022-2023年度, 22/23, 2022年冬至2023年春; None if it is none."""
    return _season(narrow(text).replace(" ", "").strip("()"), is_doubt_allowed=True)


def is_hidden_year(text: str) -> bool:
    """Whether a text is a year that its author hid, such as 20xx年."""
    return _HIDDEN_YEAR.fullmatch(narrow(text).replace(" ", "").lower()) is not None


def of_year(year: int) -> Period:
    """A calendar year."""
    return Period(YEAR, date(year, 1, 1), date(year, 12, 31))


def of_season(first: int, second: int) -> Period:
    """A winter and spring: from December to May, never cut at the new year."""
    return Period(WINTER_SPRING, date(first, 12, 1), date(second, 5, 31))


def of_days(kind: str, start: date, end: date) -> Period:
    """A period given by its days; the kind is told by them where it is not written."""
    return Period(kind or _kind_of(start, end), start, end)


def year_before(period: Period) -> Period:
    """The same days one year earlier; a period that ends with February ends with it there too."""
    return Period(period.kind, _year_back(period.start), _year_back(period.end, ends=True))


def known_kind(written: str) -> str | None:
    """The key of a kind of period as a cell names it; “” for an empty cell, None for a word nobody knows."""
    names = {row["name_zh"]: row["period_kind"] for row in codebooks.rows("period_kinds")}
    bare = narrow(written)
    return bare if not bare or bare in names.values() else names.get(bare) or _words().get(bare, ("", "", None))[2]


def _season(written: str, *, is_doubt_allowed: bool) -> tuple[int, int] | None:
    """The years of a season. “11/12” or “2011-12” may be a month: only a column of seasons says that it is none."""
    match = _SEASON_MONTHS.fullmatch(written)
    if match:
        return _consecutive(int(match[1]), int(match[2]))
    match = _SEASON.fullmatch(written)
    if not match:
        return None
    is_sure = len(match["first"]) == len(match["second"]) == 4 or int(match["second"]) > 12
    if not (is_sure or is_doubt_allowed or any(match[name] for name in ("winter", "year", "spring", "both"))):
        return None
    first, second = (int(text) if len(text) == 4 else 2000 + int(text) for text in (match["first"], match["second"]))
    return _consecutive(first, second)


def _consecutive(first: int, second: int) -> tuple[int, int] | None:
    return (first, second) if second == first + 1 else None


def _named(written: str, year: int | None) -> Period | None:
    """A year, or a part of one that has a name: 2023, 2023年度, 2023年上半年, 2023汛期, 2024计划."""
    match = re.fullmatch(rf"(?:{_Y}(?P<year>年度?|度)?)?(?P<word>[^0-9].*|[1-4]季度)?", written)
    if not match or not written:
        return None
    told = int(match[1]) if match[1] else year
    if match[1] and not match["word"]:
        return of_year(int(match[1]))
    part = _words().get(match["word"] or "")
    if not part or not told:
        return None
    start, end, kind = part
    return Period(kind, date.fromisoformat(f"{told}-{start}"), date.fromisoformat(f"{told}-{end}"))


def _month(written: str, year: int | None) -> Period | None:
    match = re.fullmatch(rf"{_Y}(?:年([0-9]{{1,2}})月份?|[-/]([0-9]{{1,2}})|\.?([0-9]{{2}}))", written)
    bare = re.fullmatch(r"([0-9]{1,2})月份?", written) if year else None
    if match:
        return _months(int(match[1]), month := int(match[2] or match[3] or match[4]), month)
    return _months(year, int(bare[1]), int(bare[1])) if bare and year else None


def _month_range(written: str, year: int | None) -> Period | None:
    """2023年1-11月, 2023年3月至5月, 1—6月 with the year of the title."""
    match = re.fullmatch(rf"(?:{_Y}年?)?([0-9]{{1,2}})月?(?:份)?{_TO}(?:{_Y}年?)?([0-9]{{1,2}})月份?", written)
    told = int(match[1]) if match and match[1] else year
    if not match or not told or (match[3] and int(match[3]) != told):
        return None
    return _months(told, int(match[2]), int(match[4]))


def _to_date(written: str, year: int | None) -> Period | None:
    """“截至2023年11月7日” and “至11月7日” are the year up to that day; “截至2023年6月底” up to the end of the month."""
    match = re.fullmatch(rf"(?:{_Y}年?)?(?:截至|截止到?|至)(.+?)(?:日?止|底|末)?", written)
    if not match:
        return None
    told = int(match[1]) if match[1] else year
    day = parse_moment(match[2], told)
    if day:
        return of_days("", date(day.year, 1, 1), day.date())
    month = _month(match[2], told)
    return of_days("", date(month.start.year, 1, 1), month.end) if month else None


def _since(written: str, year: int | None, through: date | None) -> Period | None:
    """“2023年7月以来”: from the first of the month to the cut-off, or to the end of the year."""
    match = re.fullmatch(r"(?:自)?(.+?)(?:份)?(?:以来|起)", written)
    month = _month(match[1], year) if match else None
    if not month:
        return None
    last = date(month.start.year, 12, 31)
    return Period(SINCE, month.start, min(through, last) if through and through >= month.start else last)


def _days(written: str) -> Period | None:
    start, end = parse_range(written.replace("、", "至"))
    return of_days("", start.date(), (end or start).date()) if start else None


def _months(year: int, first: int, last: int) -> Period | None:
    if not 1 <= first <= last <= 12:
        return None
    return of_days("", date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _kind_of(start: date, end: date) -> str:
    """What a span of days is: whole months tell years, half-years, quarters and months."""
    if start == end:
        return DAY
    months = (start.month, end.month) if start.year == end.year and _is_whole(start, end) else (0, 0)
    whole = {(1, 12): YEAR, (1, 6): HALF_YEAR, (7, 12): HALF_YEAR}
    whole |= {(first, first + 2): QUARTER for first in (1, 4, 7, 10)} | {
        (month, month): MONTH for month in range(1, 13)
    }
    if months in whole:
        return whole[months]
    if end.year == start.year + 1 and start.month >= 10 and end.month <= 6:
        return WINTER_SPRING
    return TO_DATE if (start.month, start.day, start.year) == (1, 1, end.year) else DAYS


def _is_whole(start: date, end: date) -> bool:
    return start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]


def _year_back(day: date, *, ends: bool = False) -> date:
    last = calendar.monthrange(day.year - 1, day.month)[1]
    is_last = ends and day.month == 2 and day.day == calendar.monthrange(day.year, 2)[1]
    return day.replace(year=day.year - 1, day=last if is_last else min(day.day, last))


@cache
def _words() -> dict[str, tuple[str, str, str]]:
    """Names of parts of a year → first and last day (MM-DD) and kind."""
    return {row["word"]: (row["start_md"], row["end_md"], row["period_kind"]) for row in codebooks.rows("period_words")}
