"""Who filed for a year: late only where a day is stated, missing only where a list is kept, returned until the next."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from pipelines import received_tables
from pipelines.filings import own
from pipelines.readers.contract import LEDGER_SCHEMAS
from tests.scenario import EAST, PREFECTURE, TIME, WEST, ZONE, Ledger, ledger, report, source_id

LIST = "reference/reporting_units.csv"
Told = Mapping[str, Any]


def filing(region: str, day: str = "2022-01-10", **told: str) -> dict[str, str]:
    """A sound filing for 2021 with the id `region-day`."""
    return {
        "filing_id": f"{region}-{day}", "folder": f"received/{region}-{day}", "state": "sound", "family": "losses",
        "profile": "national_wide", "year": "2021", "region_code": region, "region_name": region,
        "region_level": "county", "filed_at": f"{day} 09:00:00", "chain_hash": day, "is_zero": "false",
        "received_at": f"{day} 10:00:00", "explained": "0", "source_id": f"{region}{day}",
    } | told  # fmt: skip


def write(made: Ledger, table: str, rows: Iterable[Told], columns: Iterable[str]) -> None:
    schema = dict.fromkeys(columns, pl.String())
    frame = pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
    made.warehouse.write(f"staging.{table}", frame)


def prefecture(
    *filings: Told, due: str = "", listed: Iterable[str] = (), returns: Iterable[Told] = (), zones: Iterable[Told] = ()
) -> Ledger:
    made = ledger({"a.csv": [report(EAST, deaths=1)], LIST: []}, settings={"annual_due": due})
    schema = LEDGER_SCHEMAS["reporting_units"] | {"source_id": pl.String()}
    units = [
        {"source_locator": code, "region_code": code, "region_name": code, "source_id": source_id(LIST)}
        for code in listed
    ]
    frame = pl.DataFrame([{key: row.get(key) for key in schema} for row in units], schema=schema, orient="row")
    made.warehouse.write("staging.ledger_reporting_units", frame)
    write(made, "received_filings", filings, received_tables.FILING_COLUMNS)
    write(made, "received_zones", zones, received_tables.ZONE_COLUMNS)
    write(made, "decisions_returns", returns, ("filing_id", "region_code", "chain_hash", "kind", "decided_by",
                                               "decided_at", "reason"))  # fmt: skip
    return made


def statuses(made: Ledger) -> list[tuple[str, str]]:
    return [(row["region_code"], row["status"]) for row in made.table("marts.filing_status")]


def test_without_a_list_and_a_day_nobody_is_missing_or_late() -> None:
    made = prefecture(filing(EAST, "2023-05-05"), filing(WEST, is_zero="true"))
    assert statuses(made) == [(EAST, "filed"), (WEST, "zero")]


def test_a_list_makes_missing_and_a_day_makes_late_by_the_first_filing() -> None:
    made = prefecture(
        filing(EAST, "2022-01-31"), filing(EAST, "2022-06-01"), filing("990201", "2022-02-01"),
        due="01-31", listed=(EAST, WEST, "990201"),
    )  # fmt: skip
    assert statuses(made) == [(EAST, "filed"), (WEST, "missing"), ("990201", "late")]
    assert made.cell("marts.filing_status", "filing_id", f"region_code = '{EAST}'") == f"{EAST}-2022-06-01"
    assert str(made.cell("marts.filing_status", "due_on", f"region_code = '{EAST}'")) == "2022-01-31"


def test_a_return_marks_the_year_until_a_newer_filing_comes() -> None:
    returned = {"filing_id": f"{EAST}-2022-01-10", "chain_hash": "2022-01-10", "kind": "facts", "reason": "时间不对"}
    assert statuses(prefecture(filing(EAST), returns=[returned])) == [(EAST, "returned")]
    assert statuses(prefecture(filing(EAST), filing(EAST, "2022-03-01"), returns=[returned])) == [(EAST, "filed")]
    other = returned | {"chain_hash": "of another copy"}
    assert statuses(prefecture(filing(EAST), returns=[other])) == [(EAST, "filed")]


def test_a_tampered_folder_beside_a_sound_one_leaves_the_sound_one() -> None:
    broken = filing(EAST, "2022-03-01", state="tampered", detail="versions.csv")
    assert statuses(prefecture(filing(EAST), broken)) == [(EAST, "filed")]
    made = prefecture(broken)
    assert statuses(made) == [(EAST, "tampered")]
    assert made.cell("marts.filing_status", "note", "true") == "versions.csv"


def test_filings_of_one_disaster_or_of_a_ledger_are_no_filing_of_the_year() -> None:
    assert statuses(prefecture(filing(EAST, event_id="x"), filing(WEST, family="relief_funds"))) == []


def test_coverage_reaches_to_the_day_of_filing() -> None:
    made = prefecture(filing(EAST, "2021-08-01"), filing(WEST), filing("990201", event_id="x"))
    covered = made.table("core.coverage", "region_code", "period_end", where="how = 'filing'")
    assert [(row["region_code"], str(row["period_end"])) for row in covered] == [
        (EAST, "2021-08-01"), (WEST, "2021-12-31")
    ]  # fmt: skip


def test_only_a_stated_own_region_tells_that_a_filing_is_of_elsewhere() -> None:
    made = prefecture(filing(EAST), filing("980101"))
    assert made.failures("R120") == []
    made.warehouse.execute(f"update staging.settings set own_region_code = '{PREFECTURE}'")
    assert [row["region_code"] for row in made.failures("R120")] == ["980101"]


def test_zones_lie_where_the_filing_counts_them() -> None:
    zone = {"zone_code": ZONE, "host_code": WEST, "filed_at": "2022-01-10 09:00:00"}
    made = prefecture(filing(ZONE), zones=[zone])
    assert made.cell("core.zone_hosts", "host_code", f"zone_code = '{ZONE}'") == WEST


def test_a_returned_filing_of_our_own_is_open_until_we_file_again() -> None:
    made = prefecture()
    notice = {"filing_id": "f1", "chain_hash": "h1", "region_code": PREFECTURE, "kind": "figures", "reason": "不符"}
    write(made, "received_returns", [notice, notice | {"filing_id": "foreign"}], received_tables.RETURN_COLUMNS)
    first = {"filing_id": "f1", "chain_hash": "h1", "year": "2021", "region_code": PREFECTURE, "chain_number": "1",
             "profile": "national_wide", "versions": "1"}  # fmt: skip
    columns = own.SCHEMAS["staging.filings"]
    write(made, "filings", [first], columns)
    assert [(row["value"], row["other"]) for row in made.failures("R121")] == [("f1", "不符（）")]
    again = prefecture()
    write(again, "received_returns", [notice], received_tables.RETURN_COLUMNS)
    later = first | {"filing_id": "f2", "chain_number": "2", "profile": "level_stack"}
    write(again, "filings", [first, later], columns)
    assert again.failures("R121") == []
    assert again.cell("core.returned_filings", "newer_filing_id", "true") == "f2"


def test_a_later_filing_replaces_all_of_the_one_before_and_tells_what_it_lacks() -> None:
    stays = report(EAST, deaths=1, event_key="id:stays", as_of=TIME, stage="final")
    gone = report(EAST, deaths=5, event_key="id:gone", as_of=TIME, stage="final")
    made = ledger({"one/versions.csv": [stays, gone], "two/versions.csv": [stays]})
    filed = [
        {"source_id": source_id(f"{name}/versions.csv"), "filing_id": name, "family": "losses", "region_code": EAST,
         "year": "2021", "filed_at": f"{day} 09:00:00"}
        for name, day in (("one", "2022-01-10"), ("two", "2022-03-01"))
    ]  # fmt: skip
    write(made, "filing_sources", filed, received_tables.SOURCE_COLUMNS)
    versions = made.table("core.report_versions", "event_id", "source_file", "is_best", "left_out_by")
    assert {(row["event_id"], row["source_file"], row["is_best"], row["left_out_by"]) for row in versions} == {
        ("gone", "one/versions.csv", False, "two/versions.csv"),
        ("stays", "one/versions.csv", False, "two/versions.csv"),
        ("stays", "two/versions.csv", True, None),
    }  # fmt: skip
    assert [(row["event_id"], row["value"]) for row in made.failures("R099")] == [("gone", "two/versions.csv")]


def test_a_filing_of_one_disaster_replaces_that_disaster_only() -> None:
    rows = [report(EAST, deaths=n, event_key=f"id:{name}", as_of=TIME) for n, name in ((1, "a"), (2, "b"))]
    made = ledger({"year/versions.csv": rows, "event/versions.csv": [report(EAST, deaths=3, event_key="id:a")]})
    filed = [
        {"source_id": source_id(f"{name}/versions.csv"), "filing_id": name, "family": "losses", "region_code": EAST,
         "year": "2021", "filed_at": f"{day} 09:00:00", "event_id": event}
        for name, day, event in (("year", "2022-01-10", None), ("event", "2022-03-01", "a"))
    ]  # fmt: skip
    write(made, "filing_sources", filed, received_tables.SOURCE_COLUMNS)
    best = made.table("core.losses", "event_id", "deaths")
    assert sorted((row["event_id"], row["deaths"]) for row in best) == [("a", 3), ("b", 2)]
