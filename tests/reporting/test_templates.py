"""Templates: what a bureau may change, what is refused, what a missing figure or a stated one does to the text."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipelines import cli, reporting
from pipelines.errors import LedgerError
from pipelines.raw_store import RawStore
from pipelines.readers.contract import PERIOD_FIGURE_SCHEMA
from pipelines.reporting import sources
from tests.exports import ledger
from tests.reporting import evidence

PLACE = "reference/report_templates"
SOURCE = "a" * 16


def stated(rows: Iterable[dict[str, Any]]) -> dict[str, pl.DataFrame]:
    columns = {**PERIOD_FIGURE_SCHEMA, "source_id": pl.String()}
    told = [{"source_id": SOURCE, "source_locator": str(at)} | row for at, row in enumerate(rows, 2)]
    frame = pl.DataFrame([{name: row.get(name) for name in columns} for row in told], schema=columns)
    return {"period_figures": frame}


def figure(indicator: str, value: str, unit: str, year: int = 2017, **more: Any) -> dict[str, Any]:
    return {
        "region_code": "990100", "region_name": "示例市", "period_kind": "year", "period_start": date(year, 1, 1),
        "period_end": date(year, 12, 31), "hazard_key": "all", "indicator": indicator, "unit": unit,
        "state": "exact", "basis": "settled_annual", "value": Decimal(value),
    } | more  # fmt: skip


CONFIRMED = [
    figure("affected_population", "71000", "人", state="rounded", half_width=Decimal(500)),
    figure("direct_economic_loss", "12345.6", "万元"),
    figure("need_emergency_aid_cum", "321", "人"),
    figure("deaths", "1", "人", year=2016, period_end=date(2016, 11, 7), period_kind="period"),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Disasters of 2023 and 2024, and figures of 2016 and 2017 from work reports; no test writes to it."""
    return ledger.release_of(tmp_path_factory.mktemp("reports") / "warehouse", tables=stated(CONFIRMED))


def text_of(warehouse: Path, raw: Path, kind: str = "annual", **options: Any) -> str:
    return reporting.plain(reporting.report(kind, warehouse=warehouse, raw=raw, **{"year": 2024} | options))


def own(raw: Path, text: str, kind: str = "annual") -> Path:
    """A template of the bureau's own."""
    folder = raw / PLACE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{kind}.txt").write_text(text, encoding="utf-8")
    return raw


def refused(warehouse: Path, raw: Path, **options: Any) -> LedgerError:
    with pytest.raises(LedgerError) as found:
        text_of(warehouse, raw, **options)
    return found.value


def test_a_bureaus_own_template_is_used(warehouse: Path, tmp_path: Path) -> None:
    raw = own(tmp_path, "\ufeff% 说明\n# {region}快讯\n{year}年损失{direct_economic_loss}。")
    assert text_of(warehouse, raw) == "示例市快讯\n2024年损失126.65万元。\n"


def test_templates_are_no_sources_and_no_figures_depend_on_them(tmp_path: Path) -> None:
    raw = own(tmp_path / "raw", "{deaths}")
    assert RawStore(raw, tmp_path / "warehouse", settle=0).marks() == []


def test_a_missing_figure_takes_its_clause_with_it_and_is_named(warehouse: Path, tmp_path: Path) -> None:
    raw = own(
        tmp_path,
        "受灾[{affected_population}][，倒塌{collapsed_rooms}][，死亡{deaths}]；[转移{missing}]。\n无资料：{no_data}。",
    )
    assert text_of(warehouse, raw) == "受灾1050人次，死亡1人。\n无资料：倒塌房屋、因灾失踪。\n"


