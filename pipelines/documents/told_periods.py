"""The period that a document speaks of, and those of its sentences."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipelines.documents.date_meanings import AHEAD, CUT_OFF, NAMED, SINCE
from pipelines.documents.known_days import Known, day_of
from pipelines.documents.told_dates import Told, told_in
from pipelines.documents.words import either, names_any, words
from pipelines.transforms import periods
from pipelines.transforms.periods import DAY, DAYS, YEAR, Period, of_days, of_year, parse_period

_TITLE = 40
_HEADINGS = 8
"""So many lines at the beginning may tell the period."""
_LONGEST = 2000
"""So many letters of a line may tell the year of a document."""
_Y = r"(?:19|20)[0-9]{2}年"
_ISSUED = re.compile(rf"\({_Y}[0-9]{{1,2}}月[0-9]{{1,2}}日\)\s*$")
_SIGNED = re.compile(rf"({_Y}[0-9]{{1,2}}月[0-9]{{1,2}}日)")
_DATES = (
    re.compile(r"((?:19|20)[0-9]{2})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"),
    re.compile(r"((?:19|20)[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日"),
)
_DATELINE = re.compile(rf"{_Y}[0-9]{{1,2}}月[0-9]{{1,2}}日[讯电](?=[\s(:]|$|记者)")


def document_period(lines: Sequence[str], published: date | None = None) -> Period | None:
    """The period of a whole document: told by its title or first lines; None where its author hid the year.

    A year that the first lines end at a day (到10月中旬, 截至目前 in a document published on a day) is the year to it.
    """
    head = _head(lines)
    told = told_by_head(lines)
    found = told.period if told else None
    published_on = published or publication(lines)
    if published_on and (found is None or found.end == published_on) and is_of_last_year(lines, published_on):
        return of_year(published_on.year - 1)
    if found is None:
        year = usual_year(lines)
        told = _first(head, year) if year else None
        counted = _counted_year(lines)
        found = told.period if told else of_year(counted) if counted else None
    if found is None and published and names_any("yearly", "".join(head)):
        whole = of_year(published.year)
        is_running = names_any("since_new_year", "".join(head))
        return of_days("", whole.start, published) if is_running else whole
    if found is None or found.kind != YEAR:
        return found
    return _until(head, found, published_on) or found


def told_by_head(lines: Sequence[str]) -> Told | None:
    """What the title or the first lines say of a period, with its year."""
    return _first(_head(lines))


def usual_year(lines: Sequence[str]) -> int | None:
    """The year that a document names most often."""
    told = (one.period for line in lines if "年" in line for one in told_in(line[:_LONGEST], Known()))
    years = Counter(period.start.year for period in told)
    return years.most_common(1)[0][0] if years else None


def _counted_year(lines: Sequence[str]) -> int | None:
    """The year that a document names most often, but for its day of issue."""
    kept = [line for line in lines[1:] if not is_signature(line)]
    return usual_year([_DATELINE.sub("", line) for line in (*map(without_issue, lines[:1]), *kept)])


def publication(lines: Sequence[str]) -> date | None:
    """The day a document was published: beside a word that says so, as its dateline, or alone in a line below the
    title or at the end."""
    for at, line in enumerate(lines[:_HEADINGS]):
        is_dated = is_signature(line) if at else _ISSUED.search(line) is not None
        if is_dated or _tells_publication(line) or _DATELINE.search(line):
            for dates in _DATES:
                found = dates.search(line)
                if found:
                    return day_of(*map(int, found.groups()))
    last = [line.strip().strip("()") for line in lines if line.strip()][-3:]
    signed = [period for line in last if _SIGNED.fullmatch(line) and (period := parse_period(line))]
    return signed[-1].end if signed else None


def is_signature(line: str) -> bool:
    """Whether a line holds a day and nothing else, but for the name of an office before it."""
    for dates in _DATES:
        found = dates.search(line)
        if found and not line[found.end() :].strip(" \t)"):
            office = line[: found.start()].strip(" \t(")
            return not office or (len(office) < _TITLE and office.endswith(words("office")))
    return False


def is_of_last_year(lines: Sequence[str], published: date | None) -> bool:
    """Whether the title or the first sentence of a document published on a day speaks of the year before (去年)."""
    if published is None:
        return False
    head = [re.split("[。;]", line)[0] for line in _head(lines)[:2]]
    alone = f"(?:{either('last_year')})(?!{either('not_last_year')}|[0-9])"
    title, first = [*head, "", ""][:2]
    return bool(re.search(f"^[^,(比较同与于是为]*{alone}", title) or re.search(f"(?:^|,){alone}", first))


def is_yearly(lines: Sequence[str]) -> bool:
    """Whether the first lines say that a document counts a year or a part of it, and not one disaster."""
    return any(names_any("yearly", line[:_TITLE]) for line in _head(lines)[:2])


def without_issue(line: str) -> str:
    """A title without the day of issue that stands in brackets at its end; what is cut off is blank."""
    return _ISSUED.sub(lambda match: "○" * len(match[0]), line)


def _head(lines: Sequence[str]) -> list[str]:
    """The first lines, without those that only say when the document was published, and without its dateline."""
    lines = [*map(without_issue, lines[:1]), *lines[1:]]
    head = [line for line in lines if line.strip()][:_HEADINGS]
    kept = [line for at, line in enumerate(head) if not (at and is_signature(line)) and not _tells_publication(line)]
    return [_DATELINE.sub("", line) for line in kept]


def _tells_publication(line: str) -> bool:
    return "。" not in line and names_any("published", line) and any(dates.search(line) for dates in _DATES)


def _first(head: Sequence[str], year: int | None = None) -> Told | None:
    """What the first words on a period in these lines say; one that counts from a day (13日以来) is told by what
    follows."""
    for line in head:
        for told in _year_behind(line) or told_in(line[:120], Known(year)):
            if told.role == SINCE:
                begun = told.period.start
                is_new_year = (begun.month, begun.day) == (1, 1)
                return replace(told, period=of_year(begun.year) if is_new_year else of_days("", begun, begun))
            if told.role in {NAMED, CUT_OFF}:
                return told
    return None


def _year_behind(line: str) -> list[Told]:
    """The part of a year that a title names before its year: 甲县5月份灾情（2018年）."""
    told = [one for one in told_in(line[:120], Known()) if one.role == NAMED]
    is_last = len(told) == 1 and told[0].period.kind == YEAR and not line[told[0].end :].strip("度年 )")
    if "。" in line or not is_last:
        return []
    parts = told_in(line[: told[0].start], Known(told[0].period.start.year))
    return [one for one in parts if one.role == NAMED and not one.is_of_days]


def _until(head: Sequence[str], year: Period, published: date | None) -> Period | None:
    """The year up to the day that one of the first lines begins with."""
    for line in head[:4]:
        for told in told_in(line[:_TITLE], Known(year.start.year)):
            is_part = told.period.kind not in {YEAR, DAY, DAYS, periods.SINCE} and told.period.start == year.start
            is_part = is_part and not names_any("aspect", line[: told.start])  # 救助方面,截至1月20日
            is_at_side = told.start < 12 or (line[told.start - 1] == "(" and line[told.end :].strip() == ")")
            if is_at_side and is_part and told.role != AHEAD:
                return told.period
        if published and published.year == year.start.year and names_any("today", line[:12]):
            return of_days("", year.start, published)
    return None
