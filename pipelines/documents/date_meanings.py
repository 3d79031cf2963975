"""What the words of a date mean: the groups of the pattern of dates, each with its role and its days.

What a text leaves out, such as the year or the month of a day, is filled in.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from pipelines.documents.date_pattern import YEAR
from pipelines.documents.known_days import Known, day_of
from pipelines.documents.numerals import DIGITS, in_digits
from pipelines.transforms import periods
from pipelines.transforms.periods import (
    DAYS,
    TO_DATE,
    WINTER_SPRING,
    Period,
    of_days,
    of_season,
    parse_period,
    parse_season,
)

NAMED, SINCE, CUT_OFF, NOW, TOLD_ON, BARE, RUNNING = "named", "since", "cut_off", "now", "told_on", "bare", "running"
COUNTED_ON, HOUR = "counted_on", "hour"
"""An office counted on that day (省民政厅21日汇总), up to which it is counted then; an hour of a day that is not told
with it (7时45分发震), which says nothing where the days are known."""
DISASTER, NUMBERED, AHEAD = "disaster", "numbered", "ahead"
"""What words say of a period: it is named; something is counted since it, up to it, or up to the publication; somebody
told of it on that day; a day without its month, or the running year (今年), which are meant only in a bulletin; a
disaster is called by its day (“7·20”), a cyclone by its year (2015年第22号); something was over before a day
(1月20日前), which is a cut-off within its clause."""
_MIDDLE = {"上旬": 5, "中旬": 15, "下旬": 25}
"""The middle day of a third of a month: a text that says no more is taken to mean it."""
_BEFORE_PLANS = 1951
"""The first of them covers 1953 to 1957, but from the sixth on each begins five years after this one and its number."""
_BEGINS = {"上旬": 1, "中旬": 11, "下旬": 21, "底": 21, "末": 21}
_PART = re.compile(rf"({YEAR})?(?:([0-9]{{1,2}})月)?(?<![0-9])([0-9]{{1,2}})[日号]?")


def _plain(written: str, known: Known) -> Period | None:
    if re.fullmatch(r"[0-9]{1,2}月[0-9]{1,2}[日号]", written):
        return _one_day(written, known)
    month = re.match(r"([0-9]{1,2})月", written)
    if re.search("(?:季度|个月)$", written):
        counted = _first_months(written, known)
        if counted:
            return counted
    return parse_period(written.replace("号", "日"), known.year_of(int(month[1]) if month else None))


def _first_months(written: str, known: Known) -> Period | None:
    """Quarters from one to another, or the first months of a year: 1—3季度, 前四个月."""
    numbers = [in_digits(number) or number for number in re.findall(f"[{DIGITS}十]+|[0-9]+(?!年|[0-9])", written)]
    year = re.match(YEAR, written)
    told = int(year[0][:4]) if year else known.year_of()
    is_of_quarters = written.endswith("季度")
    if not told or len(numbers) != 1 + is_of_quarters:
        return None
    first = 3 * int(numbers[0]) - 2 if is_of_quarters else 1
    last = 3 * int(numbers[1]) if is_of_quarters else int(numbers[0])
    if not 1 <= first <= last <= 12:
        return None
    return of_days("", date(told, first, 1), date(told, last, calendar.monthrange(told, last)[1]))


def _one_day(written: str, known: Known) -> Period | None:
    days = _days_in(written, known)
    return of_days("", days[0], days[0]) if days else None


def _season(written: str, known: Known) -> Period | None:
    """2022—2023年 is a winter; 2021年至2022年 are two years, unless they are called one season."""
    years = [int(found) for found in re.findall(r"(?:19|20)[0-9]{2}", written)]
    if re.fullmatch(r"[0-9]{4}年[^0-9]+[0-9]{4}年", written) or years[1] - years[0] > 1:
        return Period(DAYS, date(years[0], 1, 1), date(years[1], 12, 31)) if years[0] < years[1] else None
    season = parse_season(written)
    return of_season(*season) if season else None


def _range(written: str, known: Known) -> Period | None:
    days = _days_in(written, known)
    if len(days) < 2 or days[0] > days[-1]:
        return None
    period = of_days("", days[0], days[-1])
    return replace(period, kind=DAYS) if period.kind == WINTER_SPRING else period


def _months(written: str, known: Known) -> Period | None:
    """From one month of a year to one of another (2006年8月开办，到2012年9月底), or months side by side: 1、2月."""
    if "年" not in written:
        numbers = [int(number) for number in re.findall("[0-9]+", written)]
        year, is_row = known.year_of(numbers[-1]), numbers == list(range(numbers[0], numbers[-1] + 1))
        return _of_months((year, numbers[0] if is_row else numbers[-1]), (year, numbers[-1])) if year else None
    running = re.search("[今本]年(?=[0-9]{1,2}月)", written)
    if running:
        told = known.published.year if known.published else known.year
        written = written.replace(running[0], f"{told}年") if told else written
    found = re.findall("((?:19|20)[0-9]{2})年([0-9]{1,2})月", written)
    (first, last) = ((int(year), int(month)) for year, month in found) if len(found) == 2 else ((0, 0), (0, 0))
    return _of_months(first, last)


def _of_months(first: tuple[int, int], last: tuple[int, int]) -> Period | None:
    """All days of the months from one to another, each given with its year."""
    if not (first <= last and all(1 <= month <= 12 for _, month in (first, last))):
        return None
    end = date(*last, calendar.monthrange(*last)[1])
    is_season = (first[1], last[1], last[0] - first[0]) == (12, 5, 1)
    return of_days("" if first[0] == last[0] or is_season else DAYS, date(*first, 1), end)


def _third(written: str, known: Known) -> Period | None:
    """A third of a month: 7月下旬."""
    begun = _months_since(written, known)
    if begun is None:
        return None
    day = begun.start
    last = calendar.monthrange(day.year, day.month)[1] if day.day == _BEGINS["下旬"] else day.day + 9
    return Period(DAYS, day, day.replace(day=last))


def _months_since(written: str, known: Known) -> Period | None:
    """The day from which is counted: the first of a month or of a third of one, or of the year."""
    match = re.search(rf"({YEAR})?([0-9]{{1,2}})月(?:份|([上中下]旬|[底末]))?", written)
    year = int(match[1][:4]) if match and match[1] else known.year_of(int(match[2]) if match else None)
    if not year:
        return None
    day = day_of(year, int(match[2]), _BEGINS.get(match[3] or "", 1)) if match else date(year, 1, 1)
    if day and known.published and day > known.published:
        day = day.replace(year=year - 1)  # nothing is counted since a day after the publication: 去年12月以来
    return Period(periods.SINCE, day, day) if day else None


def _up_to(written: str, known: Known) -> Period | None:
    """The year up to a day: to the end of a month where only that is told."""
    month = re.search(rf"({YEAR})?(?<![0-9])([0-9]{{1,2}})月(?:份)?([^0-9]*)$", written)
    if not month:
        days = _days_in(written, known)
        return of_days("", date(days[0].year, 1, 1), days[0]) if days else None
    number = int(month[2])
    year = int(month[1][:4]) if month[1] else known.year_of(number)
    if not year or not 1 <= number <= 12:
        return None
    end = day_of(year, number, _MIDDLE.get(month[3], calendar.monthrange(year, number)[1]))
    return of_days("", date(year, 1, 1), end) if end else None


def _up_to_now(written: str, known: Known) -> Period | None:
    """The year up to the day of publication, to the one before it, or to the day named last: 截至目前, 截至昨日,
    截至当日."""
    told = known.day if known.day and re.search("[当同]", written) else known.published
    if told is None:
        return None
    end = date.fromordinal(max(1, told.toordinal() - ("昨" in written)))
    return Period(TO_DATE, date(end.year, 1, 1), end)


def _days_in(written: str, known: Known) -> list[date]:
    """The days that a text names; one without a year or month is in that of the one before it."""
    found: list[date] = []
    bare = re.sub(r"[0-9]{1,2}[时点](?:[0-9]{1,2}分)?", "", written)
    for year, month, day in _PART.findall(bare):
        meant = known.on(int(year[:4]) if year else None, int(month) if month else None, int(day))
        if meant:
            found.append(meant)
            known = replace(known, day=meant)
    return found


def _plan(written: str, known: Known) -> Period | None:
    """The five years of a five-year plan, of which the tenth (十五) began in 2001."""
    number = re.search("(.+)五", written.strip("“"))
    counted = in_digits(number[1]) if number else None
    if counted is None:
        return None
    first = _BEFORE_PLANS + 5 * int(counted)
    last = date(first + 4, 12, 31)
    told = known.published or (date(known.year, 12, 31) if known.year else last)
    return Period(DAYS, date(first, 1, 1), min(last, told) if first <= told.year else last)


def _that_day(written: str, known: Known) -> Period | None:
    """An hour without its day, which is the one named last, or that of the publication: 7时45分发震."""
    day = known.day or known.published
    return of_days("", day, day) if day else None


def _of_a_disaster(written: str, known: Known) -> Period | None:
    """The day by which a disaster is called: 4·20."""
    month, day = map(int, written.split("·"))
    meant = known.on(None, month, day)
    return of_days("", meant, meant) if meant else None


ROLES: dict[str, tuple[str, Callable[[str, Known], Period | None]]] = {
    "season": (NAMED, _season),
    "plan": (NAMED, _plan),
    "range": (NAMED, _range),
    "from": (NAMED, _range),
    "months": (NAMED, _months),
    "third": (NAMED, _third),
    "months_since": (SINCE, _months_since),
    "days_since": (SINCE, _one_day),
    "until": (CUT_OFF, _up_to),
    "ahead": (AHEAD, _up_to),
    "now": (NOW, _up_to_now),
    "running": (RUNNING, _up_to_now),
    "told_on": (TOLD_ON, _one_day),
    "counted_on": (COUNTED_ON, _one_day),
    "plain": (NAMED, _plain),
    "hour": (HOUR, _that_day),
    "bare": (BARE, _one_day),
    "disaster": (DISASTER, _of_a_disaster),
    "numbered": (NUMBERED, _plain),
}
"""The groups of the pattern: what each says of its period, and how it is understood."""
