"""Townships hit in a part of a year: each once, also those of disasters without a date where sums have them."""

from tests.scenario import EAST, EAST_FARM, EAST_TOWN, WEST_TOWN, Ledger, ledger
from tests.sql.test_year_on_year import covered, losses


def hit(made: Ledger, period: str, year: int, region: str = EAST, hazard: str = "all") -> int | None:
    keys = {"period_kind": period, "year": year, "region_code": region, "hazard_key": hazard}
    where = " and ".join(f"{key} = '{value}'" for key, value in keys.items())
    rows = made.table("marts.townships_affected", "townships_affected", where=where)
    return rows[0]["townships_affected"] if rows else None


def test_a_township_counts_once_in_every_part_of_the_year_in_which_it_was_hit():
    rows = [losses(2021, 2, 1, "1", EAST_TOWN), losses(2021, 7, 1, "1", EAST_TOWN), losses(2021, 7, 2, "1", EAST_FARM)]
    made = ledger({"list.csv": [*rows, losses(2021, 7, 2, "1", WEST_TOWN)]}, coverage=covered(2021, 2021))
    assert [hit(made, period, 2021) for period in ("half_year", "flood_season", "year_to_date")] == [1, 2, 2]


def test_disasters_without_a_date_are_in_what_the_latest_year_has_so_far_and_in_no_other_part():
    def undated(year: int, region: str) -> dict[str, object]:
        return losses(year, 1, 1, "1", region, year_hint=year) | {"occurred_at": None}

    rows = [
        losses(2020, 7, 1, "1", EAST_TOWN), undated(2020, EAST_FARM),
        losses(2021, 7, 1, "1", EAST_TOWN), undated(2021, EAST_FARM),
    ]  # fmt: skip
    made = ledger({"list.csv": rows})
    assert hit(made, "year_to_date", 2021) == 2
    assert hit(made, "flood_season", 2021) == hit(made, "year_to_date", 2020) == 1
