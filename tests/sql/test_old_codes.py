"""Codes change: core keeps them as reported, sums roll up to the unit of today, and the series is marked."""

from datetime import datetime

from tests.scenario import EAST, WEST, ledger, of_one_disaster, report
from tests.sql.test_tree import assert_adds_up


def test_an_old_code_stays_as_reported_and_rolls_up_to_the_unit_of_today():
    made = ledger({"a.xlsx": of_one_disaster(report("990111", deaths=1), report("990111001000", deaths=1))})
    assert {row["region_code"] for row in made.table("core.losses")} == {"990111", "990111001000"}
    assert made.cell("core.region_losses", "deaths", f"region_code = '{EAST}'") == 1
    assert made.cell("core.region_losses", "deaths", "region_code = '990101001000'") == 1
    assert made.cell("core.regions", "break_flag", f"region_code = '{EAST}'") is True
    assert made.findings("R004", "R075") == []
    assert_adds_up(made)


def test_old_and_new_code_of_one_unit_are_versions_of_one_record():
    old = report("990111", as_of=datetime(2021, 10, 5), deaths=1)
    made = ledger({"old.xlsx": of_one_disaster(old), "new.xlsx": of_one_disaster(report(EAST, deaths=2))})
    assert [(row["region_code"], row["deaths"]) for row in made.table("core.losses")] == [(EAST, 2)]


def test_units_that_were_merged_add_up_in_the_unit_of_today():
    made = ledger({"a.xlsx": of_one_disaster(report("990112", deaths=0), report("990113", deaths=2))})
    assert len(made.table("core.losses")) == 2
    assert made.cell("core.region_losses", "deaths", f"region_code = '{WEST}'") == 2
    assert made.cell("core.region_losses", "records", f"region_code = '{WEST}'") == 2
    assert made.findings("R073") == []


def test_a_year_on_year_comparison_across_a_change_of_codes_is_marked():
    rows = [
        report("990111", deaths=1, occurred_at=datetime(2020, 7, 1)),
        report(EAST, deaths=2, occurred_at=datetime(2021, 7, 1)),
    ]
    made = ledger({"list.csv": rows})
    marks = {
        (row["region_code"], row["year"]): row["break_flag"]
        for row in made.table(
            "marts.year_on_year", where="period_kind = 'year_to_date' and indicator = 'deaths' and hazard_key = 'all'"
        )
    }
    assert marks[EAST, 2021] is True
    assert marks[EAST, 2020] is False
    assert marks["990100", 2021] is False
