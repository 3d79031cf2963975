"""The days and periods that a text names: 7月13日至17日, 上半年, 截至17日9时, 13日以来.

What a text leaves out, such as the year or the month of a day, is filled in.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from pipelines.documents.date_pattern import YEAR, date_pattern
from pipelines.documents.known_days import Known, day_of
from pipelines.documents.numerals import DIGITS, in_digits
from pipelines.documents.words import names_any
from pipelines.transforms import periods
from pipelines.transforms.periods import (
    DAY,
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
DISASTER, NUMBERED, AHEAD = "disaster", "numbered", "ahead"
"""What words say of a period: it is named; something is counted since it, up to it, or up to the publication; somebody
told of it on that day; a day without its month, or the running year (今年), which are meant only in a bulletin; a
disaster is called by its day (“7·20”), a cyclone by its year (2015年第22号); something was over before a day
(1月20日前), which is a cut-off within its clause."""
_MIDDLE = {"上旬": 5, "中旬": 15, "下旬": 25}
"""The middle day of a third of a month: a text that says no more is taken to mean it."""
_MEASURED = re.compile(r"[^,。;]{0,12},?[^,。;]{0,12}?(?:降雨量|雨量|降水量|[0-9]毫米)")
"""What follows hours in which rain was measured."""
_BEFORE_PLANS = 1951
"""The first of them covers 1953 to 1957, but from the sixth on each begins five years after this one and its number."""
_A_YEAR = 366
_RIGHT_BEHIND = 4
"""Where a word for a disaster stands so near behind a day (6月5日强降雨), the day is that of the disaster."""
_BEGINS = {"上旬": 1, "中旬": 11, "下旬": 21, "底": 21, "末": 21}
_QUOTED = re.compile(r"《[^》]*》|“(?![0-9]+·[0-9]+”|[八九十][一二三四五]?五”)[^”]*”|\"[^\"]*\"")
_THIS_MONTH = "本月"
_IN_LETTERS = re.compile(
    rf"(?<![0-9])(?=0*[十{DIGITS}])[十0{DIGITS}]+(?=[年月日号]|时(?!期)|[至到—-][十{DIGITS}]+月)|{_THIS_MONTH}"
)
_PART = re.compile(rf"({YEAR})?(?:([0-9]{{1,2}})月)?(?<![0-9])([0-9]{{1,2}})[日号]?")


@dataclass(frozen=True, slots=True)
class Told:
    """A period, where in a text its words begin and end, and what they say of it."""

    period: Period
    start: int
    end: int
    role: str = NAMED
    is_measured: bool = False
    """Whether rain was measured in these hours: they are those of a disaster only where no others are told."""

    @property
    def is_of_days(self) -> bool:
        """Whether it is told by its days, not as a year or a part of one."""
        return self.period.kind in {DAY, DAYS}

    @property
    def is_short(self) -> bool:
        """Whether days that follow may be near its end: of 2014年至2023年 the last year does not tell theirs."""
        return (self.period.end - self.period.start).days < _A_YEAR


@lru_cache(maxsize=64)
def told_in(text: str, known: Known) -> tuple[Told, ...]:
    """The periods that a text names, from left to right; without those inside titles and quotations."""
    return tuple(_told(text, known))


def told_before(text: str, at: int, known: Known) -> list[Told]:
    """The periods that a text names before a place; one before which something was over is a cut-off in its clause."""
    told = [one for one in told_in(text, known) if one.end <= at]
    here = [one for one in told if one.role != AHEAD or not re.search(".[,;。]", text[one.end : at])]
    return [replace(one, role=CUT_OFF) if one.role == AHEAD else one for one in here]


def _told(text: str, known: Known) -> Iterator[Told]:
    digits, places = _with_digits(text, known)
    bare = _QUOTED.sub(lambda match: "○" * len(match[0]), digits)
    for match in date_pattern().finditer(bare):
        told = _understood(match, known)
        if told:
            is_vague = match["months_since"] is not None and known.published is not None
            is_near = told.is_short and told.role != DISASTER and not is_vague
            if (told.is_of_days or told.role == SINCE) and is_near:
                known = replace(known, day=told.period.end)
            is_struck = names_any("struck", bare[match.end() :][:_RIGHT_BEHIND])
            is_measured = not is_struck and _MEASURED.match(bare, match.end()) is not None
            yield replace(told, start=places[match.start()], end=places[match.end()], is_measured=is_measured)


def _with_digits(text: str, known: Known) -> tuple[str, list[int]]:
    """The text with the numerals of its dates in digits (十一月十日 → 11月10日) and 本月 as the month that is meant;
    for each place in it the place in the text as it was."""
    near = known.day or known.published
    pieces, places, done = [], [], 0
    for match in _IN_LETTERS.finditer(text):
        this_month = f"{near.month}月" if near else match[0]
        written = this_month if match[0] == _THIS_MONTH else in_digits(match[0].replace("0", "零")) or match[0]
        pieces += [text[done : match.start()], written]
        places += [*range(done, match.start()), *[match.start()] * len(written)]
        done = match.end()
    return "".join([*pieces, text[done:]]), [*places, *range(done, len(text) + 1)]


def _understood(match: re.Match[str], known: Known) -> Told | None:
    for name, (role, understand) in _ROLES.items():
        if match[name]:
            period = understand(match[name], known)
            return Told(period, match.start(), match.end(), role) if period else None
    return None


def _plain(written: str, known: Known) -> Period | None:
    if re.fullmatch(r"[0-9]{1,2}月[0-9]{1,2}[日号]", written):
        return _one_day(written, known)
    month = re.match(r"([0-9]{1,2})月", written)
    return parse_period(written.replace("号", "日"), known.year_of(int(month[1]) if month else None))


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
    told = known.day if known.day and "当" in written else known.published
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


def _of_a_disaster(written: str, known: Known) -> Period | None:
    """The day by which a disaster is called: 4·20."""
    month, day = map(int, written.split("·"))
    meant = known.on(None, month, day)
    return of_days("", meant, meant) if meant else None


_ROLES: dict[str, tuple[str, Callable[[str, Known], Period | None]]] = {
    "season": (NAMED, _season),
    "plan": (NAMED, _plan),
    "range": (NAMED, _range),
    "from": (NAMED, _range),
    "third": (NAMED, _third),
    "months_since": (SINCE, _months_since),
    "days_since": (SINCE, _one_day),
    "until": (CUT_OFF, _up_to),
    "ahead": (AHEAD, _up_to),
    "now": (NOW, _up_to_now),
    "running": (RUNNING, _up_to_now),
    "told_on": (TOLD_ON, _one_day),
    "plain": (NAMED, _plain),
    "bare": (BARE, _one_day),
    "disaster": (DISASTER, _of_a_disaster),
    "numbered": (NUMBERED, _plain),
}
"""The groups of the pattern: what each says of its period, and how it is understood."""
