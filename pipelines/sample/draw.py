"""Seeded draws in whole numbers: the same seed gives the same sample on every machine and Python."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

SEVERITY_PERMILLE = (250, 400, 550, 700, 800, 900, 1000, 1100, 1300, 1600, 2100, 3200)
"""Most disasters are small and a few are large: the long tail of loss records, as quantiles."""


class Draw:
    """A stream of random whole numbers. No floats: their last digit may differ between machines."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return self._random.randrange(low, high + 1)

    def one_of(self, choices: Sequence[T]) -> T:
        """One of the choices, each as likely."""
        return choices[self._random.randrange(len(choices))]

    def weighted(self, choices: Sequence[tuple[T, int]]) -> T:
        """One of the choices by its weight."""
        ticket = self._random.randrange(sum(weight for _, weight in choices))
        for choice, weight in choices:
            ticket -= weight
            if ticket < 0:
                return choice
        raise AssertionError  # weights are positive: a ticket always finds its choice

    def some_of(self, choices: Sequence[T], count: int) -> list[T]:
        """`count` different choices (all if there are fewer), in the order given."""
        left = list(range(len(choices)))
        picked = [left.pop(self._random.randrange(len(left))) for _ in range(min(count, len(choices)))]
        return [choices[i] for i in sorted(picked)]

    def permille(self, value: int, share: int) -> int:
        """About `share` thousandths of the value, one fifth up or down."""
        return value * share * self.between(800, 1200) // 1_000_000

    def happens(self, chance_permille: int) -> bool:
        """True with this chance."""
        return self._random.randrange(1000) < chance_permille

    def count(self, tenths: int) -> int:
        """A number of occurrences whose mean is tenths / 10."""
        return tenths // 10 + self.happens(tenths % 10 * 100)

    def severity(self) -> int:
        """How hard a disaster hits, in thousandths of the usual."""
        return self.one_of(SEVERITY_PERMILLE)