def test_what_is_optional_is_not_missed(warehouse: Path, tmp_path: Path) -> None:
    raw = own(tmp_path, "受灾{affected_population}[?，倒塌{collapsed_rooms}]。无资料：{no_data}。")
    assert text_of(warehouse, raw) == "受灾1050人次。\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[甲{missing}]；[乙{deaths}]；[丙{missing}]；[丁{events}]。", "乙1人；丁4起。"),
        ("今年，[甲{missing}][；乙{deaths}]、[丙{missing}]。", "今年，乙1人。"),
        ("其中：[甲{missing}]、[乙{deaths}]、[丙{missing}]（[丁{missing}]）。", "其中：乙1人。"),
        ("[甲{deaths}]、[丙{missing}]，[丁{events}]。", "甲1人，丁4起。"),
    ],
)
def test_marks_beside_a_clause_that_went_are_put_right(warehouse: Path, tmp_path: Path, text: str, told: str) -> None:
    assert text_of(warehouse, own(tmp_path, text)) == f"{told}\n"


def test_a_report_that_could_only_say_what_is_missing_is_none(warehouse: Path, tmp_path: Path) -> None:
    assert "没有报告模板" in refused(warehouse, own(tmp_path, "倒塌{collapsed_rooms}。无资料：{no_data}。")).zh


def test_a_sentence_goes_with_the_figure_that_it_is_about(warehouse: Path, tmp_path: Path) -> None:
    raw = own(tmp_path, "共{events}。倒塌{collapsed_rooms}，严重。\n## 房屋\n倒塌{collapsed_rooms}。\n## 结尾\n完。")
    assert text_of(warehouse, raw) == "共4起。\n房屋\n无资料。\n结尾\n完。\n"


def test_a_reported_nought_is_a_nought_or_what_the_template_says_of_it(warehouse: Path, tmp_path: Path) -> None:
    raw = own(tmp_path, "死亡{deaths}，[死亡{deaths}|无人死亡]。")
    assert text_of(warehouse, raw, year=2023) == "死亡0人，无人死亡。\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("好。\n受灾{affected_peple}。", "第 2 行的占位符“{affected_peple}”不存在"),
        ("受灾{deaths.chnge}。", "“{deaths.chnge}”不存在"),
        ("受灾12万人。", "第 1 行直接写了数字“12”"),
        ("受灾[{deaths}。", "括号不成对"),
        ("受灾[死{deaths}[，其中]]。", "括号不成对"),
    ],
)
def test_a_template_that_cannot_be_filled_is_told_with_its_line(
    warehouse: Path, tmp_path: Path, text: str, words: str
) -> None:
    error = refused(warehouse, own(tmp_path, text))
    assert words in error.zh and f"{PLACE}/annual.txt" in error.zh and f"{PLACE}/annual.txt" in error.en


def test_a_brief_drops_what_is_marked_first_and_then_from_the_end(warehouse: Path, tmp_path: Path) -> None:
    long = "很" * 96
    raw = own(tmp_path, f"[甲{{deaths}}][?乙{long}{{events}}][丙{long}{{affected_population}}]。", "brief")
    assert text_of(warehouse, raw, "brief") == f"甲1人丙{long}1050人次。\n"
    raw = own(tmp_path, f"[甲{{deaths}}][乙{long}{{events}}][丙{long}{{affected_population}}]。", "brief")
    assert text_of(warehouse, raw, "brief") == f"甲1人乙{long}4起。\n"
    assert "超过 200 字" in refused(warehouse, own(tmp_path, "很" * 201, "brief"), kind="brief").zh


def test_a_year_that_only_a_work_report_states_is_reported_from_it(warehouse: Path, tmp_path: Path) -> None:
    raw = own(
        tmp_path,
        "{period}受灾{affected_population}，损失{direct_economic_loss}[，需救助{need_emergency_aid_cum}]（{basis}）。",
    )
    written = reporting.report("annual", warehouse=warehouse, raw=raw, year=2017)
    assert reporting.plain(written) == "2017年受灾约7.1万人次，损失1.23亿元，需救助321人（核定年报）。\n"
    rows = evidence.sidecar(sources.sidecar(written))
    need = next(row for row in rows if row["number"] == "321人")
    assert (need["table"], need["source_file"]) == ("core.period_figures", "disaster_reports/aaaa.xlsx!4")
    loss = next(row for row in rows if row["number"] == "1.23亿元")
    assert (loss["table"], loss["source_file"]) == ("marts.year_on_year", "disaster_reports/aaaa.xlsx!3")
    assert evidence.unheld(rows, warehouse / "published" / ledger.RELEASE / "snapshot.duckdb") == []
    assert evidence.miswritten(rows) == []


