"""The fictional land: whole, without gaps, in the codes of its years, and nowhere near a real place."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from pipelines.readers import read
from pipelines.sample import boundaries, sample_counties
from tests.readers.files import rules

SEED = 990100


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return boundaries.write(tmp_path_factory.mktemp("land"), sample_counties(), SEED, (2018, 2025))


def shapes(path: Path) -> dict[str, Any]:
    features = json.loads(path.read_text("utf-8"))["features"]
    return {one["properties"]["adcode"]: shapely.from_geojson(json.dumps(one["geometry"])) for one in features}


def test_counties_stand_in_the_codes_of_two_years_and_townships_in_those_of_the_last(files: list[Path]) -> None:
    then, now, towns = map(shapes, files)
    assert set(now) == {county.place.code for county in sample_counties()}
    assert set(then) ^ set(now) == {"990121", "990103"}
    assert set(towns) == {town.code for county in sample_counties() for town in county.townships}


def test_every_file_is_read_without_a_finding(files: list[Path]) -> None:
    for path, count, year in zip(files, (6, 6, 38), (2018, 2025, 2025), strict=True):
        reading = read(path)
        assert (reading.reader, reading.rows_accepted, reading.rows_rejected) == ("boundaries", count, 0)
        assert reading.boundaries is not None and set(reading.boundaries["vintage"]) == {year}
        assert rules(reading) == []


def test_the_land_is_whole_and_counties_are_made_of_their_townships(files: list[Path]) -> None:
    _, counties, towns = map(shapes, files)
    land = shapely.union_all(list(counties.values()))
    assert land.geom_type == "Polygon" and not land.interiors
    assert sum(shape.area for shape in counties.values()) == pytest.approx(land.area)
    for code, county in counties.items():
        parts = shapely.union_all([shape for town, shape in towns.items() if town.startswith(code)])
        assert parts.symmetric_difference(county).area < 1e-9


def test_the_land_lies_in_the_open_sea(files: list[Path]) -> None:
    left, low, right, high = shapely.total_bounds(list(shapes(files[1]).values()))
    assert 149 < left < right < 153 and 28 < low < high < 32
