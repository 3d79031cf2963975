"""Any file → sheets of cells, or a plain verdict why not."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.readers import received_files
from pipelines.readers.grids import Unreadable, is_temporary_name, open_grid, sniff, still_being_written
from pipelines.readers.messages import finding
from tests.readers import bad_files

VERDICTS: tuple[tuple[Callable[[Path], Path], str, str], ...] = (
    (bad_files.empty_file, "F001", "空"),
    (bad_files.blank_file, "F001", "空"),
    (bad_files.workbook_without_cells, "F001", "空"),
    (bad_files.truncated_xlsx, "F002", "不完整"),
    (bad_files.damaged_xlsx, "F002", "损坏"),
    (bad_files.truncated_xls, "F002", "不完整"),
    (bad_files.damaged_xls, "F002", "损坏"),
    (bad_files.password_protected_xlsx, "F003", "密码"),
    (bad_files.password_protected_xls, "F003", "密码"),
    (bad_files.encrypted_zip, "F003", "密码"),
    (bad_files.word_renamed_xlsx, "F004", "Word"),
    (bad_files.old_word_renamed_xls, "F004", "Word"),
    (bad_files.pdf_renamed_xls, "F004", "PDF"),
    (bad_files.jpeg_renamed_xlsx, "F004", "图片"),
    (bad_files.binary_renamed_csv, "F004", "二进制"),
    (bad_files.web_page_without_table, "F004", "网页"),
    (bad_files.zip_renamed_xlsx, "F005", "解压"),
    (bad_files.rar_renamed_xls, "F005", "RAR"),
    (bad_files.zip_bomb, "F010", "庞大"),
    (bad_files.old_wps_et, "F011", ".xlsx"),
)


@pytest.mark.parametrize(("build", "rule_id", "word"), VERDICTS, ids=lambda v: getattr(v, "__name__", ""))
def test_a_file_that_is_no_table_gets_a_plain_verdict(
    tmp_path: Path, build: Callable[[Path], Path], rule_id: str, word: str
) -> None:
    path = build(tmp_path)
    with pytest.raises(Unreadable) as verdict:
        open_grid(path)
    told = finding(verdict.value.rule_id, source_file=path.name, locator="", **verdict.value.details)
    assert verdict.value.rule_id == rule_id
    assert told["severity"] == "reject"
    assert path.name in str(told["message_zh"])
    assert path.name in str(told["message_en"])
    assert word in str(told["message_zh"])
    assert "{" not in f"{told['message_zh']}{told['message_en']}"


def test_a_wps_table_that_is_an_xls_inside_is_read(tmp_path: Path) -> None:
    grid = open_grid(bad_files.wps_et(tmp_path))
    assert grid.kind == "xls"
    assert grid.sheets[0].rows[2][:3] == ("东城区", 744, 355.78)


def test_content_decides_not_the_extension(tmp_path: Path) -> None:
    as_xls = bad_files.good_xlsx(tmp_path).rename(tmp_path / "list.xls")
    text = tmp_path / "text.xlsx"
    text.write_text("地区\t受灾人口\n长安区\t744\n", encoding="gb18030")
    assert open_grid(as_xls).kind == "xlsx"
    assert (open_grid(text).kind, open_grid(text).encoding) == ("tsv", "gb18030")


def test_a_file_that_grows_between_two_looks_is_left_for_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "正在复制.csv"
    path.write_text("地区,受灾人口\n", encoding="utf-8")

    def more_arrives(_: float) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write("长安区,744\n")

    monkeypatch.setattr(received_files.time, "sleep", more_arrives)
    assert still_being_written([path, tmp_path / "gone.csv"]) == {path}
    with pytest.raises(Unreadable) as verdict:
        open_grid(path)
    assert verdict.value.rule_id == "F006"
    monkeypatch.setattr(received_files.time, "sleep", lambda _: None)
    assert open_grid(path).sheets[0].rows == [("地区", "受灾人口"), ("长安区", "744"), ("长安区", "744")]


def test_an_old_file_costs_no_second_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bad_files.good_xlsx(tmp_path)
    os.utime(path, (1e9, 1e9))
    monkeypatch.setattr(received_files, "SECOND_LOOK_SECONDS", 3600)
    assert still_being_written([path]) == set()


@pytest.mark.parametrize(
    ("error", "rule_id"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "F008"),
        (OSError(errno.EIO, "Input/output error"), "F009"),
        (FileNotFoundError(errno.ENOENT, "No such file"), "F012"),
    ],
)
def test_what_the_disk_refuses_is_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, rule_id: str
) -> None:
    path = bad_files.good_xlsx(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Unreadable) as verdict:
        open_grid(path)
    assert verdict.value.rule_id == rule_id


def test_a_file_held_by_excel_is_told_from_a_forbidden_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bad_files.good_xlsx(tmp_path)
    (tmp_path / f"~${path.name}").write_bytes(b"")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Unreadable) as verdict:
        open_grid(path)
    assert verdict.value.rule_id == "F007"


@pytest.mark.parametrize(
    "name", ["~$灾情.xlsx", ".~lock.灾情.xlsx#", "灾情.xlsx.part", "a.csv.crdownload", "Thumbs.db", "x.TMP"]
)
def test_scratch_files_of_other_programs_are_known_by_name(name: str) -> None:
    assert is_temporary_name(name)


@pytest.mark.parametrize("name", ["灾情.xlsx", "~灾情.xlsx", "template.csv", "a$b.xls", "part.csv"])
def test_a_usual_name_is_no_scratch_file(name: str) -> None:
    assert not is_temporary_name(name)


def test_the_beginning_tells_kind_encoding_and_delimiter(tmp_path: Path) -> None:
    text = tmp_path / "long.csv"
    text.write_text("地区;受灾人口\n" + "长安区;744\n" * 200_000, encoding="gb18030")
    parquet = tmp_path / "a.csv"
    parquet.write_bytes(b"PAR1" + bytes(20) + b"PAR1")
    assert sniff(text).__dict__ == {"kind": "csv", "encoding": "gb18030", "delimiter": ";"}
    assert sniff(parquet).kind == "parquet"
    assert sniff(bad_files.good_xlsx(tmp_path)).kind == "xlsx"
    assert open_grid(parquet).sheets == ()


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("山西灾情-截至20211011.xlsx", [("0", 114, 94)]),
        ("陕西洪涝灾害_2021-10-03_截至20211012.xlsx", [("灾情指标", 634, 80), ("救灾工作", 643, 25)]),
    ],
)
def test_the_real_exports_open_whole(
    received_file: Callable[[str], Path], name: str, sizes: list[tuple[str, int, int]]
) -> None:
    grid = open_grid(received_file(f"china_reports/{name}"))
    assert [(sheet.name, len(sheet.rows), len(sheet.rows[0])) for sheet in grid.sheets] == sizes
    assert all(sheet.first_row == 1 for sheet in grid.sheets)
    assert grid.notes == ()


def test_formulas_of_a_real_export_have_their_results(received_file: Callable[[str], Path]) -> None:
    (sheet,) = open_grid(received_file("china_reports/山西灾情-截至20211011.xlsx")).sheets
    assert len(sheet.formulas) == 339
    assert not sheet.formula_without_value
    assert all(sheet.rows[row - 1][column - 1] is not None for row, column in sheet.formulas)
