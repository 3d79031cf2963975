"""A prefecture of five counties and a province of three prefectures: filings travel as folders, nothing is shared."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines import clock, decisions, return_notices
from pipelines.cli import main
from pipelines.filings import filing
from pipelines.filings.manifests import Filing
from pipelines.filings.request import Request
from pipelines.releases import Release
from pipelines.return_notices import ReturnNotice
from tests.bureau import Bureau, at, without_dagster
from tests.received_folders import version, write_filing

YEAR = 2021
PROVINCE, PREFECTURE, BAOJI, XIANYANG = "610000", "610100", "610300", "610400"
XINCHENG, BEILIN, LIANHU, BAQIAO, WEIYANG = "610102", "610103", "610104", "610111", "610112"
HEADING = (
    "region_code,region_name,hazard_key,occurred_at,as_of,stage,missing,deaths,affected_population,direct_economic_loss"
)
FLOOD = "2021-07-01 08:00:00"
OTHER_YEAR = f"{BEILIN},碑林区,flood_mountain,2020-07-01 08:00:00,2020-07-03 00:00:00,final,0,0,5,1"
REASON = "死亡人数与民政不符"
SUMMED = "events, event_records, deaths, affected_population, direct_economic_loss"
EXPLAINED = "rule_id,source_file,reason\nR010,disaster_reports/final.csv,外地务工人员遇难，已核实\n"


def report(code: str, stage: str, day: int, figures: str, begun: str = FLOOD) -> str:
    """One report of a flood: deaths, people, loss."""
    return f"{code},,flood_mountain,{begun},2021-07-{day:02} 00:00:00,{stage},0,{figures}"


@dataclass
class World:
    """Every bureau in its own folder, and what each knew at a time: releases by name."""

    folder: Path
    set_clock: Callable[[datetime], None]
    known: dict[str, Release] = field(default_factory=dict)
    filed: dict[str, Filing] = field(default_factory=dict)

    def bureau(self, code: str, settings: str = "") -> Bureau:
        bureau = at(self.folder / code)
        reference = bureau.raw / "reference"
        if not reference.exists():
            reference.mkdir(parents=True)
            (reference / "bureau.toml").write_text(f'own_region = "{code}"\n{settings}', encoding="utf-8")
        return bureau

    def put(self, code: str, name: str, *rows: str) -> None:
        file = self.bureau(code).raw / "disaster_reports" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join([HEADING, *rows, ""]), encoding="utf-8")

    def refresh(self, code: str, when: datetime, name: str = "") -> None:
        self.set_clock(when)
        bureau = self.bureau(code)
        refreshed = bureau.refresh()
        if refreshed.held:  # a closed year moved: somebody confirms
            main(["publish", refreshed.release.release_id, f"--raw={bureau.raw}", f"--warehouse={bureau.warehouse}"])
        self.known[name or code] = refreshed.release

    def file(self, code: str, when: datetime, **asked: Any) -> Filing:
        self.set_clock(when)
        bureau = self.bureau(code)
        request = Request("national_wide", YEAR, code, "填表人", "审核人", **asked)
        self.filed[code] = filing.make(request, bureau.raw, bureau.warehouse)
        return self.filed[code]

    def send(self, code: str, above: str) -> Path:
        """Copy a bureau's last filing into the upper level's received files."""
        name = self.filed[code].filing_id
        target = self.bureau(above).raw / "received" / code / name
        return Path(shutil.copytree(at(self.folder / code).raw / "filings" / name, target))

    def ask(self, name: str, sql: str) -> list[tuple[Any, ...]]:
        return at(self.folder).ask(sql, self.known[name])


def counties(world: World) -> None:
    """新城 has a history, 碑林 nothing, 莲湖 is late, 未央's folder is changed on its way, 灞桥 sends nothing."""
    for name, stage, day, figures in (
        ("first", "initial", 2, "0,100,10"), ("then", "update", 5, "0,180,25.5"), ("final", "final", 20, "1,150,30.25"),
    ):  # fmt: skip
        world.put(XINCHENG, f"{name}.csv", report(XINCHENG, stage, day, figures))
    world.put(XINCHENG, "final.csv", report(XINCHENG, "final", 20, "1,150,30.25"),
              report(XINCHENG, "final", 28, "2,1,0.5", begun="2021-07-20 06:00:00"))  # fmt: skip
    given = {"year": "2021", "region_code": XINCHENG, "indicator": "direct_economic_loss", "delta": "4.25"}
    world.set_clock(datetime(2022, 1, 9))
    decisions.record(world.bureau(XINCHENG).raw, decisions.ADJUSTMENTS, given, by="会商", reason="核定")
    explain = world.folder / "explain.csv"
    explain.write_text(EXPLAINED, encoding="utf-8")
    world.put(BEILIN, "old.csv", OTHER_YEAR)
    world.put(LIANHU, "a.csv", report(LIANHU, "final", 9, "0,70,7.125"))
    for code in (XINCHENG, BEILIN, LIANHU):
        when = datetime(2022, 1, 10, 9) if code != LIANHU else datetime(2022, 2, 20, 9)
        world.refresh(code, when)
        world.file(code, when, explain=explain if code == XINCHENG else None)
        world.send(code, PREFECTURE)
    folder = world.bureau(PREFECTURE).raw / "received" / "20220110-national_wide-610112-1"
    write_filing(folder, [version(region_code=WEIYANG, value="900")], region_code=WEIYANG, region_name="未央区")
    versions = folder / "versions.csv"
    versions.write_bytes(versions.read_bytes().replace(b",900,", b",100,"))


