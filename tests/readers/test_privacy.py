"""Names, identity numbers and phones never leave the reader."""

from pathlib import Path

import pytest

from pipelines.readers.quotable import event_text, redacted
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


PEOPLE = ("赵铁柱", "欧阳建国", "王小二", "孙悟净", "钱多多", "李四光")


def people(reading: object) -> list[str]:
    tables = (reading.reports, reading.findings, reading.rejected_rows, reading.skipped_rows, reading.figure_states)  # type: ignore[attr-defined]
    everything = " ".join(str(table.rows()) for table in tables)
    return [name for name in PEOPLE if name in everything]


def test_a_persons_name_in_any_known_column_of_any_table_is_not_quoted(tmp_path: Path) -> None:
    headings = [
        "行政区划代码", "行政区划", "灾种", "灾害发生时间", "报送阶段", "台风编号", "灾害过程名称", "受灾乡镇名称",
        "受灾人口(人)", "直接经济损失(万元)",
    ]  # fmt: skip
    rows = [
        headings,
        [
            "610115",
            "赵铁柱",
            "欧阳建国",
            "王小二",
            "孙悟净",
            "钱多多",
            "李四光",
            "赵铁柱、相桥街道",
            "5人，王小二等",
            1,
        ],
        ["", "赵铁柱", "洪涝", "2021-10-03", "", "", "", "", 1, "孙悟净"],
        ["610115", "", "", "", "", "", "", "", "赵铁柱", "钱多多"],
        ["", "临潼区赵铁柱", "", "", "", "", "", "", 1, 1],
    ]
    for reading in (checked(book(tmp_path / "a.xlsx", rows)), checked(text(tmp_path / "a.csv", rows))):
        assert people(reading) == []
        assert reading.reports["region_name"].to_list() == ["临潼区", "临潼区"]
        assert reading.reports["affected_township_names"].to_list() == ["相桥街道", None]
        assert "5人" in " ".join(messages(reading, "F060"))
        assert "临潼区（文字）" in " ".join(messages(reading, "F080"))


def test_a_tidy_table_with_names_of_people_does_not_quote_them_either(tmp_path: Path) -> None:
    rows = [
        ["region_code", "region_name", "hazard_key", "event_name", "typhoon_no", "stage", "occurred_at", "deaths"],
        ["610115", "赵铁柱", "欧阳建国", "王小二", "孙悟净", "钱多多", "李四光", "赵铁柱"],
        ["", "赵铁柱", "flood", "", "", "", "2021-10-03", "欧阳建国"],
    ]
    reading = checked(text(tmp_path / "a.csv", rows))
    assert (reading.reader, reading.rows_accepted, reading.rows_rejected) == ("tidy_reports", 1, 1)
    assert people(reading) == []


@pytest.mark.parametrize(
    "written",
    ["12O", "约300", "xx人", "abc12", "三百余人", "火星镇", "高新区", "经济技术开发区", "保山市本级",
     "2023年二月三十日", "去年8月", "法镇", "洪捞灾害", "终报", "426万余", "雷塬综合服务中心", "王峪景管理中心"],
)  # fmt: skip
def test_what_helps_to_correct_a_cell_is_quoted(written: str) -> None:
    assert redacted(written) == written


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("赵铁柱", "（文字）"),
        ("5人，王小二等", "5人，（文字）"),
        ("腾冲市赵铁柱", "腾冲市（文字）"),
        ("界头镇 欧阳建国", "界头镇 （文字）"),
        ("李四", "（文字）"),
        ("钱多多", "（文字）"),
        ("李团", "（文字）"),
    ],
)
def test_words_that_are_no_number_place_or_hazard_are_left_out(written: str, kept: str) -> None:
    assert redacted(written) == kept


def test_a_name_or_number_of_a_disaster_looks_like_one() -> None:
    written = ["2305", "台风“杜苏芮”", "“6·27”特大暴雨", "第5号", "孙悟净", "孙悟净13888881234", "13888881234", "a"]
    assert [event_text(text) for text in written] == [*written[:4], None, None, None, "a"]


@pytest.mark.parametrize("name", ["张三", "张千", "项一", "支万"])
def test_a_surname_that_is_also_a_unit_is_not_quoted(name: str) -> None:
    assert name not in redacted(name)


@pytest.mark.parametrize("text", ["3户", "约三千人", "500人以上", "万余人", "一百二十户", "条次"])
def test_numbers_in_words_are_quoted_with_their_unit(text: str) -> None:
    assert redacted(text) == text
