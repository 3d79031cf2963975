"""The page Map and the small map: with and without boundaries, in both languages."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import place_figures, snapshot
from dashboard.components import places
from dashboard.filters import Selection
from dashboard.page import Page
from dashboard.periods import period_of
from tests.dashboard import snapshot_boundaries, snapshots
from tests.dashboard.snapshot_boundaries import FORMER, NEVER_REPORTED, RENAMED, shape
from tests.dashboard.test_pages import opened, words

LOSS = "direct_economic_loss"


@pytest.fixture(scope="session")
def drawn_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse whose release has boundaries."""
    warehouse = snapshots.build(tmp_path_factory.mktemp("drawn") / "warehouse")
    snapshot_boundaries.write(warehouse, snapshots.RELEASE)
    return warehouse


@pytest.fixture
def drawn(drawn_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as the warehouse that the pages look at."""
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(drawn_warehouse))
    return drawn_warehouse


def page_of(region: str = snapshots.OWN, year: int = 2024, kind: str = "year") -> Page:
    release = snapshot.current()
    assert release is not None
    period = period_of(kind, year, snapshots.CUT_OFF, ("06-01", "09-30"))
    return Page(release, Selection(period, region, "all"))


def charts(app: AppTest) -> int:
    return len(app.get("vega_lite_chart"))


@pytest.mark.usefixtures("drawn")
def test_the_map_tells_in_a_sentence_where_it_is_heaviest_and_of_which_year_its_borders_are() -> None:
    app = opened("map", year="2024")
    assert not app.exception
    shown = words(app)
    assert re.search(r"直接经济损失[\d,.]+亿元，受灾较重的县（市、区）是.+县（[\d.]+%）、", shown)
    assert "单位：亿元 ｜ 2024年 ｜ 过程汇总" in shown
    assert "边界为2025年。" in shown
    assert "排名" not in shown
    assert charts(app) == 1


@pytest.mark.usefixtures("drawn")
def test_an_earlier_year_takes_the_borders_and_the_code_of_its_time() -> None:
    shown = words(opened("map", year="2019"))
    assert "边界为2019年；清河县当时为清河旧县。" in shown


@pytest.mark.usefixtures("drawn")
def test_the_page_is_complete_in_english() -> None:
    app = opened("map", year="2019", lang="en")
    assert not app.exception
    shown = words(app)
    assert "hit hardest among the counties:" in shown
    assert "Boundaries of 2019; 清河县 was 清河旧县 then." in shown


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.usefixtures("warehouse")
def test_without_boundaries_there_are_bars_and_the_place_to_put_a_file(language: str) -> None:
    app = opened("map", year="2024", lang=language)
    assert not app.exception
    shown = words(app)
    assert "raw/reference/boundaries/" in shown
    assert ("以条形图代替" if language == "zh" else "bars stand in for the map") in shown
    assert charts(app) == 1


@pytest.mark.usefixtures("drawn")
def test_a_county_shows_its_townships_and_the_way_up() -> None:
    app = opened("map", year="2024", region=RENAMED)
    assert not app.exception
    shown = words(app)
    assert "受灾较重的乡镇（街道）是" in shown
    assert "← 返回示例市" in shown
    assert NEVER_REPORTED[1] in shown


@pytest.mark.usefixtures("drawn")
def test_townships_of_all_counties_stand_beside_each_other_when_asked_for() -> None:
    app = opened("map", year="2024", depth="2")
    assert not app.exception
    assert "受灾较重的乡镇（街道）是" in words(app)
    assert app.query_params["depth"] == "2"


@pytest.mark.usefixtures("drawn")
def test_every_indicator_with_figures_can_be_chosen_the_main_ones_first() -> None:
    app = opened("map", year="2024", indicator="road_damaged_km")
    assert not app.exception
    chooser = app.selectbox(key="pick_indicator")
    assert chooser.value == "road_damaged_km"
    assert chooser.options.index("直接经济损失") < chooser.options.index("农林牧渔业损失")
    assert len(chooser.options) < 30  # of more than a hundred: nobody reported the others
    assert "千米" in words(app)


@pytest.mark.usefixtures("drawn")
def test_a_year_without_data_is_hatched_and_not_nought() -> None:
    app = opened("map", year="2020")
    assert not app.exception
    shown = words(app)
    assert "直接经济损失无资料" in shown
    assert "下级地区无资料。" in shown


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("year", snapshots.YEARS)
@pytest.mark.parametrize("depth", [1, 2])
def test_places_and_what_is_not_broken_down_add_up_to_the_region(year: int, depth: int) -> None:
    page = page_of(year=year)
    found = place_figures.of(page, LOSS, depth)
    known = sum((place.value for place in found.places if place.value), Decimal(0))
    whole = page.children_total(LOSS)
    assert found.rest is not None and known + found.rest == whole == found.total
    if depth == 1:
        rest = page.children.filter(pl.col("region_code") == f"{snapshots.OWN}-rest")[LOSS].to_list()
        assert found.rest == (rest[0] if rest else 0)


@pytest.mark.usefixtures("drawn")
def test_a_part_of_the_year_is_added_up_from_its_days() -> None:
    page = page_of(kind="flood_season")
    found = place_figures.of(page, LOSS, 1)
    assert found.total == page.children_total(LOSS)
    assert found.total is not None and found.total < (place_figures.of(page_of(), LOSS, 1).total or 0)


@pytest.mark.usefixtures("drawn")
def test_covered_without_a_disaster_is_nought_and_what_nobody_covers_is_not_known() -> None:
    counties = {place.region_code: place.value for place in place_figures.of(page_of(year=2026), "deaths", 1).places}
    assert set(counties) == set(snapshots.COUNTIES)
    assert None not in counties.values()
    uncovered = place_figures.of(page_of(year=2020), "deaths", 1)
    assert {place.value for place in uncovered.places} == {None}


@pytest.mark.usefixtures("drawn")
def test_a_township_without_a_disaster_is_not_nought_where_its_county_is_not_broken_down() -> None:
    states = set()
    for year in snapshots.YEARS:
        for county in snapshots.COUNTIES:
            found = place_figures.of(page_of(county, year), LOSS, 1)
            silent = {place.value for place in found.places if not place.value}
            assert silent <= ({None} if found.rest else {Decimal(0)})
            states |= silent
    assert states == {None, Decimal(0)}


@pytest.mark.usefixtures("drawn")
def test_the_base_file_is_the_one_with_most_codes_in_force_then_the_nearest() -> None:
    release = snapshot.current()
    assert release is not None
    years = {year: place_figures.shapes_of(release, snapshots.OWN, year, 1).vintage for year in range(2017, 2030)}
    assert years == dict.fromkeys(range(2017, 2023), 2019) | dict.fromkeys(range(2023, 2030), 2025) | {2022: 2025}


@pytest.mark.usefixtures("drawn")
def test_both_codes_of_a_county_are_coloured_by_its_figure_of_today() -> None:
    for year, former in ((2019, True), (2024, False)):
        found = place_figures.of(page_of(year=year), LOSS, 1)
        place = next(place for place in found.places if place.region_code == RENAMED)
        assert place.region_code in found.shapes.codes
        assert bool(place.names_then) is former
    assert FORMER not in found.shapes.codes


def test_places_without_a_shape_are_said_with_their_amount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = snapshots.build(tmp_path / "warehouse")
    snapshot_boundaries.write(warehouse, snapshots.RELEASE, [shape("990122", 0), shape("990123", 1)])
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    shown = words(opened("map", year="2024"))
    assert re.search(r"图上没有的：(未分解到下级[\d.,]+(?:万|亿)元；)?没有图形的地区：.+县 [\d.,]+(?:万|亿)元", shown)


@pytest.mark.usefixtures("drawn")
def test_a_click_on_a_county_goes_into_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import streamlit as st

    from dashboard.components import exhibit, place_map

    monkeypatch.setattr(exhibit, "selected", lambda key, parameter, field: "990122")
    state: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", state)
    place_map._open("map", frozenset({"990121"}))
    assert state == {}
    place_map._open("map", frozenset({"990122"}))
    assert state == {"pick_region": "990122"}


@pytest.mark.usefixtures("drawn")
def test_a_reader_of_one_county_sees_the_shapes_below_it_and_no_other() -> None:
    whole = snapshot.current()
    assert whole is not None
    release = replace(whole, scope=RENAMED)
    shapes = snapshot.table(release, "core.boundaries")
    assert set(shapes["parent_code"]) == {RENAMED}
    assert NEVER_REPORTED[0] in place_figures.shapes_of(release, RENAMED, 2024, 1).codes
    others = [code for code in snapshots.COUNTIES if code != RENAMED]
    assert snapshot.ask(release, "boundary_shapes", codes=others, year=2024).is_empty()
    assert {place["region_code"] for place in place_figures.places_below(release, snapshots.OWN, 1)} <= {RENAMED}


@pytest.mark.usefixtures("drawn")
def test_a_small_map_stands_beside_a_ranking() -> None:
    def script() -> None:
        from dashboard import page as pages
        from dashboard.components import place_map

        place_map.small(pages.opened())

    app = AppTest.from_function(script, default_timeout=60).run()
    assert not app.exception
    assert charts(app) == 1
    assert re.search(r"直接经济损失：.+县（[\d.]+%）较重", words(app))


@pytest.mark.usefixtures("warehouse")
def test_a_small_map_without_shapes_draws_nothing() -> None:
    def script() -> None:
        import streamlit as st

        from dashboard import page as pages
        from dashboard.components import place_map

        st.markdown(str(place_map.small(pages.opened())))

    app = AppTest.from_function(script, default_timeout=60).run()
    assert (charts(app), app.markdown[-1].value) == (0, "False")


@pytest.mark.usefixtures("drawn")
def test_overview_shows_where_on_a_small_map() -> None:
    shown = words(opened("overview", year="2024"))
    assert re.search(r"直接经济损失：.+县（[\d.]+%）较重", shown)
    assert not re.search(r"县损失最重，", shown)


@pytest.mark.usefixtures("warehouse")
def test_overview_without_boundaries_shows_where_in_ranked_bars() -> None:
    assert re.search(r"[县市区]损失最重，[\d,.]+[万亿]元，占[\d.]+%", words(opened("overview", year="2024")))


def test_what_is_below_nothing_keeps_its_sign_in_its_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the places below come to more than the region filed, what is not broken down is less than nothing."""
    warehouse = snapshots.build(tmp_path)
    with duckdb.connect(str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        of = "year = 2024 and hazard_key = 'all' and region_code"
        (below,) = database.execute(
            f"select sum({LOSS}) from marts.annual_losses where {of} like '990122______%'"
        ).fetchone() or (None,)
        database.execute(f"update marts.annual_losses set {LOSS} = $1 where {of} = '990122'", [below * 4 / 5])
        database.execute(f"update marts.annual_losses set {LOSS} = $1 where {of} = '990122-rest'", [-below / 5])
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    assert "−25.0%" in words(opened("map", region="990122", year="2024"))
    page = page_of("990122")
    [rest] = page.children.filter(pl.col("region_level") == "unallocated").to_dicts()
    assert places.share(page, rest) == "−25.0%"


def test_places_of_a_release_without_a_table_of_boundaries_are_those_reported(release: snapshot.Release) -> None:
    assert not snapshot.has(release, place_figures.BOUNDARIES)
    below = place_figures.places_below(release, snapshots.OWN, place_figures.CHILDREN)
    assert [place["region_name"] for place in below] == list(snapshots.COUNTIES.values())
    deeper = place_figures.places_below(release, snapshots.OWN, place_figures.GRANDCHILDREN)
    assert {place["region_level"] for place in deeper} == {"township", "zone"}
