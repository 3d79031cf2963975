"""Hand-made folders of filings, as another bureau's software writes them."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipelines.filings.manifests import FIGURE_COLUMNS, VERSION_COLUMNS, chain_hash, written

COUNTY = "610116"
ID = "20220110-national_wide-610116-1"
VERSION = {
    "event_id": "20210701080000-flood-610116", "region_code": COUNTY, "region_name": "长安区", "region_level": "county",
    "hazard_key": "flood_mountain", "occurred_at": "2021-07-01 08:00:00", "stage": "final",
    "as_of": "2021-07-09 00:00:00", "regime": "2024", "status": "counts", "source_path": "disaster_reports/a.csv",
    "source_sha256": "a" * 64, "source_locator": "2", "indicator": "affected_population", "unit": "人", "value": "150",
}  # fmt: skip
"""One row of versions.csv: 150 affected people in 长安区."""


def version(**told: str) -> dict[str, str]:
    """A row of versions.csv that differs in these columns."""
    return VERSION | told


def table(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A CSV file as filings hold it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(columns), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def write_filing(folder: Path, rows: Iterable[Mapping[str, str]] = (VERSION,), **told: Any) -> dict[str, Any]:
    """Write a sound filing of 长安区 for 2021; answers its manifest."""
    versions = list(rows)
    files = {
        "versions.csv": table(VERSION_COLUMNS, versions),
        "figures.csv": table(FIGURE_COLUMNS, ()),
        "长安区_2021年.csv": "区划代码,受灾人口\n610116,150\n".encode(),
    }
    manifest = {
        "kind": "filing", "format": 1, "filing_id": folder.name, "profile": "national_wide", "year": 2021,
        "period_start": "2021-01-01", "period_end": "2021-12-31", "region_code": COUNTY, "region_name": "长安区",
        "region_level": "county", "event_id": None, "release": "r", "data_through": "2021-12-31",
        "filed_at": "2022-01-10 09:00:00", "prepared_by": "甲", "reviewed_by": "乙", "is_zero": not versions,
        "counts": {"records": len(versions), "versions": len(versions), "findings_explained": 0}, "explained": [],
        "adjustments": [], "encoding": "utf-8-sig", "previous": None, "software_version": "0",
        "files": [
            {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "rows": None,
             "carries_hash": False}
            for name, content in files.items()
        ],
    } | told  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return seal(folder, manifest)


def seal(folder: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """Write a manifest with the chain hash that belongs to it."""
    sealed = manifest | {"chain_hash": chain_hash(manifest)}
    (folder / "manifest.json").write_bytes(written(sealed))
    return sealed
