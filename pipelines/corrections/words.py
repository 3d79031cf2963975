"""The words of correction workbooks: rows of correction_words.csv, Chinese with the English beside."""

from functools import cache

from pipelines import codebooks


def word(key: str, **values: object) -> str:
    """A word or sentence in Chinese."""
    return _words()[key]["zh"].format(**values)


def english(key: str, **values: object) -> str:
    """The same in English."""
    return _words()[key]["en"].format(**values)


def both(key: str, between: str = " ", **values: object) -> str:
    """Chinese, then English."""
    return f"{word(key, **values)}{between}{english(key, **values)}"


@cache
def _words() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in codebooks.rows("correction_words")}
