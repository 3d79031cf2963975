"""Rows of other countries, which only a description file can bring in, enter no table of regions and no sum."""

from decimal import Decimal

from tests.scenario import ledger


def test_a_foreign_claim_is_in_no_region_and_no_sum() -> None:
    claim = {"loss_year": 2021, "accepted_households": 1, "paid_households": 1}
    rows = [
        claim | {"region_code": "610115", "region_name": "临潼区", "amount": Decimal(20000)},
        claim | {"region_code": "US-CA-06073", "region_name": "CA 06073", "amount": Decimal(10000)},
    ]
    made = ledger({}, rows_of={"insurance_claims": rows})
    assert [row["region_code"] for row in made.table("core.insurance_claims", "region_code")] == ["610115"]
    codes = {row["region_code"] for row in made.table("core.regions", "region_code")}
    assert "610115" in codes and "000000" not in codes
    assert not [code for code in codes if not code.isdecimal()]
    assert {row["claims_paid"] for row in made.table("marts.house_insurance", "claims_paid")} == {Decimal(2)}
