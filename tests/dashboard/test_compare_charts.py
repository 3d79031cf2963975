"""Charts of the Comparison page by what they draw, not by pixels."""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from dashboard import charts, theme
from dashboard.charts import Caption, pictures

LIGHT = theme.LIGHT
MONEY = pl.Decimal(38, 6)
CAPTION = Caption("2024年直接经济损失：清河县0.62亿元", "单位：亿元 · 全年")


def marks(chart: Any) -> list[str]:
    return [layer["mark"]["type"] for layer in chart.to_dict()["layer"]]


def data_of(chart: Any, layer: int) -> list[dict[str, Any]]:
    spec = chart.to_dict()
    return spec["datasets"][spec["layer"][layer]["data"]["name"]]


def places(*told: tuple[str, int, str | None], broken: int = 0) -> pl.DataFrame:
    lines = [
        (name, year, None if value is None else Decimal(value), value, float(value) if value and year == 2024 else None,
         year == broken)
        for name, year, value in told
    ]  # fmt: skip
    schema = {"name": pl.String, "year": pl.Int32, "value": MONEY, "label": pl.String, "label_at": pl.Float64,
              "is_break": pl.Boolean}  # fmt: skip
    return pl.DataFrame(lines, schema=schema, orient="row")


LINES = places(("清河县", 2022, "1"), ("清河县", 2023, None), ("清河县", 2024, "3"), ("云岭县", 2024, "2"))


def test_places_differ_by_colour_dash_and_mark_and_bear_their_names() -> None:
    chart = charts.named_lines(LINES, ["清河县", "云岭县"], LIGHT)
    assert marks(chart) == ["line", "point", "text"]
    line, point, text = chart.to_dict()["layer"]
    assert line["encoding"]["color"]["scale"] == {"domain": ["清河县", "云岭县"], "range": list(LIGHT.series[:2])}
    assert line["encoding"]["strokeDash"]["scale"]["range"] == [[1, 0], [7, 3]]
    assert point["encoding"]["shape"]["scale"]["range"] == ["circle", "square"]
    assert text["encoding"]["text"]["field"] == "name"
    assert {row["name"] for row in data_of(chart, 2)} == {"清河县", "云岭县"}


def test_an_unknown_year_breaks_the_line_and_has_no_point_at_nought() -> None:
    chart = charts.named_lines(LINES, ["清河县", "云岭县"], LIGHT)
    assert [row["value"] for row in data_of(chart, 0) if row["year"] == 2023] == [None]
    assert {row["year"] for row in data_of(chart, 1)} == {2022, 2024}
    assert chart.to_dict()["layer"][0]["encoding"]["x"]["axis"]["values"] == [2022, 2023, 2024]


def test_a_break_of_the_series_is_marked_before_its_year() -> None:
    told = [("清河县", 2022, "1"), ("清河县", 2023, "2"), ("清河县", 2024, "3")]
    chart = charts.named_lines(places(*told, broken=2023), ["清河县"], LIGHT)
    assert marks(chart)[-1] == "rule"
    assert data_of(chart, 3) == [{"year": 2022.5}]
    assert "rule" not in marks(charts.named_lines(places(*told), ["清河县"], LIGHT))


def test_one_year_is_bars_and_what_is_not_known_says_so() -> None:
    bars = pl.DataFrame(
        {"name": ["清河县", "云岭县"], "order": [0, 1], "value": [Decimal(3), None], "label": ["3", None]},
        schema_overrides={"value": MONEY},
    )
    chart = charts.place_bars(bars, "无资料", LIGHT, height=90)
    assert marks(chart) == ["bar", "text"]
    [drawn] = chart.to_dict()["datasets"].values()
    assert [(row["words"], row["value"]) for row in drawn] == [("3", 3.0), ("无资料", None)]
    assert chart.to_dict()["layer"][0]["encoding"]["x"]["scale"]["domain"] == pytest.approx([0, 3.9])


def hazards(broken: int = 0) -> pl.DataFrame:
    told = [
        ("洪涝灾害", 0, 2023, "8"),
        ("洪涝灾害", 0, 2024, None),
        ("干旱灾害", 1, 2023, "0"),
        ("干旱灾害", 1, 2024, "2"),
    ]
    lines = [
        (name, order, year, None if value is None else Decimal(value), value, value in {"8", "2"}, year == broken)
        for name, order, year, value in told
    ]
    schema = {"name": pl.String, "order": pl.Int32, "year": pl.Int32, "value": MONEY, "label": pl.String,
              "is_peak": pl.Boolean, "is_break": pl.Boolean}  # fmt: skip
    return pl.DataFrame(lines, schema=schema, orient="row")


def test_hazards_stand_in_strips_of_one_scale_the_first_on_top() -> None:
    chart = charts.strips(hazards(), "无资料", LIGHT)
    columns = {(row["name"], row["year"]): (row["floor"], row["top"]) for row in data_of(chart, 0)}
    assert columns == {
        ("洪涝灾害", 2023): (1.0, pytest.approx(1.62)),
        ("干旱灾害", 2023): (0.0, 0.0),
        ("干旱灾害", 2024): (0.0, pytest.approx(0.155)),
    }
    names = [row["name"] for row in data_of(chart, 2)]
    assert names == ["洪涝灾害", "干旱灾害"]


def test_a_hazard_without_data_has_a_cross_and_no_column() -> None:
    chart = charts.strips(hazards(), "无资料", LIGHT)
    assert chart.to_dict()["layer"][1]["mark"]["text"] == "×"
    assert [(row["name"], row["year"], row["words"]) for row in data_of(chart, 1)] == [("洪涝灾害", 2024, "无资料")]
    assert "rule" in marks(charts.strips(hazards(broken=2024), "无资料", LIGHT))


