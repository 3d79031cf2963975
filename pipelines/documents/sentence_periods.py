"""The period of a figure by its sentence, and by what stands before that in its paragraph."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipelines.documents.date_meanings import CUT_OFF, NAMED, NOW, SINCE
from pipelines.documents.known_days import Known
from pipelines.documents.told_dates import Told, told_before, told_in
from pipelines.documents.words import names_any
from pipelines.transforms.periods import DAY, DAYS, MONTH, WINTER_SPRING, YEAR, Period, of_days

BEGINS = 5
"""A line begins with a period where so many letters at most, such as 一是, stand before it."""
_STRUCK, _ITEM = 12, 16
"""A day holds on for the sentences behind it where a word for a disaster stands so near (3月1日14时起火), and so few
letters before it."""
_OF_THE_WINTER = 120
"""A report on a year that counts up to so many days after it (截至2024年1月15日) counts from its beginning."""
_NAMED_DAY = re.compile(r"[“\"][0-9]{1,2}[·.][0-9]{1,2}[”\"]")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a figure stands: in its sentence (without the brackets that explain other numbers), and what its line says
    before that."""

    sentence: str
    at: int
    line: str = ""


def sentence_period(text: Placed, whole: Period | None, published: date | None, *, is_loss: bool) -> Period | None:
    """The period of a figure in its sentence; else that of the document.

    Of what stands before the sentence in its line a day to which it counted (截至) holds on, and for losses the day of
    the disaster. The bare year of the document does not widen its half-year; one disaster of many that is called by its
    day (“7·20”) has no period.
    """
    is_of_days = whole is not None and whole.kind in {DAY, DAYS}
    known = Known(whole.start.year if whole else None, whole.end if whole and is_of_days else None, published)
    before = list(told_in(text.line, known))
    years = [one.period.start.year for one in before[:1] if one.period.kind == YEAR and one.start < BEGINS]
    near = [one.period for one in before if one.is_of_days or one.period.kind == MONTH]
    days = [one.start if one.kind == MONTH else one.end for one in near]  # 3日 after 6月份 is in June
    known = replace(known, year=years[0] if years else known.year, day=days[-1] if days else known.day)
    here = told_before(text.sentence, text.at, known)
    said = text.sentence[: text.at]
    cut_offs = [] if names_any("all_year", said) else [one for one in before if one.role == CUT_OFF]
    told = _that_count(here, whole, text.sentence) or cut_offs
    told = told or _standing(before, text.line, said, is_loss=is_loss)
    if len(_NAMED_DAY.findall(said)) == 1 and not told:
        return None
    if not told:
        return whole
    ends = [one for one in told if one.role in {CUT_OFF, NOW}]
    is_ended = bool(ends) and ";" not in text.sentence[ends[-1].end : told[-1].start]
    last = ends[-1] if is_ended and _is_year_of(told[-1], whole) else told[-1]  # 截至11月20日，2020年度……
    if last.role in {CUT_OFF, NOW}:
        return _up_to(last.period, [*before, *here], whole)
    is_season = whole is not None and whole.kind == WINTER_SPRING  # its first year is another period
    is_called = text.sentence.startswith("度", last.end)  # 2012年度 is all of it
    if _is_year_of(last, whole) and not is_season and not is_called:
        return whole
    return last.period


def _is_year_of(told: Told, whole: Period | None) -> bool:
    """Whether the bare year of the document is named."""
    return told.period.kind == YEAR and whole is not None and told.period.start.year == whole.start.year


def _standing(told: Sequence[Told], line: str, text: str, *, is_loss: bool) -> list[Told]:
    """The period that an earlier sentence of the line begins with and that holds on: 2008年，…… 下拨救灾资金……; for
    losses also the day of a disaster: 6月7日，某镇遭受冰雹灾害。受灾人口…… It does not hold for what is summed up over
    the year, nor in the next item of a list (二是……). A part of the year that a paragraph on losses begins with holds
    throughout it: （二）4月至6月滴雨未下，……."""
    is_over = not is_loss or names_any("whole_year", text) or names_any("item", text[:4])
    kept = [
        one
        for one in told
        if one.role == NAMED
        and (one.start < BEGINS or line[one.start - 1] in "。;" or _is_of_item(one, told, line, text))
        and (
            one.period.kind == YEAR
            or (not is_over and (names_any("struck", line[one.start :].partition("。")[0]) or _opens(one, line)))
        )
    ]
    return kept[-1:]


def _is_of_item(one: Told, told: Sequence[Told], line: str, text: str) -> bool:
    """Whether an item of a list tells one day, that of its disaster: （五）甲县，3月3日起火，3月7日扑灭。死亡3人."""
    is_first = "。" not in line[: one.start] and one.start < _ITEM
    is_struck = names_any("struck", line[one.start :][:_STRUCK])
    return is_first and is_struck and len(told) == 1 and not names_any("whole", text)


def _opens(told: Told, line: str) -> bool:
    """Whether a paragraph begins with a part of a year that is not that of some work."""
    return told.start < BEGINS and not told.is_of_days and not names_any("work", line[told.end :].partition("。")[0])


def _that_count(told: Sequence[Told], whole: Period | None, text: str) -> list[Told]:
    """What names a period or a cut-off; the day of publication (截至目前) is none for a year that was over by then, nor
    is the month or day of some work: 10月份开展调查，……."""
    over = {one for one in told if one.role == NOW and whole and one.period.end > whole.end}
    at_work = {
        one
        for one in told
        if one.period.kind in {DAY, DAYS, MONTH} and names_any("work", text[one.end :].partition(",")[0])
    }
    return [
        one for one in told if one.role in {NAMED, CUT_OFF, NOW} and not one.is_measured and one not in over | at_work
    ]


def _up_to(cut_off: Period, told: Sequence[Told], whole: Period | None) -> Period:
    """What is counted up to a day: from the day named for it (7月6日以来, 7月6日至8日), else from where the document
    begins."""
    begun = [one.period.start for one in told if one.is_of_days and one.role in {NAMED, SINCE}]
    begun = [day for day in begun if day <= cut_off.end]
    if begun:
        return of_days("", begun[-1], cut_off.end)
    if whole and whole.kind == YEAR and 0 < (cut_off.end - whole.end).days <= _OF_THE_WINTER:
        return of_days("", whole.start, cut_off.end)
    if whole and whole.kind != YEAR and whole.start <= cut_off.end:
        return of_days("", whole.start, cut_off.end)
    return cut_off
