"""Batches of relief money, winter-spring seasons, goods and rebuilding: what counts once, and when."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.scenario import EAST, EAST_TOWN, PREFECTURE, PROVINCE, WEST, WEST_TOWN, Row, ledger
from tests.sql.test_relief import amounts, fund, made_of

WINTER = {"purpose": "winter_spring", "season": "2022-2023"}


def season(region: str, **stated: Any) -> Row:
    return {"region_code": region, "season": "2022-2023"} | stated


def test_a_document_is_one_batch_however_many_rows_and_regions_tell_of_it():
    made = made_of(
        fund(EAST, wan="1", document_no="示财社〔2023〕1号", batch="第一批"),
        fund(EAST, wan="2", document_no="示财社〔2023〕1号", batch="第一批", purpose="rebuilding"),
        fund(WEST, wan="2", document_no="示财社〔2023〕1号", batch="第一批"),
        fund(WEST, wan="2", document_no="示财社〔2023〕1号", batch="第二批"),
        fund(WEST, wan="2", batch_count=5),
    )
    found = {row["region_code"]: row["batches"] for row in made.table("marts.relief_totals", "region_code", "batches")}
    assert found == {EAST: 1, WEST: 7, PREFECTURE: 7, PROVINCE: 7}


def test_winter_spring_money_stands_in_its_season_and_in_no_year():
    made = made_of(
        fund(EAST, wan="7", purpose="winter_spring", year=None, dated_on=date(2022, 11, 3)),
        fund(EAST, wan="8", purpose="winter_spring", year=None, dated_on=date(2023, 3, 3)),
        fund(EAST, wan="9", purpose="winter_spring", year=None, dated_on=date(2023, 10, 1)),
        fund(EAST, wan="4", purpose="winter_spring", year=2023, season="2022-2023"),
    )
    rows = made.table("marts.relief_funds", "period_kind", "year", "season", "amount", where=f"region_code = '{EAST}'")
    assert [tuple(row.values()) for row in rows] == [
        ("winter_spring", 2023, "2022-2023", 19),
        ("winter_spring", 2024, "2023-2024", 9),
    ]
    assert made.table("marts.relief_totals") == []


def test_winter_spring_money_with_a_year_only_is_put_into_neither_season():
    made = made_of(fund(EAST, wan="7", purpose="winter_spring", year=2023))
    [row] = made.table("marts.relief_funds", where=f"region_code = '{EAST}'")
    assert (row["season"], row["year"], row["note"]) == (None, 2023, "season_unknown no_person_times")
    assert [f["indicator"] for f in made.failures("R098")] == ["season"]


def test_a_payment_without_a_year_is_in_no_total_and_told():
    made = made_of(fund(EAST, wan="7", year=None))
    assert made.table("marts.relief_funds") == []
    [finding] = made.findings("R098")
    assert (finding["severity"], finding["amount"]) == ("warning", 7)


def test_the_same_batch_in_two_files_counts_once_and_both_files_are_named():
    told = {"document_no": "示财社〔2023〕1号", "batch": "第一批"}
    made = made_of(fund(EAST, wan="5", source="a.csv", **told), fund(EAST, wan="5", source="b.csv", **told))
    assert amounts(made)[EAST] == 5
    [finding] = made.findings("R089")
    assert (finding["severity"], finding["source_file"]) == ("warning", "b.csv")
    assert "a.csv" in finding["message_zh"]


def test_the_same_batch_with_another_amount_counts_as_the_first_file_says_and_is_an_error():
    told = {"document_no": "示财社〔2023〕1号"}
    made = made_of(fund(EAST, wan="6", source="b.csv", **told), fund(EAST, wan="5", source="a.csv", **told))
    assert amounts(made)[EAST] == 5
    [finding] = made.findings("R089")
    assert (finding["severity"], finding["source_file"], finding["amount"]) == ("error", "b.csv", 1)


@pytest.mark.parametrize(
    "other", [{"document_no": None}, {"document_no": "示财社〔2023〕2号"}, {"batch": "第二批"}, {"purpose": "drought"}]
)
def test_batches_that_differ_or_have_no_document_are_several(other):
    told = {"document_no": "示财社〔2023〕1号", "batch": "第一批"}
    made = made_of(fund(EAST, wan="5", source="a.csv", **told), fund(EAST, wan="5", source="b.csv", **(told | other)))
    assert amounts(made)[EAST] == 10
    assert made.failures("R089") == []


def test_instalments_of_one_document_are_told_apart_by_their_date():
    told = {"document_no": "示财社〔2023〕1号", "year": None}
    rows = [
        fund(EAST_TOWN, "paid", "5", dated_on=date(2023, month, 1), source=f"{month}.csv", **told) for month in (7, 8)
    ]
    assert amounts(made_of(*rows), stage="paid")[EAST_TOWN] == 10
    again = fund(EAST_TOWN, "paid", "5", dated_on=date(2023, 7, 1), source="x.csv", **told)
    assert amounts(made_of(*rows, again), stage="paid")[EAST_TOWN] == 10


def test_a_batch_is_followed_through_its_document():
    told = {"document_no": "示财社〔2023〕1号", "year": None}
    made = made_of(
        fund(PREFECTURE, wan="100", dated_on=date(2023, 7, 1), **told),
        fund(EAST, "passed_down", "60", dated_on=date(2023, 7, 5), **told),
        fund(WEST, "passed_down", "30", dated_on=date(2023, 7, 5), **told),
        fund(EAST_TOWN, "paid", "20", dated_on=date(2023, 7, 20), payer_level=None, **told),
        fund(WEST_TOWN, "paid", "10", dated_on=date(2023, 7, 30), **told),
        fund(PREFECTURE, wan="9", year=2023),
        settings={"own_region_code": PREFECTURE},
    )
    followed, other = made.table("marts.relief_batches")
    assert (followed["amount"], followed["passed_down"], followed["paid"], followed["paid_pct"]) == (100, 90, 30, 30)
    assert (followed["days_since"], followed["dated_on"], followed["region_code"]) == (29, date(2023, 7, 1), PREFECTURE)
    assert (other["amount"], other["paid"], other["paid_pct"], other["days_since"]) == (9, None, None, None)
    assert other["note"] == "no_document undated"


def test_a_document_of_several_purposes_is_followed_by_purpose():
    told = {"document_no": "示财社〔2023〕1号"}
    made = made_of(
        fund(EAST, wan="10", **told), fund(EAST, wan="5", purpose="rebuilding", **told),
        fund(EAST, "paid", "8", **told), fund(EAST, "paid", "5", purpose="rebuilding", **told),
    )  # fmt: skip
    rows = made.table("marts.relief_batches", "purpose", "paid")
    assert {row["purpose"]: row["paid"] for row in rows} == {"emergency": 8, "rebuilding": 5}


def test_need_and_aid_of_a_season_stand_beside_its_money():
    made = ledger({}, rows_of={
        "winter_spring": [
            season(EAST, as_of=date(2023, 1, 1), need_people=900, aided_people=100),
            season(EAST, as_of=date(2023, 3, 1), need_people=1000, need_households=400, aided_people=950),
            season(WEST, need_people=500, fund=Decimal("200000"), aided_person_times=400),
        ],
        "relief_funds": [
            fund(EAST, wan="50", **WINTER),
            fund(EAST, "paid", "40", **WINTER, person_times=1600),
        ],
    })  # fmt: skip
    rows = {row["region_code"]: row for row in made.table("marts.winter_spring")}
    east, west, both = rows[EAST], rows[WEST], rows[PREFECTURE]
    assert (east["year"], east["need_people"], east["need_households"], east["aided_people"]) == (2023, 1000, 400, 950)
    assert (east["fund"], east["fund_stage"], east["aided_person_times"]) == (40, "paid", 1600)
    assert east["mean_per_person_time"] == 250
    assert (west["fund"], west["fund_stage"], west["mean_per_person_time"]) == (20, "paid", 500)
    assert (both["need_people"], both["fund"], both["mean_per_person_time"]) == (1500, 60, 300)
    funds = made.table("marts.relief_funds", "payer_level", where=f"region_code = '{WEST}'")
    assert funds == [{"payer_level": "unknown"}]


def test_the_money_of_the_season_is_not_taken_twice_where_the_ledger_of_funds_has_it():
    made = ledger({}, rows_of={
        "winter_spring": [{"region_code": EAST, "season": "2022-2023", "fund": Decimal("400000")}],
        "relief_funds": [fund(EAST, "paid", "40", **WINTER)],
    })  # fmt: skip
    rows = made.table("marts.relief_funds", "payer_level", "amount", where=f"region_code = '{EAST}'")
    assert rows == [{"payer_level": "central", "amount": 40}]


def test_the_money_of_tengchong_is_never_one_sum_and_its_mean_is_that_of_the_season():
    made = made_of(
        fund(EAST, wan="270", payer_level="central_provincial", batch_count=5),
        fund(EAST, wan="614", payer_level="all_levels", year=None, person_times=51816, **WINTER),
        fund(EAST, "paid", "9.6", payer_level=None, purpose="house_fire", person_times=114),
    )  # fmt: skip
    assert amounts(made)[EAST] == 270
    [season] = made.table("marts.winter_spring", where=f"region_code = '{EAST}'")
    assert (season["fund"], season["fund_stage"]) == (614, "received")
    assert season["mean_per_person_time"] == Decimal("118.496217")
    [fire] = made.table("marts.relief_funds", where=f"region_code = '{EAST}' and purpose = 'house_fire'")
    assert (fire["mean_per_person_time"], fire["payer_level"]) == (Decimal("842.105263"), "unknown")
    assert made.table("marts.relief_totals", where=f"region_code = '{EAST}' and stage = 'paid'") == []
    [cover] = made.table("marts.loss_and_cover", where=f"region_code = '{EAST}'") or [{"relief_to_households": None}]
    assert cover["relief_to_households"] is None  # a house fire is no natural disaster


def test_rebuilding_is_told_as_of_the_latest_day_and_by_the_whole_year_where_that_is_told():
    rows = [
        {"as_of": date(2023, 9, 1), "rebuild_need_households": 24, "rebuild_done_households": 5},
        {"as_of": date(2023, 12, 1), "rebuild_need_households": 24, "rebuild_done_households": 20},
        {"disaster": "洪涝", "rebuild_need_households": 9},
        {"region_code": WEST, "disaster": "洪涝", "rebuild_need_households": 3, "fund_paid": Decimal("35000")},
        {"region_code": WEST, "disaster": "风雹", "rebuild_need_households": 4},
    ]
    made = ledger({}, rows_of={"rebuilding": [{"region_code": EAST, "year": 2023} | row for row in rows]})
    found = {row["region_code"]: row for row in made.table("marts.rebuilding")}
    assert [found[code]["rebuild_need_households"] for code in (EAST, WEST, PREFECTURE)] == [24, 7, 31]
    assert (found[PREFECTURE]["rebuild_done_households"], found[WEST]["rebuild_done_households"]) == (20, None)
    assert found[PREFECTURE]["fund_paid"] == Decimal("3.5")


def test_goods_in_stock_are_the_last_count_of_the_year_and_never_a_sum_over_time():
    rows = [
        {"region_code": EAST, "stage": stage, "item": "棉被", "unit": "床", "quantity": number, "dated_on": day}
        for stage, number, day in (
            ("in_stock", Decimal(100), date(2023, 6, 30)), ("in_stock", Decimal(80), date(2023, 12, 31)),
            ("issued", Decimal(10), date(2023, 7, 1)), ("issued", Decimal(12), date(2023, 8, 1)),
        )
    ]  # fmt: skip
    made = ledger({}, rows_of={"relief_supplies": rows})
    found = made.table("marts.relief_supplies", "stage", "quantity", "unit", where=f"region_code = '{PREFECTURE}'")
    assert found == [
        {"stage": "in_stock", "quantity": 80, "unit": "床"},
        {"stage": "issued", "quantity": 22, "unit": "床"},
    ]
