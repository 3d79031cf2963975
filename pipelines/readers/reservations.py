"""What whoever entered a figure holds against it: a reason of reservations.csv in a column of its own, as a finding."""

from functools import cache

from pipelines import codebooks
from pipelines.readers.outcome import Outcome
from pipelines.transforms.widths import squeezed

COLUMN = "@reservation"
OTHER = "other"


def tell_reservation(written: str, where: str, heading: str, indicator: str, outcome: Outcome) -> None:
    """Tell the reason that a cell of the column names (its key or either name); the figure itself counts.

    Any other words are told as another reason and not quoted: they may name a person.
    """
    if not squeezed(written):
        return
    reason = _reasons().get(squeezed(written).lower()) or _reasons()[OTHER]
    outcome.finding("F106", where, indicator=indicator, heading=heading,
                    detail_zh=reason["name_zh"], detail_en=reason["name_en"])  # fmt: skip


@cache
def _reasons() -> dict[str, dict[str, str]]:
    names = ("reservation", "name_zh", "name_en")
    return {squeezed(row[name]).lower(): row for row in codebooks.rows("reservations") for name in names}
