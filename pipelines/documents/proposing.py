"""A document → the figures it states. Nothing here is stored: a person confirms each proposal, or does not."""

from collections.abc import Iterator
from datetime import date

from pipelines import codebooks
from pipelines.documents.contract import MOST_FIGURES, Document, Proposal
from pipelines.documents.phrases import NO_INDICATOR, Match, best
from pipelines.documents.quantities import Quantity, quantities
from pipelines.documents.sentences import Sentence, sentences
from pipelines.documents.surroundings import About, Around, Said
from pipelines.documents.told_periods import document_period, sentence_period
from pipelines.documents.told_places import (
    document_hazard,
    document_region,
    hazard_of,
    region_of,
)
from pipelines.documents.words import names_any, words
from pipelines.transforms.numbers import MASKED, MISSING, Figure, Measure, parse_figure
from pipelines.transforms.periods import UNKNOWN, year_before
from pipelines.transforms.units import conversion
from pipelines.transforms.widths import evened

_TITLE_LETTERS = 60


def proposals(document: Document, name: str = "", published: date | None = None) -> list[Proposal]:
    """The figures that a document states, in the order of the text; of one with more than MOST_FIGURES the first ones.

    `name` is the file's name, where the text has no title; `published` the day of publication, for “截至目前”.
    """
    text = evened(document.text)
    about = _about(document, text, name, published)
    found: list[Proposal] = []
    said = Said()
    for sentence in sentences(text):
        said = said if sentence.text.lstrip().startswith(words("subset")) else Said()
        said.taken, said.end, said.region = 0, 0, None
        found += _of_sentence(sentence, document.text, about, said)
        if len(found) >= MOST_FIGURES:
            break
    return found


def _about(document: Document, text: str, name: str, published: date | None) -> About:
    lines = text.split("\n", 2000)[:2000]
    stated = [evened(document.title)] if document.title else []
    head = [line[:_TITLE_LETTERS] for line in lines if line.strip()][:1]
    period = document_period([*stated, *lines] if stated else [*lines], published)
    period = period or document_period([evened(name)], published)
    title = " ".join([*stated, *head])
    region = document_region([*stated, *lines]) or document_region([evened(name)])
    return About(title, region, document_hazard(title), period)


def _of_sentence(sentence: Sentence, text: str, about: About, said: Said) -> Iterator[Proposal]:
    numbers = [one for one in quantities(sentence.text) if not _is_quoted(sentence.text, one)]
    for at, number in enumerate(numbers):
        around = Around(sentence, numbers, at, about, said)
        match = best(around.surroundings())
        indicator = match.phrase.indicator if match else around.inherited()
        if indicator is None or indicator == NO_INDICATOR or around.is_no_value():
            continue
        proposal = _proposal(indicator, match, around, text)
        said.taken = number.end + (match.taken if match else 0)
        if proposal:
            said.keys.add((indicator, proposal.hazard_key, proposal.region_code))
            said.last = indicator
            said.region = proposal.region_code
            said.end = number.end
            yield proposal


def _is_quoted(text: str, number: Quantity) -> bool:
    """Whether a number stands in the title of a document."""
    return text.rfind("《", 0, number.start) > text.rfind("》", 0, number.start)


def _proposal(indicator: str, match: Match | None, around: Around, document: str) -> Proposal | None:
    """The proposal for a number; None where it cannot be read, or is a part of what the sentence gave before."""
    number, sentence, about = around.number, around.sentence, around.about
    known = codebooks.indicators()[indicator]
    is_other = bool(match) and number.unit in match.phrase.units  # type: ignore[union-attr]
    figure = _figure(number, number.unit if is_other else known.unit, known.decimals)
    if figure is None:
        return None
    begun = "" if names_any("whole", around.segment) else around.segment
    own = (region_of(text, about.region) for text in (around.touching, around.clause, begun))
    region = next(filter(None, own), None) or around.standing_region() or about.region
    hazard = hazard_of(
        around.clause, around.segment, sentence.line.rpartition(":")[0], sentence.topic, whole=about.hazard
    )
    if names_any("subset", around.segment) and (indicator, hazard, region) in around.said.keys:
        return None
    period = sentence_period(around.said_before(), about.period, sentence.line)
    if period and names_any("prior", around.clause):
        period = year_before(period)
    start, end = sentence.start + number.start, sentence.start + number.end
    named = codebooks.region(region) if region else None
    return Proposal(
        indicator=indicator,
        value=figure.value,
        unit=_unit(number.unit, known.unit, is_other=is_other),
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


def _figure(number: Quantity, unit: str, decimals: int) -> Figure | None:
    figure = parse_figure(number.written, Measure(unit, decimals))
    if figure.state == MISSING or (figure.value is None and figure.state != MASKED):
        return None
    return figure


def _unit(written: str, canonical: str, *, is_other: bool) -> str:
    """The unit as written where it counts the same (人次 for 人, 次 for 起), else the indicator's own."""
    return written if is_other or conversion(written, canonical) == 1 else canonical
