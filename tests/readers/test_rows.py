"""Rows: which are records, where they lie, and what their totals must equal."""

from datetime import datetime
from pathlib import Path

from pipelines.readers import read
from tests.readers.files import book, checked, column, messages, national, rules, text

HEADINGS = ["区域", "受灾人口(人)", "直接经济损失(万元)"]
TIME = "2023-07-12 05:30:00"


def test_total_rows_are_no_records_and_are_compared(tmp_path: Path) -> None:
    rows = [HEADINGS, ["西安市合计", 7, 3], ["临潼区", 3, 1], ["蓝田县", 4, 2], ["合 计", 7, "3.5"], ["小计", 99, 3]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "region_code") == ["610115", "610122"]
    assert reading.skipped_rows["reason"].to_list().count("total") == 3
    found = (
        reading.findings.filter(reading.findings["rule_id"] == "F101")
        .select("source_locator", "indicator", "value")
        .rows()
    )
    assert found == [("表1!6", "affected_population", "99"), ("表1!5", "direct_economic_loss", "3.5")]
    assert "各行相加是 7" in messages(reading, "F101")[0]


def test_a_total_over_mixed_levels_may_be_the_sum_of_the_top_rows_or_of_one_level(tmp_path: Path) -> None:
    records = [["西安市", 7, 3], ["临潼区", 3, 1], ["蓝田县", 4, 2]]
    for total in (7, 14):
        reading = checked(book(tmp_path / f"{total}.xlsx", [HEADINGS, ["合计", total, 3], *records]))
        assert "F101" not in rules(reading)
        assert reading.rows_accepted == 3
    assert "F101" in rules(checked(book(tmp_path / "c.xlsx", [HEADINGS, ["合计", 10, 3], *records])))


def test_subtotals_are_compared_with_the_rows_beside_them(tmp_path: Path) -> None:
    rows = [
        HEADINGS,
        ["西安市小计", 7, 3],
        ["临潼区", 3, 1],
        ["蓝田县", 4, 2],
        ["咸阳市小计", 9, 5],
        ["礼泉县", 9, 5],
        ["总计", 16, 8],
    ]
    assert "F101" not in rules(checked(book(tmp_path / "a.xlsx", rows)))


def test_columns_of_province_prefecture_and_county_are_filled_down(tmp_path: Path) -> None:
    rows = [
        ["省", "市", "县（市、区）", "受灾人口"],
        ["甘肃省", "兰州市", "城关区", 1],
        ["", "", "七里河区", 2],
        ["", "天水市", "秦州区", 3],
        ["", "", "麦积区", 4],
        ["陕西省", "西安市", "", 5],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "region_code") == ["620102", "620103", "620502", "620503", "610100"]
    assert column(reading, "region_level") == ["county"] * 4 + ["prefecture"]


def test_indented_names_of_mixed_levels_find_their_parents(tmp_path: Path) -> None:
    rows = [
        HEADINGS,
        ["西安市", 9, 9],
        ["  长安区", 5, 5],
        ["    韦曲街道", 5, 5],
        ["  临潼区", 4, 4],
        ["    代王街道", 4, 4],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "region_code") == ["610100", "610116", "610116001000", "610115", "610115004000"]
    assert column(reading, "region_name")[1] == "长安区"
    assert column(reading, "region_level") == ["prefecture", "county", "township", "county", "township"]


def test_codes_and_names_without_headings_are_found_by_their_content(tmp_path: Path) -> None:
    rows = [
        ["灾种名称：洪涝灾害  灾害发生时间：2021-10-03 12:37:48"],
        [None, None, None, None, "受灾人口", "直接经济损失"],
        [None, None, None, None, "人", "万元"],
        ["      610115", "陕西省", "  西安市", "      临潼区", "30", "1.5"],
        ["         610115004000", "陕西省", "  西安市", "         代王街道", "30", "1.5"],
        ["         610391105000", "陕西省", "  韩城市", "         钓渭镇", "", ""],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "region_code") == ["610115", "610115004000", "610391105000"]
    assert column(reading, "event_key") == ["flood@2021-10-03T12:37:48"] * 3
    assert {"F081", "F084"} <= set(rules(reading))
    assert "韩城市" in messages(reading, "F084")[0]


def test_a_region_that_does_not_exist_rejects_its_row_only(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "a.xlsx", [HEADINGS, ["火星区", 3, 1], ["临潼区", 4, 2], ["", 5, 3]]))
    assert column(reading, "region_code") == ["610115"]
    assert reading.rejected_rows["source_locator"].to_list() == ["表1!2", "表1!4"]
    assert "火星区" in messages(reading, "F080")[0]
    assert "受灾人口(人)=3" in reading.rejected_rows["cells"][0]
    assert rules(reading)[0:2] == ["F080", "F083"]


def test_an_ambiguous_name_is_rejected_with_its_candidates(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "a.xlsx", [HEADINGS, ["长安区", 3, 1]]))
    assert "陕西省西安市长安区" in messages(reading, "F082")[0]
    told = checked(book(tmp_path / "b.xlsx", [HEADINGS, ["长安区", 3, 1]]), sidecar={"region": "610100"})
    assert column(told, "region_code") == ["610116"]


def test_an_unknown_code_under_a_known_prefix_counts_with_a_warning(tmp_path: Path) -> None:
    rows = [
        ["区划代码", *HEADINGS],
        ["610128", "西安某开发区", 3, 1],
        [610115, "临潼区", 4, 2],
        [610115004000, "代王街道", 4, 2],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "region_code") == ["610128", "610115", "610115004000"]
    assert "西安市" in messages(reading, "F081")[0]


