"""Figures in a few classes, as a map colours them: natural breaks, with round numbers between the classes. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

MOST = 5
FINELY_CUT = 400
"""More different figures than this are thinned before the breaks are looked for: the search grows with their square."""


@dataclass(frozen=True)
class Classes:
    """Figures above nought in classes: a figure on a limit belongs to the class above it."""

    limits: tuple[Decimal, ...] = ()

    def __len__(self) -> int:
        return len(self.limits) + 1

    def of(self, value: Decimal) -> int:
        """The class of a figure, counted from 0."""
        return bisect_right(self.limits, value)


def classes_of(values: Iterable[Decimal], *, most: int = MOST) -> Classes:
    """Classes so that figures of one are close to each other: Fisher's and Jenks' natural breaks."""
    known = sorted({value for value in values if value > 0})
    if len(known) < 2:
        return Classes()
    thinned = known[:: len(known) // FINELY_CUT + 1] if len(known) > FINELY_CUT else known
    starts = _breaks([float(value) for value in thinned], min(most, len(thinned)))
    return Classes(tuple(_round_between(thinned[at - 1], thinned[at]) for at in starts))


def _breaks(values: Sequence[float], count: int) -> list[int]:
    """Where each class but the first begins, so that the squared distances from the classes' means are least."""
    size = len(values)
    sums, squares = [0.0], [0.0]
    for value in values:
        sums.append(sums[-1] + value)
        squares.append(squares[-1] + value * value)

    def spread(first: int, end: int) -> float:
        total = sums[end] - sums[first]
        return squares[end] - squares[first] - total * total / (end - first)

    best = [0.0, *(spread(0, end) for end in range(1, size + 1))]
    came_from: list[list[int]] = []
    for number in range(1, count):
        row, origin = [float("inf")] * (size + 1), [0] * (size + 1)
        for end in range(number + 1, size + 1):
            row[end], origin[end] = min((best[cut] + spread(cut, end), cut) for cut in range(number, end))
        best = row
        came_from.append(origin)
    starts, end = [], size
    for origin in reversed(came_from):
        end = origin[end]
        starts.append(end)
    return starts[::-1]


def _round_between(below: Decimal, above: Decimal) -> Decimal:
    """The roundest number that is above the first and not above the second."""
    exponent = above.adjusted()
    while True:
        step = Decimal(1).scaleb(exponent)
        for factor in (5, 2, 1):
            number = (above / (step * factor)).to_integral_value(ROUND_FLOOR) * step * factor
            if number > below:
                return number.normalize()
        exponent -= 1


def ranges(classes: Classes) -> list[tuple[Decimal | None, Decimal | None]]:
    """The limits of each class; None where it is open."""
    edges: list[Decimal | None] = [None, *classes.limits, None]
    return list(pairwise(edges))
