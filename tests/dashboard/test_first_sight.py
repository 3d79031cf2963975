"""What a page must not tell a reader who sees it for the first time: more than is known, or something else."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboard import snapshot
from dashboard.components import causes, heading, panels, places, trust
from dashboard.filters import Selection
from dashboard.formats import Scale
from dashboard.i18n import t
from dashboard.page import Page
from dashboard.periods import period_of
from tests.dashboard import snapshots
from tests.dashboard.test_pages import opened, words

pytestmark = pytest.mark.usefixtures("warehouse")
WANYUAN = Scale("万元", 1, 2)
UNKNOWN_YEAR, KNOWN_YEAR = 1990, 2024


def page_of(year: int, hazard: str = "all") -> Page:
    release = snapshot.current()
    assert release is not None
    return Page(
        release, Selection(period_of("year", year, snapshots.CUT_OFF, ("06-01", "09-30")), snapshots.OWN, hazard)
    )


def test_a_hazard_without_records_is_not_said_to_be_all_hazards() -> None:
    one, every = page_of(UNKNOWN_YEAR, "flood"), page_of(UNKNOWN_YEAR)
    assert heading.sentence(one, one.about("hazards")) == "1990年，示例市没有洪涝灾害的灾情记录。"
    assert heading.sentence(every, every.about("hazards")) == "1990年，示例市没有灾情记录。"


def test_townships_are_not_counted_as_none_where_no_record_names_one() -> None:
    page = page_of(KNOWN_YEAR)
    assert page.records["records"]
    assert trust.townships_words(page, None) == ""


def test_a_hazard_that_is_not_stated_has_caused_nothing() -> None:
    page = page_of(KNOWN_YEAR)
    rows = [{"hazard_key": "unspecified", "loss": Decimal(9)}, {"hazard_key": "flood", "loss": Decimal(1)}]
    assert causes.title(page, rows, WANYUAN, Decimal(10)) == t("hazards.title")
    assert causes.title(page, rows[1:], WANYUAN, Decimal(10)) == "洪涝灾害损失最重，1.00万元，占10.0%"


def test_categories_of_nought_are_known() -> None:
    page = page_of(KNOWN_YEAR)
    parts = [replace(part, value=Decimal(0)) for part in panels.category_figures(page)]
    assert panels.categories_title(page, parts, WANYUAN) == "直接经济损失构成：本期各项均为0"
    unknown = [replace(part, value=None) for part in parts]
    assert panels.categories_title(page, unknown, WANYUAN) == "直接经济损失构成：本期无资料"


def test_on_paper_no_place_is_folded_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SHOWN", 2)
    assert len(opened("overview").expander) == 1
    assert len(opened("overview", print="1").expander) == 0


def test_a_table_begins_with_the_first_year_known() -> None:
    shown = words(opened("trends"))
    first = min(snapshots.YEARS)
    assert f"<td>{first}</td>" in shown
    assert f"<td>{first - 1}</td>" not in shown
