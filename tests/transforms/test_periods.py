"""Periods as they are written, by value."""

from datetime import date

import pytest

from pipelines.transforms.periods import Period, known_kind, of_days, parse_period, parse_season, year_before


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2023", "year", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023年", "year", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023年度", "year", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023全年", "year", date(2023, 1, 1), date(2023, 12, 31)),
        ("２０２３年全年", "year", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023年上半年", "half_year", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023上半年", "half_year", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023H2", "half_year", date(2023, 7, 1), date(2023, 12, 31)),
        ("2023年1-6月", "half_year", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023年二季度", "quarter", date(2023, 4, 1), date(2023, 6, 30)),
        ("2023年第3季度", "quarter", date(2023, 7, 1), date(2023, 9, 30)),
        ("2023年前三季度", "year_to_date", date(2023, 1, 1), date(2023, 9, 30)),
        ("2024年2月", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-07", "month", date(2023, 7, 1), date(2023, 7, 31)),
        ("2023年3月至5月", "days", date(2023, 3, 1), date(2023, 5, 31)),
        ("2023年1-11月", "year_to_date", date(2023, 1, 1), date(2023, 11, 30)),
        ("截至2023年11月7日", "year_to_date", date(2023, 1, 1), date(2023, 11, 7)),
        ("截至2023-11-07", "year_to_date", date(2023, 1, 1), date(2023, 11, 7)),
        ("2023年截至11月7日", "year_to_date", date(2023, 1, 1), date(2023, 11, 7)),
        ("截至2023年6月底", "half_year", date(2023, 1, 1), date(2023, 6, 30)),
        ("截至2023年12月31日", "year", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023汛期", "flood_season", date(2023, 6, 1), date(2023, 9, 30)),
        ("2023年主汛期", "flood_season", date(2023, 6, 1), date(2023, 9, 30)),
        ("2022—2023", "winter_spring", date(2022, 12, 1), date(2023, 5, 31)),
        ("2022—2023年", "winter_spring", date(2022, 12, 1), date(2023, 5, 31)),
        ("2022-2023年度", "winter_spring", date(2022, 12, 1), date(2023, 5, 31)),
        ("22/23", "winter_spring", date(2022, 12, 1), date(2023, 5, 31)),
        ("2022-2023年冬春", "winter_spring", date(2022, 12, 1), date(2023, 5, 31)),
        ("2023冬—2024春", "winter_spring", date(2023, 12, 1), date(2024, 5, 31)),
        ("2023年冬至2024年春", "winter_spring", date(2023, 12, 1), date(2024, 5, 31)),
        ("2022—2023年冬春救助期", "winter_spring", date(2022, 12, 1), date(2023, 5, 31)),
        ("2022年12月至2023年5月", "winter_spring", date(2022, 12, 1), date(2023, 5, 31)),
        ("2024计划", "plan", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024年度计划", "plan", date(2024, 1, 1), date(2024, 12, 31)),
        ("2023年7月以来", "since", date(2023, 7, 1), date(2023, 12, 31)),
        ("2023-07以来", "since", date(2023, 7, 1), date(2023, 12, 31)),
        ("2023-10-03", "day", date(2023, 10, 3), date(2023, 10, 3)),
        ("2023年2月8日、2月13日", "days", date(2023, 2, 8), date(2023, 2, 13)),
        ("2023年6月1日至9月30日", "days", date(2023, 6, 1), date(2023, 9, 30)),
        ("2023-07-12 00:00:00", "day", date(2023, 7, 12), date(2023, 7, 12)),
    ],
)
def test_a_period_is_read_however_it_is_written(text: str, kind: str, start: date, end: date) -> None:
    assert parse_period(text) == Period(kind, start, end)


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("上半年", "half_year", date(2023, 1, 1), date(2023, 6, 30)),
        ("全年", "year", date(2023, 1, 1), date(2023, 12, 31)),
        ("汛期", "flood_season", date(2023, 6, 1), date(2023, 9, 30)),
        ("至11月7日", "year_to_date", date(2023, 1, 1), date(2023, 11, 7)),
        ("截至11月底", "year_to_date", date(2023, 1, 1), date(2023, 11, 30)),
        ("1—9月", "year_to_date", date(2023, 1, 1), date(2023, 9, 30)),
        ("7月", "month", date(2023, 7, 1), date(2023, 7, 31)),
        ("7月以来", "since", date(2023, 7, 1), date(2023, 11, 7)),
        ("2022", "year", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_the_year_of_the_title_completes_a_period(text: str, kind: str, start: date, end: date) -> None:
    assert parse_period(text, 2023, date(2023, 11, 7)) == Period(kind, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "近几年",
        "2023年1-13月",
        "2023年13月",
        "20xx",
        "上半年",
        "至11月7日",
        "2022—2024",
        "2023年5-3月",
        "11/12",
        "12",
    ],
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2022—2023",
        "2022-2023年度",
        "22/23",
        "2022/23",
        "2022-2023年冬春",
        "2022冬—2023春",
        "（2022～2023年）",
        "2022 - 2023",
    ],
)
def test_a_season_is_its_two_years(text: str) -> None:
    assert parse_season(text) == (2022, 2023)


@pytest.mark.parametrize("text", ["", "2023", "2021-2023", "2023-2022", "冬春", "xx/xx", "2022-12-01"])
def test_what_is_no_season_is_none(text: str) -> None:
    assert parse_season(text) is None


def test_two_digits_that_may_be_a_month_are_a_season_only_in_a_column_of_seasons() -> None:
    assert (parse_season("11/12"), parse_season("2011-12")) == ((2011, 2012), (2011, 2012))
    assert parse_period("2011-12") == Period("month", date(2011, 12, 1), date(2011, 12, 31))
    assert parse_period("11/12年度") == Period("winter_spring", date(2011, 12, 1), date(2012, 5, 31))


def test_days_without_a_kind_tell_it() -> None:
    kinds = [
        of_days("", date(2023, 1, 1), end).kind
        for end in (date(2023, 12, 31), date(2023, 6, 30), date(2023, 3, 31), date(2023, 1, 31), date(2023, 2, 3))
    ]
    assert kinds == ["year", "half_year", "quarter", "month", "year_to_date"]
    assert of_days("", date(2022, 10, 1), date(2023, 5, 31)).kind == "winter_spring"
    assert of_days("flood_season", date(2023, 5, 1), date(2023, 10, 15)).kind == "flood_season"


def test_the_year_before_keeps_the_end_of_february() -> None:
    assert year_before(of_days("", date(2025, 2, 1), date(2025, 2, 28))).end == date(2024, 2, 29)
    assert year_before(of_days("", date(2024, 1, 1), date(2024, 2, 29))).end == date(2023, 2, 28)
    assert year_before(of_days("", date(2022, 12, 1), date(2023, 5, 31))).start == date(2021, 12, 1)


def test_a_kind_is_known_by_its_key_its_name_and_its_part_of_the_year() -> None:
    assert [known_kind(text) for text in ("half_year", "汛期", "上半年", "", "某段")] == [
        "half_year", "flood_season", "half_year", "", None,
    ]  # fmt: skip
