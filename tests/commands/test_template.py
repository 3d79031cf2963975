"""Templates: written for every ledger and for a township's report, filled in, read back to the same figures."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipelines import codebooks, templates
from pipelines.cli import main
from pipelines.codebooks.ledgers import Ledger, LedgerColumn, ledgers
from pipelines.readers import Reading
from pipelines.templates.form_rules import form_rules
from pipelines.templates.ledger_book import heading
from pipelines.templates.report_book import indicators
from tests.readers.files import checked, column, rules

COUNTY, TOWN, OTHER_TOWN = "990103", "990103001000", "990103100000"
FIRST_ROW = 4
TYPED: dict[str, Callable[[str], Any]] = {
    "integer": int, "year": int, "money": float, "decimal": float, "percent": float, "date": datetime.fromisoformat,
}  # fmt: skip


def written(tmp_path: Path, name: str, region: str | None = None) -> Path:
    return templates.write(name, tmp_path / f"{name}.xlsx", templates.region_of(region))


def filled(path: Path, fill: Callable[[Worksheet], None]) -> Reading:
    """The reading of a template after somebody filled in its first sheet."""
    book = openpyxl.load_workbook(path)
    fill(book.worksheets[0])
    book.save(path)
    return checked(path)


def example(ledger: Ledger) -> Iterator[tuple[int, LedgerColumn, Any]]:
    """The example of each column with its place in the sheet, as a person types it."""
    for at, told in enumerate(ledger.columns, start=2):
        if told.type == "region":
            yield at, told, "湖滨街道"
        elif told.example:
            yield at, told, TYPED.get(told.type, str)(told.example)


@pytest.mark.parametrize("name", ledgers())
def test_an_empty_template_holds_no_data_and_frightens_nobody(tmp_path: Path, name: str) -> None:
    reading = checked(written(tmp_path, name, COUNTY))
    assert (reading.rows_accepted, reading.rows_rejected, rules(reading)) == (0, 0, ["F041"])


@pytest.mark.parametrize("name", ledgers())
@pytest.mark.parametrize("region", [None, COUNTY])
def test_a_ledger_that_was_filled_in_is_read_back_whole(tmp_path: Path, name: str, region: str | None) -> None:
    ledger = ledgers()[name]

    def fill(sheet: Worksheet) -> None:
        if region is None:
            sheet.cell(FIRST_ROW, 1).value = TOWN
        for at, _, value in example(ledger):
            sheet.cell(FIRST_ROW, at).value = value

    reading = filled(written(tmp_path, name, region), fill)
    assert (reading.rows_accepted, rules(reading)) == (1, [])
    [row] = reading.ledgers[name].to_dicts()
    assert (row["region_code"], row["region_name"]) == (TOWN, "湖滨街道")
    told = {c.column_name for _, c, _ in example(ledger) if c.type != "region"}
    assert {key for key, value in row.items() if value is not None and key in told} == told
    for _, c, value in example(ledger):
        if c.is_measure:
            assert row[c.column_name] == Decimal(str(value))


def test_money_under_the_heading_of_the_template_is_yuan(tmp_path: Path) -> None:
    path = written(tmp_path, "relief_funds")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[3]][:3] == ["行政区划代码", "收款地区", "资金阶段"]
    assert "金额（元）" in [cell.value for cell in sheet[3]]


@pytest.mark.parametrize("name", ledgers())
def test_every_column_of_the_codebook_is_in_the_sheet_and_explained(tmp_path: Path, name: str) -> None:
    book = openpyxl.load_workbook(written(tmp_path, name))
    data, explanation = book.worksheets
    columns = ledgers()[name].columns
    assert [cell.value for cell in data[3]][1:] == [heading(told) for told in columns]
    assert explanation.title == "填写说明"
    rows = {row[0]: row for row in explanation.iter_rows(values_only=True) if row[0]}
    for told in columns:
        assert (rows[told.name_zh][1] or "") == told.unit
        assert rows[told.name_zh][2] == ("必填" if told.is_required else "可不填")
        assert (rows[told.name_zh][4] or "") == told.example


def test_choices_dates_and_regions_have_rules(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, "relief_funds", COUNTY)).worksheets[0]
    told = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert told["C4"].formula1 == '"收到上级下达,拨付下级,发放到户"'
    assert (told["B4"].type, told["B4"].formula1.split("!")[0]) == ("list", "'填写说明'")
    assert told["I4"].type == "date"
    assert sheet.freeze_panes == "C4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.column_dimensions["A"].width > 12


def test_codes_are_kept_as_text(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, "gdp")).worksheets[0]
    assert sheet.column_dimensions["A"].number_format == "@"


def rows_of(sheet: Worksheet) -> dict[Any, int]:
    return {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}


def head(sheet: Worksheet) -> None:
    """The head of a township's report."""
    rows = rows_of(sheet)
    told = {"灾种：": "洪涝灾害-山区洪水", "灾害发生时间：": datetime(2025, 6, 27, 14), "报告阶段：": "续报"}
    for label, value in (told | {"数据截至时间：": datetime(2025, 6, 30, 18)}).items():
        sheet.cell(rows[label], 2).value = value


