"""House insurance: schemes and bases of the year stand apart, rates are quotients, rounding explains what it can."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.scenario import EAST, EAST_TOWN, PREFECTURE, WEST, Ledger, Row, ledger


def policy(region: str = EAST, scheme: str | None = "universal", **stated: Any) -> Row:
    return {"region_code": region, "policy_year": 2023, "scheme": scheme} | stated


def claim(region: str = EAST, wan: str = "1", **stated: Any) -> Row:
    return {"region_code": region, "scheme": "universal", "amount": Decimal(wan) * 10_000} | stated


def made_of(policies: list[Row] | None = None, claims: list[Row] | None = None, **more: Any) -> Ledger:
    return ledger({}, rows_of={"insurance_policies": policies or [], "insurance_claims": claims or []}, **more)


def cell(
    made: Ledger, region: str = EAST, year_basis: str = "policy_year", scheme: str = "universal", year: int = 2023
) -> Row:
    where = f"region_code = '{region}' and year_basis = '{year_basis}' and scheme = '{scheme}' and year = {year}"
    [row] = made.table("marts.house_insurance", where=where)
    return row


def test_schemes_stand_apart_and_have_rates_of_their_own():
    made = made_of([
        policy(eligible_households=12000, insured_households=12000, participation_pct=Decimal(100)),
        policy(EAST, "voluntary", eligible_households=12000, insured_households=7777, participation_pct=RATE),
        policy(WEST, eligible_households=3000, insured_households=1000),
    ])  # fmt: skip
    assert (cell(made)["participation_pct"], cell(made)["participation_pct_reported"]) == (100, 100)
    voluntary = cell(made, scheme="voluntary")
    assert (voluntary["insured_households"], voluntary["participation_pct"]) == (7777, Decimal("64.808333"))
    whole = cell(made, PREFECTURE)
    assert (whole["eligible_households"], whole["insured_households"]) == (15000, 13000)
    assert (whole["participation_pct"], whole["participation_pct_reported"]) == (Decimal("86.666666"), None)
    assert {row["scheme"] for row in made.table("marts.house_insurance")} == {"universal", "voluntary"}
    assert made.failures("R087") + made.failures("R080") == []


def test_a_scheme_that_nobody_states_is_told_so():
    assert cell(made_of([policy(scheme=None, insured_households=5)]), scheme="unstated")["note"] == "eligible_unknown"


def test_a_rate_needs_the_eligible_households_of_all_that_it_speaks_of():
    made = made_of([policy(eligible_households=100, insured_households=80), policy(WEST, insured_households=50)])
    row = cell(made, PREFECTURE)
    assert (row["insured_households"], row["participation_pct"], row["note"]) == (130, None, "eligible_partial")


def test_insurers_that_tell_the_same_eligible_households_tell_one_number():
    made = made_of([
        policy(insurer="甲", eligible_households=1000, insured_households=600),
        policy(insurer="乙", eligible_households=1000, insured_households=300),
        policy(WEST, insurer="甲", eligible_households=1000, insured_households=100),
    ])  # fmt: skip
    assert (cell(made)["eligible_households"], cell(made)["participation_pct"]) == (1000, 90)
    assert cell(made, PREFECTURE)["eligible_households"] == 2000


def test_the_premium_is_the_sum_of_its_payers_where_it_is_not_told():
    money = {name: Decimal(value) for name, value in (("premium_fiscal", 70000), ("premium_household", 30000))}
    assert cell(made_of([policy(**money, premium_county=Decimal(70000))]))["premium"] == 10
    assert cell(made_of([policy(**money, premium=Decimal(120000))]))["premium"] == 12
    assert cell(made_of([policy(premium_county=Decimal(1000), premium_central=Decimal(2000))]))["premium"] == Decimal(
        "0.3"
    )
    assert cell(made_of([policy(insured_households=3)]))["premium"] is None


def test_claims_stand_under_each_year_that_is_known_of_them():
    made = made_of(claims=[
        claim(
            wan="2", lost_on=date(2022, 12, 30), paid_on=date(2023, 1, 20),
            reported_households=9, accepted_households=7, paid_households=6,
        ),
        claim(wan="3", payment_year=2023, paid_households=4),
        claim(wan="4", policy_year=2023, scheme="voluntary"),
    ])  # fmt: skip
    paid = cell(made, year_basis="payment_year")
    assert (paid["claims_paid"], paid["claims_paid_households"], paid["average_claim"]) == (5, 10, 5000)
    lost = cell(made, year_basis="loss_year", year=2022)
    assert (lost["claims_paid"], lost["claims_accepted_households"], lost["claims_reported_households"]) == (2, 7, 9)
    voluntary = cell(made, scheme="voluntary")
    assert (voluntary["claims_paid"], voluntary["average_claim"], voluntary["note"]) == (
        4,
        None,
        "paid_households_partial",
    )


def test_an_own_figure_prevails_over_the_claims_of_townships():
    made = made_of(claims=[claim(wan="5", loss_year=2023), claim(EAST_TOWN, wan="3", loss_year=2023)])
    assert [cell(made, code, "loss_year")["claims_paid"] for code in (EAST_TOWN, EAST, PREFECTURE)] == [3, 5, 5]


RATE = Decimal("64.81")
TENGCHONG = [
    policy(
        eligible_households=145_000, insured_households=145_000, participation_pct=Decimal(100),
        premium_per_household=Decimal(10), premium_fiscal=Decimal(1_445_000),
    ),
    policy(scheme="voluntary", insured_households=122_200, participation_pct=Decimal("85.12")),
]  # fmt: skip
WIDTHS = [
    {"source_locator": "台账!2", "indicator": "eligible_households", "state": "rounded", "half_width": Decimal(500)},
    {"source_locator": "台账!2", "indicator": "insured_households", "state": "rounded", "half_width": Decimal(500)},
    {"source_locator": "台账!3", "indicator": "insured_households", "state": "rounded", "half_width": Decimal(50)},
]


def test_the_claims_of_tengchong_are_counted_and_averaged():
    made = made_of(claims=[
        claim(wan="646.14", scheme=None, payment_year=2023, accepted_households=2060, paid_households=2060)
    ])  # fmt: skip
    row = cell(made, year_basis="payment_year", scheme="unstated")
    assert (row["claims_paid"], row["claims_paid_households"]) == (Decimal("646.14"), 2060)
    assert row["average_claim"] == Decimal("3136.601941")


def test_a_premium_that_rounding_explains_is_told_as_explained_and_changed_nowhere():
    made = made_of(TENGCHONG, figure_states=WIDTHS)
    [finding] = made.findings("R081")
    assert (finding["status"], finding["value"], finding["amount"]) == ("explained", "144.5", Decimal("0.5"))
    assert "四舍五入" in finding["reason"]
    assert finding["message_zh"] == (
        "保费 144.5 万元，参保户数乘以每户保费为 145 万元，相差在书面精度之内，数字未改动。"
        "（145000 户 ± 500 户，保费 ± 500 元）"
    )
    assert cell(made)["premium"] == Decimal("144.5")


def test_a_premium_beyond_rounding_is_open():
    [finding] = made_of(TENGCHONG).findings("R081")
    assert (finding["status"], finding["severity"], finding["reason"]) == ("open", "warning", None)
    made = made_of([policy(insured_households=1000, premium_per_household=Decimal(10), premium=Decimal(10000))])
    assert made.failures("R081") == []


def test_a_rate_without_a_denominator_of_its_own_is_set_beside_the_other_scheme():
    [finding] = made_of(TENGCHONG, figure_states=WIDTHS).findings("R087")
    assert (finding["status"], finding["value"]) == ("open", "85.12")
    assert "84.28%" in finding["message_zh"]
    assert "122200 ÷ 145000 户" in finding["message_zh"]
    assert "分母" in finding["message_zh"]


def test_a_rate_that_no_households_support_is_told_so():
    made = made_of([policy(scheme="voluntary", insured_households=10, participation_pct=Decimal(50))])
    [finding] = made.findings("R087")
    assert "无法核对" in finding["message_zh"]


@pytest.mark.parametrize(("reported", "findings"), [("66.67", 0), ("66.7", 0), ("67", 0), ("66.66", 1), ("70", 1)])
def test_a_reported_rate_may_be_rounded_but_not_another(reported, findings):
    made = made_of([policy(eligible_households=3, insured_households=2, participation_pct=Decimal(reported))])
    assert len(made.failures("R087")) == findings


def test_more_insured_than_eligible_households_are_told():
    [finding] = made_of([policy(eligible_households=100, insured_households=101)]).failures("R080")
    assert (finding["value"], finding["indicator"]) == (101, "insured_households")


def test_more_paid_than_accepted_or_accepted_than_reported_households_are_told():
    rows = [claim(loss_year=2023, reported_households=5, accepted_households=6, paid_households=7)]
    found = made_of(claims=rows).failures("R082")
    assert {(f["indicator"], f["value"]) for f in found} == {("paid_households", 7), ("accepted_households", 6)}


@pytest.mark.parametrize(
    "dates",
    [
        {"lost_on": date(2023, 7, 2), "paid_on": date(2023, 7, 1)},
        {"loss_year": 2024, "payment_year": 2023},
        {"lost_on": date(2024, 7, 2), "payment_year": 2023},
    ],
)
def test_a_claim_paid_before_its_loss_is_an_error_and_still_counts(dates):
    made = made_of(claims=[claim(**dates)])
    [finding] = made.findings("R088")
    assert (finding["severity"], finding["amount"]) == ("error", 1)
    assert cell(made, year_basis="payment_year")["claims_paid"] == 1


def test_a_claim_paid_on_the_day_of_its_loss_is_none():
    assert made_of(claims=[claim(lost_on=date(2023, 7, 1), paid_on=date(2023, 7, 1))]).failures("R088") == []


def test_policies_in_two_files_count_once_and_equal_claims_are_told():
    made = made_of(
        [policy(insured_households=5, source="a.csv"), policy(insured_households=5, source="b.csv")],
        [claim(lost_on=date(2023, 1, 1), source="a.csv"), claim(lost_on=date(2023, 1, 1), source="b.csv")],
    )
    assert cell(made)["insured_households"] == 5
    assert cell(made, year_basis="loss_year")["claims_paid"] == 2
    assert [(f["source_file"], f["indicator"]) for f in made.findings("R089")] == [
        ("b.csv", "amount"),
        ("b.csv", "policy_year"),
    ]
