"""Ledgers of single households: what is counted, and that nothing personal leaves the reader."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.readers import Reading
from tests.readers.files import book, checked, messages, rules, text

SECRETS = ("张三", "李四", "530102199001011234", "13912345678", "6222021234567890123", "老街5号")
PERSONAL = ["530102199001011234", "13912345678", "6222021234567890123", "老街5号"]
CLAIMS: list[list[Any]] = [
    ["农房保险理赔台账"],
    ["保单号", "乡镇", "户主姓名", "身份证号", "联系电话", "一卡通账号", "家庭住址", "出险时间", "赔款金额(元)"],
    ["P1", "固东镇", "张三", *PERSONAL, "2023-06-01", 3136.6],
    ["P2", "固东镇", "李四", *PERSONAL, "2023-06-01", None],
    ["P3", "界头镇", "李四", *PERSONAL, "2023-06-02", 0],
    ["P4", "张三", "李四", *PERSONAL, "2023-06-02", 9],
    ["P5", "界头镇", "李四", *PERSONAL, "2023-06-02", "张三"],
]


def everything(reading: Reading) -> str:
    tables = (reading.findings, reading.rejected_rows, reading.skipped_rows, reading.figure_states)
    return " ".join(str(table.rows()) for table in (*tables, *reading.ledgers.values()))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_each_claim_is_one_household_and_nothing_personal_is_kept(tmp_path: Path, kind: str) -> None:
    write = book if kind == "xlsx" else text
    reading = checked(write(tmp_path / f"a.{kind}", CLAIMS), name=f"insurance/腾冲市理赔.{kind}")
    claims = reading.ledgers["insurance_claims"]
    assert claims["accepted_households"].to_list() == [1, 1, 1, 1]
    assert claims["paid_households"].to_list() == [1, None, 0, None]
    assert (reading.rows_accepted, reading.rows_rejected) == (4, 1)
    assert len(messages(reading, "F048")) == 5
    assert len(messages(reading, "F119")) == 1
    assert [secret for secret in SECRETS if secret in everything(reading)] == []
    assert reading.rejected_rows["cells"].to_list() == [""]


def test_a_table_that_counts_households_is_not_counted_again(tmp_path: Path) -> None:
    rows = [["地区", "出险时间", "受理户数", "赔款金额(元)"], ["腾冲市", "2023-06-01", 18, 56000]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    row = reading.ledgers["insurance_claims"].row(0, named=True)
    assert (row["accepted_households"], row["paid_households"]) == (18, None)
    assert "F119" not in rules(reading)


def test_sums_of_a_region_without_households_are_not_one_household(tmp_path: Path) -> None:
    rows = [["农房保险理赔情况"], ["地区", "赔付年度", "赔款金额（万元）"], ["腾冲市", 2023, 646.14]]
    row = checked(book(tmp_path / "a.xlsx", rows)).ledgers["insurance_claims"].row(0, named=True)
    assert (row["accepted_households"], row["paid_households"]) == (None, None)


def test_a_list_of_households_in_need_is_one_row_of_its_region_and_season(tmp_path: Path) -> None:
    """The national form of winter-spring aid lists households; its ledger has one row for a region and season."""
    rows = [
        ["2022—2023年度冬春救助台账"],
        ["乡镇", "户主姓名", "户主身份证号", "家庭类型", "需救助人口", "已发放救助款(元)", "已发放救助物资折款(元)"],
        ["固东镇", "张三", "530102199001011234", "低保户", 3, 600, 0],
        ["固东镇", "李四", "530102199001011234", "一般户", 2, None, None],
        ["界头镇", "李四", "530102199001011234", "一般户", 4, 0, 50.5],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows), name="relief/腾冲市冬春.xlsx")
    columns = ("source_locator", "need_households", "aided_households", "need_people", "fund", "goods_value")
    assert reading.ledgers["winter_spring"].select(columns).rows() == [
        ("表1!3", 2, 1, 5, Decimal(600), Decimal(0)),
        ("表1!5", 1, 1, 4, Decimal(0), Decimal("50.50")),
    ]
    assert reading.rows_accepted == 3
    assert [secret for secret in SECRETS if secret in everything(reading)] == []


def test_money_paid_to_persons_counts_them_as_households(tmp_path: Path) -> None:
    rows = [
        ["腾冲市2023年应急救助资金发放花名册"],
        ["乡镇", "户主姓名", "身份证号", "救助人次", "一卡通发放金额(元)", "资金来源", "开户行"],
        ["固东镇", "张三", "530102199001011234", 3, 600, "县级", "老街5号信用社"],
        ["固东镇", "李四", "530102199001011234", 2, 0, "县级", "老街5号信用社"],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    columns = ("stage", "payer_level", "amount", "households", "person_times")
    assert reading.ledgers["relief_funds"].select(columns).rows() == [
        ("paid", "county", Decimal(600), 1, 3),
        ("paid", "county", Decimal(0), 0, 2),
    ]
    assert [secret for secret in SECRETS if secret in everything(reading)] == []


def test_words_in_columns_of_choices_are_not_quoted_in_a_table_of_persons(tmp_path: Path) -> None:
    rows = [
        ["乡镇", "户主姓名", "资金阶段", "用途", "文号", "金额（元）"],
        ["固东镇", "李四", "张三", "应急", "李四", 5],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows), name="腾冲市.xlsx")
    assert "F111" in rules(reading)
    assert [secret for secret in SECRETS if secret in everything(reading)] == []
