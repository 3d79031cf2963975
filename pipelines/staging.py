"""Per file: read once, keep what was read as Parquet under the hash of what decided it, load it as tables."""

import hashlib
import json
import os
import tomllib
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from pipelines import filing_settings, readers, received_tables, response_settings, staging_inputs, versions
from pipelines.errors import NO_SPACE
from pipelines.files import remove_folder, sync_folder
from pipelines.inputs import Inputs
from pipelines.raw_store import Progress
from pipelines.readers.contract import FINDING_SCHEMA, READING_TABLES, SPARSE_TABLES, Reading
from pipelines.readers.filing_versions import FILING
from pipelines.readers.messages import finding
from pipelines.received import ACTIVE, Problem, Source
from pipelines.settings import ZONE_COLUMNS
from pipelines.staging_inputs import Store
from pipelines.warehouse import Warehouse

FOLDER = "staging"
SUMMARY = "source.json"
PROBLEMS = "_files"
COUNTS = ("rows_read", "rows_accepted", "rows_rejected", "rows_skipped")


@dataclass(frozen=True)
class Staged:
    """One source whose rows lie in a folder of Parquet files."""

    source: Source
    folder: Path
    reader: str
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_skipped: int
    reports: int


def stage(sources: Sequence[Source], place: Callable[[str], Path], warehouse: Path, progress: Progress) -> list[Staged]:
    """Read every source that was not read by this software before; superseded ones too, for history.

    `place` answers where the bytes of a sha256 lie; history whose copy is gone is left out (and has a finding).
    """
    staged = []
    known = [source for source in sources if source.status == ACTIVE or place(source.sha256).exists()]
    for number, source in enumerate(known, 1):
        folder = warehouse / FOLDER / source.source_id / _stamp(source)
        if not (folder / SUMMARY).exists():
            progress(f"[{number}/{len(known)}] {source.path}")
            reading = read_source(source, place(source.sha256), progress)
            _write(reading, source, folder)
        staged.append(_summary(source, folder))
    return staged


def read_source(source: Source, file: Path, progress: Progress) -> Reading:
    """The content of a file. A fault of ours on one file is a finding: nothing else of the refresh is lost."""
    sidecar, problems = _sidecar(source)

    def at_place(place: object) -> None:
        if place != source.path:
            progress(f"  {place}")

    try:
        reading = readers.read(
            file, name=source.path, sidecar=sidecar, former_names=source.former_names, progress=at_place
        )
    except OSError as problem:
        if problem.errno in NO_SPACE:
            raise
        reading = _unread(Problem("F009", source.path, problem.strerror or str(problem)))
    except Exception as fault:
        place = traceback.extract_tb(fault.__traceback__)[-1]
        detail = (
            f"{type(fault).__name__}, {Path(place.filename).name}:{place.lineno}"  # no cell text: it may be personal
        )
        progress(f"  {source.path}: {detail}")
        reading = _unread(Problem("F016", source.path, detail))
    return with_findings(reading, problems)


def with_findings(reading: Reading, problems: Sequence[Problem]) -> Reading:
    """The reading with further findings about its file."""
    if not problems:
        return reading
    return replace(reading, findings=pl.concat([reading.findings.select(FINDING_SCHEMA), findings_of(problems)]))


def findings_of(problems: Iterable[Problem]) -> pl.DataFrame:
    """Problems of files as findings in words."""
    rows = [
        finding(p.rule_id, source_file=p.path, locator="", value=p.detail, detail=p.detail) for p in problems
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=FINDING_SCHEMA)


