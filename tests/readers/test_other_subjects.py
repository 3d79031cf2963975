"""Tables that are about no disaster: accidents and inspections of a year. None of them is read as losses."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.readers import Reading
from pipelines.transforms.dates import stamps_of
from tests.readers.files import Rows, book, checked, messages, rules


def stood(reading: Reading, *columns: str) -> list[tuple[Any, ...]]:
    assert reading.reader == "period_figures"
    assert reading.reports.is_empty()
    return sorted(reading.period_figures.select(columns or ("region_code", "indicator", "period_end", "value")).rows())


def test_deaths_below_a_title_of_accidents_are_deaths_in_accidents(tmp_path: Path) -> None:
    rows: Rows = [
        ["保山市2023年1-12月生产安全事故统计表"],
        ["县区", "事故起数（起）", None, None, "死亡人数（人）", None, None],
        [None, "本期", "上年同期", "同比（%）", "本期", "上年同期", "同比（%）"],
        ["腾冲市", 9, 18, -50, 5, 9, -44.4],
        ["合计", 9, 18, -50, 5, 9, -44.4],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows, merged=["A2:A3", "B2:D2", "E2:G2"]))
    now, before = date(2023, 12, 31), date(2022, 12, 31)
    assert stood(reading) == [
        ("530581", "production_accident_deaths", before, Decimal(9)),
        ("530581", "production_accident_deaths", now, Decimal(5)),
        ("530581", "production_accidents", before, Decimal(18)),
        ("530581", "production_accidents", now, Decimal(9)),
    ]
    assert reading.period_figures["change_pct"].drop_nulls().to_list() == [Decimal(-50), Decimal("-44.4")]
    assert rules(reading) == []


@pytest.mark.parametrize("title", ["2023年道路交通事故情况", "2023年火灾事故情况"])
def test_deaths_in_accidents_that_no_indicator_counts_are_nobodys(tmp_path: Path, title: str) -> None:
    rows: Rows = [[title], ["县区", "事故起数", "死亡人数", "直接经济损失（万元）"], ["腾冲市", 2, 1, 3]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (reading.reader, reading.reports.height, rules(reading)) == ("unrecognised", 0, ["F040"])


def test_a_title_that_speaks_of_disasters_too_leaves_deaths_as_they_are(tmp_path: Path) -> None:
    rows: Rows = [["2023年自然灾害和安全事故情况"], ["县区", "受灾人口", "死亡人口"], ["腾冲市", 2, 1]]
    assert checked(book(tmp_path / "a.xlsx", rows)).reports["deaths"].to_list() == [1]


def test_losses_below_a_group_of_accidents_are_no_losses_of_a_disaster(tmp_path: Path) -> None:
    rows: Rows = [
        ["腾冲市2023年6月27日情况"],
        ["地区", "受灾人口", "生产安全事故", None],
        [None, None, "起数", "直接经济损失（万元）"],
        ["腾冲市", 2, 1, 3],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows, merged=["A2:A3", "B2:B3", "C2:D2"]))
    assert reading.reports.select("affected_population", "direct_economic_loss").rows() == [(2, None)]


def test_a_table_of_what_is_counted_by_period_is_of_the_period_in_its_title(tmp_path: Path) -> None:
    rows: Rows = [["2023年上半年安全生产情况"], ["县区", "生产安全事故起数", "执法罚款（万元）"], ["腾冲市", 9, 36.5]]
    half = date(2023, 6, 30)
    assert stood(checked(book(tmp_path / "a.xlsx", rows))) == [
        ("530581", "fines", half, Decimal("36.5")),
        ("530581", "production_accidents", half, Decimal(9)),
    ]


@pytest.mark.parametrize("heading", ["数量", "2023年", "完成数", "本年累计"])
def test_a_form_of_few_indicators_is_known_by_its_headings(tmp_path: Path, heading: str) -> None:
    rows: Rows = [
        ["腾冲市2023年安全生产情况"],
        ["项目", "计量单位", heading],
        ["排查防汛隐患", "处", "50余"],
        ["防汛隐患整改", "处", "xx"],
        ["执法罚款", "万元", "约12.5"],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert stood(reading, "indicator", "value", "state") == [
        ("fines", Decimal("12.5"), "approximate"),
        ("flood_control_hazards_found", Decimal(50), "at_least"),
        ("flood_control_hazards_rectified", None, "masked"),
    ]


@pytest.mark.parametrize(
    "headings",
    [
        ("本年累计", "上年同期累计", "增减（%）"),
        ("今年累计", "去年同期累计", "同比增减（±%）"),
        ("实绩", "上年实绩", "比上年增长（%）"),
        ("累计", "去年同期", "增长(%)"),
    ],
)
def test_totals_up_to_a_month_are_figures_and_no_total_rows(tmp_path: Path, headings: Sequence[str]) -> None:
    rows: Rows = [
        ["腾冲市2023年1-11月生产安全事故情况"],
        ["指标", "单位", *headings],
        ["生产安全事故起数", "起", 8, 16, -50],
        ["生产安全事故死亡人数", "人", 4, 8, -50],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert stood(reading, "period_start", "period_end", "value", "change_pct") == [
        (date(2022, 1, 1), date(2022, 11, 30), Decimal(8), None),
        (date(2022, 1, 1), date(2022, 11, 30), Decimal(16), None),
        (date(2023, 1, 1), date(2023, 11, 30), Decimal(4), Decimal(-50)),
        (date(2023, 1, 1), date(2023, 11, 30), Decimal(8), Decimal(-50)),
    ]
    assert rules(reading) == []


def test_a_form_with_few_indicators_and_townships_across_is_a_report(tmp_path: Path) -> None:
    rows: Rows = [
        ["腾冲市2023年6月27日洪涝灾害各乡镇灾情统计表"],
        ["指标", "单位", "界头镇", "固东镇", "合计"],
        ["受灾人口", "人", 1200, 800, 2000],
        ["直接经济损失", "万元", 120.5, 80, 200.5],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert reading.reports.select("region_code", "affected_population").rows() == [
        ("530581106000", 1200),
        ("530581102000", 800),
    ]


def test_months_of_a_year_are_no_day() -> None:
    assert stamps_of("腾冲市2023年1-6月受灾情况").occurred_at is None
    assert stamps_of("2023年1-12月").occurred_at is None
    assert str(stamps_of("2023年6-27洪涝").occurred_at) == "2023-06-27 00:00:00"


def test_a_unit_and_a_quantity_alone_make_no_list_of_goods(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "a.xlsx", [["2023年工作情况"], ["内容", "计量单位", "数量"], ["培训", "期", 3]]))
    assert (rules(reading), messages(reading, "F110")) == (["F040"], [])
