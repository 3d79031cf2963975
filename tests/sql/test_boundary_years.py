"""Two boundary files, before and after a county changed its code: both years draw, coloured by the figures of today."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard import boundaries
from pipelines import codebooks
from pipelines.readers import read
from tests import scenario
from tests.readers.shapes import file, polygon, square
from tests.scenario import Ledger, report

BAOSHAN, OLD, NEW = "530500", "530522", "530581"
UNCHANGED = ("530502", "530521", "530523", "530524")
SQL = Path(boundaries.__file__).with_name("sql")
Told = dict[str, Path]


def constructed(folder: Path) -> Told:
    """Both files as squares in a row, in their two ways of writing codes."""

    def collection(codes: tuple[str, ...], key: str, kind: type) -> dict[str, Any]:
        shapes = [
            {"type": "Feature", "properties": {key: kind(code)}, "geometry": polygon(square(98 + at, 25))}
            for at, code in enumerate(codes)
        ]
        return {"type": "FeatureCollection", "features": shapes}

    old = file(folder / "530500_2015.json", collection((OLD, *UNCHANGED), "id", str))
    new = file(folder / "530500_2024.json", collection((NEW, *UNCHANGED), "adcode", int))
    return {old.name: old, new.name: new}


@pytest.fixture(params=["constructed", "real"])
def made(request: pytest.FixtureRequest, tmp_path: Path, received_file: Callable[[str], Path]) -> Ledger:
    """A ledger with a report on 腾冲 under either code, the real codebooks, and both files."""
    names = ("530500_counties_2015.json", "530500_counties_2024.json")
    files = (
        constructed(tmp_path) if request.param == "constructed"
        else {name: received_file(f"boundaries/{name}") for name in names}
    )  # fmt: skip
    reports = [
        report(OLD, occurred_at=datetime(2014, 7, 1), direct_economic_loss="14"),
        report(NEW, occurred_at=datetime(2023, 6, 27), direct_economic_loss="23"),
    ]
    reports += [report(code, occurred_at=datetime(2023, 6, 27), direct_economic_loss="1") for code in UNCHANGED]
    shapes = [
        {key: value for key, value in row.items() if key != "source_locator"} | {"source": name}
        for name, path in files.items()
        for row in read(path).boundaries.iter_rows(named=True)  # type: ignore[union-attr]
    ]
    ledger = scenario.ledger({"灾情.xlsx": reports}, boundaries=shapes)
    for name in ("regions", "region_changes"):
        ledger.warehouse.write(f"staging.codebook_{name}", codebooks.table(name))
    return ledger


def shapes_of(made: Ledger, year: int) -> list[dict[str, Any]]:
    made.table("core.boundaries")
    codes = [row["region_code"] for row in made.table("core.regions", where=f"parent_code = '{BAOSHAN}'")]
    sql = (SQL / "boundary_shapes.sql").read_text("utf-8")
    return made.warehouse.read(sql, {"codes": codes, "year": year}).to_dicts()


@pytest.mark.parametrize(
    ("year", "vintage", "code", "names"),
    [(2013, 2015, OLD, ("腾冲县",)), (2014, 2015, OLD, ("腾冲县",)), (2023, 2024, NEW, ()), (2030, 2024, NEW, ())],
)
def test_a_year_draws_the_file_whose_codes_were_in_force(
    made: Ledger, year: int, vintage: int, code: str, names: tuple[str, ...]
) -> None:
    rows = shapes_of(made, year)
    assert {row["vintage"] for row in rows} == {vintage}
    assert {row["region_code"] for row in rows} == {code, *UNCHANGED}
    drawn = boundaries.drawn(rows)
    assert drawn.codes == {NEW, *UNCHANGED}
    assert next(place for place in drawn.places if place.region_code == NEW).names_then == names


@pytest.mark.parametrize(("year", "loss"), [(2014, 14), (2023, 23)])
def test_both_are_coloured_from_the_figures_of_the_present_code(made: Ledger, year: int, loss: int) -> None:
    where = f"region_code = '{NEW}' and hazard_key = 'all' and year = {year}"
    assert made.cell("marts.annual_losses", "direct_economic_loss", where) == loss
    assert NEW in boundaries.drawn(shapes_of(made, year)).codes


def test_shapes_of_one_file_fit_together(made: Ledger) -> None:
    for year in (2014, 2023):
        drawn = boundaries.drawn(shapes_of(made, year))
        assert len(json.loads(drawn.outline)["coordinates"]) == 1
        assert sum(len(place.geometry) for place in drawn.places) < 40_000
