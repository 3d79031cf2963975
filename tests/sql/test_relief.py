"""Relief money, goods and rebuilding: one stage per total, only money from outside, own figures before those of children."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.scenario import (
    EAST,
    EAST_FARM,
    EAST_TOWN,
    PREFECTURE,
    PROVINCE,
    WEST,
    WEST_TOWN,
    ZONE,
    ZONE_TOWN,
    Ledger,
    Row,
    ledger,
    report,
)

WAN = 10_000


def fund(region: str, stage: str = "received", wan: str = "1", **stated: Any) -> Row:
    """One payment: central emergency money of 2023 unless it says otherwise; the amount in 万元."""
    told: Row = {
        "region_code": region, "region_name": region, "stage": stage, "payer_level": "central", "purpose": "emergency",
        "year": 2023, "amount": Decimal(wan) * WAN,
    }  # fmt: skip
    return told | stated


def made_of(*rows: Row, **more: Any) -> Ledger:
    return ledger({}, rows_of={"relief_funds": rows}, **more)


def amounts(made: Ledger, table: str = "marts.relief_totals", stage: str = "received") -> dict[str, Decimal]:
    rows = made.table(table, "region_code", "amount", where=f"stage = '{stage}'")
    assert len({row["region_code"] for row in rows}) == len(rows)
    return {row["region_code"]: row["amount"] for row in rows}


def test_what_a_prefecture_received_is_its_own_figure_and_not_that_of_its_counties_too():
    made = made_of(fund(PREFECTURE, wan="100"), fund(EAST, wan="40"), fund(WEST, wan="20"))
    assert amounts(made) == {PROVINCE: 100, PREFECTURE: 100, EAST: 40, WEST: 20}


def test_a_region_without_rows_of_its_own_shows_the_sum_of_its_children_whatever_the_depth():
    made = made_of(fund(EAST_TOWN, "paid", "3"), fund(EAST_FARM, "paid", "4"), fund(WEST, "paid", "5"))
    assert amounts(made, stage="paid") == {PROVINCE: 12, PREFECTURE: 12, EAST: 7, WEST: 5, EAST_TOWN: 3, EAST_FARM: 4}


def test_money_of_the_counties_own_level_shows_at_the_prefecture_as_their_sum():
    made = made_of(
        fund(PREFECTURE, wan="100"), fund(EAST, wan="60"),
        fund(EAST, wan="5", payer_level="county"), fund(WEST, wan="6", payer_level="county"),
    )  # fmt: skip
    rows = made.table("marts.relief_funds", "payer_level", "amount", where=f"region_code = '{PREFECTURE}'")
    assert {row["payer_level"]: row["amount"] for row in rows} == {"central": 100, "county": 11}
    assert amounts(made)[PREFECTURE] == 111


@pytest.mark.parametrize("word", ["unknown", "all_levels", "central_provincial", None])
def test_money_that_may_be_the_same_is_not_added_to_that_of_the_region_above(word):
    made = made_of(fund(EAST, "paid", "100"), fund(EAST_TOWN, "paid", "60", payer_level=word, purpose=None))
    assert amounts(made, stage="paid")[EAST] == 100
    assert amounts(made, stage="paid")[EAST_TOWN] == 60


def test_a_zone_adds_up_in_its_host():
    zones = [{"zone_code": ZONE, "zone_name": "开发区", "host_code": EAST, "valid_from": "", "valid_to": ""}]
    made = made_of(fund(ZONE_TOWN, "paid", "3"), fund(EAST_TOWN, "paid", "4"), zones=zones)
    found = amounts(made, stage="paid")
    assert (found[ZONE], found[EAST], found[PREFECTURE]) == (3, 7, 7)


def test_each_measure_is_resolved_on_its_own():
    made = made_of(
        fund(EAST, "paid", "10"), fund(EAST_TOWN, "paid", "4", person_times=20), fund(EAST_FARM, "paid", "5", person_times=30)
    )  # fmt: skip
    [row] = made.table("marts.relief_totals", where=f"region_code = '{EAST}'")
    assert (row["amount"], row["person_times"], row["mean_per_person_time"]) == (10, 50, None)
    assert row["note"] == "person_times_partial nothing_received"


def test_what_is_passed_down_enters_the_total_of_who_passed_it_down():
    made = made_of(
        fund(PREFECTURE, wan="100"), fund(EAST, "passed_down", "60"), fund(WEST, "passed_down", "30"),
        fund(EAST_TOWN, "passed_down", "25", source="east.csv"), fund(EAST, "received", "60", source="east.csv"),
        settings={"own_region_code": PREFECTURE},
    )  # fmt: skip
    assert amounts(made, stage="passed_down") == {PROVINCE: 90, PREFECTURE: 90, EAST: 25}
    own = made_of(fund(PREFECTURE, "passed_down", "90"), settings={"own_region_code": PREFECTURE})
    assert amounts(own, stage="passed_down") == {PROVINCE: 90, PREFECTURE: 90}
    alone = made_of(fund(EAST, "passed_down", "90"), settings={"own_region_code": PREFECTURE})
    assert amounts(alone, stage="passed_down")[EAST] == 90


def test_stages_stand_apart_and_the_share_paid_stands_with_what_was_paid():
    made = made_of(
        fund(EAST, wan="30"), fund(EAST, "passed_down", "25"), fund(EAST, "paid", "20", households=40, person_times=70)
    )
    rows = {row["stage"]: row for row in made.table("marts.relief_totals", where=f"region_code = '{EAST}'")}
    assert {stage: row["amount"] for stage, row in rows.items()} == {"received": 30, "passed_down": 25, "paid": 20}
    assert rows["paid"]["paid_pct"] == Decimal("66.666666")
    assert rows["received"]["paid_pct"] is None
    assert rows["paid"]["mean_per_person_time"] == Decimal("2857.142857")
    assert (rows["paid"]["households"], rows["received"]["households"]) == (40, None)


def test_nothing_known_is_not_zero():
    made = made_of(fund(EAST, "paid", "0", households=0))
    [row] = made.table("marts.relief_totals", where=f"region_code = '{EAST}'")
    assert (row["amount"], row["households"], row["person_times"], row["mean_per_person_time"]) == (0, 0, None, None)


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
    assert [f["rule_id"] for f in made.findings("R098")] == ["R098"]


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
    assert made.findings("R089") == []


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
            {"region_code": EAST, "season": "2022-2023", "as_of": date(2023, 1, 1), "need_people": 900, "aided_people": 100},
            {"region_code": EAST, "season": "2022-2023", "as_of": date(2023, 3, 1), "need_people": 1000,
             "need_households": 400, "aided_people": 950},
            {"region_code": WEST, "season": "2022-2023", "need_people": 500, "fund": Decimal("200000"),
             "aided_person_times": 400},
        ],
        "relief_funds": [
            fund(EAST, wan="50", purpose="winter_spring", season="2022-2023"),
            fund(EAST, "paid", "40", purpose="winter_spring", season="2022-2023", person_times=1600),
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
        "relief_funds": [fund(EAST, "paid", "40", purpose="winter_spring", season="2022-2023")],
    })  # fmt: skip
    rows = made.table("marts.relief_funds", "payer_level", "amount", where=f"region_code = '{EAST}'")
    assert rows == [{"payer_level": "central", "amount": 40}]


def test_the_money_of_tengchong_is_never_one_sum_and_its_mean_is_that_of_the_season():
    made = made_of(
        fund(EAST, wan="270", payer_level="central_provincial", batch_count=5),
        fund(EAST, wan="614", payer_level="all_levels", purpose="winter_spring", year=None, season="2022-2023", person_times=51816),
        fund(EAST, "paid", "9.6", payer_level=None, purpose="house_fire", person_times=114),
    )  # fmt: skip
    assert amounts(made)[EAST] == 270
    [season] = made.table("marts.winter_spring", where=f"region_code = '{EAST}'")
    assert (season["fund"], season["fund_stage"]) == (614, "received")
    assert season["mean_per_person_time"] == Decimal("118.496217")
    [fire] = made.table("marts.relief_funds", where=f"region_code = '{EAST}' and purpose = 'house_fire'")
    assert (fire["mean_per_person_time"], fire["payer_level"]) == (Decimal("842.105263"), "unknown")


def test_rebuilding_is_told_as_of_the_latest_day_and_by_the_whole_year_where_that_is_told():
    rows = [
        {"region_code": EAST, "year": 2023, "as_of": date(2023, 9, 1), "rebuild_need_households": 24, "rebuild_done_households": 5},
        {"region_code": EAST, "year": 2023, "as_of": date(2023, 12, 1), "rebuild_need_households": 24, "rebuild_done_households": 20},
        {"region_code": EAST, "year": 2023, "disaster": "洪涝", "rebuild_need_households": 9},
        {"region_code": WEST, "year": 2023, "disaster": "洪涝", "rebuild_need_households": 3, "fund_paid": Decimal("35000")},
        {"region_code": WEST, "year": 2023, "disaster": "风雹", "rebuild_need_households": 4},
    ]  # fmt: skip
    made = ledger({}, rows_of={"rebuilding": rows})
    found = {row["region_code"]: row for row in made.table("marts.rebuilding")}
    assert [found[code]["rebuild_need_households"] for code in (EAST, WEST, PREFECTURE)] == [24, 7, 31]
    assert (found[PREFECTURE]["rebuild_done_households"], found[WEST]["rebuild_done_households"]) == (20, None)
    assert found[PREFECTURE]["fund_paid"] == Decimal("3.5")


def test_goods_in_stock_are_the_last_count_of_the_year_and_never_a_sum_over_time():
    rows = [
        {"region_code": EAST, "stage": stage, "item": "棉被", "unit": "床", "quantity": Decimal(number), "dated_on": day}
        for stage, number, day in (
            ("in_stock", 100, date(2023, 6, 30)), ("in_stock", 80, date(2023, 12, 31)),
            ("issued", 10, date(2023, 7, 1)), ("issued", 12, date(2023, 8, 1)),
        )
    ]  # fmt: skip
    made = ledger({}, rows_of={"relief_supplies": rows})
    found = made.table("marts.relief_supplies", "stage", "quantity", "unit", where=f"region_code = '{PREFECTURE}'")
    assert found == [
        {"stage": "in_stock", "quantity": 80, "unit": "床"},
        {"stage": "issued", "quantity": 22, "unit": "床"},
    ]


def test_ledgers_alone_have_a_cut_off_and_a_region_of_their_own():
    made = made_of(
        fund(EAST_TOWN, "paid", "3", year=None, dated_on=date(2023, 7, 3)), fund(WEST_TOWN, "paid", "3", year=2022)
    )
    [settings] = made.table("meta.settings")
    assert (settings["data_through"], settings["latest_year"]) == (date(2023, 7, 3), 2023)
    assert (settings["own_region_code"], settings["own_region_name"]) == (PREFECTURE, "示例市")
    assert made.table("marts.annual_losses") == []
    assert {row["level"] for row in made.table("core.regions")} == {"province", "prefecture", "county", "township"}


def test_ledgers_move_no_cut_off_where_there_are_reports():
    rows = [report(EAST, occurred_at=datetime(2021, 7, 1), as_of=datetime(2021, 7, 12), deaths=0)]
    made = ledger({"a.csv": rows}, rows_of={"relief_funds": [fund(WEST, year=None, dated_on=date(2023, 7, 3))]})
    [settings] = made.table("meta.settings")
    assert (settings["data_through"], settings["own_region_code"]) == (date(2021, 7, 12), EAST)
    assert made.table("marts.relief_batches", "days_since") == [{"days_since": 0}]


def test_without_ledgers_their_tables_are_empty():
    made = ledger({"a.csv": [report(EAST, deaths=0)]})
    for name in ("relief_funds", "relief_totals", "relief_batches", "winter_spring", "house_insurance", "rebuilding"):
        assert made.table(f"marts.{name}") == []


def test_rows_of_withdrawn_files_are_out_and_names_of_unknown_places_are_kept():
    made = made_of(
        fund(EAST, wan="5"), fund(WEST, wan="6", source="old.csv"), fund("990109", wan="1", region_name="新县"),
        status={"old.csv": "withdrawn"},
    )  # fmt: skip
    assert amounts(made) == {PROVINCE: 6, PREFECTURE: 6, EAST: 5, "990109": 1}
    assert made.cell("core.regions", "name_zh", "region_code = '990109'") == "新县"


def test_old_codes_roll_to_the_unit_of_today():
    assert amounts(made_of(fund("990111", wan="5"))) == {EAST: 5, PREFECTURE: 5, PROVINCE: 5}


def test_reference_tables_add_no_region_to_those_reported_on():
    made = ledger({}, rows_of={
        "relief_funds": [fund(EAST)],
        "population": [{"region_code": "980101", "year": 2023, "population": 1000}],
    })  # fmt: skip
    assert "980101" not in {row["region_code"] for row in made.table("core.regions")}
    assert made.cell("core.population", "current_code", "year = 2023") == "980101"


def test_rounded_figures_mark_what_they_are_part_of():
    states = [{"source_locator": "台账!2", "indicator": "person_times", "state": "approximate", "as_written": "约300"}]
    made = made_of(fund(EAST_TOWN, "paid", "3", person_times=300), fund(WEST, "paid", "4"), figure_states=states)
    rows = made.table("marts.relief_totals", "region_code", "is_approximate")
    assert {row["region_code"] for row in rows if row["is_approximate"]} == {EAST_TOWN, EAST, PREFECTURE, PROVINCE}
