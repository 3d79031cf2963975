"""Polygons of regions: repaired, the right way up, and simplified together so that neighbours keep one border.

Coordinates are degrees (longitude, latitude) or metres of a map projection; nothing is projected here.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import shapely

Shape = Any
"""A polygon or multipolygon of shapely, which has no types of its own."""

DEGREES, METRES = "degrees", "metres"
PIXELS_ACROSS = 700
PIXELS_OF_ONE = 65
"""How large a file is drawn: all of it, or one region where many are drawn together. A pixel is the tolerance."""
SPECK = 4
SPECK_SHARE = 0.005
"""Islands and holes below 4 × 4 pixels and half a percent of their region are left out."""
LONGITUDES, LATITUDES = (73, 136), (3, 54)
"""Where China lies: two axes that fit only the wrong way round were written latitude first."""
NORTHINGS, EASTINGS = (1.8e6, 7.2e6), (1e6, 8e6)
"""Metres north of the equator; metres east are below the first number, or above the second where a zone leads them."""


@dataclass(frozen=True)
class Drawn:
    """A shape as it is stored: GeoJSON text, and the middle of its largest circle with that circle's radius."""

    geometry: str
    label_x: float
    label_y: float
    label_radius: float


def repaired(shape: Shape) -> tuple[Shape | None, bool]:
    """The polygons of a shape without rings that cross themselves (None if none is left), and whether any did."""
    is_sound = bool(shapely.is_valid(shape))
    whole = shape if is_sound else shapely.make_valid(shape, method="structure", keep_collapsed=False)
    polygons = [part for part in _parts(whole) if part.area > 0]
    return (shapely.multipolygons(polygons) if polygons else None), not is_sound


def joined(shapes: Sequence[Shape]) -> Shape:
    """Several shapes as one."""
    return shapely.multipolygons(_parts(shapely.union_all(list(shapes))))


def coordinates_of(shapes: Sequence[Shape]) -> tuple[str, bool]:
    """`degrees` or `metres`, and whether the second axis was written first."""
    left, low, right, high = (float(number) for number in shapely.total_bounds(list(shapes)))
    if max(abs(left), abs(right), abs(low), abs(high)) <= 180:
        is_turned = _within(left, right, LATITUDES) and _within(low, high, LONGITUDES)
        return DEGREES, is_turned
    is_turned = _within(left, right, NORTHINGS) and (high < EASTINGS[0] or low > EASTINGS[1])
    return METRES, is_turned


def turned(shapes: Sequence[Shape]) -> list[Shape]:
    """The shapes with their axes exchanged."""
    return [shapely.transform(shape, lambda points: points[:, ::-1]) for shape in shapes]


def simplified(shapes: Sequence[Shape], groups: Sequence[str]) -> list[Drawn]:
    """The shapes as they are stored; those of one group (one level) do not overlap and keep their common borders."""
    tolerance = _tolerance(shapes)
    cleared = [_without_specks(shape, (SPECK * tolerance) ** 2) for shape in shapes]
    tree = shapely.STRtree(cleared)
    cleared = [_without_empty_holes(shape, (SPECK * tolerance) ** 2, tree) for shape in cleared]
    lines: list[Shape] = list(cleared)
    for group in dict.fromkeys(groups):
        members = [number for number, one in enumerate(groups) if one == group]
        for number, shape in zip(members, _coverage([cleared[n] for n in members], tolerance), strict=True):
            lines[number] = shape
    decimals = max(0, -math.floor(math.log10(tolerance / 4)))
    return [_drawn(shape, decimals) for shape in lines]


def _tolerance(shapes: Sequence[Shape]) -> float:
    """The width of a pixel: of the whole file on a page, or of one region among many if that is finer."""
    left, low, right, high = shapely.total_bounds(list(shapes))
    side = math.sqrt(median(float(shape.area) for shape in shapes))
    return min(max(float(right - left), float(high - low)) / PIXELS_ACROSS, side / PIXELS_OF_ONE)


def _without_specks(shape: Shape, smallest: float) -> Shape:
    """The shape without islands nobody would see; the largest part always stays."""
    parts = _parts(shape)
    limit = min(smallest, SPECK_SHARE * shape.area, max(part.area for part in parts))
    return shapely.multipolygons([part for part in parts if part.area >= limit])


def _without_empty_holes(shape: Shape, smallest: float, tree: Any) -> Shape:
    """The shape without small holes in which no other region lies."""

    def is_kept(ring: Shape) -> bool:
        hole = shapely.polygons(ring)
        return hole.area >= smallest or len(tree.query(hole.representative_point(), predicate="within")) > 0

    return shapely.multipolygons(
        [shapely.polygons(part.exterior, [r for r in part.interiors if is_kept(r)] or None) for part in _parts(shape)]
    )


def _coverage(shapes: Sequence[Shape], tolerance: float) -> list[Shape]:
    """Simplified with common borders; each alone where the file's shapes overlap so that this leaves a broken one."""
    lines = list(shapely.coverage_simplify(list(shapes), tolerance))
    for number, shape in enumerate(lines):
        if not shapely.is_valid(shape) or shape.is_empty:
            alone = shapely.simplify(shapes[number], tolerance, preserve_topology=True)
            lines[number] = repaired(alone)[0] or shapes[number]
    return lines


def _drawn(shape: Shape, decimals: int) -> Drawn:
    x, y, radius = _middle(shape)
    text = json.dumps(
        {"type": "MultiPolygon", "coordinates": [_rings(part, decimals) for part in _parts(shape)]},
        separators=(",", ":"),
    )
    return Drawn(text, round(x, decimals + 1), round(y, decimals + 1), round(radius, decimals + 1))


def _rings(part: Shape, decimals: int) -> list[list[list[float]]]:
    """The outer ring and the holes, rounded; a hole that rounds away is left out, an outer ring stays as it was."""
    rings = [_rounded(ring, decimals) for ring in (part.exterior, *part.interiors)]
    outer = rings[0] if len(rings[0]) > 3 else part.exterior.coords
    return [[list(point) for point in outer], *([list(p) for p in ring] for ring in rings[1:] if len(ring) > 3)]


def _rounded(ring: Shape, decimals: int) -> list[tuple[float, ...]]:
    """The points of a ring, none twice in a row; whole metres as whole numbers."""
    points = [tuple(round(number, decimals or None) for number in point) for point in ring.coords]
    return [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]


def _middle(shape: Shape) -> tuple[float, float, float]:
    """Centre and radius of the largest circle in the largest part, as seen on the map: degrees of longitude shrink."""
    largest = max(_parts(shape), key=lambda part: float(part.area))
    squeeze = aspect(float(largest.centroid.y))
    seen = shapely.transform(largest, lambda points: points * (squeeze, 1))
    circle = shapely.maximum_inscribed_circle(seen, math.sqrt(seen.area) / 50)
    (x, y), _ = circle.coords
    return float(x) / squeeze, float(y), float(circle.length)


def aspect(latitude: float) -> float:
    """How wide a degree of longitude is beside one of latitude; 1 in metres."""
    return math.cos(math.radians(latitude)) if abs(latitude) < 85 else 1.0


def _within(low: float, high: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= low and high <= limits[1]


def _parts(shape: Shape) -> list[Shape]:
    """The polygons of a shape; lines and points that a repair leaves over are not among them."""
    parts = shapely.get_parts(shapely.get_parts(shape))  # a collection may hold multipolygons
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
