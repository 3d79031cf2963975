"""The days that a bulletin on one disaster counts: since when, until when, as its sentences tell them one by one.

“13日以来……截至17日9时统计” opens a bulletin; what follows counts the same days until other ones are told.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.documents.date_meanings import (
    BARE,
    COUNTED_ON,
    CUT_OFF,
    DISASTER,
    HOUR,
    NAMED,
    NOW,
    NUMBERED,
    RUNNING,
    SINCE,
    TOLD_ON,
)
from pipelines.documents.known_days import Known
from pipelines.documents.sentence_periods import BEGINS
from pipelines.documents.sentences import without_brackets
from pipelines.documents.told_dates import Told, told_before, told_in
from pipelines.documents.told_periods import (
    is_signature,
    without_issue,
)
from pipelines.documents.words import names_any
from pipelines.transforms.periods import DAYS, Period, of_days
from pipelines.transforms.periods import SINCE as SINCE_DAY

_AT_END = re.compile(r"\([^()]*\)|[\s。:;,]")
"""What may stand behind the words of a heading."""
REPORTED = timedelta(days=60)
"""So long after a disaster a bulletin on it may come."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Since when and until when is counted, as far as it was told; `is_framed` once more than a single day was; `named`
    is the day by which the disaster is called (4·20地震): it began then, whatever day is told next."""

    known: Known
    since: date | None = None
    until: date | None = None
    is_framed: bool = False
    named: date | None = None
    issued: date | None = None
    """The day of publication; `known.published` is that on which somebody told what follows."""

    @property
    def period(self) -> Period | None:
        """The days: of what was told only an end, from the new year on; of a beginning alone, up to the publication."""
        last = self.until or self.known.published
        if self.since:
            return of_days("", self.since, last) if last and last >= self.since else None
        return of_days("", date(self.until.year, 1, 1), self.until) if self.until else None

    def at(self, text: str, at: int) -> Period | None:
        """The period of a figure at a place in `text`, its sentence."""
        no_days = {NUMBERED, DISASTER, *({HOUR} if self.since else ())}
        named = [one for one in told_before(text, at, self.known) if one.role not in no_days]
        told = [one for one in named if not self.is_aside(one, text)]
        told = [one for one in told if one.role != RUNNING] or told
        if told and not sets_days(told[-1]):
            return told[-1].period
        spell = self
        for one in told:
            spell = spell._with(one)
            if one.role == COUNTED_ON and spell.since and spell.since <= one.period.end:
                spell = replace(spell, until=one.period.end)  # 某县6日上报 counts to it, though others count on
        return spell.period

    def of_item(self, line: str) -> "Spell":
        """As it stands in a paragraph that begins with the day of one of several disasters: 12日8时，某农场遭受大雨."""
        told = told_in(line, self.known)
        is_of_several = self.is_framed and self.named is None and self.since != self.until
        if not told or not is_of_several or not self.since or not self.until:
            return self
        first, is_alone = told[0], not any(one.role in {CUT_OFF, NOW, SINCE} for one in told)
        is_day = first.start < BEGINS and first.is_of_days and not first.is_measured and first.role in {NAMED, BARE}
        is_within = self.since <= first.period.start <= first.period.end <= self.until
        is_struck = names_any("struck", line[first.end :].partition("。")[0])
        if not (is_alone and is_day and is_within and is_struck):
            return self
        return replace(self, since=first.period.start, until=first.period.end)

    def after(self, sentence: str) -> "Spell":
        """What stands when a sentence is over: a day of one of its disasters (16日，某村……) is over with it, and so is
        one of which is only forecast or remembered."""
        if is_signature(sentence):
            return self
        sentence = without_issue(sentence)
        spell, counts = self, names_any("loss", sentence)
        is_told = counts or names_any("struck", sentence)
        bare = without_brackets(sentence)
        told = [one for one in told_in(bare, self.known) if sets_days(one)]
        told = [one for one in told if not one.is_measured] or told
        for one in told:
            is_of_part = spell.since is not None and names_any("subset", _clause_to(one, sentence))
            is_known = one.role == HOUR and spell.since is not None
            if is_of_part or is_known or spell.is_aside(one, sentence):
                continue
            is_frame = is_told and (one.role == SINCE or one.period.kind == DAYS)
            is_frame = is_frame or one.role in {CUT_OFF, NOW, TOLD_ON, COUNTED_ON}
            is_open = not (spell.is_framed and spell.since)
            if one.role == COUNTED_ON and spell.since and not _AT_END.sub("", bare[one.end :]):
                spell = replace(spell, until=one.period.end)  # a heading: 二、8月18日9时前报(6月1日起累计)
            if is_frame or (is_open and (is_told or one.role == SINCE or not spell.since)):
                spell = spell._with(one)
            if _tells_month(one, spell.known):
                spell = replace(spell, known=replace(spell.known, day=one.period.end))
        return spell._with_year(sentence) if counts and not (spell.since or spell.until) else spell

    def _with_year(self, sentence: str) -> "Spell":
        """As it stands after a sentence that counts the running year, where no day was told before: 今年……受灾3万人."""
        years = [one.period for one in told_in(without_brackets(sentence), self.known) if one.role == RUNNING]
        return replace(self, since=years[-1].start, is_framed=True) if years else self

    def is_aside(self, told: Told, text: str) -> bool:
        """Whether the clause of a day forecasts or remembers (预计10日仍有暴雨, 2021年7月6日曾发生洪涝), the day is one
        after the publication, or rain was measured then while other days are known."""
        if self.issued and told.period.start > self.issued:
            return True
        is_aside = names_any("aside", _clause_to(told, text) + text[told.end :].partition(",")[0])
        is_known = self.since is not None and (self.is_framed or told.role != SINCE)
        return is_aside or (told.is_measured and is_known)

    def _with(self, told: Told) -> "Spell":
        first, last = told.period.start, told.period.end
        if told.role == SINCE:
            until = self.until if self.until and self.until >= first else None
            return replace(self, since=first, until=until, is_framed=True)
        if told.role in {CUT_OFF, NOW}:
            since = self.since if self.since and self.since <= last else None
            return replace(self, since=since, until=last, is_framed=True)
        if told.role in {TOLD_ON, COUNTED_ON}:
            return self._told_on(told)
        if self.until and not self.since and last <= self.until:
            return replace(self, since=first)
        if self.named and timedelta(0) <= first - self.named <= REPORTED:
            return replace(self, since=self.named, until=last)
        return replace(self, since=first, until=last, is_framed=self.is_framed or told.period.kind == DAYS)

    def _told_on(self, told: Told) -> "Spell":
        """Once somebody told of it, or counted, on a day: up to that day, unless it goes on already. Where nothing else
        is known of the days, it is what was counted on that one.
        """
        last = told.period.end
        known = self.known if self.known.published is None else replace(self.known, published=last)
        if told.role == COUNTED_ON and not (self.since or self.until):
            return replace(self, known=known, since=last, until=last)
        is_later = self.until is None or last > self.until
        until = last if self.since and is_later and self.since <= last else self.until
        return replace(self, known=known, until=until)


def _tells_month(told: Told, known: Known) -> bool:
    """Whether days that follow are near these: not near a long stretch of time, nor near its mere beginning
    (1月中旬以来) where the publication is nearer."""
    is_vague = told.period.kind == SINCE_DAY and known.published is not None
    return not is_vague and told.is_short


def _clause_to(told: Told, text: str) -> str:
    """What its clause says before a day."""
    start = max(text.rfind(end, 0, told.start) for end in ",;。") + 1
    return text[start : told.start]


def sets_days(told: Told) -> bool:
    return (told.role != DISASTER and told.is_of_days) or told.role in {SINCE, CUT_OFF, NOW, TOLD_ON, COUNTED_ON, BARE}
