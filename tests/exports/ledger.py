"""A small release of 示例市, built through the models from reports by value, and one row a report.

`release_of(folder, reports)` writes `published/<RELEASE>` below the folder and answers the folder.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipelines import models
from pipelines.readers.contract import COVERAGE_SCHEMA, REPORT_SCHEMA
from pipelines.staging_inputs import SOURCE_SCHEMA, prepare_staging
from pipelines.warehouse import Warehouse

RELEASE = "small0release"
NAMES = {
    "990100": ("示例市", "prefecture"),
    "990102": ("临江区", "county"),
    "990122": ("云岭县", "county"),
    "990123": ("石桥县", "county"),
    "990122100000": ("云岭镇", "township"),
    "990122101000": ("松坪镇", "township"),
    "990123100000": ("石桥镇", "township"),
    "990123101000": ("双河镇", "township"),
}
FLOOD_2023 = datetime(2023, 7, 4, 3, 20, 5)
FLOOD_2024 = datetime(2024, 7, 1, 22, 10, 59)
HAIL_2024 = datetime(2024, 5, 2, 16, 0, 1)


def report(region: str, at: datetime | None, **told: Any) -> dict[str, Any]:
    """One report of the list: who, when, and the columns it fills."""
    name, level = NAMES[region]
    hazard = told.pop("hazard_key", "flood_mountain")
    keys = {
        "region_code": region, "region_name": name, "region_level": level, "occurred_at": at, "hazard_key": hazard,
        "stage": "unknown", "regime": "2024", "source_id": "a" * 16,
        "year_hint": at.year if at else 2024,
    }  # fmt: skip
    return keys | told


REPORTS = (
    report("990122", FLOOD_2023, affected_population=100, deaths=0, direct_economic_loss=Decimal("50.5")),
    report(
        "990122", FLOOD_2024, affected_population=1000, deaths=1, relocated_total_now=7,
        road_damaged_km=Decimal("1.25"), direct_economic_loss=Decimal("123.45"), typhoon_no="2403", stage="final",
    ),
    report("990122100000", FLOOD_2024, affected_population=600, direct_economic_loss=Decimal("20.05")),
    report("990122101000", FLOOD_2024, affected_population=400, direct_economic_loss=Decimal(30)),
    report("990123100000", FLOOD_2024, affected_population=20, relocated_total_now=2, direct_economic_loss=Decimal(1)),
    report("990123101000", FLOOD_2024, affected_population=30, relocated_total_now=3, direct_economic_loss=Decimal(2)),
    report(
        "990102", HAIL_2024, hazard_key="hail", affected_population=0, crop_affected_ha=Decimal("0.333333"),
        direct_economic_loss=Decimal("0.2"),
    ),
)  # fmt: skip
"""2023: one flood. 2024: the flood in a county with townships, in a county whose townships alone reported, and hail."""


def release_of(  # noqa: PLR0913 - what a release may differ in, all by name
    folder: Path,
    reports: Sequence[dict[str, Any]] = REPORTS,
    *,
    through: date = date(2024, 12, 31),
    rounding: str = "half_even",
    tables: Mapping[str, pl.DataFrame] | None = None,
    bureau_name: str = "",
    form: str = "",
) -> Path:
    """Build a release of these reports and staging tables; every year from 2019 to the cut-off is covered."""
    published = folder / "published" / RELEASE
    published.mkdir(parents=True)
    with Warehouse() as warehouse:
        warehouse.write("staging.sources", _sources(reports))
        warehouse.write("staging.reports", _reports(reports, through))
        warehouse.write("staging.coverage", _coverage(through))
        for name, frame in (tables or {}).items():
            warehouse.write(f"staging.{name}", frame)
        prepare_staging(warehouse)
        warehouse.execute(f"update staging.settings set rounding = '{rounding}'")
        models.build(warehouse, [name for name in models.order() if not name.startswith("checks.")])
        warehouse.create(
            "meta.release",
            f"select '{RELEASE}' as release_id, true as is_sample, '0.1.0' as software_version, "
            "$bureau as bureau_name, $form as form, * from meta.settings",
            {"bureau": bureau_name, "form": form},
        )
        warehouse.execute(f"attach '{published / 'snapshot.duckdb'}' as release_file")
        warehouse.execute("copy from database memory to release_file")
        warehouse.execute("detach release_file")
    (published / "manifest.json").write_text(json.dumps({"built_at": "2025-01-02"}), encoding="utf-8")
    (published / "dictionary.csv").write_text("", encoding="utf-8")
    (folder / "published" / "CURRENT").write_text(RELEASE, encoding="utf-8")
    return folder


def _reports(reports: Sequence[dict[str, Any]], through: date) -> pl.DataFrame:
    columns = REPORT_SCHEMA | {"source_id": pl.String()}
    filled = [
        {name: row.get(name) for name in columns}
        | {"source_locator": f"1!{number}", "as_of": datetime.combine(through, time())}
        for number, row in enumerate(reports, start=3)
    ]
    return pl.DataFrame(filled, schema=columns)


def _sources(reports: Sequence[dict[str, Any]]) -> pl.DataFrame:
    told = [
        {
            "source_id": source, "path": f"disaster_reports/{source[:4]}.xlsx", "sha256": source,
            "reader": "national_list", "first_seen": "2025-01-01T00:00:00", "status": "active",
            "rows_read": len(reports), "rows_accepted": len(reports), "rows_rejected": 0, "rows_skipped": 0,
        }
        for source in sorted({row["source_id"] for row in reports})
    ]  # fmt: skip
    return pl.DataFrame(told, schema=SOURCE_SCHEMA)


def _coverage(through: date) -> pl.DataFrame:
    row = {
        "region_code": "990100", "period_start": date(2019, 1, 1), "period_end": through, "hazard_key": "all",
        "how": "full_list", "source_id": "a" * 16,
    }  # fmt: skip
    return pl.DataFrame([row], schema=COVERAGE_SCHEMA | {"source_id": pl.String()})
