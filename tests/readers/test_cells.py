"""What one cell can be, and what becomes of it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from pipelines import codebooks
from pipelines.readers.figures import largest_of
from tests.readers.files import book, checked, column, messages, national, rules, text

HEADINGS = ["区域", "受灾人口(人)", "直接经济损失(万元)"]


def one(path: Path, people: Any, money: Any = 1) -> Any:
    return checked(book(path / "a.xlsx", [HEADINGS, ["临潼区", people, money]]))


@pytest.mark.parametrize(
    ("cell", "value", "rule"),
    [
        (2055, 2055, None),
        ("2,055", 2055, None),
        ("３０", 30, None),
        ("--", None, None),
        ("", None, None),
        ("12O", None, "F060"),
        ("abc", None, "F060"),
        ("#N/A", None, "F071"),
        (-3, None, "F061"),
        ("-3", None, "F061"),
        (3.5, None, "F062"),
        (1234567890123, None, "F067"),
        (True, None, "F060"),
        ("xx", None, "F065"),
        ("**", None, "F065"),
        ("7.1万", 71000, "F064"),
        ("近300", 300, "F064"),
        ("426万余", 4260000, "F064"),
        ("300人", 300, None),
    ],
)
def test_a_cell_counts_or_is_none_with_its_reason(
    tmp_path: Path, cell: Any, value: int | None, rule: str | None
) -> None:
    reading = one(tmp_path, cell)
    assert column(reading, "affected_population") == [value]
    assert [int(v) for v in column(reading, "direct_economic_loss")] == [1]
    found = [r for r in rules(reading) if r in {"F060", "F061", "F062", "F064", "F065", "F067", "F069", "F071"}]
    assert found == ([rule] if rule else [])
    if rule and not isinstance(cell, bool | int | float):
        assert str(cell) in messages(reading, rule)[0]
        assert "第 2 行" in messages(reading, rule)[0]


def test_a_letter_for_a_digit_is_named_with_what_was_probably_meant(tmp_path: Path) -> None:
    assert "是否“120”？" in messages(one(tmp_path, "12O"), "F060")[0]


def test_doubtful_figures_keep_state_and_wording(tmp_path: Path) -> None:
    rows = [HEADINGS, ["临潼区", "426万余", "约5"], ["蓝田县", "xx", 3], ["周至县", "7.1万", 1]]
    states = checked(book(tmp_path / "a.xlsx", rows)).figure_states.drop("half_width").rows()
    assert states == [
        ("表1!2", "affected_population", "at_least", "426万余", "人"),
        ("表1!3", "affected_population", "masked", "xx", "人"),
        ("表1!4", "affected_population", "rounded", "7.1万", "人"),
        ("表1!2", "direct_economic_loss", "approximate", "约5", "万元"),
    ]


def test_a_date_in_a_column_of_figures_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write(1, 0, "临潼区")
        sheet.write_datetime(1, 1, datetime(2021, 10, 3), workbook.add_format({"num_format": "yyyy-mm-dd"}))
    reading = checked(path)
    assert column(reading, "affected_population") == [None]
    assert "F069" in rules(reading)


def test_money_in_a_spreadsheet_is_its_shortest_decimal_text(tmp_path: Path) -> None:
    rows = [HEADINGS, ["临潼区", 1, 2105621.39], ["蓝田县", 1, 0.1 + 0.2]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert [str(value) for value in reading.reports["direct_economic_loss"]] == ["2105621.390000", "0.300000"]


def test_a_formula_without_a_stored_value_is_not_zero(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    for row in (HEADINGS, ["临潼区", "=1+2", 5]):
        workbook.active.append(row)
    workbook.save(path)
    reading = checked(path)
    assert column(reading, "affected_population") == [None]
    assert "F026" in rules(reading)


def test_a_formula_with_its_value_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write(1, 0, "临潼区")
        sheet.write_formula(1, 1, "=1+2", None, 3)
    assert column(checked(path), "affected_population") == [3]


def test_hidden_rows_columns_and_sheets_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        shown, hidden = workbook.add_worksheet("甲"), workbook.add_worksheet("乙")
        for sheet, region in ((shown, "临潼区"), (hidden, "蓝田县")):
            sheet.write_row(0, 0, HEADINGS)
            sheet.write_row(1, 0, [region, 1, 2])
        shown.set_row(1, None, None, {"hidden": True})
        shown.set_column(2, 2, None, None, {"hidden": True})
        hidden.hide()
    reading = checked(path)
    assert column(reading, "region_code") == ["610115", "610122"]
    assert {"F023", "F024", "F025"} <= set(rules(reading))


def test_the_31st_of_february_is_told_and_the_row_counts(tmp_path: Path) -> None:
    row = {"区域": "武侯区", "灾种": "洪涝灾害", "隶属区域": "四川省-成都市", "affected_population": 3}
    reading = checked(book(tmp_path / "a_截至20230731.xlsx", national(row | {"灾害发生时间": "2023-02-31 00:00:00"})))
    assert column(reading, "occurred_at") == [None]
    assert column(reading, "year_hint") == [2023]
    assert "2023-02-31" in messages(reading, "F063")[0]
    assert column(reading, "affected_population") == [3]


def test_times_are_read_as_dates_and_as_a_spreadsheets_numbers(tmp_path: Path) -> None:
    row = {"区域": "武侯区", "灾种": "洪涝灾害", "隶属区域": "四川省-成都市", "affected_population": 3}
    rows = national(row | {"灾害发生时间": 45119.25}, row | {"灾害发生时间": "2023/7/12 6:00"})
    assert {str(value) for value in column(checked(book(tmp_path / "a.xlsx", rows)), "occurred_at")} == {
        "2023-07-12 06:00:00"
    }


def test_numbers_stored_as_text_are_numbers(tmp_path: Path) -> None:
    reading = checked(text(tmp_path / "a.csv", [HEADINGS, ["临潼区", " 2,055 ", "355,724.78"]]))
    assert column(reading, "affected_population") == [2055]
    assert [str(value) for value in column(reading, "direct_economic_loss")] == ["355724.78"]


def test_two_columns_of_one_meaning_must_agree(tmp_path: Path) -> None:
    headings = ["区域", "受灾人口(人)", "受灾人口（人）"]
    same = checked(book(tmp_path / "a.xlsx", [headings, ["临潼区", 3, 3]]))
    assert "F045" not in rules(same)
    differing = checked(book(tmp_path / "b.xlsx", [headings, ["临潼区", 3, 4]]))
    assert "B、C" in messages(differing, "F055")[0]
    assert column(differing, "affected_population") == [None]


def test_a_column_filled_with_text_is_told_row_by_row_up_to_a_limit(tmp_path: Path) -> None:
    rows = [["行政区划代码", "受灾人口(人)", "直接经济损失(万元)"], *([["610115", "abc", n] for n in range(600)])]
    found = messages(checked(text(tmp_path / "a.csv", rows)), "F060")
    assert len(found) == 501
    assert "另有 100 处" in found[-1]


@pytest.mark.parametrize("phone", [13888881234, "13888881234", "138 8888 1234"])
def test_a_phone_number_is_never_a_count(tmp_path: Path, phone: Any) -> None:
    reading = one(tmp_path, phone)
    assert column(reading, "affected_population") == [None]
    assert "8888" not in str(reading.findings.rows())


def test_every_indicator_has_a_largest_figure_below_phone_numbers() -> None:
    assert all(largest_of(indicator) < 13_000_000_000 for indicator in codebooks.loss_columns())
    assert largest_of(codebooks.indicators()["deaths"]) == 1_000_000


def test_more_deaths_than_possible_are_no_figure(tmp_path: Path) -> None:
    rows = [["区域", "因灾死亡人口(人)", "受灾人口(人)"], ["临潼区", 1000001, 1000001]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert (column(reading, "deaths"), column(reading, "affected_population")) == ([None], [1000001])
    assert rules(reading).count("F067") == 1


def test_a_range_of_days_dates_its_row_and_a_month_gives_only_the_year(tmp_path: Path) -> None:
    rows = [
        ["区域", "灾害发生时间", "受灾人口(人)"],
        ["临潼区", "2023年6月27日至29日", 1],
        ["蓝田县", "2022年6月", 1],
        ["长安区", 20230628, 1],
        ["周至县", "2023-06-27T20:00:00Z", 1],
    ]
    for reading in (checked(book(tmp_path / "a.xlsx", rows)), checked(text(tmp_path / "a.csv", rows))):
        assert column(reading, "occurred_at") == [
            datetime(2023, 6, 27), None, datetime(2023, 6, 28), datetime(2023, 6, 28, 4)
        ]  # fmt: skip
        assert column(reading, "ended_at") == [datetime(2023, 6, 29), None, None, None]
        assert column(reading, "year_hint") == [None, 2022, None, None]
