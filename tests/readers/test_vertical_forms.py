"""Forms with the indicators below each other: one column, many columns, years across; every row counted once."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.readers.files import Rows, book, checked, column, rules, text

LINES = (
    ("受灾人口", "人", "affected_population"),
    ("因灾死亡人口", "人", "deaths"),
    ("因灾失踪人口", "人", "missing"),
    ("紧急转移安置人口", "人", "relocated_total_cum"),
    ("  其中：集中安置人口", "人", "relocated_collective_cum"),
    ("农作物受灾面积", "公顷", "crop_affected_ha"),
    ("直接经济损失", "万元", "direct_economic_loss"),
)
DAMAGE = [(name, unit) for name in ("倒塌房屋", "严重损坏房屋", "一般损坏房屋") for unit in ("间", "户")]
NAMES = [name for _, _, name in LINES]
TITLE = ["青湖区洪涝灾害情况统计表"]
HEAD = [
    ["填报地区：", "青湖区", "灾种：", "洪涝灾害"],
    ["灾害发生时间：", datetime(2025, 6, 27, 14), "数据截至时间：", "2025-06-30 18:00", "报告阶段：", "续报"],
]


def form(*columns: list[Any], headings: list[Any], above: Rows = (TITLE, *HEAD), below: Rows = ()) -> Rows:
    """A form whose columns of figures hold these cells, a list for each."""
    lines = [[name, unit, *(cells[n] for cells in columns)] for n, (name, unit, _) in enumerate(LINES)]
    return [*above, ["指标", "计量单位", *headings], *lines, *below]


def test_each_column_is_a_record_of_its_region(tmp_path: Path) -> None:
    table = form([10, 0, 0, 4, 4, 1.5, 20.25], [7, 1, None, 2, 2, 0.5, 3], headings=["湖滨街道", "青湖镇"])
    reading = checked(book(tmp_path / "a.xlsx", table))
    assert reading.reader == "vertical_form"
    assert column(reading, "region_code") == ["990103001000", "990103100000"]
    assert column(reading, "affected_population") == [10, 7]
    assert column(reading, "missing") == [0, None]
    assert column(reading, "direct_economic_loss") == [Decimal("20.25"), 3]
    assert column(reading, "source_locator") == ["表1!C4", "表1!D4"]
    assert (reading.rows_read, reading.rows_accepted, reading.rows_skipped) == (11, 7, 4)


def test_the_head_of_the_form_holds_for_every_column(tmp_path: Path) -> None:
    table = form([1] * 7, [2] * 7, headings=["湖滨街道", "青湖镇"])
    reading = checked(book(tmp_path / "a.xlsx", table))
    assert column(reading, "hazard_key") == ["flood"] * 2
    assert column(reading, "occurred_at") == [datetime(2025, 6, 27, 14)] * 2
    assert column(reading, "as_of") == [datetime(2025, 6, 30, 18)] * 2
    assert column(reading, "stage") == ["update"] * 2
    assert column(reading, "event_key") == ["flood@2025-06-27T14:00:00"] * 2
    assert rules(reading) == []


def test_the_printed_form_of_the_statute_is_read(tmp_path: Path) -> None:
    lines = [[name, unit, f"A{n:02}", n] for n, (name, unit, _) in enumerate(LINES, 1)]
    above = [
        ["自然灾害情况统计表"],
        ["填报单位：青湖区湖滨街道", None, None, "计量单位：人、公顷、万元"],
        ["灾害种类：洪涝灾害", "灾害发生时间：2025年6月27日", None, "统计截至时间：2025年6月30日"],
        ["指标名称", "计量单位", "代码", "数量"],
        ["甲", "乙", "丙", "1"],
    ]
    below = [["单位负责人：张三", None, "填表人：李四", "报出日期：2025年7月1日"]]
    reading = checked(book(tmp_path / "a.xlsx", [*above, *lines, *below]))
    assert column(reading, "region_code") == ["990103001000"]
    assert [column(reading, name)[0] for name in NAMES] == [1, 2, 3, 4, 5, 6, 7]
    assert reading.skipped_rows["reason"].to_list() == ["title"] * 3 + ["heading", "column_numbers", "footnote"]
    assert rules(reading) == []


def test_codes_above_the_columns_and_names_with_codes_are_understood(tmp_path: Path) -> None:
    coded = ["990103001000", "990103100000"]
    above = [TITLE, *HEAD, ["行政区划代码", None, *coded]]
    rows = form([1] * 7, [2] * 7, headings=["湖滨", "某镇"], above=above)
    assert column(checked(book(tmp_path / "a.xlsx", rows)), "region_code") == coded
    rows = form([1] * 7, [2] * 7, headings=["990103001000 湖滨街道", "990103100000青湖镇"])
    assert column(checked(book(tmp_path / "b.xlsx", rows)), "region_code") == coded


def test_a_column_that_nobody_filled_in_is_no_report_and_a_zero_is_one(tmp_path: Path) -> None:
    table = form([0] * 7, [None] * 7, headings=["湖滨街道", "青湖镇"])
    reading = checked(book(tmp_path / "a.xlsx", table))
    assert column(reading, "region_code") == ["990103001000"]
    assert column(reading, "affected_population") == [0]


def test_a_form_that_nobody_filled_in_says_so(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "a.xlsx", form([None] * 7, headings=["湖滨街道"])))
    assert (reading.reader, reading.reports.height, rules(reading)) == ("vertical_form", 0, ["F041"])


def test_a_total_is_compared_and_is_no_record(tmp_path: Path) -> None:
    parts = [[1] * 7, [2] * 7]
    right = form(*parts, [3] * 7, headings=["湖滨街道", "青湖镇", "合计"])
    reading = checked(book(tmp_path / "a.xlsx", right))
    assert (column(reading, "affected_population"), rules(reading)) == ([1, 2], [])
    wrong = form(*parts, [3, 3, 4, 3, 3, 3, 3], headings=["湖滨街道", "青湖镇", "合计"])
    [finding] = checked(book(tmp_path / "b.xlsx", wrong)).findings.to_dicts()
    assert (finding["rule_id"], finding["source_locator"], finding["indicator"]) == ("F101", "表1!E7", "missing")


def test_a_bad_cell_is_told_with_its_row_or_its_cell(tmp_path: Path) -> None:
    bad = [5, "2O", 0, 0, 0, 0, 0]
    [one] = checked(book(tmp_path / "a.xlsx", form(bad, headings=["湖滨街道"]))).findings.to_dicts()
    assert (one["rule_id"], one["source_locator"], one["value"]) == ("F060", "表1!6", "2O")
    several = form([1] * 7, bad, headings=["湖滨街道", "青湖镇"])
    [cell] = checked(book(tmp_path / "b.xlsx", several)).findings.to_dicts()
    assert (cell["source_locator"], cell["region_code"], cell["indicator"]) == ("表1!D6", "990103100000", "deaths")


def test_an_approximate_figure_keeps_its_state_with_its_record(tmp_path: Path) -> None:
    table = form([1] * 7, ["约7万", 0, 0, 0, 0, 0, 0], headings=["湖滨街道", "青湖镇"])
    reading = checked(book(tmp_path / "a.xlsx", table))
    assert column(reading, "affected_population") == [1, 70000]
    [state] = reading.figure_states.to_dicts()
    assert (state["source_locator"], state["indicator"]) == ("表1!D4", "affected_population")
    assert state["source_locator"] in column(reading, "source_locator")


def test_units_of_the_form_are_converted(tmp_path: Path) -> None:
    lines = [
        ["受灾人口", "万人", 1.5],
        ["因灾死亡人口", "人", 0],
        ["因灾失踪人口", "人", 0],
        ["农作物受灾面积", "亩", 300],
    ]
    rows = [TITLE, *HEAD, ["指标", "计量单位", "湖滨街道"], *lines, ["直接经济损失", "亿元", 0.5]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "affected_population") == [15000]
    assert column(reading, "crop_affected_ha") == [20]
    assert column(reading, "direct_economic_loss") == [5000]
    places = reading.findings.filter(rule_id="F046")["source_locator"].to_list()
    assert places == ["表1!5", "表1!8", "表1!9"]


def test_groups_beside_the_names_complete_them(tmp_path: Path) -> None:
    groups = {"倒塌房屋": (3, 2), "严重损坏房屋": (5, 4), "一般损坏房屋": (7, 6)}
    lines: list[list[Any]] = []
    for name, (rooms, households) in groups.items():
        lines += [[name, "间数", "间", rooms], [None, "户数", "户", households]]
    rows = [TITLE, *HEAD, ["项目", None, "单位", "湖滨街道"], *lines]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    figures = ("collapsed_rooms", "collapsed_households", "severe_rooms", "severe_households", "minor_rooms")
    assert [column(reading, name)[0] for name in figures] == [3, 2, 5, 4, 7]


def test_a_blank_name_is_the_one_above_in_another_unit(tmp_path: Path) -> None:
    lines = [[None if unit == "户" else name, unit, n] for n, (name, unit) in enumerate(DAMAGE, 1)]
    reading = checked(book(tmp_path / "a.xlsx", [TITLE, *HEAD, ["项目", "单位", "湖滨街道"], *lines]))
    figures = ("collapsed_rooms", "collapsed_households", "severe_rooms", "severe_households", "minor_rooms")
    assert [column(reading, name)[0] for name in figures] == [1, 2, 3, 4, 5]


def test_halves_side_by_side_are_one_record(tmp_path: Path) -> None:
    right = (
        "倒塌房屋间数",
        "严重损坏房屋间数",
        "一般损坏房屋间数",
        "因灾死亡大牲畜",
        "受损公路长度",
        "基础设施损失",
        "其他损失",
    )
    lines = [[name, unit, n, right[n], None, n] for n, (name, unit, _) in enumerate(LINES)]
    rows = [TITLE, *HEAD, ["填报单位：", "湖滨街道"], ["指标", "单位", "数量", "指标", "单位", "数量"], *lines]
    reading = checked(book(tmp_path / "a.xlsx", rows[:1] + rows[2:]))
    assert column(reading, "region_code") == ["990103001000"]
    assert (column(reading, "deaths"), column(reading, "severe_rooms")) == ([1], [1])
    assert reading.rows_accepted == len(lines)


def test_forms_below_each_other_are_read_one_by_one(tmp_path: Path) -> None:
    def one(name: str, first: int) -> list[list[Any]]:
        head = [["灾情统计表"], ["填报单位：", name], ["灾种：", "洪涝灾害"], ["指标", "单位", "数量"]]
        return [*head, *[[line, unit, first + n] for n, (line, unit, _) in enumerate(LINES)], ["填表人：王五"]]

    rows = [*one("青湖区湖滨街道", 10), *one("青湖区青湖镇", 20)]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "region_code") == ["990103001000", "990103100000"]
    assert column(reading, "affected_population") == [10, 20]
    assert reading.rows_accepted == 2 * len(LINES)


def test_a_form_of_a_place_that_cannot_be_told_is_rejected_row_by_row(tmp_path: Path) -> None:
    rows = form([1] * 7, headings=["数量"], above=[["灾情统计表"]])
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (reading.reports.height, reading.rows_rejected, reading.rows_accepted) == (0, 7, 0)
    assert "F083" in rules(reading)


def test_a_title_that_names_a_township_is_not_taken_for_the_county(tmp_path: Path) -> None:
    def read(title: str) -> list[Any]:
        rows = form([1] * 7, headings=["数量"], above=[[title]])
        return column(checked(book(tmp_path / "a.xlsx", rows)), "region_code")

    assert read("青湖区湖滨街道洪涝灾害统计表") == ["990103001000"]
    assert read("青湖区洪涝灾害统计表") == ["990103"]
    assert read("青湖区新河镇洪涝灾害统计表") == []


def test_the_office_of_a_township_stands_for_it(tmp_path: Path) -> None:
    rows = form([1] * 7, headings=["数量"], above=[["青湖区灾情统计表"], ["填报单位：湖滨街道办事处应急管理办公室"]])
    assert column(checked(book(tmp_path / "a.xlsx", rows)), "region_code") == ["990103001000"]


def test_stages_across_are_versions_of_one_record(tmp_path: Path) -> None:
    rows = form([1] * 7, [2] * 7, headings=["初报", "续报"], above=[["青湖区湖滨街道洪涝灾害统计表"], *HEAD[1:]])
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "stage") == ["initial", "update"]
    assert column(reading, "region_code") == ["990103001000"] * 2


def test_years_across_are_period_figures(tmp_path: Path) -> None:
    rows = form([1] * 7, [2] * 7, headings=["2021年", "2022年"], above=[["示例市历年灾情"]])
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (reading.reader, reading.reports.height) == ("period_figures", 0)
    deaths = reading.period_figures.filter(indicator="deaths").sort("period_start")
    assert deaths["value"].to_list() == [1, 2]
    assert [day.year for day in deaths["period_end"]] == [2021, 2022]
    assert deaths["region_code"].to_list() == ["990100"] * 2
    assert reading.rows_accepted == 7


def test_one_indicator_in_two_lines_that_differ_is_used_in_neither(tmp_path: Path) -> None:
    rows = form([1] * 7, headings=["湖滨街道"], below=[["死亡人口", "人", 9], ["受灾人口", "人", 1]])
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (column(reading, "deaths"), column(reading, "affected_population")) == ([None], [1])
    [finding] = reading.findings.to_dicts()
    assert finding["rule_id"] == "F055"
    assert "第6行、第12行" in finding["message_zh"]


def test_a_line_that_nobody_knows_is_told_and_the_others_count(tmp_path: Path) -> None:
    rows = list(form([1] * 7, headings=["湖滨街道"]))
    rows.insert(6, ["受损寺庙", "座", 3])
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "direct_economic_loss") == [1]
    [finding] = reading.findings.to_dicts()
    assert (finding["rule_id"], finding["source_locator"]) == ("F044", "表1!7")
    assert "受损寺庙" in finding["message_zh"]


def test_names_of_people_above_columns_are_not_quoted(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "a.xlsx", form([1] * 7, [2] * 7, headings=["湖滨街道", "王小明"])))
    assert column(reading, "region_code") == ["990103001000"]
    told = " ".join(map(str, (reading.findings.rows(), reading.rejected_rows.rows())))
    assert "王小明" not in told
    assert "F044" in rules(reading)


def test_a_list_of_indicators_with_explanations_is_no_form(tmp_path: Path) -> None:
    rows = [["指标", "单位", "解释"], *[[name, unit, "本次灾害造成的"] for name, unit, _ in LINES]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (reading.reader != "vertical_form", reading.reports.height) == (True, 0)


def test_a_long_table_is_no_form(tmp_path: Path) -> None:
    rows = [["地区", "灾种", "灾害发生时间", "指标", "数值"]]
    rows += [["湖滨街道", "洪涝灾害", "2025-06-27", name, n] for n, (name, _, _) in enumerate(LINES)]
    assert checked(text(tmp_path / "a.csv", rows)).reader != "vertical_form"


def test_a_sheet_that_only_explains_is_passed_over_quietly(tmp_path: Path) -> None:
    explained = [["乡镇灾情填报表填写说明"], ["指标", "示例"], *[[name, 100] for name, _, _ in LINES]]
    path = book(tmp_path / "a.xlsx", {"表1": form([1] * 7, headings=["湖滨街道"]), "填写说明": explained})
    reading = checked(path)
    assert (reading.reports.height, rules(reading)) == (1, [])
    assert reading.skipped_rows["reason"].to_list().count("explanation") == len(explained)


def test_a_csv_form_is_read_like_a_workbook(tmp_path: Path) -> None:
    above = [["青湖区灾情统计表"], ["灾种：洪涝灾害"], ["灾害发生时间：2025-06-27"], ["数据截至时间：2025-06-30"]]
    reading = checked(text(tmp_path / "a.csv", form([1] * 7, headings=["湖滨街道"], above=above)))
    assert column(reading, "source_locator") == ["C5"]
    assert column(reading, "hazard_key") == ["flood"]
    assert rules(reading) == []
