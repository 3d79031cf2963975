"""Every comparison, in a browser: sound at every width, in both themes; its choices in the link, its charts on disk."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import Seen
from tests.browser.served import Pages
from tests.browser.test_walk import THEMES, WIDTHS, buttons, grave, pages, require_file, require_sound, settled, walker

__all__ = ["pages", "walker"]  # fixtures

pytestmark = pytest.mark.browser
PARTS = ("places", "hazards", "curves", "months", "rates")


def shown(walker: Seen, base: str, **query: str) -> None:
    walker.page.goto(f"{base}/compare?" + "&".join(f"{key}={value}" for key, value in query.items()))
    settled(walker.page)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_a_comparison_is_sound_and_can_be_taken_along(part: str, language: str, pages: Pages, walker: Seen) -> None:
    page = walker.page
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        shown(walker, pages.dashboard, compare=part, lang=language, price="comparable")
        for name, (width, height) in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            settled(page)
            where = f"{part} {language} {name} {theme}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where
            assert grave(page) == [], where
    page.set_viewport_size({"width": 1366, "height": 768})
    for position in range(page.get_by_test_id("stPopover").count()):
        page.get_by_test_id("stPopover").nth(position).get_by_role("button").first.click()
        for button in buttons(page.get_by_test_id("stPopoverBody")):
            require_file(page, button)
        page.keyboard.press("Escape")
    require_sound(walker, f"{part} {language}")


def test_the_places_chosen_stand_in_the_link_and_back_brings_them_again(pages: Pages, walker: Seen) -> None:
    page = walker.page
    shown(walker, pages.dashboard, lang="zh", **{"with": "990122,990123,990181"})
    page.get_by_test_id("stMultiSelect").get_by_role("button").first.click()
    settled(page)
    kept = parse_qs(urlsplit(page.url).query)["with"]
    assert kept == ["990123,990181"]
    page.get_by_text("灾种对比").click()
    settled(page)
    assert parse_qs(urlsplit(page.url).query)["compare"] == ["hazards"]
    page.goto(page.url)
    settled(page)
    assert "各灾种同一比例尺" in page.get_by_test_id("stMain").inner_text()
    require_sound(walker, "places")
