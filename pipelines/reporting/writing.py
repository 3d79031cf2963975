"""Numbers as leaders write them: scaled to 万 and 亿, rounded once, from the exact value."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.reporting.figures import Cell, Figure, Number, worked_out

MOST_DECIMALS = 6
MINUS = "−"
PERCENT_DECIMALS = 1
TIMES = "(a-b)/b"


@cache
def _units() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("units.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Pen:
    """Writes numbers with the bureau's rule of rounding: `half_even` (GB/T 8170) or `half_up`."""

    rounding: str = "half_even"

    def value(self, figure: Figure) -> Number | None:
        """The figure itself."""
        return self.known(figure.value, figure.unit)

    def known(self, cell: Cell | None, unit: str, *, is_mean: bool = False, sized: bool = False) -> Number | None:
        """One cell with its unit, where there is one."""
        return None if cell is None else self.amount((cell,), unit, is_mean=is_mean, sized=sized)

    def amount(  # noqa: PLR0913 - what is written, and three ways to write it, by name
        self, cells: Sequence[Cell], unit: str, formula: str = "a", *, is_mean: bool = False, sized: bool = False,
        signed: bool = False,
    ) -> Number:  # fmt: skip
        """A number with its unit; `sized` where the words around it say more or less, `signed` where its sign does."""
        exact = worked_out(formula, cells)
        text = self._scaled(abs(exact), unit, is_mean=is_mean)
        sign = "" if sized else MINUS if exact < 0 else "+" if signed and exact else ""
        return Number(f"{sign}{text}", tuple(cells), formula)

    def percent(self, cells: Sequence[Cell], formula: str, unit: str = "%", *, signed: bool = False) -> Number | None:
        """A percentage or percentage points; None where it is not nought but rounds to it."""
        exact = worked_out(formula, cells)
        number = self.rounded(abs(exact), PERCENT_DECIMALS)
        if exact and not number:
            return None
        number = self._bare(number, exact)
        sign = "" if not signed or not exact else "+" if exact > 0 else MINUS
        return Number(f"{sign}{number:f}{unit}", tuple(cells), formula)

    def times(self, cells: Sequence[Cell]) -> Number:
        """By how many times the base it is more."""
        return Number(f"{self.rounded(worked_out(TIMES, cells), 1):f}".removesuffix(".0"), tuple(cells), TIMES)

    def rounded(self, exact: Fraction, decimals: int) -> Decimal:
        """Rounded once; `exact` is not negative."""
        down, rest = divmod(exact * 10**decimals, 1)
        half = Fraction(1, 2)
        is_up = rest > half or (rest == half and (self.rounding == "half_up" or down % 2 == 1))
        return Decimal(int(down) + is_up).scaleb(-decimals)

    def _scaled(self, exact: Fraction, unit: str, *, is_mean: bool) -> str:
        rule = _units().get(unit, _units()["default"])
        label, divisor, decimals = unit, 1, rule["mean" if is_mean else "decimals"]
        number = self._visible(exact, decimals)
        for step in rule["steps"]:
            if number * divisor >= step["from"]:  # what rounds up to a step is written as the step
                label, divisor, decimals = step["unit"].format(unit=unit), step["divisor"], step["decimals"]
                number = self.rounded(exact / divisor, decimals)
        return f"{self._bare(number, exact / divisor):f}{label}"

    def _bare(self, number: Decimal, exact: Fraction) -> Decimal:
        """Without noughts behind the point where nothing was rounded."""
        return number.normalize() + 0 if Fraction(number) == abs(exact) else number

    def _visible(self, exact: Fraction, decimals: int) -> Decimal:
        """Something never becomes nothing by rounding, as long as the release's decimals reach."""
        number = self.rounded(exact, decimals)
        while exact and not number and decimals < MOST_DECIMALS:
            decimals += 1
            number = self.rounded(exact, decimals)
        return number
