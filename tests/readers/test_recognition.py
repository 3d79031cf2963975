"""A file is recognised by what is in it."""

from pathlib import Path

import pytest

from tests.readers.files import book, checked, column, messages, national, rules, text

TIME = "2023-07-12 05:30:00"
ROW = {
    "区域": "武侯区",
    "灾种": "洪涝灾害-山区洪水",
    "隶属区域": "四川省-成都市",
    "灾害发生时间": TIME,
    "affected_population": 30,
}


def test_the_national_list_is_read(tmp_path: Path) -> None:
    rows = national(
        {"区域": "合计", "affected_population": 30, "direct_economic_loss": 12.5}, ROW | {"direct_economic_loss": 12.5}
    )
    reading = checked(book(tmp_path / "组合查询_截至20230731.xlsx", rows))
    assert reading.reader == "national_list"
    assert (reading.rows_read, reading.rows_accepted, reading.rows_skipped) == (4, 1, 3)
    assert column(reading, "region_code") == ["510107"]
    assert column(reading, "hazard_key") == ["flood_mountain"]
    assert str(column(reading, "occurred_at")[0]) == TIME
    assert str(column(reading, "as_of")[0]) == "2023-07-31 00:00:00"
    assert column(reading, "regime") == ["2024"]
    assert column(reading, "event_key") == [None]
    assert column(reading, "affected_population") == [30]
    assert column(reading, "deaths") == [None]
    assert column(reading, "source_locator") == ["表1!4"]
    assert rules(reading) == []


def test_a_list_covers_its_area_from_the_first_year_to_its_cut_off(tmp_path: Path) -> None:
    rows = national(ROW | {"灾害发生时间": "2021-08-01 00:00:00"}, ROW | {"区域": "青羊区"})
    told = checked(book(tmp_path / "组合查询_截至20230731.xlsx", rows)).coverage.row(0)
    assert [str(value) for value in told] == ["510100", "2021-01-01", "2023-07-31", "all", "full_list"]
    untold = checked(book(tmp_path / "组合查询.xlsx", rows))
    assert [str(value) for value in untold.coverage.row(0)] == [
        "510100",
        "2021-01-01",
        "2023-07-12",
        "all",
        "full_list",
    ]
    assert "F094" in rules(untold)


def test_titles_a_unit_row_and_numbers_of_columns_are_skipped(tmp_path: Path) -> None:
    rows = [
        ["2023年西安市洪涝灾害情况统计表"],
        ["填报单位：西安市应急管理局", None, "单位：万元"],
        [],
        ["区域", "受灾人口", "直接经济损失"],
        [None, "人", "万元"],
        ["甲", 1, 2],
        ["长安区", 12, 3.5],
        [],
        ["注：数据截至7月12日。"],
        ["填表人：张三  联系电话：13912345678"],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert dict(zip(reading.skipped_rows["source_locator"], reading.skipped_rows["reason"], strict=True)) == {
        "表1!1": "title",
        "表1!2": "title",
        "表1!3": "blank",
        "表1!4": "heading",
        "表1!5": "unit",
        "表1!6": "column_numbers",
        "表1!8": "blank",
        "表1!9": "footnote",
        "表1!10": "footnote",
    }
    assert column(reading, "region_code") == ["610116"]
    assert "张三" not in str(reading)


def test_headings_split_over_merged_rows_are_joined(tmp_path: Path) -> None:
    rows = [
        ["灾情统计表", None, None, None, None],
        ["地区", "倒塌房屋", None, "农作物受灾面积", "直接经济损失"],
        [None, "间数", "户数", "公顷", "万元"],
        ["西安市", 5, 2, 1.5, 10],
    ]
    expected = {"collapsed_rooms": [5], "collapsed_households": [2], "region_code": ["610100"]}
    merged = checked(book(tmp_path / "merged.xlsx", rows, merged=["A1:E1", "A2:A3", "B2:C2"]))
    assert {name: column(merged, name) for name in expected} == expected
    plain = checked(text(tmp_path / "plain.csv", rows))
    assert {name: column(plain, name) for name in expected} == expected
    assert [str(value) for value in column(plain, "crop_affected_ha")] == ["1.5"]


def test_units_in_brackets_or_a_unit_row_or_the_title_are_converted(tmp_path: Path) -> None:
    rows = [
        ["单位：亩、元"],
        ["区域", "农作物受灾面积", "直接经济损失（亿元）", "农林牧渔业损失"],
        ["临潼区", 15, 1.5, 20000],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    found = [str(column(reading, name)[0]) for name in ("crop_affected_ha", "direct_economic_loss", "loss_agriculture")]
    assert found == ["1", "15000", "2"]
    assert len(messages(reading, "F046")) == 3
    states = reading.figure_states.select("indicator", "state", "as_written", "unit_written").rows()
    assert states == [("direct_economic_loss", "rounded", "1.5", "亿元")]


def test_a_column_in_an_unknown_unit_is_left_out_and_told(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "a.xlsx", [["区域", "受灾人口", "直接经济损失(两)"], ["临潼区", 3, 5]]))
    assert column(reading, "direct_economic_loss") == [None]
    assert "两" in messages(reading, "F047")[0]


def test_a_heading_nobody_knows_is_named_and_its_column_left_out(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "a.xlsx", [["区域", "受灾人口", "受灾人囗数", "天气"], ["临潼区", 3, 5, "大雨"]]))
    found = messages(reading, "F044")
    assert len(found) == 2
    assert "天气" in found[1]
    assert "大雨" not in str(reading)


