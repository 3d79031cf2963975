"""Boundary files of the fictional prefecture: counties in the codes of two years, and townships; an ocean away from any
real place."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines import codebooks
from pipelines.sample import honeycomb
from pipelines.sample.disasters import County
from pipelines.sample.draw import Draw
from pipelines.sample.honeycomb import Cell, Ring

CELLS_PER_TOWNSHIP = 45
LEFT, LOW = 15_100_000, 3_000_000
WIDE, HIGH = 1_560, 780
"""The middle of the land and the size of a step, in 100,000ths of a degree: 151° E, 30° N is open sea."""
Owners = dict[Cell, str]


def write(folder: Path, counties: Sequence[County], seed: int, years: tuple[int, int]) -> list[Path]:
    """Counties under the codes of the first and the last year, and townships of the last."""
    draw = Draw(f"{seed}/boundaries")
    townships = _townships(counties, draw)
    drawn = honeycomb.places(townships, draw)
    names = {place.code: place.name for county in counties for place in (county.place, *county.townships)}
    by_county = {cell: code[:6] for cell, code in townships.items()}
    first, last = years
    former = {row["new_code"]: (row["old_code"], row["old_name"]) for row in codebooks.rows("region_changes")}
    then = {code: former.get(code, (code, names[code])) for code in set(by_county.values())}
    now = {code: (code, name) for code, name in names.items()}
    return [
        _file(folder / f"示例市县（市、区）边界_{first}.geojson", by_county, then, drawn),
        _file(folder / f"示例市县（市、区）边界_{last}.geojson", by_county, now, drawn),
        _file(folder / f"示例市乡镇（街道）边界_{last}.geojson", townships, now, drawn),
    ]


def _townships(counties: Sequence[County], draw: Draw) -> Owners:
    """Every cell of the land with its township: first the two banks of the river, then counties, then townships."""
    sizes = {county.place.code: len(county.townships) for county in counties}
    cells = honeycomb.land(draw, CELLS_PER_TOWNSHIP * sum(sizes.values()))
    sides = honeycomb.banks(cells, draw)
    owners: Owners = {}
    for side, codes in enumerate((list(sizes)[::2], list(sizes)[1::2])):
        bank = {cell for cell in cells if sides[cell] == side}
        owners |= honeycomb.shared(bank, {code: sizes[code] for code in codes}, draw)
    found: Owners = {}
    for county in counties:
        own = {cell for cell, code in owners.items() if code == county.place.code}
        found |= honeycomb.shared(own, {town.code: draw.between(6, 12) for town in county.townships}, draw)
    return found


def _file(path: Path, owners: Owners, names: Mapping[str, tuple[str, str]], drawn: Mapping[Cell, Cell]) -> Path:
    features: list[dict[str, Any]] = []
    for owner in sorted(set(owners.values())):
        code, name = names[owner]
        rings = honeycomb.rings({cell for cell, one in owners.items() if one == owner})
        geometry = {"type": "MultiPolygon", "coordinates": _polygons(rings, drawn)}
        features.append({"type": "Feature", "properties": {"adcode": code, "name": name}, "geometry": geometry})
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return path


def _polygons(rings: Sequence[Ring], drawn: Mapping[Cell, Cell]) -> list[list[list[list[float]]]]:
    """Outer rings, the largest with the holes: what grows from one cell has one outer ring and few holes."""
    outer = sorted((ring for ring in rings if honeycomb.is_outer(ring)), key=len, reverse=True)
    holes = [_degrees(ring, drawn) for ring in rings if not honeycomb.is_outer(ring)]
    return [[_degrees(ring, drawn), *(holes if number == 0 else [])] for number, ring in enumerate(outer)]


def _degrees(ring: Ring, drawn: Mapping[Cell, Cell]) -> list[list[float]]:
    points = (drawn[corner] for corner in ring)
    return [
        [(LEFT + x * WIDE // honeycomb.FINE) / 100_000, (LOW + y * HIGH // honeycomb.FINE) / 100_000] for x, y in points
    ]
