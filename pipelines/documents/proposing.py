"""A document → the figures it states. Nothing here is stored: a person confirms each proposal, or does not."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import islice

from pipelines import codebooks
from pipelines.documents.about import About, Said
from pipelines.documents.bulletins import spell_of
from pipelines.documents.contract import MOST_FIGURES, Document, Proposal
from pipelines.documents.phrases import NO_INDICATOR, Match
from pipelines.documents.quantities import Quantity, quantities
from pipelines.documents.sentence_periods import Placed, sentence_period
from pipelines.documents.sentences import Sentence, sentences, told_around
from pipelines.documents.surroundings import Around
from pipelines.documents.told_periods import document_period, is_of_last_year, publication
from pipelines.documents.told_places import (
    document_hazard,
    document_region,
    hazard_of,
    region_called,
    region_of,
    region_reported,
    region_struck,
)
from pipelines.documents.words import either, names_any, words
from pipelines.transforms.numbers import MASKED, MISSING, Figure, Measure, parse_figure
from pipelines.transforms.periods import UNKNOWN, Period, year_before
from pipelines.transforms.units import conversion
from pipelines.transforms.widths import evened

_TITLE_LETTERS = 60
_FIRST = 6
"""So many of them may tell the hazard of a bulletin whose title does not."""
_ROUNDED = Decimal("0.12")
"""A headline rounds by so much at most."""
_OPENING = 200
"""So many sentences at the beginning may tell which days a bulletin counts."""


def proposals(document: Document, name: str = "", published: date | None = None) -> list[Proposal]:
    """The figures that a document states, in the order of the text; of one with more than MOST_FIGURES the first ones.

    `name` is the file's name, where the text has no title; `published` the day of publication, for “截至目前”.
    """
    text = evened(document.text)
    about = _about(document, text, name, published)
    found: list[Proposal] = []
    said = Said()
    document_place, topic = about.region, ""
    for sentence in sentences(text):
        about, topic = _placed(sentence, about, document_place, topic), sentence.topic
        said = said if sentence.text.lstrip().startswith(words("subset")) else Said()
        said.taken, said.end, said.region = 0, 0, None
        found += _of_sentence(sentence, document.text, about, said)
        if len(found) >= MOST_FIGURES:
            break
        if about.spell:
            about = replace(about, spell=about.spell.after(sentence.text))
    return _once(found, text)


def _placed(sentence: Sentence, about: About, whole: str | None, topic: str) -> About:
    """What holds from a sentence on: the region that its heading names, or whose office tells what follows."""
    is_national = whole in {None, codebooks.COUNTRY}
    about = replace(about, whole_region=None if is_national else whole)
    reported = region_reported(sentence.text)
    if reported:
        code = region_called(reported, whole)
        is_of_whole = not is_national and (code is None or code in codebooks.ancestors(whole or ""))
        return about if is_of_whole else replace(about, region=code)
    if sentence.topic == topic:
        return about
    return replace(about, region=region_called(sentence.topic, whole) or whole)


def _once(found: list[Proposal], text: str) -> list[Proposal]:
    """The proposals without those of the title that the text repeats, be it less roundly."""
    first = text.lstrip().partition("\n")[0]
    title = len(text) - len(text.lstrip()) + len(first)
    below = [one for one in found if one.start > title]
    told = {(one.indicator, one.value, one.unit) for one in below}

    def is_repeated(one: Proposal) -> bool:
        is_rounded = "。" not in first and any(_is_rounded(one, other) for other in below)
        return is_rounded or (one.indicator, one.value, one.unit) in told

    return [one for one in found if one.start > title or not is_repeated(one)]


def _is_rounded(one: Proposal, other: Proposal) -> bool:
    """Whether a number of a headline (逾33亿元) is one of the text (33.59亿元), rounded."""
    if _meant(one) != _meant(other) or one.value is None or other.value is None or one.half_width is None:
        return False
    return abs(one.value - other.value) <= _ROUNDED * other.value


def _meant(one: Proposal) -> tuple[object, ...]:
    return one.indicator, one.hazard_key, one.region_code, one.period_start, one.period_end


def _about(document: Document, text: str, name: str, published: date | None) -> About:
    lines = text.split("\n", 2000)[:2000]
    stated = [evened(document.title)] if document.title else []
    head = [line[:_TITLE_LETTERS] for line in lines if line.strip()][:1]
    period = document_period([*stated, *lines] if stated else [*lines], published)
    period = period or document_period([evened(name)], published)
    title = " ".join([*stated, *head])
    region = document_region([*stated, *lines]) or document_region([evened(name)])
    opening = list(islice(sentences(text), _OPENING))
    spell = spell_of([*stated, *lines], opening, published)
    published = published or publication(lines)
    is_past = is_of_last_year([*stated, *lines], published)
    is_framed = spell is not None and spell.is_framed
    hazard = document_hazard(title, [one.text for one in opening[:_FIRST]] if is_framed else ())
    return About(title, region, hazard, spell.period if spell else period, published, spell, is_of_last_year=is_past)


def _of_sentence(sentence: Sentence, text: str, about: About, said: Said) -> Iterator[Proposal]:
    numbers = [one for one in quantities(sentence.text) if not _is_quoted(sentence.text, one)]
    for at, number in enumerate(numbers):
        around = Around(sentence, numbers, at, about, said)
        match = around.match()
        indicator = match.phrase.indicator if match else around.inherited()
        if indicator is None or indicator == NO_INDICATOR or around.is_no_value():
            continue
        if _is_loss(codebooks.indicators()[indicator]) and names_any("mended", around.touching):
            continue
        period = _period(around, codebooks.indicators()[indicator])
        proposal = _proposal(indicator, match, around, text, period)
        said.taken = number.end + (match.taken if match else 0)
        said.letters = len(match.phrase.pieces[-1]) if match and match.taken else 0
        if proposal:
            said.keys.add((indicator, proposal.hazard_key, proposal.region_code, period))
            said.last = indicator
            said.region = proposal.region_code
            said.end = number.end
            if not around.is_of_part:
                said.period = period
            yield proposal


def _is_quoted(text: str, number: Quantity) -> bool:
    """Whether a number stands in the title of a document."""
    return text.rfind("《", 0, number.start) > text.rfind("》", 0, number.start)


def _proposal(
    indicator: str, match: Match | None, around: Around, document: str, period: Period | None
) -> Proposal | None:
    """The proposal for a number; None where it cannot be read, or is a part of what the sentence gave before."""
    number, sentence, about = around.number, around.sentence, around.about
    known = codebooks.indicators()[indicator]
    is_other = bool(match) and number.unit in match.phrase.units  # type: ignore[union-attr]
    figure = _figure(number, number.unit if is_other else known.unit, known.decimals)
    if figure is None:
        return None
    region = _region(around, known)
    behind = sentence.text[number.end : number.end + (match.taken if match else 0)]
    hazard = hazard_of(
        behind, around.clause, around.segment, sentence.line.rpartition(":")[0], sentence.topic, whole=about.hazard
    )
    if names_any("subset", around.segment) and (indicator, hazard, region, period) in around.said.keys:
        return None
    if around.is_explained and match and any(key[0] == indicator for key in around.said.keys):
        return None
    period = _if_past(period, around, known)
    start, end = sentence.start + number.start, sentence.start + number.end
    named = codebooks.region(region) if region else None
    return Proposal(
        indicator=indicator,
        value=figure.value,
        unit=_unit(number.unit, known, is_other=is_other),
        state=figure.state,
        hazard_key=hazard,
        region_code=region,
        region_name=named.name_zh if named else "",
        period_kind=period.kind if period else UNKNOWN,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        sentence=document[sentence.start : sentence.start + len(sentence.text)].strip(),
        start=start,
        end=end,
        as_written=document[start:end],
        half_width=figure.half_width,
    )


def _if_past(period: Period | None, around: Around, known: codebooks.Indicator) -> Period | None:
    """The period a year earlier where the words are on last year; unknown for a disaster other than the bulletin's."""
    if period is None or around.about.is_of_last_year:  # 去年 of a headline is the document's year
        return period
    if names_any("prior", around.clause) and around.sentence.start > 0:
        return year_before(period)
    if _is_loss(known) and _opens_with_past(around):
        return None if around.about.spell else year_before(period)
    return period


