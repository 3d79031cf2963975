"""Messages that quote other rows: a reader of one county reads them without what they say of others."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboard import snapshot
from dashboard.snapshot import Release
from pipelines import codebooks
from pipelines.readers import boundaries, messages, row_places
from tests.dashboard.snapshots import RELEASE

COUNTY = "990121"
SECRET, EVENT = "8848.13", "20250601-flood"
MESSAGES = ("message_zh", "message_en")
OF_OWN_ROWS = {
    "R047", "R053", "R060", "R061", "R062", "R063", "R064", "R067", "R068", "R069", "R070", "R072", "R073", "R080",
    "R081", "R082", "R083", "R084", "R085", "R086", "R087", "R088", "R089", "R091", "R092", "R093", "R094", "R095",
    "R096", "R100", "R120", "R121", "R131", "R140", "R151",
}  # fmt: skip
"""Rules whose second figure is of the same record, of an earlier one of the same region, or of what lies below it."""
NAMES_A_REGION_ABOVE = {"R071", "R074"}
"""The unit that did not report, itself; the host of a zone."""
MASKED = {"R090", "R097"}
OF_THE_WHOLE_FILE = {"F024", "F056", "F092", "F097", "F119", "F123", "F151", "F183"}
"""Told of a file or a sheet, where no row stands: not seen."""
OF_ONE_ROW = {"F054", "F100", "F104", "F105", "F160"}
"""The cells or shapes of that row, or its repetition for the same region."""
LEFT_OUT = {"F158", "F161"}


def test_somebody_decided_of_every_rule_that_quotes_a_second_figure() -> None:
    """A new one is decided here: what it quotes is of the region itself, or dashboard/scope/checks.findings.sql leaves
    it out."""
    rules = {
        row["rule_id"] for row in codebooks.rows("check_rules") if "{other}" in row["message_zh"] + row["message_en"]
    }
    assert rules == OF_OWN_ROWS | NAMES_A_REGION_ABOVE | MASKED


def test_somebody_decided_of_every_reading_rule_that_counts_rows() -> None:
    counting = re.compile(r"\{(detail|suggestion|value)\} ?(行|个|处)")
    rules = {row["rule_id"] for row in codebooks.rows("reading_rules") if counting.search(row["message_zh"])}
    assert rules == OF_THE_WHOLE_FILE | OF_ONE_ROW | LEFT_OUT


def seen(release: Release, folder: Path, finding: dict[str, str]) -> pl.DataFrame:
    """A finding on a row of the county, as the county sees it."""
    shutil.copytree(release.folder, folder)
    told = {"severity": "warning", "status": "open"} | finding
    with duckdb.connect(str(folder / "snapshot.duckdb")) as database:
        database.execute(
            f"insert into checks.findings ({', '.join(told)}, source_id, source_locator) "
            f"select {', '.join('?' * len(told))}, source_id, source_locator "
            f"from core.losses where held_out and region_code like '{COUNTY}%' limit 1",
            list(told.values()),
        )
    found = snapshot.table(Release(RELEASE, folder, COUNTY), "checks.findings")
    return found.filter(pl.col("rule_id") == finding["rule_id"])


def worded(rule: str, variant: str, other: str) -> dict[str, str]:
    """A finding of a rule with its facts."""
    row = next(row for row in codebooks.rows("check_rules") if (row["rule_id"], row["variant"]) == (rule, variant))
    messages_told = {name: row[name].replace("{value}", "77.5").replace("{other}", other) for name in MESSAGES}
    return {"rule_id": rule, "region_code": COUNTY} | messages_told


@pytest.mark.parametrize(("finding", "secret", "zh", "en"), [
    (worded("R097", "peers", SECRET), SECRET, "是同类各行中位数的一千倍以上", "the median of such rows:"),
    (worded("R090", "", EVENT), EVENT, "可能与上级的一次灾害过程是同一次灾害", "as a disaster of the level above;"),
])  # fmt: skip
def test_what_a_message_says_of_other_rows_is_left_out_and_the_rest_stays(  # noqa: PLR0913, PLR0917 - facts and words
    finding: dict[str, str], secret: str, zh: str, en: str, release: Release, tmp_path: Path
) -> None:
    found = seen(release, tmp_path / RELEASE, finding).row(0, named=True)
    assert zh in found["message_zh"].replace(" ", "") and en in found["message_en"]
    assert secret not in found["message_zh"] + found["message_en"]


def test_a_mean_of_the_row_itself_stays(release: Release, tmp_path: Path) -> None:
    found = seen(release, tmp_path / RELEASE, worded("R097", "mean", SECRET)).row(0, named=True)
    assert SECRET in found["message_zh"] and SECRET in found["message_en"]


@pytest.mark.parametrize("counted", [row_places._and_more, boundaries._and_more])
@pytest.mark.parametrize("rule", ["F081", "F084", "F154"])
def test_a_finding_that_stands_for_many_does_not_count_those_of_other_regions(
    rule: str, counted: Callable[[str, list[None]], str], release: Release, tmp_path: Path
) -> None:
    value = counted("990121100000", [None] * 4321)
    told = messages.finding(rule, source_file="a.xlsx", locator="S!3", value=value, detail="某地", suggestion="某镇")
    assert "4321" in str(told["message_zh"])
    given = {name: str(told[name]) for name in ("rule_id", "value", *MESSAGES)}
    found = seen(release, tmp_path / RELEASE, given | {"region_code": COUNTY}).row(0, named=True)
    assert "4321" not in repr(found)
    assert "代码 990121100000 " in found["message_zh"] and found["value"] == "990121100000"


@pytest.mark.parametrize("rule", sorted(LEFT_OUT))
def test_shapes_of_a_whole_file_are_not_named_at_the_place_of_the_first(
    rule: str, release: Release, tmp_path: Path
) -> None:
    assert seen(release, tmp_path / RELEASE, {"rule_id": rule, "message_zh": "云岭县", "value": "云岭县"}).is_empty()


def test_the_other_side_of_a_possible_duplicate_is_not_told(release: Release) -> None:
    mine = snapshot.table(Release(RELEASE, release.folder, COUNTY), "core.candidates")
    assert len(mine) > 0
    hidden = ("other_event_id", "other_region_code", "shared_region_code", "other_figures", "days_apart")
    assert all(mine[name].is_null().all() for name in hidden)


def test_a_file_with_a_row_that_was_not_used_does_not_tell_its_counts(release: Release, tmp_path: Path) -> None:
    folder = tmp_path / RELEASE
    shutil.copytree(release.folder, folder)
    with duckdb.connect(str(folder / "snapshot.duckdb")) as database:
        for source, rejected in (("own", 0), ("doubtful", 1)):
            database.execute(
                "insert into meta.sources by name "
                "select * replace (? as source_id, ? as rows_rejected) from meta.sources limit 1",
                [source, rejected],
            )
            database.execute(
                "insert into core.losses select * replace (? as source_id) from core.losses "
                f"where current_code = '{COUNTY}' limit 1",
                [source],
            )
    told = snapshot.table(Release(RELEASE, folder, COUNTY), "meta.sources")
    counts = dict(told.select("source_id", "rows_read").iter_rows())
    assert (counts["own"], counts["doubtful"]) == (120, None)
