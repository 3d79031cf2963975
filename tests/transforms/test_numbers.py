"""Cells of figures, by value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.transforms.numbers import Measure, number_text, parse_figure

PEOPLE = Measure("人", 0)
MONEY = Measure("万元", 2)
HECTARES = Measure("公顷", 2)


def as_read(text: str, measure: Measure = PEOPLE) -> tuple[str | None, str]:
    figure = parse_figure(text, measure)
    return (None if figure.value is None else f"{figure.value.normalize():f}", figure.state)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120", "120"),
        (" 120 ", "120"),
        ("１２０", "120"),
        ("2,055", "2055"),
        ("2，055", "2055"),
        ("'120", "120"),
        ("+5", "5"),
        ("3000人", "3000"),
        ("3000 人", "3000"),
        ("120.0", "120"),
        ("0", "0"),
        ("1,234,567", "1234567"),
        ("达3000人", "3000"),
        ("\u200b120\xa0", "120"),
    ],
)
def test_a_count_is_read_however_it_is_written(text: str, value: str) -> None:
    assert as_read(text) == (value, "exact")


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("7.1万人", "71000", "rounded"),
        ("1.2万", "12000", "rounded"),
        ("426万余", "4260000", "at_least"),
        ("近300", "300", "approximate"),
        ("约300余人", "300", "approximate"),
        ("不少于30", "30", "at_least"),
        ("500+", "500", "at_least"),
        ("3千多", "3000", "at_least"),
        ("零", "0", "reported_zero"),
        ("300左右", "300", "approximate"),
        ("超过2000", "2000", "at_least"),
        ("达7.1万人", "71000", "rounded"),
        ("共3000余人", "3000", "at_least"),
        ("300以上", "300", "at_least"),
        ("20几", "20", "approximate"),
        ("0（文字：未发生）", "0", "reported_zero"),
        ("0(未发生)", "0", "reported_zero"),
        ("零人", "0", "reported_zero"),
        ("未发生", "0", "reported_zero"),
        ("零发生", "0", "reported_zero"),
        ("没有发生", "0", "reported_zero"),
        ("未排查出", "0", "reported_zero"),
        ("未发现", "0", "reported_zero"),
        ("零报告", "0", "reported_zero"),
    ],
)
def test_a_doubtful_figure_keeps_how_doubtful_it_is(text: str, value: str, state: str) -> None:
    assert as_read(text) == (value, state)


@pytest.mark.parametrize("text", ["", "  ", "--", "—", "/", "未报", "不详", "无", "（空）"])
def test_a_missing_mark_is_not_reported_and_never_zero(text: str) -> None:
    assert as_read(text) == (None, "missing")


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "X",
        "xx",
        "XX人",
        "xxx",
        "xxxx",
        "xxxxx",
        "xx.xx",
        "ｘｘ",
        "××",
        "x万",
        "xx万人",
        "xxx余",
        "**",
        "＊＊",
        "3x",
        "某",
    ],
)
def test_a_masked_figure_is_none(text: str) -> None:
    assert as_read(text) == (None, "masked")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12O", "unreadable"),
        ("abc", "unreadable"),
        ("12,34", "unreadable"),
        ("1 200", "unreadable"),
        ("5%", "unknown_unit"),
        ("1.2.3", "unreadable"),
        ("10²", "unreadable"),
        ("①", "unreadable"),
        ("1E+05", "unreadable"),
        ("20间7户", "unreadable"),
        ("(5)", "unreadable"),
        ("张三", "unreadable"),
        ("#N/A", "cell_error"),
        ("#DIV/0!", "cell_error"),
        ("-5", "negative"),
        ("－5", "negative"),
        ("−5", "negative"),
        ("3.5", "fraction"),
        ("1234567890123", "too_large"),
        ("99999亿", "too_large"),
        ("12公顷", "unknown_unit"),
    ],
)
def test_what_is_no_figure_says_why(text: str, reason: str) -> None:
    assert as_read(text) == (None, reason)


@pytest.mark.parametrize(
    ("text", "measure", "value", "half_width"),
    [
        ("7.1万人", PEOPLE, "71000", "500"),
        ("7.10万人", PEOPLE, "71000", "50"),
        ("14.5万户", Measure("户", 0), "145000", "500"),
        ("12.22", Measure("户", 0, "万户"), "122200", "50"),
        ("144.5", Measure("元", 2, "万元"), "1445000", "500"),
        ("426万余元", Measure("元", 2), "4260000", "5000"),
        ("426万余元", MONEY, "426", "0.5"),
        ("40000余", Measure("套", 0), "40000", "0.5"),
        ("近2100", PEOPLE, "2100", "0.5"),
        ("15.9", Measure("人次", 0, "万人次"), "159000", "500"),
        ("10", Measure("公顷", 2, "亩"), "0.666667", "0.033334"),
        ("12.34", Measure("万元", 2, "亿元"), "123400", "50"),
        ("1.0000005", MONEY, "1", "0.000001"),
    ],
)
def test_a_figure_that_is_not_written_exactly_keeps_half_of_its_last_digit(
    text: str, measure: Measure, value: str, half_width: str
) -> None:
    figure = parse_figure(text, measure)
    assert (figure.value, figure.half_width) == (Decimal(value), Decimal(half_width))


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("144.5", MONEY),
        ("5万元", MONEY),
        ("15", Measure("公顷", 2, "亩")),
        ("12345", Measure("万元", 2, "元")),
        ("7.1235万人", PEOPLE),
        ("未发生", PEOPLE),
        ("xx", PEOPLE),
        ("--", PEOPLE),
        ("达3000", PEOPLE),
    ],
)
def test_an_exact_figure_and_none_have_no_half_width(text: str, measure: Measure) -> None:
    assert parse_figure(text, measure).half_width is None


CHANGE = Measure("%", 2, is_signed=True)


@pytest.mark.parametrize(
    ("text", "value", "half_width"),
    [
        ("-50", "-50", "0.5"),
        ("-50%", "-50", "0.5"),
        ("同比下降50.0%", "-50", "0.05"),
        ("下降50", "-50", "0.5"),
        ("同比下降44.4", "-44.4", "0.05"),
        ("增长约12.5", "12.5", "0.05"),
        ("+3.2", "3.2", "0.05"),
        ("−8", "-8", "0.5"),
        ("持平", "0", None),
    ],
)
def test_a_change_may_be_negative_and_is_always_a_rounded_quotient(
    text: str, value: str, half_width: str | None
) -> None:
    figure = parse_figure(text, CHANGE)
    assert figure.value == Decimal(value)
    assert figure.half_width == (None if half_width is None else Decimal(half_width))


def test_a_direction_in_a_column_of_figures_is_no_figure() -> None:
    assert as_read("下降50") == (None, "unreadable")
    assert as_read("持平") == (None, "unreadable")


def test_units_convert_exactly_and_only_a_rounding_is_marked() -> None:
    assert as_read("15", Measure("公顷", 2, "亩")) == ("1", "exact")
    assert as_read("10", Measure("公顷", 2, "亩")) == ("0.666667", "rounded")
    assert as_read("100", Measure("公顷", 2, "亩")) == ("6.666667", "rounded")
    assert as_read("12345", Measure("万元", 2, "元")) == ("1.2345", "exact")
    assert as_read("1.23456789", Measure("万元", 2, "亿元")) == ("12345.6789", "exact")
    assert as_read("12.34", Measure("万元", 2, "亿元")) == ("123400", "rounded")
    assert as_read("0.5", Measure("公顷", 2, "千公顷")) == ("500", "rounded")
    assert as_read("7.1", Measure("人", 0, "万人")) == ("71000", "rounded")
    assert as_read("3.2万亩", HECTARES) == ("2133.333333", "rounded")
    assert as_read("5万元", MONEY) == ("5", "exact")


def test_a_conversion_rounds_half_to_even_on_the_sixth_place() -> None:
    assert as_read("0.005", Measure("万元", 2, "元")) == ("0", "rounded")
    assert as_read("0.015", Measure("万元", 2, "元")) == ("0.000002", "rounded")
    assert as_read("1.0000005", MONEY) == ("1", "rounded")
    assert as_read("1.0000015", MONEY) == ("1.000002", "rounded")


def test_a_multiplier_in_a_column_of_ten_thousands_is_not_guessed() -> None:
    assert as_read("3万", Measure("万元", 2, "万元")) == (None, "unreadable")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2105621.39, "2105621.39"),
        (2105621.3899999997, "2105621.39"),
        (0.1 + 0.2, "0.3"),
        (3.0, "3.0"),
        (7, "7"),
        (1e16, "10000000000000000"),
        (1e-5, "0.00001"),
        (355724.78, "355724.78"),
        (-2.5, "-2.5"),
    ],
)
def test_a_spreadsheets_number_is_its_shortest_decimal_text(value: float, text: str) -> None:
    assert number_text(value) == text


@given(st.decimals(min_value=0, max_value=10**11, places=2))
def test_a_figure_with_two_decimals_comes_back_as_written(value: Decimal) -> None:
    for written in (f"{value:f}", f"{value:,f}", f" {value:f}万元"):
        figure = parse_figure(written, MONEY)
        assert (figure.value, figure.state) == (value, "exact")


@given(st.integers(min_value=0, max_value=10**11))
def test_a_spreadsheets_whole_number_comes_back_as_written(value: int) -> None:
    for text in (number_text(value), number_text(float(value)), f"{value}人"):
        assert parse_figure(text, PEOPLE).value == value


@given(st.text(max_size=12))
def test_no_text_raises_and_none_gives_a_negative_figure(text: str) -> None:
    for measure in (PEOPLE, MONEY, Measure("公顷", 2, "亩")):
        value = parse_figure(text, measure).value
        assert value is None or 0 <= value < 10**12


def test_a_multiplier_in_a_column_of_ten_thousands_is_refused_even_where_the_heading_has_no_unit() -> None:
    assert as_read("1.2万", MONEY) == (None, "unreadable")
    assert as_read("1.2万元", MONEY)[0] == "1.2"
    assert as_read("1.2万", PEOPLE)[0] == "12000"


def test_a_figure_above_what_its_column_can_hold_is_too_large() -> None:
    people = Measure("人", 0, largest=Decimal(2_000_000_000))
    assert as_read("13888881234", people) == (None, "too_large")
    assert as_read("2000000000", people)[0] == "2000000000"
    assert as_read("2000001", Measure("人", 0, "千人", Decimal(2_000_000_000))) == (None, "too_large")
