"""Profile `tidy`: long tables for analysis, one row per figure; nothing is rounded, nothing is left out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from pipelines import codebooks
from pipelines.exports.outputs import Outputs
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.exports.texts import columns, exact_text, harmless

Measures = Mapping[str, tuple[str, str]]
"""Column → name and unit."""


def write(release: Snapshot, into: Outputs, *, year: int | None, region: str | None) -> dict[str, object]:
    """Write losses.csv (record × indicator) and annual_losses.csv (year × region × hazard × indicator)."""
    chosen = {"year": year, "region": region}
    records = {name: (str(i["name_zh"]), str(i["unit"])) for name, i in release.indicators.items()}
    sums = {row["measure"]: (row["name_zh"], row["unit"]) for row in codebooks.rows("export_measures")} | {
        name: (str(i["name_zh"]), str(i["period_unit"] or i["unit"])) for name, i in release.indicators.items()
    }
    for table, measures in (("losses", records), ("annual_losses", sums)):
        there = set(release.columns("core.losses" if table == "losses" else "marts.annual_losses"))
        present = {name: told for name, told in measures.items() if name in there}
        headings = [column["heading"] for column in columns(table)]
        lines = _lines(table, headings, release.file_rows(table, chosen), present)
        into.csv_file(f"{table}.csv", lines, headings)
    return {}


def _lines(table: str, headings: list[str], rows: Iterable[Row], measures: Measures) -> Iterator[list[str]]:
    yield headings
    wanted = [(column["column"], column["kind"] == "text") for column in columns(table)]
    for row in rows:
        keys = {name: _text(row.get(name), is_free) for name, is_free in wanted}
        for measure, (name_zh, unit) in measures.items():
            if row[measure] is not None:
                told = keys | {
                    "indicator": measure, "name_zh": name_zh, "unit": unit, "value": exact_text(row[measure]),
                }  # fmt: skip
                yield [told[name] for name, _ in wanted]


def _text(value: Any, is_free: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return harmless(str(value)) if is_free else str(value)
