"""The statutory form, by value: fields, lines, signatures, pages; a year, a disaster, and what is not known."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook

from pipelines import codebooks, exports, form_settings
from pipelines.errors import LedgerError
from pipelines.readers import read
from pipelines.readers.contract import PERIOD_FIGURE_SCHEMA
from tests.exports import ledger

FLOOD = "20240701221059-flood-990122"
FORM = {
    "annual_form_no": "应急统表3", "event_form_no": "应急统表1", "approval_no": "国统制〔2099〕1号",
    "valid_until": "2099年1月", "codes": {"deaths": "X00001"},
}  # fmt: skip
SETTLED = {
    "region_code": "990100", "region_name": "示例市", "period_kind": "year", "period_start": date(2024, 1, 1),
    "period_end": date(2024, 12, 31), "hazard_key": "all", "indicator": "direct_economic_loss", "unit": "万元",
    "state": "exact", "basis": "settled_annual", "value": Decimal("130.015"), "source_id": "a" * 16,
    "source_locator": "2",
}  # fmt: skip


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of a bureau that stated nothing about its forms; no test writes to it."""
    return ledger.release_of(tmp_path_factory.mktemp("forms") / "warehouse")


@pytest.fixture(scope="module")
def stated_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of a bureau that stated what its forms bear, with one settled figure."""
    columns = {**PERIOD_FIGURE_SCHEMA, "source_id": pl.String()}
    settled = pl.DataFrame([{name: SETTLED.get(name) for name in columns}], schema=columns)
    return ledger.release_of(
        tmp_path_factory.mktemp("stated") / "warehouse", tables={"period_figures": settled},
        bureau_name="示例市应急管理局", form=form_settings.checked(FORM) or "",
    )  # fmt: skip


def form(warehouse: Path, out: Path, of: str = "990100", **options: Any) -> list[list[str]]:
    """The lines of the region's form as written in CSV."""
    written = exports.export("form_vertical", out, warehouse=warehouse, **{"year": 2024} | options)
    path = next(path for path in written if path.name.endswith(f"_{of}.csv"))
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def figures(lines: list[list[str]]) -> dict[str, tuple[str, str, str]]:
    """Indicator as written, without its indentation → unit, code, figure."""
    start = lines.index(["甲", "乙", "丙", "1"]) + 1
    return {line[0].strip("　"): (line[1], line[2], line[3]) for line in lines[start : start + 66]}


def test_the_form_has_the_indicators_in_the_national_order_with_parts_below_what_they_are_part_of(
    warehouse: Path, tmp_path: Path
) -> None:
    lines = form(warehouse, tmp_path / "out")
    start = lines.index(["指标名称", "计量单位", "代码", "数量"])
    names = [line[0] for line in lines[start + 2 : start + 68]]
    official = sorted((i for i in codebooks.indicators().values() if i.national_seq), key=lambda i: i.national_seq or 0)
    assert [name.strip("　") for name in names] == [i.export_header_zh.removesuffix(f"({i.unit})") for i in official]
    assert names[4:6] == ["因灾受伤人口", "　　其中：因灾重伤人口"]
    assert names[59:62] == ["直接经济损失", "　　其中：住房及居民家庭财产损失", "　　　　　农林牧渔业损失"]


def test_the_figures_of_a_year_are_its_sums_and_nothing_unknown_is_filled_in(warehouse: Path, tmp_path: Path) -> None:
    told = figures(form(warehouse, tmp_path / "out"))
    assert told["受灾人口"] == ("人次", "", "1050")
    assert told["因灾死亡人口"] == ("人", "", "1")
    assert told["直接经济损失"] == ("万元", "", "126.65")
    assert told["受损公路长度"] == ("千米", "", "1.250")
    assert told["农作物受灾面积"] == ("公顷", "", "0.33")
    assert told["紧急转移安置人口(实时值)"] == ("人", "", "—")
    assert told["因灾失踪人口"] == ("人", "", "")


def test_what_nobody_stated_is_blank_beside_its_label(warehouse: Path, tmp_path: Path) -> None:
    lines = form(warehouse, tmp_path / "out")
    start = lines.index(["指标名称", "计量单位", "代码", "数量"])
    assert lines[:start] == [
        ["自然灾害损失情况统计年报表"],
        ["（2024年）"],
        ["", "表　　号："],
        ["", "制定机关：应急管理部"],
        ["行政区划代码：990100", "批准机关：国家统计局"],
        ["统计时段：2024年1月1日至2024年12月31日", "批准文号："],
        ["填报单位（盖章）：示例市", "有效期至："],
    ]
    text = "\n".join(line[0] for line in lines[start + 68 :])
    for label in ("单位负责人：　", "统计负责人：　", "填表人：　", "报出日期：20　　年　　月　　日", "示例数据"):
        assert label in text
    assert text.endswith("报送链校验值（SHA-256）：")


