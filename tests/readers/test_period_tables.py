"""Period figures as annual reports lay them out: periods across, the year before and the change beside a figure."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from pipelines.readers import Reading
from tests.readers.files import book, checked, messages, rules, text

FULL = [(date(2022, 1, 1), date(2022, 12, 31)), (date(2023, 1, 1), date(2023, 12, 31))]


def stood(reading: Reading, *columns: str) -> list[tuple[object, ...]]:
    """The figures by indicator, last day and value; or these columns."""
    assert reading.reader == "period_figures"
    return reading.period_figures.select(columns or ("indicator", "period_end", "value")).rows()


def test_indicators_down_and_years_across_are_figures_of_the_region_in_the_title(tmp_path: Path) -> None:
    rows = [
        ["腾冲市自然灾害情况"],
        ["指标名称", "计量单位", "2022年", "2023年"],
        ["受灾人口", "人", 100, 71000],
        ["生产安全事故起数", "起", "未发生", "9"],
        ["直接经济损失", "亿元", None, 0.46342],
    ]
    for numbers in (("2022年", "2023年"), (2022, 2023)):
        rows[1][2:] = numbers
        reading = checked(book(tmp_path / "a.xlsx", rows))
        assert stood(reading, "region_code", "indicator", "period_start", "period_end", "value", "state") == [
            ("530581", "affected_population", *FULL[0], Decimal(100), "exact"),
            ("530581", "production_accidents", *FULL[0], Decimal(0), "reported_zero"),
            ("530581", "affected_population", *FULL[1], Decimal(71000), "exact"),
            ("530581", "production_accidents", *FULL[1], Decimal(9), "exact"),
            ("530581", "direct_economic_loss", *FULL[1], Decimal("4634.2"), "rounded"),
        ]
        assert reading.period_figures["source_locator"].to_list()[:2] == ["表1!C3", "表1!C4"]


def test_half_years_and_a_season_may_head_the_columns(tmp_path: Path) -> None:
    rows = [
        ["腾冲市2023年统计表"],
        ["指标", "单位", "上半年", "全年", "2022-2023年冬春"],
        ["因灾死亡人口", "人", 1, 3, None],
        ["受灾人口", "人", 10, 20, 5],
    ]
    reading = checked(book(tmp_path / "腾冲市2023年.xlsx", rows), name="腾冲市2023年.xlsx")
    assert {(kind, end) for kind, end in stood(reading, "period_kind", "period_end")} == {
        ("half_year", date(2023, 6, 30)), ("year", date(2023, 12, 31)), ("winter_spring", date(2023, 5, 31)),
    }  # fmt: skip


def test_the_change_beside_several_years_is_that_of_the_last(tmp_path: Path) -> None:
    rows = [
        ["腾冲市自然灾害情况"],
        ["指标", "单位", "2023年", "2022年", "同比增减(%)"],
        ["受灾人口", "人", 150, 100, 50],
        ["直接经济损失", "万元", 90, 100, "下降10.0%"],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert rules(reading) == []
    assert stood(reading, "indicator", "period_end", "value", "change_pct", "change_pct_half_width") == [
        ("affected_population", date(2023, 12, 31), Decimal(150), Decimal(50), Decimal("0.5")),
        ("direct_economic_loss", date(2023, 12, 31), Decimal(90), Decimal(-10), Decimal("0.05")),
        ("affected_population", date(2022, 12, 31), Decimal(100), None, None),
        ("direct_economic_loss", date(2022, 12, 31), Decimal(100), None, None),
    ]


def test_the_year_before_beside_a_figure_is_a_figure_of_that_year(tmp_path: Path) -> None:
    rows = [
        ["指标名称", "计量单位", "本年", "上年同期", "同比(%)", "增减"],
        ["受灾人口", "万人", 9, "约1.8", -50, -9],
        ["生产安全事故起数", "起", 9, None, -50, None],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows), name="腾冲市2023年上半年统计表.xlsx")
    assert rules(reading) == ["F046"]
    assert stood(reading, "indicator", "period_kind", "period_end", "value", "state", "half_width", "change_pct") == [
        ("affected_population", "half_year", date(2023, 6, 30), Decimal(90000), "rounded", 5000, Decimal(-50)),
        ("affected_population", "half_year", date(2022, 6, 30), Decimal(18000), "approximate", 500, None),
        ("production_accidents", "half_year", date(2023, 6, 30), Decimal(9), "exact", None, Decimal(-50)),
    ]


def test_in_a_wide_table_the_year_before_stands_right_of_its_figure_or_names_it(tmp_path: Path) -> None:
    title = ["腾冲市2023年全年统计表 数据截至2023年11月7日"]
    beside = [
        title,
        ["地区", "受灾人口", "上年同期", "同比(%)", "直接经济损失（万元）", "同比"],
        ["腾冲市", 2, 1, 100, 3, "-5%"],
    ]
    named = [
        title,
        ["地区", "直接经济损失（万元）", "受灾人口", "受灾人口上年同期", "直接经济损失同比(%)", "受灾人口同比(%)"],
        ["腾冲市", 3, 2, 1, -5, 100],
    ]
    grouped = [
        title,
        ["地区", "受灾人口", None, None, "直接经济损失（万元）", None],
        [None, "本年", "上年同期", "同比(%)", "本年", "同比(%)"],
        ["腾冲市", 2, 1, 100, 3, -5],
    ]
    expected = {
        ("affected_population", date(2023, 11, 7), Decimal(2), Decimal(100)),
        ("affected_population", date(2022, 11, 7), Decimal(1), None),
        ("direct_economic_loss", date(2023, 11, 7), Decimal(3), Decimal(-5)),
    }
    for rows, merged in ((beside, ()), (named, ()), (grouped, ("B2:D2", "E2:F2"))):
        reading = checked(book(tmp_path / "a.xlsx", rows, merged=merged))
        assert set(stood(reading, "indicator", "period_end", "value", "change_pct")) == expected
        assert rules(reading) == []


def test_a_long_table_has_the_year_before_beside_its_value(tmp_path: Path) -> None:
    rows = [
        ["地区", "年份", "指标", "单位", "数值", "上年同期", "同比(%)"],
        ["腾冲市", "2023", "生产安全事故起数", "起", "9", "", "-50"],
        ["腾冲市", "2023年汛期", "受灾人口", "万人", "7.1", "3", ""],
    ]
    reading = checked(text(tmp_path / "a.csv", rows))
    assert stood(reading, "indicator", "period_kind", "period_end", "value", "half_width", "change_pct") == [
        ("production_accidents", "year", date(2023, 12, 31), Decimal(9), None, Decimal(-50)),
        ("affected_population", "flood_season", date(2023, 9, 30), Decimal(71000), 500, None),
        ("affected_population", "flood_season", date(2022, 9, 30), Decimal(30000), 5000, None),
    ]


def test_a_table_of_years_without_a_region_column_is_of_the_region_in_its_title(tmp_path: Path) -> None:
    rows = [["腾冲市历年灾情"], ["年份", "受灾人口", "直接经济损失"], [2022, 1, 2], [2023, 3, 4]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert set(reading.period_figures["region_code"]) == {"530581"}
    assert stood(reading)[-1] == ("direct_economic_loss", date(2023, 12, 31), Decimal(4))


def test_a_kind_of_period_completes_its_year(tmp_path: Path) -> None:
    rows = [
        ["region_code", "year", "period_kind", "indicator", "value", "unit"],
        ["530581", "2023", "flood_season", "deaths", "1", "人"],
        ["530581", "2023", "上半年", "deaths", "2", "人"],
        ["530581", "2023", "某段", "deaths", "3", "人"],
    ]
    reading = checked(text(tmp_path / "a.csv", rows))
    assert stood(reading, "period_kind", "period_end", "value") == [
        ("flood_season", date(2023, 9, 30), Decimal(1)),
        ("half_year", date(2023, 6, 30), Decimal(2)),
    ]
    assert "2023" in messages(reading, "F063")[0]


def test_a_plan_and_its_change_stand_as_they_are_written(tmp_path: Path) -> None:
    rows = [
        ["region_code", "region_name", "period", "indicator", "value", "unit"],
        ["980101", "陕西某区（未具名）", "2024计划", "trainings_planned", "近30", "期"],
        ["980101", "陕西某区（未具名）", "2023年", "production_accidents_change_pct", "同比下降50%", "%"],
    ]
    reading = checked(text(tmp_path / "a.csv", rows))
    assert "陕西某区（未具名）" in set(reading.period_figures["region_name"])
    change = reading.period_figures.filter(reading.period_figures["indicator"].str.ends_with("change_pct"))
    assert change.select("value", "half_width", "state").rows() == [(Decimal(-50), Decimal("0.5"), "exact")]


def test_a_year_before_in_a_table_of_disasters_is_told_and_left_out(tmp_path: Path) -> None:
    rows = [
        ["灾种名称：洪涝灾害  灾害发生时间：2021-10-03 12:37:48"],
        ["地区", "受灾人口", "上年同期"],
        ["腾冲市", 2, 1],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (reading.reports.height, reading.period_figures.height) == (1, 0)
    assert "上年同期" in messages(reading, "F044")[0]


def test_periods_may_stand_side_by_side_below_each_indicator_or_above_them(tmp_path: Path) -> None:
    below = [["地区", "受灾人口", None, "直接经济损失", None], [None, "2022年", "2023年", "2022年", "2023年"]]
    above = [
        ["地区", "2022年", None, "2023年", None],
        [None, "受灾人口", "直接经济损失", "受灾人口", "直接经济损失"],
    ]
    figures = {"below": ["腾冲市", 1, 2, "xx", 4], "above": ["腾冲市", 1, "xx", 2, 4]}
    for name, headings in (("below", below), ("above", above)):
        path = book(tmp_path / f"{name}.xlsx", [*headings, figures[name]], merged=["B1:C1", "D1:E1"])
        assert sorted(stood(checked(path), "indicator", "period_end", "value", "state"), key=str) == [
            ("affected_population", date(2022, 12, 31), Decimal(1), "exact"),
            ("affected_population", date(2023, 12, 31), Decimal(2), "exact"),
            ("direct_economic_loss", date(2022, 12, 31), None, "masked"),
            ("direct_economic_loss", date(2023, 12, 31), Decimal(4), "exact"),
        ]


def test_a_plan_and_parts_of_the_year_stand_side_by_side_too(tmp_path: Path) -> None:
    rows = [
        ["腾冲市2023年"],
        ["地区", "受灾人口", None, "直接经济损失", None],
        [None, "计划", "2023年", "上半年", "全年"],
        ["腾冲市", 1, 2, 3, 4],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows, merged=["B2:C2", "D2:E2"]))
    assert stood(reading, "period_kind", "period_end", "value") == [
        ("plan", date(2023, 12, 31), Decimal(1)),
        ("year", date(2023, 12, 31), Decimal(2)),
        ("half_year", date(2023, 6, 30), Decimal(3)),
        ("year", date(2023, 12, 31), Decimal(4)),
    ]


def test_a_period_in_the_bracket_of_a_heading_is_the_period_of_its_figures(tmp_path: Path) -> None:
    rows = [["地区", "受灾人口（2022年）", "受灾人口（2023年）"], ["腾冲市", 1, 2]]
    assert stood(checked(book(tmp_path / "a.xlsx", rows)), "period_end", "value") == [
        (date(2022, 12, 31), Decimal(1)),
        (date(2023, 12, 31), Decimal(2)),
    ]


def test_one_year_above_a_table_of_disasters_makes_it_no_table_of_periods(tmp_path: Path) -> None:
    rows = [["地区", "2021年", None], [None, "受灾人口", "直接经济损失"], ["腾冲市", 1, 2]]
    reading = checked(book(tmp_path / "a.xlsx", rows, merged=["B1:C1"]))
    assert (reading.reports.height, reading.period_figures.height) == (1, 0)
