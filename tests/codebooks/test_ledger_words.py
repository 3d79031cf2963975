"""The codebooks of ledgers: lists, aliases and rules lead to columns that exist, and no word means two things."""

import pytest

from pipelines import codebooks
from pipelines.codebooks.ledgers import MEASURES
from pipelines.transforms.headings import is_personal
from pipelines.transforms.ledger_headings import ANY, match_ledger_heading
from pipelines.transforms.ledger_words import choice_in_title, choice_of
from pipelines.transforms.widths import squeezed

MARKS = {"@text", "@household", "@narrowing", "@not_in_titles", "@derived"}


def test_every_ledger_has_a_region_and_columns_of_known_types() -> None:
    types = {"region", "text", "date", "year", "season", "choice", "hazard", *MEASURES}
    for ledger in codebooks.ledgers().values():
        assert ledger.columns[0].type == "region"
        assert {column.type for column in ledger.columns} <= types
        assert len({column.column_name for column in ledger.columns}) == len(ledger.columns)


def test_every_choice_is_of_a_list_that_has_labels() -> None:
    for ledger in codebooks.ledgers().values():
        for column in ledger.columns:
            assert (column.type == "choice") == bool(column.choices)
            if column.choices:
                assert all(one.name_zh and one.name_en for one in codebooks.choices(column.choices).values())


def test_no_word_of_a_list_means_two_values() -> None:
    for name in {row["list"] for row in codebooks.rows("ledger_choices")}:
        values: dict[str, set[str]] = {}
        for value, choice in codebooks.choices(name).items():
            for word in choice.words:
                values.setdefault(squeezed(word).lower(), set()).add(value)
        assert {word: found for word, found in values.items() if len(found) > 1} == {}


def test_every_alias_leads_to_a_column_and_what_it_sets_exists() -> None:
    known = codebooks.ledgers()
    for row in codebooks.rows("ledger_aliases"):
        columns = {column.column_name for one in known.values() for column in one.columns}
        if row["ledger"] != ANY:
            columns = {column.column_name for column in known[row["ledger"]].columns}
        assert row["column_name"] in columns | MARKS, row
        if row["unit"] and row["column_name"] not in MARKS | {"quantity"}:
            column = known[row["ledger"]].column(row["column_name"])
            assert column and codebooks.unit_factor(row["unit"], column.unit), row
        name, _, value = row["sets"].partition("=")
        if name:
            column = known[row["ledger"]].column(name)
            assert column and (not column.choices or value in codebooks.choices(column.choices)), row


def test_no_heading_of_one_ledger_is_listed_twice_and_personal_words_lead_to_amounts_only() -> None:
    listed = [(row["ledger"], row["heading"]) for row in codebooks.rows("ledger_aliases")]
    assert len(listed) == len(set(listed))
    personal = {row["column_name"] for row in codebooks.rows("ledger_aliases") if is_personal((row["heading"],))}
    assert personal == {"amount", "fund"}  # 一卡通发放金额


def test_households_are_counted_in_columns_of_households() -> None:
    for row in codebooks.rows("ledger_households"):
        ledger = codebooks.ledgers()[row["ledger"]]
        column = ledger.column(row["column_name"])
        assert column and column.unit == "户"
        assert all(ledger.column(name) for name in row["where_positive"].split())


@pytest.mark.parametrize(
    ("ledger", "parts", "column", "unit", "sets"),
    [
        ("relief_funds", ("下达金额（万元）",), "amount", "万元", {"stage": "received"}),
        ("relief_funds", ("资金来源", "省"), "amount", "", {"payer_level": "provincial"}),
        (
            "relief_funds",
            ("下达资金（万元）", "市级"),
            "amount",
            "万元",
            {"stage": "received", "payer_level": "prefecture"},
        ),
        ("relief_funds", ("下达资金", "合计"), "amount", "", {"stage": "received"}),
        ("relief_funds", ("救助", "人次"), "person_times", "", {}),
        ("insurance_policies", ("统保参保户数(户)",), "insured_households", "户", {"scheme": "universal"}),
        ("insurance_policies", ("2022年", "参保户数"), "insured_households", "", {"policy_year": "2022"}),
        ("insurance_policies", ("保费（元/户）",), "premium_per_household", "元", {}),
        ("winter_spring", ("需救助情况", "人口"), "need_people", "", {}),
        ("winter_spring", ("需救助", "户"), "need_households", "户", {}),
        ("relief_supplies", ("棉被（床）",), "quantity", "床", {"item": "棉被"}),
        ("population", ("2021年",), "population", "", {"year": "2021"}),
    ],
)
def test_headings_of_ledgers(ledger: str, parts: tuple[str, ...], column: str, unit: str, sets: dict[str, str]) -> None:
    found = match_ledger_heading(ledger, parts)
    assert found is not None
    assert (found.column, found.unit, dict(found.sets)) == (column, unit, sets)


@pytest.mark.parametrize("parts", [("上年同期", "金额"), ("金额", "上年同期"), ("随便",), ()])
def test_headings_of_something_else_are_no_columns(parts: tuple[str, ...]) -> None:
    assert match_ledger_heading("relief_funds", parts) is None


def test_a_cell_may_speak_of_a_choice_and_a_title_only_clearly() -> None:
    assert choice_of("fund_purpose", "2022—2023年度中央冬春临时生活困难救助资金") == "winter_spring"
    assert choice_of("payer_level", "地方") is None
    assert choice_in_title("fund_stage", "救灾资金拨付发放情况") is None
    assert choice_in_title("payer_level", "各乡镇街道救灾资金发放表") is None
