"""The correction workbook: the file as it was, bad cells filled, notes on them, and a list that leads to each."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from pipelines.corrections.source_files import SourceFile
from pipelines.corrections.workbook import correction_workbook
from pipelines.errors import LedgerError
from pipelines.readers import read
from pipelines.readers.contract import READING_TABLES
from tests.corrections import test_loop
from tests.corrections.office import converted
from tests.corrections.test_loop import KINDS, TABLE, cell
from tests.readers.files import book, text

PATH = "disaster_reports/西安市灾情-截至20211011"
RED, LIGHT_RED, YELLOW, PALE = "FFF5A9A1", "FFFAC8C1", "FFFFEFB4", "FFFDF7DF"


def source(file: Path, name: str = "", **more: object) -> SourceFile:
    """A received file with what its reader found in it."""
    path = name or f"{PATH}{file.suffix}"
    findings = [row | {"explained_by": None, "reason": None} for row in read(file, name=path).findings.to_dicts()]
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    return SourceFile(sha256[:16], sha256, path, "active", file, (path,), findings=findings, **more)


def correction(file: Path, folder: Path, **more: object) -> Path:
    made = correction_workbook(source(file, **more))
    folder.mkdir(exist_ok=True)
    path = folder / made.name
    path.write_bytes(made.content)
    return path


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize("kind", KINDS)
def test_an_unchanged_correction_reads_as_its_file_does(tmp_path: Path, kind: str) -> None:
    file = KINDS[kind][0](tmp_path / "西安市灾情-截至20211011")
    given = correction(file, tmp_path / "desk")
    before, after = read(file, name=f"{PATH}{file.suffix}"), read(given, name="任何名字 20220101.xlsx")
    sheet = openpyxl.load_workbook(given).sheetnames[0]
    assert (after.reader, after.rows_accepted, after.rows_rejected) == (before.reader, 2, 1)
    assert after.rows_skipped - before.rows_skipped == after.skipped_rows["reason"].to_list().count("correction_notes")
    for table in READING_TABLES:
        if table not in {"findings", "skipped_rows"}:
            one, other = getattr(before, table), getattr(after, table)
            if "source_locator" in one.columns:
                rows = pl.col("source_locator").str.replace("^.*!", "")
                assert other["source_locator"].str.starts_with(f"{sheet}!").all()
                one, other = one.with_columns(rows), other.with_columns(rows)
            assert one.equals(other), table
    places = ("rule_id", "indicator", "value")
    told = [frame.findings.filter(pl.col("rule_id") != "F170").select(places).rows() for frame in (before, after)]
    assert sorted(told[0], key=str) == sorted(told[1], key=str)
    assert "F170" in after.findings["rule_id"]


def test_bad_cells_are_filled_and_say_why_in_both_languages(tmp_path: Path) -> None:
    given = correction(test_loop.as_xlsx(tmp_path / "a"), tmp_path / "desk")
    sheet = openpyxl.load_workbook(given)["组合查询表"]
    bad, region, place = sheet[cell("affected_population", 3)], sheet["A3"], sheet["A5"]
    assert (bad.fill.fgColor.rgb, region.fill.fgColor.rgb, place.fill.fgColor.rgb) == (LIGHT_RED, PALE, RED)
    assert sheet["A4"].fill.fgColor.rgb not in {RED, LIGHT_RED, YELLOW, PALE}
    note = bad.comment.text
    assert "【须改正或说明 correct or explain F060】" in note
    assert "填的是“4O”，不是数字" in note and "is not a number" in note
    assert "改正后保存，放回 raw/" in note and "put the workbook back" in note
    assert "文件“" not in note


def test_the_list_leads_to_each_cell(tmp_path: Path) -> None:
    given = correction(test_loop.as_xlsx(tmp_path / "a"), tmp_path / "desk")
    workbook = openpyxl.load_workbook(given)
    assert workbook.sheetnames == ["组合查询表", "核查问题"]
    listed = workbook["核查问题"]
    heads = [str(one.value).split("\n")[0] for one in listed[7]]
    assert heads == ["序号", "级别", "规则", "位置", "指标（列）", "原值", "问题", "处理"]
    rows = [[one.value for one in row] for row in listed.iter_rows(min_row=8)]
    assert [(row[2], row[3], row[5]) for row in rows[:2]] == [
        ("F080", "组合查询表!A5", "陕西省-西安市 某某新区"),
        ("F060", f"组合查询表!{cell('affected_population', 3)}", "4O"),
    ]  # fmt: skip
    assert listed["D9"].hyperlink.location == f"'组合查询表'!{cell('affected_population', 3)}"
    assert listed["B8"].fill.fgColor.rgb == RED
    assert "请勿删除或改动" in listed["A6"].value


def test_an_explained_finding_is_listed_with_who_and_why_and_not_marked(tmp_path: Path) -> None:
    meant = source(test_loop.as_xlsx(tmp_path / "a"))
    told = [f | {"status": "explained", "explained_by": "张三", "reason": "已核实"} for f in meant.findings]
    made = correction_workbook(replace(meant, findings=told))
    workbook = openpyxl.load_workbook(io.BytesIO(made.content))
    assert made.marked == 0 and workbook["组合查询表"][cell("affected_population", 3)].comment is None
    assert "已说明：张三：已核实" in [row[7].value.split("\n")[0] for row in workbook["核查问题"].iter_rows(min_row=8)]


def with_formulas(path: Path) -> Path:
    """Merged headings, widths, a formula, a number of 17 digits, a text in two colours, a date, a person's note."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("灾情指标")
        red = workbook.add_format({"font_color": "red"})
        grey = workbook.add_format({"bg_color": "#C0C0C0", "border": 1})
        sheet.merge_range("A1:A2", "行政区划", grey)
        sheet.merge_range("B1:C1", "倒塌房屋", grey)
        for at, heading in enumerate(("间数(间)", "户数(户)", "直接经济损失(万元)", "农林牧渔业损失(万元)"), start=1):
            sheet.write(1, at, heading, grey)
        sheet.set_column("A:A", 33.5)
        for row, (name, rooms, loss) in enumerate(
            (("长安区", 12, 2105621.3899999997), ("临潼区", "十几", 0.1)), start=2
        ):
            sheet.write(row, 0, name)
            sheet.write(row, 1, rooms)
            sheet.write(row, 2, 3, workbook.add_format({"num_format": "0.00"}))
            sheet.write_formula(row, 3, f"=E{row + 1}*1", None, loss)
            sheet.write_number(row, 4, loss)
        sheet.write_rich_string("F3", "备注", red, "红字")
        sheet.write_datetime("G3", __import__("datetime").datetime(2021, 10, 3, 12, 37, 48))
        sheet.write_comment("B4", "张三：待核实")
    return path


