"""Twenty tabs read while thirty releases are published: no page fails, and no page mixes two releases."""

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle

import pytest
from playwright.sync_api import Browser, Page, TimeoutError

from tests.browser.conftest import PATIENCE
from tests.browser.served import Ledger, Pages, served

pytestmark = pytest.mark.browser

TABS, RELEASES = 20, 30
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
READ = """() => ({
    release: document.querySelector('.ll-version')?.innerText ?? '',
    card: [...document.querySelectorAll('.ll-card .ll-value a')].at(-1)?.innerText ?? '',
    total: document.querySelector('.ll-table .ll-total td:nth-child(2)')?.innerText ?? '',
    failed: document.querySelectorAll('[data-testid=stException], [data-testid=stAlertContentError]').length,
})"""


@pytest.fixture
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    one = Ledger(tmp_path_factory.mktemp("many"))
    one.refresh()
    return one


@pytest.fixture
def pages(ledger: Ledger) -> Iterator[Pages]:
    with served(ledger) as addresses:
        yield addresses


def publishing(ledger: Ledger) -> subprocess.Popen[str]:
    folders = [str(ledger.folder / "raw"), str(ledger.folder / "warehouse")]
    command = [sys.executable, "-m", "tests.browser.publisher", *folders, str(RELEASES)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def look(page: Page) -> dict[str, str]:
    """What one tab shows when its page is complete."""
    page.wait_for_selector(READY)
    try:
        page.wait_for_selector(".ll-version")
    except TimeoutError as error:
        raise AssertionError(f"a page without an end:\n{page.locator('body').inner_text()}") from error
    seen: dict[str, str] = page.evaluate(READ)
    return seen


def test_no_page_fails_and_none_mixes_two_releases(ledger: Ledger, pages: Pages, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(10 * PATIENCE)  # twenty pages share the processor with a refresh
    tabs = [context.new_page() for _ in range(TABS)]
    errors: list[str] = []
    for tab in tabs:
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto(pages.dashboard, wait_until="commit")
    seen = []
    with publishing(ledger) as process:
        for language in cycle(("English", "中文")):
            if process.poll() is not None:
                break
            for tab in tabs:
                seen.append(look(tab))
                tab.get_by_text(language, exact=True).click()  # the page is drawn anew, from the release of that moment
        told = (process.stdout.read() if process.stdout else "").split("\n")
    assert process.returncode == 0, "\n".join(told[-20:])
    seen += [look(tab) for tab in tabs]
    context.close()

    numbers = {line.split()[0]: line.split()[1] for line in told if len(line.split()) == 2}
    assert len(numbers) == RELEASES
    of_run = [one for one in seen if any(release in one["release"] for release in numbers)]
    for one in of_run:
        number = next(n for release, n in numbers.items() if release in one["release"])
        unit = 100 if one["release"].startswith("Release") else 1  # million yuan in English, 万元 in Chinese
        shown = [Decimal(one[name].replace(",", "")) * unit for name in ("card", "total")]
        assert shown == [Decimal(number)] * 2, one
    assert len(of_run) >= TABS
    assert len({one["release"] for one in of_run}) > 1, "the readers never met a new release"
    assert [one for one in seen if one["failed"]] == []
    assert errors == []
