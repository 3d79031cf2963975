"""A release of a fictional prefecture, as the pages see one: the tables of a release, seeded, plausible figures.

`build(warehouse)` writes `published/<id>/snapshot.duckdb` and CURRENT. Seven years, five counties, a zone under
its host, townships, rows that no township explains (`-rest`), one year without data, held-out rows, findings.
"""

import json
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl

from pipelines import codebooks
from tests.dashboard import snapshot_comparison, snapshot_documents, snapshot_history, snapshot_tables

RELEASE = "fixture00release"
OWN = "990100"
YEARS = (2019, 2021, 2022, 2023, 2024, 2025, 2026)  # 2020 was never covered
CUT_OFF = date(2026, 7, 12)
COUNTIES = {"990102": "示例区", "990121": "清河县", "990122": "云岭县", "990123": "石桥县", "990181": "东湖市"}
ZONE = ("990171", "示例经济技术开发区", "990102")
TOWNSHIP_NAMES = ("城关镇", "清水镇", "柳林镇", "大河乡", "白杨乡", "青山街道", "南湾镇", "北坡乡")
CATEGORY_SHARES = {
    "loss_housing_household": 12, "loss_agriculture": 42, "loss_industry_commerce": 9,
    "loss_infrastructure": 27, "loss_public_service": 7, "loss_other": 3,
}  # fmt: skip
SEASONS = {  # hazard: (sub-hazards, first day, last day, disasters a year)
    "flood": (("flood_mountain", "flood_river", "flood_urban"), (5, 10), (9, 20), 6),
    "wind_hail": (("hail", "wind"), (3, 5), (8, 30), 4),
    "drought": (("drought",), (2, 15), (7, 25), 1),
    "geological": (("landslide", "debris_flow"), (6, 1), (9, 25), 2),
    "freeze": (("freeze",), (1, 5), (2, 25), 1),
    "earthquake": (("earthquake",), (1, 20), (12, 1), 1),
}


def build(warehouse: Path, **parts: bool) -> Path:
    """Writes the release under `warehouse` and points CURRENT at it; returns the warehouse. `parts` as of
    write_release."""
    folder = warehouse / "published" / RELEASE
    write_release(folder, **parts)  # type: ignore[arg-type]
    (warehouse / "published" / "CURRENT").write_text(RELEASE, encoding="utf-8")
    return warehouse


def write_release(  # noqa: PLR0913 - every part of a release may be left out
    folder: Path, *, is_sample: bool = True, held: list[dict[str, object]] | None = None, with_ledgers: bool = True,
    with_history: bool = True, with_comparison: bool = True, with_denominators: bool = True,
    with_documents: bool = True,
) -> None:  # fmt: skip
    """One release in its folder, with the changes that make it wait, if any."""
    folder.mkdir(parents=True)
    regions = region_frame()
    with duckdb.connect(str(folder / "snapshot.duckdb")) as database:
        leaves = leaf_frame(random.Random(20260712), regions)
        snapshot_tables.write(database, regions, leaves, release_row(is_sample), with_ledgers=with_ledgers)
        if with_history:
            snapshot_history.write(database)
        if with_comparison:
            snapshot_comparison.write(database, with_denominators=with_denominators)
        if with_documents:
            snapshot_documents.write(database)
    manifest = {"release": folder.name, "built_at": "2026-07-13 08:12:00.000", "held": held}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


def release_row(is_sample: bool) -> dict[str, object]:
    """The one row of meta.release."""
    return {
        "release_id": RELEASE, "is_sample": is_sample, "data_through": CUT_OFF, "own_region_code": OWN,
        "own_region_name": "示例市", "software_version": "0.1.0", "flood_season_start": "06-01",
        "flood_season_end": "09-30", "rounding": "half_even",
    }  # fmt: skip


def region_frame() -> pl.DataFrame:
    """core.regions: nodes in use, with 未分解到下级 nodes."""
    nodes = [(OWN, "示例市", "prefecture", None, 0)]
    nodes += [(code, name, "county", OWN, 1) for code, name in COUNTIES.items()]
    nodes.append((ZONE[0], ZONE[1], "zone", ZONE[2], 2))
    for position, county in enumerate(COUNTIES):
        count = 5 + position % 4
        nodes += [
            (f"{county}{100 + n}000", TOWNSHIP_NAMES[(n + position) % 8], "township", county, 2) for n in range(count)
        ]
        nodes.append((f"{county}-rest", "未分解到下级", "unallocated", county, 2))
    nodes.append((f"{OWN}-rest", "未分解到下级", "unallocated", OWN, 1))
    frame = pl.DataFrame(nodes, schema=["region_code", "name_zh", "level", "parent_code", "depth"], orient="row")
    return frame.with_columns(is_known=pl.lit(True), break_flag=pl.lit(False))


