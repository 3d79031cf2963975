"""Profile `tidy`: long tables for analysis, one row per figure; nothing is rounded, nothing is left out.

Beside them the regions, hazards and indicators that they refer to, and a data package that describes all of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipelines import codebooks
from pipelines.codebooks import ALL_HAZARDS
from pipelines.exports import data_package
from pipelines.exports.outputs import Outputs
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.exports.texts import columns, exact_text, harmless, word

FIGURES = {"losses": "core.losses", "annual_losses": "marts.annual_losses"}


@dataclass
class _Used:
    """What the written figures refer to: regions with a row that names them, and measures."""

    regions: dict[str, Row] = field(default_factory=dict)
    measures: set[str] = field(default_factory=set)


def write(release: Snapshot, into: Outputs, *, year: int | None, region: str | None) -> dict[str, object]:
    """Write losses.csv (record × indicator), annual_losses.csv (year × region × hazard × indicator), their tables."""
    measures, used = _measures(release), _Used()
    for table, source in FIGURES.items():
        there = set(release.columns(source))
        present = {name: row for name, row in measures.items() if name in there}
        rows = release.file_rows(table, {"year": year, "region": region})
        _write(into, table, _figures(table, rows, present, used))
    _write(into, "regions", _regions(release, used))
    _write(into, "hazards", _hazards(release))
    _write(into, "indicators", (row for name, row in measures.items() if name in used.measures))
    data_package.write(into, [*FIGURES, "regions", "hazards", "indicators"], _about(release, region))
    return {}


def _measures(release: Snapshot) -> dict[str, Row]:
    """What can be counted, with its names and units: of a record, and of a year's sum."""
    counted = {row["measure"]: row for row in codebooks.rows("export_measures")}
    rows = {name: row | {"annual_unit": row["unit"]} for name, row in counted.items()}
    for name, told in release.indicators.items():
        rows[name] = told | {"annual_unit": told["period_unit"] or told["unit"]}
    return {name: row | {"indicator": name} for name, row in rows.items()}


def _write(into: Outputs, table: str, rows: Iterable[Row]) -> None:
    wanted = [(column["column"], column["kind"] == "text") for column in columns(table)]
    headings = [column["heading"] for column in columns(table)]

    def lines() -> Iterator[list[str]]:
        yield headings
        yield from ([_text(row.get(name), is_free) for name, is_free in wanted] for row in rows)

    into.csv_file(f"{table}.csv", lines(), headings)


def _figures(table: str, rows: Iterable[Row], measures: Mapping[str, Row], used: _Used) -> Iterator[Row]:
    unit = "unit" if table == "losses" else "annual_unit"
    told = {name: {"indicator": name, "name_zh": m["name_zh"], "unit": m[unit]} for name, m in measures.items()}
    for row in rows:
        used.regions.setdefault(row["region_code"], row)
        for name, about in told.items():
            if row[name] is not None:
                used.measures.add(name)
                yield row | about | {"value": exact_text(row[name])}


def _regions(release: Snapshot, used: _Used) -> Iterator[Row]:
    """The regions referred to and all above them; a code no longer in use as it was reported, below today's parent."""
    rows: dict[str, Row] = {}
    for code, row in used.regions.items():
        current = release.regions.get(code)
        if current is None:
            today = release.regions.get(row.get("current_code") or "", {})
            current = {
                "region_code": code, "name_zh": row["region_name"], "level": row["region_level"],
                "parent_code": today.get("parent_code"),
            }  # fmt: skip
        rows[code] = current
        above = current["parent_code"]
        while above and above not in rows and above in release.regions:
            rows[above] = release.regions[above]
            above = release.regions[above]["parent_code"]
    for code in sorted(rows):
        parent = rows[code]["parent_code"]
        yield rows[code] | {"parent_code": parent if parent in rows else None}


def _hazards(release: Snapshot) -> Iterator[Row]:
    yield {"hazard_key": ALL_HAZARDS, "name_zh": word("hazard.all"), "name_en": ALL_HAZARDS}
    yield from (release.hazards[key] | {"hazard_key": key} for key in sorted(release.hazards))


def _about(release: Snapshot, region: str | None) -> dict[str, object]:
    name = release.regions[region]["name_zh"] if region else word("package.every_region")
    return {
        "name": "disaster-losses",
        "title": word("package.title", region=name, through=release.data_through.isoformat()),
        "description": word("package.description"),
        "version": release.id,
    }


def _text(value: Any, is_free: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return harmless(str(value)) if is_free else str(value)
