"""Files read and checked in memory: the same readers, SQL and rules as a refresh, and nothing is stored."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines import build, decisions, inputs, models, settings, staging, versions
from pipelines.codebooks.ledgers import ledgers
from pipelines.errors import LedgerError
from pipelines.progress import Listener
from pipelines.raw_store import is_ignored
from pipelines.readers.contract import READING_TABLES, SPARSE_TABLES, Reading
from pipelines.readers.correction_marks import correction_in
from pipelines.receipts import SIDECAR
from pipelines.received import ACTIVE, Source
from pipelines.warehouse import Warehouse

FINDINGS = "checks.findings"
REFERENCE, REPORTING_UNITS = "reference", "reporting_units"
SENT = """
select
    s.path,
    s.reader,
    count(distinct r.region_code) as regions,
    list(distinct r.region_name order by r.region_name) as names,
    max(r.as_of) as last_as_of,
    list(distinct r.stage order by r.stage) as stages,
    cast(sum(k.figures) as bigint) as figures
from staging.sources as s
inner join staging.reports as r on r.source_id = s.source_id
inner join steps.report_keys as k on k.source_id = r.source_id and k.source_locator = r.source_locator
group by s.path, s.reader
order by s.path
"""
"""One row is one file that reports on disasters: its regions, latest cut-off, stages, and how many figures it holds."""
MISSING = "select year, region_code, unit_name from steps.expected_reports where reports = 0 order by year, region_code"


@dataclass(frozen=True)
class Checked:
    """What was found: findings, what became of each file's rows, and who sent what. `missing` are the regions that are
    expected to report, with the year in which nothing came from them; known only where a folder was checked.
    """

    findings: pl.DataFrame
    sources: pl.DataFrame
    sent: pl.DataFrame
    missing: pl.DataFrame


def check(places: Sequence[Path], raw: Path, listener: Listener) -> Checked:
    """Read and check files, and the files of folders. The bureau's settings and decisions hold, and for a folder its
    list of reporting units.
    """
    found = [pair for place in places for pair in _files(place)]
    if any(place.is_dir() for place in places):
        found += [(file, file.name) for file in _lists_of_units(raw)]
    read = {source.sha256: (source, file) for file, name in reversed(found) if (source := _source(file, name))}
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
        asked = (f"select * from {FINDINGS}", "select * from staging.sources order by path", SENT, MISSING)
        return Checked(*map(warehouse.read, asked))


def _files(place: Path) -> list[tuple[Path, str]]:
    """A file, or the files of a folder, each with the name that messages show."""
    if not place.is_dir():
        return [(place, place.name)]
    below = [(file, file.relative_to(place)) for file in sorted(place.rglob("*")) if file.is_file()]
    files = [(file, name.as_posix()) for file, name in below if not is_ignored(name)]
    if not files:
        raise LedgerError(
            f"文件夹 {place} 中没有文件。请核对路径。", f"There is no file in the folder {place}. Check its path."
        )
    return files


def _lists_of_units(raw: Path) -> list[Path]:
    """The bureau's lists of who is expected to report, by their names: reporting_units.csv, 应报送单位.xlsx."""
    names = (REPORTING_UNITS, ledgers()[REPORTING_UNITS].name_zh)
    return [file for file in sorted((raw / REFERENCE).glob("*")) if any(name in file.name for name in names)]


def _load(warehouse: Warehouse, readings: dict[Source, Reading]) -> None:
    counts = ("reader", *staging.COUNTS)
    told = [(source, {name: getattr(reading, name) for name in counts}) for source, reading in readings.items()]
    staging.load_sources(warehouse, told)
    for name, schema in READING_TABLES.items():
        frames = [staging.typed(getattr(r, name), schema, source) for source, r in readings.items()]
        warehouse.write(f"staging.{name}", pl.concat(frames))
    for table, schema in SPARSE_TABLES.items():
        empty = pl.DataFrame(schema=schema | {"source_id": pl.String()})
        frames = [staging.typed(r.sparse[table], schema, s) for s, r in readings.items() if table in r.sparse]
        warehouse.write(f"staging.{table}", pl.concat([empty, *frames]))


def _source(file: Path, name: str) -> Source:
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
    correction = correction_in(file)
    mark = correction.mark if correction and correction.is_valid else None
    corrected = (mark.corrects, mark.names) if mark else ((), ())
    return Source(sha256, name, "", ACTIVE, described, corrects=corrected[0], corrected_names=corrected[1])
