"""Data quality: from what is open to a group, a finding, its cell in the received table, and the workbook for it."""

import io
from pathlib import Path

import duckdb
import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components import finding_place
from tests.bureau import REPORTS, Bureau, at, without_dagster
from tests.corrections.corrected import drop
from tests.corrections.test_loop import NAME, as_csv, cell
from tests.dashboard import signed_in, snapshots
from tests.dashboard.signed_in import AUTH, PEOPLE, claims
from tests.dashboard.test_pages import opened, words

PATH = f"{REPORTS}/{NAME}.csv"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A ledger with one report that has findings of every severity."""
    folder = tmp_path_factory.mktemp("quality")
    bureau = at(folder)
    with pytest.MonkeyPatch.context() as patch:
        without_dagster(patch)
        drop(as_csv(folder / NAME), bureau.raw, PATH)
        bureau.refresh()
    return bureau


@pytest.fixture
def bureau(built: Bureau, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setenv("LOSS_LEDGER_RAW", str(built.raw))
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(built.warehouse))
    return built


def html(app: AppTest) -> str:
    return "\n".join(str(part.proto.body) for part in app.html)


@pytest.mark.usefixtures("bureau")
def test_one_glance_tells_how_many_are_open_where_and_what_to_do_first() -> None:
    shown = html(opened("quality"))
    assert "先处理“无法采用”" in shown
    assert f"<td>{PATH}</td><td>1</td><td>2</td>" in shown.replace(' class=""', "")
    assert "First deal with “not used”" in html(opened("quality", lang="en"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.usefixtures("bureau")
def test_a_link_leads_to_the_cell_of_a_finding_and_to_the_workbook(language: str) -> None:
    app = opened("quality", lang=language, file=PATH, rule="F060", finding="1|3")
    assert not app.exception
    shown = html(app)
    assert '<td class="ll-bad"><mark>4O</mark></td>' in shown
    assert f'<th scope="col">{cell("affected_population", 3)[:-1]}</th>' in shown
    assert "长安区" in shown and "受灾人口(人)" in shown
    assert ("怎么办：改正单元格" if language == "zh" else "What to do: correct the cell") in shown
    (button,) = app.get("download_button")
    assert button.proto.label == ("下载改正用的工作簿" if language == "zh" else "Download a workbook to correct it in")
    assert button.proto.deferred_file_id and not button.proto.url


@pytest.mark.usefixtures("bureau")
def test_what_a_rule_compares_is_shown_beside_the_cell() -> None:
    shown = html(opened("quality", rule="R050", finding="1|3"))
    assert '<td class="ll-bad"><mark>300.5</mark></td>' in shown
    assert shown.count('<td class="ll-compared">') == 6


@pytest.mark.usefixtures("bureau")
def test_no_table_is_opened_before_somebody_asks_for_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding_place, "rows", lambda *asked: pytest.fail(f"opened {asked}"))
    app = opened("quality")
    assert not app.exception and app.selectbox(key="finding").value is None
    assert not app.get("download_button")


@pytest.mark.usefixtures("bureau")
def test_another_group_forgets_the_finding_and_the_link_follows() -> None:
    app = opened("quality", file=PATH, rule="F060", finding="1|3")
    app.selectbox(key="rule").set_value("R050").run()
    assert not app.exception
    assert app.selectbox(key="finding").value is None
    assert app.query_params["rule"] == "R050"
    assert "finding" not in app.query_params
    app.selectbox(key="finding").set_value("1|3").run()
    assert app.query_params["finding"] == "1|3"


@pytest.mark.usefixtures("bureau")
def test_a_later_link_prevails_over_what_was_chosen_before() -> None:
    app = opened("quality", rule="F060")
    app.query_params["rule"] = "R050"
    app.run()
    assert app.selectbox(key="rule").value == "R050"


@pytest.mark.usefixtures("bureau")
def test_one_finding_of_a_group_can_be_explained_alone() -> None:
    app = opened("quality", rule="R050", finding="1|3")
    app.checkbox(key="explain_one").check().run()
    assert "--locator 3" in words(app)


def test_each_finding_of_a_sheet_whose_name_holds_a_bar_is_told_from_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = snapshots.build(tmp_path, is_sample=False)
    with duckdb.connect(str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        twice = "create table two as from checks.findings where rule_id = 'R050' and status = 'open'"
        database.execute(f"{twice}; update checks.findings set source_locator = '甲|乙!18' where rule_id = 'R050'")
        database.execute("""insert into checks.findings select * replace ('甲|乙!18' as source_locator,
            '99.5' as value, '合计不符' as message_zh) from two; drop table two""")
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(finding_place, "rows", lambda *about: asked.append(about) or CELL)
    app = opened("quality", rule="R050", finding_status="open", finding="2|甲|乙!18")
    assert not app.exception
    assert len(app.selectbox(key="finding").options) == 2
    assert app.selectbox(key="finding").value == "2|甲|乙!18"
    assert asked[-1][2] == "甲|乙!18"
    app.checkbox(key="explain_one").check().run()
    assert "--locator '甲|乙!18'" in words(app)


def test_the_workbook_is_made_when_asked_for_and_has_the_cell_marked(bureau: Bureau) -> None:
    content = finding_place.workbook(bureau.current.release_id, PATH)()
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Sheet1"]
    assert "F060" in sheet[cell("affected_population", 3)].comment.text


@pytest.mark.usefixtures("warehouse")
def test_a_file_that_cannot_be_opened_says_why() -> None:
    app = opened("quality", rule="R050", finding="1|Sheet1!18")
    assert not app.exception
    assert "没有数据版本“fixture00release”" in html(app)
    assert not app.get("download_button")


CELL = {
    "file": "2023年灾情.xlsx", "sheet": "Sheet1", "columns": ["A", "B"], "personal": [], "cell": "B18", "compared": [],
    "rows": [{"row": 18, "kind": "row", "cells": ["清河县", "1204.55"]}], "workbook": "2023年灾情_更正.xlsx",
}  # fmt: skip


@pytest.mark.usefixtures("warehouse")
def test_somebody_of_one_county_is_shown_no_row_of_a_file_and_takes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding_place, "rows", lambda *asked: pytest.fail(f"opened {asked}"))
    for name in ("viewer", "county"):
        signed_in.use(monkeypatch, tmp_path, claims(name))
        app = opened("quality", rule="R050", finding="1|Sheet1!18", file="2023年灾情.xlsx")
        assert not app.exception
        assert app.selectbox(key="finding").value == "1|Sheet1!18"
        assert "ll-excerpt" not in html(app).partition("<style>")[0] and not app.get("download_button")
        assert "涉及整个台账" in html(app)


@pytest.mark.usefixtures("warehouse")
def test_who_may_only_look_sees_the_cell_and_takes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding_place, "rows", lambda *asked: CELL)
    people = AUTH + PEOPLE.replace('region = "990121"', 'region = "all"', 1)
    for name, takes in (("viewer", False), ("statistician", True)):
        signed_in.use(monkeypatch, tmp_path, claims(name), people)
        app = opened("quality", rule="R050", finding="1|Sheet1!18", file="2023年灾情.xlsx")
        assert not app.exception
        assert '<td class="ll-bad"><mark>1204.55</mark></td>' in html(app)
        assert bool(app.get("download_button")) == takes
        assert ("下载改正用的工作簿：由统计员、审核人办理。" in html(app)) != takes


def test_nonsense_in_the_link_shows_everything(bureau: Bureau) -> None:
    app = opened("quality", file="../etc/passwd", rule="x' or 1=1", finding="9!9", group="-", severity="worst")
    assert not app.exception
    assert (
        len(app.dataframe[0].value)
        == bureau.ask(
            "select count(*) from (select distinct rule_id, severity, status, source_file from checks.findings)"
        )[0][0]
    )


def test_the_page_stays_small_with_very_many_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    from tests.dashboard import snapshots

    warehouse = snapshots.build(tmp_path)
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    with duckdb.connect(str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        database.execute(
            "insert into checks.findings select f.* replace ('Sheet1!' || n as source_locator, "
            "'f' || (n % 900) || '.xlsx' as source_file) from checks.findings as f, range(20000) as r(n) "
            "where f.rule_id = 'R012'"
        )
    app = opened("quality")
    assert not app.exception
    assert len(app.dataframe[0].value) == 300
    assert max(len(frame.value) for frame in app.dataframe) <= 500
