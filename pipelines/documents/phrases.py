"""What the words around a number say it counts: the rows of document_phrases.csv.

A row names an indicator and the words that stand right before a number (受灾人口3万人) or right after it (3万人受灾).
`*` in a phrase stands for a few letters, `^` for the beginning of a clause. `near` and `not_near` are words of the
clause and the one before it, `within` and `not_within` words of the sentence and the title: one of the former must be
there, none of the latter. `beside` is the unit of a number that must touch this one (7户20间). A unit that cannot be
turned into the indicator's own never fits; `units` lists others that do. Of several rows that fit, the one with the
longer words wins; words before a number prevail over words after it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipelines import codebooks
from pipelines.documents.words import either
from pipelines.transforms.units import conversion

BEFORE, AFTER = "before", "after"
NO_INDICATOR = "-"
"""In place of an indicator: the words count what is none of them (农业保险赔付), and no shorter row is to fit there."""
_GAP = r"[^,;:。]{0,24}?"


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
    found: list[tuple[tuple[int, bool, int], int, Phrase, int]] = []
    for phrase in _phrases(position, around.unit):
        if all(piece in text for piece in phrase.pieces) and _fits(phrase, around):
            match = phrase.pattern.search(text)
            if match:
                found.append((phrase.weight, len(match[0]), phrase, match.end()))
    if not found:
        return None
    *_, phrase, taken = max(found, key=lambda one: one[:2])
    return phrase, taken


def _fits(phrase: Phrase, around: Surroundings) -> bool:
    return (
        (not phrase.near or _any(phrase.near, around.near))
        and (not phrase.within or _any(phrase.within, around.within))
        and (not phrase.beside or not set(phrase.beside).isdisjoint(around.beside))
        and not _any(phrase.not_near, around.near)
        and not _any(phrase.not_within, around.within)
    )


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
    return tuple(_phrase(row) for row in codebooks.rows("document_phrases"))


def _phrase(row: dict[str, str]) -> Phrase:
    words = row["phrase"].removeprefix("^")
    body = _GAP.join(map(re.escape, words.split("*")))
    fillers = f"(?:{either('filler_' + row['position'])})*"
    if row["position"] == AFTER:
        text = f"^{fillers}{body}"
    elif row["phrase"].startswith("^"):
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
