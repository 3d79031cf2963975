"""Classes of figures: close ones together, round numbers between them."""

from decimal import Decimal
from time import perf_counter

import pytest

from dashboard.classes import Classes, classes_of, ranges


def decimals(*written: str) -> list[Decimal]:
    return [Decimal(one) for one in written]


def test_a_few_figures_have_a_class_each() -> None:
    found = classes_of(decimals("1371.22", "971.63", "548.58", "489.65", "143.80"))
    assert found.limits == tuple(decimals("400", "500", "800", "1000"))
    assert [found.of(one) for one in decimals("143.80", "489.65", "548.58", "971.63", "1371.22")] == [0, 1, 2, 3, 4]


def test_what_lies_together_is_one_class_and_what_stands_out_has_its_own() -> None:
    found = classes_of(decimals("1", "2", "3", "100", "101", "102", "5000"), most=3)
    assert found.limits == tuple(decimals("100", "5000"))


@pytest.mark.parametrize("values", [[], ["0"], ["0", "0", "-3"], ["7"], ["7", "7", "0"]])
def test_nought_and_a_single_figure_need_no_limits(values: list[str]) -> None:
    assert classes_of(decimals(*values)) == Classes()


@pytest.mark.parametrize(
    ("below", "above", "limit"),
    [
        ("12.31", "12.4", "12.4"),
        ("0.07", "0.11", "0.1"),
        ("271", "3514", "2000"),
        ("8", "9", "9"),
        ("899", "1001", "1000"),
    ],
)
def test_a_limit_is_the_roundest_number_between_two_figures(below: str, above: str, limit: str) -> None:
    assert classes_of(decimals(below, above)).limits == (Decimal(limit),)


def test_a_figure_on_a_limit_belongs_to_the_class_above_it() -> None:
    found = classes_of(decimals("50", "100"))
    assert found.limits == (Decimal(100),)
    assert (found.of(Decimal(100)), found.of(Decimal("99.99"))) == (1, 0)
    assert ranges(found) == [(None, Decimal(100)), (Decimal(100), None)]


def test_never_more_than_five_classes_and_none_of_them_empty() -> None:
    values = [Decimal(at * at + 1) for at in range(300)]
    found = classes_of(values)
    assert len(found) == 5
    assert {found.of(value) for value in values} == set(range(5))


def test_thousands_of_places_do_not_take_long() -> None:
    begun = perf_counter()
    assert len(classes_of(Decimal(at * 7919 % 100_003) for at in range(1, 5000))) == 5
    assert perf_counter() - begun < 5
