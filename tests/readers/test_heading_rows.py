"""Headings over several rows, and columns that claim one indicator."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.readers.files import book, checked, column, messages, rules

TITLE = ["灾种名称：洪涝灾害  灾害发生时间：2021-10-03 12:37:48"]


@pytest.mark.parametrize(
    ("below", "figure"),
    [(("上年", "本年"), 12), (("本年", "上年"), 15), (("新增", "累计"), 12), (("合计", "其中：农村"), 15)],
)
def test_a_second_heading_row_tells_which_column_is_meant(tmp_path: Path, below: tuple[str, str], figure: int) -> None:
    rows = [TITLE, ["行政区划", "受灾人口", None], [None, *below], ["腾冲市", 15, 12]]
    for merged in (["B2:C2"], ["A2:A3", "B2:C2"]):
        reading = checked(book(tmp_path / "a.xlsx", rows, merged=merged))
        assert column(reading, "affected_population") == [figure]
        assert (reading.rows_accepted, reading.rows_rejected) == (1, 0)


def test_units_below_one_heading_tell_rooms_from_households(tmp_path: Path) -> None:
    rows = [TITLE, ["行政区划", "倒塌房屋", None, "受灾人口"], [None, "户", "间", None], ["腾冲市", 2, 5, 3]]
    reading = checked(book(tmp_path / "a.xlsx", rows, merged=["B2:C2"]))
    assert column(reading, "collapsed_households") == [2]
    assert column(reading, "collapsed_rooms") == [5]
    rows = [
        TITLE,
        ["地区", "受灾人口（人）", "房屋倒塌及损坏情况", None, None, None],
        [None, None, "倒塌", None, "严重损坏", None],
        [None, None, "间", "户", "间", "户"],
        ["晋城市", 10, 1, 2, 3, 4],
    ]
    reading = checked(book(tmp_path / "b.xlsx", rows, merged=["C2:F2", "C3:D3", "E3:F3"]))
    names = ("collapsed_rooms", "collapsed_households", "severe_rooms", "severe_households")
    assert [column(reading, name) for name in names] == [[1], [2], [3], [4]]
    assert "F055" not in rules(reading)


def test_two_columns_that_differ_are_both_left_out(tmp_path: Path) -> None:
    rows = [TITLE, ["行政区划", "受灾人口", "受灾人口（万人）"], ["腾冲市", 15, 12]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "affected_population") == [None]
    assert "B、C" in messages(reading, "F055")[0]


def test_statements_beside_each_other_above_the_headings_are_no_headings(tmp_path: Path) -> None:
    rows = [[*TITLE, "联系人：赵铁柱", None], ["行政区划", "受灾人口(人)", "直接经济损失(万元)"], ["腾冲市", 10, 7]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (column(reading, "hazard_key"), column(reading, "affected_population")) == (["flood"], [10])
    assert str(column(reading, "occurred_at")[0]) == "2021-10-03 12:37:48"
    rows = [
        ["灾情表"],
        ["填表人：张三", "审核人：李四", "报出日期：2021-10-12"],
        ["行政区划", "受灾人口", "直接经济损失"],
    ]
    second = checked(book(tmp_path / "b.xlsx", [*rows, ["腾冲市", 10, 7]]))
    assert column(second, "direct_economic_loss") == [Decimal(7)]
    for name in ("赵铁柱", "张三", "李四"):
        assert name not in str([*reading.findings.to_dicts(), *second.findings.to_dicts()])


def test_a_figure_merged_over_several_records_belongs_to_none_of_them(tmp_path: Path) -> None:
    rows = [
        TITLE,
        ["行政区划", "受灾人口", "直接经济损失(万元)"],
        ["腾冲市", 1, 100],
        ["隆阳区", 1, None],
        ["施甸县", 1, 3],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows, merged=["C3:C4"]))
    assert column(reading, "direct_economic_loss") == [None, None, Decimal(3)]
    assert "3–4" in messages(reading, "F054")[0]


def test_a_row_that_announces_its_units_is_the_unit_row(tmp_path: Path) -> None:
    rows = [TITLE, ["行政区划", "受灾人口", "直接经济损失"], ["单位", "万人", "亿元"], ["腾冲市", 1.2, 0.35]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "affected_population") == [12000]
    assert column(reading, "direct_economic_loss") == [3500]
    assert "unit" in reading.skipped_rows["reason"].to_list()


def test_one_number_behind_the_signs_of_text_columns_numbers_the_columns(tmp_path: Path) -> None:
    rows = [TITLE, ["序号", "行政区划", "受灾人口"], ["甲", "乙", 1], [1, "腾冲市", 3]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (column(reading, "affected_population"), reading.rows_rejected) == ([3], 0)