def prefecture(world: World) -> None:
    """Reads what came, returns 新城's filing, and reads the new one."""
    units = [f"{code},,2015-01-01" for code in (XINCHENG, BEILIN, LIANHU, BAQIAO, WEIYANG)]
    bureau = world.bureau(PREFECTURE)
    list_of_units = "\n".join(["行政区划代码,单位名称,起报日期", *units, ""])
    (bureau.raw / "reference" / "reporting_units.csv").write_text(list_of_units, encoding="utf-8")
    first = world.filed[XINCHENG]
    told = {"filing_id": first.filing_id, "region_code": XINCHENG, "chain_hash": first.chain_hash, "kind": "figures"}
    world.set_clock(datetime(2022, 2, 24))
    decisions.record(bureau.raw, decisions.RETURNS, told, by="市局", reason=REASON)
    world.refresh(PREFECTURE, datetime(2022, 2, 25), "before")
    notice = ReturnNotice(**told, returned_by="市局", returned_at="2022-02-24 00:00:00", reason=REASON)
    return_notices.write(notice, world.bureau(XINCHENG).raw / "received")
    world.put(XINCHENG, "final.csv", report(XINCHENG, "final", 20, "0,150,31"))
    world.refresh(XINCHENG, datetime(2022, 3, 1))
    world.file(XINCHENG, datetime(2022, 3, 1, 12), reason="按退回意见更正")
    world.send(XINCHENG, PREFECTURE)
    world.refresh(PREFECTURE, datetime(2022, 3, 5))
    explain = world.folder / "explain_prefecture.csv"
    errors = world.ask(PREFECTURE, "select distinct rule_id, source_file from checks.findings where status = 'open' "
                                   "and severity in ('error', 'reject')")  # fmt: skip
    lines = ["rule_id,source_file,reason", *(f"{rule},{file},已知" for rule, file in errors)]
    explain.write_text("\n".join([*lines, ""]), encoding="utf-8")
    world.file(PREFECTURE, datetime(2022, 3, 6), explain=explain)
    world.send(PREFECTURE, PROVINCE)


def province(world: World) -> None:
    """Two prefectures that keep the lists of their counties, and the province above all three."""
    for code, county, figures in ((BAOJI, "610302", "3,300,33.5"), (XIANYANG, "610402", "0,40,4")):
        world.put(code, "list.csv", report(county, "final", 9, figures))
        world.refresh(code, datetime(2022, 3, 6))
        world.file(code, datetime(2022, 3, 6, 9))
        world.send(code, PROVINCE)
    world.bureau(PROVINCE)
    world.refresh(PROVINCE, datetime(2022, 3, 10))


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


@pytest.mark.parametrize("county", [XINCHENG, LIANHU])
def test_a_countys_year_is_the_same_at_all_levels(world: World, county: str) -> None:
    own = figures(world, county, county)
    assert own and own == figures(world, PREFECTURE, county) == figures(world, PROVINCE, county)


def test_sums_add_up_over_the_levels_with_the_adjustment_once(world: World) -> None:
    assert figures(world, XINCHENG, XINCHENG)[0] == ("all", 1, 1, 0, 150, Decimal("35.25"))
    assert figures(world, PREFECTURE, PREFECTURE)[0] == ("all", 2, 2, 0, 220, Decimal("42.375"))
    assert figures(world, PROVINCE, PREFECTURE) == figures(world, PREFECTURE, PREFECTURE)
    assert figures(world, PROVINCE, PROVINCE)[0] == ("all", 4, 4, 3, 560, Decimal("79.875"))


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
    late = world.filed[LIANHU]
    assert main(["return", late.filing_id, *asked]) == 0
    (row,) = [row for row in decisions.rows(bureau.raw, decisions.RETURNS) if row["region_code"] == LIANHU]
    assert (row["chain_hash"], row["kind"], row["reason"]) == (late.chain_hash, "facts", "时间不对")
    assert "时间不对" in (tmp_path / f"return-{late.filing_id}.txt").read_text("utf-8-sig")
    for wrong, said in (
        ("20220110-national_wide-610102-1", "已有新的报送"), ("20220110-national_wide-610112-1", "不完好"),
        ("20220110-national_wide-610199-1", "没有收到的报送"),
    ):  # fmt: skip
        assert main(["return", wrong, *asked]) != 0
        assert said in capsys.readouterr().err
