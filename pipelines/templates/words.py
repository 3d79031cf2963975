"""The words of templates: rows of template_words.csv. Workbooks are in Chinese, with English names beside."""

from functools import cache

from pipelines import codebooks


def word(key: str, **values: object) -> str:
    """A word or sentence in Chinese."""
    return _words()[key]["zh"].format(**values)


def english(key: str, **values: object) -> str:
    """The same in English."""
    return _words()[key]["en"].format(**values)


def numbered(stem: str, **values: object) -> tuple[str, ...]:
    """The sentences `stem.1`, `stem.2` … in their order."""
    return tuple(word(key, **values) for key in _words() if key.startswith(f"{stem}."))


@cache
def _words() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in codebooks.rows("template_words")}
