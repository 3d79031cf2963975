"""Workbooks → cells: positions as a person sees them, hidden parts, formulas, errors, dates."""

import io
import time
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import openpyxl
import xlsxwriter

from pipelines.readers.grids import Note, Sheet, grid_of, open_grid
from pipelines.readers.sheet_xml import column_letters, column_number
from tests.readers import bad_files
from tests.readers.bad_files import FIXTURES

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_of(workbook: openpyxl.Workbook) -> Sheet:
    return grid_of(bytes_of(workbook)).sheets[0]


def bytes_of(workbook: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def with_sheet_xml(content: bytes, old: str, new: str, *, optional: bool = False) -> bytes:
    """The workbook with one piece of its XML replaced: what other programs write and openpyxl does not.

    How an empty element is closed depends on what openpyxl writes with.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                data, sought = (
                    data.replace(b" />", b"/>").replace(b"<v></v>", b"<v/>"),
                    old.replace(" />", "/>").encode(),
                )
                assert optional or sought in data
                data = data.replace(sought, new.encode())
            target.writestr(item, data)
    return buffer.getvalue()


def test_rows_and_columns_are_numbered_as_in_the_spreadsheet_when_the_table_starts_further_down() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["C4"] = "地区"
    workbook.active["D6"] = 744
    sheet = sheet_of(workbook)
    assert (sheet.first_row, sheet.first_column) == (4, 3)
    assert sheet.rows == [("地区", None), (None, None), (None, 744.0)]
    assert sheet.locator(sheet.first_row) == "Sheet!4"


def test_blank_rows_at_the_end_are_no_part_of_the_sheet() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"], workbook.active["A9"] = "地区", "  "
    assert sheet_of(workbook).rows == [("地区",)]


def test_dates_are_datetimes_times_stay_times_and_durations_are_text() -> None:
    workbook = openpyxl.Workbook()
    cells = (datetime(2021, 10, 3, 12, 37, 48), date(2021, 10, 3), clock(3, 4), timedelta(hours=30))
    workbook.active.append(cells)
    assert sheet_of(workbook).rows == [(cells[0], datetime(2021, 10, 3), clock(3, 4), "30:00:00")]


def test_a_number_with_a_unit_in_its_format_stays_a_number() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        worksheet = workbook.add_worksheet()
        for row, number_format in enumerate(('0"日"', '#,##0"公顷"', "0.00_);[Red]\\(0.00\\)", "[DBNum2]0")):
            worksheet.write_number(row, 0, 44472.5, workbook.add_format({"num_format": number_format}))
    assert grid_of(buffer.getvalue()).sheets[0].rows == [(44472.5,)] * 4


def test_texts_that_look_like_numbers_stay_text() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["610116", " 744 ", "12O"])
    assert sheet_of(workbook).rows == [("610116", " 744 ", "12O")]


def test_merged_cells_are_told_with_their_bounds() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["B2"], workbook.active["B3"], workbook.active["C3"] = "受灾人口", "合计", "其中死亡"
    workbook.active.merge_cells("B2:C2")
    sheet = sheet_of(workbook)
    assert sheet.merged == ((2, 2, 2, 3),)
    assert sheet.rows[0] == ("受灾人口", None)


def test_hidden_sheets_rows_and_columns_are_read_and_noted() -> None:
    workbook = openpyxl.Workbook()
    worksheet = workbook.active
    for row in (("地区", "人口", "备注"), ("长安区", 744, "甲"), ("渭滨区", 4326, "乙")):
        worksheet.append(row)
    worksheet.row_dimensions[3].hidden = True
    worksheet.column_dimensions["B"].hidden = True
    worksheet.column_dimensions["H"].hidden = True
    for name, state in (("隐藏", "hidden"), ("深藏", "veryHidden")):
        extra = workbook.create_sheet(name)
        extra["A1"], extra.sheet_state = 1, state
    grid = grid_of(bytes_of(workbook))
    assert [sheet.is_hidden for sheet in grid.sheets] == [False, True, True]
    assert grid.sheets[0].hidden_rows == {3}
    assert grid.sheets[0].hidden_columns == {2}
    assert grid.sheets[0].rows[2] == ("渭滨区", 4326.0, "乙")
    assert grid.notes == (
        Note("F024", "Sheet!3", {"detail": "1"}),
        Note("F025", "Sheet!", {"detail": "1"}),
        Note("F023", "隐藏!"),
        Note("F023", "深藏!"),
    )


def test_a_formula_without_stored_result_is_told_from_one_with() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["=1+1", "=2+2", '=""', "=1/0", "=SUM(A1:B1)"])
    content = with_sheet_xml(bytes_of(workbook), "<f>2+2</f><v />", "<f>2+2</f><v>4</v>")
    content = with_sheet_xml(content, '<c r="C1"><f>""</f><v />', '<c r="C1" t="str"><f>""</f><v></v>')
    content = with_sheet_xml(content, '<c r="D1"><f>1/0</f><v />', '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v>')
    (sheet,) = grid_of(content).sheets
    cells = {(1, sheet.first_column + at): cell for at, cell in enumerate(sheet.rows[0])}
    assert cells[1, 2] == 4.0
    assert cells[1, 4] == "#DIV/0!"
    assert sheet.formulas == {(1, column) for column in range(1, 6)}
    assert sheet.formula_without_value == {(1, 1), (1, 5)}


def test_a_shared_formula_counts_in_each_of_its_cells() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["地区", 1])
    workbook.active.append(["长安区", 2])
    content = with_sheet_xml(
        bytes_of(workbook), '<c r="B1" t="n"><v>1', '<c r="B1"><f t="shared" ref="B1:B2" si="0">A1</f><v>1'
    )
    content = with_sheet_xml(content, '<c r="B2" t="n"><v>2', '<c r="B2"><f t="shared" si="0"/><v>2')
    (sheet,) = grid_of(content).sheets
    assert sheet.formulas == {(1, 2), (2, 2)}
    assert not sheet.formula_without_value
    assert sheet.rows[1] == ("长安区", 2.0)


def test_a_zero_stored_by_a_program_that_cannot_calculate_is_no_figure() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        worksheet = workbook.add_worksheet()
        worksheet.write_row(0, 0, ["长安区", 0])
        worksheet.write_formula(0, 2, "=B1+700")
        worksheet.write_formula(0, 3, "=B1+700", None, 700)
    (sheet,) = grid_of(buffer.getvalue()).sheets
    assert sheet.rows == [("长安区", 0.0, None, 700.0)]
    assert sheet.formula_without_value == {(1, 3)}


def test_error_cells_keep_their_text() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["长安区", "#N/A", "#REF!"])
    assert sheet_of(workbook).rows == [("长安区", "#N/A", "#REF!")]


def test_inline_strings_of_other_programs_are_read() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = 1
    content = bytes_of(workbook)
    inline = '<c r="A1" t="inlineStr"><is><t>长安区</t></is></c>'
    content = with_sheet_xml(content, '<c r="A1" t="n"><v>1</v></c>', inline)
    assert grid_of(content).sheets[0].rows[0][0] == "长安区"


def test_prefixed_tags_of_other_programs_are_read() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append([744, "=1+1"])
    content = bytes_of(workbook)
    for tag in ("sheetData", "row", "c", "v", "f"):
        content = with_sheet_xml(content, f"<{tag}>", f"<x:{tag}>", optional=True)
        content = with_sheet_xml(content, f"<{tag} ", f"<x:{tag} ", optional=True)
        content = with_sheet_xml(content, f"</{tag}>", f"</x:{tag}>", optional=True)
    content = with_sheet_xml(content, "<worksheet ", f'<worksheet xmlns:x="{MAIN}" ')
    (sheet,) = grid_of(content).sheets
    assert sheet.rows == [(744.0,)]
    assert sheet.formula_without_value == {(1, 2)}


def test_a_stray_cell_at_the_far_end_neither_fills_the_memory_nor_is_lost() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["地区", "人口"])
    workbook.active.append(["长安区", 744])
    workbook.active["BZ1048576"] = "x"
    grid = grid_of(bytes_of(workbook))
    (sheet,) = grid.sheets
    assert sheet.rows[1][:3] == ("长安区", 744, None)
    assert len(sheet.rows) == 1_048_576
    assert sheet.rows[500_000] is sheet.rows[600_000]
    assert [(note.rule_id, note.details["detail"]) for note in grid.notes] == [("F027", "BZ1048576")]


def test_an_xls_tells_hidden_rows_formulas_and_errors_too() -> None:
    grid = open_grid(FIXTURES / "small_report.xls")
    report, spare = grid.sheets
    assert (report.name, report.first_row, report.first_column) == ("灾情", 2, 2)
    assert report.rows[2] == ("东城区", 744, 355.78, datetime(2021, 10, 3, 12, 37, 48))
    assert report.rows[4][:2] == ("南川县", "12O")
    assert report.rows[5] == ("合计", 5070.0, "#DIV/0!", None)
    assert report.hidden_rows == {5}
    assert report.formulas == {(7, 3), (7, 4)}
    assert report.merged == ((2, 2, 2, 5),)
    assert spare.is_hidden


def test_an_ods_is_read() -> None:
    grid = open_grid(FIXTURES / "small_report.ods")
    assert grid.kind == "ods"
    assert grid.sheets[0].rows[3] == ("西山县", 4326.0, 21056.39, datetime(2021, 10, 4))
    assert grid.sheets[1].is_hidden


def test_two_hundred_columns_nobody_knows_are_all_there(tmp_path: Path) -> None:
    (sheet,) = open_grid(bad_files.two_hundred_unknown_columns(tmp_path)).sheets
    assert len(sheet.rows[0]) == len(bad_files.HEADINGS) + 200


def test_a_national_list_of_two_thousand_rows_opens_at_once() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        worksheet = workbook.add_worksheet()
        worksheet.set_column(5, 5, 10, None, {"hidden": True})
        for row in range(2000):
            worksheet.write_row(row, 0, [f"第{row}乡", *(row + column / 7 for column in range(69))])
    content = buffer.getvalue()
    started = time.process_time()
    (sheet,) = grid_of(content).sheets
    assert (len(sheet.rows), len(sheet.rows[0])) == (2000, 70)
    assert time.process_time() - started < 1.5  # about 0.25 s on an office machine; the limit is for a busy one


def test_column_letters_count_as_in_a_spreadsheet() -> None:
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [1, 26, 27, 16384]
    assert [column_letters(number) for number in (1, 26, 27, 16384)] == ["A", "Z", "AA", "XFD"]
