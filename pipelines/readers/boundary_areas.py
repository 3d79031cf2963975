"""A geometry as files write it → the polygons of a region, or why it is none."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import shapely

from pipelines.transforms.shapes import Shape, repaired

EMPTY, BROKEN, POINT, LINE = "empty", "broken", "point", "line"
"""Why a geometry is no area."""
KINDS = {"Point": POINT, "MultiPoint": POINT, "LineString": LINE, "MultiLineString": LINE}
DEPTHS = {3: "Polygon", 4: "MultiPolygon", 2: "LineString", 1: "Point"}
"""How deep the coordinates of a geometry lie that does not say its type."""
FAULTS = (TypeError, ValueError, IndexError, KeyError, AttributeError, shapely.GEOSException)
OFFSET, ENCODED_STEPS = 64, 1024
"""ECharts packs coordinates into letters: differences in 1024ths of a degree."""


@dataclass(frozen=True)
class Area:
    """The polygons of one feature; `problem` says why there are none, `was_broken` that rings crossed themselves."""

    shape: Shape | None
    problem: str = ""
    was_broken: bool = False


def area_of(geometry: Mapping[str, Any] | None) -> Area:
    """The area of a geometry."""
    if geometry is None:
        return Area(None, EMPTY)
    kind = geometry.get("type") or DEPTHS.get(_depth(geometry.get("coordinates")))
    if kind in KINDS:
        return Area(None, KINDS[kind])
    if kind == "GeometryCollection":
        return _of_several([area_of(one) for one in geometry.get("geometries") or () if isinstance(one, Mapping)])
    try:
        whole = _of_rings(geometry["rings"]) if "rings" in geometry else _of_polygons(kind, geometry)
    except FAULTS:
        return Area(None, BROKEN)
    if whole is None:
        return Area(None, EMPTY)
    shape, was_broken = repaired(whole)
    return Area(shape, "" if shape is not None else BROKEN, was_broken)


def _of_several(areas: Sequence[Area]) -> Area:
    known = [area.shape for area in areas if area.shape is not None]
    if not known:
        return areas[0] if areas else Area(None, EMPTY)
    return Area(reduce(shapely.union, known), "", any(area.was_broken for area in areas))


def _of_polygons(kind: object, geometry: Mapping[str, Any]) -> Shape | None:
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(kind)
    coordinates = geometry.get("coordinates") or ()
    if "encodeOffsets" in geometry:
        coordinates = _decoded(coordinates, geometry["encodeOffsets"])
    polygons = [_polygon(rings) for rings in ([coordinates] if kind == "Polygon" else coordinates) if rings]
    return shapely.multipolygons(polygons) if polygons else None


def _polygon(rings: Sequence[Any]) -> Shape:
    """An outer ring and its holes. A hole that is no ring is left out; an outer ring that is none fails."""
    holes = [hole for ring in rings[1:] if (hole := _hole(ring)) is not None]
    return shapely.polygons(_ring(rings[0]), holes or None)


def _hole(points: Sequence[Any]) -> Shape | None:
    try:
        return _ring(points)
    except FAULTS:
        return None


def _ring(points: Sequence[Any]) -> Shape:
    """A closed ring; heights and numbers written as texts are put up with, what is no number is not."""
    try:
        ring = shapely.force_2d(shapely.linearrings(points))
    except FAULTS:
        ring = shapely.linearrings([(float(point[0]), float(point[1])) for point in points])
    if not all(map(math.isfinite, ring.bounds)):
        raise ValueError("a coordinate has no end")
    return ring


def _of_rings(rings: Sequence[Any]) -> Shape | None:
    """ArcGIS lists outer rings and holes one after the other: a point inside an odd number of rings is inside."""
    polygons = [repaired(shapely.polygons(_ring(ring)))[0] for ring in rings]
    known = [polygon for polygon in polygons if polygon is not None]
    return reduce(shapely.symmetric_difference, known) if known else None


def _decoded(coordinates: Any, offsets: Any) -> Any:
    """Rings packed by ECharts, at whatever depth they lie."""
    if not isinstance(coordinates, str):
        return [_decoded(one, offset) for one, offset in zip(coordinates, offsets, strict=True)]
    return list(_unpacked(coordinates, offsets))


def _unpacked(letters: str, start: Sequence[int]) -> Iterator[tuple[float, float]]:
    x, y = start
    steps = [(ord(letter) - OFFSET) for letter in letters]
    for wide, high in zip(steps[::2], steps[1::2], strict=True):
        x += (wide >> 1) ^ -(wide & 1)
        y += (high >> 1) ^ -(high & 1)
        yield x / ENCODED_STEPS, y / ENCODED_STEPS


def _depth(coordinates: Any) -> int:
    depth = 0
    while isinstance(coordinates, Sequence) and not isinstance(coordinates, str) and coordinates:
        coordinates, depth = coordinates[0], depth + 1
    return depth
