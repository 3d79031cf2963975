"""Tables of other systems become ledgers by a description file: which column is what is data, not code."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines import codebooks
from pipelines.readers import Reading
from tests.readers.files import book, checked, messages, rules, text

MAPS = Path(__file__).resolve().parent.parent / "column_maps"
CLAIMS, OWNERS = "openfema/FimaNfipClaims_sample.csv", "openfema/HousingAssistanceOwners_sample.csv"
Found = Callable[[str], Path]


def column_map(name: str) -> dict[str, Any]:
    return tomllib.loads((MAPS / f"{name}.toml").read_text("utf-8"))


def with_columns(name: str, **columns: object) -> dict[str, Any]:
    stated = column_map(name)
    return stated | {"columns": stated["columns"] | columns}


def total(reading: Reading, ledger: str, column: str) -> Decimal:
    return Decimal(str(reading.ledgers[ledger][column].sum()))


def test_every_claim_of_a_foreign_insurer_becomes_a_row_and_the_sums_are_those_of_the_folder(
    received_file: Found,
) -> None:
    reading = checked(received_file(CLAIMS), sidecar=column_map("nfip_claims"))
    claims = reading.ledgers["insurance_claims"]
    assert (reading.reader, reading.rows_read, reading.rows_accepted) == ("ledger:insurance_claims", 1001, 1000)
    assert claims["amount_building"].null_count() == 66
    assert total(reading, "insurance_claims", "amount_building") == Decimal("30308986.86")
    assert total(reading, "insurance_claims", "amount_contents") == Decimal("7232543.60")
    assert total(reading, "insurance_claims", "amount") == Decimal("30308986.86") + Decimal("7232543.60")
    assert total(reading, "insurance_claims", "reported_loss") == 33453316
    assert claims["accepted_households"].sum() == 1000
    assert claims["lost_on"].null_count() == 0
    assert (claims["lost_on"].dt.year() - claims["loss_year"]).abs().max() <= 1
    assert set(claims["cause"]) == {"flood"} and set(claims["scheme"]) == {"voluntary"}


def test_another_column_of_the_same_file_is_another_line_of_the_map(received_file: Found) -> None:
    stated = with_columns("nfip_claims", amount="netBuildingPaymentAmount")
    reading = checked(received_file(CLAIMS), sidecar=stated)
    assert total(reading, "insurance_claims", "amount") == Decimal("30297631.86")
    assert (reading.ledgers["insurance_claims"]["amount"] == 0).sum() == 73


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("totalApprovedIhpAmount", "68308182.64"),
        ("repairReplaceAmount", "49341313.50"),
        ("totalDamage", "170560772.36"),
    ],
)
def test_assistance_to_owners_becomes_relief_funds_to_the_cent(
    received_file: Found, column: str, expected: str
) -> None:
    reading = checked(received_file(OWNERS), sidecar=with_columns("housing_assistance", amount=column))
    funds = reading.ledgers["relief_funds"]
    assert (reading.rows_read, funds.height) == (1001, 1000)
    assert total(reading, "relief_funds", "amount") == Decimal(expected)
    assert funds["households"].sum() == 30257
    assert set(funds["stage"]) == {"paid"} and set(funds["payer_level"]) == {"central"}


def test_regions_of_another_country_are_no_code_of_china(received_file: Found) -> None:
    codes = checked(received_file(CLAIMS), sidecar=column_map("nfip_claims")).ledgers["insurance_claims"]["region_code"]
    assert codes.str.contains(r"^US-[A-Z]{2}(-[0-9]{5})?$").all()
    assert (codes.str.len_chars() == 5).sum() == 1  # the one claim without a county stays in its state


ROWS = [
    ["ClaimNo", "Island", "Loss", "Building", "Contents", "Holder name"],
    ["C-1", "North", "2021-06-01", "1,250.50", "NA", "Ann Example"],
    ["C-2", "South", "2021-06-02", "0", "99.99", "Bob Example"],
    ["C-3", "NA", "2021-06-02", "10", "", "Cid Example"],
]
ISLANDS: dict[str, Any] = {
    "ledger": "insurance_claims",
    "regions": "foreign",
    "prefix": "ZZ",
    "currency": "USD",
    "columns": {"region": "Island", "lost_on": "Loss", "amount": ["Building", "Contents"]},
    "constants": {"accepted_households": 1},
}


def test_several_columns_of_one_figure_are_added_up_and_a_blank_is_not_zero(tmp_path: Path) -> None:
    reading = checked(text(tmp_path / "islands.csv", ROWS), sidecar=ISLANDS)
    rows = reading.ledgers["insurance_claims"]
    assert rows["region_code"].to_list() == ["ZZ-North", "ZZ-South"]
    assert rows["amount"].to_list() == [Decimal("1250.50"), Decimal("99.99")]
    assert rows["source_locator"].to_list() == ["2", "3"]
    assert reading.rejected_rows["reason"].to_list() == ["F083"]


def test_columns_that_the_map_does_not_name_are_not_read(tmp_path: Path) -> None:
    reading = checked(text(tmp_path / "islands.csv", ROWS), sidecar=ISLANDS)
    everything = " ".join(
        str(table.rows()) for table in (reading.findings, reading.rejected_rows, *reading.ledgers.values())
    )
    assert "Example" not in everything


def test_foreign_data_is_told_once_with_its_currency(tmp_path: Path) -> None:
    reading = checked(text(tmp_path / "islands.csv", ROWS), sidecar=ISLANDS)
    assert len(messages(reading, "F120")) == 1
    assert "USD" in messages(reading, "F120")[0]


def test_a_column_of_the_map_that_the_file_lacks_is_told(tmp_path: Path) -> None:
    stated = ISLANDS | {"columns": ISLANDS["columns"] | {"paid_on": "Paid"}}
    reading = checked(text(tmp_path / "islands.csv", ROWS), sidecar=stated)
    assert "Paid" in messages(reading, "F121")[0]
    assert reading.rows_accepted == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"ledger": "no_such_ledger"},
        {"regions": "mars"},
        {"columns": {"no_such_column": "Island", "region": "Island", "amount": "Building"}},
        {"constants": {"accepted_households": "many"}},
        {"regions": None, "currency": "USD"},
    ],
)
def test_a_mistake_in_the_map_is_told(tmp_path: Path, wrong: dict[str, Any]) -> None:
    stated = {key: value for key, value in (ISLANDS | wrong).items() if value is not None}
    assert "F096" in rules(checked(text(tmp_path / "islands.csv", ROWS), sidecar=stated))


def test_a_map_names_chinese_regions_like_any_other_table(tmp_path: Path) -> None:
    rows = [["单位名", "钱数"], ["腾冲市财政局", "3万元"], ["龙陵县", 500]]
    stated = {
        "ledger": "relief_funds", "stage": "发放到户", "columns": {"region": "单位名", "amount": "钱数"},
    }  # fmt: skip
    funds = checked(book(tmp_path / "a.xlsx", rows), sidecar=stated).ledgers["relief_funds"]
    assert funds.select("region_code", "amount", "stage").rows() == [
        ("530581", Decimal(30000), "paid"),
        ("530523", Decimal(500), "paid"),
    ]


def test_the_maps_name_columns_of_their_ledgers_only() -> None:
    for path in MAPS.glob("*.toml"):
        stated = tomllib.loads(path.read_text("utf-8"))
        ledger = codebooks.ledgers()[stated["ledger"]]
        known = {column.column_name for column in ledger.columns}
        assert set(stated["columns"]) | set(stated.get("constants", {})) <= known
