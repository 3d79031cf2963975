"""Figures and free text as the cells of an exported file."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cache

from pipelines import codebooks

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HALF_UP = "half_up"


def harmless(text: str) -> str:
    """Free text that no spreadsheet takes for a formula. Figures never come here."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def exact_text(value: Decimal | int, decimals: int = 0) -> str:
    """The exact value with at least `decimals` digits after the point, and more only where they are not zero."""
    whole, _, part = f"{value:f}".partition(".") if isinstance(value, Decimal) else (str(value), "", "")
    digits = part.rstrip("0").ljust(decimals, "0")
    return f"{whole}.{digits}" if digits else whole


def rounded(value: Fraction, decimals: int, rounding: str) -> Decimal:
    """The exact value rounded once, by the rule the release names (`half_even` or `half_up`)."""
    steps = abs(value) * 10**decimals
    whole, left = divmod(steps.numerator, steps.denominator)
    twice = 2 * left - steps.denominator
    goes_up = twice > 0 or (twice == 0 and (rounding == HALF_UP or whole % 2 == 1))
    number = Decimal(whole + goes_up).scaleb(-decimals)
    return -number if value < 0 and number else number


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
