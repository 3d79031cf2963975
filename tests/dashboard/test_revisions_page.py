"""What changed: every value with its date, file and change; the state of an earlier day; a disaster that runs."""

import html
import re
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import charts, figures, i18n, snapshot
from dashboard.components import changed, changes, revisions, running
from dashboard.formats import Numbers
from pipelines import codebooks
from tests.dashboard import snapshot_history, snapshots
from tests.dashboard.test_charts import LIGHT
from tests.dashboard.test_pages import opened, words

ZH, EN = Numbers("zh"), Numbers("en")


def said(app: AppTest) -> str:
    """The words of the page without their marks, blanks as one."""
    assert not app.exception
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", words(app))))


@pytest.mark.usefixtures("warehouse")
def test_every_report_on_a_disaster_stands_with_its_values_changes_and_file() -> None:
    shown = said(opened("revisions", event=snapshot_history.FLOOD))
    assert "清河县 2026-07-10 08:30 初报 7月9日洪涝初报.xlsx（收到） 0 100 10.5" in shown
    assert "续报 7月9日洪涝续报1.xlsx（收到） 0 250 ↑ 150（+150.0%） 31.25 ↑ 20.75（+197.6%）" in shown
    assert "1 ↑ 1（原值为0） 240 ↓ 10（−4.0%） 40 ↑ 8.75（+28.0%）" in shown


@pytest.mark.usefixtures("warehouse")
def test_an_annual_figure_is_told_value_by_value_under_a_sentence() -> None:
    app = opened("revisions", year="2025", region="990100", indicator="direct_economic_loss")
    shown = said(app)
    assert "2025-07-02 09:00 7月9日洪涝续报2.xlsx（收到） 1,000.5 —" in shown
    assert "2026-01-16 14:40 7月9日洪涝续报2.xlsx（收到） 2,001 ↓ 99（−4.7%）" in shown
    sentence = "2025年示例市直接经济损失变动2次，由1,000.5万元变为2,001万元，比最初增加100.0%"
    assert sentence in shown
    assert app.get("vega_lite_chart")[0].proto.alt.startswith(sentence)  # type: ignore[union-attr]


@pytest.mark.usefixtures("warehouse")
def test_the_last_change_sets_apart_what_differs_from_a_filing() -> None:
    app = opened("revisions")
    shown = said(app)
    assert "2026-07-12 09:30，7月9日洪涝续报2.xlsx（收到）：1条灾情记录的2个数变动，年度数随之变动2个。" in shown
    assert "其中与已报送的数不同：1个" in shown
    filed, others = app.dataframe[0].value, app.dataframe[1].value
    assert filed[["数值", "原值", "变动%", "已报送值", "报送编号"]].to_numpy().tolist() == [
        ["5,000", "4,990", "+0.2%", "4,990", "20260120-annual_summary-990100-1"]
    ]
    assert others["指标"].to_list() == ["因灾死亡（人）", "受灾人口（人）", "因灾死亡（人）"]
    assert others["变动"].to_list() == ["1", "−10", "1"]
    assert others["已报送值"].to_list() == ["3", "", ""]  # filed as it is now: nothing to file again


