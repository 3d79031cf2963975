"""The small words of reports, by kind, from document_words.csv: fillers, words of change and comparison, headings."""

import re
from functools import cache

from pipelines import codebooks


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of one kind, longest first."""
    chosen = (row["word"] for row in codebooks.rows("document_words") if row["kind"] == kind)
    return tuple(sorted(chosen, key=len, reverse=True))


@cache
def either(kind: str) -> str:
    """A pattern for any word of one kind."""
    return "|".join(map(re.escape, words(kind)))


def names_any(kind: str, text: str) -> bool:
    """Whether a text holds a word of one kind."""
    return _any_of(kind).search(text) is not None


@cache
def _any_of(kind: str) -> re.Pattern[str]:
    return re.compile(either(kind) or "(?!)")
