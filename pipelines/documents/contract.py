"""What reading a document hands on: its text, and the figures proposed from it, each with the place it stands at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MOST_FIGURES = 20_000
"""More than anybody confirms one by one: the reading of a document ends there, and whoever reads it is told."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document as text: paragraphs one a line. Offsets of proposals count the characters of `text`."""

    text: str
    title: str = ""
    """A title that the file states outside its text (properties of a .docx, <title> of a page)."""
    notes: Sequence[tuple[str, str]] = ()
    """What a reader should know: (Chinese, English), such as pages that hold no text or deletions left out."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One figure that a document states. `value` is in `unit`; None where it is masked (xx).

    `state` is one of period_figures' states: exact, rounded, approximate, at_least, reported_zero or masked. The
    period is None where the document tells none. `start` and `end` are character offsets of the figure in the text.
    """

    indicator: str
    value: Decimal | None
    unit: str
    state: str
    hazard_key: str
    region_code: str | None
    region_name: str
    period_kind: str
    period_start: date | None
    period_end: date | None
    sentence: str
    start: int
    end: int
    as_written: str
    half_width: Decimal | None = None
