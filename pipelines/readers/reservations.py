"""What whoever entered a figure holds against it: a reason of reservations.csv in a column of its own, as a finding."""

from collections.abc import Sequence
from functools import cache

from pipelines import codebooks
from pipelines.readers.outcome import Outcome
from pipelines.transforms.headings import match_heading
from pipelines.transforms.widths import squeezed

COLUMN = "@reservation"
OTHER = "other"


def reservation_column(stacks: Sequence[tuple[str, ...]]) -> int | None:
    """The position of the column of reasons, by the headings above each column; None where there is none."""
    for at, stack in enumerate(stacks):
        match = match_heading(stack)
        if match and {meaning.target for meaning in match.meanings} == {COLUMN}:
            return at
    return None


def tell_reservation(  # noqa: PLR0913 - the place of a finding
    written: str, where: str, heading: str, indicator: str, outcome: Outcome, *, region_code: str = ""
) -> None:
    """Tell the reason that a cell of the column names (its key or either name); the figure itself counts.

    Any other words are told as another reason and not quoted: they may name a person.
    """
    if not squeezed(written):
        return
    reason = _reasons().get(squeezed(written).lower()) or _reasons()[OTHER]
    details = {"heading": heading, "detail_zh": reason["name_zh"], "detail_en": reason["name_en"]}
    outcome.finding("F106", where, indicator=indicator, region_code=region_code, **details)


@cache
def _reasons() -> dict[str, dict[str, str]]:
    names = ("reservation", "name_zh", "name_en")
    return {squeezed(row[name]).lower(): row for row in codebooks.rows("reservations") for name in names}
