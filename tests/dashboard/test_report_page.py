"""The page Report on the sample: the text, where its numbers come from, its files, and who may have it."""

import html
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from dashboard import snapshot
from dashboard.components import commands, report_files, written_report
from dashboard.components.commands import Outcome
from dashboard.report_page import ReportPage
from tests import sample_ledger
from tests.dashboard import signed_in
from tests.dashboard.signed_in import claims
from tests.dashboard.test_pages import opened, words

PREFECTURE, COUNTY = "990100", "990122"
OWN_TEMPLATE = "# {region}{period}灾情简报\n{period}，{region}受灾{affected_population}。\n"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_ledger.copied(tmp_path_factory)


@pytest.fixture
def ledger(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample as the pages and the command see it; nothing is kept of other tests."""
    monkeypatch.setenv("LOSS_LEDGER_RAW", str(shared / "raw"))
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(shared / "warehouse"))
    written_report._written.clear()
    return shared


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were run, in their order."""
    commands_run: list[list[str]] = []
    truly: Callable[..., Outcome] = commands._ran

    def noted(arguments: Any, *heard: Any) -> Outcome:
        commands_run.append(list(arguments))
        return truly(arguments, *heard)

    monkeypatch.setattr(commands, "_ran", noted)
    return commands_run


def said(app: AppTest) -> str:
    """The words of the page as they are read, without marks."""
    assert not app.exception
    return html.unescape(re.sub(r"<[^>]+>", "", words(app)))


@pytest.mark.usefixtures("ledger")
def test_a_report_stands_as_it_would_be_read_with_its_table_and_charts() -> None:
    app = opened("report", year="2024")
    shown = said(app)
    assert "示例市2024年自然灾害灾情报告" in shown
    assert "直接经济损失增加47.8%" in shown
    assert "主要指标" in shown and "7.70万人次" in shown
    assert len(app.get("vega_lite_chart")) == 2
    assert "复制到" in shown and "report_templates/annual.txt" in shown


@pytest.mark.usefixtures("ledger")
def test_every_number_says_in_words_where_it_comes_from() -> None:
    app = opened("report", year="2024")
    marked = "".join(str(part.proto.body) for part in app.html)
    assert 'title="直接经济损失，本期 ｜ 2024年 ｜ 示例市：14368.58万元' in html.unescape(marked)
    assert "100 × (14368.58 − 9724.84) ÷ 9724.84" in marked
    assert "数字从哪里来" in app.expander[1].label
    everything = app.dataframe[0].value
    assert {"marts.year_on_year", "marts.relief_totals", "marts.loss_and_cover"} <= set(everything["数据表"])
    assert "上年（同期）" in said(app)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.usefixtures("ledger")
def test_what_is_missing_is_said_in_the_readers_language(language: str) -> None:
    app = opened("report", year="2019", report="half-year", lang=language)
    ledgers = {"zh": "救助资金台账、冬春救助台账", "en": "Relief funds, Winter-spring aid"}
    assert ledgers[language] in app.warning[0].value
    assert ("Chinese only" in said(app)) == (language == "en")


@pytest.mark.usefixtures("ledger")
def test_a_brief_is_there_to_be_copied_with_the_number_of_its_characters() -> None:
    app = opened("report", year="2024", report="brief")
    text = app.code[1].value
    assert text.startswith("示例市2024年灾情简报\n")
    assert f"共{len(text.replace(chr(10), ''))}字（含标题），不超过200字" in said(app)


@pytest.mark.usefixtures("ledger")
def test_a_report_is_kept_until_a_template_changes(ledger: Path, ran: list[list[str]]) -> None:
    app = opened("report", year="2024", report="brief")
    app.run()
    assert len(ran) == 1
    own = ledger / "raw" / written_report.TEMPLATES / "brief.txt"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(OWN_TEMPLATE, encoding="utf-8")
    try:
        app.run()
        assert "2024年，示例市受灾11.48万人次。" in said(app)
        assert "本单位的模板" in said(app)
        own.write_text(OWN_TEMPLATE.replace("{affected_population}", "100人"), encoding="utf-8")
        app.run()
        assert "直接写了数字" in said(app)
    finally:
        own.unlink()
    app.run()
    assert "直接经济损失1.44亿元" in said(app)


@pytest.mark.parametrize(("language", "why"), [("zh", "示例市没有2019年"), ("en", "There are no loss data")])
@pytest.mark.usefixtures("ledger")
def test_a_refusal_is_told_in_the_readers_language_and_not_kept(language: str, why: str) -> None:
    refused = Outcome(False, "示例市没有2019年的损失数据。\nThere are no loss data of 示例市 for 2019.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands, "_ran", lambda arguments, *heard: refused)
        app = opened("report", year="2019", lang=language)
        assert app.code[0].value.startswith(why)
        assert len(app.code) == 1
    assert "示例市2019年自然灾害灾情报告" in said(opened("report", year="2019", lang=language))


def test_its_files_are_made_at_the_click(ledger: Path, ran: list[list[str]]) -> None:
    release = snapshot.pointed("CURRENT", "")
    assert release is not None
    page = ReportPage(release, "brief", 2024, PREFECTURE)
    made = {ending: report_files.content(page, "简报", ending) for ending in report_files.KINDS}
    assert ran == []
    text = made[".txt"]().decode("utf-8")
    assert text.startswith("示例市2024年灾情简报\n")
    assert made[".sources.csv"]().decode("utf-8-sig").startswith("no,number,place")
    assert Document(io.BytesIO(made[".docx"]())).paragraphs[0].text == "示例市2024年灾情简报"
    assert all(arguments[:2] == ["report", "brief"] for arguments in ran)


@pytest.mark.usefixtures("ledger")
def test_a_reader_of_one_region_gets_its_report_and_no_kept_one_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ran: list[list[str]]
) -> None:
    opened("report", year="2024", report="brief")
    table = signed_in.AUTH + signed_in.PEOPLE.replace("990121", COUNTY)
    signed_in.use(monkeypatch, tmp_path, claims("viewer"), table)
    app = opened("report", year="2024", report="brief", region=PREFECTURE)
    assert "云岭县2024年灾情简报" in said(app)
    assert "示例市2024" not in said(app)
    assert [arguments[arguments.index("--region") + 1] for arguments in ran] == [PREFECTURE, COUNTY]
    why = commands.refusal(["report", "brief", "--year", "2024", "--region", PREFECTURE, "--json"])
    assert why
