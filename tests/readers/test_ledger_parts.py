"""Several ledgers below each other in one sheet: each is read below its own title and headings."""

from decimal import Decimal
from pathlib import Path

from tests.readers.files import Rows, book, checked, rules

RECEIVED = ["文号", "下达时间", "资金来源", "用途", "金额"]
PASSED = ["乡镇", "拨付时间", "文号", "用途", "金额"]
COLUMNS = ("source_locator", "region_code", "stage", "payer_level", "document_no", "amount")


def test_other_headings_further_down_are_those_of_the_ledger_below_them(tmp_path: Path) -> None:
    rows: Rows = [
        ["腾冲市2023年救灾资金台账"],
        ["单位：万元"],
        ["一、收到情况"],
        RECEIVED,
        ["云财社〔2023〕45号", "2023.6.28", "中央", "应急救助", 150],
        ["合计", None, None, None, 150],
        [None],
        ["二、拨付情况"],
        PASSED,
        ["界头镇", "2023.7.5", "腾财社〔2023〕33号", "应急救助", 100],
        ["固东镇", "2023.7.5", "腾财社〔2023〕33号", "应急救助", 50],
        ["合计", None, None, None, 150],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert reading.ledgers["relief_funds"].select(COLUMNS).rows() == [
        ("表1!5", "530581", "received", "central", "云财社〔2023〕45号", Decimal(1500000)),
        ("表1!10", "530581106000", "passed_down", None, "腾财社〔2023〕33号", Decimal(1000000)),
        ("表1!11", "530581102000", "passed_down", None, "腾财社〔2023〕33号", Decimal(500000)),
    ]
    assert (rules(reading), reading.rows_read, reading.rows_accepted) == ([], 12, 3)


def test_the_same_headings_below_another_title_are_of_what_that_title_says(tmp_path: Path) -> None:
    headings = ["地区", "文号", "日期", "金额（元）"]
    rows: Rows = [
        ["2023年中央应急救助资金下达情况"],
        headings,
        ["腾冲市", "甲〔2023〕1号", "2023-06-28", 1],
        ["2023年省级冬春救助资金发放情况"],
        headings,
        ["腾冲市", "甲〔2023〕2号", "2023-12-28", 2],
        ["2023年省级冬春救助资金发放情况"],
        headings,
        ["龙陵县", "甲〔2023〕2号", "2023-12-28", 3],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert reading.ledgers["relief_funds"].select(
        "region_code", "stage", "payer_level", "purpose", "amount"
    ).rows() == [
        ("530581", "received", "central", "emergency", Decimal(1)),
        ("530581", "paid", "provincial", "winter_spring", Decimal(2)),
        ("530523", "paid", "provincial", "winter_spring", Decimal(3)),
    ]
    assert reading.rows_accepted == 3


def test_ledgers_of_two_kinds_in_one_sheet(tmp_path: Path) -> None:
    rows: Rows = [
        ["腾冲市2022—2023年度冬春救助资金发放情况"],
        ["乡镇", "发放时间", "资金来源", "发放金额（元）"],
        ["界头镇", "2023.1.5", "中央", 100],
        ["腾冲市2022—2023年度冬春需救助情况统计表"],
        ["乡镇", "需救助户数", "需救助人口"],
        ["界头镇", 800, 1950],
    ]
    ledgers = checked(book(tmp_path / "a.xlsx", rows)).ledgers
    assert ledgers["relief_funds"]["amount"].to_list() == [Decimal(100)]
    assert ledgers["winter_spring"].select("season", "need_households", "need_people").rows() == [
        ("2022-2023", 800, 1950)
    ]