def curve(*years: int) -> pl.DataFrame:
    roles = {2024: charts.CURRENT, 2023: charts.PRIOR}
    lines = [
        (date(2000, month, 1), year, roles.get(year, charts.OTHER), Decimal(month), str(month), float(month), f"{year}")
        for year in years
        for month in (1, 3)
    ]
    schema = {"day": pl.Date, "year": pl.Int32, "role": pl.String, "value": MONEY, "label": pl.String,
              "at": pl.Float64, "words": pl.String}  # fmt: skip
    return pl.DataFrame(lines, schema=schema, orient="row")


def test_this_year_lies_on_top_strong_last_year_dashed_the_others_thin() -> None:
    told = curve(2024, 2023, 2020)
    chart = charts.year_curves(told, told.filter(pl.col("day") == date(2000, 3, 1)), LIGHT)
    line = chart.to_dict()["layer"][0]
    assert line["mark"]["interpolate"] == "step-after"
    assert line["encoding"]["strokeWidth"]["scale"]["range"] == [1.1, 2.2, 3.2]
    assert line["encoding"]["strokeDash"]["scale"]["range"] == [[1, 0], [6, 3], [1, 0]]
    assert line["encoding"]["color"]["scale"]["range"] == [LIGHT.mean, LIGHT.prior, LIGHT.current]
    assert [row["year"] for row in data_of(chart, 0)] == [2020, 2020, 2023, 2023, 2024, 2024]
    assert [row["words"] for row in data_of(chart, 2)] == ["2020", "2023", "2024"]
    assert len(line["encoding"]["x"]["axis"]["values"]) == 3


def cells(**states: str) -> pl.DataFrame:
    values = {"known": Decimal(4), "nought": Decimal(0)}
    lines = [
        (2024, month, state, values.get(state), "4" if state == "known" else None, "4 亿元", False)
        for month, state in states.items()
    ]
    schema = {"year": pl.Int32, "column": pl.String, "state": pl.String, "value": MONEY, "label": pl.String,
              "told": pl.String, "is_break": pl.Boolean}  # fmt: skip
    return pl.DataFrame(lines, schema=schema, orient="row")


STATES = {"Jan": "known", "Feb": "nought", "Mar": "unknown", "Apr": "future"}


def test_a_nought_an_unknown_month_and_one_to_come_look_each_their_own_way() -> None:
    chart = charts.month_heat(cells(**STATES), list(STATES), {"nought": "为0", "unknown": "无资料"}, LIGHT)
    known, nought, unknown, cross, zero, number = chart.to_dict()["layer"]
    assert known["encoding"]["color"]["scale"]["range"] == list(LIGHT.ramp)
    assert (nought["mark"]["color"], nought["mark"]["stroke"]) == (LIGHT.paper, LIGHT.grid)
    assert unknown["mark"]["color"] == LIGHT.band
    assert (cross["mark"]["text"], zero["mark"]["text"]) == ("×", "0")
    shown = [{row["column"] for row in data_of(chart, layer)} for layer in range(6)]
    assert shown == [{"Jan"}, {"Feb"}, {"Mar"}, {"Mar"}, {"Feb"}, {"Jan"}]
    assert known["encoding"]["x"]["scale"]["domain"] == list(STATES)
    assert number["mark"]["opacity"] == {"expr": "width >= 720 ? 1 : 0"}
    assert data_of(chart, 2)[0]["state_words"] == "无资料"


def test_years_go_down_from_the_newest_and_a_break_lies_between_them() -> None:
    told = pl.concat([cells(**STATES), cells(**STATES).with_columns(pl.lit(2023, dtype=pl.Int32).alias("year"))])
    chart = charts.month_heat(told.with_columns(is_break=pl.col("year") == 2024), list(STATES), {}, LIGHT)
    assert chart.to_dict()["layer"][0]["encoding"]["y"]["sort"] == [2024, 2023]
    assert data_of(chart, 6) == [{"year": 2024}]


def test_small_columns_mark_breaks_only_where_asked() -> None:
    years = pl.DataFrame(
        {"year": [2023, 2024], "value": [1.5, None], "label": ["1.5", None], "is_break": [False, True]}
    )
    assert "rule" in marks(charts.small_columns(years, "无资料", LIGHT, with_breaks=True))
    assert "rule" not in marks(charts.small_columns(years, "无资料", LIGHT))


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_six_series_differ_in_every_way_and_each_theme_has_a_ramp(colours: theme.Palette) -> None:
    assert len(set(colours.series)) == len(set(theme.SERIES_DASHES)) == len(set(theme.SERIES_MARKS)) == 6
    assert len(set(colours.ramp)) == 6
    assert "series" not in theme.variables()


@pytest.mark.parametrize("made", [
    lambda: charts.named_lines(LINES, ["清河县", "云岭县"], LIGHT),
    lambda: charts.strips(hazards(broken=2024), "无资料", LIGHT),
    lambda: charts.year_curves(curve(2024, 2023), curve(2024).tail(1), LIGHT),
    lambda: charts.month_heat(cells(**STATES), list(STATES), {}, LIGHT),
])  # fmt: skip
def test_every_chart_can_be_taken_along_as_a_picture(made: Any) -> None:
    picture = pictures.svg(made(), CAPTION, LIGHT).decode()
    assert "清河县" in picture
    assert "单位：亿元" in picture
