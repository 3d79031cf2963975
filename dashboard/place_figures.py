"""One indicator for the places below a region: what a map and its bars show, and what neither can."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from dashboard import boundaries, labels, snapshot
from dashboard.boundaries import Shapes
from dashboard.formats import Scale, decimal, scale_for
from dashboard.page import Page
from dashboard.snapshot import Release

BOUNDARIES = "core.boundaries"
TOWNSHIP = "township"
CHILDREN, GRANDCHILDREN = 1, 2
Row = dict[str, Any]


@dataclass(frozen=True)
class PlaceFigure:
    """A place and its figure: nothing known is None, none is 0."""

    region_code: str
    name: str
    level: str
    value: Decimal | None
    names_then: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceFigures:
    """The places, the largest figure first, what is not known last; `total` is the region's own figure."""

    indicator: str
    places: tuple[PlaceFigure, ...]
    total: Decimal | None
    scale: Scale
    shapes: Shapes = field(default_factory=Shapes)

    @cached_property
    def with_figures(self) -> tuple[PlaceFigure, ...]:
        return tuple(place for place in self.places if place.value)

    @cached_property
    def at_nought(self) -> tuple[PlaceFigure, ...]:
        return tuple(place for place in self.places if place.value == 0)

    @cached_property
    def unknown(self) -> tuple[PlaceFigure, ...]:
        return tuple(place for place in self.places if place.value is None)

    @cached_property
    def without_shape(self) -> tuple[PlaceFigure, ...]:
        """Places with a figure that the map has no shape of."""
        return tuple(place for place in self.with_figures if place.region_code not in self.shapes.codes)

    @cached_property
    def rest(self) -> Decimal | None:
        """未分解到下级: what the places do not account for."""
        known = sum((place.value for place in self.with_figures if place.value), Decimal(0))
        return None if self.total is None else self.total - known

    def share(self, value: Decimal | None) -> Fraction | None:
        """In percent of the region's own figure, in which places and rest add up."""
        return Fraction(value) * 100 / Fraction(self.total) if value is not None and self.total else None


def of(page: Page, indicator: str, depth: int) -> PlaceFigures:
    """The figures of the places below the region of a page, in its period."""
    region = page.selection.region
    places = places_below(page.release, region, depth)
    codes = [place["region_code"] for place in places]
    shapes = shapes_of(page.release, region, page.selection.year, depth)
    parents = sorted({place["parent_code"] for place in places} | {region})
    told, covered = _told(page, indicator, [*codes, *parents]), _covered(page, [*codes, *parents])
    whole = {parent for parent in parents if _is_broken_down(parent, places, told)}
    names_then = {shape.region_code: shape.names_then for shape in shapes.places}
    found = [
        PlaceFigure(
            place["region_code"], place["region_name"], place["region_level"], _value(place, told, covered, whole),
            names_then.get(place["region_code"], ()),
        )
        for place in places
    ]  # fmt: skip
    found = _told_apart(page.release, found, {place["region_code"]: place["parent_code"] for place in places})
    found.sort(key=lambda place: (place.value is None, -(place.value or 0), place.region_code))
    one = page.figure(indicator)
    total = told.get(region, Decimal(0) if covered.get(region) else None)  # covered without a disaster is 0 here, too
    amounts = [*(place.value for place in found), total]
    scale = scale_for(one.unit, amounts, page.numbers.language, one.decimals, one.period_unit)
    return PlaceFigures(indicator, tuple(found), total, scale, shapes)


def _told_apart(release: Release, places: Sequence[PlaceFigure], parents: Mapping[str, str]) -> list[PlaceFigure]:
    """Places of one name bear that of the region above in brackets: 桥西区（张家口市）."""
    named = labels.told_apart(release, {place.region_code: place.name for place in places}, parents)
    return [replace(place, name=named[place.region_code]) for place in places]


def _told(page: Page, indicator: str, codes: Sequence[str]) -> dict[str, Decimal | None]:
    """Figures as disasters add up; a region without a disaster has none."""
    question = f"place_figures_of_{'year' if page.is_whole_year else 'period'}"
    rows = snapshot.ask(page.release, question, indicator=indicator, codes=list(codes), **page.bounds)
    return {code: decimal(value) for code, value in rows.iter_rows()}


def _covered(page: Page, codes: Sequence[str]) -> dict[str, bool]:
    """Whether the whole period is covered, by region."""
    return dict(snapshot.ask(page.release, "covered_places", codes=list(codes), **page.bounds).iter_rows())


def _value(
    place: Row, told: Mapping[str, Decimal | None], covered: Mapping[str, bool], whole: Collection[str]
) -> Decimal | None:
    """Covered without a disaster is 0; a township only where its county's figure is broken down to the last."""
    code, parent = place["region_code"], place["parent_code"]
    if code in told:
        return told[code]
    is_covered = covered.get(code, covered.get(parent, False))
    return Decimal(0) if is_covered and (place["region_level"] != TOWNSHIP or parent in whole) else None


def _is_broken_down(parent: str, places: Sequence[Row], told: Mapping[str, Decimal | None]) -> bool:
    """Whether the places below a region account for all of its figure; where it had no disaster there is nothing to."""
    below = (told.get(place["region_code"]) for place in places if place["parent_code"] == parent)
    known = sum((value for value in below if value), Decimal(0))
    return told.get(parent, Decimal(0)) == known


@lru_cache(maxsize=40)
def places_below(release: Release, region: str, depth: int) -> tuple[Row, ...]:
    """The places below a region, with their names in the words of the release."""
    rows = snapshot.ask(release, "places_below", region=region, depth=depth).to_dicts()
    return tuple(
        row | {"region_name": labels.region(release, row["region_code"])} if row["is_reported"] else row for row in rows
    )


@lru_cache(maxsize=40)
def shapes_of(release: Release, region: str, year: int, depth: int) -> Shapes:
    """The shapes below a region as its map of a year draws them; none where no boundary file has any."""
    codes = [place["region_code"] for place in places_below(release, region, depth)]
    if not codes or not snapshot.has(release, BOUNDARIES):
        return Shapes()
    return boundaries.drawn(snapshot.ask(release, "boundary_shapes", codes=codes, year=year).to_dicts())


def depths(page: Page) -> list[int]:
    """How far below the region there are places to show; the first one is what a reader sees who chose nothing."""
    chosen = page.selection
    known = [places_below(page.release, chosen.region, depth) for depth in (CHILDREN, GRANDCHILDREN)]
    if level_of(known[0]) == level_of(known[1]):  # nothing below, or a development zone that has townships itself
        return [CHILDREN]
    drawn = [bool(shapes_of(page.release, chosen.region, chosen.year, depth)) for depth in (CHILDREN, GRANDCHILDREN)]
    return [GRANDCHILDREN, CHILDREN] if drawn == [False, True] else [CHILDREN, GRANDCHILDREN]


def level_of(places: Sequence[Row]) -> str:
    """The level that most of some places have."""
    levels = [place["region_level"] for place in places]
    return max(sorted(set(levels)), key=levels.count, default="other")


def indicators_with_figures(page: Page) -> list[str]:
    """The summed indicators that have a figure in any year of the region: the main ones first, then as the codebook."""
    largest = snapshot.ask(page.release, "indicators_with_figures", region=page.selection.region).row(0, named=True)
    known = [name for name in page.codebook if largest.get(name)]
    return sorted(
        known, key=lambda name: (not page.codebook[name]["headline"], int(page.codebook[name]["headline"] or 0))
    )