def test_what_the_bureau_and_the_signers_stated_stands_on_the_form(stated_warehouse: Path, tmp_path: Path) -> None:
    signed = {"prepared_by": "甲", "filed_on": "2025年1月5日", "chain_hash": "ab12"}
    lines = form(stated_warehouse, tmp_path / "out", stated=signed)
    text = "\n".join("\t".join(line) for line in lines)
    for said in (
        "表　　号：应急统表3", "批准文号：国统制〔2099〕1号", "有效期至：2099年1月",
        "填报单位（盖章）：示例市应急管理局",
        "填表人：甲　", "报出日期：2025年1月5日", "报送链校验值（SHA-256）：ab12",
    ):  # fmt: skip
        assert said in text
    assert figures(lines)["因灾死亡人口"] == ("人", "X00001", "1")


def test_a_settled_figure_stands_instead_of_the_sum_and_is_named(stated_warehouse: Path, tmp_path: Path) -> None:
    lines = form(stated_warehouse, tmp_path / "out")
    assert figures(lines)["直接经济损失"][2] == "130.02"
    assert any("口径：直接经济损失为核定年报，其余为过程汇总。" in line[0] for line in lines)


def test_a_form_of_a_disaster_says_which_and_keeps_figures_of_the_moment(
    stated_warehouse: Path, tmp_path: Path
) -> None:
    lines = form(stated_warehouse, tmp_path / "out", "990122", event=FLOOD, children=True, year=None, region="990122")
    assert lines[:4] == [
        ["自然灾害损失情况统计快报表"],
        ["（洪涝灾害-山区洪水，2024年7月1日22时10分起）"],
        [f"灾害过程编号：{FLOOD}", "表　　号：应急统表1"],
        ["报送阶段：核报", "制定机关：应急管理部"],
    ]
    assert lines[5][0] == "统计时段：2024年7月1日22时10分起，数据截至2024年12月31日"
    told = figures(lines)
    assert (told["受灾人口"], told["紧急转移安置人口(实时值)"]) == (("人", "", "1000"), ("人", "", "7"))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["regions"] == ["990122", "990122100000", "990122101000"]
    assert (manifest["event"], manifest["year"]) == (FLOOD, 2024)


def test_the_workbook_has_a_sheet_for_each_region_that_prints_on_a4(warehouse: Path, tmp_path: Path) -> None:
    written = exports.export("form_vertical", tmp_path / "out", warehouse=warehouse, year=2024, children=True)
    book = load_workbook(next(path for path in written if path.suffix == ".xlsx"))
    assert book.sheetnames == ["示例市", "临江区", "云岭县", "石桥县"]
    sheet = book["云岭县"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == "$8:$9"
    assert "&P" in sheet.oddFooter.center.text
    assert [cell.value for cell in sheet[11]] == ["受灾人口", "人次", "", 1000]
    assert sheet["C11"].number_format == "@"
    assert sheet["D69"].number_format == "0.00"


def test_a_region_that_had_no_disaster_has_zeros_and_one_that_nothing_is_known_of_has_none(
    warehouse: Path, tmp_path: Path
) -> None:
    told = ledger.report("990102", ledger.FLOOD_2023)
    quiet = ledger.release_of(tmp_path / "quiet", [r for r in ledger.REPORTS if r["region_code"] != "990102"] + [told])
    lines = form(quiet, tmp_path / "a", "990102", region="990102")
    assert {figure for _, _, figure in figures(lines).values()} == {"0", "0.00", "0.000", "—"}
    assert any("没有灾情记录，按0填列" in line[0] for line in lines)
    lines = form(warehouse, tmp_path / "b", "990122101000", region="990122101000", year=2023)
    assert {figure for _, _, figure in figures(lines).values()} == {"", "—"}
    assert any("没有收到该地区的资料" in line[0] for line in lines)


def test_a_filled_form_is_read_back_as_it_is(warehouse: Path, tmp_path: Path) -> None:
    written = exports.export("form_vertical", tmp_path / "out", warehouse=warehouse, event=FLOOD, region="990122")
    told = {
        "affected_population": 1000, "deaths": 1, "relocated_total_now": 7, "road_damaged_km": Decimal("1.25"),
        "direct_economic_loss": Decimal("123.45"),
    }  # fmt: skip
    for path in written[:2]:
        [report] = read(path).reports.iter_rows(named=True)
        national = {i.column_name for i in codebooks.indicators().values() if i.national_seq}
        assert {name: report[name] for name in national if report[name] is not None} == told
        assert report["region_code"] == "990122"


def test_what_cannot_be_made_is_said(warehouse: Path, tmp_path: Path) -> None:
    def refused(profile: str, **options: Any) -> str:
        with pytest.raises(LedgerError) as told:
            exports.export(profile, tmp_path / "out", warehouse=warehouse, **options)
        assert not (tmp_path / "out").exists()
        return told.value.zh

    assert "没有灾害过程“没有这个”" in refused("form_vertical", event="没有这个")
    assert "没有涉及临江区" in refused("form_vertical", event=FLOOD, region="990102")
    assert "只用于报表" in refused("tidy", event=FLOOD)


def test_the_same_release_gives_the_same_forms(warehouse: Path, tmp_path: Path) -> None:
    first = exports.export("form_vertical", tmp_path / "a", warehouse=warehouse, children=True)
    again = exports.export("form_vertical", tmp_path / "b", warehouse=warehouse, children=True)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
