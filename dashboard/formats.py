"""Figures as people read them: exact decimals, scaled once, rounded once, in Chinese or English words."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

MINUS = "−"
TIMES_ABOVE_PCT = 999
Amount = Decimal | int | Fraction


@dataclass(frozen=True)
class Scale:
    """One unit for all numbers of a card: its word, what the stored value is divided by, the decimals shown."""

    unit: str
    divisor: int
    decimals: int


@cache
def unit_table() -> dict[str, Any]:
    """units.toml."""
    return tomllib.loads(Path(__file__).with_name("units.toml").read_text(encoding="utf-8"))


def unit_name(unit: str, language: str) -> str:
    """The unit in the language of the reader."""
    return unit_table()["en_names"].get(unit, unit) if language == "en" else unit


def scale_for(
    unit: str, values: Iterable[Amount | None], language: str, decimals: int = 0, shown_as: str | None = None
) -> Scale:
    """The one unit for these numbers, by the largest. `shown_as` is the label of a period total (人次 for 人)."""
    largest = max((abs(Fraction(value)) for value in values if value is not None), default=Fraction(0))
    label = unit_name(shown_as or unit, language)
    steps = unit_table()[language].get(unit, unit_table()[language]["default"])["steps"]
    for step in steps:
        if largest >= step["from"]:
            return Scale(step["unit"].format(unit=label), step["divisor"], step["decimals"])
    return Scale(label, 1, decimals)


def decimal(value: Any) -> Decimal | None:
    """A figure of a mart as an exact decimal."""
    if value is None or isinstance(value, Decimal):
        return value
    return Decimal(str(value))


@dataclass(frozen=True)
class Numbers:
    """Writes numbers in one language with one rule of rounding (`half_even`, the standard, or `half_up`, 四舍五入)."""

    language: str = "zh"
    rounding: str = "half_even"

    def rounded(self, value: Amount, decimals: int) -> Decimal:
        """Rounded once, from the exact value; no step in between is rounded."""
        exact = Fraction(value) * 10**decimals
        down, rest = divmod(abs(exact).numerator, exact.denominator)
        half = Fraction(rest, exact.denominator) - Fraction(1, 2)
        is_up = half > 0 or (half == 0 and (self.rounding == "half_up" or down % 2 == 1))
        number = Decimal(down + is_up).scaleb(-decimals)
        return -number if exact < 0 else number

    def plain(self, value: Amount, decimals: int = 0) -> str:
        """With thousands separators and a true minus sign; a rounded nothing bears no sign."""
        number = self.rounded(value, decimals)
        return f"{abs(number) if number == 0 else number:,f}".replace("-", MINUS)

    def scaled(self, value: Amount | None, scale: Scale) -> str | None:
        """The number alone, in the card's unit; None stays None, because it is not a nought."""
        return None if value is None else self.plain(Fraction(value) / scale.divisor, scale.decimals)

    def seen(self, value: Amount | None, scale: Scale) -> str | None:
        """As `scaled`, for tables: an exact nought is “0”, and what only rounds to nought is “<0.01”."""
        if not value:
            return None if value is None else "0"
        text = self.scaled(value, scale)
        smallest = Decimal(1).scaleb(-scale.decimals)
        return f"<{smallest:f}" if text == f"{Decimal(0).scaleb(-scale.decimals):f}" and value > 0 else text

    def percent(self, value: Amount, decimals: int = 1) -> str:
        """Without a sign: the words around it say more or less. What only rounds to nought is “<0.1%”."""
        if value and self.rounded(value, decimals) == 0:
            return f"<{Decimal(1).scaleb(-decimals):f}%"
        return f"{self.plain(abs(Fraction(value)), decimals)}%"

    def share(self, value: Amount, decimals: int = 1) -> str:
        """A part in percent: a minus where it is less than nothing, no plus."""
        text = self.percent(value, decimals)
        if value >= 0:
            return text
        return f">{MINUS}{text[1:]}" if text.startswith("<") else f"{MINUS}{text}"

    def signed_percent(self, value: Amount, decimals: int = 1) -> str:
        """With its sign."""
        text = self.plain(value, decimals)
        return f"+{text}%" if self.rounded(value, decimals) > 0 else f"{text}%"

    def times(self, value: Amount, base: Amount) -> str:
        """How many times the base, without a useless “.0”."""
        return self.plain(Fraction(value) / Fraction(base), 1).removesuffix(".0")
