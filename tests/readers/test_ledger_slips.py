"""Ledgers as bureaus and insurers keep them: what a second look found misread, each with its figures."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.readers import Reading
from tests.readers.files import Rows, book, checked, messages, rules


def funds(reading: Reading, *columns: str) -> list[tuple[Any, ...]]:
    return reading.ledgers["relief_funds"].select(columns).rows()


def test_a_list_of_one_township_is_of_that_township(tmp_path: Path) -> None:
    rows: Rows = [
        ["腾冲市固东镇2023年自然灾害应急救助资金发放花名册"],
        ["户主姓名", "身份证号码", "救助人口", "补助金额（元）"],
        ["李大明", "533022196503121234", 4, 400],
        ["合计", None, 4, 400],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert funds(reading, "region_code", "households", "person_times", "amount") == [
        ("530581102000", 1, 4, Decimal(400))
    ]


def test_a_title_that_names_two_townships_is_of_their_county(tmp_path: Path) -> None:
    rows: Rows = [["腾冲市固东镇、界头镇2023年应急救助资金发放表"], ["发放时间", "金额（元）"], ["2023.7.1", 400]]
    assert funds(checked(book(tmp_path / "a.xlsx", rows)), "region_code") == [("530581",)]


@pytest.mark.parametrize("total", ["合计", "总计（万元）"])
def test_a_total_beside_purposes_is_compared_and_a_column_left_out_shows(tmp_path: Path, total: str) -> None:
    rows: Rows = [
        ["腾冲市2023年救灾资金分配表"],
        ["单位：万元"],
        ["乡镇", "冬春救助", "应急救助", "慰问", total],
        ["固东镇", 20, 5, 2, 27],
        ["界头镇", 10, 5, None, 15],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert funds(reading, "region_code", "purpose", "amount") == [
        ("530581102000", "winter_spring", Decimal(200000)),
        ("530581102000", "emergency", Decimal(50000)),
        ("530581106000", "winter_spring", Decimal(100000)),
        ("530581106000", "emergency", Decimal(50000)),
    ]
    assert rules(reading) == ["F044", "F115"]
    assert ["270000" in text and "250000" in text for text in messages(reading, "F115")] == [True]


def test_a_total_below_the_heading_of_payers_is_no_payer(tmp_path: Path) -> None:
    rows: Rows = [
        ["2023年救灾资金分配表（万元）"],
        ["县区", "资金来源", None, None],
        [None, "中央", "省级", "合计"],
        ["腾冲市", 150, 60, 210],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows, merged=["A2:A3", "B2:D2"]))
    assert funds(reading, "payer_level", "amount") == [
        ("central", Decimal(1500000)),
        ("provincial", Decimal(600000)),
    ]
    assert rules(reading) == []


def test_donors_with_a_telephone_are_no_households(tmp_path: Path) -> None:
    rows: Rows = [
        ["2023年腾冲市社会捐赠救灾资金接收台账"],
        ["捐赠时间", "捐赠单位（个人）", "捐赠金额（元）", "联系电话", "用途"],
        ["2023.7.1", "刘德福", 1000, "13578912345", "应急救助"],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert funds(reading, "stage", "payer_level", "dated_on", "amount", "households") == [
        ("received", "donation", date(2023, 7, 1), Decimal(1000), None)
    ]
    assert rules(reading) == ["F048"]


@pytest.mark.parametrize(
    ("written", "day"),
    [("3.12", date(2024, 3, 12)), ("3/2", date(2024, 3, 2)), ("03-12", date(2024, 3, 12)), ("3.2", None)],
)
def test_a_day_without_its_year_is_of_the_year_in_the_title(tmp_path: Path, written: str, day: date | None) -> None:
    rows: Rows = [["腾冲市2024年救灾资金拨付台账"], ["日期", "收款乡镇", "金额（元）"], [written, "曲石镇", 5]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert funds(reading, "region_code", "dated_on") == [("530581107000", day)]
    assert rules(reading) == ([] if day else ["F063"])


def test_an_unknown_township_tells_what_helps_and_a_person_is_not_quoted(tmp_path: Path) -> None:
    rows: Rows = [
        ["发放时间", "乡镇", "姓名", "发放金额（元）"],
        ["2023.7.1", "界头镇", "段某", 5],
        ["2023.7.1", "李大明", "段某", 5],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert reading.rows_rejected == 2
    township, person = messages(reading, "F080")
    assert "“界头镇”" in township and "所属县" in township
    assert "“（文字）”" in person and "李大明" not in str(reading)


def test_food_is_counted_in_its_unit(tmp_path: Path) -> None:
    rows: Rows = [
        ["腾冲市2023年救灾物资发放表"],
        ["乡镇", "大米（公斤）", "食用油（桶）", "棉被（床）"],
        ["曲石镇", 500, 20, 3],
    ]
    goods = checked(book(tmp_path / "a.xlsx", rows)).ledgers["relief_supplies"]
    assert sorted(goods.select("item", "unit", "quantity").rows()) == [
        ("大米", "公斤", Decimal(500)),
        ("棉被", "床", Decimal(3)),
        ("食用油", "桶", Decimal(20)),
    ]


def test_houses_rebuilt_and_repaired_stand_below_their_groups(tmp_path: Path) -> None:
    rows: Rows = [
        ["腾冲市2023年因灾倒损民房恢复重建进度表"],
        ["统计截至时间：2023年11月30日"],
        ["乡镇", "重建", None, None, "修缮", None, None],
        [None, "任务户数", "已开工户数", "已竣工户数", "任务户数", "已开工户数", "已竣工户数"],
        ["界头镇", 10, 10, 8, 6, 6, 5],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows, merged=["A3:A4", "B3:D3", "E3:G3"]))
    needs = ("rebuild_need_households", "rebuild_done_households", "repair_need_households", "repair_done_households")
    assert reading.ledgers["rebuilding"].select("as_of", *needs).rows() == [(date(2023, 11, 30), 10, 8, 6, 5)]
    assert rules(reading) == []
