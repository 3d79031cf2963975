"""What a received filing may speak of: its own region and what lies below it, in its own year."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines import codebooks
from pipelines.transforms.region_scope import lies_in

Told = Mapping[str, Any]
ZONE = "zone"


def zones(told: Told) -> list[Told]:
    """Development zones that a filing counts to a county of its own. What the official table places cannot be one."""
    return [row for row in _rows(told, "zones") if _is_own_zone(row, str(told.get("region_code")))]


def zone_codes(told: Told) -> list[str]:
    """The codes of these zones."""
    return sorted({str(row["zone_code"]) for row in zones(told)})


def adjustments(told: Told) -> list[Told]:
    """Adjustments (会商核定) of the filing's own regions and year."""
    region, own_zones = str(told.get("region_code")), zone_codes(told)
    return [
        row
        for row in _rows(told, "adjustments")
        if str(row.get("year")) == str(told.get("year")) and lies_in(str(row.get("region_code")), region, own_zones)
    ]


def strange(told: Told) -> Iterator[str]:
    """What is of other regions or years, by its code."""
    kept = [*map(id, adjustments(told)), *map(id, zones(told))]
    for row in (*_rows(told, "adjustments"), *_rows(told, "zones")):
        if id(row) not in kept:
            yield " ".join(str(row[name]) for name in ("region_code", "year", "zone_code", "host_code") if name in row)


def _is_own_zone(row: Told, region: str) -> bool:
    zone, host = str(row.get("zone_code")), str(row.get("host_code"))
    official = codebooks.region(zone)
    is_free = official is None or official.level == ZONE or lies_in(zone, region)
    return is_free and lies_in(host, region)


def _rows(told: Told, part: str) -> list[Told]:
    rows: list[Told] = told.get(part) or []
    return rows
