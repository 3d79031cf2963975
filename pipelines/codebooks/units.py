"""Units of measure: how a figure written in one unit becomes a figure in another, exactly."""

from fractions import Fraction
from functools import cache

from pipelines.codebooks.tables import rows


@cache
def unit_factor(written: str, wanted: str) -> Fraction | None:
    """What a value in `written` is multiplied by to be in `wanted` (亩 → 公顷: 1/15); None if they do not compare.

    人 and 人次, 个 and 座 count the same way here: which of them a total bears is a matter of the label, not of size.
    """
    known = _units()
    if written not in known or wanted not in known or known[written][0] != known[wanted][0]:
        return None
    return known[written][1] / known[wanted][1]


@cache
def _units() -> dict[str, tuple[str, Fraction]]:
    return {
        row["unit"]: (row["canonical_unit"], Fraction(int(row["numerator"]), int(row["denominator"])))
        for row in rows("units")
    }
