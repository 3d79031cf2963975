"""Several tables in one sheet: below each other, side by side, continued after a page break."""

from pathlib import Path

from tests.readers.files import book, checked, column, messages, rules

FLOOD = "灾种名称：洪涝灾害  灾害发生时间：2021-10-03 12:37:48"
HAIL = "灾种名称：风雹灾害  灾害发生时间：2021-11-03"
HEADINGS = ["行政区划", "受灾人口(人)", "直接经济损失(万元)"]


def test_each_title_begins_a_table_of_its_own_disaster(tmp_path: Path) -> None:
    for second in (HEADINGS, [HEADINGS[0], HEADINGS[2], HEADINGS[1]], None):
        rows = [[FLOOD], HEADINGS, ["腾冲市", 1, 1], [], [HAIL], *([second] if second else []), ["腾冲市", 10, 10]]
        reading = checked(book(tmp_path / "a.xlsx", rows))
        assert column(reading, "hazard_key") == ["flood", "wind_hail"]
        assert [str(at) for at in column(reading, "occurred_at")] == ["2021-10-03 12:37:48", "2021-11-03 00:00:00"]
        assert column(reading, "affected_population") == [1, 10]
        assert column(reading, "source_locator") == ["表1!3", "表1!7" if second else "表1!6"]
        assert reading.rows_read == len(rows)


def test_other_headings_further_down_are_those_of_the_rows_below_them(tmp_path: Path) -> None:
    rows = [[FLOOD], HEADINGS[:2], ["腾冲市", 1], ["隆阳区", 2], HEADINGS[:1] + HEADINGS[:0:-1], ["施甸县", 7, 10]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "affected_population") == [1, 2, 10]
    assert column(reading, "direct_economic_loss") == [None, None, 7]
    assert set(column(reading, "hazard_key")) == {"flood"}


def test_a_page_break_repeats_title_and_headings_of_the_same_table(tmp_path: Path) -> None:
    rows = [["2021年洪涝灾害情况表"], HEADINGS, ["腾冲市", 1, 1]]
    for between in ([], [["2021年洪涝灾害情况表"]], [["续表"]]):
        reading = checked(book(tmp_path / "a.xlsx", [*rows, *between, HEADINGS, ["隆阳区", 2, 2]]))
        assert column(reading, "affected_population") == [1, 2]
        assert column(reading, "hazard_key") == ["flood", "flood"]
        assert (reading.rows_accepted, reading.rows_rejected) == (2, 0)


def test_a_unit_and_a_region_above_the_first_table_hold_for_the_next_one_too(tmp_path: Path) -> None:
    headings = ["行政区划", "受灾人口", "直接经济损失"]
    rows = [
        ["填报单位：保山市", None, "单位：亿元"],
        [FLOOD],
        headings,
        ["腾冲市", 1, 1],
        [HAIL],
        headings,
        ["隆阳区", 2, 2],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "direct_economic_loss") == [10000, 20000]
    assert column(reading, "hazard_key") == ["flood", "wind_hail"]


def test_a_lower_table_that_nobody_knows_is_told_and_not_read_under_the_upper_headings(tmp_path: Path) -> None:
    rows = [[FLOOD], HEADINGS, ["腾冲市", 1, 1], ["行政区划", "受损路灯", "备用"], ["隆阳区", 5, 6]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "affected_population") == [1]
    assert reading.rows_read == 5
    assert "4–5" in messages(reading, "F052")[0]


def test_rows_above_the_first_known_headings_are_told(tmp_path: Path) -> None:
    rows = [["行政区划", "受损路灯"], ["隆阳区", 5], ["腾冲市", 6], HEADINGS, ["腾冲市", 1, 1]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "affected_population") == [1]
    assert "2–3" in messages(reading, "F056")[0]


def test_tables_side_by_side_are_both_read(tmp_path: Path) -> None:
    rows = [[FLOOD], ["行政区划", "受灾人口"] * 2, ["腾冲市", 1, "隆阳区", 2], ["施甸县", 4, "龙陵县", 8]]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "region_code") == ["530581", "530521", "530502", "530523"]
    assert column(reading, "affected_population") == [1, 4, 2, 8]
    assert column(reading, "source_locator") == ["表1!3", "表1!4", "表1!C3", "表1!C4"]
    assert set(column(reading, "hazard_key")) == {"flood"}
    assert "F045" not in rules(reading)
