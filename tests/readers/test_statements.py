"""Hazard, time and cut-off: from the row, else the title, else the sidecar, else the file's name."""

from datetime import date, datetime
from pathlib import Path

from tests.readers.files import book, checked, column, messages, rules

TITLE = ["灾种名称：洪涝灾害  灾害发生时间：2021-10-03 12:37:48"]
TABLE = [["区域", "受灾人口(人)"], ["临潼区", 3], ["蓝田县", 4]]


def test_the_title_states_one_disaster_for_all_rows(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "a_截至20211012.xlsx", [TITLE, *TABLE]))
    assert column(reading, "event_key") == ["flood@2021-10-03T12:37:48"] * 2
    assert column(reading, "hazard_key") == ["flood"] * 2
    assert column(reading, "as_of") == [datetime(2021, 10, 12)] * 2
    assert column(reading, "year_hint") == [None, None]
    assert reading.coverage.is_empty()
    assert rules(reading) == []


def test_the_sidecar_states_what_the_title_does_not(tmp_path: Path) -> None:
    sidecar = {
        "hazard": "风雹灾害",
        "occurred_at": date(2021, 6, 1),
        "as_of": "2021-06-05",
        "stage": "核报",
        "event_name": "6·1风雹",
    }
    reading = checked(book(tmp_path / "a.xlsx", TABLE), sidecar=sidecar)
    assert column(reading, "event_key") == ["wind_hail@2021-06-01T00:00:00"] * 2
    assert (column(reading, "stage")[0], column(reading, "event_name")[0]) == ("final", "6·1风雹")
    assert column(reading, "as_of")[0] == datetime(2021, 6, 5)
    assert rules(reading) == []


def test_the_title_wins_over_the_sidecar_and_the_contradiction_is_told(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "a_截至20211012.xlsx", [TITLE, *TABLE]), sidecar={"hazard": "地震"})
    assert column(reading, "hazard_key") == ["flood", "flood"]
    assert "地震灾害" in messages(reading, "F095")[0]


def test_a_wrong_line_of_the_sidecar_is_told_and_the_rest_holds(tmp_path: Path) -> None:
    sidecar = {"hazards": "洪涝", "occurred_at": "昨天", "hazard": "洪涝", "covers": ["2021-12-31", "2021-01-01"]}
    reading = checked(book(tmp_path / "a.xlsx", TABLE), sidecar=sidecar)
    assert len(messages(reading, "F096")) == 3
    assert column(reading, "hazard_key") == ["flood", "flood"]


def test_the_name_is_the_last_resort_and_says_so(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "陕西洪涝灾害_2021-10-03_截至20211012.xlsx", TABLE))
    assert column(reading, "event_key") == ["flood@2021-10-03T00:00:00"] * 2
    assert len(messages(reading, "F097")) == 2
    assert "2 行" in messages(reading, "F097")[0]


def test_what_nothing_tells_stays_unspecified_with_one_finding_and_the_rows_count(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "陕西灾情-截至20211011.xlsx", TABLE))
    assert column(reading, "hazard_key") == ["unspecified"] * 2
    assert column(reading, "occurred_at") == [None, None]
    assert column(reading, "year_hint") == [2021, 2021]
    assert column(reading, "event_key") == ["series:陕西灾情@2021"] * 2
    assert rules(reading) == ["F092", "F093"]
    assert (len(messages(reading, "F092")), "2 行" in messages(reading, "F093")[0]) == (1, True)


def test_two_cut_offs_of_one_series_are_one_series(tmp_path: Path) -> None:
    keys = [
        column(checked(book(tmp_path / name, TABLE)), "event_key")[0]
        for name in ("陕西灾情-截至20211011.xlsx", "陕西灾情_截至2021年10月12日.xlsx")
    ]
    assert keys[0] == keys[1]


def test_the_year_of_a_title_is_the_year_of_rows_without_time(tmp_path: Path) -> None:
    reading = checked(book(tmp_path / "a.xlsx", [["2019年度灾情统计表"], *TABLE]))
    assert column(reading, "year_hint") == [2019, 2019]


def test_the_rows_own_hazard_and_time_come_first(tmp_path: Path) -> None:
    rows = [
        TITLE,
        ["区域", "灾种", "灾害发生时间", "受灾人口"],
        ["临潼区", "洪涝灾害-山区洪水", "", 3],
        ["蓝田县", "风雹", "2021-06-01", 4],
    ]
    reading = checked(book(tmp_path / "a_截至20211012.xlsx", rows))
    assert column(reading, "hazard_key") == ["flood_mountain", "wind_hail"]
    assert column(reading, "event_key") == ["flood@2021-10-03T12:37:48", None]


def test_stage_and_reporting_time_are_read_from_columns_and_titles(tmp_path: Path) -> None:
    rows = [
        ["报送阶段：续报  报出日期：2021年10月5日"],
        ["区域", "报告阶段", "受灾人口"],
        ["临潼区", "核报", 3],
        ["蓝田县", "", 4],
        ["周至县", "再报", 5],
    ]
    reading = checked(book(tmp_path / "a.xlsx", rows))
    assert column(reading, "stage") == ["final", "update", "unknown"]
    assert column(reading, "reported_at") == [datetime(2021, 10, 5)] * 3
    assert "F070" in rules(reading)


def test_a_sidecar_declares_what_is_covered(tmp_path: Path) -> None:
    sidecar = {"covers": [date(2020, 1, 1), date(2020, 12, 31)], "region": "610100"}
    told = checked(book(tmp_path / "a.xlsx", TABLE), sidecar=sidecar).coverage.row(0)
    assert [str(value) for value in told] == ["610100", "2020-01-01", "2020-12-31", "all", "declared"]


def test_a_sidecar_says_that_an_export_is_full(tmp_path: Path) -> None:
    stated = {"full": True, "region": "610100", "occurred_at": "2021-10-05"}
    reading = checked(book(tmp_path / "a.xlsx", TABLE), sidecar=stated)
    assert reading.coverage.row(0)[-1] == "full_export"
    declared = stated | {"covers": [date(2021, 1, 1), date(2022, 1, 31)]}
    assert checked(book(tmp_path / "b.xlsx", TABLE), sidecar=declared).coverage.row(0)[-1] == "declared_full"