@pytest.mark.parametrize(("is_sample", "said_why"), [(True, "示例数据是一次生成的"), (False, "只收到过一个值")])
def test_a_ledger_in_which_nothing_changed_says_why(
    is_sample: bool, said_why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(snapshots.build(tmp_path, is_sample=is_sample)))
    with duckdb.connect(str(tmp_path / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        database.execute("delete from marts.revisions")
    shown = said(opened("revisions"))
    assert "还没有数字变动过" in shown
    assert said_why in shown


@pytest.mark.parametrize("page", ["revisions", "records", "overview", "filings"])
def test_a_release_made_before_says_so_and_shows_the_rest(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(snapshots.build(tmp_path, with_history=False)))
    app = opened(page)
    shown = said(app)
    assert page in ("records", "overview") or "较早的软件" in shown
    assert "正在进行" not in shown
    assert not app.date_input


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize(
    ("day", "people", "stage", "later"),
    [("2026-07-10", 100, "初报", 2), ("2026-07-11", 250, "续报", 1)],
)
def test_records_as_known_then_are_those_of_then(day: str, people: int, stage: str, later: int) -> None:
    app = opened("records", as_of=day, region=snapshot_history.PLACE, year="2026")
    shown = said(app)
    assert f"这里是{day}日终的数，不是现在的数" in shown
    assert f"此后又有{later}个文件" in shown
    rows = app.dataframe[0].value
    row = rows[rows["过程编号"] == snapshot_history.FLOOD].iloc[0]
    assert (row["受灾人口（人）"], row["阶段"]) == (people, stage)
    assert app.query_params["as_of"] == day


@pytest.mark.usefixtures("warehouse")
def test_before_anything_came_there_are_no_records_and_without_a_day_there_is_no_banner() -> None:
    shown = said(opened("records", as_of="2026-07-09", region=snapshot_history.PLACE, year="2026", hazard="flood"))
    assert snapshot_history.FLOOD not in shown
    assert "不是现在的数" in shown
    for query in ({}, {"as_of": "soon"}, {"as_of": "2031-01-01"}, {"as_of": "1990-01-01"}):
        assert "不是现在的数" not in said(opened("records", **query))


@pytest.mark.usefixtures("warehouse")
def test_last_year_as_known_then_is_another_number_and_the_change_is_worked_out_anew(
    release: snapshot.Release,
) -> None:
    sql = """select value from marts.year_on_year where region_code = '990100' and year = 2026 and hazard_key = 'all'
        and period_kind = 'year_to_date' and indicator = 'affected_population'"""
    with duckdb.connect(str(release.database), read_only=True) as database:
        (value,) = database.execute(sql).fetchone() or (None,)
    change = changed.difference(value, 58000, ZH).split("（")[1]
    app = opened("overview", prior="then")
    shown = said(app)
    assert app.query_params["prior"] == "then"
    assert "上年同期（当时口径） 58,000" in shown
    assert change in shown
    assert "与2025-07-12日终已知的2025年全部数比较" in shown
    assert "上年同期（当时口径）：当时尚无数据" in shown  # crops: nobody had told of them
    assert "当时口径） 58,000" not in said(opened("overview"))


@pytest.mark.usefixtures("warehouse")
def test_where_nothing_had_been_received_by_then_it_says_so() -> None:
    shown = said(opened("overview", prior="then", year="2025"))
    assert "上年（当时口径）：当时尚无数据" in shown
    assert "上年（当时口径） 7" not in shown  # what came on 20 January was not known on 31 December


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize("query", [{"period": "half_year"}, {"hazard": "flood"}, {"region": "990121"}])
def test_known_then_is_offered_for_whole_years_of_all_hazards_where_receipts_tell_it(query: dict[str, str]) -> None:
    app = opened("overview", prior="then", **query)
    assert "当时口径" not in said(app)
    assert [control.key for control in app.segmented_control] == ["language"]


def test_sums_known_then_are_compared_with_no_other_basis() -> None:
    one = figures.Figure("deaths", "人", "人", 0, Decimal(3), Decimal(2), Decimal(1), basis="settled_annual")
    other = figures.compared_with(one, Decimal(1))
    assert (other.prior, other.change) == (None, None)
    assert figures.BASIS_DIFFERS in other.notes
    same = figures.compared_with(figures.Figure("deaths", "人", "人", 0, Decimal(3), basis="event_sum"), Decimal(0))
    assert (same.prior, same.change, same.change_pct) == (Decimal(0), Decimal(3), None)


@pytest.mark.usefixtures("warehouse")
def test_a_disaster_that_runs_stands_with_its_changes_and_the_distance_to_the_thresholds() -> None:
    shown = said(opened("overview"))
    assert "当前过程：“7·9”洪涝灾害（示例市）" in shown
    assert "初报0、续报1、核报0，截至 2026-07-12 08:00" in shown
    assert (
        "死亡失踪1人 ↑ 1（原值为0）；受灾人口240人 ↓ 10（−4.0%）；转移安置（实时）30人 ↓ 22（−42.3%）；"
        "直接经济损失40.00万元 ↑ 8.75（+28.0%）"
    ) in shown
    assert "因灾死亡和失踪人口1人，已达Ⅳ级条件（1人）；因灾死亡和失踪人口1人，距Ⅲ级还差2人（已达33.3%）" in shown
    assert "倒塌和严重损坏房屋间数无资料（Ⅳ级为100间）" in shown
    assert "当前过程" not in said(opened("overview", year="2025"))


@pytest.mark.usefixtures("warehouse")
def test_without_stated_thresholds_no_distance_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(snapshots.build(tmp_path)))
    with duckdb.connect(str(tmp_path / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        database.execute("delete from marts.response_distance")
    shown = said(opened("overview", lang="en"))
    assert "Running: Flood and waterlogging of 9 July (示例市)" in shown
    assert "threshold" not in shown
    assert running.SHOWN == 3


@pytest.mark.parametrize(
    ("value", "prior", "zh", "en"),
    [
        (250, 100, "↑ 150（+150.0%）", "↑ 150 (+150.0%)"),
        (Decimal("31.250000"), Decimal("31.2400"), "↑ 0.01（0.0%）", "↑ 0.01 (0.0%)"),
        (3, 0, "↑ 3（原值为0）", "↑ 3 (before: 0)"),
        (1200, 100, "↑ 1,100（为原值的12倍）", None),
        (None, 7, "已无（原7）", "gone (was 7)"),
        (7, None, "", ""),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("warehouse")
def test_a_change_is_said_with_all_decimals(
    value: Decimal | int | None, prior: Decimal | int | None, zh: str, en: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert changed.difference(value, prior, ZH) == zh
    if en is not None:
        monkeypatch.setattr("dashboard.i18n.language", lambda: "en")
        assert changed.difference(value, prior, EN) == en


def test_the_stepped_line_stands_until_the_next_report() -> None:
    points = pl.DataFrame(
        {
            "known_from": list(snapshot_history.KNOWN_FROM),
            "value": [Decimal(1), None, Decimal(3)],
            "label": ["1", "—", "3"],
        },
        schema_overrides={"value": pl.Decimal(38, 6)},
    )
    drawn = charts.stepped(points, LIGHT).to_dict()
    assert drawn["layer"][0]["mark"]["interpolate"] == "step-after"
    assert [layer["mark"]["type"] for layer in drawn["layer"]] == ["line", "point", "text"]
    assert all(layer["encoding"]["y"]["scale"]["domain"][0] == 0 for layer in drawn["layer"])


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_way_in_which_a_figure_changes_has_words(language: str) -> None:
    [told] = [
        row["description_en"]
        for row in codebooks.rows("table_columns")
        if (row["table_name"], row["column_name"]) == ("marts.revisions", "cause_kind")
    ]
    kinds = re.split(r", | or ", told)
    assert "held_out" in kinds
    assert [kind for kind in kinds if not i18n.has(language, f"cause_kind.{kind}")] == []


def test_a_cause_is_the_file_as_people_call_it() -> None:
    received = "received/甲区/20260110-national_wide-990121-1/versions.csv"
    assert changed.cause(f"{received}、disaster_reports/b.xlsx", None) == "20260110-national_wide-990121-1、b.xlsx"
    assert changed.cause("decisions/adjustments.csv", "adjusted") == "会商核定调整"


def test_the_last_change_counts_new_records_once_and_names_a_decision(
    warehouse: Path,
) -> None:
    with duckdb.connect(str(next(warehouse.rglob("snapshot.duckdb"))), read_only=True) as release:
        release.execute("create temp table changes as from marts.changes")
        release.execute("update changes set indicator = 'event_records', prior_value = null")
        asked = (snapshot.SQL_FOLDER / "change_counts.sql").read_text("utf-8").replace("marts.changes", "changes")
        [row] = release.sql(asked).pl().to_dicts()
        assert (row["came"], row["gone"]) == (2, 0)
        release.execute("delete from changes where kind = 'record'")
        release.execute("update changes set cause = 'decisions/adjustments.csv', cause_kind = 'adjusted'")
        [row] = release.sql(asked).pl().to_dicts()
    assert changes.summary(row) == "2026-07-12 09:30，会商核定调整：灾情记录没有变动，年度数变动2个。"


def test_a_unit_that_begins_with_a_number_is_told_apart_from_the_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(st.session_state, i18n.STATE_KEY, "en")
    said = revisions.annual_change([Decimal("20.5"), Decimal(41)], "10,000 yuan", EN)
    assert said.startswith("from 20.5 × 10,000 yuan to 41 × 10,000 yuan")
