"""Ledgers of units that merged, of several files that each tell a part, and of documents that two levels write of."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.scenario import EAST, EAST_FARM, EAST_TOWN, PREFECTURE, PROVINCE, WEST, ZONE, Ledger, Row, ledger
from tests.sql.test_insurance import policy
from tests.sql.test_relief import amounts, fund, made_of
from tests.sql.test_relief_batches import WINTER, season

DOCUMENT = {"document_no": "示财社〔2023〕1号"}
OLD_WEST, OLD_SOUTH = "990112", "990113"


def one(made: Ledger, table: str, region: str = EAST) -> Row:
    [row] = made.table(table, where=f"region_code = '{region}'")
    return row


def rebuilding(region: str, day: date | None = None, **stated: Any) -> Row:
    return {"region_code": region, "year": 2023, "as_of": day} | stated


def test_what_merged_units_state_adds_up():
    made = ledger({}, rows_of={
        "winter_spring": [season(OLD_WEST, need_people=100), season(OLD_SOUTH, need_people=50)],
        "rebuilding": [
            rebuilding(code, rebuild_need_households=number) for code, number in ((OLD_WEST, 4), (OLD_SOUTH, 6))
        ],
        "insurance_policies": [
            policy(OLD_WEST, eligible_households=1000, insured_households=900, source="a.csv"),
            policy(OLD_SOUTH, eligible_households=1000, insured_households=500, source="b.csv"),
        ],
        "relief_funds": [
            fund(OLD_WEST, wan="5", source="a.csv", **DOCUMENT), fund(OLD_SOUTH, wan="6", source="b.csv", **DOCUMENT),
        ],
    })  # fmt: skip
    assert one(made, "marts.winter_spring", WEST)["need_people"] == 150
    assert one(made, "marts.rebuilding", WEST)["rebuild_need_households"] == 10
    policies = one(made, "marts.house_insurance", WEST)
    assert (policies["eligible_households"], policies["insured_households"]) == (2000, 1400)
    assert amounts(made)[WEST] == 11
    assert made.failures("R089") == []


def test_one_unit_under_its_old_and_its_new_code_states_the_same_thing_twice():
    made = made_of(fund("990111", wan="5", source="a.csv", **DOCUMENT), fund(EAST, wan="5", source="b.csv", **DOCUMENT))
    assert amounts(made)[EAST] == 5
    assert len(made.failures("R089")) == 1


def test_need_and_aid_in_two_files_are_one_season():
    made = ledger({}, rows_of={"winter_spring": [
        season(EAST, as_of=date(2022, 11, 1), need_people=1000, need_households=400, source="need.csv"),
        season(EAST, as_of=date(2023, 3, 1), aided_people=1200, aided_person_times=1300, source="aid.csv"),
        season(EAST, as_of=date(2023, 4, 1), fund=Decimal(260000), source="paid.csv"),
        season(EAST, as_of=date(2022, 10, 1), need_people=1, source="old.csv"),
    ]})  # fmt: skip
    row = one(made, "marts.winter_spring")
    assert (row["need_people"], row["need_households"], row["aided_people"]) == (1000, 400, 1200)
    assert (row["fund"], row["aided_person_times"], row["mean_per_person_time"]) == (26, 1300, 200)
    counted = {row["source_id"]: row["is_latest"] for row in made.table("core.winter_spring")}
    assert [name for name, counts in counted.items() if not counts] == ["id-of-old.csv"]
    [finding] = made.failures("R084")
    assert (finding["source_id"], finding["value"], finding["other"]) == ("id-of-aid.csv", 1200, 1000)


def test_need_and_progress_of_rebuilding_in_two_files_are_one_year():
    made = ledger({}, rows_of={"rebuilding": [
        rebuilding(EAST, date(2023, 9, 1), rebuild_need_households=24, repair_need_households=14, source="need.csv"),
        rebuilding(EAST, date(2023, 12, 1), rebuild_done_households=25, repair_need_households=13, source="done.csv"),
        rebuilding(EAST, disaster="洪涝", fund_paid=Decimal(10000), rebuild_done_households=3, source="flood.csv"),
    ]})  # fmt: skip
    row = one(made, "marts.rebuilding")
    assert (row["rebuild_need_households"], row["rebuild_done_households"], row["repair_need_households"]) == (
        24,
        25,
        13,
    )
    assert row["fund_paid"] == 1
    assert [row["is_latest"] for row in made.table("core.rebuilding")] == [True, True, True]
    [finding] = made.failures("R085")
    assert (finding["source_id"], finding["value"], finding["other"]) == ("id-of-done.csv", 25, 24)


def test_the_policies_of_all_insurers_hold_those_of_each():
    made = ledger({}, rows_of={"insurance_policies": [
        policy(insured_households=1000, source="b.csv"),
        policy(insured_households=600, insurer="甲", source="a.csv"),
        policy(insured_households=400, insurer="乙", source="c.csv"),
    ]})  # fmt: skip
    assert one(made, "marts.house_insurance")["insured_households"] == 1000
    assert {row["source_id"] for row in made.failures("R089")} == {"id-of-a.csv", "id-of-c.csv"}


def test_instalments_of_which_only_the_year_is_told_are_told_apart_by_it():
    made = made_of(*(
        fund(EAST, "paid", "5", year=year, source=f"{year}.csv", **DOCUMENT) for year in (2023, 2024)
    ))  # fmt: skip
    rows = made.table("marts.relief_totals", "year", "amount", where=f"region_code = '{EAST}'")
    assert [tuple(row.values()) for row in rows] == [(2023, 5), (2024, 5)]


def test_money_passed_down_to_one_township_is_passed_down_by_its_county():
    made = made_of(
        fund(EAST_TOWN, "passed_down", "10", source="a.csv"),
        fund(EAST_TOWN, "passed_down", "5", source="b.csv"), fund(EAST_FARM, "passed_down", "7", source="b.csv"),
        settings={"own_region_code": EAST},
    )  # fmt: skip
    assert amounts(made, stage="passed_down") == {PROVINCE: 22, PREFECTURE: 22, EAST: 22}


def test_money_passed_down_to_a_zone_is_passed_down_by_the_prefecture_unless_the_host_keeps_the_ledger():
    zones = [{"zone_code": ZONE, "zone_name": "开发区", "host_code": EAST, "valid_from": "", "valid_to": ""}]
    told = [fund(EAST, "received", "9"), fund(EAST, "passed_down", "4"), fund(ZONE, "passed_down", "3")]
    made = made_of(*told, zones=zones, settings={"own_region_code": PREFECTURE})
    assert amounts(made, stage="passed_down") == {PROVINCE: 7, PREFECTURE: 7}
    own = made_of(told[0], told[2], zones=zones, settings={"own_region_code": EAST})
    assert amounts(own, stage="passed_down")[EAST] == 3


def test_a_document_that_two_levels_received_is_the_same_money_whoever_is_named_as_its_payer():
    made = made_of(
        fund(PREFECTURE, wan="100", **DOCUMENT), fund(EAST, wan="60", payer_level="prefecture", **DOCUMENT),
        fund(WEST, wan="7", payer_level="prefecture", document_no="市财社〔2023〕9号"),
    )  # fmt: skip
    assert amounts(made) == {PROVINCE: 107, PREFECTURE: 107, EAST: 60, WEST: 7}
    funds = made.table("marts.relief_funds", "payer_level", "amount", where=f"region_code = '{PREFECTURE}'")
    assert {row["payer_level"]: row["amount"] for row in funds} == {"central": 100, "prefecture": 7}


def test_what_tells_no_batch_is_followed_only_where_the_document_is_one_batch():
    paid = fund(EAST, "paid", "120", **DOCUMENT)
    several = made_of(*(fund(EAST, wan="100", batch=name, **DOCUMENT) for name in ("第一批", "第二批")), paid)
    assert [row["paid"] for row in several.table("marts.relief_batches")] == [None, None]
    assert [
        row["paid"]
        for row in made_of(fund(EAST, wan="200", batch="第一批", **DOCUMENT), paid).table("marts.relief_batches")
    ] == [120]


def test_person_times_that_the_money_does_not_tell_of_are_kept_without_a_mean():
    made = ledger({}, rows_of={
        "winter_spring": [season(EAST, aided_person_times=900), season(WEST, aided_person_times=400)],
        "relief_funds": [fund(EAST, "paid", "45", **WINTER, person_times=900), fund(WEST, wan="20", **WINTER)],
    })  # fmt: skip
    both, east = one(made, "marts.winter_spring", PREFECTURE), one(made, "marts.winter_spring")
    assert (both["aided_person_times"], both["fund"], both["mean_per_person_time"]) == (1300, 45, None)
    assert both["note"] == "no_need person_times_partial"
    assert (east["aided_person_times"], east["mean_per_person_time"]) == (900, 500)


def test_goods_that_two_files_tell_of_are_told():
    row = {"region_code": EAST, "stage": "issued", "item": "棉被", "unit": "床", "dated_on": date(2023, 7, 1)}
    rows = [
        row | {"quantity": Decimal(number), "source": name}
        for number, name in ((10, "a.csv"), (10, "b.csv"), (9, "c.csv"))
    ]
    [finding] = ledger({}, rows_of={"relief_supplies": rows}).failures("R089")
    assert (finding["source_id"], finding["value"], finding["other"]) == ("id-of-b.csv", 10, "a.csv")