def test_the_form_of_a_county_has_a_column_for_each_township(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, templates.REPORT, COUNTY)).worksheets[0]
    rows = rows_of(sheet)
    townships = [region for region in codebooks.children(COUNTY) if region.is_current]
    last = 2 + len(townships)
    assert [cell.value for cell in sheet[rows["行政区划代码"]]][2:last] == [r.region_code for r in townships]
    names = [cell.value for cell in sheet[rows["指标"]]]
    assert names == ["指标", "计量单位", *(r.name_zh for r in townships), "合计", "核对提示"]


def test_the_form_holds_the_national_layout_in_its_order(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, templates.REPORT)).worksheets[0]
    units = [(row[0], row[1]) for row in sheet.iter_rows(min_row=12, values_only=True) if row[1]]
    assert [unit for _, unit in units] == [indicator.unit for indicator in indicators()]
    assert [str(name).removeprefix("其中：") for name, _ in units] == [i.name_zh for i in indicators()]
    assert len(units) == 66
    assert ("其中：集中安置人口（累计值）", "人") in units


def test_every_figure_of_a_form_is_read_back(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        head(sheet)
        lines = [row for row in range(12, sheet.max_row + 1) if sheet.cell(row, 2).value]
        for n, row in enumerate(lines, 1):
            sheet.cell(row, 3).value, sheet.cell(row, 5).value = n, 2 * n

    reading = filled(written(tmp_path, templates.REPORT, COUNTY), fill)
    assert column(reading, "region_code") == [TOWN, OTHER_TOWN]
    assert column(reading, "hazard_key") == ["flood_mountain"] * 2
    assert column(reading, "occurred_at") == [datetime(2025, 6, 27, 14)] * 2
    assert column(reading, "as_of") == [datetime(2025, 6, 30, 18)] * 2
    assert (column(reading, "stage"), column(reading, "regime")) == (["update"] * 2, ["2024"] * 2)
    for n, indicator in enumerate(indicators(), 1):
        assert column(reading, indicator.column_name) == [n, 2 * n], indicator.column_name
    assert (rules(reading), reading.rows_accepted) == ([], 66)


def test_an_empty_form_is_no_report(tmp_path: Path) -> None:
    reading = checked(written(tmp_path, templates.REPORT, COUNTY))
    assert (reading.reports.height, rules(reading)) == (0, ["F041"])


def test_a_form_without_regions_takes_the_one_that_is_typed(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        head(sheet)
        rows = rows_of(sheet)
        sheet.cell(rows["填报地区："], 2).value = "青湖区湖滨街道"
        sheet.cell(rows["受灾人口"], 3).value = 12

    reading = filled(written(tmp_path, templates.REPORT), fill)
    assert (column(reading, "region_code"), column(reading, "affected_population")) == ([TOWN], [12])


def test_the_form_of_a_township_has_its_own_column(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        head(sheet)
        sheet.cell(rows_of(sheet)["因灾死亡人口"], 3).value = 0

    reading = filled(written(tmp_path, templates.REPORT, TOWN), fill)
    assert (column(reading, "region_code"), column(reading, "deaths")) == ([TOWN], [0])


def test_rules_of_plain_arithmetic_are_in_the_form() -> None:
    names = {indicator.column_name for indicator in indicators()}
    known = {rule.rule_id: rule for rule in form_rules(dict.fromkeys(names))}
    assert {"R010", "R011", "R012", "R014", "R030", "R040", "R042", "R044", "R050", "R051"} <= set(known)
    assert known["R050"].is_error
    assert not {"R005", "R036", "R064"} & set(known)
    broken = known["R011"].broken({"injured": "C5", "seriously_injured": "C6"}.__getitem__)
    assert broken == "IFERROR(ISNUMBER(C5)*ISNUMBER(C6)*(1-(C5 >= C6)),0)"


def test_a_broken_rule_is_marked_at_its_indicator_and_said_beside(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, templates.REPORT, COUNTY)).worksheets[0]
    row = rows_of(sheet)["直接经济损失"]
    marked = {str(place.sqref) for place in sheet.conditional_formatting}
    assert any(place.startswith(f"C{row}:") for place in marked)
    said = sheet.cell(row, sheet.max_column).value
    assert "直接经济损失应等于六项分项之和" in said
    assert said.startswith("=IF(SUMPRODUCT(")


def test_the_same_codebooks_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (templates.write(templates.REPORT, tmp_path / f"{n}.xlsx") for n in (1, 2))
    assert first.read_bytes() == second.read_bytes()


def test_without_a_name_the_templates_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed and name_zh in listed for name, name_zh in templates.names().items())
    assert "township_report" in listed


def test_a_template_is_found_by_its_chinese_name_and_named_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["template", "救助资金台账"]) == 0
    assert main(["template", "township_report", "--region", COUNTY]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"救助资金台账模板.xlsx", "青湖区乡镇灾情填报表模板.xlsx"}


def test_all_templates_go_into_a_folder(tmp_path: Path) -> None:
    assert main(["template", "all", "--out", str(tmp_path / "模板")]) == 0
    assert len(list((tmp_path / "模板").iterdir())) == len(ledgers()) + 1


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"filled in")
    assert main(["template", "gdp", "--out", str(path)]) == 2
    assert path.read_bytes() == b"filled in"
    assert "已经存在" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["无此模板"], ["gdp", "--region", "999999"]])
def test_an_unknown_name_or_region_is_said(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(["template", *arguments]) == 2
    assert arguments[-1] in capsys.readouterr().err
