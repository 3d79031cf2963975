"""The data package of `tidy`: every cell is of the type that is stated, every code refers to a row beside it.

Checked with a small reader of the standard; where the command `frictionless` is installed, by that as well.
"""

import csv
import hashlib
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines import codebooks, exports
from pipelines.exports.texts import columns
from tests.exports import ledger

Rows = list[dict[str, str]]
TABLES = ("losses", "annual_losses", "regions", "hazards", "indicators")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with an undated disaster and a region that is in no table; no test writes to it."""
    unknown = {"region_code": "990199", "region_name": "新设区"}
    reports = (
        *ledger.REPORTS,
        ledger.report("990102", None, direct_economic_loss=Decimal(4), hazard_key="unspecified"),
        ledger.report("990102", ledger.HAIL_2024, deaths=0) | unknown,
    )
    return ledger.release_of(tmp_path_factory.mktemp("package") / "warehouse", reports)


@pytest.fixture(scope="module", params=["utf-8-sig", "gb18030"])
def package(warehouse: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The folder of an export in either encoding."""
    folder = tmp_path_factory.mktemp("out") / "out"
    exports.export("tidy", folder, warehouse=warehouse, encoding=request.param)
    return folder


def described(package: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    return told


def rows_of(package: Path, resource: dict[str, Any]) -> Rows:
    encoding = {"utf-8": "utf-8-sig"}.get(resource["encoding"], resource["encoding"])
    text = (package / resource["path"]).read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def faults(package: Path) -> Iterator[str]:
    """What the files do not hold of what the package says."""
    resources = {resource["name"]: resource for resource in described(package)["resources"]}
    tables = {name: rows_of(package, resource) for name, resource in resources.items()}
    for name, resource in resources.items():
        content = (package / resource["path"]).read_bytes()
        if resource["hash"] != f"sha256:{hashlib.sha256(content).hexdigest()}" or resource["bytes"] != len(content):
            yield f"{name}: checksum"
        schema = resource["schema"]
        if list(tables[name][0]) != [field["name"] for field in schema["fields"]]:
            yield f"{name}: headings"
        for field in schema["fields"]:
            yield from (f"{name}.{field['name']}: {row}" for row in tables[name] if not fits(field, row[field["name"]]))
        keys = [tuple(row[key] for key in schema.get("primaryKey", ())) for row in tables[name]]
        if schema.get("primaryKey") and len(set(keys)) != len(keys):
            yield f"{name}: key"
        for key in schema.get("foreignKeys", ()):
            there = {row[key["reference"]["fields"]] for row in tables[key["reference"]["resource"] or name]}
            yield from (f"{name}: {key} {row}" for row in tables[name] if row[key["fields"]] not in there | {""})


def fits(field: dict[str, Any], text: str) -> bool:
    """Whether a cell is of the field's type and keeps its constraints."""
    limits = field.get("constraints", {})
    if not text:
        return not limits.get("required")
    if "enum" in limits and text not in limits["enum"]:
        return False
    try:
        if field["type"] == "number":
            return Decimal(text).is_finite()
        if field["type"] == "datetime":
            return bool(datetime.strptime(text, field["format"]))
        return {"boolean": text in {"true", "false"}, "year": text.isdigit() and len(text) == 4}.get(
            field["type"], field["type"] == "string"
        )
    except (ValueError, ArithmeticError):
        return False


def test_the_package_describes_every_file_and_holds(package: Path) -> None:
    told = described(package)
    assert (told["profile"], told["version"]) == ("tabular-data-package", ledger.RELEASE)
    assert [resource["name"] for resource in told["resources"]] == list(TABLES)
    assert list(faults(package)) == []


def test_a_changed_cell_does_not_hold(package: Path, tmp_path: Path) -> None:
    changed = shutil.copytree(package, tmp_path / "changed")
    regions = changed / "regions.csv"
    regions.write_bytes(regions.read_bytes().replace(b"county", b"country", 1).replace(b"990122,", b"990121,", 1))
    assert len(list(faults(changed))) > 1


def test_the_codes_stand_with_their_names_beside_the_figures(package: Path) -> None:
    resources = {resource["name"]: resource for resource in described(package)["resources"]}
    regions = {row["region_code"]: row for row in rows_of(package, resources["regions"])}
    assert regions["990122"] == {
        "region_code": "990122", "name_zh": "云岭县", "level": "county", "parent_code": "990100",
    }  # fmt: skip
    assert regions["990122-rest"]["level"] == "unallocated"
    assert regions["990199"]["parent_code"] == "990100"
    assert regions["990000"]["parent_code"] == ""
    hazards = {row["hazard_key"]: row for row in rows_of(package, resources["hazards"])}
    assert (hazards["flood_mountain"]["parent_key"], hazards["all"]["name_zh"]) == ("flood", "全部灾种")
    indicators = {row["indicator"]: row for row in rows_of(package, resources["indicators"])}
    people = indicators["affected_population"]
    assert (people["name_zh"], people["unit"], people["annual_unit"]) == ("受灾人口", "人", "人次")


def test_a_chosen_region_brings_the_regions_above_it_along(warehouse: Path, tmp_path: Path) -> None:
    exports.export("tidy", tmp_path / "out", warehouse=warehouse, region="990123")
    assert list(faults(tmp_path / "out")) == []


def test_the_schema_names_the_columns_that_are_written() -> None:
    for table in TABLES:
        schema = [row["column"] for row in codebooks.rows("export_schema") if row["table"] == table]
        assert schema == [column["heading"] for column in columns(table)]


@pytest.mark.skipif(shutil.which("frictionless") is None, reason="the command frictionless is not installed")
def test_frictionless_finds_the_package_valid(package: Path) -> None:
    done = subprocess.run(
        ["frictionless", "validate", "datapackage.json"], cwd=package, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
