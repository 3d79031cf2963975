"""The sample as it is really published, with all its ledgers: what a reader of a county sees and takes along."""

import re
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboard import scoping, snapshot
from dashboard.components import downloads
from dashboard.snapshot import Release
from pipelines import exports
from tests import sample_ledger

COUNTY, CITY = "990122", "990100"
OF_OTHERS = re.compile(r"9901(02|03|23|24|71|81)|临江区|青湖区|石桥县|南坪县|白沙市|经济技术开发区|高新技术")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, refreshed."""
    return sample_ledger.refreshed(tmp_path_factory) / "warehouse"


@pytest.fixture
def whole(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    found = snapshot.current()
    assert found is not None
    return found


@pytest.fixture
def mine(whole: Release) -> Release:
    return Release(whole.release_id, whole.folder, COUNTY)


def test_somebody_decided_of_every_table_who_may_see_which_rows(whole: Release) -> None:
    """A new table is hidden from readers of one region until dashboard/scope/tables.csv says what they see of it."""
    tables = {name for name in snapshot.tables(whole) if name.split(".")[0] in ("core", "marts", "checks", "meta")}
    assert tables - set(scoping.rules()) == set()


def test_every_column_that_decides_is_there(whole: Release) -> None:
    for name in snapshot.tables(whole) & set(scoping.rules()):
        column = scoping.rules()[name]["column"]
        assert not column or column in snapshot.table(whole, name).columns, name


def test_no_table_names_another_county(whole: Release, mine: Release) -> None:
    assert snapshot.tables(mine) == snapshot.tables(whole) & set(scoping.rules())
    for name in sorted(snapshot.tables(mine)):
        if not name.startswith("meta.") or name == "meta.sources":
            rows = repr(snapshot.table(mine, name).rows())
            assert OF_OTHERS.findall(rows) == [], name


def test_ledgers_losses_and_findings_of_the_county_are_seen(mine: Release) -> None:
    for name in ("core.losses", "core.relief_funds", "core.insurance_claims", "core.winter_spring", "core.population",
                 "marts.relief_batches", "marts.house_insurance", "checks.findings", "meta.sources"):  # fmt: skip
        assert len(snapshot.table(mine, name)) > 0, name


def test_money_of_the_county_is_the_same_as_the_city_sees_it(whole: Release, mine: Release) -> None:
    for name in ("marts.relief_totals", "marts.house_insurance", "marts.winter_spring", "marts.loss_and_cover"):
        of_county = snapshot.table(whole, name).filter(pl.col("region_code") == COUNTY)
        assert snapshot.table(mine, name).filter(pl.col("region_code") == COUNTY).equals(of_county), name


@pytest.mark.parametrize("profile", downloads.PROFILES)
def test_an_export_of_one_county_holds_nothing_of_another(
    profile: str, warehouse: Path, tmp_path: Path, mine: Release
) -> None:
    years = (
        snapshot.table(mine, "marts.annual_losses")["year"].unique().to_list()
        if profile in downloads.OF_A_YEAR
        else [None]
    )
    for year in years:
        out = tmp_path / str(year)
        exports.export(profile, out, warehouse=warehouse, year=year, region=COUNTY)
        assert any(out.iterdir())
        for file in sorted(out.iterdir()):
            assert OF_OTHERS.findall(file.name) == []
            for part, text in texts(file):
                assert OF_OTHERS.findall(text) == [], f"{file.name} {part}"


def texts(file: Path) -> list[tuple[str, str]]:
    """Every text in a file; a workbook is many of them."""
    if file.suffix != ".xlsx":
        return [("", file.read_text(encoding="utf-8-sig"))]
    with zipfile.ZipFile(file) as book:
        return [(name, book.read(name).decode("utf-8", errors="replace")) for name in book.namelist()]


def test_the_same_export_of_the_city_names_them_all(warehouse: Path, tmp_path: Path) -> None:
    exports.export("annual_summary", tmp_path, warehouse=warehouse, region=CITY)
    told = "".join(text for file in tmp_path.iterdir() for _, text in texts(file))
    assert {"临江区", "石桥县", "白沙市"} <= set(OF_OTHERS.sub("", told) and re.findall("临江区|石桥县|白沙市", told))


def test_the_records_behind_a_figure_are_the_same_rows_of_the_whole_release(whole: Release, mine: Release) -> None:
    """Rows are fetched by number, which a view does not have by itself and which only a table has."""
    kinds = snapshot._rows(
        str(whole.database),
        "",
        "select table_type from information_schema.tables where table_name = 'report_versions'",
        (),
    )
    assert set(kinds["table_type"]) == {"BASE TABLE"}
    year = int(mine_years(mine)[-1])
    about = {"region": COUNTY, "hazard": "all", "year": year, "first": date(year, 1, 1), "last": date(year, 12, 31),
             "limit": 50, "offset": 0}  # fmt: skip
    seen, expected = (
        snapshot.ask(release, "records_by_value", indicator="direct_economic_loss", **about)
        for release in (mine, whole)
    )
    assert len(seen) > 1
    assert seen["source_locator"].to_list() == expected["source_locator"].to_list()
    assert seen["direct_economic_loss"].to_list() == expected["direct_economic_loss"].to_list()


def mine_years(release: Release) -> list[int]:
    return sorted(set(snapshot.table(release, "core.losses")["year"]))


def test_held_out_records_are_counted_as_they_are_listed(whole: Release, mine: Release) -> None:
    for release in (whole, mine):
        counted = snapshot.ask(release, "held_out_count").item()
        assert counted == len(snapshot.ask(release, "held_out", limit=10_000))
    assert snapshot.ask(whole, "held_out_count").item() > 0
