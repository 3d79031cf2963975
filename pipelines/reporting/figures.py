"""Figures of a report: what a release holds, cell by cell, and the numbers that are written from these cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

FORMULAS: dict[str, Callable[..., Fraction]] = {
    "a": lambda a: a,
    "a-1": lambda a: a - 1,
    "a-5": lambda a: a - 5,
    "a-b": lambda a, b: a - b,
    "(a-b)/b": lambda a, b: (a - b) / b,
    "100*a/b": lambda a, b: 100 * a / b,
    "100*a/b-100*c/d": lambda a, b, c, d: 100 * a / b - 100 * c / d,
    "100*(a-b)/b": lambda a, b: 100 * (a - b) / b,
    "100*(a*c-b)/b": lambda a, b, c: 100 * (a * c - b) / b,
}
"""All that is ever done to what the release holds; `a`, `b`, … are the cells in their order."""


@dataclass(frozen=True)
class Cell:
    """One value of one row of the release, and what it goes back to."""

    table: str
    row: str
    column: str
    value: Decimal | str
    unit: str = ""
    files: str = ""
    filing: str = ""

    @property
    def exact(self) -> Fraction:
        """The value to reckon with."""
        return Fraction(Decimal(self.value))


@dataclass(frozen=True)
class Number:
    """What is written for cells of the release: the words, and how they follow from the cells."""

    text: str
    cells: tuple[Cell, ...]
    formula: str = "a"


Piece = str | Number
Phrase = tuple[Piece, ...]


def text_of(pieces: Sequence[Piece]) -> str:
    """The words alone."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in pieces)


def numbers_of(pieces: Sequence[Piece]) -> list[Number]:
    """The numbers alone, in their order."""
    return [piece for piece in pieces if isinstance(piece, Number)]


def worked_out(formula: str, cells: Sequence[Cell]) -> Fraction:
    """The exact value of a formula."""
    return FORMULAS[formula](*(cell.exact for cell in cells))


@dataclass(frozen=True)
class Figure:
    """One figure of one region and period, with what it is compared with. None is not reported, never nought."""

    name: str
    label: str
    unit: str
    value: Cell | None = None
    prior: Cell | None = None
    sum_5y: Cell | None = None
    years_5y: Cell | None = None
    mean_5y: Cell | None = None
    basis: str = ""
    notes: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_zero(self) -> bool:
        """Whether it was reported as none."""
        return self.value is not None and self.value.exact == 0

    @property
    def is_approximate(self) -> bool:
        """Whether the source has it only roughly; none is none."""
        return "approximate" in self.notes and not self.is_zero

    @property
    def size(self) -> Fraction:
        """To put figures in order: nothing reported comes last."""
        return Fraction(-1) if self.value is None else self.value.exact
