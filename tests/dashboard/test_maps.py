"""Shapes and charts of maps by what they draw, not by pixels."""

import json
from itertools import pairwise
from typing import Any

import altair as alt
import polars as pl
import pytest

from dashboard import boundaries, theme
from dashboard.boundaries import Shapes
from dashboard.charts import Area, Coloured, choropleth, ranked_bars
from dashboard.charts.maps import NOUGHT, ink, spread
from tests.dashboard.snapshot_boundaries import shape, square

COLOURS = theme.LIGHT


def row(code: str, at: int, **stated: Any) -> dict[str, Any]:
    """A row as the question about shapes answers it."""
    return shape(code, at, **stated) | {"file_order": 1, "is_former": False} | stated


def drawn(*rows: dict[str, Any]) -> Shapes:
    return boundaries.drawn(rows)


THREE = drawn(row("990102", 0), row("990121", 1), row("990122", 2))
TOLD = Coloured(
    [
        Area("990102", "示例区", "40", "40.25万元（占40.2%）", 0),
        Area("990121", "清河县", "0", "0万元", NOUGHT),
        Area("990122", "云岭县", "无资料", "无资料", None),
    ],
    ["50以下", "50以上"], "0", "无资料",
)  # fmt: skip


def coordinates(geometry: str) -> Any:
    return json.loads(geometry)["coordinates"]


def layers(chart: alt.LayerChart) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = chart.to_dict()["layer"]
    return found


