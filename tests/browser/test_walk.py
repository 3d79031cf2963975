"""Every page, in both languages, at three widths, light and dark: nothing fails, nothing is cut off, no other host is
asked, and axe-core finds nothing serious. Every filter and every download of a page is tried."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Download, Locator, Page, expect

from dashboard.components.downloads import PROFILES
from dashboard.views import VIEWS
from tests import sample_ledger
from tests.browser import npm
from tests.browser.conftest import PATIENCE, Seen
from tests.browser.served import Ledger, Pages, served

pytestmark = pytest.mark.browser

WIDTHS = {"laptop": (1366, 768), "tablet": (820, 1180), "phone": (390, 844)}
THEMES = ("light", "dark")
FAILED = "[data-testid=stException], [data-testid=stAlertContentError]"
GRAVE = {"serious", "critical"}
AXE = """async () => {
    const found = await axe.run(document, {resultTypes: ['violations']});
    return found.violations.map(v => ({id: v.id, impact: v.impact, where: v.nodes[0].target.join(' ')}));
}"""
STILL = """() => !document.querySelector('[data-stale=true]') && document.getAnimations().every(
    a => a.playState !== 'running' || a.effect.getComputedTiming().iterations === Infinity)"""
ENDINGS = {".csv", ".docx", ".png", ".svg", ".txt", ".zip", ".xlsx"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The sample, served."""
    with served(Ledger(sample_ledger.copied(tmp_path_factory))) as addresses:
        yield addresses


@pytest.fixture
def walker(browser: Browser) -> Iterator[Seen]:
    """A tab that may be looked into by axe-core, which the pages' own policy would keep out."""
    context = browser.new_context(locale="zh-CN", accept_downloads=True, bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    seen = Seen(context.new_page())
    yield seen
    context.close()


def settled(page: Page) -> None:
    """The script has ended and everything is drawn."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_timeout(300)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_function(STILL)  # what fades in or out has less contrast than it will have


def opened(walker: Seen, base: str, view: str, language: str) -> Page:
    page = walker.page
    page.goto(f"{base}/{'' if view == 'overview' else view}?lang={language}")
    expect(page.get_by_role("heading").first).to_be_visible()
    settled(page)
    return page


def require_sound(walker: Seen, where: str) -> None:
    """No failure on the page, on the console, or beyond this computer."""
    assert walker.page.locator(FAILED).count() == 0, f"{where}: {walker.page.locator(FAILED).first.inner_text()}"
    assert walker.errors == [], where
    assert walker.other_hosts == [], where


def grave(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds serious or critical."""
    page.evaluate((npm.package("axe-core") / "axe.min.js").read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(AXE)
    return [one for one in found if one["impact"] in GRAVE]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_is_sound_at_every_width_and_in_both_themes(
    view: str, language: str, pages: Pages, walker: Seen
) -> None:
    for theme in THEMES:
        walker.page.emulate_media(color_scheme=theme)
        page = opened(walker, pages.dashboard, view, language)
        for name, (width, height) in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            settled(page)
            where = f"{view} {language} {name} {theme}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where
            assert grave(page) == [], where
    require_sound(walker, f"{view} {language}")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_filter_of_a_page_can_be_used(view: str, language: str, pages: Pages, walker: Seen) -> None:
    page = opened(walker, pages.dashboard, view, language)
    page.set_viewport_size({"width": 1366, "height": 768})
    for position in range(page.get_by_test_id("stSelectbox").count()):
        choose_another(page, position)
        require_sound(walker, f"{view} {language}, list {position}")


def choose_another(page: Page, position: int) -> None:
    """The last choice of a list that another choice may have taken away meanwhile."""
    lists = page.get_by_test_id("stSelectbox")
    if position >= lists.count():
        return
    lists.nth(position).get_by_role("combobox").click()
    page.get_by_role("option").last.click()
    settled(page)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_download_of_a_page_arrives(view: str, language: str, pages: Pages, walker: Seen) -> None:
    page = opened(walker, pages.dashboard, view, language)
    page.set_viewport_size({"width": 1366, "height": 768})
    if view == "report":  # a program of its own writes it, which takes a while
        expect(page.get_by_test_id("stDownloadButton").first).to_be_visible(timeout=2 * PATIENCE)
    for position in range(page.get_by_test_id("stPopover").count()):
        popover = page.get_by_test_id("stPopover").nth(position)
        popover.get_by_role("button").first.click()
        for button in buttons(page.get_by_test_id("stPopoverBody")):
            require_file(page, button)
        page.keyboard.press("Escape")
    for button in buttons(page.get_by_test_id("stMain")):
        require_file(page, button)
    require_sound(walker, f"{view} {language}")


def buttons(inside: Locator) -> list[Locator]:
    return inside.get_by_test_id("stDownloadButton").all()


def require_file(page: Page, button: Locator) -> None:
    """A file with a name and something in it."""
    with page.expect_download() as taken:
        button.get_by_role("button").click()
    download: Download = taken.value
    path = Path(download.path())
    assert Path(download.suggested_filename).suffix in ENDINGS
    assert path.stat().st_size > 20, download.suggested_filename


def test_every_kind_of_export_is_made_and_saved(pages: Pages, walker: Seen) -> None:
    page = opened(walker, pages.dashboard, "download", "zh")
    kinds = page.get_by_test_id("stRadioOption")
    expect(kinds).to_have_count(len(PROFILES))
    for position in range(len(PROFILES)):
        kinds.nth(position).click()
        settled(page)
        page.get_by_role("button", name="生成文件").click()
        save = page.get_by_role("button", name="保存压缩包")
        expect(save).to_be_visible(timeout=4 * PATIENCE)
        require_file(page, page.get_by_test_id("stDownloadButton").last)
    require_sound(walker, "download")
