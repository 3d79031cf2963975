"""Figures in the words of leaders: 万 and 亿, more and less, shares, and what cannot be compared."""

from decimal import Decimal
from typing import Any

import pytest

from pipelines.reporting import comparing
from pipelines.reporting.figures import Cell, Figure, Phrase, text_of
from pipelines.reporting.writing import Pen

PEN = Pen()
LAST_YEAR: Phrase = ("上年",)


def cell(value: str | None, unit: str = "人") -> Cell | None:
    return None if value is None else Cell("marts.year_on_year", "year=2024", "value", Decimal(value), unit)


def figure(value: str | None, prior: str | None = None, unit: str = "人", **more: Any) -> Figure:
    return Figure("x", "指标", unit, cell(value, unit), cell(prior, unit), basis="event_sum", **more)


def said(found: Phrase | None) -> str | None:
    return None if found is None else text_of(found)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("0", "人", "0人"),
        ("9999", "人次", "9999人次"),
        ("10000", "人次", "1万人次"),
        ("114778", "人次", "11.48万人次"),
        ("99999999", "人", "1.00亿人"),
        ("9999.99", "万元", "9999.99万元"),
        ("9999.996", "万元", "1.00亿元"),
        ("14368.58", "万元", "1.44亿元"),
        ("34545000", "万元", "3454.5亿元"),
        ("0.003", "公顷", "0.003公顷"),
        ("18138.72", "公顷", "18.14千公顷"),
        ("418", "万元", "418万元"),
        ("402.398", "万元", "402.40万元"),
        ("-5", "人", "−5人"),
    ],
)
def test_a_figure_is_written_in_ten_thousands_and_hundred_millions(value: str, unit: str, text: str) -> None:
    assert said(comparing.amount(PEN, figure(value, unit=unit))) == text


def test_rounding_is_half_to_even_unless_the_bureau_rounds_up() -> None:
    half = figure("12.345", unit="万元")
    assert said(comparing.amount(PEN, half)) == "12.34万元"
    assert said(comparing.amount(Pen("half_up"), half)) == "12.35万元"


@pytest.mark.parametrize(
    ("value", "prior", "words"),
    [
        ("150", "100", "增加50%"),
        ("2", "3", "减少33.3%"),
        ("100", "100", "持平"),
        ("0", "0", "持平"),
        ("100001", "100000", "基本持平"),
        ("0", "7", "减少100%"),
        ("2", "0", "增加2人（上年为0人）"),
        ("1099", "100", "增加999%"),
        ("1100", "100", "增加10倍"),
        ("17", "1", "增加16倍"),
        ("17", None, None),
        (None, "17", None),
    ],
)
def test_a_change_is_said_as_leaders_say_it(value: str | None, prior: str | None, words: str | None) -> None:
    assert said(comparing.change(PEN, figure(value, prior), LAST_YEAR)) == words


def test_few_people_are_compared_by_their_number() -> None:
    assert said(comparing.change(PEN, figure("9", "1"), LAST_YEAR, as_difference=True)) == "增加8人"


def test_another_basis_is_no_comparison() -> None:
    other = figure("9", None, notes=frozenset({"basis_differs"}))
    assert said(comparing.change(PEN, other, LAST_YEAR)) == "口径不同，不作比较"


def test_a_share_moves_in_percentage_points() -> None:
    whole, part = figure("200", "100", "万元"), figure("94", "42.1", "万元")
    assert said(comparing.points(PEN, part, whole)) == "上升4.9个百分点"
    assert said(comparing.points(PEN, figure("90", "46", "万元"), whole)) == "下降1个百分点"
    assert said(comparing.points(PEN, figure("100", "50", "万元"), whole)) == "持平"
    assert comparing.points(PEN, figure("100", None, "万元"), whole) is None
    assert comparing.share(PEN, part, figure("0", unit="万元")) is None


def test_a_mean_is_compared_exactly_and_says_how_many_years_it_stands_on() -> None:
    three = {"sum_5y": cell("10"), "years_5y": cell("3"), "mean_5y": cell("3.333333")}
    assert said(comparing.versus_mean(PEN, figure("5", **three), LAST_YEAR, cell("3"))) == "增加50%"
    assert said(comparing.versus_mean(PEN, figure("5", **three), LAST_YEAR, cell("5"))) == "增加50%（3年有资料）"
    assert comparing.versus_mean(PEN, figure("5"), LAST_YEAR, None) is None


def test_what_the_source_has_only_approximately_is_marked() -> None:
    about = figure("71000", unit="人次", notes=frozenset({"approximate"}))
    assert said(comparing.amount(PEN, about)) == "约7.1万人次"
