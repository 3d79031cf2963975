"""Boundaries of the fixture release: counties in a row as squares, in the codes of two years, and some townships."""

import json
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

COUNTIES = ("990102", "990121", "990122", "990123", "990181")
RENAMED, FORMER = "990121", "990120"
CHANGED = 2021
"""清河县 bore another code until then."""
NEVER_REPORTED = ("990121999000", "河源乡")
SCHEMA = {
    "region_code": pl.String, "current_code": pl.String, "parent_code": pl.String, "region_level": pl.String,
    "region_name": pl.String, "vintage": pl.Int32, "first_year": pl.Int32, "last_year": pl.Int32,
    "coordinates": pl.String, "geometry": pl.String, "label_x": pl.Float64, "label_y": pl.Float64,
    "label_radius": pl.Float64, "source_id": pl.String, "source_locator": pl.String,
}  # fmt: skip


def square(x: float, y: float, size: float) -> str:
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return json.dumps({"type": "MultiPolygon", "coordinates": [[ring]]})


def shape(code: str, at: int, **stated: Any) -> dict[str, Any]:
    """One square of a row of squares; all that is not stated is usual."""
    level, parent = ("township", code[:6]) if len(code) == 12 else ("county", "990100")
    usual: dict[str, Any] = {
        "region_code": code, "current_code": code, "parent_code": parent, "region_level": level, "region_name": code,
        "vintage": 2025, "first_year": None, "last_year": None, "coordinates": "degrees",
        "geometry": square(100 + at, 30, 1), "label_x": 100.5 + at, "label_y": 30.5, "label_radius": 0.5,
        "source_id": "new", "source_locator": f"#{at}",
    }  # fmt: skip
    return usual | stated


def rows() -> list[dict[str, Any]]:
    """The file of 2025, that of 2019, and the townships of the county that changed its code."""
    new = [shape(code, at, first_year=CHANGED if code == RENAMED else None) for at, code in enumerate(COUNTIES)]
    then = [shape(code, at, source_id="old", vintage=2019) for at, code in enumerate(COUNTIES) if code != RENAMED]
    was = {"region_code": FORMER, "current_code": RENAMED, "region_name": "清河旧县", "last_year": CHANGED}
    towns = [shape(f"{RENAMED}{100 + at}000", at, source_id="towns") for at in range(4)]
    towns.append(shape(NEVER_REPORTED[0], 4, source_id="towns", region_name=NEVER_REPORTED[1]))
    return [*new, *then, shape(RENAMED, 1, source_id="old", vintage=2019) | was, *towns]


def write(warehouse: Path, release: str, told: list[dict[str, Any]] | None = None) -> None:
    """Adds the table to a release."""
    frame = pl.DataFrame(rows() if told is None else told, schema=SCHEMA)
    with duckdb.connect(str(warehouse / "published" / release / "snapshot.duckdb")) as database:
        database.register("shapes", frame)
        database.execute("create or replace table core.boundaries as from shapes")