def leaf_frame(rng: random.Random, regions: pl.DataFrame) -> pl.DataFrame:
    """One row per disaster and lowest place (township or 未分解到下级), before anything is added up."""
    townships = {
        county: regions.filter((pl.col("parent_code") == county) & (pl.col("level") != "unallocated"))[
            "region_code"
        ].to_list()
        for county in COUNTIES
    }
    rows: list[dict[str, object]] = []
    for year in YEARS:
        for hazard, season in SEASONS.items():
            for happened in occurrences(rng, year, season):
                rows += disaster_rows(rng, hazard, rng.choice(season[0]), happened, townships)
    schema = {"event_id": pl.String, "region_code": pl.String, "hazard_key": pl.String, "hazard_level1": pl.String,
              "occurred_on": pl.Date, "year": pl.Int32}  # fmt: skip
    schema |= {i.column_name: i.dtype for i in codebooks.indicator_set("summed")}
    return pl.DataFrame(rows, schema=schema)


def occurrences(rng: random.Random, year: int, season: tuple) -> list[date]:
    """The dates of one hazard in one year, none after the cut-off."""
    first, last = date(year, *season[1]), date(year, *season[2])
    count = max(0, season[3] + rng.randint(-1, 2))
    days = sorted({first + timedelta(days=rng.randint(0, (last - first).days)) for _ in range(count)})
    return [day for day in days if day <= CUT_OFF]


def disaster_rows(
    rng: random.Random, hazard: str, sub_hazard: str, happened: date, townships: dict[str, list[str]]
) -> list[dict[str, object]]:
    """The lowest rows of one disaster: townships of one to four counties, sometimes a county without townships."""
    event = {"event_id": f"{happened:%Y%m%d}080000-{hazard}-{OWN}", "hazard_key": sub_hazard, "hazard_level1": hazard,
             "occurred_on": happened, "year": happened.year}  # fmt: skip
    severity = rng.lognormvariate(0, 0.9)
    rows = []
    for county in rng.sample(sorted(townships), rng.randint(1, 4)):
        places = rng.sample(townships[county], rng.randint(1, len(townships[county])))
        if rng.random() < 0.25:
            places.append(f"{county}-rest")
        rows += [event | {"region_code": place} | figures(rng, hazard, severity) for place in places]
    return rows


def figures(rng: random.Random, hazard: str, severity: float) -> dict[str, object]:
    """The indicators of one place in one disaster; what is not here was not reported."""
    affected = round(severity * rng.uniform(60, 900))
    crop = Decimal(round(severity * rng.uniform(2, 60) * 100)) / 100
    moved = round(affected * rng.uniform(0, 0.12)) if hazard in {"flood", "geological"} else 0
    rooms = round(severity * rng.uniform(0, 3)) if hazard in {"flood", "geological", "earthquake"} else 0
    deaths = 1 if hazard in {"flood", "geological"} and severity > 2 and rng.random() < 0.06 else 0
    loss = Decimal(round(severity * rng.uniform(8, 320) * 100)) / 100
    parts = {name: (loss * share / 100).quantize(Decimal("0.01")) for name, share in CATEGORY_SHARES.items()}
    if rng.random() > 0.05:  # now and then the parts do not add up, as in life
        parts["loss_other"] += loss - sum(parts.values())
    return {
        "affected_population": affected, "deaths": deaths, "missing": 0, "relocated_total_cum": moved,
        "collapsed_rooms": rooms, "collapsed_dwelling_households": rooms // 3, "severe_rooms": rooms * 2,
        "minor_rooms": rooms * 6, "crop_affected_ha": crop, "crop_failed_ha": (crop / 8).quantize(Decimal("0.01")),
        "road_damaged_km": Decimal(round(severity * 800)) / 1000, "direct_economic_loss": loss, **parts,
    }  # fmt: skip
