"""Findings in words."""

import re
from pathlib import Path
from string import Formatter

import pytest

from pipelines import codebooks
from pipelines.readers import messages
from pipelines.readers.contract import FINDING_SCHEMA

FIELDS = {"value", "heading", "detail", "suggestion", "sheet", "row", "words"}
PIPELINES = Path(messages.__file__).resolve().parent.parent
RULES = codebooks.rows("reading_rules")


def test_a_finding_names_file_sheet_row_and_column_in_both_languages() -> None:
    told = messages.finding(
        "F060", source_file="灾情.xlsx", locator="灾情指标!12", indicator="affected_population", value="12O",
        suggestion_zh="是否应为 120？", suggestion_en="Should it be 120?",
    )  # fmt: skip
    assert set(told) == set(FINDING_SCHEMA)
    assert (told["severity"], told["status"], told["value"]) == ("error", "open", "12O")
    assert str(told["message_zh"]).startswith("文件“灾情.xlsx”，工作表“灾情指标”，第 12 行，“受灾人口”列：")
    assert "是否应为 120？" in str(told["message_zh"])
    assert str(told["message_en"]).startswith('File "灾情.xlsx", sheet "灾情指标", row 12, column "受灾人口": ')
    assert "Should it be 120?" in str(told["message_en"])


def test_a_row_of_a_text_file_has_no_sheet() -> None:
    assert messages.place_zh("a.csv", "12") == "文件“a.csv”，第 12 行："
    assert messages.place_en("a.csv", "") == 'File "a.csv": '


def test_a_detail_nobody_gave_leaves_no_gap() -> None:
    told = messages.finding("F002", source_file="a.xlsx", locator="")
    assert "（）" not in str(told["message_zh"])
    assert "()" not in str(told["message_en"])


@pytest.mark.parametrize(
    "number",
    ["13912345678", "139 1234 5678", "139-1234-5678", "610116198001011233", "61011619800101123X",
     "610116 19800101 1233", "6.10116198001011e+17", "02912345678", "6222021234567890123", "１３９１２３４５６７８"],
)  # fmt: skip
def test_identity_and_phone_numbers_are_masked(number: str) -> None:
    assert messages.masked(f"王某 {number}。") == f"王某 {number[:3]}{'*' * (len(number) - 3)}。"


@pytest.mark.parametrize(
    "text", ["744", "2105621.39", "2021-10-03 12:37:48", "610116", "2021-10-03 2021-10-12", "990101004000"]
)
def test_figures_dates_and_codes_are_quoted_as_they_stand(text: str) -> None:
    assert messages.masked(text) == text


def test_a_township_code_of_a_known_prefecture_is_quoted_as_it_stands() -> None:
    assert messages.masked("610116004000") == ("610116004000" if codebooks.region("610100") else "610*********")


def test_details_are_masked_too_and_kept_to_a_line() -> None:
    told = messages.finding("F102", source_file="a.csv", locator="3", detail="电话 13912345678\n" + "长" * 100)
    assert "13912345678" not in str(told["message_zh"])
    assert len(str(told["message_zh"])) < 140


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["rule_id"])
def test_every_rule_is_written_in_both_languages_with_known_fields(rule: dict[str, str]) -> None:
    assert rule["severity"] in {"reject", "error", "warning"}
    assert re.fullmatch(r"[a-z][a-z0-9_]+", rule["name"])
    for language in ("message_zh", "message_en"):
        assert {field for _, field, _, _ in Formatter().parse(rule[language]) if field} <= FIELDS
    assert re.search(r"[\u4e00-\u9fff].*。$", rule["message_zh"])
    assert rule["message_en"].endswith(".")


def test_rules_are_unique_and_every_rule_the_program_names_exists() -> None:
    known = [rule["rule_id"] for rule in RULES]
    named = {hit for path in PIPELINES.rglob("*.py") for hit in re.findall(r'"(F\d{3})"', path.read_text("utf-8"))}
    assert len(known) == len(set(known))
    assert len({rule["name"] for rule in RULES}) == len(RULES)
    assert named <= set(known)
