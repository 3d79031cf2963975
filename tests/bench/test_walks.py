"""The benchmark of pages walks all of them."""

from bench.walks import WALKS
from dashboard.views import VIEWS


def test_every_page_is_walked() -> None:
    assert set(WALKS) == set(VIEWS)
