"""A release with so many reports behind it: the real models, and the code that writes every release."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from bench import reports
from bench.reports import CUT_OFF, FIRST_YEAR, YEARS, Plan
from pipelines import codebooks, models, publishing, staging_inputs, versions
from pipelines.inputs import Inputs
from pipelines.readers.contract import COVERAGE_SCHEMA
from pipelines.releases import Release, Releases
from pipelines.warehouse import BUILT_DATABASE, WORK_DATABASE, Warehouse

Progress = Callable[[str], None]
MEMORY = "8GB"
SLOW_SECONDS = 5.0


@dataclass(frozen=True)
class Built:
    """A warehouse with one release, and what it cost to make it; no seconds where it was there already."""

    warehouse: Path
    release: Release
    seconds: float | None


def built(folder: Path, plan: Plan, progress: Progress, *, is_reused: bool = False) -> Built:
    """The release of these reports below `folder`: the one that lies there, or a new one. `is_reused`: also one that
    another version of the software made.
    """
    warehouse = folder / f"{plan.rows}-{plan.seed}"
    releases = Releases(warehouse)
    inputs = inputs_of(plan)
    found = releases.current()
    if found is not None and (is_reused or found.release_id == inputs.release_id):
        return Built(warehouse, found, None)
    started = time.perf_counter()
    with Warehouse(warehouse) as database:
        database.connection.execute(f"set memory_limit = '{MEMORY}'")
        database.connection.execute(f"set temp_directory = '{(warehouse / 'spill').as_posix()}'")
        stage(database, plan)
        progress(f"{database.count('staging.reports'):,} reports made, {time.perf_counter() - started:,.0f} s")
        run_models(database, progress)
        release = write(database, releases, inputs)
    for file in (WORK_DATABASE, BUILT_DATABASE):
        (warehouse / file).unlink()
    return Built(warehouse, release, time.perf_counter() - started)


def run_models(database: Warehouse, progress: Progress) -> None:
    """Every model, with a line for each that takes its time."""
    for name in models.order():
        started = time.perf_counter()
        rows = models.run(database, name)
        if (seconds := time.perf_counter() - started) > SLOW_SECONDS:
            progress(f"{name}: {rows:,} rows, {seconds:,.0f} s")


def write(database: Warehouse, releases: Releases, inputs: Inputs) -> Release:
    """Write what was computed as every release is written, and show it."""
    draft = releases.draft(inputs.release_id)
    publishing.write_past(database, inputs, draft, is_sample=False)
    release = releases.finish(draft, inputs.release_id)
    releases.make_current(release)
    return release


def stage(database: Warehouse, plan: Plan) -> None:
    """What readers would hand on of these reports: rows, sources, when they were received, and coverage."""
    staging_inputs.load_codebooks(database)
    database.drop("staging.reports")
    reports.make(database.connection, plan, "staging.made")
    database.connection.execute("create table staging.reports as select *, file as source_id from staging.made")
    database.drop("staging.made")
    counts = dict(
        database.read("select file, count(*) as rows from staging.reports group by file order by file").iter_rows()
    )
    database.connection.execute("alter table staging.reports drop column file")
    received = {file: day for file, day in reports.files() if file in counts}
    database.write("staging.sources", _sources(counts))
    database.write("staging.source_spans", pl.DataFrame(
        [(file, day, None, "received", None) for file, day in received.items()],
        schema=staging_inputs.SPAN_SCHEMA, orient="row",
    ))  # fmt: skip
    database.write("staging.coverage", _coverage(plan, list(received)))
    staging_inputs.add_missing_tables(database)


def inputs_of(plan: Plan) -> Inputs:
    """What decides the release: the generator's numbers in place of received files."""
    return Inputs(
        sources=(), problems=(), zones=[], decisions={}, codebooks=codebooks.fingerprint(),
        software=versions.software_version(),
        settings={"bureau_name": "", "form": "", "rows": str(plan.rows), "seed": str(plan.seed)},
    )  # fmt: skip


def _sources(counts: dict[str, int]) -> pl.DataFrame:
    rows = [
        {"source_id": file, "path": f"disaster_reports/{file}", "sha256": file, "reader": "tidy", "status": "active",
         "first_seen": "", "rows_read": read + 1, "rows_accepted": read, "rows_rejected": 0, "rows_skipped": 1}
        for file, read in counts.items()
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=staging_inputs.SOURCE_SCHEMA)


def _coverage(plan: Plan, files: list[str]) -> pl.DataFrame:
    """Every year is complete, the last up to the cut-off."""
    places = reports.places_of(plan)["region_code"]
    top = "000000" if len({code[:2] for code in places}) > 1 else f"{places[0][:2]}0000"
    last = FIRST_YEAR + YEARS - 1
    told = {year: f"full-list-{year}.parquet" for year in range(FIRST_YEAR, last)} | {last: files[-1]}
    rows = [
        {"region_code": top, "period_start": date(year, 1, 1), "period_end": min(date(year, 12, 31), CUT_OFF),
         "hazard_key": "all", "how": "full_list", "source_id": file}
        for year, file in told.items()
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=COVERAGE_SCHEMA | {"source_id": pl.String()})
