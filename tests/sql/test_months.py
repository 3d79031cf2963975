"""Months: sums of days, what bears no date apart, and which months are covered."""

from datetime import date, datetime

from tests.scenario import EAST, PREFECTURE, PROVINCE, WEST, Ledger, Row, ledger, report
from tests.sql.test_year_on_year import losses

COVERED = [(PROVINCE, date(2020, 1, 1), date(2020, 3, 31)), (PROVINCE, date(2020, 5, 11), date(2021, 7, 12))]


def made_of(*rows: Row, **more: object) -> Ledger:
    return ledger({"list.csv": rows}, coverage=COVERED, **more)


def month(made: Ledger, year: int, number: int | None, hazard: str = "all", region: str = EAST) -> Row | None:
    at = "month is null" if number is None else f"month = {number}"
    where = f"year = {year} and {at} and region_code = '{region}' and hazard_key = '{hazard}'"
    rows = made.table("marts.losses_by_month", where=where)
    return rows[0] if rows else None


ROWS = (
    losses(2020, 2, 29, "10"),
    losses(2020, 2, 1, "5", hazard_key="drought"),
    losses(2020, 2, 3, "100", WEST),
    losses(2021, 7, 1, "7") | {"direct_economic_loss": None, "deaths": 0},
    losses(2021, 5, 1, "30") | {"occurred_at": None, "year_hint": 2021},
)


def test_a_month_is_the_sum_of_its_days():
    made = made_of(*ROWS)
    february = month(made, 2020, 2)
    assert february is not None
    assert (february["direct_economic_loss"], february["events"]) == (15, 2)
    drought = month(made, 2020, 2, "drought")
    assert drought is not None
    assert (drought["direct_economic_loss"], drought["events"]) == (5, 1)
    above = month(made, 2020, 2, region=PREFECTURE)
    assert above is not None
    assert above["direct_economic_loss"] == 115


def test_what_bears_no_date_stands_apart_in_its_year():
    made = made_of(*ROWS)
    undated = month(made, 2021, None)
    assert undated is not None
    assert undated["direct_economic_loss"] == 30
    assert month(made, 2021, 5) is None


def test_a_month_with_rows_but_without_the_figure_is_not_reported():
    july = month(made_of(*ROWS), 2021, 7)
    assert july is not None
    assert (july["direct_economic_loss"], july["deaths"]) == (None, 0)


def coverage(made: Ledger, year: int, region: str = EAST, hazard: str = "all") -> dict[int, tuple[int, int, bool]]:
    rows = made.table(
        "marts.covered_months", where=f"region_code = '{region}' and year = {year} and hazard_key = '{hazard}'"
    )
    return {row["month"]: (row["covered_days"], row["days"], row["is_covered"]) for row in rows}


def test_a_month_is_covered_when_all_its_days_are():
    found = coverage(made_of(*ROWS), 2020)
    assert found[2] == (29, 29, True)
    assert 4 not in found
    assert found[5] == (21, 31, False)
    assert found[6] == (30, 30, True)


def test_the_month_of_the_cut_off_is_covered_up_to_it_and_later_ones_are_still_to_come():
    found = coverage(made_of(*ROWS), 2021)
    assert found[7] == (12, 31, True)
    assert max(found) == 7


def test_a_month_that_is_covered_for_less_than_the_data_reach_is_not_covered():
    later = report(EAST, occurred_at=datetime(2021, 7, 25), as_of=datetime(2021, 7, 31), direct_economic_loss="1")
    assert coverage(made_of(*ROWS, later), 2021)[7] == (12, 31, False)


def test_a_county_without_any_row_is_covered_with_its_province():
    assert coverage(made_of(*ROWS), 2020, WEST)[1] == (31, 31, True)


def test_months_are_covered_from_the_first_covered_day_on_also_before_the_first_loss():
    made = ledger({"list.csv": [losses(2021, 7, 1, "7")]}, coverage=[(PROVINCE, date(2019, 12, 1), date(2021, 7, 12))])
    assert coverage(made, 2019) == {12: (31, 31, True)}
    assert coverage(made, 2020)[2] == (29, 29, True)
    assert coverage(made, 2021)[6] == (30, 30, True)
