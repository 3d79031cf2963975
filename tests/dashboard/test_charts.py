"""Charts by what they draw, not by pixels."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from dashboard import charts, theme
from dashboard.charts import Caption, pictures

CAPTION = Caption("直接经济损失逐日累计", "单位：亿元 · 1月1日至7月12日 · 过程汇总")
LIGHT = theme.LIGHT
MONEY = pl.Decimal(38, 6)


def lines(*names: str) -> pl.DataFrame:
    rows = [(date(2000, 1, day), name, Decimal(day), str(day)) for name in names for day in (1, 2)]
    schema = {"day": pl.Date, "series": pl.String, "value": MONEY, "label": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def band(*rows: tuple[date, int, int]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema={"day": pl.Date, "low": MONEY, "high": MONEY}, orient="row")


def years(**columns: Any) -> pl.DataFrame:
    frame = pl.DataFrame(
        {"year": [2024, 2025, 2026], "value": [None, Decimal(3), Decimal(4)], "rest": [None, Decimal(7), None],
         "is_break": [False, True, False], "label": [None, "3", "4"], "rest_label": [None, "7", None]},
        schema_overrides={"value": MONEY, "rest": MONEY},
    )  # fmt: skip
    return frame.with_columns(**columns)


def marks(chart: Any) -> list[str]:
    return [layer["mark"]["type"] for layer in chart.to_dict()["layer"]]


def test_a_picture_says_title_unit_period_and_basis_itself() -> None:
    chart = charts.cumulative_curve(lines("2026年"), band(), ("2026年", "2025年", "范围"), LIGHT)
    assert "title" not in chart.to_dict()
    spec = pictures.on_paper(chart, replace(CAPTION, keys=("数据版本 abc",)), LIGHT)
    title = spec["title"]
    assert title["text"] == [CAPTION.title]
    assert title["subtitle"] == [CAPTION.details, "数据版本 abc"]
    assert "Noto Sans CJK SC" in title["font"]
    assert (spec["width"], spec["config"]["background"]) == (pictures.WIDTH, "#ffffff")


def test_a_long_title_is_broken_behind_a_comma() -> None:
    first, second = "甲" * 40 + "，", "乙" * 20
    assert pictures.wrapped(first + second, pictures.TITLE_SIZE) == [first, second]
    assert pictures.wrapped("短", pictures.TITLE_SIZE) == ["短"]
    assert "".join(pictures.wrapped("丙" * 200, pictures.TITLE_SIZE)) == "丙" * 200


def test_a_picture_holds_its_chinese_words() -> None:
    chart = charts.cumulative_curve(lines("2026年"), band(), ("2026年", "2025年", "范围"), LIGHT)
    drawing = pictures.svg(chart, CAPTION, LIGHT).decode("utf-8")
    assert CAPTION.title in drawing and "2026年" in drawing
    assert pictures.png(chart, CAPTION, LIGHT).startswith(b"\x89PNG")


def test_the_curve_has_the_range_behind_last_year_behind_this_year() -> None:
    chart = charts.cumulative_curve(
        lines("2026年", "2025年"), band((date(2000, 1, 1), 0, 3)), ("2026年", "2025年", "范围"), LIGHT
    )
    assert marks(chart) == ["area", "line", "line"]
    layers = chart.to_dict()["layer"]
    assert layers[0]["encoding"]["y2"]["field"] == "high"
    assert layers[1]["mark"]["strokeDash"] == [5, 3]
    assert layers[2]["encoding"]["color"]["scale"] == {
        "domain": ["2026年", "2025年", "范围"], "range": [LIGHT.current, LIGHT.prior, LIGHT.band],
    }  # fmt: skip


def test_a_legend_names_only_what_is_drawn() -> None:
    chart = charts.cumulative_curve(lines("2026年"), band(), ("2026年", "2025年", "范围"), LIGHT)
    assert marks(chart) == ["line"]
    assert chart.to_dict()["layer"][0]["encoding"]["color"]["scale"]["domain"] == ["2026年"]


def test_categories_are_bars_with_their_numbers() -> None:
    rows = [
        ("农林牧渔业损失", 1, "2026年", Decimal("3.5"), "3.50"),
        ("农林牧渔业损失", 1, "2025年", Decimal(4), "4.00"),
    ]
    schema = {"category": pl.String, "order": pl.Int32, "series": pl.String, "value": MONEY, "label": pl.String}
    chart = charts.category_bars(pl.DataFrame(rows, schema=schema, orient="row"), ("2026年", "2025年"), LIGHT)
    assert marks(chart) == ["bar", "text"]
    bar, text = chart.to_dict()["layer"]
    assert bar["encoding"]["yOffset"] == {"field": "series", "sort": ["2026年", "2025年"], "type": "nominal"}
    assert bar["encoding"]["x"]["scale"]["domain"] == [0, 5.0]
    assert text["encoding"]["text"]["field"] == "label"


def test_a_year_without_data_is_words_and_not_a_column() -> None:
    names = {"period": "1月1日至7月12日", "rest": "全年其余时段", "no_data": "无资料"}
    chart = charts.annual_columns(years(), names, Fraction(7, 2), LIGHT).to_dict()
    data = chart["datasets"]
    columns = data[chart["layer"][0]["data"]["name"]]
    assert {row["year"] for row in columns} == {2025, 2026}
    words = data[chart["layer"][1]["data"]["name"]]
    assert words == [{"year": 2024, "words": "无资料"}]
    assert chart["layer"][0]["encoding"]["x"]["scale"]["domain"] == [2024, 2025, 2026]


def test_columns_carry_the_mean_and_the_break() -> None:
    names = {"period": "同期", "rest": "其余", "no_data": "无资料"}
    chart = charts.annual_columns(years(), names, Fraction(7, 2), LIGHT)
    assert marks(chart).count("rule") == 2
    data = chart.to_dict()["datasets"]
    assert [{"mean": 3.5}] in data.values()
    assert [{"year": 2025}] in data.values()
    plain = charts.annual_columns(years(is_break=pl.lit(False)), names, None, LIGHT)
    assert "rule" not in marks(plain)


def test_the_rest_of_past_years_is_pale() -> None:
    names = {"period": "同期", "rest": "其余", "no_data": "无资料"}
    colour = charts.annual_columns(years(), names, None, LIGHT).to_dict()["layer"][0]["encoding"]["color"]
    assert colour["scale"] == {"domain": ["同期", "其余"], "range": [LIGHT.current, LIGHT.pale]}
    whole = years(rest=pl.lit(None, dtype=MONEY))
    colour = charts.annual_columns(whole, names, None, LIGHT).to_dict()["layer"][0]["encoding"]["color"]
    assert (colour["scale"]["domain"], colour["legend"]) == (["同期"], None)


def test_small_columns_of_nothing_but_noughts_still_have_an_axis() -> None:
    frame = years(value=pl.when(pl.col("year") > 2024).then(pl.lit(Decimal(0))).cast(MONEY))
    chart = charts.small_columns(frame, "无资料", LIGHT).to_dict()
    assert chart["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0, 1]
    assert [{"year": 2024, "words": "无资料"}] in chart["datasets"].values()


def test_both_themes_have_every_role() -> None:
    assert theme.palette("dark") == theme.DARK
    assert theme.palette(None) == theme.LIGHT
    assert len({theme.LIGHT.current, theme.LIGHT.prior, theme.LIGHT.pale}) == 3
