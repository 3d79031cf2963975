"""The shapes of places as a map draws them: in true proportion, one per place of today, with an outline around all.

Pure: rows of `boundary_shapes.sql` in. Degrees of longitude are squeezed to the latitude, so that the chart needs no
projection and the order of points in a ring does not matter; then all is scaled to whole numbers, which are short.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import shapely

Row = Mapping[str, Any]
Geometry = str
"""GeoJSON as text: it is made once, and goes to the browser as it stands."""
DEGREES = "degrees"
ACROSS = 10_000
"""Steps along the longer side of a map: finer than any screen."""
HATCH = 143
"""Steps between two strokes of hatching."""
SLIVER = 0.0005
"""Holes in the outline below this share of its area are gaps between shapes that do not quite fit."""


@dataclass(frozen=True)
class Shape:
    """One place: its polygons, where a label stands and how much room it has, and the names it had then."""

    region_code: str
    polygons: Any
    x: float
    y: float
    radius: float
    names_then: tuple[str, ...] = ()

    @cached_property
    def geometry(self) -> Geometry:
        """As GeoJSON."""
        return _geojson(self.polygons)

    @cached_property
    def hatching(self) -> Geometry:
        """Strokes across the place, for what has no figure."""
        return _geojson(_strokes(self.polygons))


@dataclass(frozen=True)
class Shapes:
    """The places of one map. `vintage` is the year of the file they come from, if it says so."""

    places: tuple[Shape, ...] = ()
    vintage: int | None = None

    def __bool__(self) -> bool:
        return bool(self.places)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(shape.region_code for shape in self.places)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the map in its own steps."""
        left, low, right, high = _bounds(self.places)
        return right - left, high - low

    @cached_property
    def outline(self) -> Geometry:
        """The border around all places."""
        whole = shapely.union_all([_sound(shape.polygons) for shape in self.places])
        smallest = SLIVER * whole.area
        parts = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
        return _geojson(shapely.multipolygons([_without_slivers(part, smallest) for part in parts]))


def drawn(rows: Sequence[Row]) -> Shapes:
    """The shapes of a map from the rows of its files, the base file first."""
    if not rows:
        return Shapes()
    unit, base = rows[0]["coordinates"], rows[0]["file_order"]
    squeeze = _squeeze(rows) if unit == DEGREES else 1.0
    places: dict[str, Shape] = {}
    for row in (row for row in rows if row["coordinates"] == unit):
        shape = _shape(row, squeeze)
        lies_within = row["file_order"] > base and any(
            shapely.contains_xy(one.polygons, shape.x, shape.y) for one in places.values()
        )
        if not lies_within:  # else it is a zone in its host, or split off later: the base file draws it already
            before = places.get(shape.region_code)
            places[shape.region_code] = _joined(before, shape) if before else shape
    return Shapes(tuple(_scaled(places.values())), rows[0]["vintage"])


def _shape(row: Row, squeeze: float) -> Shape:
    polygons = _moved(shapely.from_geojson(row["geometry"]), lambda points: points * (squeeze, 1))
    names = (row["region_name"],) if row["is_former"] else ()
    return Shape(row["current_code"], polygons, row["label_x"] * squeeze, row["label_y"], row["label_radius"], names)


def _joined(one: Shape, other: Shape) -> Shape:
    """Two units that became one, which has one figure. The label stands in the roomier of them."""
    roomier = one if one.radius >= other.radius else other
    parts = [*shapely.get_parts(one.polygons), *shapely.get_parts(other.polygons)]
    return replace(roomier, polygons=shapely.multipolygons(parts), names_then=one.names_then + other.names_then)


def _squeeze(rows: Sequence[Row]) -> float:
    """How wide a degree of longitude is beside one of latitude, in the middle of the map."""
    latitudes = [row["label_y"] for row in rows]
    return math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))


def _scaled(shapes: Iterable[Shape]) -> list[Shape]:
    """The shapes in whole steps from the lower left corner of the map."""
    places = list(shapes)
    left, low, right, high = _bounds(places)
    steps = ACROSS / (max(right - left, high - low) or 1)
    return [
        replace(
            one, polygons=_moved(one.polygons, lambda points: ((points - (left, low)) * steps).round()),
            x=round((one.x - left) * steps), y=round((one.y - low) * steps), radius=round(one.radius * steps),
        )
        for one in places
    ]  # fmt: skip


def _bounds(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    left, low, right, high = shapely.total_bounds([shape.polygons for shape in shapes])
    return float(left), float(low), float(right), float(high)


def _moved(polygons: Any, move: Callable[[Any], Any]) -> Any:
    return shapely.transform(polygons, move)


def _without_slivers(part: Any, smallest: float) -> Any:
    holes = [ring for ring in part.interiors if shapely.polygons(ring).area > smallest]
    return shapely.polygons(part.exterior, holes or None)


def _strokes(polygons: Any) -> Any:
    """Parallel lines from lower left to upper right, where they lie in the polygons."""
    left, low, right, high = polygons.bounds
    first, last = math.floor((low - right) / HATCH), math.ceil((high - left) / HATCH)
    lines = [((left, left + at * HATCH), (right, right + at * HATCH)) for at in range(first, last + 1)]
    return shapely.intersection(shapely.multilinestrings(lines), _sound(polygons))


def _sound(polygons: Any) -> Any:
    """Polygons without rings that cross themselves, which rounding may leave."""
    return shapely.make_valid(polygons, method="structure", keep_collapsed=False)


def _geojson(shape: Any) -> Geometry:
    """Polygons or lines as GeoJSON in whole numbers."""
    parts = list(shapely.get_parts(shape))
    lines: list[Any] = [_points(part) for part in parts if part.geom_type == "LineString"]
    rings = [[_points(ring) for ring in (p.exterior, *p.interiors)] for p in parts if p.geom_type == "Polygon"]
    told = (
        {"type": "MultiPolygon", "coordinates": rings} if rings else {"type": "MultiLineString", "coordinates": lines}
    )
    return json.dumps(told, separators=(",", ":"))


def _points(line: Any) -> list[list[int]]:
    """The points of a line, none twice in a row."""
    points = [[round(x), round(y)] for x, y in line.coords]
    return [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]