def test_what_is_not_marked_stays_as_it_was_to_the_last_digit(tmp_path: Path) -> None:
    file = with_formulas(tmp_path / "a.xlsx")
    given = correction(file, tmp_path / "desk")
    before, after = (part(path, "xl/worksheets/sheet1.xml") for path in (file, given))
    unstyled = [
        re.sub(r' s="\d+"', "", re.search("<sheetData>.*</sheetData>", xml, re.DOTALL)[0]) for xml in (before, after)
    ]
    assert unstyled[0] == unstyled[1]
    assert "<f>E3*1</f><v>2105621.39</v>" in after or "<f>E3*1</f><v>2105621.3899999997</v>" in after
    for element in ("mergeCells", "cols"):
        assert re.search(f"<{element}.*</{element}>", before)[0] == re.search(f"<{element}.*</{element}>", after)[0]
    assert part(file, "xl/sharedStrings.xml") == part(given, "xl/sharedStrings.xml")


def test_formulas_keep_their_results_for_the_reader_and_their_formulas_for_the_person(tmp_path: Path) -> None:
    given = correction(with_formulas(tmp_path / "a.xlsx"), tmp_path / "desk")
    reading = read(given, name="x.xlsx")
    assert [f"{value:.2f}" for value in reading.reports["direct_economic_loss"]] == ["2105621.39", "0.10"]
    assert "F026" not in reading.findings["rule_id"]
    assert openpyxl.load_workbook(given)["灾情指标"]["D3"].value == "=E3*1"


def test_a_persons_note_stays_and_goes_on_with_ours(tmp_path: Path) -> None:
    given = correction(with_formulas(tmp_path / "a.xlsx"), tmp_path / "desk")
    note = openpyxl.load_workbook(given)["灾情指标"]["B4"].comment.text
    assert note.startswith("张三：待核实") and "F0" in note


def test_the_correction_of_a_correction_marks_what_is_still_wrong_and_nothing_else(tmp_path: Path) -> None:
    given = correction(with_formulas(tmp_path / "a.xlsx"), tmp_path / "desk")
    saved = openpyxl.load_workbook(given)
    saved["灾情指标"]["B4"] = 14
    saved["灾情指标"]["C4"] = "一户"
    saved["灾情指标"]["C3"].comment = Comment("李四：已核", "李四")
    saved.save(tmp_path / "c1.xlsx")
    again = correction(tmp_path / "c1.xlsx", tmp_path / "again", name="received/随便.xlsx")
    assert again.name == given.name
    workbook = openpyxl.load_workbook(again)
    sheet = workbook["灾情指标"]
    assert workbook.sheetnames == ["灾情指标", "核查问题"]
    assert sheet["B4"].fill.fgColor.rgb not in {RED, LIGHT_RED, YELLOW, PALE}
    assert sheet["C4"].fill.fgColor.rgb in {LIGHT_RED, YELLOW}
    assert sheet["B4"].comment.text.strip() == "张三：待核实"
    assert sheet["C3"].comment.text == "李四：已核"
    with zipfile.ZipFile(again) as archive:
        texts = b"".join(archive.read(name) for name in archive.namelist())
    assert (
        len(re.findall(b"corrects=[0-9a-f,]+", texts)) == 2 and len(set(re.findall(b"corrects=[0-9a-f,]+", texts))) == 1
    )