def load(warehouse: Warehouse, inputs: Inputs, staged: Sequence[Staged], *, is_sample: bool) -> None:
    """Give the models their `staging` tables. Rows stay in their Parquet files: the tables are views over them."""
    staging_inputs.prepare_staging(warehouse)
    load_settings(warehouse, inputs, is_sample=is_sample)
    load_sources(warehouse, [(s.source, asdict(s)) for s in staged])
    warehouse.write("staging.source_spans", frame_of(_spans(staged), staging_inputs.SPAN_SCHEMA))
    for name in received_tables.COLUMNS:
        rows = () if is_sample else inputs.received.get(name, ())
        warehouse.write(f"staging.{name}", frame_of(rows, staging_inputs.SCHEMAS[f"staging.{name}"]))
    for name, schema in READING_TABLES.items():
        files = [s.folder / f"{name}.parquet" for s in staged]
        if name == "findings":
            files += _problem_findings(inputs, warehouse)
        _view(warehouse, f"staging.{name}", files, schema | {"source_id": pl.String()})
    for table, schema in SPARSE_TABLES.items():
        kept = [file for s in staged if (file := s.folder / f"{table}.parquet").exists()]
        _view(warehouse, f"staging.{table}", kept, schema | {"source_id": pl.String()})


def load_sources(warehouse: Store, sources: Sequence[tuple[Source, Mapping[str, object]]]) -> None:
    """Write the sources with their reader and counts, and what the corrections among them stand in for."""
    rows = [
        asdict(source)
        | dict(told)
        | {"source_id": source.source_id, "known_as": next(iter(source.corrected_names), None)}
        for source, told in sources
    ]
    warehouse.write("staging.sources", frame_of(rows, staging_inputs.SOURCE_SCHEMA))
    corrected = [
        {"source_id": source.source_id, column: value}
        for source, _ in sources
        for column, values in (("sha256", source.corrects), ("path", source.corrected_names))
        for value in values
    ]
    warehouse.write("staging.corrected", frame_of(corrected, staging_inputs.CORRECTED_SCHEMA))


def _spans(staged: Sequence[Staged]) -> Iterator[dict[str, object]]:
    for source in (one.source for one in staged):
        for span in source.spans:
            until = datetime.fromisoformat(span.counts_to) if span.counts_to else None
            times = {"counts_from": datetime.fromisoformat(span.counts_from), "counts_to": until}
            yield {"source_id": source.source_id, **times, "began": span.began, "ended": span.ended}


def load_settings(warehouse: Store, inputs: Inputs, *, is_sample: bool) -> None:
    """The bureau's own zones, settings and decisions as tables. The sample's own region is its own."""
    for name in inputs.decisions:
        schema = staging_inputs.SCHEMAS[f"staging.decisions_{name}"]
        taken = ({"row_number": number, **row} for number, row in enumerate(inputs.decisions[name], 1))
        warehouse.write(f"staging.decisions_{name}", frame_of(taken, schema))
    zone_schema = dict.fromkeys(ZONE_COLUMNS, pl.String())
    warehouse.write("staging.codebook_zones", pl.DataFrame(inputs.zones, schema=zone_schema))
    thresholds = response_settings.thresholds(inputs.settings["response"])
    warehouse.write("staging.response_thresholds", frame_of(thresholds, staging_inputs.RESPONSE_SCHEMA))
    own_region = None if is_sample else inputs.settings["own_region"] or None
    due = filing_settings.annual_due(inputs.settings["filing"])
    stated = {**inputs.settings, "annual_due": due, "own_region_code": own_region, "is_sample": is_sample}
    del stated["own_region"]
    warehouse.write("staging.settings", pl.DataFrame([stated], schema_overrides={"own_region_code": pl.String}))


def prune(warehouse: Path, staged: Sequence[Staged]) -> None:
    """Remove what was read by earlier software or from sources that are gone."""
    used = {s.folder for s in staged}
    for folder in (warehouse / FOLDER).glob("*/*"):
        if folder.is_dir() and folder not in used and folder.parent.name != PROBLEMS:
            remove_folder(folder)
    for folder in (warehouse / FOLDER).glob("*"):
        if folder.is_dir() and not any(folder.iterdir()):
            remove_folder(folder)