def test_two_hundred_unknown_columns_are_told_in_few_findings(tmp_path: Path) -> None:
    headings = ["区域", "受灾人口", *(f"指标甲{n}" for n in range(200))]
    reading = checked(book(tmp_path / "a.xlsx", [headings, ["临潼区", 3, *range(200)]]))
    assert len(messages(reading, "F044")) == 21
    assert column(reading, "affected_population") == [3]
    strange = checked(text(tmp_path / "b.csv", [headings[2:], list(range(200))]))
    assert (strange.reader, rules(strange), strange.rows_skipped) == ("unrecognised", ["F040"], 2)


def test_a_file_nobody_recognises_is_one_finding(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "会议通知.xlsx", [["关于召开会议的通知"], ["时间", "地点"], ["9点", "二楼"]]))
    assert (reading.reader, reading.rows_read, rules(reading)) == ("unrecognised", 3, ["F040"])
    assert reading.reports.is_empty()


def test_figures_without_a_region_column_are_refused(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "a.xlsx", [["受灾人口", "直接经济损失(万元)"], [3, 5]]))
    assert "F050" in rules(reading)
    assert reading.rows_accepted == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_are_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    reading = checked(text(tmp_path / "a.csv", national(ROW), encoding))
    assert column(reading, "region_code") == ["510107"]
    assert column(reading, "source_locator") == ["3"]


def test_the_older_regime_is_told_from_its_headings(tmp_path: Path) -> None:
    rows = [
        [
            "行政区划代码",
            "行政区划",
            "灾种名称",
            "灾害发生时间",
            "受灾人口",
            "农业损失",
            "工矿企业损失",
            "公益设施损失",
            "家庭财产损失",
            "直接经济损失",
        ],
        ["530522000", "腾冲县", "洪涝", "2013-07-01 08:00:00", 9, 1, 2, 3, 4, 10],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "regime") == ["2016"]
    assert column(reading, "region_code") == ["530522"]
    assert [
        int(column(reading, name)[0]) for name in ("loss_agriculture", "loss_industry_commerce", "loss_public_service")
    ] == [1, 2, 3]
    assert "F085" in rules(reading)


def test_a_repeated_heading_row_inside_the_table_is_no_record(tmp_path: Path) -> None:
    heading = ["区域", "受灾人口", "直接经济损失(万元)"]
    reading = checked(book(tmp_path / "a.xlsx", [heading, ["临潼区", 1, 2], heading, ["蓝田县", 3, 4]]))
    assert (reading.rows_accepted, reading.rows_skipped) == (2, 2)


def test_a_parquet_file_with_official_headings_is_read_like_a_sheet(tmp_path: Path) -> None:
    import polars as pl

    path = tmp_path / "a.parquet"
    pl.DataFrame({"区域": ["临潼区"], "受灾人口(人)": [3], "直接经济损失(万元)": ["1.5"]}).write_parquet(path)
    reading = checked(path)
    assert (reading.rows_read, column(reading, "affected_population")) == (2, [3])
