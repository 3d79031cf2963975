"""A prefecture of five counties and a province of three prefectures: filings travel as folders, nothing is shared."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines import clock, decisions
from pipelines.cli import main
from tests.bureau import without_dagster
from tests.levels import (
    BAOJI,
    BAQIAO,
    BEILIN,
    LATE,
    LIANHU,
    PREFECTURE,
    PROVINCE,
    REASON,
    SUMMED,
    WEIBIN,
    WEIYANG,
    XIANYANG,
    XINCHENG,
    YEAR,
    ZONE,
    World,
    counties,
    prefecture,
    province,
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """All of it, once."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
            patch.setenv(variable, "")
        without_dagster(patch)
        built = World(tmp_path_factory.mktemp("levels"), lambda when: patch.setattr(clock, "now", lambda: when))
        built.bureau(PREFECTURE, '[filing]\nannual_due = "01-31"\n')
        counties(built)
        prefecture(built)
        province(built)
        yield built


def figures(world: World, name: str, region: str) -> list[tuple[Any, ...]]:
    """Annual figures of a region by hazard."""
    return world.ask(name, f"select hazard_key, {SUMMED} from marts.annual_losses where year = {YEAR} "
                           f"and region_code = '{region}' order by hazard_key")  # fmt: skip


def statuses(world: World, name: str) -> dict[str, str]:
    return dict(world.ask(name, f"select region_code, status from marts.filing_status where year = {YEAR}"))


def every_cell(world: World, name: str, prefix: str) -> list[tuple[Any, ...]]:
    """All columns of all regions whose code begins so, all hazards."""
    return world.ask(name, f"select * from marts.annual_losses where year = {YEAR} and region_code like '{prefix}%' "
                           "order by region_code, hazard_key")  # fmt: skip


def test_a_countys_year_is_the_same_at_all_levels(world: World) -> None:
    own = every_cell(world, XINCHENG, XINCHENG)
    assert own and own == every_cell(world, PREFECTURE, XINCHENG) == every_cell(world, PROVINCE, XINCHENG)


def test_every_cell_of_a_hard_year_is_the_same_above(world: World) -> None:
    own = every_cell(world, BAOJI, "6103")
    assert {row[1] for row in own} >= {BAOJI, WEIBIN, f"{WEIBIN}001000", ZONE, f"{WEIBIN}-rest"}
    assert own == every_cell(world, PROVINCE, "6103")
    asked = "select indicator, state from core.figure_states order by all"
    assert world.ask(PROVINCE, asked) == [("affected_population", "approximate"), ("deaths", "masked")]


def test_sums_add_up_over_the_levels_with_the_adjustment_once(world: World) -> None:
    assert figures(world, XINCHENG, XINCHENG)[0] == ("all", 1, 1, 0, 150, Decimal("35.25"))
    assert figures(world, PREFECTURE, PREFECTURE)[0] == ("all", 2, 2, 0, 220, Decimal("42.375"))
    assert figures(world, PROVINCE, PREFECTURE) == figures(world, PREFECTURE, PREFECTURE)
    parts = [figures(world, PROVINCE, code)[0] for code in (PREFECTURE, BAOJI, XIANYANG)]
    assert figures(world, PROVINCE, PROVINCE)[0] == (
        "all",
        *(sum(cells) for cells in list(zip(*parts, strict=True))[1:]),
    )
    assert parts[2] == ("all", 1, 1, 0, 40, Decimal(4))


@pytest.mark.parametrize("name", [PREFECTURE, PROVINCE])
def test_history_travels_with_the_filing(world: World, name: str) -> None:
    asked = "select stage, affected_population, is_best from core.report_versions where left_out_by is null and "
    versions = world.ask(name, f"{asked} region_code = '{XINCHENG}' and status = 'active' order by as_of")
    assert versions == [("initial", 100, False), ("update", 180, False), ("final", 150, True)]


def test_every_county_has_its_status_and_a_return_holds_until_the_next_filing(world: World) -> None:
    expected = {XINCHENG: "returned", BEILIN: "zero", LIANHU: "late", BAQIAO: "missing", WEIYANG: "tampered"}
    assert statuses(world, "before") == expected
    assert statuses(world, PREFECTURE) == expected | {XINCHENG: "filed"}
    noted = "select note, return_kind from marts.filing_status where status = 'returned'"
    assert world.ask("before", noted) == [(REASON, "figures")]


