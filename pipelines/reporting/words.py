"""The sentences around the figures, from words.toml."""

import tomllib
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from pipelines.reporting.figures import Phrase, Piece


@cache
def words() -> dict[str, Any]:
    """words.toml."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def phrase(pattern: str, **given: Piece | Phrase) -> Phrase:
    """The words with the pieces filled in; a number stays a number that knows its cells."""
    pieces: list[Piece] = []
    for text, name, _, _ in Formatter().parse(pattern):
        pieces += [text] if text else []
        if name:
            piece = given[name]
            pieces += piece if isinstance(piece, tuple) else [piece]
    return tuple(pieces)


def joined(parts: list[Phrase], between: str) -> Phrase:
    """Phrases one after the other."""
    pieces: list[Piece] = []
    for number, part in enumerate(parts):
        pieces += [between, *part] if number else part
    return tuple(pieces)
