"""Losses beside relief and claims: a ratio only by the year of the loss, and why claims may exceed the loss."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.scenario import EAST, PREFECTURE, PROVINCE, WEST, Ledger, Row, ledger, report


def loss(housing: str | None, total: str = "100", region: str = EAST, year: int = 2021) -> Row:
    return report(
        region,
        occurred_at=datetime(year, 7, 1),
        as_of=datetime(2021, 12, 31),
        direct_economic_loss=total,
        loss_housing_household=housing,
    )


def claim(wan: str, region: str = EAST, **stated: Any) -> Row:
    return {"region_code": region, "scheme": "universal", "amount": Decimal(wan) * 10_000} | stated


def made_of(reports: list[Row], claims: list[Row], relief: list[Row] | None = None, **more: Any) -> Ledger:
    return ledger({"a.csv": reports}, rows_of={"insurance_claims": claims, "relief_funds": relief or []}, **more)


def cover(made: Ledger, region: str = EAST, year: int = 2021) -> Row:
    [row] = made.table("marts.loss_and_cover", where=f"region_code = '{region}' and year = {year}")
    return row


def test_claims_by_year_of_loss_are_set_against_the_housing_loss_and_never_clipped():
    made = made_of(
        [loss("30"), loss("10", region=WEST)],
        [claim("62.55", loss_year=2021), claim("1", WEST, lost_on=date(2021, 7, 1))],
    )
    row = cover(made)
    assert (row["direct_economic_loss"], row["loss_housing_household"], row["claims_paid"]) == (
        100,
        30,
        Decimal("62.55"),
    )
    assert (row["claims_to_housing_loss_pct"], row["note"]) == (Decimal("208.5"), "no_relief")
    assert (row["claims_year_basis"], row["loss_basis"]) == ("loss_year", "event_sum")
    whole = cover(made, PREFECTURE)
    assert (whole["claims_paid"], whole["loss_housing_household"]) == (Decimal("63.55"), 40)
    assert whole["claims_to_housing_loss_pct"] == Decimal("158.875")


def test_claims_by_year_of_payment_stand_beside_the_loss_without_a_ratio():
    row = cover(made_of([loss("30")], [claim("9", payment_year=2021)]))
    assert (row["claims_paid"], row["claims_to_housing_loss_pct"]) == (9, None)
    assert row["note"] == "claims_by_payment_year no_relief"


def test_claims_of_both_kinds_say_which_are_left_out():
    made = made_of([loss("30")], [claim("9", loss_year=2021, payment_year=2021), claim("3", payment_year=2021)])
    row = cover(made)
    assert (row["claims_paid"], row["claims_to_housing_loss_pct"]) == (9, 30)
    assert row["note"] == "some_claims_without_loss_year no_relief"


def test_relief_is_what_was_paid_to_households_in_the_year():
    relief = [
        {"region_code": EAST, "stage": stage, "purpose": purpose, "year": 2021, "amount": yuan, "season": season}
        for stage, purpose, yuan, season in (
            ("received", "emergency", Decimal(90_000), None),
            ("paid", "emergency", Decimal(70_000), None),
            ("paid", "winter_spring", Decimal(50_000), "2020-2021"),
        )
    ]  # fmt: skip
    assert cover(made_of([loss("30")], [], relief))["relief_to_households"] == 7


@pytest.mark.parametrize(
    ("housing", "note"), [(None, "no_claims no_housing_loss no_relief"), ("0", "no_claims zero_housing_loss no_relief")]
)
def test_what_is_missing_is_null_and_named(housing, note):
    row = cover(made_of([loss(housing)], []))
    assert (row["claims_paid"], row["relief_to_households"], row["claims_to_housing_loss_pct"]) == (None, None, None)
    assert row["note"] == note


def test_ledgers_without_losses_have_rows_of_their_own():
    row = cover(ledger({}, rows_of={"insurance_claims": [claim("9", loss_year=2021)]}))
    assert (row["direct_economic_loss"], row["claims_paid"]) == (None, 9)
    assert row["note"] == "no_housing_loss no_relief"


def annual(indicator: str, value: str) -> Row:
    return {
        "region_code": EAST, "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31), "indicator": indicator,
        "value": Decimal(value), "unit": "万元", "basis": "reported_annual",
    }  # fmt: skip


TENGCHONG = [
    annual("direct_economic_loss", "4634.2"),
    annual("loss_housing_household", "309.9"),
    annual("collapsed_or_damaged_rooms", "146"),
]


def test_the_losses_and_claims_of_tengchong_stand_side_by_side_and_a_finding_says_why_the_claims_are_more():
    rows = {"insurance_claims": [claim("646.14", payment_year=2023, accepted_households=2060, paid_households=2060)]}
    made = ledger({}, rows_of=rows, period_figures=[row | {"source_id": "id-of-ledger.csv"} for row in TENGCHONG])
    row = cover(made, year=2023)
    assert (row["direct_economic_loss"], row["loss_housing_household"]) == (Decimal("4634.2"), Decimal("309.9"))
    assert (row["claims_paid"], row["claims_to_housing_loss_pct"]) == (Decimal("646.14"), None)
    assert row["note"].split() == ["claims_by_payment_year", "no_relief"]
    assert row["loss_basis"] == "reported_annual"
    ratio, rooms = made.findings("R086")
    if "208.5" not in ratio["message_zh"]:
        ratio, rooms = rooms, ratio
    assert "208.5%" in ratio["message_zh"] and "208.5 %" in ratio["message_en"]
    assert all(reason in ratio["message_zh"] for reason in ("以前年度", "火灾", "自愿参保", "不是赔付率"))
    assert (ratio["region_code"], ratio["severity"], ratio["amount"]) == (EAST, "warning", Decimal("336.24"))
    assert "2060" in rooms["message_zh"] and "146" in rooms["message_zh"]


def test_claims_within_the_loss_are_no_finding():
    assert made_of([loss("30")], [claim("9", payment_year=2021)]).failures("R086") == []


def test_the_finding_stands_at_the_county_and_not_again_above():
    found = made_of([loss("30")], [claim("90", loss_year=2021)]).failures("R086")
    assert [f["region_code"] for f in found] == [EAST]
    assert PROVINCE not in {f["region_code"] for f in found}