def _opens_with_past(around: Around) -> bool:
    """Whether the sentence begins with a clause on last year's disaster, without a figure: 上年的那场雪，受灾3万人."""
    opening, comma, rest = around.sentence.text[: around.number.start].partition(",")
    is_past = re.search(f"(?:{either('prior')})(?!{either('not_last_year')})", opening) is not None
    is_past = is_past and names_any("disaster", opening) and not names_any("since", opening)
    is_compared = re.search("[比较同]", opening) is not None or around.numbers[0].start < len(opening)
    return bool(comma) and is_past and not is_compared and not names_any("this_year", rest)


def _region(around: Around, known: codebooks.Indicator) -> str | None:
    """The region of a figure: which its words name, stands in its sentence, or was struck; else the document's."""
    sentence, about = around.sentence, around.about
    is_whole = names_any("whole", around.segment)
    own = (
        region_of(text, about.region) for text in (around.touching, around.clause, "" if is_whole else around.segment)
    )
    region = next(filter(None, own), None) or around.standing_region()
    if region is None and _is_loss(known):
        region = region_struck(sentence.line + sentence.text[: around.number.start], about.region)
    return region or (about.whole_region if is_whole else None) or about.region


def _is_loss(known: codebooks.Indicator) -> bool:
    """Whether an indicator counts what a disaster did: its day and place do not hold for money and insurance."""
    return known.group in words("loss_group")


def _period(around: Around, known: codebooks.Indicator) -> Period | None:
    about, at = around.about, around.number.start
    placed = Placed(told_around(around.sentence.text, at), at, around.sentence.line)
    if about.spell:
        is_whole = names_any("whole", around.segment) or names_any("all_hazards", around.segment)
        spell = about.spell if is_whole else about.spell.of_item(around.sentence.line)
        return spell.at(placed.sentence, at)
    own = sentence_period(placed, about.period, about.published, is_loss=_is_loss(known))
    return around.said.period if around.is_of_part and around.said.period and own == about.period else own


def _figure(number: Quantity, unit: str, decimals: int) -> Figure | None:
    figure = parse_figure(number.written, Measure(unit, decimals))
    if figure.state == MISSING or (figure.value is None and figure.state != MASKED):
        return None
    return figure


def _unit(written: str, known: codebooks.Indicator, *, is_other: bool) -> str:
    """The unit as written where it counts the same (人次 for 人; but 11名 are 11人), else the indicator's own."""
    is_counted = known.decimals == 0 and conversion(written, known.unit) == 1 and written not in words("person")
    return written if is_other or is_counted else known.unit
