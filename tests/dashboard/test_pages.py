"""Every page, in both languages, with data and without."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard import snapshots

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
PAGES = (
    "overview", "map", "trends", "compare", "records", "relief", "figures", "revisions", "quality", "documents",
    "updates", "filings", "report", "download",
)  # fmt: skip


def opened(page: str, **query: str) -> AppTest:
    """The page as a browser would open it by a link."""
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    if page != "overview":
        app.switch_page(f"views/{page}.py")
    return app.run()


def words(app: AppTest) -> str:
    """Everything that is written on the page."""
    parts = [*app.markdown, *app.header, *app.subheader, *app.caption, *app.success, *app.warning, *app.code]
    return "\n".join([*(str(part.value) for part in parts), *(str(part.proto.body) for part in app.html)])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("warehouse")
def test_a_page_opens(page: str, language: str) -> None:
    app = opened(page, lang=language)
    assert not app.exception
    shown = words(app)
    assert ("示例数据" if language == "zh" else "Sample data") in shown


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_an_empty_warehouse_says_what_to_do(
    page: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(tmp_path))
    app = opened(page, lang=language)
    assert not app.exception
    assert "raw/disaster_reports/" in words(app)


@pytest.mark.usefixtures("warehouse")
def test_overview_answers_in_one_sentence_and_six_cards() -> None:
    shown = words(opened("overview"))
    assert "示例市 · 2026年今年以来（1月1日至7月12日）" in shown
    assert "数据截至 2026-07-12" in shown
    assert "示例市发生自然灾害" in shown
    assert shown.count('class="ll-card"') == 6
    assert "近5年同期均值" in shown
    assert "2021—2025年，5年有资料" in shown


@pytest.mark.usefixtures("warehouse")
def test_overview_names_no_ranking_and_uses_no_judging_colour() -> None:
    shown = words(opened("overview"))
    assert "排名" not in shown
    assert "受灾较重的县（市、区）" in shown


@pytest.mark.usefixtures("warehouse")
def test_a_link_shows_the_same_view() -> None:
    app = opened("overview", year="2024", region="990121", hazard="flood", period="flood_season")
    assert not app.exception
    shown = words(app)
    assert "清河县 · 2024年汛期（6月1日至9月30日）" in shown
    assert app.query_params["region"] == "990121"


@pytest.mark.usefixtures("warehouse")
def test_a_closed_year_is_shown_whole() -> None:
    app = opened("overview")
    app.selectbox(key="pick_year").set_value(2024).run()
    assert not app.exception
    assert "示例市 · 2024年<" in words(app)
    assert app.selectbox(key="pick_period").value == "year"


@pytest.mark.usefixtures("warehouse")
def test_a_chosen_half_year_stays_when_the_year_changes() -> None:
    app = opened("overview")
    app.selectbox(key="pick_period").set_value("half_year").run()
    app.selectbox(key="pick_year").set_value(2025).run()
    assert app.selectbox(key="pick_period").value == "half_year"
    assert "2025年上半年" in words(app)


@pytest.mark.usefixtures("warehouse")
def test_a_year_without_data_is_not_nought() -> None:
    app = opened("overview", year="2020")
    assert not app.exception
    shown = words(app)
    assert "无资料" in shown
    assert "没有灾情记录" in shown
    assert '<div class="ll-value">0' not in shown


@pytest.mark.usefixtures("warehouse")
def test_nonsense_in_a_link_gives_the_default_view() -> None:
    app = opened("overview", year="soon", region="1; drop table", hazard="none", period="ever", lang="xx")
    assert not app.exception
    assert "示例市 · 2026年今年以来" in words(app)


@pytest.mark.usefixtures("warehouse")
def test_the_language_switch_changes_every_word() -> None:
    app = opened("overview")
    app.segmented_control(key="language").set_value("en").run()
    assert not app.exception
    assert "Direct economic loss" in words(app)
    assert app.query_params["lang"] == "en"


@pytest.mark.usefixtures("warehouse")
def test_records_show_file_and_row_and_what_is_held_out() -> None:
    app = opened("records", year="2025")
    frame = app.dataframe[0].value
    assert {"文件", "位置（表!行）", "暂不计入", "死亡失踪（人）"} <= set(frame.columns)
    assert frame["位置（表!行）"].str.startswith("Sheet1!").all()
    assert "疑似重复、暂不计入3条" in words(app)


@pytest.mark.usefixtures("warehouse")
def test_data_quality_groups_findings_and_shows_the_command() -> None:
    app = opened("quality")
    groups = app.dataframe[0].value
    assert groups["规则"].to_list()[0] == "F003"
    assert "1,204.55" in groups["涉及金额（万元）"].to_list()
    assert "loss-ledger decide explain --rule F003" in words(app)


@pytest.mark.usefixtures("warehouse")
def test_findings_are_filtered_by_severity() -> None:
    app = opened("quality")
    app.selectbox(key="severity").set_value("warning").run()
    assert set(app.dataframe[0].value["级别"]) == {"请核对"}


@pytest.mark.usefixtures("warehouse")
def test_updates_lead_to_dagster_and_say_what_to_do_first() -> None:
    app = opened("updates")
    shown = words(app)
    assert "1行未采用" in shown
    assert "1个错误未说明" in shown
    assert app.link_button[0].proto.url == "http://127.0.0.1:3000"


@pytest.mark.usefixtures("warehouse")
def test_trends_mark_years_without_data_and_offer_the_table() -> None:
    app = opened("trends")
    shown = words(app)
    assert "逐年数据" in shown
    assert "最大一次为" in shown
    assert "占" in shown


def test_a_new_release_is_seen_with_the_next_click(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = snapshots.build(tmp_path)
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    app = opened("overview")
    assert "示例数据" in words(app)
    folder = warehouse / "published" / "second"
    snapshots.write_release(folder, is_sample=False)
    (warehouse / "published" / "CURRENT").write_text("second", encoding="utf-8")
    app.run()
    assert not app.exception
    assert "示例数据" not in words(app)


def test_a_held_release_lists_old_and_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = snapshots.build(tmp_path)
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    snapshots.write_release(warehouse / "published" / "waiting", held=[
        {"reason": "closed_year", "year": 2024, "region_code": "990100", "region_name": "示例市", "unit": "万元",
         "indicator": "direct_economic_loss", "old": "100", "new": "900.5", "sources": ["disaster_reports/更正.xlsx"]},
    ])  # fmt: skip
    (warehouse / "published" / "HELD").write_text("waiting", encoding="utf-8")
    shown = words(opened("updates"))
    assert "有一个数据版本待确认" in shown
    assert "900.5 万元" in shown
    assert "disaster_reports/更正.xlsx" in shown
    assert "loss-ledger publish waiting" in shown


@pytest.mark.usefixtures("warehouse")
def test_codes_in_tables_are_words_of_the_readers_language() -> None:
    records = opened("records", lang="en").dataframe[0].value
    assert set(records["Stage"]) == {"update"}
    assert "Hail" in set(records["Hazard"])
    groups = opened("quality", lang="en").dataframe[0].value
    assert set(groups["Severity"]) == {"not used", "correct or explain", "please check"}
