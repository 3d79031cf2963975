"""The ledger that the shipped files make, in memory, and where each number of the work summaries stands in it."""

import csv
import hashlib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from pipelines import inputs, settings, staging, staging_inputs
from pipelines.progress import nobody
from pipelines.readers.contract import LEDGER_SCHEMAS, LEDGER_TABLES, READING_TABLES, Reading
from pipelines.received import ACTIVE, Source
from pipelines.warehouse import Warehouse
from tests.scenario import Ledger

RAW = Path(__file__).parents[2] / "raw"
FOLDERS = ("period_figures", "relief", "insurance")
SUMMARIES = "公开工作总结"
PLACES = Path(__file__).with_name("where_they_stand.csv")
SEASON_MONTHS = {"start": (12, 1), "end": (5, 31)}
YEARS = ("fund_year", "policy_year", "payment_year", "year")
Row = dict[str, str]


def files() -> list[Path]:
    """The shipped files with figures of work summaries."""
    return sorted(file for folder in FOLDERS for file in (RAW / folder / SUMMARIES).glob("*.csv"))


@cache
def ledger() -> Ledger:
    """The shipped files read and loaded, as a refresh loads them."""
    warehouse = Warehouse()
    warehouse.open()
    empty = inputs.Inputs(
        sources=(), problems=(), settings=settings.load(Path("nowhere")).as_texts(), zones=[], decisions={},
        codebooks="", software="",
    )  # fmt: skip
    staging_inputs.prepare_staging(warehouse)
    staging.load_settings(warehouse, empty, is_sample=False)
    _load(warehouse, {source: staging.read_source(source, file, nobody) for source, file in map(_source, files())})
    staging_inputs.add_missing_tables(warehouse)
    return Ledger(warehouse)


def places() -> list[Row]:
    """Where each number stands: table, keys, column, and what is expected there."""
    with PLACES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def standing(place: Row) -> list[dict[str, Any]]:
    """What stands at the place of a number: value, unit, state and days, one for each row of the table that fits."""
    wanted = dict(part.split("=", 1) for part in place["key"].split(";"))
    rows = [row for row in table(place["table"]) if all(str(row[key]) == value for key, value in wanted.items())]
    if place["table"] != "core.period_figures":
        return [_of_ledger(row, place["column"]) for row in rows]
    days = (_day(place["period_start"]), _day(place["period_end"]))
    return [
        {key: row[key] for key in ("value", "unit", "state", "period_start", "period_end")}
        for row in rows
        if row["state"] != "implied" and (row["period_start"], row["period_end"]) == days
    ]


def expected(place: Row) -> dict[str, Any]:
    """What a place should hold."""
    return {
        "value": Decimal(place["value"]) if place["value"] else None,
        "unit": place["unit"],
        "state": place["state"],
        "period_start": _day(place["period_start"]),
        "period_end": _day(place["period_end"]),
    }


@cache
def table(name: str) -> list[dict[str, Any]]:
    """All rows of a table of the shipped ledger."""
    return ledger().table(name)


def _of_ledger(row: dict[str, Any], column: str) -> dict[str, Any]:
    states = {
        (s["source_id"], s["source_locator"], s["indicator"]): s["state"] for s in table("core.figure_states")
    }  # fmt: skip
    start, end = _days_of(row)
    return {
        "value": row[column],
        "unit": row["unit"] if column == "quantity" else _units()[column],
        "state": states.get((row["source_id"], row["source_locator"], column), "exact"),
        "period_start": start,
        "period_end": end,
    }


def _days_of(row: dict[str, Any]) -> tuple[date, date]:
    """The days that the row of a ledger speaks of: its winter and spring, or its year."""
    if row.get("season"):
        first, last = map(int, row["season"].split("-"))
        return date(first, *SEASON_MONTHS["start"]), date(last, *SEASON_MONTHS["end"])
    year = next(row[name] for name in YEARS if row.get(name))
    return date(year, 1, 1), date(year, 12, 31)


@cache
def _units() -> dict[str, str]:
    from pipelines.codebooks.ledgers import ledgers

    return {column.column_name: column.unit for kind in ledgers().values() for column in kind.columns}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _source(file: Path) -> tuple[Source, Path]:
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    return Source(sha256, file.relative_to(RAW).as_posix(), "", ACTIVE), file


def _load(warehouse: Warehouse, readings: dict[Source, Reading]) -> None:
    warehouse.write(
        "staging.sources",
        staging.frame_of(
            [
                {"source_id": s.source_id, "path": s.path, "sha256": s.sha256, "status": s.status, "reader": r.reader}
                | {count: getattr(r, count) for count in staging.COUNTS}
                for s, r in readings.items()
            ],
            staging_inputs.SOURCE_SCHEMA,
        ),
    )
    for name, schema in READING_TABLES.items():
        frames = [staging.typed(getattr(reading, name), schema, source) for source, reading in readings.items()]
        warehouse.write(f"staging.{name}", pl.concat(frames))
    for name, schema in LEDGER_SCHEMAS.items():
        empty = pl.DataFrame(schema=schema | {"source_id": pl.String()})
        frames = [staging.typed(r.ledgers[name], schema, s) for s, r in readings.items() if name in r.ledgers]
        warehouse.write(f"staging.{LEDGER_TABLES[name]}", pl.concat([empty, *frames]))