def features(layer: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(layer["data"]["values"])
    return found


def test_a_degree_of_longitude_is_as_wide_as_it_is_at_its_latitude() -> None:
    wide, high = THREE.size
    assert wide == 10_000
    assert high == pytest.approx(10_000 / 3 / 0.8616, abs=2)  # cos(30.5°)
    metres = drawn(row("990102", 0, coordinates="metres", geometry=square(500_000, 3_000_000, 40_000)))
    assert metres.size == (10_000, 10_000)


def test_points_are_whole_numbers_and_neighbours_share_theirs() -> None:
    one, other = (set(map(tuple, coordinates(place.geometry)[0][0])) for place in THREE.places[:2])
    assert all(isinstance(number, int) for point in one for number in point)
    assert len(one & other) == 2


def test_the_outline_goes_around_all_places_and_leaves_slivers_out() -> None:
    outer = coordinates(THREE.outline)
    assert len(outer) == 1 and len(outer[0]) == 1
    xs = {point[0] for point in outer[0][0]}
    assert (min(xs), max(xs)) == (0, 10_000)


def test_units_that_became_one_are_one_place_under_its_code_with_their_names_then() -> None:
    merged = drawn(
        row("990112", 0, current_code="990102", region_name="旧西县", is_former=True),
        row("990113", 1, current_code="990102", region_name="旧南县", is_former=True),
    )
    assert [(place.region_code, place.names_then) for place in merged.places] == [("990102", ("旧西县", "旧南县"))]
    assert len(coordinates(merged.places[0].geometry)) == 2


def test_another_file_fills_a_gap_but_draws_nothing_into_a_place() -> None:
    zone = row("990171", 0, file_order=2, geometry=square(100.2, 30.2, 0.2), label_x=100.3, label_y=30.3)
    beside = row("990181", 5, file_order=2)
    other_unit = row("990182", 6, file_order=2, coordinates="metres")
    found = drawn(row("990102", 0), zone, beside, other_unit)
    assert found.codes == {"990102", "990181"}


def test_hatching_lies_in_its_place() -> None:
    strokes = THREE.places[2].hatching
    assert json.loads(strokes)["type"] == "MultiLineString"
    points = [point for line in coordinates(strokes) for point in line]
    assert 6_666 <= min(point[0] for point in points) < max(point[0] for point in points) <= 10_000


def test_nothing_is_drawn_from_no_rows() -> None:
    assert not boundaries.drawn([])


def test_a_map_colours_classes_hatches_the_unknown_and_outlines_the_region() -> None:
    ground, hatching, outline, halo, words = layers(choropleth(THREE, TOLD, COLOURS))
    assert [layer["mark"]["type"] for layer in (ground, hatching, outline)] == ["geoshape"] * 3
    assert [layer["mark"]["type"] for layer in (halo, words)] == ["text"] * 2
    colour = ground["encoding"]["color"]
    assert colour["scale"] == {
        "domain": ["0", "50以下", "50以上", "无资料"],
        "range": [COLOURS.nought, COLOURS.steps[0], COLOURS.steps[4], COLOURS.paper],
    }
    assert colour["legend"]["values"] == ["0", "50以下", "50以上"]
    assert {one["region_code"]: one["class"] for one in features(ground)} == {
        "990102": "50以下", "990121": "0", "990122": "无资料",
    }  # fmt: skip
    assert [one["class"] for one in features(hatching)] == ["无资料"]
    assert hatching["encoding"]["stroke"]["legend"]["symbolType"].startswith("M")
    assert outline["mark"]["filled"] is False


def test_the_ring_order_of_a_file_does_not_matter() -> None:
    assert choropleth(THREE, TOLD, COLOURS).to_dict()["projection"] == {"type": "identity", "reflectY": True}


def test_nought_and_no_data_stand_in_the_legend_only_where_they_occur() -> None:
    told = Coloured(TOLD.areas[:1], TOLD.classes, "0", "无资料")
    found = layers(choropleth(THREE, told, COLOURS))
    assert found[0]["encoding"]["color"]["scale"]["domain"] == ["50以下", "50以上", "无资料"]
    assert [layer["mark"]["type"] for layer in found].count("geoshape") == 2


def test_a_label_gives_name_and_figure_where_there_is_room_and_answers_as_its_place_does() -> None:
    words = layers(choropleth(THREE, TOLD, COLOURS, is_open=True))[-1]
    assert "datum.both_room >=" in words["transform"][0]["calculate"]
    assert words["encoding"]["longitude"]["field"] == "x"
    assert [one["field"] for one in words["encoding"]["tooltip"]] == ["name", "told"]
    chart = choropleth(THREE, TOLD, COLOURS, is_open=True).to_dict()
    rows = next(values for values in chart["datasets"].values() if "both" in values[0])
    assert rows[0]["both"] == "示例区\n40"
    assert rows[0]["region_code"] == "990102"
    assert (rows[0]["ground"], rows[0]["ink"]) == (COLOURS.steps[0], "#16202b")


def test_a_place_can_be_chosen_only_where_it_leads_somewhere() -> None:
    open_, closed = (choropleth(THREE, TOLD, COLOURS, is_open=one).to_dict() for one in (True, False))
    assert [one["name"] for one in open_["params"]] == ["place"]
    assert open_["params"][0]["select"]["fields"] == ["region_code"]
    assert "params" not in closed


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
def test_the_scale_goes_from_the_paper_away_and_words_stand_out_on_it(palette: theme.Palette) -> None:
    def lightness(colour: str) -> int:
        return sum(int(colour[at : at + 2], 16) * weight for at, weight in ((1, 299), (3, 587), (5, 114)))

    distances = [abs(lightness(colour) - lightness(palette.paper)) for colour in (palette.nought, *palette.steps)]
    assert distances == sorted(distances)
    assert min(b - a for a, b in pairwise(distances)) > 8_000
    assert all(abs(lightness(colour) - lightness(ink(colour))) > 90_000 for colour in palette.steps)


def test_fewer_classes_keep_the_ends_of_the_scale() -> None:
    assert spread(2, COLOURS) == (COLOURS.steps[0], COLOURS.steps[4])
    assert spread(3, COLOURS) == (COLOURS.steps[0], COLOURS.steps[2], COLOURS.steps[4])
    assert spread(5, COLOURS) == COLOURS.steps
    assert spread(0, COLOURS) == ()


def test_bars_keep_their_order_and_bear_their_figures() -> None:
    bars = pl.DataFrame(
        {"order": [0, 1], "name": ["云岭县", "示例区"], "value": [3.0, 1.0], "label": ["3.00", "1.00"],
         "told": ["3.00万元", "1.00万元"]}
    )  # fmt: skip
    bar, text = layers(ranked_bars(bars, COLOURS))
    assert bar["encoding"]["y"]["sort"] == {"field": "order", "op": "min"}
    assert bar["encoding"]["x"]["scale"]["domain"][0] == 0
    assert text["encoding"]["text"]["field"] == "label"


def test_a_map_of_a_province_is_small_enough_for_a_page() -> None:
    rows = [row(f"{990000 + at}", at % 11, geometry=square(100 + at % 11, 30 + at // 11, 1)) for at in range(113)]
    told = Coloured(
        [Area(one["current_code"], f"第{at}县", "1", "1万元", 0) for at, one in enumerate(rows)],
        ["1以上"],
        "0",
        "无资料",
    )
    text = json.dumps(choropleth(drawn(*rows), told, COLOURS).to_dict())
    assert len(text) / 113 < 1_000
