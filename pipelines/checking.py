"""Files read and checked in memory: the same readers, SQL and rules as a refresh, and nothing is stored."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import polars as pl

from pipelines import build, decisions, inputs, models, settings, staging, staging_inputs, versions
from pipelines.errors import LedgerError
from pipelines.progress import Listener
from pipelines.raw_store import ACTIVE, SIDECAR, Source
from pipelines.readers.contract import LEDGER_SCHEMAS, LEDGER_TABLES, READING_TABLES, Reading
from pipelines.warehouse import Warehouse

FINDINGS = "checks.findings"


def check(files: Sequence[Path], raw: Path, listener: Listener) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Findings about the files, and what became of their rows. The bureau's settings and decisions hold."""
    read = {source.sha256: (source, file) for file in reversed(files) if (source := _source(file))}
    readings = {source: staging.read_source(source, file, listener) for source, file in reversed(read.values())}
    stated = inputs.Inputs(
        sources=tuple(readings), problems=(), settings=settings.load(raw).as_texts(), zones=settings.zones(raw),
        decisions=decisions.all_rows(raw), codebooks="", software=versions.software_version(),
    )  # fmt: skip
    with Warehouse() as warehouse:
        warehouse.connection.execute("set temp_directory = ''")
        staging.load_settings(warehouse, stated, is_sample=False)
        _load(warehouse, readings)
        models.build(warehouse, build.closure(FINDINGS))
        sources = warehouse.read("select * from staging.sources order by path")
        return warehouse.read(f"select * from {FINDINGS}"), sources


def _load(warehouse: Warehouse, readings: dict[Source, Reading]) -> None:
    sources = [
        asdict(source) | {count: getattr(reading, count) for count in staging.COUNTS}
        | {"source_id": source.source_id, "reader": reading.reader}
        for source, reading in readings.items()
    ]  # fmt: skip
    warehouse.write("staging.sources", staging.frame_of(sources, staging_inputs.SOURCE_SCHEMA))
    for name, schema in READING_TABLES.items():
        frames = [staging.typed(getattr(r, name), schema, source) for source, r in readings.items()]
        warehouse.write(f"staging.{name}", pl.concat(frames))
    for name, schema in LEDGER_SCHEMAS.items():
        empty = pl.DataFrame(schema=schema | {"source_id": pl.String()})
        frames = [staging.typed(r.ledgers[name], schema, s) for s, r in readings.items() if name in r.ledgers]
        warehouse.write(f"staging.{LEDGER_TABLES[name]}", pl.concat([empty, *frames]))


def _source(file: Path) -> Source:
    if not file.is_file():
        raise LedgerError(f"没有文件 {file}。请核对路径。", f"There is no file {file}. Check its path.")
    try:
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    except PermissionError as problem:
        raise LedgerError(
            f"无法读取 {file}：没有权限或被占用。", f"{file} cannot be read: no permission, or in use."
        ) from problem
    sidecars = (file.with_name(file.name + SIDECAR), file.with_suffix(SIDECAR))
    described = next((s.read_text("utf-8-sig", errors="replace") for s in sidecars if s.is_file() and s != file), None)
    return Source(sha256, file.name, "", ACTIVE, described)
