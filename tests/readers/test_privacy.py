"""Names, identity numbers and phones never leave the reader."""

from pathlib import Path

from tests.readers.files import book, checked, messages, text

SECRETS = ("张三", "李四", "530102199001011234", "13912345678", "6222021234567890123")


def leaks(reading: object) -> list[str]:
    tables = (reading.reports, reading.findings, reading.rejected_rows, reading.skipped_rows, reading.figure_states)  # type: ignore[attr-defined]
    everything = " ".join(str(table.rows()) for table in tables)
    return [secret for secret in SECRETS if secret in everything]


def test_personal_columns_are_named_and_nothing_of_them_is_kept(tmp_path: Path) -> None:
    rows = [
        ["倒损住房户台账"],
        ["区域", "户主姓名", "身份证号", "联系电话", "银行卡号", "倒塌房屋间数", "备注"],
        ["临潼区", "张三", "530102199001011234", "13912345678", "6222021234567890123", 3, "李四代领"],
        ["火星区", "张三", "530102199001011234", "13912345678", "6222021234567890123", 3, "李四代领"],
        ["蓝田县", "李四", 530102199001011234, 13912345678, "", "张三", ""],
        ["填表人：张三 13912345678"],
    ]
    for reading in (checked(book(tmp_path / "a.xlsx", rows)), checked(text(tmp_path / "a.csv", rows))):
        assert reading.rows_accepted == 2
        assert leaks(reading) == []
        assert len(messages(reading, "F048")) == 4


def test_a_phone_in_a_column_of_figures_is_masked_in_the_message(tmp_path: Path) -> None:
    rows = [["区域", "受灾人口(人)"], ["临潼区", "13912345678转8"], ["火星区13912345678", 1]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert leaks(reading) == []
    assert "139********" in messages(reading, "F060")[0]


def test_a_tidy_table_leaves_its_personal_columns_too(tmp_path: Path) -> None:
    rows = [
        ["region_code", "phone", "contact", "姓名", "affected_population"],
        ["610115", "13912345678", "李四", "张三", "x1"],
    ]
    assert leaks(checked(text(tmp_path / "a.csv", rows))) == []


def test_a_file_nobody_recognises_is_not_quoted(tmp_path: Path) -> None:
    assert leaks(checked(book(tmp_path / "a.xlsx", [["张三", "13912345678"], ["李四", "530102199001011234"]]))) == []


def test_in_a_table_of_persons_a_name_in_the_place_of_a_region_is_not_quoted(tmp_path: Path) -> None:
    rows = [
        ["行政区划代码", "区域", "户主姓名", "受灾人口(人)"],
        ["", "张三", "张三", 1],
        ["610115", "李四", "李四", 2],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (reading.rows_accepted, reading.rows_rejected) == (1, 1)
    assert leaks(reading) == []
    assert reading.reports["region_name"].to_list() == ["临潼区"]
