"""People sign in at a real provider: a reader of one county tries every way to the rows of another, and one who signed
out every way to any."""

import io
import re
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Download, Locator, Page, expect

from tests import sample_ledger
from tests.browser import signing_in
from tests.browser.conftest import PATIENCE
from tests.browser.served import Ledger
from tests.browser.signing_in import LISTED, Site, sign_in, sign_out

pytestmark = pytest.mark.browser

COUNTY, NAME = "990122", "云岭县"
OF_OTHERS = re.compile(r"9901(02|03|23|24|71|81)\d*|临江区|青湖区|石桥县|南坪县|白沙市|经济技术开发区")
PAGES = (
    "", "trends", "records", "relief", "figures", "revisions", "quality", "documents", "updates", "filings", "report",
    "download",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample, for people on a list."""
    with signing_in.served(Ledger(sample_ledger.copied(tmp_path_factory)), COUNTY) as found:
        yield found


@pytest.fixture
def fresh(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Another computer's browser."""
    opened: list[BrowserContext] = []

    def context() -> BrowserContext:
        made = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", accept_downloads=True)
        made.set_default_timeout(PATIENCE)
        opened.append(made)
        return made

    yield context
    for made in opened:
        made.close()


@pytest.fixture(scope="module")
def cookies(site: Site, browser: Browser) -> list[Any]:
    """What the county's reader's browser holds after signing in."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    sign_in(page, site, "viewer")
    expect(page.locator("h1").filter(has_text=NAME)).to_be_visible()
    held = context.cookies()
    context.close()
    return held


@pytest.fixture
def viewer(cookies: list[Any], fresh: Callable[[], BrowserContext]) -> Page:
    """The county's reader, signed in."""
    context = fresh()
    context.add_cookies(cookies)
    return context.new_page()


def opened(page: Page, site: Site, path: str) -> str:
    """A page by its address, when it is drawn: all that can be read on it."""
    page.goto(f"{site.address}/{path}")
    drawn(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    return page.locator("body").inner_text()


def drawn(page: Page) -> None:
    """Waits until the page has run to its end."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def taken(page: Page, click: Callable[[], None]) -> Download:
    with page.expect_download() as found:
        click()
    return found.value


def save_button(page: Page) -> Locator:
    """The page's own button, not the one in the corner of a table."""
    return page.get_by_test_id("stDownloadButton").first.get_by_role("button")


def without_cookie(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_nobody_sees_anything_without_signing_in(site: Site, fresh: Callable[[], BrowserContext]) -> None:
    context = fresh()
    page = context.new_page()
    frames: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(bytes_of(frame))))
    for path in ("", "records", "download", f"quality?region={COUNTY}&year=2024", "nothing"):
        told = opened(page, site, path)
        assert "请先登录" in told
        assert not re.search(r"示例|云岭|9901|灾情记录", told)
    heard = b"".join(frames)
    for word in (NAME, "示例市", "灾情记录"):
        assert word.encode() not in heard
    assert context.request.get(f"{site.address}/_stcore/metrics").status == 403
    assert context.request.get(f"{site.address}/media/0123456789abcdef0123456789abcdef.csv").status == 403
    assert context.request.post(f"{site.address}/_stcore/agent/interact", data="{}").status >= 400


def bytes_of(frame: str | bytes) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()


def test_a_reader_of_one_county_reads_every_page_and_no_other_county(site: Site, viewer: Page) -> None:
    frames: list[bytes] = []
    viewer.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(bytes_of(frame))))
    for path in PAGES:
        assert OF_OTHERS.findall(opened(viewer, site, path)) == [], path
    heard = b"".join(frames).decode("utf-8", errors="ignore")
    assert NAME in heard
    assert sorted(set(OF_OTHERS.findall(heard))) == []
    for path in ("", "records", "revisions", "relief", "download"):
        link = f"{path}?lang=en&region=990102&year=2024&hazard=flood&place=990102"
        assert OF_OTHERS.findall(opened(viewer, site, link)) == [], path


def test_another_countys_code_in_a_link_gives_the_own_county(site: Site, viewer: Page) -> None:
    for code in ("990102", "990100", "all", "990122' or 1=1 --"):
        told = opened(viewer, site, f"?region={code}&year=2024")
        assert f"{NAME} · 2024年" in told
        assert OF_OTHERS.findall(told) == []


def test_the_filter_offers_the_county_alone(site: Site, viewer: Page) -> None:
    opened(viewer, site, "")
    viewer.get_by_role("combobox", name="地区").click()
    offered = viewer.get_by_role("option").all_inner_texts()
    assert offered == [NAME]


def test_what_a_reader_of_one_county_takes_along_is_that_countys(site: Site, viewer: Page) -> None:
    for path in ("trends", "records?year=2024", "figures"):
        opened(viewer, site, path)
        for button in viewer.get_by_test_id("stDownloadButton").all():
            file = taken(viewer, button.get_by_role("button").click)
            told = Path(file.path()).read_text("utf-8-sig")
            assert OF_OTHERS.findall(told + file.suggested_filename) == []
    opened(viewer, site, "download?region=990102")
    for words, profile in (("年度汇总表", "annual_summary"), ("整齐长表", "tidy")):
        viewer.get_by_text(f"{words} {profile}", exact=True).click()
        viewer.get_by_role("button", name="生成文件").click()
        save = viewer.get_by_role("button", name=f"保存压缩包 {profile}_")
        save.wait_for()
        drawn(viewer)
        file = taken(viewer, save.click)
        with zipfile.ZipFile(io.BytesIO(Path(file.path()).read_bytes())) as files:
            assert "manifest.json" in files.namelist()
            for name in files.namelist():
                assert OF_OTHERS.findall(name + files.read(name).decode("utf-8", errors="ignore")) == []


