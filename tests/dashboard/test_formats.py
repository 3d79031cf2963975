"""Numbers as people read them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from dashboard.formats import Numbers, Scale, scale_for

ZH, EN = Numbers("zh"), Numbers("en")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0.125", "0.12"), ("0.135", "0.14"), ("-0.125", "−0.12"), ("2.5", "2.50"), ("0.1250001", "0.13")],
)
def test_half_goes_to_the_even_digit(value: str, shown: str) -> None:
    assert ZH.plain(Decimal(value), 2) == shown


def test_plain_rounding_is_a_setting() -> None:
    assert Numbers("zh", "half_up").plain(Decimal("0.125"), 2) == "0.13"


def test_a_quotient_is_rounded_once() -> None:
    nearly_half = Fraction(124999999999999999999999999999999, 10**33)  # 28 digits would round it up to 0.125 first
    assert ZH.plain(nearly_half, 2) == "0.12"
    assert Numbers("zh", "half_up").plain(nearly_half, 2) == "0.12"


def test_thousands_are_grouped_and_a_rounded_nothing_has_no_sign() -> None:
    assert ZH.plain(742614) == "742,614"
    assert ZH.plain(Decimal("-0.001"), 2) == "0.00"


@pytest.mark.parametrize(
    ("language", "unit", "largest", "label", "unit_shown", "written"),
    [
        ("zh", "万元", "355734.78", None, "亿元", "35.57"),
        ("zh", "万元", "4634.2", None, "万元", "4,634.20"),
        ("zh", "人", "742614", "人次", "万人次", "74.26"),
        ("zh", "人", "71000", "人次", "人次", "71,000"),
        ("zh", "公顷", "3849.3", None, "公顷", "3,849.30"),
        ("zh", "公顷", "64771.2", None, "千公顷", "64.77"),
        ("en", "万元", "4634.2", None, "million yuan", "46.34"),
        ("en", "万元", "355734.78", None, "billion yuan", "3.56"),
        ("en", "人", "742614", "人次", "person-times", "742,614"),
    ],
)
def test_a_card_has_one_unit_by_its_largest_number(  # noqa: PLR0913, PLR0917 - the columns of the table above
    language: str, unit: str, largest: str, label: str | None, unit_shown: str, written: str
) -> None:
    decimals = 0 if unit == "人" else 2
    scale = scale_for(unit, [Decimal(largest), None, Decimal(1)], language, decimals, label)
    assert scale.unit == unit_shown
    assert Numbers(language).scaled(Decimal(largest), scale) == written


def test_what_is_not_known_is_not_a_nought() -> None:
    assert ZH.scaled(None, Scale("人", 1, 0)) is None


def test_a_table_tells_a_true_nought_from_a_rounded_one() -> None:
    scale = Scale("亿元", 10000, 2)
    assert ZH.seen(Decimal(0), scale) == "0"
    assert ZH.seen(Decimal("26.5"), scale) == "<0.01"
    assert ZH.seen(None, scale) is None
    assert ZH.seen(Decimal(9615), scale) == "0.96"


def test_percents_and_times() -> None:
    assert ZH.signed_percent(Decimal("12.65")) == "+12.6%"
    assert ZH.signed_percent(Decimal("-37.25")) == "−37.2%"
    assert ZH.signed_percent(Decimal("0.04")) == "0.0%"
    assert ZH.times(Decimal(120), Decimal(10)) == "12"
    assert ZH.times(Decimal(125), Decimal(10)) == "12.5"


def test_a_share_keeps_its_minus_and_bears_no_plus() -> None:
    assert ZH.share(Decimal("-3.25")) == "−3.2%"
    assert ZH.share(Decimal("35.0")) == "35.0%"
    assert ZH.share(Decimal("-0.04")) == ">−0.1%"
    assert ZH.share(Decimal("0.04")) == "<0.1%"
    assert ZH.share(Decimal(0)) == "0.0%"
