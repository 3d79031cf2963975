"""People, GDP and consumer prices of the fictional prefecture, as a statistical communiqué would state them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipelines.sample.disasters import County
from pipelines.sample.draw import Draw

GDP_YUAN_PER_PERSON = 46_000
PRICES = ("100.3", "102.5", "100.9", "102.0", "100.6")
"""Consumer price indices, previous year = 100, taken in turn."""


def people_of(counties: Sequence[County], draw: Draw) -> dict[str, int]:
    """Residents of each county, to the hundred."""
    return {county.place.code: draw.between(1_600, 5_800) * 100 for county in counties}


def people_in(people: Mapping[str, int], years_before: int) -> dict[str, int]:
    """The same some years before: a little more or less each year."""
    return {code: count * (1000 + 4 * years_before) // 1000 // 100 * 100 for code, count in people.items()}


def price_of(year: int) -> Decimal:
    """The consumer price index of a year."""
    return Decimal(PRICES[year % len(PRICES)])


def gdp_of(people: Mapping[str, int], draw: Draw) -> dict[str, int]:
    """GDP of each county in yuan, to the million."""
    return {code: draw.permille(count * GDP_YUAN_PER_PERSON, 1000) // 10**6 * 10**6 for code, count in people.items()}


def gdp_in(gdp: Mapping[str, int], years_before: int) -> dict[str, int]:
    """The same some years before: about a twentieth less each year."""
    return {code: yuan * 1000 // (1000 + 52 * years_before) // 10**6 * 10**6 for code, yuan in gdp.items()}