def test_a_tampered_filing_is_named_and_gives_no_row(world: World) -> None:
    found = world.ask(PREFECTURE, "select rule_id, source_file from checks.findings where severity = 'reject'")
    assert [(rule, file.split("/")[1], file.rpartition("/")[2]) for rule, file in found] == [
        ("F130", "20220110-national_wide-610112-1", "versions.csv")
    ]
    assert world.ask(PREFECTURE, f"select count(*) from core.report_versions where region_code = '{WEIYANG}'") == [(0,)]
    assert world.ask(PREFECTURE, "select state, is_latest from core.received_filings "
                                 f"where region_code = '{WEIYANG}'") == [("tampered", False)]  # fmt: skip


def test_a_zero_filing_is_a_zero_and_silence_is_none(world: World) -> None:
    covered = world.ask(PREFECTURE, "select region_code, period_start, period_end from core.coverage order by 1")
    assert covered == [(code, date(YEAR, 1, 1), date(YEAR, 12, 31)) for code in (XINCHENG, BEILIN, LIANHU)]
    told = world.ask(PREFECTURE, "select region_code, value from marts.year_on_year where indicator = 'deaths' and "
                                 f"hazard_key = 'all' and year = {YEAR} order by 1")  # fmt: skip
    assert {code: value for code, value in told if code in (BEILIN, BAQIAO)} == {BEILIN: 0, BAQIAO: None}


def test_explanations_of_the_county_hold_above(world: World) -> None:
    asked = "select status, explained_by, reason from checks.findings where rule_id = 'R010'"
    rows = world.ask("before", asked)
    assert rows == [("explained", "填表人", "20220110-national_wide-610102-1: 外地务工人员遇难，已核实")]


def test_a_return_reaches_the_county(world: World) -> None:
    first = "20220110-national_wide-610102-1"
    assert world.ask(XINCHENG, "select value from checks.findings where rule_id = 'R121'") == [(first,)]
    told = world.ask(XINCHENG, "select filing_id, year, kind, reason, is_open from core.returned_filings")
    assert told == [(first, YEAR, "figures", REASON, True)]


def test_a_returned_filing_keeps_its_figures(world: World) -> None:
    assert figures(world, "before", XINCHENG)[0] == ("all", 2, 2, 3, 151, Decimal(35))


def test_rows_of_sources_are_accounted_for_and_no_part_of_a_filing_is_a_source(world: World) -> None:
    sources = world.ask(PROVINCE, "select path, reader, rows_read - rows_accepted - rows_rejected - rows_skipped "
                                  "from meta.sources where path like 'received/%'")  # fmt: skip
    assert {(path.rpartition("/")[2], reader, rest) for path, reader, rest in sources} == {
        ("versions.csv", "filing_versions", 0)
    }


def test_return_writes_a_decision_and_a_notice_and_takes_the_latest_filing_only(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bureau = world.bureau(PREFECTURE)
    asked = ["--kind", "facts", "--reason", "时间不对", "--by", "市局", "--out", str(tmp_path)]
    asked += [f"--raw={bureau.raw}", f"--warehouse={bureau.warehouse}"]
    assert main(["return", LATE, *asked]) == 0
    (row,) = [row for row in decisions.rows(bureau.raw, decisions.RETURNS) if row["region_code"] == LIANHU]
    sent = json.loads((bureau.raw / "received" / LATE / "manifest.json").read_text("utf-8"))
    assert (row["chain_hash"], row["kind"], row["reason"]) == (sent["chain_hash"], "facts", "时间不对")
    assert "时间不对" in (tmp_path / f"return-{LATE}.txt").read_text("utf-8-sig")
    for wrong, said in (
        ("20220110-national_wide-610102-1", "已有新的报送"), ("20220110-national_wide-610112-1", "不完好"),
        ("20220110-national_wide-610199-1", "没有收到的报送"),
    ):  # fmt: skip
        assert main(["return", wrong, *asked]) != 0
        assert said in capsys.readouterr().err
