"""Delimited text → cells: encodings, delimiters, quotation marks, row numbers."""

import codecs
from pathlib import Path

import pytest

from pipelines.readers.grids import Grid, Note, Unreadable, grid_of, open_grid
from tests.readers import bad_files

TABLE = "地区,受灾人口\n长安区,744\n渭滨区,4326\n"
ROWS = [("地区", "受灾人口"), ("长安区", "744"), ("渭滨区", "4326")]


def grid(text: str, encoding: str = "utf-8") -> Grid:
    return grid_of(text.encode(encoding))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TABLE.encode(), "utf-8"),
        (TABLE.encode("utf-8-sig"), "utf-8-sig"),
        (TABLE.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), "utf-16"),
        (TABLE.encode("utf-16-le"), "utf-16-le"),
        (TABLE.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_every_encoding_in_use_gives_the_same_cells(content: bytes, encoding: str) -> None:
    opened = grid_of(content)
    assert list(opened.sheets[0].rows) == ROWS
    assert opened.encoding == encoding


def test_an_encoding_that_is_a_guess_is_noted() -> None:
    assert grid(TABLE, "utf-16-le").notes == (Note("F021", details={"detail": "UTF-16-LE"}),)
    assert grid(TABLE, "gb18030").notes == ()


def test_rare_characters_beyond_gbk_are_read() -> None:
    assert grid("地区,人口\n𬇙水镇,744\n䶮山县,1\n", "gb18030").sheets[0].rows[1][0] == "𬇙水镇"


def test_a_broken_byte_in_gb18030_costs_its_character_and_is_told_with_its_row(tmp_path: Path) -> None:
    opened = open_grid(bad_files.gb18030_with_broken_byte(tmp_path))
    first, second = opened.sheets[0].rows[1:]
    assert opened.encoding == "gb18030"
    assert first[0] == "长安区"
    assert "\ufffd" in str(second[0])
    assert second[4:] == ("4326", "1", "21056.39")
    assert [(note.rule_id, note.where) for note in opened.notes] == [("F020", "3")]


def test_a_broken_byte_before_a_separator_leaves_the_columns_in_place() -> None:
    content = TABLE.encode("gb18030").replace("长安区".encode("gb18030"), "长安区".encode("gb18030")[:-1])
    opened = grid_of(content)
    assert opened.sheets[0].rows[1] == ("长安\ufffd", "744")
    assert opened.sheets[0].rows[2] == ("渭滨区", "4326")


def test_a_broken_byte_in_utf_8_does_not_turn_the_file_into_gb18030() -> None:
    content = (TABLE * 5).encode().replace("渭".encode(), "渭".encode()[:2], 1)
    opened = grid_of(content)
    assert opened.encoding == "utf-8"
    assert opened.sheets[0].rows[1] == ("长安区", "744")
    assert [(note.rule_id, note.where) for note in opened.notes] == [("F020", "3")]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    opened = grid(TABLE.replace(",", delimiter))
    assert list(opened.sheets[0].rows) == ROWS
    assert opened.kind == ("tsv" if delimiter == "\t" else "csv")


def test_a_full_width_comma_within_a_cell_does_not_separate() -> None:
    (sheet,) = grid("地区,备注\n长安区,大雨，河水上涨\n渭滨区,大雨，道路中断\n").sheets
    assert sheet.rows[1] == ("长安区", "大雨，河水上涨")


def test_prose_is_not_cut_at_its_full_width_commas() -> None:
    opened = grid("一季度，全省发生洪涝灾害。\n受灾人口7万人，死亡1人，失踪2人。\n损失较上年减少。\n")
    assert opened.kind == "text"
    assert len(opened.sheets[0].rows[0]) == 1


def test_title_lines_without_separators_do_not_hide_the_delimiter() -> None:
    (sheet,) = grid("某市洪涝灾害统计表\n单位：人\n地区\t受灾人口\n长安区\t1,744\n").sheets
    assert sheet.rows[3] == ("长安区", "1,744")
    assert sheet.rows[0] == ("某市洪涝灾害统计表", None)


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    (sheet,) = grid('\n\n地区,备注\n长安区,"第一行\n第二行"\n\n渭滨区,无\n,,\n').sheets
    numbered = {sheet.first_row + at: row[0] for at, row in enumerate(sheet.rows)}
    assert numbered == {3: "地区", 4: "长安区", 5: None, 6: "渭滨区"}
    assert sheet.rows[1][1] == "第一行\n第二行"
    assert sheet.locator(6) == "6"


def test_a_declared_separator_line_is_no_row() -> None:
    (sheet,) = grid("sep=;\r\n地区;受灾人口\r\n长安区;744\r\n").sheets
    assert (sheet.first_row, sheet.rows[0]) == (1, ("地区", "受灾人口"))


def test_codes_written_as_text_formulas_are_codes() -> None:
    (sheet,) = grid('代码,人口\n="610116",744\n="610302","4326"\n').sheets
    assert [row[0] for row in sheet.rows] == ["代码", "610116", "610302"]


def test_quoted_separators_and_doubled_quotation_marks_belong_to_the_cell() -> None:
    (sheet,) = grid('地区,备注,人口\n长安区,"滑坡,泥石流",7\n渭滨区,"所谓""小灾""",8\n').sheets
    assert sheet.rows[1:] == [("长安区", "滑坡,泥石流", "7"), ("渭滨区", '所谓"小灾"', "8")]


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows() -> None:
    lines = ["地区,备注,人口", '长安区,"滑坡,7', *(f'第{n}乡,"有,逗号",{n}' for n in range(300)), "末乡,无,9"]
    opened = grid("\n".join(lines))
    (sheet,) = opened.sheets
    assert len(sheet.rows) == 303
    assert sheet.rows[1] == ("长安区", "滑坡", "7")
    assert sheet.rows[2] == ("第0乡", "有,逗号", "0")
    assert sheet.rows[-1] == ("末乡", "无", "9")
    assert opened.notes == (Note("F022", "2"),)


def test_a_quotation_mark_open_at_the_end_costs_no_rows_either() -> None:
    lines = ["地区,备注,人口", "长安区,无,7", '渭滨区,"滑坡,8', "临潼区,无,9"]
    opened = grid("\n".join(lines))
    assert [row[2] for row in opened.sheets[0].rows] == ["人口", "7", "8", "9"]
    assert opened.notes == (Note("F022", "3"),)


def test_a_long_cell_with_many_lines_stays_one_cell() -> None:
    remark = "\n".join(f"{n}、道路中断" for n in range(100))
    (sheet,) = grid(f'地区,备注,人口\n长安区,"{remark}",7\n渭滨区,无,8\n').sheets
    assert sheet.rows[1] == ("长安区", remark, "7")
    assert len(sheet.rows) == 3


def test_rows_of_unequal_length_are_filled_up() -> None:
    (sheet,) = grid("地区,人口,死亡\n长安区,744\n渭滨区,4326,1,9\n").sheets
    assert sheet.rows == [("地区", "人口", "死亡", None), ("长安区", "744", None, None), ("渭滨区", "4326", "1", "9")]


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Unreadable) as verdict:
        grid_of(bytes(range(256)) * 40)
    assert verdict.value.rule_id == "F004"
