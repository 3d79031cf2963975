"""Comparable prices: the chain of indices, whose index it is, and what a missing link does."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.scenario import EAST, PREFECTURE, PROVINCE, WEST, Ledger, Row, ledger
from tests.sql.test_year_on_year import covered, losses

COUNTRY = "000000"
CHAIN = {2018: "102.1", 2019: "102.9", 2020: "102.5", 2021: "100.9"}


def indices(region: str, by_year: Mapping[int, str], **more: object) -> list[Row]:
    return [{"region_code": region, "year": year, "cpi": Decimal(cpi)} | more for year, cpi in by_year.items()]


def made_of(*rows: Row, settings: Row | None = None, years: tuple[int, ...] = (2017, 2018, 2021)) -> Ledger:
    """A ledger of losses in these years and both counties, with these indices."""
    told = [losses(year, 5, 1, "100", region) for year in years for region in (EAST, WEST)]
    return ledger({"list.csv": told}, coverage=covered(2017, 2021), rows_of={"cpi": rows}, settings=settings)


def factors(made: Ledger, region: str = EAST, column: str = "factor") -> dict[int, Any]:
    """A column by year, from the first year with figures on."""
    seen = f"region_code = '{region}' and year >= (select first_year from steps.data_cutoff)"
    rows = made.table("marts.price_factors", where=seen)
    return {row["year"]: row[column] for row in rows}


def test_money_of_a_year_rises_by_the_indices_of_all_years_after_it():
    made = made_of(*indices(EAST, CHAIN))
    assert factors(made) == {
        2021: 1,
        2020: Decimal("1.009"),
        2019: Decimal("1.034225"),  # 1.025 × 1.009
        2018: Decimal("1.064217525"),  # × 1.029
        2017: Decimal("1.086566093025"),  # × 1.021
    }
    assert set(factors(made, column="base_year").values()) == {2021}
    assert factors(made, column="cpi")[2019] == Decimal("102.9")
    assert set(factors(made, column="note").values()) == {""}


def test_the_base_year_is_a_setting_and_later_years_are_divided():
    made = made_of(*indices(EAST, CHAIN), settings={"price_base_year": "2019"})
    found = factors(made)
    assert (found[2019], found[2018]) == (1, Decimal("1.029"))
    assert found[2020] == Decimal("0.975609756097560975")  # 1 ÷ 1.025, cut off after 18 places
    assert abs(Fraction(found[2021]) - 1 / (Fraction(41, 40) * Fraction(1009, 1000))) < Fraction(2, 10**18)


def test_a_base_year_before_and_after_all_figures_holds_as_well():
    early = factors(made_of(*indices(EAST, CHAIN), settings={"price_base_year": "2017"}))
    assert (early[2017], early[2018] < 1) == (1, True)
    late = factors(made_of(*indices(EAST, CHAIN | {2022: "102.0", 2023: "100.2"})))
    assert (late[2023], late[2022], late[2021]) == (1, Decimal("1.002"), Decimal("1.02204"))


def test_a_gap_breaks_the_chain_and_is_named():
    made = made_of(*indices(EAST, {2018: "102.1", 2020: "102.5", 2021: "100.9"}))
    assert factors(made) == {2021: 1, 2020: Decimal("1.009"), 2019: Decimal("1.034225"), 2018: None, 2017: None}
    assert factors(made, column="missing_years") == {2021: "", 2020: "", 2019: "", 2018: "2019", 2017: "2019"}
    assert factors(made, column="note")[2018] == "missing_link"


def test_a_base_year_that_no_chain_reaches_has_no_factor_and_says_which_years_lack():
    made = made_of(*indices(EAST, CHAIN), settings={"price_base_year": "2023"})
    assert factors(made) == {year: None for year in range(2017, 2023)} | {2023: 1}
    assert factors(made, column="note")[2021] == "missing_link"
    assert factors(made, column="missing_years")[2020] == "2022 2023"
    assert set(factors(made, WEST, "note").values()) == {"no_cpi"}


def test_a_base_year_that_no_chain_reaches_is_told_of_the_nearest_index():
    rows = [*indices(PREFECTURE, CHAIN), *indices(PROVINCE, CHAIN)]
    made = made_of(*rows, settings={"price_base_year": "2023"})
    assert set(factors(made, column="cpi_region_code").values()) == {PREFECTURE}
    assert factors(made, column="note")[2021] == "missing_link cpi_of_region_above"


def test_a_county_without_an_index_takes_the_nearest_above():
    made = made_of(*indices(PREFECTURE, CHAIN), *indices(PROVINCE, {year: "101" for year in CHAIN}))
    assert factors(made)[2020] == Decimal("1.009")
    assert set(factors(made, column="cpi_region_code").values()) == {PREFECTURE}
    assert factors(made, column="cpi_region_name")[2020] == "示例市"
    assert set(factors(made, column="note").values()) == {"cpi_of_region_above"}


def test_an_own_index_comes_before_one_above():
    made = made_of(*indices(EAST, CHAIN), *indices(PREFECTURE, {year: "101" for year in CHAIN}))
    assert set(factors(made, column="cpi_region_code").values()) == {EAST}
    assert set(factors(made, WEST, "cpi_region_code").values()) == {PREFECTURE}


def test_one_region_has_one_index_for_all_its_years_so_that_they_compare():
    own_short = {year: cpi for year, cpi in CHAIN.items() if year > 2019}
    made = made_of(*indices(EAST, own_short), *indices(PREFECTURE, {year: "101" for year in CHAIN}))
    assert set(factors(made, column="cpi_region_code").values()) == {PREFECTURE}
    assert factors(made)[2020] == Decimal("1.01")


def test_the_countrys_index_serves_a_ledger_of_one_county():
    rows = [losses(year, 5, 1, "100") for year in (2020, 2021)]
    made = ledger({"list.csv": rows}, rows_of={"cpi": indices(COUNTRY, CHAIN)})
    assert factors(made) == {2020: Decimal("1.009"), 2021: 1}
    assert factors(made, column="cpi_region_name")[2021] == "全国"


def test_without_any_index_there_is_no_row():
    assert made_of().table("marts.price_factors") == []


def test_a_rate_of_change_is_no_index_and_is_told():
    made = made_of(*indices(EAST, CHAIN | {2021: "0.9"}))
    assert set(factors(made, column="base_year").values()) == {2020}
    assert factors(made)[2021] is None
    [found] = made.failures("R141")
    assert (found["value"], found["other"], found["region_code"]) == (Decimal("0.9"), 2021, EAST)


@pytest.mark.parametrize(("other", "disputed"), [("100.9", False), ("101.2", True)])
def test_two_indices_of_one_year_are_told_where_they_differ(other: str, disputed: bool):
    made = made_of(*indices(EAST, CHAIN), *indices(EAST, {2021: other}, source="other.csv"))
    assert ("cpi_disputed" in factors(made, column="note")[2021]) is disputed
    assert len(made.failures("R140")) == disputed


def test_an_index_under_an_old_code_is_the_units_own_and_those_of_merged_units_are_none():
    recoded = made_of(*indices("990111", CHAIN))
    assert factors(recoded)[2020] == Decimal("1.009")
    merged = made_of(*indices("990112", CHAIN), *indices("990113", CHAIN))
    assert factors(merged, WEST) == {}
