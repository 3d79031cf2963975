"""Documents: the text with its figures marked, and every decision as the command that it runs."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import decided, document_acts, marked_text
from dashboard.components import commands
from dashboard.marked_text import Mark, Part
from tests.dashboard import signed_in, snapshot_documents, snapshots
from tests.dashboard.signed_in import AUTH, PEOPLE, claims
from tests.dashboard.snapshot_documents import DONE_PATH, PATH, TEXT
from tests.dashboard.test_pages import opened, words

NAMES = {"by": "张三"}


def place(written: str, after: int = 0) -> str:
    start = TEXT.index(written, after)
    return f"{start}-{start + len(written)}"


PEOPLE_HIT, LOSS, HOUSEHOLDS = place("7.1万人"), place("4634.2万元"), place("7户")
AGRICULTURE, REFUSED, ADDED, MASKED = place("2100余万元"), place("20间"), place("31间"), place("xx万元")


@pytest.fixture
def ran(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[str]]]:
    """The commands that were run, none of them in earnest; what was decided is forgotten afterwards."""
    typed: list[list[str]] = []
    monkeypatch.setattr(decided, "DECISIONS", decided.Decisions())
    monkeypatch.setattr("dashboard.documents.DECISIONS", decided.DECISIONS)
    monkeypatch.setattr(
        commands, "_ran", lambda told, heard=None: typed.append(list(told)) or commands.Outcome(True, "")
    )
    yield typed


def named(**query: str) -> AppTest:
    """The page with somebody who decides."""
    app = opened("documents", **query)
    app.text_input(key="document_by").set_value("张三").run()
    return app


def html(app: AppTest) -> str:
    return "\n".join(str(part.proto.body) for part in app.html if "<style>" not in str(part.proto.body))


def labels(app: AppTest, start: str) -> list[str]:
    return [button.key for button in app.button if str(button.key).startswith(start)]


@pytest.mark.usefixtures("ran")
def test_the_text_shows_every_figure_with_its_number_and_its_word() -> None:
    app = opened("documents")
    shown = html(app)
    assert f'data-place="{PEOPLE_HIT}" aria-current="true">7.1万人<sup>2 待</sup></a>' in shown
    for written, number, word in (("11起", 1, "认"), ("4634.2万元", 5, "改"), ("20间", 8, "否"), ("31间", 9, "补")):
        assert f">{written}<sup>{number} {word}</sup></a>" in shown
    assert shown.count('class="ll-figure ll-figure-undecided') == 7 + 1  # and the legend
    assert "&lt;b&gt;倒塌住房&lt;/b&gt;" in shown and "<b>倒塌" not in shown
    assert "一般损坏住房402间" in shown


@pytest.mark.usefixtures("ran")
def test_the_rows_stand_in_the_order_of_the_text_with_all_that_was_read() -> None:
    app = opened("documents")
    buttons = [button.label for button in app.button if str(button.key).startswith("choose_")]
    assert buttons[0] == "1. 自然灾害起数：11起"
    assert buttons[1] == "2. 受灾人口：71,000人"
    assert buttons[5] == "6. 农林牧渔业损失：2,100万元"
    assert len(buttons) == 10
    shown = html(app)
    assert "原文“7.1万人” · 清河县 · 2025年 · 全部灾种 · 四舍五入" in shown
    assert "<strong>缺地区</strong>" in shown and "<strong>缺时期</strong>" in shown
    assert "受灾人口<mark>7.1万人</mark>，紧急转移安置1,204人" in shown


@pytest.mark.usefixtures("ran")
def test_choosing_a_figure_shows_its_sentence_and_who_decided() -> None:
    app = opened("documents")
    app.button(key=f"choose_{LOSS}").click().run()
    assert not app.exception
    assert "直接经济损失<mark>4634.2万元</mark>" in html(app)
    assert "张三 2026-07-13 09:05 核定：与原文一致" in html(app)
    assert app.query_params["figure"] == LOSS
    again = opened("documents", figure=MASKED)
    assert f'data-place="{MASKED}" aria-current="true"' in html(again)
    assert labels(again, "choose_") == [f"choose_{MASKED}"]
    assert "11. 直接经济损失：遮盖" in [button.label for button in again.button]


def test_one_click_confirms_and_goes_on_to_the_next(ran: list[list[str]]) -> None:
    app = named()
    app.button(key=f"confirm_{PEOPLE_HIT}").click().run()
    assert not app.exception
    assert ran == [
        ["decide", "figure", PATH, "--at", PEOPLE_HIT, "--confirm", "--by", "张三", "--reason", "与原文一致"]
    ]
    shown = html(app)
    assert "已确认（更新后生效）" in shown
    assert f'data-place="{place("1,204人")}" aria-current="true"' in shown
    assert "已登记1个决定" in shown
    assert "refresh" in [button.key for button in app.button]
    assert "2025年清河县工作总结.txt · 待定6个" in app.selectbox(key="document").options
    assert "已登记1个决定" in html(opened("documents", document=DONE_PATH))


def test_nobody_decides_without_a_name(ran: list[list[str]]) -> None:
    app = opened("documents")
    app.button(key=f"confirm_{PEOPLE_HIT}").click().run()
    assert ran == []
    assert "请先填写核定人" in words(app)


def test_the_name_is_asked_once_for_all_pages(ran: list[list[str]]) -> None:
    app = named()
    app.switch_page("views/quality.py").run()
    app.switch_page("views/documents.py").run()
    assert app.text_input(key="document_by").value == "张三"
    app.button(key=f"refuse_{PEOPLE_HIT}").click().run()
    assert ran[0][4:] == [PEOPLE_HIT, "--refuse", "--by", "张三", "--reason", "不采用"]
    assert "不采用（更新后生效）" in html(app)


def test_what_was_decided_can_be_opened_again(ran: list[list[str]]) -> None:
    app = named()
    app.button(key=f"reopen_{REFUSED}").click().run()
    assert ran[0][4:7] == [REFUSED, "--reopen", "--by"]
    assert f"confirm_{REFUSED}" in labels(app, "confirm_")
    app.button(key=f"reopen_{ADDED}").click().run()
    assert "31间<sup>" not in html(app)


def test_a_figure_that_lacks_something_is_changed_before_it_is_confirmed(ran: list[list[str]]) -> None:
    app = named()
    app.button(key=f"confirm_{AGRICULTURE}").click().run()
    assert ran == [] and "补上再确认" in words(app)
    send = f"FormSubmitter:form_{AGRICULTURE}-确认更改"
    app.button(key=send).click().run()
    assert ran == [] and "请填写：地区（可写代码）。" in words(app)
    app.selectbox(key=f"form_{AGRICULTURE}_region_code").set_value("990121")
    app.button(key=send).click().run()
    assert not app.exception
    assert ran[0][4:] == [
        AGRICULTURE, "--confirm", "--region", "990121", "--by", "张三", "--reason", "核对原文后更改",
    ]  # fmt: skip
    assert "改后确认（更新后生效）" in html(app)
    assert "缺地区" not in html(app)


def test_a_changed_value_is_told_with_its_unit_and_state(ran: list[list[str]]) -> None:
    app = named()
    app.button(key=f"change_{PEOPLE_HIT}").click().run()
    app.text_input(key=f"form_{PEOPLE_HIT}_value").set_value("七万")
    send = f"FormSubmitter:form_{PEOPLE_HIT}-确认更改"
    app.button(key=send).click().run()
    assert ran == [] and "数值只写数字" in words(app)
    app.text_input(key=f"form_{PEOPLE_HIT}_value").set_value("71,204")
    app.button(key=send).click().run()
    told = ["--value", "71204", "--unit", "人", "--state", "rounded"]
    assert ran[0][6:12] == told
    assert "2. 受灾人口：71,204人" in [button.label for button in app.button]


def test_all_that_lack_nothing_are_confirmed_with_one_click(ran: list[list[str]]) -> None:
    app = named()
    app.button(key="confirm_all").click().run()
    assert ran == [["decide", "figure", PATH, "--all", "--confirm", "--by", "张三", "--reason", "与原文一致"]]
    assert html(app).count("已确认（更新后生效）") == 4  # and one on the next page of the list
    assert app.segmented_control(key="document_show").options == ["全部 11", "待定 2", "已定 9"]
    assert "confirm_all" not in [button.key for button in app.button]


def test_what_the_text_does_not_tell_is_filled_in_for_all_at_once(ran: list[list[str]]) -> None:
    app = named()
    send = "FormSubmitter:fill-补上并确认"
    app.button(key=send).click().run()
    assert ran == [] and "补的还不够" in words(app)
    app.selectbox(key="fill_region_code").set_value("990121")
    app.button(key=send).click().run()
    assert ran[0][3:8] == ["--at", AGRICULTURE, "--confirm", "--region", "990121"]
    assert "--from" not in ran[0] and HOUSEHOLDS not in ran[0]
    app.date_input(key="fill_period_start").set_value(date(2025, 1, 1))
    app.date_input(key="fill_period_end").set_value(date(2025, 12, 31))
    app.button(key=send).click().run()
    assert not app.exception
    assert ran[1][4:10] == [HOUSEHOLDS, "--confirm", "--from", "2025-01-01", "--to", "2025-12-31"]
    assert "--region" not in ran[1]
    assert "缺时期" not in html(app) and "缺地区" not in html(app)


def test_a_figure_that_was_missed_is_added_where_it_stands(ran: list[list[str]]) -> None:
    app = named()
    app.text_input(key="add_words").set_value("402间").run()
    key, form = place("402间"), f"add_{place('402间')}"
    assert app.selectbox(key="add_place").options == ["……损坏住房31间 & 一般损坏住房【402间】。……"]
    app.selectbox(key=f"{form}_indicator").set_value("minor_dwelling_rooms")
    app.text_input(key=f"{form}_value").set_value("402")
    app.selectbox(key=f"{form}_region_code").set_value("990121")
    app.date_input(key=f"{form}_period_start").set_value(date(2025, 1, 1))
    app.date_input(key=f"{form}_period_end").set_value(date(2025, 12, 31))
    app.button(key=f"FormSubmitter:{form}-补充并确认").click().run()
    assert not app.exception
    assert ran[0][4:] == [
        key, "--confirm", "--indicator", "minor_dwelling_rooms", "--value", "402", "--state", "exact",
        "--hazard", "all", "--region", "990121", "--from", "2025-01-01", "--to", "2025-12-31",
        "--by", "张三", "--reason", "补充读漏的数字",
    ]  # fmt: skip
    assert "402间<sup>10 补</sup>" in html(app)


@pytest.mark.usefixtures("ran")
def test_words_that_are_a_figure_already_are_not_offered() -> None:
    app = named()
    app.text_input(key="add_words").set_value("7.1万人").run()
    assert "已经有一个数字" in words(app)


def test_a_refused_command_says_why_and_decides_nothing(ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_ran", lambda told, heard=None: commands.Outcome(False, "没有这份文档"))
    app = named()
    app.button(key=f"confirm_{PEOPLE_HIT}").click().run()
    assert "没有这份文档" in words(app)
    assert "更新后生效" not in html(app)
    assert ran == []


@pytest.mark.usefixtures("ran")
def test_only_those_to_decide_on_can_be_listed() -> None:
    app = opened("documents")
    app.segmented_control(key="document_show").set_value("decided").run()
    assert [key.split("_")[1] for key in labels(app, "choose_")] == [place("11起"), LOSS, REFUSED, ADDED]
    app = opened("documents", document=DONE_PATH)
    app.segmented_control(key="document_show").set_value("undecided").run()
    assert not app.exception and "这里没有数字" in html(app)


@pytest.mark.usefixtures("ran")
def test_the_page_speaks_english() -> None:
    app = opened("documents", lang="en")
    assert "5. Direct economic loss: 4,634.2 × 10,000 yuan" in [button.label for button in app.button]
    assert "<strong>lacks region</strong>" in html(app)
    assert "written “7.1万人” · 清河县 · 2025 · All hazards · rounded" in html(app)


@pytest.mark.usefixtures("ran")
def test_nonsense_in_the_link_shows_the_first_document() -> None:
    app = opened("documents", document="../x", figure="9-x")
    assert not app.exception
    assert app.selectbox(key="document").value == PATH
    assert app.query_params["figure"] in (PEOPLE_HIT, [PEOPLE_HIT])


def test_a_release_of_earlier_software_has_no_documents_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(snapshots.build(tmp_path / "older", with_documents=False)))
    assert "较早的软件生成" in words(opened("documents"))
    without = snapshots.build(tmp_path / "without", with_documents=False)
    with duckdb.connect(str(without / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        snapshot_documents.create(database)
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(without))
    assert "raw/documents/" in words(opened("documents"))


def test_who_may_only_look_decides_nothing_and_one_region_sees_no_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ran: list[list[str]]
) -> None:
    people = AUTH + PEOPLE.replace('region = "990121"', 'region = "all"', 1)
    signed_in.use(monkeypatch, tmp_path, claims("viewer"), people)
    app = opened("documents")
    assert "7.1万人<sup>2 待</sup>" in html(app)
    assert not labels(app, "confirm_") and not labels(app, "refuse_") and not labels(app, "change_")
    signed_in.use(monkeypatch, tmp_path, claims("county"))
    app = opened("documents", document=PATH, figure=PEOPLE_HIT)
    assert "看全部地区的人" in words(app) and "受灾人口" not in html(app)
    signed_in.use(monkeypatch, tmp_path, claims("statistician"))
    app = opened("documents")
    app.button(key=f"confirm_{PEOPLE_HIT}").click().run()
    assert ran[0][-4:] == ["--by", "张统", "--reason", "与原文一致"]


def test_a_long_document_is_shown_around_the_chosen_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = snapshots.build(tmp_path)
    row = snapshot_documents.row_of(snapshot_documents.FIGURES[1])
    pages = tuple(f"第{page}页" + "文字" * 150 + f"，受灾人口{10000 + page}人。" for page in range(2000))
    with duckdb.connect(str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        rows = [row | {"as_written": f"{10000 + page}人"} for page in range(2000)]
        snapshot_documents.add(database, "long", "documents/长.pdf", pages, rows)
        snapshot_documents.add(
            database, "flat", "documents/一段.txt", ("平" * 200000 + "受灾人口9人。",), [row | {"as_written": "9人"}]
        )
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    app = opened("documents", document="documents/长.pdf", figure=rows[1000]["source_locator"])
    assert not app.exception
    shown = html(app)
    assert ">11000人<sup>1001 待</sup>" in shown
    assert len(shown) < 20000 and len(app.button) < 60
    section, last = map(int, re.findall(r"正文第(\d+)页，共(\d+)页", shown)[0])
    assert section * 2 == last > 100
    app.button(key="section_behind").click().run()
    assert f"正文第{section + 1}页" in html(app) and "11000人<sup>" not in html(app)
    app.button(key="rows_behind").click().run()
    assert "第1011—1020个，共2000个" in html(app) and ">11010人<sup>" in html(app)
    app = opened("documents", document="documents/一段.txt")
    assert ">9人<sup>1 待</sup>" in html(app) and len(html(app)) < 20000


def test_figures_that_overlap_or_reach_beyond_a_part_are_marked_as_far_as_they_go() -> None:
    marks = [Mark(2, 5, 1, "undecided", "待"), Mark(4, 8, 2, "refused", "否"), Mark(20, 30, 3, "added", "补")]
    shown = marked_text.marked(Part(1, 0, "甲<二三四五六"), marks, lambda one: f"?figure={one.place}&x=1")
    assert shown.startswith('甲&lt;<a class="ll-figure ll-figure-undecided ll-short" href="?figure=2-5&amp;x=1"')
    assert ">二三四<sup>1 待</sup></a>" in shown and ">五六<sup>2 否</sup></a>" in shown
    assert "补" not in shown


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1,204", Decimal(1204)), ("４６３４.2", Decimal("4634.2")), ("7.1万", None), ("", None), ("-3", None)],
)  # fmt: skip
def test_a_value_is_digits_alone(typed: str, value: Decimal | None) -> None:
    assert document_acts.number(typed) == value


def test_a_proposal_is_confirmed_as_it_was_read_and_an_added_figure_is_told_whole() -> None:
    row: dict[str, Any] = {"status": "undecided", "value": Decimal(5), "unit": "人"}
    of_text = {"proposed_indicator": "deaths", "proposed_value": Decimal(5)}
    assert document_acts.as_it_stands(row | of_text) == {}  # with how far it may be off, which the page does not know
    assert document_acts.as_it_stands(row) == {"value": Decimal(5), "unit": "人"}
    assert document_acts.as_it_stands(row | {"value": None, "state": "masked"}) == {"state": "masked"}
