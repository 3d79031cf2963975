"""Whether a document is a bulletin on one disaster, and the spell that it opens with."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from pipelines.documents.date_meanings import CUT_OFF, DISASTER, NAMED
from pipelines.documents.known_days import Known
from pipelines.documents.sentence_periods import BEGINS
from pipelines.documents.sentences import Sentence
from pipelines.documents.told_dates import told_in
from pipelines.documents.told_periods import is_of_last_year, is_yearly, publication, told_by_head, usual_year
from pipelines.documents.told_spells import REPORTED, Spell, sets_days
from pipelines.documents.words import names_any
from pipelines.transforms.periods import DAY, DAYS, MONTH, TO_DATE, YEAR

_OPENS = 4
"""So many lines at the beginning may call the disaster by its day."""
_NAME, _APART = 6, 20
"""Two days are those of two disasters where each is followed by a word for one within so many letters, and so many
days lie between them."""


def spell_of(lines: Sequence[str], sentences: Iterable[Sentence], published: date | None) -> Spell | None:
    """The spell that a bulletin opens with, told by its title or the first of its sentences that tells it whole; None
    for a document on a year or a part of one, and where no day is told."""
    published, sentences = published or publication(lines), list(sentences)
    known = Known(usual_year(lines), published=published)
    is_of_many = _counts_a_year(lines, published) or _is_of_items(sentences, known)
    if is_of_many or not (known.year or known.published):
        return None
    told = told_by_head(lines)
    is_only_dated = told is not None and told.period.kind in {YEAR, MONTH}
    named = None if is_only_dated else _named_day(lines, known)
    spell = opening = Spell(known, since=named, named=named, issued=published)
    is_found, days = False, set[date]()
    for sentence in sentences:
        if _is_list(sentence.text, known):
            return None
        is_loss = names_any("loss", sentence.text)
        if is_only_dated and not (opening.since or opening.until) and is_loss and not _tells_day(sentence.text, known):
            return None  # the year or month of the title is what is counted
        if not is_only_dated or names_any("struck", sentence.text):
            spell = spell.after(sentence.text)
        opening = spell if not is_found and (spell.since or spell.until) else opening
        is_found = is_found or bool(is_loss and spell.since and spell.until)
        if is_loss and names_any("struck", sentence.text):
            told_in_it = told_in(sentence.text, spell.known)
            told_days = (one for one in told_in_it if one.period.kind == DAY and one.role != DISASTER)
            days |= {one.period.start for one in told_days if not spell.is_aside(one, sentence.text)}
        if is_found and opening.is_framed:
            break
    if not opening.is_framed and len(days) > 1:
        return None  # a list of several disasters
    if told and told.period.kind == TO_DATE and not opening.since:
        return None  # the year up to a day is counted
    last = opening.until or opening.since
    return replace(opening, known=replace(known, day=last)) if last else None


def _named_day(lines: Sequence[str], known: Known) -> date | None:
    """The day by which the first lines call the disaster; of two that are told together (“8·28”“8·31”), the first."""
    head = [line for line in lines if line.strip()][:_OPENS]
    days = {one.period.start for line in head for one in told_in(line, known) if one.role == DISASTER}
    return min(days) if days and max(days) - min(days) <= REPORTED else None


def _counts_a_year(lines: Sequence[str], published: date | None) -> bool:
    """Whether a document counts a year or a part of one, or several years."""
    told = told_by_head(lines)
    is_up_to = told is not None and told.role == CUT_OFF
    is_of_part = told is not None and told.period.kind not in {DAY, DAYS, YEAR, MONTH} and not is_up_to
    is_of_years = told is not None and told.period.end.year > told.period.start.year + 1
    return is_of_part or is_of_years or is_yearly(lines) or is_of_last_year(lines, published)


def _is_of_items(sentences: Sequence[Sentence], known: Known) -> bool:
    """Whether paragraphs begin with times of disasters that lie far apart: （1）4月下旬低温……（3）8月下旬洪涝."""
    times = []
    for sentence in sentences:
        told = next(iter(told_in(sentence.text, known)), None) if not sentence.line.strip() else None
        is_time = told is not None and told.start < BEGINS and told.role == NAMED and told.is_short
        if told and is_time and names_any("struck", sentence.text[told.end :].partition("。")[0]):
            times.append(told.period)
    return any((other.start - one.end).days > _APART for one, other in pairwise(times))


def _is_list(text: str, known: Known) -> bool:
    """Whether one sentence names disasters of days that lie far apart: 2月7日雪灾、3月17日洪灾和8月以来的旱灾."""
    told = [
        one
        for one in told_in(text, known)
        if one.role == NAMED and one.period.kind == DAY and names_any("struck", text[one.end :][:_NAME])
    ]
    return any((other.period.start - one.period.end).days > _APART for one, other in pairwise(told))


def _tells_day(text: str, known: Known) -> bool:
    return any(sets_days(one) for one in told_in(text, known))
