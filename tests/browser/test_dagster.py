"""A statistician's way: a new export dropped in, Materialize all pressed, the new figures on the dashboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from pipelines import sample
from tests.browser.conftest import Seen
from tests.browser.served import Ledger, Pages, served

pytestmark = pytest.mark.browser

RUN_MILLISECONDS = 180_000


@pytest.fixture
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    one = Ledger(tmp_path_factory.mktemp("ledger"))
    one.refresh()
    return one


@pytest.fixture
def pages(ledger: Ledger) -> Iterator[Pages]:
    with served(ledger) as addresses:
        yield addresses


def materialise_all(page: Page, dagster: str) -> None:
    """Press the button on the page of all assets and wait until the run says Success."""
    page.goto(f"{dagster}/asset-groups")
    page.get_by_role("button", name="Materialize all").click()
    run = page.locator("a[href^='/runs/']").filter(has_text="View").first
    expect(run).to_be_visible()
    page.goto(dagster + str(run.get_attribute("href")))
    state = page.get_by_text("Success", exact=True).or_(page.get_by_text("Failure", exact=True)).first
    expect(state).to_be_visible(timeout=RUN_MILLISECONDS)
    assert state.inner_text() == "Success", page.locator("body").inner_text()[-3000:]


def test_after_materialize_all_a_new_export_is_on_the_dashboard(ledger: Ledger, pages: Pages, tab: Seen) -> None:
    page = tab.page
    page.goto(pages.dashboard)
    expect(page.get_by_text("示例数据").first).to_be_visible()

    ledger.reports.mkdir(parents=True, exist_ok=True)
    totals = sample.national_export(ledger.reports / "组合查询表.xlsx", records=120, years=(2023,))
    people = sum(int(totals[name] or 0) for name in ("deaths", "missing"))
    materialise_all(page, pages.dagster)

    page.goto(f"{pages.dashboard}/?year=2023&period=year")
    card = page.locator(".ll-card").filter(has_text="死亡失踪")
    expect(card.locator(".ll-value")).to_have_text(f"{people}人")
    expect(page.get_by_text("示例数据")).to_have_count(0)
    assert tab.other_hosts == []
