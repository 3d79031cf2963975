"""Figures of two bases on one page: parts are shares of what is on their basis, and say which that is."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard import snapshot
from tests.dashboard import snapshots
from tests.dashboard.test_pages import opened, words

SETTLED = 12_000
YEAR = {"year": "2024", "period": "year"}


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The fixture ledger, of which the loss of 2024 is settled: one total, of all hazards and categories together."""
    warehouse = snapshots.build(tmp_path)
    with duckdb.connect(str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        database.execute(
            f"update marts.year_on_year set value = {SETTLED}, basis = 'settled_annual' where year = 2024 "
            "and region_code = '990100' and hazard_key = 'all' and indicator = 'direct_economic_loss' "
            "and period_kind = 'year'"
        )
        database.execute("update marts.price_factors set factor = null where year = 2023")
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    snapshot.forget()
    yield warehouse
    snapshot.forget()


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", " ", text)


@pytest.mark.usefixtures("settled")
def test_shares_of_hazards_add_up_to_the_whole_on_their_own_basis() -> None:
    text = plain(words(opened("trends", **YEAR, indicator="direct_economic_loss")))
    assert "1.20亿元" in text
    overview = words(opened("overview", **YEAR))
    table = overview.split("ll-bar")
    shares = [float(one) for part in table for one in re.findall(r"^.*?([\d.]+)%", plain(part))[:1]]
    assert shares
    hazards = overview[overview.index("损失最重") :]
    told = [float(one) for one in re.findall(r"([\d.]+)%", plain(hazards[: hazards.index("</table>")]))[1:]]
    assert 99 < sum(told) <= 100.3
    assert "过程汇总" in hazards[:600]


@pytest.mark.usefixtures("settled")
def test_no_report_is_blamed_for_a_difference_of_bases() -> None:
    text = words(opened("trends", **YEAR)) + words(opened("overview", **YEAR))
    assert "分项差额" not in text


@pytest.mark.usefixtures("settled")
def test_the_curve_says_its_own_end_and_that_its_basis_is_another() -> None:
    text = plain(words(opened("overview", **YEAR)))
    assert "直接经济损失累计1.20亿元" not in text
    assert "曲线按过程汇总，与卡片口径（核定年报）不同" in text


@pytest.mark.usefixtures("settled")
def test_the_rest_of_a_year_is_taken_from_a_total_of_its_own_basis_only() -> None:
    app = opened("trends", year="2026", period="year_to_date", indicator="direct_economic_loss")
    assert not app.exception
    assert "核定年报" in words(app)


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("page", ["overview", "trends", "compare", "map", "records"])
def test_a_year_without_a_price_factor_has_no_figure_and_no_page_fails(page: str) -> None:
    for year in ("2023", "2024"):
        app = opened(page, year=year, period="year", price="comparable", indicator="direct_economic_loss")
        assert not app.exception, (page, year, app.exception)


@pytest.mark.usefixtures("warehouse")
def test_records_behind_a_figure_in_comparable_prices_add_up_to_it() -> None:
    query = {"year": "2024", "period": "year", "indicator": "direct_economic_loss"}
    assert "与上面的数一致" in words(opened("records", **query)) or "相加" in words(opened("records", **query))
    assert "相差" not in words(opened("records", **query, price="comparable"))


@pytest.mark.usefixtures("warehouse")
def test_last_year_as_known_then_is_in_the_prices_chosen() -> None:
    nominal, priced = (
        plain(words(opened("overview", year="2026", prior="then", price=price))) for price in ("nominal", "comparable")
    )
    assert "可比价格" in priced
    assert nominal != priced
