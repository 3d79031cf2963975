"""A leader's way: open the page, read a figure, another year, another language, take a table along."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen
from tests.browser.served import Ledger, Pages, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The sample, served."""
    ledger = Ledger(tmp_path_factory.mktemp("sample"))
    ledger.refresh()
    with served(ledger) as addresses:
        yield addresses


def loss(page: Page) -> str:
    """The value of the card of economic loss."""
    return page.locator(".ll-card").last.locator(".ll-value").inner_text()


def choose_year(page: Page, words: str) -> None:
    page.get_by_role("combobox", name="年份").click()
    page.get_by_role("option", name=words, exact=True).click()


def test_a_leader_reads_a_figure_changes_year_and_language_and_takes_a_table_along(pages: Pages, tab: Seen) -> None:
    page = tab.page
    page.goto(pages.dashboard)
    expect(page.locator(".ll-card")).to_have_count(6)
    expect(page.get_by_text("示例数据").first).to_be_visible()
    shown = loss(page)
    assert any(figure.isdigit() for figure in shown)

    choose_year(page, "2023年")
    expect(page.locator("h1").filter(has_text="2023年")).to_be_visible()
    expect(page).to_have_url(re.compile("year=2023"))
    assert loss(page) != shown

    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", name="Direct economic loss", exact=True)).to_be_visible()
    expect(page.locator(".ll-head h1").filter(has_text="2023")).to_be_visible()

    page.get_by_role("link", name="Trends").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV").first.click()
    rows = list(csv.reader(io.StringIO(Path(taken.value.path()).read_text("utf-8-sig"))))
    assert taken.value.suggested_filename.endswith(".csv")
    assert len(rows) > 1 and len({len(row) for row in rows}) == 1

    assert tab.errors == []
    assert tab.other_hosts == []


def test_a_link_opens_the_year_and_language_it_names(pages: Pages, tab: Seen) -> None:
    tab.page.goto(f"{pages.dashboard}/?year=2022&lang=en")
    expect(tab.page.locator(".ll-head h1").filter(has_text="2022")).to_be_visible()
    expect(tab.page.get_by_role("heading", name="Direct economic loss", exact=True)).to_be_visible()


@pytest.mark.parametrize("name", ["", "trends", "records", "quality", "documents", "updates", "download"])
def test_a_page_fits_a_phone_and_has_no_errors(pages: Pages, tab: Seen, name: str) -> None:
    tab.page.set_viewport_size({"width": 390, "height": 844})
    tab.page.goto(f"{pages.dashboard}/{name}")
    expect(tab.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(tab.page.get_by_test_id("stException")).to_have_count(0)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert tab.errors == []
    assert tab.other_hosts == []
