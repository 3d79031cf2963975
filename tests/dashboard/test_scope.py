"""A reader of one county: whatever other counties report, nothing of what that reader is answered changes."""

import csv
import re
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard import scoping, snapshot
from dashboard.snapshot import Release
from tests.dashboard.snapshots import RELEASE

COUNTY, OTHER, CITY = "990121", "990122", "990100"
POISON = "不该看到"
OF_OTHERS = re.compile(rf"{POISON}|9901(02|22|23|71|81)|示例区|云岭县|石桥县|东湖市|开发区")
QUESTIONS = sorted(path.stem for path in snapshot.SQL_FOLDER.glob("*.sql"))
COLUMNS_OF_REGIONS = ("current_code", "region_code", "host_code")
KEPT_AS_IT_IS = {
    "core.regions", "core.coverage", "core.candidates", "meta.release", "meta.settings",
}  # fmt: skip
"""Tables of which rows of the regions above are seen, or in which a row is of two regions: poisoned by hand."""


@pytest.fixture(scope="module")
def poisoned(built_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture release with other figures, words and moments wherever a row is not of the county."""
    folder = tmp_path_factory.mktemp("poisoned") / RELEASE
    shutil.copytree(built_warehouse / "published" / RELEASE, folder)
    with duckdb.connect(str(folder / "snapshot.duckdb")) as database:
        for table, column in tables_by_region(database):
            changes = ", ".join(poison(database, table))
            database.execute(nowhere(table, column))
            if changes:
                database.execute(f"update {table} set {changes} where coalesce({column}, '') not like '{COUNTY}%'")
        database.execute(
            f"update core.candidates set other_event_id = '{POISON}' where other_region_code <> '{COUNTY}'"
        )
        others = f"region_code not like '{COUNTY}%' and region_code <> '{CITY}'"
        database.execute(f"update core.regions set name_zh = '{POISON}' where {others}")
        database.execute(f"update checks.rejected_rows set cells = '{POISON}', reason = '{POISON}'")
        for rule, place in (
            ("R100", None),
            ("R121", None),
            ("R140", "人口!3"),
        ):  # of the city: in no file, in its own row
            database.execute(
                "insert into checks.findings "
                "(rule_id, severity, status, source_id, source_locator, region_code, message_zh) "
                "values (?, 'warning', 'open', ?, ?, ?, ?)", [rule, place and "s2024", place, CITY, POISON],
            )  # fmt: skip
        database.execute("update meta.sources set rows_read = rows_read + 77, rows_accepted = rows_accepted + 77")
    return folder


def nowhere(table: str, column: str) -> str:
    """Rows of which nobody knows where they are: two more of a table; disasters, told once each, lose their region."""
    if table == "core.events":
        return f"update {table} set {column} = null where {column} = '{CITY}' and hazard_level1 = 'flood'"
    return f"insert into {table} select * replace (null as {column}) from {table} limit 2"


def tables_by_region(database: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    for name in all_tables(database):
        columns = [row[0] for row in database.execute(f"select column_name from (describe {name})").fetchall()]
        of_region = next((column for column in COLUMNS_OF_REGIONS if column in columns), None)
        if of_region and name not in KEPT_AS_IT_IS:
            yield name, of_region


def poison(database: duckdb.DuckDBPyConnection, table: str) -> Iterator[str]:
    """Every figure, moment and free word of a table, changed; keys stay, so that nothing drops out of a join."""
    keys = {"event_id", "source_id", "year", "rule_id", "season", "indicator", "unit", "level", "severity", "status"}
    for name, kind in database.execute(f"select column_name, column_type from (describe {table})").fetchall():
        if name in keys or name.endswith(("_code", "_key", "_level", "_level1", "_kind", "_year", "_locator")):
            continue
        if kind.startswith(("DECIMAL", "BIGINT", "INTEGER", "DOUBLE")):
            yield f'"{name}" = coalesce("{name}", 0) + 1003'
        elif kind in ("TIMESTAMP", "DATE"):
            yield f'"{name}" = cast("{name}" - interval 400 day as {kind})'
        elif kind == "VARCHAR":
            yield f"\"{name}\" = '{POISON}'"


def all_tables(database: duckdb.DuckDBPyConnection) -> list[str]:
    listing = "select table_schema || '.' || table_name from information_schema.tables order by all"
    return [row[0] for row in database.execute(listing).fetchall()]


def of_county(folder: Path) -> Release:
    return Release(RELEASE, folder, COUNTY)


def written(frame: pl.DataFrame) -> str:
    return repr(frame.rows())


def asked(release: Release, question: str) -> Iterator[pl.DataFrame]:
    """A question with everything that a link, a filter or a forged request could name."""
    everything = snapshot.table(Release(RELEASE, release.folder), "core.regions")["region_code"].to_list()
    events = ["20260709220000-flood-990121", "20250601-flood"]
    for region, year, event in product((COUNTY, OTHER, CITY), (2025, 2026), events):
        parameters: dict[str, Any] = {
            "region": region, "year": year, "event": event, "hazard": "all", "codes": everything, "own": region,
            "first": date(year, 1, 1), "last": date(year, 12, 31), "limit": 1000, "offset": 0, "day": date(2026, 7, 12),
            "kind": "year", "name": "direct_economic_loss", "severity": "any", "status": "any", "rule": "R050",
            "file": "disaster_reports/2024年灾情.xlsx", "seasons": ["2025-2026", "2022-2023"],
            "from_day": "01-01", "to_day": "12-31", "depth": 2,
            "names": ["direct_economic_loss", "affected_population"], "is_whole": True, "basis": "event_sum",
            "price": "nominal", "regions": everything, "hazards": ["all", "flood"], "is_priced": True,
            "only": "direct_economic_loss", "since": date(year, 1, 1), "until": date(year, 12, 31), "has_undated": True,
            "document": "d2025", "starts": [60, 80], "size": 4000, "words": "人",
        }  # fmt: skip
        if question == "relief_batches":
            parameters["season"] = None
        by_indicator = ("largest", "days", "behind", "records_by_value", "days_in_prices", "months")
        if question in by_indicator or question.startswith("place_figures"):
            parameters |= {"indicator": "direct_economic_loss"}
        if question in ("days", "largest", "year_on_year_by_hazard", "days_in_prices", "months", "rates"):
            parameters |= {"first": 2019, "last": 2026}
        if question == "document_text":
            parameters |= {"first": 0, "last": 4000}
        yield snapshot.ask(release, question, **parameters)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_answers_anything_of_another_county(question: str, release: Release, poisoned: Path) -> None:
    named = scoping.NAMES.findall((snapshot.SQL_FOLDER / f"{question}.sql").read_text("utf-8"))
    if not snapshot.has(release, *named):
        pytest.skip(f"the fixture has not all of {', '.join(named)}")
    before, after = asked(of_county(release.folder), question), asked(of_county(poisoned), question)
    for expected, found in zip(before, after, strict=True):
        assert not OF_OTHERS.search(written(found)), found
        assert_frame_equal(found, expected, check_row_order=False)


def test_no_table_holds_anything_of_another_county(release: Release, poisoned: Path) -> None:
    for name in sorted(snapshot.tables(of_county(release.folder))):
        found = snapshot.table(of_county(poisoned), name)
        if name.startswith("meta.") and name != "meta.sources":
            assert_frame_equal(found, snapshot.table(of_county(release.folder), name))
            continue
        assert not OF_OTHERS.search(written(found)), name
        assert_frame_equal(found, snapshot.table(of_county(release.folder), name), check_row_order=False)


def test_a_finding_of_the_city_is_not_seen_though_it_names_no_file_or_the_citys_population(poisoned: Path) -> None:
    assert len(snapshot.table(of_county(poisoned), "marts.annual_rates").filter(pl.col("source_locator").is_null())) > 0
    seen = snapshot.table(of_county(poisoned), "checks.findings")["rule_id"]
    assert not {"R100", "R121", "R140"} & set(seen)


def test_a_disaster_of_several_counties_is_told_as_the_county_told_of_it(poisoned: Path) -> None:
    whole, mine = Release(RELEASE, poisoned), of_county(poisoned)
    told, known = snapshot.table(mine, "core.events"), snapshot.table(whole, "core.events")
    shared = told.join(known, on="event_id", suffix="_of_all").filter(pl.col("event_name_of_all") == POISON)
    assert len(shared) > 0 and (shared["records"] < 1003).all()
    assert shared["event_name"].is_null().all() and shared["ended_at"].is_null().all()
    assert (shared["occurred_at"] > shared["occurred_at_of_all"]).all()


@pytest.mark.usefixtures("poisoned")
def test_the_poison_would_be_seen(release: Release, poisoned: Path) -> None:
    whole = Release(RELEASE, poisoned)
    seen = [name for name in snapshot.tables(whole) if POISON in written(snapshot.table(whole, name))]
    assert {"checks.findings", "core.losses", "core.regions", "core.report_versions", "marts.changes"} <= set(seen)


def test_the_county_itself_is_seen_whole(release: Release) -> None:
    whole, mine = Release(RELEASE, release.folder), of_county(release.folder)
    for name, column in (("core.losses", "current_code"), ("marts.annual_losses", "region_code"),
                         ("marts.year_on_year", "region_code"), ("marts.losses_by_day", "region_code")):  # fmt: skip
        expected = snapshot.table(whole, name).filter(pl.col(column).str.starts_with(COUNTY))
        assert len(expected) > 0
        seen = snapshot.table(mine, name)
        seen = seen.drop("rowid") if name in scoping.NUMBERED else seen  # this view bears the number of the row
        assert_frame_equal(seen, expected, check_row_order=False)


def test_the_regions_above_have_names_and_coverage_and_nothing_else(release: Release) -> None:
    mine = of_county(release.folder)
    regions = snapshot.table(mine, "core.regions")
    assert regions.filter(pl.col("region_code") == CITY)["name_zh"].to_list() == ["示例市"]
    assert set(snapshot.table(mine, "core.coverage")["current_code"]) == {CITY}
    assert CITY not in set(snapshot.table(mine, "marts.annual_losses")["region_code"])
    assert CITY not in set(snapshot.ask(mine, "regions")["region_code"])


def test_the_release_is_the_readers_own_region(release: Release) -> None:
    facts = snapshot.facts(of_county(release.folder))
    assert (facts["own_region_code"], facts["own_region_name"]) == (COUNTY, "清河县")
    assert "held" not in snapshot.manifest(of_county(release.folder))


def test_a_region_that_the_release_does_not_know_sees_nothing(release: Release) -> None:
    for region in ("110101", "9901", "99%", "x' or true --"):
        stranger = Release(RELEASE, release.folder, region)
        rows = {name: len(snapshot.table(stranger, name)) for name in snapshot.tables(stranger)}
        told = {name for name, count in rows.items() if count and scoping.rules()[name]["shown"] != "all"}
        assert told <= {"meta.release", "meta.settings"}
        assert snapshot.facts(stranger)["own_region_name"] is None


def test_answers_are_kept_apart_by_region(release: Release) -> None:
    first, second = of_county(release.folder), Release(RELEASE, release.folder, OTHER)
    for _ in range(2):  # the second time from the cache
        assert set(snapshot.table(first, "marts.annual_losses")["region_code"].str.slice(0, 6)) == {COUNTY}
        assert set(snapshot.table(second, "marts.annual_losses")["region_code"].str.slice(0, 6)) == {OTHER}


def test_a_file_that_others_share_does_not_tell_how_many_rows_they_have(release: Release) -> None:
    sources = snapshot.table(of_county(release.folder), "meta.sources")
    assert sources["path"].str.starts_with("disaster_reports/").all()
    assert sources["rows_read"].is_null().all()


def test_every_table_of_the_list_is_written_once_with_a_rule_that_is_known() -> None:
    with (scoping.FOLDER / "tables.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == len({row["table"] for row in rows})
    assert {row["shown"] for row in rows} == {"all", "below", "path", "none", "query"}
    assert all(bool(row["column"]) == (row["shown"] in ("below", "path")) for row in rows)
    queries = {path.stem for path in scoping.FOLDER.glob("*.sql")}
    assert queries == {row["table"] for row in rows if row["shown"] == "query"}


def test_no_question_names_the_release_behind_the_views() -> None:
    for path in snapshot.SQL_FOLDER.glob("*.sql"):
        assert not re.search(rf"\b({scoping.WHOLE}|scope)\.\w", path.read_text("utf-8")), path.name


def test_a_table_that_is_not_listed_is_not_there(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = {name: rule for name, rule in scoping.rules().items() if name != "marts.annual_losses"}
    monkeypatch.setattr(scoping, "rules", lambda: listed)
    mine = Release(RELEASE, release.folder, "990181")  # a region that no other test asks for: its views are kept
    assert not snapshot.has(mine, "marts.annual_losses")
    with pytest.raises(duckdb.CatalogException):
        snapshot.ask(mine, "hazards", region="990181")
