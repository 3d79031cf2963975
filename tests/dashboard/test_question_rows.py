"""Named questions on small tables: which rows they give, and in what order."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from dashboard import scoping, snapshot
from tests.scenario import EAST, EAST_FARM, EAST_TOWN, PREFECTURE, WEST_TOWN, ledger
from tests.sql.test_year_on_year import covered, losses


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("create schema core; create schema meta; create schema marts")
        yield connection


def answers(database: duckdb.DuckDBPyConnection, question: str, **parameters: Any) -> list[tuple[Any, ...]]:
    sql = (snapshot.SQL_FOLDER / f"{question}.sql").read_text(encoding="utf-8").replace("{derived}", "")
    used = {name: value for name, value in parameters.items() if f"${name}" in sql}
    return database.execute(sql.replace("{indicator}", "deaths"), used).fetchall()


def test_records_that_are_held_out_come_behind_those_that_hold_the_figure(database: duckdb.DuckDBPyConnection) -> None:
    database.execute("""
        create table core.report_versions as
        select 2021 as year, e as event_id, '1' as region_code, '1' as current_code,
            's' as source_id, 'list.csv' as source_file, e as source_locator,
            timestamp '2021-05-01' as occurred_at, 'flood' as hazard_level1, deaths, held_out, is_best
        from (values ('a', 5, false, true), ('b', 9, true, true), ('c', 7, false, true), ('d', null, false, true),
            ('c', 8, false, false)) as v(e, deaths, held_out, is_best);
        create table core.region_paths as select '1' as region_code, '1' as ancestor_code;
        create table meta.sources as select 's' as source_id, 'list.csv' as path
    """)
    about = {"year": 2021, "region": "1", "hazard": "all", "first": date(2021, 1, 1), "last": date(2021, 12, 31)}
    listed = answers(database, "records_by_value", limit=10, offset=0, **about)
    assert [row[1] for row in listed] == ["c", "a", "d", "b"]
    page = answers(database, "records_by_value", limit=2, offset=0, **about)
    assert [row[1] for row in page] == ["c", "a"]


def test_a_place_that_only_boundary_files_know_stands_where_the_latest_put_it(
    database: duckdb.DuckDBPyConnection,
) -> None:
    database.execute("""
        create table core.regions (region_code text, name_zh text, level text, parent_code text);
        create table core.boundaries as
        select '530581' as current_code, name as region_name, level as region_level, parent as parent_code, vintage
        from (values ('腾冲', 'zone', '539900', null), ('腾冲', 'prefecture', '530000', 2010),
            ('腾冲', 'county', '530500', 2024), ('腾冲', 'township', '530400', 2015)) as v(name, level, parent, vintage)
    """)
    assert answers(database, "places_below", region="530500", depth=1) == [
        ("530581", "腾冲", "county", "530500", False)
    ]
    assert answers(database, "places_below", region="530400", depth=1) == []


def test_a_release_without_townships_of_periods_counts_those_that_reported() -> None:
    rows = [
        losses(2021, 2, 1, "1", EAST_FARM), losses(2021, 7, 1, "1", EAST_TOWN), losses(2021, 7, 2, "1", EAST_FARM),
        losses(2021, 7, 2, "1", WEST_TOWN, hazard_key="drought"),
    ]  # fmt: skip
    made = ledger({"list.csv": rows}, coverage=covered(2021, 2021))
    made.table("core.region_paths")
    season = {"kind": "flood_season", "year": 2021, "first": date(2021, 6, 1), "last": date(2021, 9, 30)}
    for region in (EAST, PREFECTURE):
        told = made.table(
            "marts.townships_affected", "hazard_key", "townships_affected",
            where=f"region_code = '{region}' and period_kind = 'flood_season'",
        )  # fmt: skip
        found = answers(made.warehouse.connection, "older/marts.townships_affected", region=region, **season)
        assert sorted(row[3:] for row in found) == sorted(tuple(row.values()) for row in told) != []


def test_a_reader_of_one_region_sees_when_its_reports_counted_and_how_many_there_are(
    database: duckdb.DuckDBPyConnection,
) -> None:
    database.execute("""
        attach ':memory:' as whole;
        create schema whole.core;
        create table whole.core.report_files as
        select 'a' as source_id, 'a.csv' as source_file, timestamp '2024-07-13' as received_at, gone_at, counts_from,
            counts_to, reports
        from (values
            (null, timestamp '2024-07-13', timestamp '2024-07-15', 5), (null, timestamp '2024-07-20', null, 5),
            (timestamp '2024-07-22', timestamp '2024-07-13', timestamp '2024-07-22', 3)
        ) as v(gone_at, counts_from, counts_to, reports);
        create table core.report_versions as
        select 'a' as source_id, 'a.csv' as source_file,
            timestamp '2024-07-13' as received_at, null::timestamp as gone_at
        from range(2)
    """)
    sql = (scoping.FOLDER / "core.report_files.sql").read_text(encoding="utf-8")
    seen = database.execute(f"select day(counts_from), day(counts_to), reports from ({sql}) order by all").fetchall()
    assert seen == [(13, 15, 2), (20, None, 2)]
