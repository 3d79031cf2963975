"""Units of measure and their exact factors, from units.csv."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from pipelines import codebooks
from pipelines.transforms.widths import squeezed


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as people write it: value in the canonical unit = value × numerator / denominator."""

    name: str
    canonical: str
    numerator: Decimal
    denominator: Decimal

    @property
    def factor(self) -> Fraction:
        """How many canonical units one of these is."""
        return Fraction(self.numerator) / Fraction(self.denominator)


def unit(name: str) -> Unit | None:
    """The unit of this name, or None if units.csv does not know it."""
    return _units().get(squeezed(name))


def conversion(written: str, wanted: str) -> Fraction | None:
    """What a value in `written` is multiplied by to be in `wanted`; None where the two do not measure the same."""
    if squeezed(written) == squeezed(wanted):
        return Fraction(1)
    one, other = unit(written), unit(wanted)
    if not one or not other or one.canonical != other.canonical:
        return None
    return one.factor / other.factor


@cache
def _units() -> dict[str, Unit]:
    return {
        squeezed(row["unit"]): Unit(
            row["unit"], row["canonical_unit"], Decimal(row["numerator"]), Decimal(row["denominator"])
        )
        for row in codebooks.rows("units")
    }
