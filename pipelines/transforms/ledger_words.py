"""Words of ledgers → keys: 省财政厅 is a payer of the province, 下拨 a stage; in a cell, a title or a file's name."""

import re
from functools import lru_cache

from pipelines import codebooks
from pipelines.transforms.ledger_headings import NOT_IN_TITLES, special_words
from pipelines.transforms.periods import parse_season
from pipelines.transforms.place_hints import region_written
from pipelines.transforms.widths import narrow, squeezed

PAYER_LEVEL, OTHER = "payer_level", "other"
_PAYERS = {"province": "provincial", "prefecture": "prefecture", "county": "county", "township": "township"}
"""Level of the region whose office pays → payer level."""
_SEASON = re.compile(
    r"(?<![0-9])(?:(?:19|20)?[0-9]{2})\s*年?(?:度|冬季?)?\s*(?:[-—–―~至到]+|/)\s*(?:(?:19|20)?[0-9]{2})(?![0-9])年?(?:度)?(?:春季?)?"
)


@lru_cache(maxsize=20_000)
def choice_of(name: str, text: str) -> str | None:
    """The value of a list that a cell means: one of its words, an office that pays, or the one value it speaks of."""
    written = squeezed(text)
    found = _exact(name, written)
    if found or not written:
        return found
    if name == PAYER_LEVEL:
        code = region_written(text)
        level = codebooks.region_level_of_code(code) if code else ""
        if level in _PAYERS:
            return _PAYERS[level]
    return _spoken_of(name, written, ())


@lru_cache(maxsize=20_000)
def choice_in_title(name: str, text: str) -> str | None:
    """The one value of a list that a title or file name speaks of; None if it speaks of none, or of several."""
    return _spoken_of(name, squeezed(text), special_words(NOT_IN_TITLES))


def season_in(text: str) -> str | None:
    """The season that a title names: 2022-2023; None if it names none or several."""
    hits = {parse_season(hit) for hit in _SEASON.findall(narrow(text))}
    found = {season for season in hits if season}
    return "{}-{}".format(*found.pop()) if len(found) == 1 else None


def _exact(name: str, written: str) -> str | None:
    low = written.lower()
    return next((value for word, value in _words(name) if word.lower() == low), None)


def _spoken_of(name: str, written: str, left_out: tuple[str, ...]) -> str | None:
    """The one value whose words (of two letters and more) occur in a text, longer words before shorter ones."""
    remaining, found = written, set()
    for word, value in _words(name):
        if len(word) > 1 and not word.isascii() and word in remaining and word not in left_out:
            remaining = remaining.replace(word, " ")
            found.add(value)
    found = found - {OTHER} or found
    return found.pop() if len(found) == 1 else None


@lru_cache
def _words(name: str) -> tuple[tuple[str, str], ...]:
    pairs = [(squeezed(word), choice.value) for choice in codebooks.choices(name).values() for word in choice.words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
