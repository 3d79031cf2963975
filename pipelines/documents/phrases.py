"""What the words around a number say it counts: the rows of document_phrases.csv.

A row names an indicator and the words that stand right before a number (受灾人口3万人) or right after it (3万人受灾).
`*` in a phrase stands for a few letters, `^` for the beginning of a clause, `{road}` for any word of that class in
document_classes.csv. `near` and `not_near` are words of the
clause and the one before it, `within` and `not_within` words of the sentence and the title: one of the former must be
there, none of the latter. `beside` is the unit of a number that must touch this one (7户20间). A unit that cannot be
turned into the indicator's own never fits; `units` lists others that do. Of several rows that fit, the one with the
longer words wins; words before a number prevail over words after it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from pipelines import codebooks
from pipelines.documents.words import either
from pipelines.transforms.units import conversion

BEFORE, AFTER = "before", "after"
NO_INDICATOR = "-"
"""In place of an indicator: the words count what is none of them (农业保险赔付), and no shorter row is to fit there."""
_GAP = r"[^,;:。(]{0,24}?"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row of the lexicon, ready to be looked for."""

    indicator: str
    position: str
    pattern: re.Pattern[str]
    pieces: tuple[str, ...]
    near: tuple[str, ...]
    within: tuple[str, ...]
    not_near: tuple[str, ...]
    not_within: tuple[str, ...]
    units: tuple[str, ...]
    beside: tuple[str, ...]

    @property
    def weight(self) -> tuple[int, bool, int]:
        """How many letters must stand there, whether the row asks for more than that, and that they stand together."""
        return sum(map(len, self.pieces)), bool(self.near or self.within or self.beside), -len(self.pieces)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around one number. `before` and `after` touch it, `near` and `within` are what `Phrase` asks for;
    `beside` holds the units of the numbers that touch it."""

    unit: str
    before: str
    after: str
    near: str
    within: str
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The row that fits best, and how many letters after the number it takes."""

    phrase: Phrase
    taken: int


def best(around: Surroundings) -> Match | None:
    """What the number counts; None where no row fits."""
    before = _longest(around, around.before, BEFORE)
    after = _longest(around, around.after, AFTER)
    if before and after and after[0].pieces[0].startswith("(") and after[0].weight > before[0].weight:
        before = None  # a bracket behind the number says what it is
    chosen = before or after
    return Match(chosen[0], 0 if chosen is before else chosen[1]) if chosen else None


def topic(text: str, unit: str) -> str | None:
    """The indicator that a heading before a list speaks of: 损失以甲地为重：…"""
    found = [
        (phrase.weight, phrase.indicator)
        for phrase in _phrases(BEFORE, unit)
        if len(phrase.pieces) == 1 and phrase.pieces[0] in text
    ]
    return max(found)[1] if found else None


def _longest(around: Surroundings, text: str, position: str) -> tuple[Phrase, int] | None:
    found: list[tuple[tuple[int, bool, int], int, int, Phrase, int]] = []
    for order, phrase in _told_of(text, position, around.unit):
        if all(piece in text for piece in phrase.pieces) and _fits(phrase, around):
            match = phrase.pattern.search(text)
            if match:
                found.append((phrase.weight, len(match[0]), -order, phrase, match.end()))
    if not found:
        return None
    *_, phrase, taken = max(found, key=lambda one: one[:3])
    return phrase, taken


def _told_of(text: str, position: str, unit: str) -> Iterator[tuple[int, Phrase]]:
    """The phrases whose longest piece stands in a text, each with its place in the lexicon."""
    by_piece, longest = _by_piece(position, unit)
    ends = range(1, longest + 1)
    pieces = {text[at : at + length] for at in range(len(text)) for length in ends}
    for piece in pieces & by_piece.keys():
        yield from by_piece[piece]


@cache
def _by_piece(position: str, unit: str) -> tuple[dict[str, list[tuple[int, Phrase]]], int]:
    """Longest piece → the phrases that hold it; and the letters of the longest of all."""
    found: dict[str, list[tuple[int, Phrase]]] = {}
    for order, phrase in enumerate(_phrases(position, unit)):
        found.setdefault(max(phrase.pieces, key=len), []).append((order, phrase))
    return found, max(map(len, found), default=0)


def _fits(phrase: Phrase, around: Surroundings) -> bool:
    return (
        (not phrase.near or _any(phrase.near, around.near))
        and (not phrase.within or _any(phrase.within, around.within))
        and (not phrase.beside or not set(phrase.beside).isdisjoint(around.beside))
        and not (phrase.not_near and _any(phrase.not_near, _without_accidents(around.near)))
        and not (phrase.not_within and _any(phrase.not_within, _without_accidents(around.within)))
    )


@lru_cache(maxsize=1024)
def _without_accidents(text: str) -> str:
    """A text without what is no accident though its words are those of one: 森林火灾 is a disaster, 火灾 is not."""
    return re.sub(either("no_accident"), "○", text)


def _any(chosen: Iterable[str], text: str) -> bool:
    return any(word in text for word in chosen)


@cache
def _phrases(position: str, unit: str) -> tuple[Phrase, ...]:
    """The phrases of one position whose indicator may be counted in a unit."""
    known = codebooks.indicators()
    return tuple(
        phrase
        for phrase in _lexicon()
        if phrase.position == position and (unit in phrase.units or _measures(unit, known.get(phrase.indicator)))
    )


@cache
def _lexicon() -> tuple[Phrase, ...]:
    return tuple(
        _phrase(row, written) for row in codebooks.rows("document_phrases") for written in phrases_of(row["phrase"])
    )


def phrases_of(written: str) -> list[str]:
    """The phrases that a cell of the lexicon stands for: one for each word of the classes that it names."""
    parts = re.split(r"\{(\w+)\}", written)
    choices = [[part] if at % 2 == 0 else _classes()[part] for at, part in enumerate(parts)]
    return ["".join(chosen) for chosen in product(*choices)]


@cache
def _classes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in codebooks.rows("document_classes"):
        found.setdefault(row["class"], []).append(row["word"])
    return found


def _phrase(row: dict[str, str], written: str) -> Phrase:
    words = written.removeprefix("^")
    body = _GAP.join(map(re.escape, words.split("*")))
    fillers = either(f"filler_{row['position']}")
    fillers = f"(?:{fillers})*" if row["position"] == AFTER else f"(?:{fillers}|{either('level')})*"
    if row["position"] == AFTER:
        text = f"^{fillers}{body}"
    elif written.startswith("^"):
        text = f"^(?:[、和及与]|{either('opening')}|{_hazards()})*{body}{fillers}$"
    else:
        text = f"{body}{fillers}$"
    lists = (tuple(word for word in row[name].split("|") if word) for name in
             ("near", "within", "not_near", "not_within", "units", "beside"))  # fmt: skip
    pieces = tuple(piece for piece in words.split("*") if piece)
    return Phrase(row["indicator"], row["position"], re.compile(text), pieces, *lists)


@cache
def _hazards() -> str:
    names = {row["alias"] for row in codebooks.rows("hazard_aliases")} | {"灾害"}
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if not name.isascii())


def _measures(unit: str, indicator: codebooks.Indicator | None) -> bool:
    return indicator is not None and conversion(unit, indicator.unit) is not None
