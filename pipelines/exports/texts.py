"""Figures and free text as the cells of an exported file."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cache

from pipelines import codebooks

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ROUNDINGS = {"half_even": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP}


def harmless(text: str) -> str:
    """Free text that no spreadsheet takes for a formula. Figures never come here."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def exact_text(value: Decimal | int, decimals: int = 0) -> str:
    """The exact value with at least `decimals` digits after the point, and more only where they are not zero."""
    number = Decimal(value)
    places = max(decimals, -int(number.normalize().as_tuple().exponent))
    return f"{number:.{places}f}"


def rounded(value: Decimal, decimals: int, rounding: str) -> Decimal:
    """The value rounded once, by the rule the release names."""
    result = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUNDINGS[rounding])
    return abs(result) if result == 0 else result


@cache
def _words() -> dict[str, str]:
    return {row["key"]: row["zh"] for row in codebooks.rows("export_words")}


def word(key: str, **values: object) -> str:
    """A word or line of an exported file, in Chinese."""
    return _words()[key].format(**values)


def has_word(key: str) -> bool:
    """Whether the catalogue has this key."""
    return key in _words()


@cache
def columns(table: str) -> tuple[dict[str, str], ...]:
    """The columns of an exported table, in order: column, heading, width, kind."""
    return tuple(row for row in codebooks.rows("export_columns") if row["table"] == table)


def unique(texts: Iterable[str]) -> list[str]:
    """The texts in their order, each once."""
    return list(dict.fromkeys(texts))