def _problem_findings(inputs: Inputs, warehouse: Warehouse) -> list[Path]:
    """Findings about files as files, which no reading holds."""
    if not inputs.problems or warehouse.folder is None:
        return []
    file = warehouse.folder / FOLDER / PROBLEMS / f"{inputs.release_id}.parquet"
    file.parent.mkdir(parents=True, exist_ok=True)
    no_source = pl.lit(None, dtype=pl.String).alias("source_id")  # they hold whether or not their file counts
    findings_of(inputs.problems).with_columns(no_source).write_parquet(file)
    return [file]


def _sidecar(source: Source) -> tuple[dict[str, object] | None, list[Problem]]:
    if source.filing is not None:
        return {FILING: json.loads(source.filing)}, []
    if source.sidecar is None:
        return None, []
    try:
        return tomllib.loads(source.sidecar), []
    except tomllib.TOMLDecodeError as problem:
        return None, [Problem("F096", source.path, str(problem))]


def _unread(problem: Problem) -> Reading:
    parts: dict[str, Any] = {name: pl.DataFrame(schema=schema) for name, schema in READING_TABLES.items()}
    return Reading(reader="unreadable", **parts | {"findings": findings_of([problem])} | dict.fromkeys(COUNTS, 0))


def _stamp(source: Source) -> str:
    parts = (versions.reading_version(), source.path, source.sidecar or "", source.filing or "", *source.former_names)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _write(reading: Reading, source: Source, folder: Path) -> None:
    """Write a reading so that its folder appears whole or not at all."""
    part = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    remove_folder(part)
    part.mkdir(parents=True)
    for name, schema in READING_TABLES.items():
        frame: pl.DataFrame = getattr(reading, name)
        typed(frame, schema, source).write_parquet(part / f"{name}.parquet")
    for table, rows in reading.sparse.items():  # most files hold none: those tables are not written at all
        typed(rows, SPARSE_TABLES[table], source).write_parquet(part / f"{table}.parquet")
    counts = {count: getattr(reading, count) for count in COUNTS}
    summary = {"source_id": source.source_id, "path": source.path, "sha256": source.sha256, "reader": reading.reader}
    text = json.dumps(summary | counts | {"reports": reading.reports.height}, ensure_ascii=False)
    (part / SUMMARY).write_text(text, encoding="utf-8")
    remove_folder(folder)
    part.rename(folder)
    sync_folder(folder.parent)


def typed(frame: pl.DataFrame, schema: dict[str, pl.DataType], source: Source) -> pl.DataFrame:
    """A table of a reading in its exact shape, each row with its source."""
    columns = frame.select([pl.col(column).cast(dtype) for column, dtype in schema.items()])
    return columns.with_columns(pl.lit(source.source_id).alias("source_id"))


def _summary(source: Source, folder: Path) -> Staged:
    note = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    counts = {count: note[count] for count in COUNTS}
    return Staged(source, folder, reader=note["reader"], reports=note["reports"], **counts)


def _view(warehouse: Warehouse, table: str, files: Sequence[Path], schema: dict[str, pl.DataType]) -> None:
    warehouse.drop(table)
    if not files:
        warehouse.write(table, pl.DataFrame(schema=schema))
        return
    # By the first file the database guesses how many rows there are: taken for few, wide rows are what a join holds.
    listed = ", ".join(map(_literal, sorted(files, key=lambda file: (-file.stat().st_size, file))))
    warehouse.connection.execute(f"create view {table} as select * from read_parquet([{listed}])")


def _literal(file: Path) -> str:
    """A path as DuckDB takes it: a name with brackets or stars is a name, not a pattern."""
    text = "".join(f"[{c}]" if c in "[*?" else c for c in file.resolve().as_posix())
    return "'" + text.replace("'", "''") + "'"


def frame_of(rows: Iterable[Mapping[str, object]], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """Rows as a table of exactly these columns."""
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)
