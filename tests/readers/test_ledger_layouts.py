"""How ledgers are laid out: titles, units, two rows of headings, a column for each payer or scheme, totals, sheets."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.readers import Reading
from tests.readers.files import book, checked, messages, rules, text

Rows = list[list[Any]]
BY_PAYER: Rows = [
    ["救灾资金下达情况表（万元）", None, None, None, None, None, None, None, None, None],
    ["地区", "文号", "下达日期", "下达资金", None, None, None, None, "已发放资金", "救助人次"],
    [None, None, None, "合计", "中央", "省级", "市级", "县级", None, None],
    ["腾冲市", "云财〔2023〕1号", "2023-01-05", 100, 60, 30, 10, 0, 80, 1000],
    ["龙陵县", "云财〔2023〕1号", "2023-01-05", 100, 60, 30, 5, 0, 80, 500],
    ["合计", None, None, 200, 120, 60, 15, 0, 160, 1500],
]


def rows_of(reading: Reading, ledger: str, *columns: str) -> list[tuple[Any, ...]]:
    return reading.ledgers[ledger].select(columns).rows()


def test_a_title_states_year_payer_purpose_stage_and_region(tmp_path: Path) -> None:
    rows = [
        ["腾冲市2023年中央自然灾害救灾资金发放台账"],
        ["单位：万元"],
        ["序号", "乡镇", "金额", "救助人次", "备注"],
        [1, "腾越街道", 12.5, 300, None],
        [2, "固东镇", "5000元", 20, None],
        ["合计", None, 13.0, 320, None],
        ["填表人：张三"],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    columns = ("region_code", "stage", "payer_level", "purpose", "year", "amount")
    assert rows_of(reading, "relief_funds", *columns) == [
        ("530581001000", "paid", "central", "emergency", 2023, Decimal(125000)),
        ("530581102000", "paid", "central", "emergency", 2023, Decimal(5000)),
    ]
    assert (rules(reading), reading.rows_accepted, reading.rows_skipped) == ([], 2, 5)
    reasons = dict(reading.skipped_rows.rows())
    assert (reasons["表1!6"], reasons["表1!7"]) == ("total", "footnote")


def test_what_only_the_file_name_states_is_taken_and_told(tmp_path: Path) -> None:
    rows = [["乡镇", "金额（元）", "户数"], ["固东镇", 500, 1]]
    reading = checked(book(tmp_path / "a.xlsx", rows), name="relief/腾冲市2023年省级救灾资金发放.xlsx")
    assert rows_of(reading, "relief_funds", "stage", "payer_level", "year") == [("paid", "provincial", 2023)]
    assert len(messages(reading, "F123")) == 3


def test_a_sidecar_states_what_the_table_does_not(tmp_path: Path) -> None:
    rows = [["乡镇", "金额（元）", "户数"], ["固东镇", 500, 1]]
    stated = {"region": "腾冲市", "stage": "发放到户", "purpose": "冬春救助", "season": "22/23"}
    reading = checked(book(tmp_path / "a.xlsx", rows), sidecar=stated)
    assert rows_of(reading, "relief_funds", "region_code", "stage", "purpose", "season") == [
        ("530581102000", "paid", "winter_spring", "2022-2023")
    ]
    assert rules(reading) == []


def test_a_ledger_that_lacks_its_stage_says_so(tmp_path: Path) -> None:
    rows = [["地区", "文号", "用途", "金额（元）"], ["腾冲市", "云财〔2023〕1号", "应急救助", 500]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (rules(reading), reading.ledgers) == (["F110"], {})
    assert "救助资金台账" in messages(reading, "F110")[0] and "资金阶段" in messages(reading, "F110")[0]


def test_a_column_for_each_payer_gives_a_row_for_each(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "a.xlsx", BY_PAYER, merged=["A1:J1", "A2:A3", "B2:B3", "C2:C3", "D2:H2"]))
    first = [row[1:] for row in rows_of(reading, "relief_funds", "region_code", "stage", "payer_level", "amount", "person_times") if row[0] == "530581"]  # fmt: skip # noqa: E501
    assert first == [
        ("received", "central", Decimal(600000), None),
        ("received", "provincial", Decimal(300000), None),
        ("received", "prefecture", Decimal(100000), None),
        ("paid", None, Decimal(800000), 1000),
    ]
    assert (reading.rows_accepted, set(reading.ledgers["relief_funds"]["source_locator"])) == (2, {"表1!4", "表1!5"})
    assert rules(reading) == ["F115"]
    told = reading.findings.row(0, named=True)
    assert (told["source_locator"], told["value"]) == ("表1!5", "1000000")


def test_the_same_headings_without_merged_cells_mean_the_same(tmp_path: Path) -> None:
    merged = checked(book(tmp_path / "a.xlsx", BY_PAYER, merged=["A1:J1", "A2:A3", "B2:B3", "C2:C3", "D2:H2"]))
    flat = checked(text(tmp_path / "a.csv", BY_PAYER, encoding="gb18030"))
    assert rows_of(merged, "relief_funds", "payer_level", "amount") == rows_of(
        flat, "relief_funds", "payer_level", "amount"
    )


def test_a_total_beside_blank_payers_is_the_amount(tmp_path: Path) -> None:
    rows = [["地区", "下达日期", "合计（万元）", "中央", "省级"], ["腾冲市", "2023-01-05", 100, None, None]]
    rows[0] = ["地区", "下达日期", "下达资金合计（万元）", "中央资金（万元）", "省级资金（万元）"]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert rows_of(reading, "relief_funds", "stage", "payer_level", "amount") == [("received", None, Decimal(1000000))]


def test_people_helped_by_several_payers_stand_once_under_all_levels(tmp_path: Path) -> None:
    rows = [
        ["2023年救灾资金发放表", None, None, None],
        ["地区", "中央资金（元）", "省级资金（元）", "救助人次"],
        ["腾冲市", 60, 30, 1000],
        ["龙陵县", 60, 0, 500],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    columns = ("region_code", "payer_level", "amount", "person_times")
    assert rows_of(reading, "relief_funds", *columns) == [
        ("530581", "central", Decimal(60), None),
        ("530581", "provincial", Decimal(30), None),
        ("530581", "all_levels", None, 1000),
        ("530523", "central", Decimal(60), 500),
    ]


def test_a_column_for_each_scheme_gives_a_row_for_each_with_the_same_denominator(tmp_path: Path) -> None:
    rows = [
        ["腾冲市2023年农房保险参保情况", None, None, None, None, None],
        ["乡镇", "应保农户数", "政策性统保", None, "自愿参保", None],
        [None, None, "参保户数", "保费（万元）", "参保户数", "保费（万元）"],
        ["固东镇", 5000, 5000, 5, 4300, 10],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows, merged=["C2:D2", "E2:F2"]))
    columns = ("policy_year", "scheme", "eligible_households", "insured_households", "premium")
    assert rows_of(reading, "insurance_policies", *columns) == [
        (2023, "universal", 5000, 5000, Decimal(50000)),
        (2023, "voluntary", 5000, 4300, Decimal(100000)),
    ]


def test_a_column_for_each_item_gives_a_row_for_each_and_zero_is_no_delivery(tmp_path: Path) -> None:
    rows = [["2023年救灾物资下拨表"], ["地区", "棉被（床）", "帐篷（顶）"], ["腾冲市", 300, 20], ["龙陵县", 100, 0]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert rows_of(reading, "relief_supplies", "region_code", "stage", "item", "unit", "quantity") == [
        ("530581", "passed_down", "棉被", "床", Decimal(300)),
        ("530581", "passed_down", "帐篷", "顶", Decimal(20)),
        ("530523", "passed_down", "棉被", "床", Decimal(100)),
    ]


def test_two_rows_of_headings_are_read_together(tmp_path: Path) -> None:
    rows = [
        ["2022—2023年度冬春救助情况统计表", None, None, None, None, None],
        ["县区", "需救助情况", None, "已救助情况", None, None],
        [None, "户数", "人口", "户数", "人次", "资金（万元）"],
        ["腾冲市", 4441, 10252, 4000, 9000, 614],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows, merged=["A2:A3", "B2:C2", "D2:F2"]))
    columns = ("season", "need_households", "need_people", "aided_households", "aided_person_times", "fund")
    assert rows_of(reading, "winter_spring", *columns) == [("2022-2023", 4441, 10252, 4000, 9000, Decimal(6140000))]


def test_a_row_of_units_below_the_headings_holds(tmp_path: Path) -> None:
    rows = [
        ["地区", "冬春年度", "需救助户数", "需救助人口", "资金"],
        [None, None, "户", "人", "万元"],
        ["腾冲市", "2022-2023", 4441, 10252, 614],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert rows_of(reading, "winter_spring", "need_households", "fund") == [(4441, Decimal(6140000))]
    assert dict(reading.skipped_rows.rows())["表1!2"] == "unit"


def test_a_merged_document_number_holds_for_its_rows_and_a_merged_amount_for_none(tmp_path: Path) -> None:
    rows = [
        ["乡镇", "文号", "拨付时间", "拨付金额（元）"],
        ["固东镇", "云财〔2023〕1号", "2023-01-05", 60],
        ["界头镇", None, "2023-01-06", None],
        ["腾越街道", "云财〔2023〕2号", "2023-01-06", 7],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows, merged=["B2:B3", "D2:D3"]), name="腾冲市.xlsx")
    assert rows_of(reading, "relief_funds", "document_no", "stage", "amount") == [
        ("云财〔2023〕1号", "passed_down", None),
        ("云财〔2023〕1号", "passed_down", None),
        ("云财〔2023〕2号", "passed_down", Decimal(7)),
    ]
    assert "F054" in rules(reading)


def test_totals_are_checked_and_never_data(tmp_path: Path) -> None:
    head = ["地区", "阶段", "金额（元）", "人次"]
    rows = [head, ["腾冲市", "发放", 60, 3], ["龙陵县", "发放", 30, 2], ["合计", None, 91, 5]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (rules(reading), reading.ledgers["relief_funds"]["amount"].sum()) == (["F101"], Decimal(90))
    told = reading.findings.row(0, named=True)
    assert (told["indicator"], told["value"], told["source_locator"]) == ("amount", "91", "表1!4")


def test_several_ledgers_and_a_disaster_table_in_one_workbook(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "收到": [["文号", "地区", "金额（万元）", "日期"], ["云财〔2023〕1号", "腾冲市", 5, "2023-01-01"]],
        "发放": [["乡镇", "金额（元）", "户数"], ["固东镇", 5, 1]],
        "冬春": [["冬春年度", "地区", "需救助户数"], ["2022-2023年度", "腾冲市", 7]],
        "灾情": [["行政区划", "受灾人口", "直接经济损失(万元)"], ["腾冲市", 100, 5]],
        "其他": [["随便写写"]],
    }
    reading = checked(book(tmp_path / "a.xlsx", sheets), name="腾冲市2023年救灾资金.xlsx")
    assert rows_of(reading, "relief_funds", "source_locator", "stage") == [("收到!2", "received"), ("发放!2", "paid")]
    assert rows_of(reading, "winter_spring", "need_households") == [(7,)]
    assert reading.reports["affected_population"].to_list() == [100]
    assert reading.reader == "provincial_report+ledger:relief_funds,winter_spring"
    assert messages(reading, "F042")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_delimited_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    rows = [["地区", "资金阶段", "金额（万元）", "用途"], ["腾冲市", "发放", "1.5", "冬春"]]
    reading = checked(text(tmp_path / "a.csv", rows, encoding=encoding))
    assert rows_of(reading, "relief_funds", "amount", "purpose") == [(Decimal(15000), "winter_spring")]


def test_a_table_of_a_web_page(tmp_path: Path) -> None:
    cells = [["地区", "资金阶段", "金额（万元）", "用途"], ["腾冲市", "发放", "1.5", "冬春"]]
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    path = tmp_path / "a.xls"
    path.write_text(f"<html><meta charset='utf-8'><table>{body}</table></html>", encoding="utf-8")
    assert rows_of(checked(path), "relief_funds", "amount") == [(Decimal(15000),)]


def test_a_disaster_list_with_columns_of_own_funds_stays_a_disaster_list(tmp_path: Path) -> None:
    rows = [
        ["行政区划", "受灾人口", "因灾死亡人口", "本级财政已安排救灾资金", "本级已支出救灾资金", "直接经济损失"],
        ["腾冲市", 100, 1, 5, 4, 30],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (reading.reader, reading.ledgers) == ("provincial_report", {})


def test_figures_of_a_year_stay_period_figures(tmp_path: Path) -> None:
    rows = [["地区", "年份", "受灾人口", "直接经济损失(万元)", "需重建户数"], ["腾冲市", "2023年", 71000, 4634.2, 24]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (reading.reader, reading.ledgers) == ("period_figures", {})


def test_figures_of_the_year_before_are_no_amounts(tmp_path: Path) -> None:
    rows = [
        ["地区", "资金阶段", "用途", "本年", "上年同期"],
        [None, None, None, "金额（元）", "金额（元）"],
        ["腾冲市", "发放", "应急", 60, 50],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert rows_of(reading, "relief_funds", "amount") == [(Decimal(60),)]
    assert rules(reading) == ["F044"]


def test_two_columns_of_one_amount_that_differ_are_both_left_out(tmp_path: Path) -> None:
    rows = [["地区", "资金阶段", "用途", "金额（元）", "资金（元）"], ["腾冲市", "发放", "应急", 60, 50]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (rules(reading)[0], reading.ledgers["relief_funds"]["amount"].to_list()) == ("F055", [None])


def test_a_table_that_was_derived_from_ledgers_is_not_read_back(tmp_path: Path) -> None:
    rows = [
        ["年度", "年度口径", "行政区划代码", "参保户数（户）", "赔款（万元）"],
        [2023, "赔付年", "530581", 145000, 646.14],
    ]
    reading = checked(text(tmp_path / "house_insurance.csv", rows))
    assert (rules(reading), reading.ledgers, reading.period_figures.height) == (["F124"], {}, 0)
