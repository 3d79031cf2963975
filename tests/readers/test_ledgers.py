"""Ledgers by value: each kind once, and the slips that people make in them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.readers import Reading
from tests.readers.files import book, checked, messages, rules, text

FUNDS = ["地区", "资金阶段", "资金来源", "用途", "文号", "批次", "日期", "金额（万元）", "救助户数", "救助人次"]


def rows_of(reading: Reading, ledger: str, *columns: str) -> list[tuple[Any, ...]]:
    return reading.ledgers[ledger].select(columns).rows()


def funds(tmp_path: Path, *rows: Sequence[Any], headings: Sequence[str] = FUNDS) -> Reading:
    return checked(book(tmp_path / "a.xlsx", [list(headings), *map(list, rows)]))


def payment(**cells: Any) -> list[Any]:
    usual: dict[str, Any] = dict.fromkeys(FUNDS) | {
        "地区": "腾冲市", "资金阶段": "收到上级下达", "资金来源": "中央", "用途": "应急救助",
        "文号": "云财社〔2023〕12号", "日期": "2023-06-28", "金额（万元）": 100,
    }  # fmt: skip
    return list((usual | cells).values())


def test_a_payment_is_one_row_with_money_in_yuan(tmp_path: Path) -> None:
    row = [
        "腾冲市",
        "收到上级下达",
        "中央财政",
        "冬春",
        "云财社〔2023〕12号",
        "第一批",
        "2023/6/28",
        270.5,
        None,
        "51816",
    ]
    reading = funds(tmp_path, row)
    assert reading.reader == "ledger:relief_funds"
    columns = ("region_code", "stage", "payer_level", "purpose", "document_no", "batch", "dated_on", "amount")
    assert rows_of(reading, "relief_funds", *columns, "households", "person_times") == [
        (
            "530581", "received", "central", "winter_spring", "云财社〔2023〕12号", "第一批", date(2023, 6, 28),
            Decimal("2705000.00"), None, 51816,
        )
    ]  # fmt: skip
    assert rules(reading) == []


def test_an_amount_in_yuan_in_a_cell_under_a_heading_of_ten_thousand_yuan_is_what_the_cell_says(tmp_path: Path) -> None:
    cells = ["1200元", "0.12万元", "1,200.50 元", "0.00012亿元", 0.12]
    reading = funds(tmp_path, *(payment(**{"金额（万元）": cell}) for cell in cells))
    amounts = [Decimal(text) for text in ("1200", "1200", "1200.5", "12000", "1200")]
    assert reading.ledgers["relief_funds"]["amount"].to_list() == amounts


def test_a_negative_batch_has_no_amount_and_is_an_error_while_the_row_counts(tmp_path: Path) -> None:
    reading = funds(tmp_path, payment(**{"金额（万元）": -12.5, "救助户数": 3}))
    assert rows_of(reading, "relief_funds", "amount", "households") == [(None, 3)]
    assert (rules(reading), reading.rows_accepted) == (["F061"], 1)
    assert reading.findings["severity"].to_list() == ["error"]
    assert reading.findings["indicator"].to_list() == ["amount"]


def test_an_unknown_payer_is_quoted_and_counts_as_unknown(tmp_path: Path) -> None:
    reading = funds(tmp_path, payment(资金来源="外星财政"), payment(用途="买糖果"))
    assert rows_of(reading, "relief_funds", "payer_level", "purpose") == [("unknown", "emergency"), ("central", None)]
    assert "“外星财政”" in messages(reading, "F111")[0] and "中央" in messages(reading, "F111")[0]
    assert (reading.rows_accepted, set(reading.findings["severity"])) == (2, {"error"})


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("云南省财政厅", "provincial"),
        ("省财政", "provincial"),
        ("财政部、应急管理部", "central"),
        ("保山市应急管理局", "prefecture"),
        ("腾冲市财政局", "county"),
        ("中央、省级", "central_provincial"),
        ("社会捐赠", "donation"),
        ("Central", "central"),
    ],
)
def test_payers_are_understood_by_their_office(tmp_path: Path, written: str, level: str) -> None:
    assert rows_of(funds(tmp_path, payment(资金来源=written)), "relief_funds", "payer_level") == [(level,)]


def test_a_payer_that_is_not_stated_is_neither_unknown_nor_a_finding(tmp_path: Path) -> None:
    reading = funds(tmp_path, payment(资金来源=None), payment(资金来源="--"))
    assert rows_of(reading, "relief_funds", "payer_level") == [(None,), (None,)]
    assert rules(reading) == []


def test_a_payment_without_its_stage_counts_and_is_told(tmp_path: Path) -> None:
    reading = funds(tmp_path, payment(资金阶段=None), payment(资金阶段="路上"))
    assert rows_of(reading, "relief_funds", "stage") == [(None,), (None,)]
    assert rules(reading) == ["F111", "F112"]


def test_the_same_batch_in_two_files_is_read_alike_in_both(tmp_path: Path) -> None:
    """Which of the two counts is decided in core; reading must not make them differ."""
    one = checked(book(tmp_path / "a.xlsx", [FUNDS, payment()]))
    heading = ["收款单位", "文号", "下达时间", "下达资金（元）", "资金来源", "用途"]
    row = ["腾冲市应急管理局", "云财社〔2023〕12号", "2023年6月28日", "1,000,000", "中央财政资金", "应急"]
    other = checked(text(tmp_path / "b.csv", [heading, row], encoding="gb18030"))
    columns = ("region_code", "stage", "payer_level", "purpose", "document_no", "dated_on", "amount")
    assert rows_of(one, "relief_funds", *columns) == rows_of(other, "relief_funds", *columns)


@pytest.mark.parametrize("written", ["2022—2023", "2022-2023年度", "22/23", "2022-2023年冬春", "2022年冬至2023年春"])
def test_a_season_is_one_season_however_it_is_written(tmp_path: Path, written: str) -> None:
    rows = [
        ["地区", "冬春年度", "需救助户数", "需救助人口", "已发放救助资金（万元）"],
        ["腾冲市", written, 4441, 10252, 614],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    columns = ("season", "need_households", "need_people", "fund")
    assert rows_of(reading, "winter_spring", *columns) == [("2022-2023", 4441, 10252, Decimal(6140000))]


def test_a_row_whose_season_cannot_be_told_is_rejected(tmp_path: Path) -> None:
    rows = [
        ["地区", "冬春年度", "需救助户数"],
        ["腾冲市", "2022-2025", 1],
        ["腾冲市", None, 2],
        ["腾冲市", "2022-2023", 3],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (reading.rows_accepted, reading.rows_rejected) == (1, 2)
    assert reading.rejected_rows["reason"].to_list() == ["F113", "F113"]


def test_goods_have_an_item_a_unit_and_a_quantity(tmp_path: Path) -> None:
    rows = [
        ["腾冲市救灾物资台账"],
        ["地区", "物资名称", "数量", "单位", "环节", "日期", "折款（元）"],
        ["腾冲市", "棉被", "300床", None, "发放", "2023-01-02", 24000],
        ["固东镇", "折叠床", "1.5万", "张", "库存", None, None],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    columns = ("region_code", "stage", "item", "unit", "quantity", "value")
    assert rows_of(reading, "relief_supplies", *columns) == [
        ("530581", "issued", "棉被", "床", Decimal(300), Decimal(24000)),
        ("530581102000", "in_stock", "折叠床", "张", Decimal(15000), None),
    ]


def test_policies_by_scheme_keep_the_reported_rate_and_the_rounding(tmp_path: Path) -> None:
    rows = [
        [
            "地区",
            "保险年度",
            "参保方式",
            "应保户数",
            "投保户数",
            "参保率",
            "每户保费（元）",
            "财政补贴（万元）",
            "承保公司",
        ],
        ["腾冲市", "2023年度", "统保", "14.5万", "14.5万户", "100%", 10, 144.5, "人保财险腾冲支公司"],
        ["腾冲市", 2023, "商业补充", None, "12.22万户", "85.12%", None, None, None],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    columns = ("policy_year", "scheme", "eligible_households", "insured_households", "participation_pct")
    assert rows_of(reading, "insurance_policies", *columns, "premium_per_household", "premium_fiscal") == [
        (2023, "universal", 145000, 145000, Decimal(100), Decimal(10), Decimal(1445000)),
        (2023, "voluntary", None, 122200, Decimal("85.12"), None, None),
    ]
    states = reading.figure_states.select("indicator", "state", "half_width").rows()
    assert ("insured_households", "rounded", Decimal(500)) in states
    assert ("insured_households", "rounded", Decimal(50)) in states
    assert not any(name.startswith("premium") for name, _, _ in states)


def test_a_share_that_a_spreadsheet_keeps_as_a_fraction_is_a_percentage(tmp_path: Path) -> None:
    rows = [
        ["地区", "年度", "应保户数", "参保户数", "参保率"],
        ["腾冲市", 2023, 100, 85, 0.85],
        ["龙陵县", 2023, 10, 9, 0.9],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert reading.ledgers["insurance_policies"]["participation_pct"].to_list() == [Decimal(85), Decimal(90)]
    assert rules(reading) == ["F118"]


def test_claims_of_a_region_together(tmp_path: Path) -> None:
    rows = [["县区", "报案户数", "受理户数", "赔付户数", "赔付金额(万元)"], ["腾冲市", 3000, 2100, 2060, 646.14]]
    reading = checked(book(tmp_path / "a.xlsx", rows), name="insurance/2023年农房保险理赔.xlsx")
    columns = ("reported_households", "accepted_households", "paid_households", "amount", "payment_year", "loss_year")
    assert rows_of(reading, "insurance_claims", *columns) == [
        (3000, 2100, 2060, Decimal("6461400.00"), 2023, None)
    ]  # fmt: skip
    assert rules(reading) == ["F123"]


def test_a_claim_keeps_its_days_its_cause_and_the_year_of_a_month(tmp_path: Path) -> None:
    rows = [
        ["地区", "出险时间", "结案日期", "出险原因", "受理户数", "赔款(元)", "其中：房屋赔款（元）"],
        ["固东镇", "2023年6月", "20230710", "暴雨洪涝", 1, "3136.6", 3000],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows), name="腾冲市理赔.xlsx")
    columns = ("lost_on", "loss_year", "paid_on", "cause", "amount", "amount_building")
    assert rows_of(reading, "insurance_claims", *columns) == [
        (None, 2023, date(2023, 7, 10), "flood", Decimal("3136.60"), Decimal(3000))
    ]


def test_rebuilding_up_to_a_day(tmp_path: Path) -> None:
    rows = [
        ["腾冲市2023年因灾倒损民房恢复重建进度表（截至2023年11月7日）"],
        ["乡镇", "需重建户数", "已重建户数", "需修缮户数", "已修缮户数", "已拨付补助资金（万元）"],
        ["固东镇", 24, 20, 14, 14, 76.2],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    columns = ("region_code", "year", "as_of", "rebuild_need_households", "rebuild_done_households", "fund_paid")
    assert rows_of(reading, "rebuilding", *columns) == [
        ("530581102000", 2023, date(2023, 11, 7), 24, 20, Decimal(762000))
    ]


def test_population_with_a_column_for_each_year(tmp_path: Path) -> None:
    rows = [["各市常住人口（万人）"], ["地区", "2021年", "2022年"], ["云南省", 4690, 4693], ["昆明市", 850.2, None]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert rows_of(reading, "population", "source_locator", "region_code", "year", "kind", "population") == [
        ("表1!3", "530000", 2021, "resident_year_end", 46900000),
        ("表1!3", "530000", 2022, "resident_year_end", 46930000),
        ("表1!4", "530100", 2021, "resident_year_end", 8502000),
    ]


def test_gdp_of_a_country_fits_and_is_exact(tmp_path: Path) -> None:
    rows = [["地区", "年份", "地区生产总值（亿元）", "数据来源"], ["云南省", 2022, "1210207.2", "统计公报"]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert rows_of(reading, "gdp", "gdp", "publication") == [(Decimal("121020720000000"), "统计公报")]


def test_price_index_and_reporting_units(tmp_path: Path) -> None:
    rows = [["地区", "年度", "居民消费价格指数（上年=100）"], ["云南省", 2022, 101.6]]
    assert rows_of(checked(book(tmp_path / "a.xlsx", rows)), "cpi", "year", "cpi") == [(2022, Decimal("101.6"))]
    units = [["region_code", "unit_name", "reports_from"], ["530581", "腾冲市应急管理局", "2023-01-01"]]
    reading = checked(text(tmp_path / "reporting_units.csv", units))
    assert rows_of(reading, "reporting_units", "region_code", "unit_name", "reports_from", "reports_until") == [
        ("530581", "腾冲市应急管理局", date(2023, 1, 1), None)
    ]


def test_english_names_of_columns_are_understood_as_they_stand(tmp_path: Path) -> None:
    rows = [
        ["region_code", "stage", "payer_level", "purpose", "dated_on", "amount", "person_times"],
        ["530581", "paid", "county", "house_fire", "2023-05-01", "96000", "114"],
    ]
    reading = checked(text(tmp_path / "a.csv", rows))
    assert rows_of(reading, "relief_funds", "stage", "payer_level", "purpose", "amount", "person_times") == [
        ("paid", "county", "house_fire", Decimal(96000), 114)
    ]
    assert rules(reading) == []


def test_a_payment_without_any_figure_is_told(tmp_path: Path) -> None:
    reading = funds(tmp_path, payment(**{"金额（万元）": "待核"}))
    assert (rules(reading), reading.rows_accepted) == (["F122"], 1)


@pytest.mark.parametrize(
    ("cell", "rule"), [("xx", "F065"), ("#REF!", "F071"), ("三百万", "F060"), ("3万", "F060"), ("13912345678", "F067")]
)
def test_cells_without_a_figure_are_told_as_in_any_table(tmp_path: Path, cell: str, rule: str) -> None:
    reading = funds(tmp_path, payment(**{"金额（万元）": cell, "救助户数": 3}))
    assert (rules(reading), reading.ledgers["relief_funds"]["amount"].to_list()) == ([rule], [None])


def test_an_approximate_amount_counts_and_keeps_its_state_in_yuan(tmp_path: Path) -> None:
    reading = funds(tmp_path, payment(**{"金额（万元）": "426余"}))
    assert reading.ledgers["relief_funds"]["amount"].to_list() == [Decimal(4260000)]
    assert reading.figure_states.select("indicator", "state", "as_written", "unit_written", "half_width").rows() == [
        ("amount", "at_least", "426余", "万元", Decimal(5000))
    ]


def test_money_without_a_unit_is_yuan_and_told_once(tmp_path: Path) -> None:
    headings = ["地区", "资金阶段", "金额", "日期"]
    reading = funds(tmp_path, ["腾冲市", "发放", 5000, "2023-01-01"], headings=headings)
    assert (rules(reading), reading.ledgers["relief_funds"]["amount"].to_list()) == (["F117"], [Decimal(5000)])
