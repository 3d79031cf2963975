"""Overview and Trends in comparable prices: every amount of money is in them, or says that it is not."""

import re

import pytest

from tests.dashboard.test_pages import opened, words


def amounts(text: str, pattern: str) -> list[str]:
    return re.findall(pattern, text)


@pytest.mark.usefixtures("warehouse")
def test_hazards_and_total_are_in_the_same_prices() -> None:
    app = opened("trends", year="2025", period="year", price="comparable", indicator="direct_economic_loss")
    assert not app.exception
    text = words(app)
    total = text.split("ll-total")[1]
    card = amounts(text, r"2025年[^，]*直接经济损失([\d.,]+)")
    assert card
    assert card[0] in re.sub(r"<[^>]+>", " ", total)


@pytest.mark.usefixtures("warehouse")
def test_places_below_say_that_they_are_in_the_prices_of_the_year() -> None:
    assert "过程汇总、当年价格" in words(opened("overview", year="2025", period="year", price="comparable"))
    assert "当年价格" not in words(opened("overview", year="2025", period="year"))


@pytest.mark.usefixtures("warehouse")
def test_the_curve_and_the_largest_disaster_are_in_the_prices_of_the_card() -> None:
    nominal, priced = (
        words(opened("trends", year="2024", period="year", price=price)) for price in ("nominal", "comparable")
    )
    share = r"占[^\d]*([\d.]+)%"
    assert amounts(nominal, share) == amounts(priced, share)