def test_a_file_is_given_to_nobody_else(site: Site, viewer: Page, fresh: Callable[[], BrowserContext]) -> None:
    opened(viewer, site, "trends")
    file = taken(viewer, save_button(viewer).click)
    other = fresh()
    sign_in(other.new_page(), site, "statistician")
    file = taken(viewer, save_button(viewer).click)
    assert viewer.context.request.get(file.url).status in (200, 404)  # 404 when pages have run since
    assert other.request.get(file.url).status == 403
    assert without_cookie(file.url) == 403


def test_after_signing_out_there_is_nothing_anywhere(site: Site, fresh: Callable[[], BrowserContext]) -> None:
    context = fresh()
    viewer = context.new_page()
    sign_in(viewer, site, "viewer")
    expect(viewer.locator("h1").filter(has_text=NAME)).to_be_visible()
    cookies = context.cookies()
    assert NAME in opened(viewer, site, "records?year=2024")
    other_tab = context.new_page()
    assert NAME in opened(other_tab, site, "trends")
    file = taken(viewer, save_button(viewer).click)
    sign_out(viewer, site, "王看")

    assert [cookie["name"] for cookie in context.cookies() if cookie["name"].startswith("_streamlit_user")] == []
    assert context.request.get(file.url).status == 403

    other_tab.get_by_text("English", exact=True).click()  # a tab that was left open
    expect(other_tab.get_by_text("This sign-in has ended.")).to_be_visible()
    expect(other_tab.locator("body")).not_to_contain_text("2024")

    viewer.go_back()
    expect(viewer.get_by_role("button", name="登录", exact=True)).to_be_visible()
    assert NAME not in viewer.locator("body").inner_text()

    thief = fresh()  # with a copy of the cookie
    thief.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
    page = thief.new_page()
    for path in ("", "records?year=2024", "download"):
        assert NAME not in opened(page, site, path)
    assert thief.request.get(file.url).status == 403


def test_a_copied_link_asks_a_fresh_browser_to_sign_in(
    site: Site, viewer: Page, fresh: Callable[[], BrowserContext]
) -> None:
    opened(viewer, site, "records?year=2024")
    told = opened(fresh().new_page(), site, viewer.url.removeprefix(f"{site.address}/"))
    assert "请先登录" in told
    assert NAME not in told


def test_who_is_not_listed_is_told_whom_to_ask(site: Site, fresh: Callable[[], BrowserContext]) -> None:
    for person, words in (("stranger", "访问名单里没有您"), ("pretender", "没有确认过这个邮箱地址")):
        page = fresh().new_page()
        sign_in(page, site, person)
        expect(page.get_by_text(words)).to_be_visible()
        for path in ("", "records"):
            told = opened(page, site, path)
            assert "信息科 8001" in told
            assert not re.search(r"示例市|云岭|灾情记录", told)


def test_a_person_struck_from_the_list_is_out_with_the_next_click(site: Site, viewer: Page) -> None:
    opened(viewer, site, "trends")
    save_button(viewer).wait_for()
    downloads: list[str] = []
    viewer.on("download", lambda file: downloads.append(file.url))
    try:
        site.list_people(LISTED.replace("viewer@example.org", "somebody.else@example.org"))
        save_button(viewer).click()  # the page is still drawn; the click gives nothing
        viewer.get_by_text("English", exact=True).click()
        expect(viewer.get_by_text("you are not on the list")).to_be_visible()
        assert downloads == []
    finally:
        site.list_people(LISTED)


def test_the_statistician_explains_in_the_own_name_and_confirms_nothing(
    site: Site, fresh: Callable[[], BrowserContext]
) -> None:
    page = fresh().new_page()
    sign_in(page, site, "statistician")
    assert "更新数据" not in opened(page, site, "updates")
    assert page.get_by_role("button", name="立即更新").count() == 1
    opened(page, site, "quality")
    page.locator("summary").filter(has_text="说明这一组问题").click()
    by = page.get_by_role("textbox", name="说明人")
    expect(by).to_have_value("张统")
    expect(by).to_be_disabled()
    page.get_by_role("textbox", name="原因").fill("与原表一致")
    page.get_by_role("button", name="保存说明").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    explained = site.secrets.parent / "raw" / "decisions" / "explanations.csv"
    assert "张统" in explained.read_text("utf-8-sig")


def test_the_reviewer_sees_all_counties_and_the_viewer_no_button(
    site: Site, viewer: Page, fresh: Callable[[], BrowserContext]
) -> None:
    page = fresh().new_page()
    sign_in(page, site, "reviewer")
    assert "石桥县" in opened(page, site, "")
    told = opened(viewer, site, "updates")
    assert "更新数据：" in told
    assert viewer.get_by_role("button", name="立即更新").count() == 0
    assert "说明问题、作判断：" in opened(viewer, site, "quality")
