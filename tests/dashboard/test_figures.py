"""How a comparison is said."""

from decimal import Decimal
from typing import Any

import pytest

from dashboard import figures
from dashboard.figures import Figure
from dashboard.formats import Numbers, Scale

ZH, YUAN = Numbers("zh"), Scale("万元", 1, 2)


def loss(value: str | None, prior: str | None, **more: Any) -> Figure:
    known = value is not None and prior is not None
    change = Decimal(value or 0) - Decimal(prior or 0) if known else None
    return Figure(
        "direct_economic_loss", "万元", "万元", 2, None if value is None else Decimal(value),
        None if prior is None else Decimal(prior), change, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "prior", "words"),
    [
        ("97", "100", "↓ 3.00（−3.0%）"),
        ("12", "10", "↑ 2.00（+20.0%）"),
        ("10", "10", "持平"),
        ("0", "0", "持平"),
        ("5", "0", "↑ 5.00（上年同期为0）"),
        ("5", None, "上年同期无资料"),
        ("110", "10", "↑ 100.00（为上年同期的11倍）"),
        ("109.9", "10", "↑ 99.90（+999.0%）"),
        ("0", "10", "↓ 10.00（−100.0%）"),
        (None, "10", ""),
    ],
)
def test_the_difference_comes_first_then_the_percent(value: str | None, prior: str | None, words: str) -> None:
    assert figures.change_words(loss(value, prior), YUAN, ZH, prior="上年同期") == words


def test_figures_of_different_basis_are_not_compared() -> None:
    one = loss("5", None, notes=("basis_differs",))
    assert figures.change_words(one, YUAN, ZH, prior="上年同期") == "口径不同，不作比较"
    assert figures.sentence_words(one, YUAN, ZH, prior="上年同期") == "口径不同，不作比较"


@pytest.mark.parametrize(
    ("value", "prior", "words"),
    [
        ("97", "100", "比上年同期减少3.0%"),
        ("12", "10", "比上年同期增加20.0%"),
        ("10", "10", "与上年同期持平"),
        ("5", "0", "比上年同期增加5.00万元（上年同期为0）"),
        ("110", "10", "为上年同期的11倍"),
        ("5", None, "上年同期无资料"),
    ],
)
def test_a_sentence_says_more_or_less(value: str, prior: str | None, words: str) -> None:
    assert figures.sentence_words(loss(value, prior), YUAN, ZH, prior="上年同期") == words


def test_the_mean_needs_three_years_and_is_divided_exactly() -> None:
    assert loss("5", "4", sum_5y=Decimal(10), mean_years=2).mean is None
    three = loss("5", "4", sum_5y=Decimal(10), mean_years=3)
    assert three.mean is not None
    assert three.mean * 3 == 10
    assert three.change_vs_mean_pct == 50


def test_a_mean_of_nought_gives_no_percent() -> None:
    assert loss("5", "4", sum_5y=Decimal(0), mean_years=5).change_vs_mean_pct is None


def test_a_row_of_the_mart_becomes_a_figure() -> None:
    row = {
        "indicator": "affected_population", "unit": "人次", "value": Decimal(12), "prior_value": Decimal(10),
        "change": Decimal(2), "change_pct": Decimal(20), "mean_5y": None, "mean_5y_years": 2, "sum_5y": Decimal(9),
        "change_vs_mean_5y_pct": None, "basis": "event_sum", "note": "not_covered prior_zero", "break_flag": True,
    }  # fmt: skip
    one = figures.figure(row, {"unit": "人", "period_unit": "人次", "decimals": "0"})
    assert (one.unit, one.period_unit, one.mean) == ("人", "人次", None)
    assert one.notes == ("not_covered", "prior_zero")
    assert one.is_break


def test_people_of_one_disaster_are_people() -> None:
    found = figures.of_one_disaster({"affected_population": Figure("affected_population", "人", "人次", 0)})
    assert found["affected_population"].period_unit == "人"


def test_parts_minus_total_is_the_sum_of_known_parts_less_the_total() -> None:
    parts = [loss("60", None), loss(None, None), loss("39.5", None)]
    assert figures.parts_minus_total(parts, loss("100", None)) == Decimal("-0.5")
    assert figures.parts_minus_total([loss(None, None)], loss("100", None)) is None


def test_the_six_cards_are_columns_of_the_codebook() -> None:
    from pipelines import codebooks

    named = {name for card in figures.cards() for name in (card.main, *card.parts)}
    assert len(figures.cards()) == 6
    assert named <= set(codebooks.indicators())
