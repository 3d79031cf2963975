"""A template and a book become sentences: clauses without a figure go, and the marks between them are put right."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from pipelines.reporting.figures import Number, Phrase, Piece, text_of
from pipelines.reporting.telling import Teller
from pipelines.reporting.template_files import Block, Clause, Part, Sentence, Slot, Template
from pipelines.reporting.words import words

FRAME = ("region", "year", "period", "through", "since", "release", "ledger_period", "mean_period")
"""Slots that say nothing by themselves: a sentence that asked for more and got only these is dropped."""
MARKS = (
    (re.compile("、+(?=[，；])|（）"), ""),
    (re.compile("([，；])[，、；]+"), r"\1"),  # the first of several stays: it ends what is there
    (re.compile("[，、；]+(?=[。）])|(?<=[：（])[，、；]+|^[，、；]+"), ""),
)
FIRST_MARK = 0xE000
"""Numbers pass through the putting right of marks as single private characters."""


@dataclass(frozen=True)
class Line:
    """A title (level 1), a heading (2, 3), a paragraph (0) or an exhibit, as it will be read."""

    level: int
    sentences: tuple[Phrase, ...] = ()
    exhibit: str = ""

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(map(text_of, self.sentences))


def rendered(
    template: Template, teller: Teller, exhibits: Container[str] = (), without: frozenset[int] = frozenset()
) -> list[Line]:
    """The lines of a report with the exhibits there are, without some clauses (by number) where room is short."""
    teller.forget()
    for _ in range(2):  # what is missing is known only when everything has been asked for
        numbers = iter(range(len(clauses(template))))
        lines = [line for block in template.blocks if (line := _line(block, teller, numbers, without))]
    return list(_with_empty_sections_told([line for line in lines if not line.exhibit or line.exhibit in exhibits]))


def clauses(template: Template) -> list[Clause]:
    """The clauses of a template in their order."""
    return [
        part
        for block in template.blocks
        for sentence in block.sentences
        for part in sentence
        if isinstance(part, Clause)
    ]


def _line(block: Block, teller: Teller, numbers: Iterator[int], without: frozenset[int]) -> Line | None:
    if block.exhibit:
        return Line(0, exhibit=block.exhibit)
    sentences = [_sentence(sentence, teller, numbers, without) for sentence in block.sentences]
    told = tuple(sentence for sentence in sentences if sentence)
    return Line(block.level, told) if told else None


def _with_empty_sections_told(lines: Sequence[Line]) -> Iterator[Line]:
    for line, after in zip(lines, [*lines[1:], Line(1)], strict=True):
        yield line
        if line.level > 1 and 0 < after.level <= line.level:
            yield Line(0, ((words()["missing"]["no_data"],),))


def _sentence(sentence: Sentence, teller: Teller, numbers: Iterator[int], without: frozenset[int]) -> Phrase:
    phrases = [_part(part, teller, numbers, without) for part in sentence]
    is_whole = all(
        phrase is not None or isinstance(part, Clause) for part, phrase in zip(sentence, phrases, strict=True)
    )
    asked = [part for part in sentence if _has_substance(part)]
    has_any = any(phrase for part, phrase in zip(sentence, phrases, strict=True) if _has_substance(part))
    if not is_whole or (asked and not has_any):
        return ()
    return _put_right([piece for phrase in phrases for piece in phrase or ()])


def _part(part: Part, teller: Teller, numbers: Iterator[int], without: frozenset[int]) -> Phrase | None:
    if not isinstance(part, Clause):
        return (part,) if isinstance(part, str) else teller.phrase(part)
    if next(numbers) in without:
        return None
    return _clause(part, teller)


def _clause(clause: Clause, teller: Teller) -> Phrase | None:
    slots = [part for part in clause.parts if isinstance(part, Slot)]
    told = {slot: teller.phrase(slot, is_needed=not clause.is_optional) for slot in slots}
    if any(phrase is None for phrase in told.values()):
        return None
    figures = [teller.figure(slot) for slot in slots if not teller.is_context(slot)]
    if clause.if_zero is not None and figures and all(figure.is_zero for figure in figures):
        return _filled(clause.if_zero, {part: teller.phrase(part) for part in clause.if_zero if isinstance(part, Slot)})
    return _filled(clause.parts, told)


def _filled(parts: Sequence[str | Slot], told: dict[Slot, Phrase | None]) -> Phrase:
    phrases: list[Phrase] = [(part,) if isinstance(part, str) else told[part] or () for part in parts]
    return tuple(piece for phrase in phrases for piece in phrase)


def _has_substance(part: Part) -> bool:
    if isinstance(part, Clause):
        return any(map(_has_substance, part.parts))
    return isinstance(part, Slot) and part.name not in FRAME


def _put_right(pieces: Sequence[Piece]) -> Phrase:
    """Marks that stand beside a clause that went."""
    numbers = [piece for piece in pieces if isinstance(piece, Number)]
    marks = iter(range(FIRST_MARK, FIRST_MARK + len(numbers)))
    text = "".join(chr(next(marks)) if isinstance(piece, Number) else piece for piece in pieces)
    for found, instead in MARKS:
        text = found.sub(instead, text)
    parts = re.split(f"([{chr(FIRST_MARK)}-\uf8ff])", text)
    return tuple(
        numbers[ord(part) - FIRST_MARK] if re.match("[\ue000-\uf8ff]", part) else part for part in parts if part
    )
