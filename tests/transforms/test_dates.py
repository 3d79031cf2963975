"""Dates as people write them."""

from datetime import UTC, date, datetime

import pytest

from pipelines.transforms.dates import parse_moment, parse_range, stamps_of, year_in, year_told

NOON = datetime(2021, 10, 3, 12, 37, 48)
DAY = datetime(2021, 10, 3)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2021-10-03 12:37:48", NOON),
        ("2021-10-03T12:37:48", NOON),
        ("20211003123748", NOON),
        ("2021/10/3", DAY),
        ("2021年10月3日", DAY),
        ("2021.10.3", DAY),
        ("20211003", DAY),
        ("２０２１－１０－０３", DAY),
        (DAY, DAY),
        (44472, DAY),
        (date(2021, 10, 3), DAY),
        ("44472", DAY),
        ("2021年10月3日8时30分", datetime(2021, 10, 3, 8, 30)),
        ("2021-10-03 8点", datetime(2021, 10, 3, 8)),
        ("2021-10-03 24:00", datetime(2021, 10, 3, 23, 59, 59)),
    ],
)
def test_a_moment_is_read_however_it_is_written(written: object, moment: datetime) -> None:
    assert parse_moment(written) == moment


@pytest.mark.parametrize(
    "written", ["2021-02-31", "2021-13-01", "2021-10-03 25:00", "10月3日", "去年", "", None, 12, True]
)
def test_what_is_no_date_is_none(written: object) -> None:
    assert parse_moment(written) is None


def test_a_day_without_year_takes_the_year_that_is_written_elsewhere() -> None:
    assert parse_moment("10月3日", 2021) == DAY


@pytest.mark.parametrize(
    ("text", "occurred_at", "as_of"),
    [
        ("山西灾情-截至20211011", None, datetime(2021, 10, 11)),
        ("陕西洪涝灾害_2021-10-03_截至20211012", DAY, datetime(2021, 10, 12)),
        ("陕西洪涝灾害_2021-10-03_12-37-48-截至2021年10月12日", NOON, datetime(2021, 10, 12)),
        ("2023年灾情（截至10月12日8时）", None, datetime(2023, 10, 12, 8)),
        ("数据截止时间：2021-10-12 08:00", None, datetime(2021, 10, 12, 8)),
        ("灾情表", None, None),
    ],
)
def test_a_cut_off_is_never_a_day_of_occurrence(
    text: str, occurred_at: datetime | None, as_of: datetime | None
) -> None:
    stamps = stamps_of(text)
    assert (stamps.occurred_at, stamps.as_of) == (occurred_at, as_of)


def test_the_year_of_a_title_is_found() -> None:
    assert [year_in(text) for text in ("2023年度灾情", "灾情-截至20211011", "编号20231")] == [2023, 2021, None]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        (20230627, datetime(2023, 6, 27)),
        (20230627.0, datetime(2023, 6, 27)),
        ("2023-06-27T08:00:00Z", datetime(2023, 6, 27, 16)),
        ("2023-06-27T08:00:00+08:00", datetime(2023, 6, 27, 8)),
        ("2023-06-27 08:00:00.123+0000", datetime(2023, 6, 27, 16)),
        ("2023-06-27T08:00:00-05:00", datetime(2023, 6, 27, 21)),
        (datetime(2023, 6, 27, 20, tzinfo=UTC), datetime(2023, 6, 28, 4)),
        ("2023年6月27日上午10时", datetime(2023, 6, 27, 10)),
        ("2023年6月27日凌晨", datetime(2023, 6, 27)),
        ("2023年6月27日凌晨2时许", datetime(2023, 6, 27, 2)),
        ("2023/6/27 下午3:05", datetime(2023, 6, 27, 15, 5)),
        ("2023/6/27 3:05 PM", datetime(2023, 6, 27, 15, 5)),
        ("2023年6月27日中午12时", datetime(2023, 6, 27, 12)),
        ("2023年6月27日晚12时", datetime(2023, 6, 27, 23, 59, 59)),
        ("2023年6月27日（星期二）8时30分左右", datetime(2023, 6, 27, 8, 30)),
        ("202306271230", datetime(2023, 6, 27, 12, 30)),
        (202306271230, datetime(2023, 6, 27, 12, 30)),
    ],
)
def test_ordinary_ways_to_write_a_time(written: object, moment: datetime) -> None:
    assert parse_moment(written) == moment


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2023年6月27日至29日", datetime(2023, 6, 27), datetime(2023, 6, 29)),
        ("6月27日-7月2日", datetime(2023, 6, 27), datetime(2023, 7, 2)),
        ("2023.6.27-2023.6.29", datetime(2023, 6, 27), datetime(2023, 6, 29)),
        ("20230627-20230629", datetime(2023, 6, 27), datetime(2023, 6, 29)),
        ("2023年6月27日8时—29日20时", datetime(2023, 6, 27, 8), datetime(2023, 6, 29, 20)),
        ("2023年12月30日至1月2日", datetime(2023, 12, 30), datetime(2024, 1, 2)),
        ("2023年6月27日", datetime(2023, 6, 27), None),
    ],
)
def test_a_range_of_days_begins_and_ends(written: str, start: datetime, end: datetime | None) -> None:
    assert parse_range(written, 2023) == (start, end)


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2023年6月", 2023), ("2023-06", 2023), ("2023", 2023), ("202306", 2023), ("2023年", 2023),
        ("27/06/2023", 2023), ("2023-02-31", 2023), ("20230231", 2023), ("23-6-27", None),
        ("张三", None), ("2023年6月27日至25日", 2023),
    ],
)  # fmt: skip
def test_what_is_no_date_still_tells_its_year(written: str, year: int | None) -> None:
    assert (parse_moment(written), year_told(written)) == (None, year)
