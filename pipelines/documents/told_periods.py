"""The period that a document speaks of, and those that its sentences name."""

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pipelines import codebooks
from pipelines.documents.words import either, names_any
from pipelines.transforms.periods import (
    DAY,
    PLAN,
    YEAR,
    Period,
    of_days,
    of_season,
    of_year,
    parse_period,
    parse_season,
)

_HEADINGS = 8
"""So many lines at the beginning may tell the period."""
_MIDDLE = {"上旬": 5, "中旬": 15, "下旬": 25}
"""The middle day of a third of a month: a text that says no more is taken to mean it."""
_Y = r"(?:19|20)[0-9]{2}年"
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|\"[^\"]*\"")
_NAMED_DAY = re.compile(r"[“\"][0-9]{1,2}[·.][0-9]{1,2}[”\"]")
_SIGNED = re.compile(rf"({_Y}[0-9]{{1,2}}月[0-9]{{1,2}}日)")
_ISO = re.compile(r"((?:19|20)[0-9]{2})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Told:
    """A period and where in a text its words stand."""

    period: Period
    start: int
    is_cut_off: bool = False


def document_period(lines: Sequence[str], published: date | None = None) -> Period | None:
    """The period of a whole document: told by its title or first lines; None where its author hid the year.

    A year that the first lines end at a day (到10月中旬, 截至目前 in a document published on a day) is the year to it.
    """
    head = [line for line in lines if line.strip()][:_HEADINGS]
    head = [line for line in head if not _SIGNED.fullmatch(line.strip())]
    found = _first(head)
    if found is None:
        year = _usual_year(lines)
        found = (_first(head, year) or of_year(year)) if year else None
    if found is None or found.kind != YEAR:
        return found
    return _until(head, found, published or _publication(lines)) or found


def periods_in(text: str, year: int | None = None) -> Iterator[Told]:
    """The periods that a text names, from left to right; without those inside titles and quotations."""
    bare = _QUOTED.sub(lambda match: "○" * len(match[0]), text)
    for match in _pattern().finditer(bare):
        period = _understood(match, year)
        if period:
            yield Told(period, match.start(), bool(match["until"]))


def sentence_period(text: str, whole: Period | None, line: str = "") -> Period | None:
    """The period of a figure after `text`, the words of its sentence before it; else that of the document.

    `line` is what stands before the sentence in its line: a day to which it counted (截至) holds on. The bare year of
    the document does not widen its half-year; one disaster of many that is called by its day (“7·20”) has no period.
    """
    year = whole.start.year if whole else None
    told = list(periods_in(text, year)) or [one for one in periods_in(line, year) if one.is_cut_off]
    if len(_NAMED_DAY.findall(text)) == 1 and not told:
        return None
    if not told:
        return whole
    last = told[-1]
    if whole and last.is_cut_off and whole.kind != YEAR and whole.start <= last.period.end:
        return of_days("", whole.start, last.period.end)
    if whole and last.period.kind == YEAR and last.period.start.year == whole.start.year:
        return whole
    return last.period


def _first(head: Sequence[str], year: int | None = None) -> Period | None:
    return next((told.period for line in head for told in periods_in(line[:120], year)), None)


def _until(head: Sequence[str], year: Period, published: date | None) -> Period | None:
    """The year up to the day that one of the first lines begins with."""
    for line in head[:4]:
        for told in periods_in(line[:40], year.start.year):
            if told.start < 12 and told.period.kind not in {YEAR, DAY} and told.period.start == year.start:
                return told.period
        if published and published.year == year.start.year and names_any("today", line[:12]):
            return of_days("", year.start, published)
    return None


def _publication(lines: Sequence[str]) -> date | None:
    """The day a document was published: beside a word that says so, or alone in one of its last lines."""
    for line in lines[:_HEADINGS]:
        found = _ISO.search(line) if names_any("published", line) else None
        if found:
            return _day(*map(int, found.groups()))
    last = [line.strip() for line in lines if line.strip()][-3:]
    signed = [period for line in last if _SIGNED.fullmatch(line) and (period := parse_period(line))]
    return signed[-1].end if signed else None


def _usual_year(lines: Sequence[str]) -> int | None:
    years = Counter(int(found[:4]) for line in lines for found in re.findall(_Y, line))
    return years.most_common(1)[0][0] if years else None


def _understood(match: re.Match[str], year: int | None) -> Period | None:
    ways = {"season": _season, "range": _range, "from": _from_to, "until": _up_to, "plain": _plain}
    return next((understand(match[name], year) for name, understand in ways.items() if match[name]), None)


def _plain(written: str, year: int | None) -> Period | None:
    single = re.fullmatch(r"([0-9]{1,2})月([0-9]{1,2})日", written)
    if single:
        day = _day(year, int(single[1]), int(single[2])) if year else None
        return of_days("", day, day) if day else None
    return parse_period(written, year)


def _season(written: str, year: int | None) -> Period | None:
    years = parse_season(written)
    return of_season(*years) if years else None


def _range(written: str, year: int | None) -> Period | None:
    days = re.sub(r"[0-9]{1,2}时(?:[0-9]+分)?", "", written)
    numbers = re.findall(rf"({_Y})?(?:([0-9]{{1,2}})月)?([0-9]{{1,2}})日?", days)
    if len(numbers) < 2:
        return None
    first, last = numbers[0], numbers[-1]
    told = int(first[0][:4]) if first[0] else year
    if not told:
        return None
    start = _day(told, int(first[1]), int(first[2]))
    end = _day(int(last[0][:4]) if last[0] else told, int(last[1] or first[1]), int(last[2]))
    return of_days("", start, end) if start and end and start <= end else None


def _from_to(written: str, year: int | None) -> Period | None:
    days = re.findall(rf"({_Y})?(?:([0-9]{{1,2}})月)?([0-9]{{1,2}})日", written)
    return _range("至".join(f"{y}{f'{m}月' if m else ''}{d}日" for y, m, d in (days[0], days[-1])), year)


def _up_to(written: str, year: int | None) -> Period | None:
    match = re.search(rf"({_Y})?([0-9]{{1,2}})月(?:份)?(?:([0-9]{{1,2}})日|(.*))", written)
    told = (int(match[1][:4]) if match[1] else year) if match else None
    if not match or not told:
        return None
    month = int(match[2])
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(told, month)[1]
    day = int(match[3]) if match[3] else _MIDDLE.get(match[4], last)
    end = _day(told, month, day)
    return of_days("", date(told, 1, 1), end) if end else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _parts_of_years() -> str:
    """The names of parts of years (上半年, 前三季度), the longest first; h1 and q1 are for tables."""
    words = {row["word"] for row in codebooks.rows("period_words") if row["period_kind"] != PLAN}
    return "|".join(sorted((word for word in words if not word.isascii()), key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    moment = rf"(?:{_Y})?[0-9]{{1,2}}月[0-9]{{1,2}}日(?:[0-9]{{1,2}}时(?:[0-9]{{1,2}}分)?)?"
    bare_end = r"(?:[0-9]{1,2}月)?[0-9]{1,2}日(?:[0-9]{1,2}时)?"
    to = r"(?:至|到|[-—–~～]+)"
    months = rf"[0-9]{{1,2}}月?份?{to}[0-9]{{1,2}}月份?|[0-9]{{1,2}}月份?(?![0-9]*日|以来|起|初|底|末|[上中下]旬)"
    part = rf"{_parts_of_years()}|{months}"
    day = r"[0-9]{1,2}月[0-9]{1,2}日(?!以来|起)"
    return re.compile(
        rf"(?P<season>(?:19|20)[0-9]{{2}}年?{to}(?:19|20)[0-9]{{2}}年?度?(?:冬春)?)"
        rf"|(?P<range>{moment}{to}(?:{_Y})?{bare_end}|(?:{_Y})?[0-9]{{1,2}}月[0-9]{{1,2}}{to}[0-9]{{1,2}}日)"
        rf"|(?P<from>{moment}[^。;]{{0,14}}?,?(?:截至|到|至){bare_end})"
        rf"|(?P<until>(?:截至|截止到?|至|到)(?:{_Y})?[0-9]{{1,2}}月份?(?:[0-9]{{1,2}}日|{either('month_part')}))"
        rf"|(?P<plain>{_Y}{day}|{_Y}(?:{part})?|(?<![0-9]){part}|(?<![0-9]){day})"
    )
