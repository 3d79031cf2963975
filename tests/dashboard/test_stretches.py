"""One page of a long list lies between two days, and nothing else is read."""

from datetime import date

import pytest

from dashboard.stretches import stretch

FIRST = date(2026, 1, 1)
DAYS = [(date(2026, 7, 12), 60), (date(2026, 7, 10), 100), (date(2026, 3, 1), 5), (None, 20)]


@pytest.mark.parametrize(
    ("offset", "since", "until", "has_undated", "skipped"),
    [
        (0, date(2026, 7, 10), date(2026, 7, 12), False, 0),
        (100, date(2026, 3, 1), date(2026, 7, 10), True, 40),
    ],
)
def test_a_page_begins_and_ends_where_its_rows_do(
    offset: int, since: date, until: date, has_undated: bool, skipped: int
) -> None:
    found = stretch(DAYS, offset, 100, FIRST)
    assert (found.since, found.until, found.has_undated, found.offset) == (since, until, has_undated, skipped)


def test_rows_without_a_day_alone_lie_before_the_first_day() -> None:
    found = stretch([(None, 20)], 0, 100, FIRST)
    assert found.until < found.since == FIRST
    assert (found.has_undated, found.offset) == (True, 0)


def test_of_nothing_there_is_no_stretch() -> None:
    found = stretch([], 0, 100, FIRST)
    assert found.until < found.since
    assert not found.has_undated