def test_codes_stay_text_and_only_exact_figures_become_numbers(tmp_path: Path) -> None:
    rows = [
        ["行政区划代码", "行政区划名称", "受灾人口(人)", "直接经济损失(万元)", "备注"],
        ["0610116", "长安区", "1200", "12.50", "=1+1"],
        ["610115", "临潼区", "0012", "3.25", "第1行\n第2行"],
    ]
    given = correction(text(tmp_path / "a.csv", rows), tmp_path / "desk")
    sheet = openpyxl.load_workbook(given)["Sheet1"]
    assert [one.value for one in sheet[2]] == ["0610116", "长安区", 1200, "12.50", "=1+1"]
    assert [one.value for one in sheet[3]] == ["610115", "临潼区", "0012", 3.25, "第1行\n第2行"]
    assert (sheet["A2"].number_format, sheet["E2"].data_type) == ("@", "s")


def test_rows_stay_where_they_were_below_blank_lines(tmp_path: Path) -> None:
    rows = [[], ["灾情表"], [], ["行政区划代码", "受灾人口(人)"], ["610116", "5O"]]
    file = text(tmp_path / "a.csv", rows)
    assert read(file).findings.filter(pl.col("rule_id") == "F060")["source_locator"].to_list() == ["5"]
    given = correction(file, tmp_path / "desk")
    assert openpyxl.load_workbook(given)["Sheet1"]["B5"].value == "5O"


def test_a_shifted_row_of_a_text_file_is_still_told_in_its_workbook(tmp_path: Path) -> None:
    rows = [["地区", "受灾人口(人)", "直接经济损失(万元)"], ["长安区", "1", "200", "3.5"], ["临潼区", "7", "8.5"]]
    given = correction(text(tmp_path / "a.csv", rows), tmp_path / "desk")
    reading = read(given, name="x.xlsx")
    assert "F104" in reading.findings["rule_id"]
    assert reading.reports["affected_population"].to_list() == [None, 7]


def test_a_workbook_with_macros_stays_one(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", {"表": TABLE})
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    plain, macros = b"spreadsheetml.sheet.main+xml", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"application/vnd.openxmlformats-officedocument." + plain, macros)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert correction(file, tmp_path / "desk").suffix == ".xlsm"


def test_the_same_file_gives_the_same_workbook(tmp_path: Path) -> None:
    meant = source(test_loop.as_csv(tmp_path / "a"))
    assert correction_workbook(meant).content == correction_workbook(meant).content


REFUSED: dict[str, tuple[Callable[[SourceFile], SourceFile], str]] = {
    "replaced": (lambda one: replace(one, status="superseded"), "已被代替或撤下"),
    "filing": (lambda one: replace(one, is_filed=True), "loss-ledger return"),
    "sample": (lambda one: replace(one, is_sample=True), "示例数据"),
    "derived": (lambda one: replace(one, findings=[{"rule_id": "F124"}]), "由台账导出"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_no_workbook_can_correct_is_refused_in_words(tmp_path: Path, why: str) -> None:
    change, words = REFUSED[why]
    with pytest.raises(LedgerError, match=words):
        correction_workbook(change(source(test_loop.as_csv(tmp_path / "a"))))


def test_a_damaged_file_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(LedgerError, match="不完整或已损坏"):
        correction_workbook(source(tmp_path / "a.xlsx"))


def test_another_program_opens_it_and_keeps_every_figure_and_the_mark(tmp_path: Path) -> None:
    given = correction(with_formulas(tmp_path / "a.xlsx"), tmp_path / "desk")
    saved = converted(given, "xlsx")
    before, after = read(given, name="x.xlsx"), read(saved, name="x.xlsx")
    assert before.reports.equals(after.reports)
    assert "F170" in after.findings["rule_id"]
    sheet = openpyxl.load_workbook(saved)["灾情指标"]
    assert sheet["B4"].fill.fgColor.rgb in {LIGHT_RED, YELLOW} and "张三：待核实" in sheet["B4"].comment.text


def test_a_sheet_that_the_package_does_not_name_plainly_is_built_anew_cell_by_cell(tmp_path: Path) -> None:
    plain, odd = test_loop.as_xlsx(tmp_path / "a"), tmp_path / "b.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(odd, "w") as new:
        for name in old.namelist():
            told = old.read(name)
            if name == "xl/workbook.xml":  # a > in an attribute is good XML
                told = re.sub(rb'(<sheet\b[^>]*\bname=")([^"]*)', rb"\1\2>", told, count=1)
            new.writestr(name, told)
    given = openpyxl.load_workbook(correction(odd, tmp_path / "desk"))
    assert given.sheetnames[-1] == "核查问题"
