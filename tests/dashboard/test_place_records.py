"""The records of a township, to which the tables and the map link: its own, and only to who may see them."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import snapshot
from tests.dashboard import signed_in, snapshots
from tests.dashboard.signed_in import claims
from tests.dashboard.test_pages import opened, words

TOWNSHIP, NAME, COUNTY = "990122101000", "大河乡", "990122"
OF_ITS_OWN = "select count(*), sum(direct_economic_loss) from core.losses where year = 2025 and current_code = ?"


@pytest.fixture
def filed(release: snapshot.Release) -> tuple[int, Any]:
    """Number of records and loss of the township in 2025, as filed."""
    with duckdb.connect(str(release.database), read_only=True) as database:
        row = database.execute(OF_ITS_OWN, [TOWNSHIP]).fetchone()
    assert row is not None
    assert row[0] > 1
    return row


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_link_to_a_township_lists_its_records_and_no_others(filed: tuple[int, Any], language: str) -> None:
    app = opened("records", region=TOWNSHIP, year="2025", period="year", lang=language)
    assert not app.exception
    assert NAME in words(app)
    assert f"{filed[0]}条记录" in words(app) or f"{filed[0]} records" in words(app)
    rows = app.dataframe[0].value
    assert len(rows) == filed[0]
    assert set(rows["地区代码" if language == "zh" else "Code"]) == {TOWNSHIP}
    assert app.query_params["region"] in (TOWNSHIP, [TOWNSHIP])


def test_a_figure_of_a_township_is_what_its_disasters_add_up_to(filed: tuple[int, Any]) -> None:
    shown = words(opened("records", region=TOWNSHIP, year="2025", period="year", indicator="direct_economic_loss"))
    assert f"直接经济损失{filed[1]:,.2f}万元由哪些灾害得出" in shown
    assert "大河乡没有单独的统计" in shown
    assert "与上面的数一致" in shown


@pytest.mark.usefixtures("warehouse")
def test_a_township_stays_chosen_until_another_region_is() -> None:
    app = opened("records", region=TOWNSHIP, year="2025")
    app.selectbox(key="pick_year").set_value(2024).run()
    assert app.selectbox(key="pick_region").value == TOWNSHIP
    app.selectbox(key="pick_region").set_value("990121").run()
    assert not app.exception
    assert "清河县 · 2024年" in words(app)


@pytest.mark.usefixtures("warehouse")
def test_records_of_a_township_as_known_then_are_those_of_then() -> None:
    app = opened("records", region=TOWNSHIP, year="2026", as_of="2026-07-10")
    assert not app.exception
    assert "截至2026-07-10，所选时段、地区和灾种还没有收到灾情记录" in words(app)


@pytest.mark.usefixtures("warehouse")
def test_a_page_of_statistics_shows_the_county_of_a_township_and_not_the_whole_bureau() -> None:
    assert "云岭县 · 2025年" in words(opened("overview", region=TOWNSHIP, year="2025"))


@pytest.mark.usefixtures("warehouse")
def test_what_is_not_broken_down_has_no_records_of_its_own() -> None:
    assert "云岭县 · 2025年" in words(opened("records", region=f"{COUNTY}-rest", year="2025"))


def test_a_reader_of_another_county_is_not_led_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = snapshots.build(tmp_path / "warehouse", is_sample=False)
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    signed_in.use(monkeypatch, tmp_path, claims("viewer"))
    app = opened("records", region=TOWNSHIP, year="2025", indicator="direct_economic_loss")
    assert "清河县 · 2025年" in words(app)
    assert not app.dataframe[0].value["地区代码"].str.startswith(COUNTY).any()
    own = opened("records", region="990121100000", year="2025", period="year")
    assert set(own.dataframe[0].value["地区代码"]) == {"990121100000"}


def test_a_release_of_an_older_version_lists_them_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(snapshots.build(tmp_path, with_history=False)))
    app = opened("records", region=TOWNSHIP, year="2025", period="year")
    assert not app.exception
    assert set(app.dataframe[0].value["地区代码"]) == {TOWNSHIP}
