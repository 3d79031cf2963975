"""House insurance in the sample: policies of two schemes, and claims below the housing losses of the same disasters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.sample.disasters import County, Place
from pipelines.sample.draw import Draw
from pipelines.sample.struck import Disaster, households, in_yuan, places_of

UNIVERSAL, VOLUNTARY = "政策性统保", "自愿参保"
PREMIUM_YUAN = {UNIVERSAL: 10, VOLUNTARY: 30}
"""Yuan for each household: public budgets pay the first, the household the second."""
SMALLEST_YUAN = 40_000
"""Below this housing loss of a township nobody claims."""
COVER = ((UNIVERSAL, SMALLEST_YUAN, 380, 620), (VOLUNTARY, 150_000, 180, 330))
"""Scheme, housing loss from which there are claims, and thousandths of the loss that are paid."""
MOST_YUAN = 48_000
"""No household is paid more under one scheme."""


@dataclass(frozen=True)
class Policies:
    """One county, policy year and scheme; money in yuan."""

    place: Place
    year: int
    scheme: str
    eligible: int
    insured: int
    premium: int


@dataclass(frozen=True)
class Claims:
    """The claims of one township from one disaster under one scheme; money in yuan, nothing paid yet is None."""

    county: Place
    place: Place
    scheme: str
    hazard: str
    lost_on: date
    reported: int
    accepted: int
    paid: int | None
    paid_on: date | None
    yuan: int | None


def policies(counties: Sequence[County], people: Mapping[str, int], year: int, draw: Draw) -> Iterator[Policies]:
    """Every rural household is covered once by the public scheme; most take the voluntary one too."""
    for county in counties:
        eligible = people[county.place.code] * 19 // 100 + year % 100 * 31
        for scheme in (UNIVERSAL, VOLUNTARY):
            insured = eligible if scheme == UNIVERSAL else eligible * draw.between(610, 880) // 1000
            yield Policies(county.place, year, scheme, eligible, insured, insured * PREMIUM_YUAN[scheme])


def percent(part: int, whole: int) -> str:
    """A share in percent with two decimals, half up."""
    hundredths = (part * 20_000 + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def claims(disasters: Sequence[Disaster], draw: Draw, until: date) -> Iterator[Claims]:
    """Claims after each disaster, paid some weeks later if that is not after the day `until`."""
    for record in (record for disaster in disasters for record in disaster.records):
        for place, figures in places_of(record):
            loss, hit = in_yuan(figures, "loss_housing_household"), households(figures, "collapsed", "severe", "minor")
            for scheme, smallest, low, high in COVER:
                if loss < smallest or not hit:
                    continue
                reported = hit if scheme == UNIVERSAL else max(1, hit * draw.between(50, 80) // 100)
                accepted = max(1, reported * draw.between(85, 100) // 100)
                lost_on = record.occurred_at.date()
                paid_on = lost_on + timedelta(draw.between(12, 55))
                yuan = min(loss * draw.between(low, high) // 1000, accepted * MOST_YUAN) // 10 * 10
                is_paid = paid_on <= until
                yield Claims(
                    record.county, place, scheme, record.hazard, lost_on, reported, accepted,
                    accepted if is_paid else None, paid_on if is_paid else None, yuan if is_paid else None,
                )  # fmt: skip
