"""Rates: a figure of a year divided by the population or GDP of the same region and year, or a reason why not."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from pipelines import codebooks
from tests.scenario import EAST, PREFECTURE, PROVINCE, WEST, Ledger, Row, ledger, report
from tests.sql.test_year_on_year import covered, reported

DEAD, HIT, MOVED, LOSS = "deaths_missing_per_100k", "affected_per_100k", "relocated_per_100k", "loss_to_gdp"


def flood(year: int, region: str = EAST, **stated: object) -> Row:
    told: Row = {"deaths": 2, "missing": 1, "affected_population": 70000, "relocated_total_cum": 5000,
                 "direct_economic_loss": "4634.2"}  # fmt: skip
    return report(region, occurred_at=datetime(year, 6, 27), as_of=datetime(2022, 1, 5), **(told | stated))


def people(
    count: int, year: int = 2021, kind: str | None = "resident_year_end", region: str = EAST, **more: object
) -> Row:
    publication = f"{year}年国民经济和社会发展统计公报"
    return {"region_code": region, "year": year, "kind": kind, "population": count, "publication": publication} | more


def product(yuan: str, year: int = 2021, region: str = EAST) -> Row:
    return {"region_code": region, "year": year, "gdp": Decimal(yuan)}


def made_of(*rows: Row, population: list[Row] | None = None, gdp: list[Row] | None = None, **more: object) -> Ledger:
    return ledger(
        {"list.csv": rows or [flood(2021)]}, rows_of={"population": population or [], "gdp": gdp or []},
        **({"coverage": covered(2020, 2021)} | more),
    )  # fmt: skip


def rate(made: Ledger, name: str = HIT, year: int = 2021, region: str = EAST, hazard: str = "all") -> Row:
    [row] = made.table(
        "marts.annual_rates",
        where=f"rate = '{name}' and year = {year} and region_code = '{region}' and hazard_key = '{hazard}'",
    )
    return row


def test_a_rate_is_the_figure_divided_by_the_people_of_the_year():
    made = made_of(population=[people(650_000)])
    hit = rate(made)
    assert hit["value"] == Decimal("10769.230769")  # 70,000 ÷ 650,000 × 100,000, cut off
    assert (hit["numerator"], hit["basis"], hit["unit"]) == (70000, "event_sum", "人次/10万人")
    assert (hit["denominator_value"], hit["denominator_unit"], hit["denominator_kind"]) == (
        650_000,
        "人",
        "resident_year_end",
    )
    assert (hit["denominator_year"], hit["publication"]) == (2021, "2021年国民经济和社会发展统计公报")
    assert (hit["source_id"], hit["source_locator"], hit["note"]) == ("id-of-ledger.csv", "台账!2", "")
    assert rate(made, DEAD)["value"] == Decimal("0.461538")  # deaths and missing, 3 ÷ 650,000
    assert rate(made, MOVED)["value"] == Decimal("769.230769")


def test_loss_is_a_share_of_gdp_in_the_prices_of_the_year():
    row = rate(made_of(gdp=[product("31200000000.00")]), LOSS)
    assert row["value"] == Decimal("0.148532")  # 46,342,000 ÷ 31,200,000,000 yuan
    assert (row["denominator_value"], row["denominator_unit"], row["unit"]) == (3_120_000, "万元", "%")
    assert row["note"] == ""


def test_without_people_there_is_no_rate_and_the_figure_stays():
    row = rate(made_of())
    assert (row["value"], row["numerator"], row["note"]) == (None, 70000, "no_denominator")
    assert (row["denominator_value"], row["denominator_year"], row["denominator_kind"]) == (None, None, None)


def test_people_of_another_year_are_not_carried_over():
    row = rate(made_of(population=[people(650_000, 2020), people(660_000, 2022)]))
    assert (row["value"], row["note"]) == (None, "no_denominator")


def test_people_of_the_counties_are_not_added_up_for_the_prefecture():
    rows = [flood(2021), flood(2021, WEST)]
    made = made_of(*rows, population=[people(650_000), people(350_000, region=WEST)])
    assert rate(made, region=PREFECTURE)["note"] == "no_denominator"
    stated = made_of(*rows, population=[people(650_000), people(1_010_000, region=PREFECTURE)])
    assert rate(stated, region=PREFECTURE)["value"] == Decimal("13861.386138")  # 140,000 ÷ 1,010,000


@pytest.mark.parametrize(
    ("kinds", "taken"),
    [
        (("registered_year_end", "resident_year_end", "resident_mid_year"), "resident_year_end"),
        (("registered_year_end", "resident_mid_year"), "resident_mid_year"),
        (("unstated", "registered_year_end"), "registered_year_end"),
        ((None,), "unstated"),
    ],
)
def test_the_kind_of_population_that_is_preferred_is_taken_and_named(kinds: tuple[str | None, ...], taken: str):
    row = rate(made_of(population=[people(600_000 + n, kind=kind) for n, kind in enumerate(kinds)]))
    assert row["denominator_kind"] == taken


def test_the_farming_population_is_no_denominator_of_all_people():
    assert rate(made_of(population=[people(400_000, kind="farming_herding")]))["note"] == "no_denominator"


def test_nothing_known_is_no_figure_and_nought_is_a_rate_of_nought():
    bare = made_of(flood(2021, affected_population=None), population=[people(650_000)])
    assert (rate(bare)["value"], rate(bare)["note"]) == (None, "no_figure")
    quiet = made_of(flood(2019), flood(2021), population=[people(640_000, 2020)])
    assert (rate(quiet, year=2020)["value"], rate(quiet, year=2020)["note"]) == (0, "")
    uncovered = made_of(flood(2019), flood(2021), population=[people(640_000, 2020)], coverage=covered(2021, 2021))
    assert rate(uncovered, year=2020)["note"] == "no_figure"


def test_an_open_year_is_divided_by_its_own_people_only():
    open_year = flood(2021) | {"as_of": datetime(2021, 7, 12)}
    made = made_of(
        open_year, flood(2020) | {"as_of": None}, population=[people(640_000, 2020)], coverage=covered(2020, 2020)
    )
    assert rate(made)["note"] == "no_denominator year_open not_covered"
    early = made_of(open_year, population=[people(700_000)], coverage=[(PROVINCE, date(2021, 1, 1), date(2021, 7, 12))])
    assert (rate(early)["value"], rate(early)["note"]) == (10000, "year_open")


def test_a_settled_figure_is_what_is_divided():
    figures = [reported(2021, "5000", "settled_annual"), reported(2021, "4000", "reported_annual", state="approximate")]
    row = rate(made_of(period_figures=figures, gdp=[product("50000000000")]), LOSS)
    assert (row["numerator"], row["basis"], row["value"]) == (5000, "settled_annual", Decimal("0.1"))
    rough = rate(made_of(period_figures=figures[1:], gdp=[product("50000000000")], coverage=()), LOSS)
    assert (rough["basis"], rough["note"]) == ("reported_annual", "approximate")


def test_each_hazard_has_its_rate():
    drought = flood(2021, hazard_key="drought", affected_population=1300)
    made = made_of(flood(2021), drought, population=[people(650_000)])
    assert rate(made, hazard="drought")["value"] == 200
    assert rate(made)["value"] == Decimal("10969.230769")


def test_two_figures_of_one_denominator_are_told_and_the_first_counts():
    made = made_of(population=[people(650_000), people(651_000, source="zz.csv"), people(650_000, source="yy.csv")])
    row = rate(made)
    assert (row["denominator_value"], row["note"]) == (650_000, "denominator_disputed")
    [found] = made.failures("R140")
    assert (found["value"], found["other"], found["indicator"]) == (651_000, "650000", "population")
    assert made_of(population=[people(650_000), people(650_000, source="yy.csv")]).failures("R140") == []


def test_an_approximate_denominator_is_marked():
    state = {"source_locator": "台账!2", "indicator": "population", "state": "approximate", "as_written": "约65万人",
             "unit_written": "万人", "half_width": None}  # fmt: skip
    made = made_of(population=[people(650_000)], figure_states=[state])
    assert rate(made)["note"] == "denominator_approximate"


def test_a_unit_under_its_old_code_keeps_its_people_and_merged_units_have_none_together():
    assert rate(made_of(population=[people(650_000, region="990111")]))["denominator_value"] == 650_000
    merged = made_of(flood(2021, WEST), population=[people(1, region="990112"), people(2, region="990113")])
    assert rate(merged, region=WEST)["note"] == "no_denominator"


def test_people_of_nobody_are_no_denominator():
    assert rate(made_of(population=[people(0)]))["note"] == "no_denominator"


def test_every_rate_divides_a_headline_figure_by_something_a_ledger_holds():
    headline = {i.column_name for i in codebooks.indicator_set("headline")}
    kinds = {row["value"] for row in codebooks.rows("ledger_choices") if row["list"] == "population_kind"}
    for row in codebooks.rows("rates"):
        assert row["indicator"] in headline
        assert row["denominator"] in codebooks.ledgers()
        assert set(row["kinds"].split()) <= kinds


def test_parts_of_a_merged_unit_do_not_contradict_the_whole():
    codes = ("990112", "990113", WEST, WEST)
    told = {
        "population": [people(n, region=code) for n, code in zip((100, 200, 300, 301), codes, strict=True)],
        "gdp": [product(f"{n}0000", region=code) for n, code in zip((100, 200, 300, 301), codes, strict=True)],
        "cpi": [
            {"region_code": code, "year": 2021, "cpi": Decimal(n)}
            for n, code in zip((101, 102, 103, 104), codes, strict=True)
        ],
    }
    made = ledger({"list.csv": [flood(2021, WEST)]}, rows_of=told)
    found = [(row["indicator"], row["region_code"], row["value"]) for row in made.failures("R140")]
    assert sorted(found) == [("cpi", WEST, 104), ("gdp", WEST, 3010000), ("population", WEST, 301)]


def test_every_rate_divides_by_a_figure_that_is_made():
    made = made_of(population=[people(650_000)], gdp=[product("1000000")])
    denominators = {row["denominator"] for row in made.table("steps.denominators")}
    assert {row["denominator"] for row in codebooks.rows("rates")} <= denominators
