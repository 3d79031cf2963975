"""The table of versions of a filing → reports: what counts at the sender counts, all rows are accounted for."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from pipelines import readers
from pipelines.filings.manifests import VERSION_COLUMNS
from pipelines.readers.contract import Reading
from pipelines.readers.filing_versions import FILING
from tests.received_folders import table, version

SOUND = {"state": "sound", "year": 2021, "region_code": "610116"}


def read(folder: Path, rows: Iterable[Mapping[str, str]], filing: Mapping[str, object] | None = SOUND) -> Reading:
    file = folder / "versions.csv"
    file.write_bytes(table(VERSION_COLUMNS, rows))
    reading = readers.read(file, name="received/x/versions.csv", sidecar={FILING: filing} if filing else None)
    assert reading.rows_read == reading.rows_accepted + reading.rows_rejected + reading.rows_skipped
    return reading


def skipped(reading: Reading) -> list[tuple[str, str]]:
    return reading.skipped_rows.rows()


def test_the_rows_of_a_version_are_one_report_with_its_own_disaster(tmp_path: Path) -> None:
    loss = version(indicator="direct_economic_loss", unit="万元", value="10.123456")
    doubtful = version(indicator="deaths", value="3", figure_state="at_least")
    reading = read(tmp_path, [version(), loss, doubtful])
    (report,) = reading.reports.rows(named=True)
    assert (report["event_key"], report["region_code"], report["hazard_key"], report["stage"]) == (
        "id:20210701080000-flood-610116", "610116", "flood_mountain", "final"
    )  # fmt: skip
    assert (report["as_of"], report["occurred_at"]) == (datetime(2021, 7, 9), datetime(2021, 7, 1, 8))
    assert (report["affected_population"], report["direct_economic_loss"], report["missing"]) == (
        150, Decimal("10.123456"), None
    )  # fmt: skip
    assert reading.figure_states.select("source_locator", "indicator", "state").rows() == [("2", "deaths", "at_least")]
    assert (reading.rows_read, reading.rows_accepted, skipped(reading)) == (4, 3, [("1", "heading")])


def test_what_does_not_count_at_the_sender_is_skipped_and_what_was_replaced_is_history(tmp_path: Path) -> None:
    rows = [
        version(as_of="2021-07-02 00:00:00", stage="initial", status="superseded", value="100"),
        version(),
        version(status="held_out", source_locator="3"),
        version(status="withdrawn", source_locator="4"),
        version(status="left_out", source_locator="5"),
    ]
    reading = read(tmp_path, rows)
    assert reading.reports["affected_population"].to_list() == [100, 150]
    assert skipped(reading)[1:] == [("4", "held_out"), ("5", "withdrawn"), ("6", "left_out")]


def test_a_version_that_was_replaced_never_comes_before_the_one_that_counts(tmp_path: Path) -> None:
    mistyped = version(as_of="2099-01-01 00:00:00", status="superseded", source_sha256="b" * 64, value="9")
    repeated = version(status="superseded", source_sha256="c" * 64, value="8")
    alone = version(event_id="x", status="superseded")
    reading = read(tmp_path, [mistyped, version(), repeated, alone])
    assert reading.reports["affected_population"].to_list() == [150]
    assert {reason for _, reason in skipped(reading)[1:]} == {"replaced_at_sender"}


def test_a_version_without_figures_is_a_report_and_its_year_is_that_of_the_filing(tmp_path: Path) -> None:
    reading = read(tmp_path, [version(indicator="", unit="", value="", occurred_at="")])
    (report,) = reading.reports.rows(named=True)
    assert report["affected_township_names"] is None
    assert (report["occurred_at"], report["year_hint"], report["affected_population"]) == (None, 2021, None)


def test_an_unknown_indicator_or_unit_is_told_once_and_not_guessed(tmp_path: Path) -> None:
    rows = [version(unit="万人", value="1"), version(indicator="meteor_hits", unit="次", value="2")]
    reading = read(tmp_path, rows)
    assert reading.reports["affected_population"].to_list() == [None]
    assert reading.findings["rule_id"].to_list() == ["F140", "F140"]


def test_a_filing_that_is_not_sound_gives_no_report(tmp_path: Path) -> None:
    reading = read(tmp_path, [version()], {"state": "tampered"})
    assert (reading.reports.height, skipped(reading)) == (0, [("1", "heading"), ("2", "filing_not_used")])


def test_a_table_of_versions_that_lies_alone_is_not_believed(tmp_path: Path) -> None:
    reading = read(tmp_path, [version()], None)
    assert (reading.reports.height, reading.findings["rule_id"].to_list()) == (0, ["F138"])


def test_names_of_townships_travel_along(tmp_path: Path) -> None:
    reading = read(tmp_path, [version(affected_township_names="引镇街道,王莽街道")])
    assert reading.reports["affected_township_names"].to_list() == ["引镇街道,王莽街道"]


def test_rows_of_regions_that_are_not_the_senders_are_rejected(tmp_path: Path) -> None:
    regions = ["610116", "610116001000", "610116001", "610163", "610163001", "610102", "610100", "x"]
    rows = [version(region_code=code, event_id=str(number)) for number, code in enumerate(regions)]
    reading = read(tmp_path, rows, {"state": "sound", "region_code": "610116", "year": 2021, "zones": ["610163"]})
    assert reading.reports["region_code"].to_list() == [
        "610116", "610116001000", "610116001000", "610163", "610163001000"
    ]  # fmt: skip
    assert reading.rejected_rows.select("source_locator", "reason").rows() == [
        ("7", "F142"),
        ("8", "F142"),
        ("9", "F080"),
    ]
    assert reading.findings.select("rule_id", "source_locator", "value").rows()[:2] == [
        ("F142", "7", "610102"), ("F142", "8", "610100")
    ]  # fmt: skip
    assert reading.rows_read == reading.rows_accepted + reading.rows_rejected + reading.rows_skipped == 9


def test_a_former_code_is_the_region_that_it_became(tmp_path: Path) -> None:
    rows = [version(region_code="610125"), version(region_code="610125001")]
    assert read(tmp_path, rows, {"state": "sound", "region_code": "610118"}).reports.height == 2
    assert read(tmp_path, rows, {"state": "sound", "region_code": "610116"}).reports.height == 0


def test_a_masked_figure_is_a_state_and_no_value(tmp_path: Path) -> None:
    reading = read(tmp_path, [version(), version(indicator="deaths", value="", figure_state="masked")])
    assert reading.reports["deaths"].to_list() == [None]
    assert reading.figure_states.select("indicator", "state").rows() == [("deaths", "masked")]
    assert reading.findings.height == 0
