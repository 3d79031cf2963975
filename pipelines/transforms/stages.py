"""Stages of a report: 初报, 续报, 核报."""

from functools import cache

from pipelines import codebooks
from pipelines.transforms.widths import squeezed

UNKNOWN = "unknown"


def parse_stage(text: str) -> str | None:
    """The stage a cell names; None if nobody knows the word."""
    return _aliases().get(squeezed(text))


def stage_in(text: str) -> str | None:
    """The one stage a title or file name speaks of, by its official word; None if none or several."""
    written = squeezed(text)
    found = {stage for word, stage in _official().items() if word in written}
    return found.pop() if len(found) == 1 else None


@cache
def _aliases() -> dict[str, str]:
    return {squeezed(row["alias"]): row["stage"] for row in codebooks.rows("stages")}


@cache
def _official() -> dict[str, str]:
    """The words of the statute: the rows that carry a rank above 0."""
    return {row["alias"]: row["stage"] for row in codebooks.rows("stages") if int(row["rank"] or 0) > 0}
