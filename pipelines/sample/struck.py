"""Whom a disaster of the sample struck: what the ledgers of relief and insurance follow from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.sample.disasters import CountyRecord, Place
from pipelines.sample.figures import Figures, added

YUAN = 10_000
"""Yuan in one 万元."""


@dataclass(frozen=True)
class Disaster:
    """One disaster: its kind, the day it began, and the record of each county."""

    kind: str
    began_on: date
    records: tuple[CountyRecord, ...]

    @property
    def loss(self) -> int:
        """Direct economic loss in yuan."""
        return sum(in_yuan(figures_of(record), "direct_economic_loss") for record in self.records)


def disasters_of(records: Iterable[CountyRecord]) -> list[Disaster]:
    """The disasters of these records: one kind on one day is one disaster."""
    together: dict[tuple[date, str], list[CountyRecord]] = {}
    for record in records:
        together.setdefault((record.occurred_at.date(), record.kind), []).append(record)
    return [Disaster(kind, day, tuple(found)) for (day, kind), found in sorted(together.items())]


def figures_of(record: CountyRecord) -> Figures:
    """What a county reported; where it did not, what its townships did."""
    return record.own if record.own is not None else added(figures for _, figures in record.townships)


def places_of(record: CountyRecord) -> list[tuple[Place, Figures]]:
    """The townships that were struck, or the county itself where it files without them."""
    return record.townships or [(record.county, figures_of(record))]


def in_yuan(figures: Figures, name: str) -> int:
    """A loss, which the reports state in 万元, in yuan."""
    return int((figures[name] or 0) * YUAN)


def households(figures: Figures, *degrees: str) -> int:
    """Households whose dwelling was damaged to these degrees."""
    return sum(int(figures[f"{degree}_dwelling_households"] or 0) for degree in degrees)


def shared_out(amount: int, weights: Sequence[int], step: int) -> list[int]:
    """The amount shared out by weight, each share rounded down to the step."""
    whole = sum(weights) or 1
    return [amount * weight // whole // step * step for weight in weights]