def test_a_repeated_row_is_told_and_both_count(tmp_path: Path) -> None:
    row = {
        "区域": "武侯区",
        "灾种": "洪涝灾害",
        "隶属区域": "四川省-成都市",
        "灾害发生时间": TIME,
        "affected_population": 3,
    }
    reading = checked(book(tmp_path / "a_截至20230731.xlsx", national(row, row, row | {"affected_population": 4})))
    assert column(reading, "affected_population") == [3, 3, 4]
    assert reading.findings.select("rule_id", "source_locator").rows() == [("F100", "表1!4")]


def test_names_of_townships_are_kept_as_a_list(tmp_path: Path) -> None:
    rows = [
        ["区域", "受灾乡镇名称", "受灾人口"],
        ["古交市", "屯兰街道、镇城底镇，东曲街道 岔口乡", 3],
        ["阳高县", "--", 4],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "affected_township_names") == ["屯兰街道,镇城底镇,东曲街道,岔口乡", None]


def test_a_sub_hazard_nobody_knows_counts_under_its_hazard_and_a_strange_one_as_unspecified(tmp_path: Path) -> None:
    row = {"区域": "武侯区", "隶属区域": "四川省-成都市", "灾害发生时间": TIME, "affected_population": 3}
    rows = national(row | {"灾种": "风雹灾害-飑线"}, row | {"灾种": "火星撞击"}, row | {"灾种": "山区洪水"})
    reading = checked(text(tmp_path / "a_截至20230731.csv", rows))
    assert column(reading, "hazard_key") == ["wind_hail", "unspecified", "flood_mountain"]
    assert rules(reading) == ["F090", "F091", "F092"]


def test_an_empty_table_is_told(tmp_path: Path) -> None:
    assert "F041" in rules(checked(book(tmp_path / "a.xlsx", [HEADINGS])))


def test_merged_cells_of_regions_and_times_hold_for_all_their_rows(tmp_path: Path) -> None:
    rows = [
        ["市", "县", "灾种", "灾害发生时间", "受灾人口"],
        ["西安市", "临潼区", "洪涝灾害", "2021-10-03", 3],
        [None, None, None, "2021-10-04", 4],
        [None, "蓝田县", None, None, 5],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows, merged=["A2:A4", "B2:B3", "C2:C4", "D3:D4"]))
    assert column(reading, "region_code") == ["610115", "610115", "610122"]
    assert column(reading, "hazard_key") == ["flood"] * 3
    assert [str(value)[:10] for value in column(reading, "occurred_at")] == ["2021-10-03", "2021-10-04", "2021-10-04"]


def test_a_row_of_a_list_without_any_figure_is_told(tmp_path: Path) -> None:
    row = {"区域": "武侯区", "灾种": "洪涝灾害", "隶属区域": "四川省-成都市", "灾害发生时间": TIME}
    reading = checked(book(tmp_path / "a_截至20230731.xlsx", national(row, row | {"affected_population": 0})))
    assert reading.findings.select("rule_id", "source_locator").rows() == [("F103", "表1!3")]
    assert reading.rows_accepted == 2


def test_a_day_that_does_not_exist_leaves_the_row_in_its_year(tmp_path: Path) -> None:
    rows = [["区域", "灾种", "灾害发生时间", "受灾人口(人)"], ["临潼区", "洪涝灾害", "2022-02-31 00:00:00", 5]]
    for file in (book(tmp_path / "a.xlsx", rows), book(tmp_path / "截至20230105.xlsx", rows)):
        reading = checked(file)
        assert reading.reports["occurred_at"].to_list() == [None]
        assert reading.reports["year_hint"].to_list() == [2022]
        assert len(messages(reading, "F063")) == 1


def test_a_renamed_file_still_says_what_its_first_name_said(tmp_path: Path) -> None:
    file = book(tmp_path / "新名字.xlsx", [["区域", "受灾人口(人)"], ["临潼区", 5]])
    renamed = read(file, former_names=["disaster_reports/灾情-截至20211011.xlsx"])
    assert renamed.reports["as_of"].to_list() == [datetime(2021, 10, 11)]
    redated = read(file, name="灾情-截至20211012.xlsx", former_names=["灾情-截至20211011.xlsx"])
    assert redated.reports["as_of"].to_list() == [datetime(2021, 10, 12)]


def test_signatures_below_a_table_are_no_records_whatever_column_they_stand_in(tmp_path: Path) -> None:
    rows = [
        ["灾种名称：洪涝灾害  灾害发生时间：2021-10-03 12:37:48"],
        ["行政区划代码", "行政区划", "受灾人口(人)", "直接经济损失(万元)"],
        ["530581", "腾冲市", 1, 2],
        ["填表人：", "张三丰", "审核人：", "李四光"],
        ["单位负责人：王小二", None, "填表人：赵铁柱", "联系电话：13888881234"],
        [None, "报送人", "赵铁柱"],
        [None, "审批：赵铁柱", 2],
        ["分管领导", "赵铁柱", None],
        ["签发：钱多多", None, 3],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (reading.rows_accepted, reading.rows_rejected, reading.rows_skipped) == (1, 0, 8)
    assert reading.skipped_rows["reason"].to_list().count("footnote") == 6
    assert not any(name in str(reading.findings.to_dicts()) for name in ("赵铁柱", "张三丰", "钱多多", "王小二"))


def test_a_division_of_the_corps_is_told_with_what_to_write(tmp_path: Path) -> None:
    rows = [["区域", "受灾人口(人)"], ["兵团第八师", 1], ["石河子市", 1]]
    for reading in (checked(book(tmp_path / "a.xlsx", rows)), checked(text(tmp_path / "a.csv", rows))):
        assert "石河子市 659001" in messages(reading, "F080")[0]
        assert "兵团第八师" in messages(reading, "F080")[0]
