"""Documents in a browser: figures are chosen in the text by mouse and by keyboard, decided on with one click, and count
after the refresh; nothing is cut off at any width, and axe-core finds nothing serious."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import sample_ledger
from tests.browser.conftest import PATIENCE, Seen
from tests.browser.served import Ledger, Pages, served
from tests.browser.test_walk import THEMES, WIDTHS, grave, opened, require_sound, settled, walker

pytestmark = pytest.mark.browser
__all__ = ["walker"]

NAME = "2024年白沙市防灾减灾工作总结.txt"
REPORT = """白沙市2024年防灾减灾救灾工作总结

2024年，全市受灾人口3.2万人，紧急转移安置1,204人；农作物受灾面积2849.5公顷，直接经济损失4634.2万元。
<script>document.title = "不该运行"</script>倒塌住房7户20间。
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The sample with a report in words and a long one."""
    found = Ledger(sample_ledger.copied(tmp_path_factory))
    folder = found.folder / "raw" / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_text(REPORT, encoding="utf-8")
    paragraphs = [f"{n}月，示例区受灾人口{1000 + n}人。" + "情况平稳。" * 60 for n in range(1, 13)] * 10
    (folder / "2023年示例区工作总结.txt").write_text("2023年示例区工作总结\n" + "\n".join(paragraphs), encoding="utf-8")
    found.refresh()
    return found


@pytest.fixture(scope="module")
def pages(ledger: Ledger) -> Iterator[Pages]:
    with served(ledger) as addresses:
        yield addresses


def figure(page: Page, words: str) -> str:
    """The mark of a figure in the text."""
    found = page.locator(".ll-document a.ll-figure", has_text=words).first
    expect(found).to_be_visible()
    return str(found.get_attribute("data-place"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("theme", THEMES)
def test_the_page_is_sound_at_every_width(language: str, theme: str, pages: Pages, walker: Seen) -> None:
    walker.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page = opened(walker, pages.dashboard, "documents", language)
    page.get_by_role("button", name="更改" if language == "zh" else "Change", exact=True).first.click()
    page.get_by_text("补充读漏的数字" if language == "zh" else "Add a figure that was missed").click()
    for name, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert grave(page) == [], name
    require_sound(walker, f"documents {language} {theme}")


def test_a_figure_of_the_text_is_chosen_by_mouse_and_by_keyboard(pages: Pages, tab: Seen) -> None:
    page = tab.page
    page.goto(f"{pages.dashboard}/documents?document=documents/{NAME}")
    place = figure(page, "2849.5公顷")
    page.evaluate("window.stays = true")
    page.locator(f'a[data-place="{place}"]').click()
    settled(page)
    expect(page.locator(f'a[data-place="{place}"]')).to_have_attribute("aria-current", "true")
    expect(page.locator("blockquote mark")).to_have_text("2849.5公顷")
    expect(page.locator(f'a[data-place="{place}"]')).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator("blockquote mark")).to_have_text("4634.2万元")
    assert page.evaluate("window.stays"), "the page was loaded anew"
    assert page.title() != "不该运行"
    assert tab.errors == []
    assert tab.other_hosts == []


def test_a_long_document_brings_the_chosen_figure_into_sight(pages: Pages, tab: Seen) -> None:
    page = tab.page
    page.goto(f"{pages.dashboard}/documents?document=documents/2023年示例区工作总结.txt")
    settled(page)
    for _ in range(3):
        page.get_by_role("button", name="后一页").last.click()
        settled(page)
    chosen = page.locator(".ll-document .ll-chosen")
    expect(chosen).to_be_in_viewport()


def test_what_is_confirmed_counts_after_the_refresh(ledger: Ledger, pages: Pages, tab: Seen) -> None:
    page = tab.page
    page.goto(f"{pages.dashboard}/documents?document=documents/{NAME}")
    place = figure(page, "3.2万人")
    page.get_by_label("核定人").fill("张三")
    page.get_by_label("核定人").press("Enter")
    settled(page)
    page.locator(f".st-key-confirm_{place} button").click()
    expect(page.get_by_text("已登记1个决定")).to_be_visible(timeout=2 * PATIENCE)
    kept = (ledger.folder / "raw" / "decisions" / "document_figures.csv").read_text("utf-8-sig")
    assert "confirm,affected_population,32000" in kept and "张三" in kept
    settled(page)
    page.locator(f".st-key-choose_{place} button").click()
    expect(page.get_by_text("已确认（更新后生效）")).to_be_visible()
    page.get_by_role("button", name="立即更新").click()
    expect(page.get_by_text("更新完成")).to_be_visible(timeout=10 * PATIENCE)
    page.goto(f"{pages.dashboard}/documents?document=documents/{NAME}&figure={place}")
    expect(page.get_by_text("已确认", exact=True).last).to_be_visible()
    expect(page.get_by_text("核定：与原文一致")).to_be_visible()
    assert page.get_by_text("更新后生效").count() == 0
    page.goto(f"{pages.dashboard}/figures?q=32,000")
    settled(page)
    assert tab.errors == []