def test_a_part_of_a_year_that_only_a_work_report_states_says_how_far_it_reaches(
    warehouse: Path, tmp_path: Path
) -> None:
    raw = own(tmp_path, "{period}死亡{deaths}[，较{since}{deaths.change}]。\n未比较：{uncompared}。")
    assert text_of(warehouse, raw, year=2016) == "2016年1月1日至11月7日死亡1人。\n未比较：因灾死亡。\n"


def test_a_figure_that_was_filed_as_it_stands_names_its_filing(tmp_path: Path) -> None:
    warehouse = ledger.release_of(tmp_path / "warehouse")
    with duckdb.connect(str(warehouse / "published" / ledger.RELEASE / "snapshot.duckdb")) as connection:
        connection.execute(
            "insert into core.filed_figures (filing_id, year, region_code, hazard_key, indicator, value, is_last) "
            "values "
            "('f1', 2024, '990100', 'all', 'direct_economic_loss', 126.65, true), "
            "('f1', 2024, '990100', 'all', 'affected_population', 9, true)"
        )
    raw = own(tmp_path, "受灾{affected_population}，损失{direct_economic_loss}。")
    rows = evidence.sidecar(sources.sidecar(reporting.report("annual", warehouse=warehouse, raw=raw, year=2024)))
    assert [(row["number"], row["filing"]) for row in rows] == [("1050人次", ""), ("126.65万元", "f1")]


def test_years_and_regions_without_data_are_told_with_those_there_are(warehouse: Path, tmp_path: Path) -> None:
    assert "有数据的年份：2016、2017、" in refused(warehouse, tmp_path, year=2031).zh
    assert "Years with data: 2016, 2017, " in refused(warehouse, tmp_path, year=2031).en
    assert "没有地区“123456”" in refused(warehouse, tmp_path, region="123456").zh


def test_the_shipped_templates_tell_of_a_ledger_with_little_in_it(warehouse: Path, tmp_path: Path) -> None:
    text = text_of(warehouse, tmp_path)
    assert "四、救灾救助\n无资料。\n" in text
    assert "无资料，文中未写：" in text and "救助资金台账、冬春救助台账、农房保险参保台账、农房保险理赔台账" in text
    for mark in ("，，", "，。", "；；", "（）", "：。", "。。", "[", "]", "{", "}"):
        assert mark not in text


def test_the_command_prints_text_or_json_and_writes_files_with_their_sources(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = ["--warehouse", str(warehouse), "--raw", str(tmp_path / "raw")]
    assert cli.main(["report", "brief", "--year", "2024", *folders]) == 0
    assert capsys.readouterr().out.startswith("示例市2024年灾情简报\n")
    assert cli.main(["report", "half-year", "--year", "2024", "--json", *folders]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["title"] == "示例市2024年上半年自然灾害灾情报告"
    assert [section["heading"] for section in told["sections"]][:2] == ["一、总体情况", "二、损失构成"]
    assert told["release"] == ledger.RELEASE and told["numbers"][0]["cells"][0]["table"] == "marts.year_on_year"
    out = tmp_path / "out" / "报告.txt"
    assert cli.main(["report", "annual", "--year", "2024", "--out", str(out), *folders]) == 0
    assert out.is_file() and out.with_name("报告.txt.sources.csv").read_bytes().startswith(b"\xef\xbb\xbfno,number,")
    assert cli.main(["report", "annual", "--out", str(tmp_path / "报告.pdf"), *folders]) == 2
    assert "不能写成“报告.pdf”" in capsys.readouterr().err
