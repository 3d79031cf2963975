"""The benchmark's reports as the files that a bureau would receive: tidy tables under our own headings."""

from pathlib import Path

import duckdb

from bench import figures_sql, reports
from bench.reports import FIRST_YEAR, Plan

KINDS = {"csv": "format csv, header", "parquet": "format parquet"}
FURTHER, FURTHER_YEAR, COPIES = 10_000, FIRST_YEAR + 4, 20
"""The reports of one further file; one prefecture has fewer in a year, so that they are told again hours later."""


def write(connection: duckdb.DuckDBPyConnection, plan: Plan, folder: Path, kind: str) -> None:
    """One file a source; the table of the reports stays in the connection."""
    folder.mkdir(parents=True)
    reports.make(connection, plan)
    for (file,) in connection.execute(f"select distinct file from {reports.TABLE} order by file").fetchall():
        target = (folder / file).with_suffix(f".{kind}").as_posix()
        columns = "substr(event_key, 4) as event_id, occurred_at"
        connection.execute(
            f"copy (select {columns}, {_others()} from {reports.TABLE} where file = $file order by source_locator) "
            f"to '{target}' ({KINDS[kind]})",
            {"file": file},
        )


ONE_PREFECTURE = f"year(occurred_at) = {FURTHER_YEAR} and region_code like '{reports.FIRST_PREFECTURE}%'"
"""What a further file holds that touches little: disasters of one year and prefecture."""
ANYWHERE = "true"


def write_further(connection: duckdb.DuckDBPyConnection, target: Path, kind: str, where: str) -> None:
    """A file of further disasters, taken evenly from all that are meant."""
    later = "occurred_at + to_minutes(cast(copy as integer))"
    key = f"strftime({later}, '%Y%m%d%H%M%S') || '-' || hazard_key || '-' || region_code"
    columns = f"{key} as event_id, {later} as occurred_at"
    connection.execute(
        f"copy (select {columns}, {_others()} from {reports.TABLE} cross join range(1, {COPIES}) as copies(copy) "
        f"where {where} order by copy, md5(event_key || region_code), source_locator limit {FURTHER}) "
        f"to '{target.as_posix()}' ({KINDS[kind]})"
    )


def _others() -> str:
    place = "region_code, region_name, region_level, hazard_key"
    told = "as_of, stage, reported_at, event_name, typhoon_no, magnitude"
    return ", ".join((place, told, *figures_sql.national()))
