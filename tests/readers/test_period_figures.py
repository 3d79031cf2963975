"""Figures for a region and a period."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.readers.files import book, checked, messages, rules, text

HEADINGS = ["region_code", "period", "indicator", "value", "unit", "basis", "state"]


def test_each_row_is_one_figure(tmp_path: Path) -> None:
    rows = [
        HEADINGS,
        ["530581", "2023", "direct_economic_loss", "4634.2", "万元", "", ""],
        ["530581", "2023年1-11月", "受灾人口", "7.1", "万人", "上报年度数", ""],
        ["530581", "2023年", "crop_affected_ha", "57739.5", "亩", "核定年报", "approximate"],
        ["530581", "2023", "claims_paid_amount", "xx", "万元", "", ""],
        ["530581", "2023", "deaths", "--", "人", "", ""],
    ]
    for path in (text(tmp_path / "a.csv", rows), book(tmp_path / "a.xlsx", rows)):
        reading = checked(path)
        assert (reading.reader, reading.rows_accepted) == ("period_figures", 5)
        found = reading.period_figures.drop(
            "source_locator", "region_code", "region_name", "hazard_key", "half_width", "change_pct",
            "change_pct_half_width",
        )  # fmt: skip
        assert found.rows() == [
            (
                "year",
                date(2023, 1, 1),
                date(2023, 12, 31),
                "direct_economic_loss",
                Decimal("4634.2"),
                "万元",
                "exact",
                "reported_annual",
            ),
            (
                "year_to_date",
                date(2023, 1, 1),
                date(2023, 11, 30),
                "affected_population",
                Decimal(71000),
                "人",
                "rounded",
                "reported_annual",
            ),
            (
                "year",
                date(2023, 1, 1),
                date(2023, 12, 31),
                "crop_affected_ha",
                Decimal("3849.3"),
                "公顷",
                "approximate",
                "settled_annual",
            ),
            (
                "year",
                date(2023, 1, 1),
                date(2023, 12, 31),
                "claims_paid_amount",
                None,
                "万元",
                "masked",
                "reported_annual",
            ),
        ]


def test_days_may_be_given_instead_of_a_period(tmp_path: Path) -> None:
    rows = [
        ["region_code", "period_kind", "period_start", "period_end", "hazard_key", "indicator", "value", "unit"],
        ["530581", "flood_season", "2023-05-01", "2023-10-15", "flood", "deaths", "1", "人"],
        ["530581", "", "2022-10-01", "2023-05-31", "all", "winter_spring_need_people", "10252", "人"],
    ]
    found = checked(text(tmp_path / "a.csv", rows)).period_figures
    assert found["period_kind"].to_list() == ["flood_season", "winter_spring"]
    assert found["hazard_key"].to_list() == ["flood", "all"]


def test_what_cannot_be_used_is_rejected_with_its_reason(tmp_path: Path) -> None:
    rows = [
        HEADINGS,
        ["530581", "近几年", "deaths", "1", "人", "", ""],
        ["530581", "2023", "天气", "1", "人", "", ""],
        ["530581", "2023", "deaths", "1", "公顷", "", ""],
        ["530581", "2023", "deaths", "1", "人", "估计", ""],
        ["000999", "2023", "deaths", "1", "人", "", ""],
        ["530581", "2023", "deaths", "abc", "人", "", ""],
    ]
    reading = checked(text(tmp_path / "a.csv", rows))
    assert reading.rejected_rows.select("source_locator", "reason").sort("source_locator").rows() == [
        ("2", "F063"),
        ("3", "F102"),
        ("4", "F047"),
        ("5", "F102"),
        ("6", "F080"),
    ]
    assert "天气" in messages(reading, "F102")[0]
    assert {"F060", "F047", "F063"} <= set(rules(reading))
    assert reading.period_figures.is_empty()


def test_a_wide_table_of_years_is_read_as_period_figures(tmp_path: Path) -> None:
    rows = [
        ["region_code", "period", "受灾人口(万人)", "直接经济损失(亿元)"],
        ["530500", "2022", 1.5, 0.25],
        ["530500", "2023", "", 1],
    ]
    found = checked(book(tmp_path / "a.xlsx", rows)).period_figures
    assert found.select("indicator", "value").rows() == [
        ("affected_population", Decimal(15000)),
        ("direct_economic_loss", Decimal(2500)),
        ("direct_economic_loss", Decimal(10000)),
    ]


def test_the_published_figures_are_read_whole() -> None:
    path = Path(__file__).parents[1] / "golden" / "published_figures.csv"
    reading = checked(path)
    assert (reading.reader, reading.rows_rejected) == ("period_figures", 0)
    assert reading.period_figures.height == reading.rows_accepted > 0


def test_a_figure_of_a_hidden_year_stands_without_days_and_without_a_value(tmp_path: Path) -> None:
    rows = [HEADINGS, ["530581", "20xx年", "relocated_total_cum", "xxxxx", "人", "", ""]]
    reading = checked(text(tmp_path / "a.csv", rows))
    found = reading.period_figures.select("period_kind", "period_start", "period_end", "value", "state")
    assert found.rows() == [("unknown", None, None, None, "masked")]
    assert rules(reading) == ["F065"]


def test_a_reservation_is_told_in_fixed_words_and_the_figure_counts(tmp_path: Path) -> None:
    rows = [
        [*HEADINGS, "存疑"],
        ["530581", "2023", "fines", "15", "万元", "", "", "scope_unclear"],
        ["530581", "2023", "accident_fines", "78", "万元", "", "", "某人说的"],
        ["530581", "2023", "events", "17", "起", "", "", ""],
    ]
    reading = checked(text(tmp_path / "a.csv", rows))
    assert reading.period_figures["value"].to_list() == [15, 78, 17]
    first, second = messages(reading, "F106")
    assert "不可相加" in first
    assert "某人" not in second
