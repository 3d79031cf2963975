"""The ledgers of the sample: every row is read, the figures hold together, and the quirks are there once."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from pipelines import sample
from pipelines.readers import read
from pipelines.readers.contract import Reading
from pipelines.sample import quirks

LISTS = ("灾情组合查询表", "洪涝灾害", "已公布数字", "边界")
MONEY_OF_TOTALS = {"救灾资金台账": ("relief_funds", "amount"), "农房保险参保": ("insurance_policies", "premium")}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return sample.write(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def readings(files: list[Path]) -> dict[str, Reading]:
    """What is read from each ledger, by the name of its file."""
    return {path.name: read(path) for path in files if not any(word in path.name for word in LISTS)}


def rows(readings: dict[str, Reading], ledger: str) -> list[dict[str, Any]]:
    frames = [reading.ledgers[ledger] for reading in readings.values() if ledger in reading.ledgers]
    return pl.concat(frames).to_dicts()


def every_cell(path: Path) -> Iterator[list[Any]]:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        yield from book.get_sheet_by_name(name).to_python()


def test_every_row_of_every_ledger_is_read_or_a_title_heading_or_total(readings: dict[str, Reading]) -> None:
    for name, reading in readings.items():
        assert reading.rows_rejected == 0, name
        assert reading.rows_read == reading.rows_accepted + reading.rows_skipped
        assert reading.rows_accepted == sum(frame.height for frame in reading.ledgers.values())
        assert [row for row in reading.findings.iter_rows(named=True) if row["severity"] != "warning"] == [], name
    assert {ledger for reading in readings.values() for ledger in reading.ledgers} == {
        "relief_funds", "relief_supplies", "winter_spring", "rebuilding", "insurance_policies", "insurance_claims",
        "population", "gdp", "cpi",
    }  # fmt: skip


def test_the_money_read_is_that_of_the_total_lines_in_yuan(readings: dict[str, Reading], files: list[Path]) -> None:
    for path in files:
        for word, (ledger, column) in MONEY_OF_TOTALS.items():
            if word in path.name and path.suffix == ".xlsx":
                at = {"amount": 8, "premium": 7}[column]
                totals = [cells[at] for cells in every_cell(path) if cells[0] == "合计"]
                read_in = readings[path.name].ledgers[ledger][column].sum()
                assert read_in == sum(Decimal(str(total)) for total in totals) * 10_000
    assert all(row["amount"] % 10 == 0 for row in rows(readings, "relief_funds"))


def test_no_document_is_passed_down_beyond_what_was_received_or_paid_beyond_that(readings: dict[str, Reading]) -> None:
    book = next(reading for name, reading in readings.items() if name.startswith("示例市救灾资金"))
    county = next(reading for name, reading in readings.items() if name.startswith("白沙市"))
    sums: dict[object, dict[object, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in book.ledgers["relief_funds"].to_dicts():
        sums[row["document_no"]][row["stage"]] += row["amount"]
    for document in sums.values():
        assert document["received"] >= document["passed_down"] >= document["paid"]
        assert document["passed_down"] >= document["received"] * Decimal("0.9") or not document["paid"]
    own: dict[object, dict[object, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in county.ledgers["relief_funds"].to_dicts():
        own[row["document_no"]][row["stage"]] += row["amount"]
    assert all(document["received"] >= document["paid"] for document in own.values())


def test_every_county_confirms_what_was_passed_down_to_it(readings: dict[str, Reading]) -> None:
    sides: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for row in rows(readings, "relief_funds"):
        if row["region_code"] != sample.PREFECTURE:
            sides[row["stage"]].append((row["document_no"], row["region_code"], row["amount"]))
    assert sorted(sides["received"]) == sorted(sides["passed_down"])


def test_nothing_is_dated_after_the_cut_off_and_no_claim_is_paid_before_its_loss(readings: dict[str, Reading]) -> None:
    until = sample.CUT_OFF.date()
    assert all(row["dated_on"] <= until for row in rows(readings, "relief_funds"))
    claims = rows(readings, "insurance_claims")
    assert any(claim["paid_on"] is None for claim in claims)
    assert all(claim["lost_on"] < claim["paid_on"] <= until for claim in claims if claim["paid_on"])


def test_claims_stay_below_the_housing_losses_of_their_year(readings: dict[str, Reading], files: list[Path]) -> None:
    losses: dict[int, Decimal] = defaultdict(Decimal)
    for path in files:
        if "灾情组合查询表" in path.name:
            for row in read(path).reports.filter(pl.col("region_level") == "county").iter_rows(named=True):
                losses[row["occurred_at"].year] += row["loss_housing_household"] * 10_000
    paid: dict[int, Decimal] = defaultdict(Decimal)
    for claim in rows(readings, "insurance_claims"):
        paid[claim["lost_on"].year] += claim["amount"] or 0
    assert {year: losses[year] / 10 < amount < losses[year] for year, amount in paid.items()} == dict.fromkeys(
        paid, True
    )
    assert set(paid) == {2023, 2024, 2025}


def test_a_season_is_one_season_in_both_spellings(readings: dict[str, Reading]) -> None:
    aid = rows(readings, "winter_spring")
    assert {row["season"] for row in aid} == {"2023-2024", "2024-2025"}
    assert len(aid) == 12
    assert all(row["need_people"] >= row["aided_people"] > row["aided_households"] for row in aid)
    money = {row["season"] for row in rows(readings, "relief_funds") if row["purpose"] == "winter_spring"}
    assert money == {"2023-2024", "2024-2025"}


def test_what_is_to_be_rebuilt_is_what_collapsed_or_was_severely_damaged(
    readings: dict[str, Reading], files: list[Path]
) -> None:
    destroyed: dict[tuple[str, int], int] = defaultdict(int)
    for path in files:
        if "灾情组合查询表_2023" in path.name:
            for row in read(path).reports.filter(pl.col("region_level") == "county").iter_rows(named=True):
                both = row["collapsed_dwelling_households"] + row["severe_dwelling_households"]
                destroyed[row["region_code"], row["occurred_at"].year] += both
    stated = {
        (row["region_code"], row["year"]): row["rebuild_need_households"]
        for row in rows(readings, "rebuilding")
        if row["year"] == 2023
    }
    assert stated == {key: count for key, count in destroyed.items() if key in stated}


def test_one_batch_stands_in_two_files_and_one_insurer_states_another_rate(readings: dict[str, Reading]) -> None:
    seen: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for name, reading in readings.items():
        for row in reading.ledgers.get("relief_funds", pl.DataFrame()).iter_rows(named=True):
            seen[row["document_no"], row["stage"], row["region_code"], row["amount"]].add(name)
    twice = {key[0] for key, names in seen.items() if len(names) > 1}
    assert len(twice) == 1
    other = [
        (row["region_code"], row["policy_year"])
        for row in rows(readings, "insurance_policies")
        if abs(row["participation_pct"] - Decimal(row["insured_households"] * 100) / row["eligible_households"]) > 0.1
    ]
    assert other == [quirks.STATES_ANOTHER_RATE[:2]]
