"""Domain words of a release in the language of the session: indicators, hazards, regions, units."""

from typing import Any

import polars as pl

from dashboard import i18n, snapshot
from dashboard.formats import Numbers, unit_name
from dashboard.i18n import t
from dashboard.snapshot import Release


def indicators(release: Release) -> dict[str, dict[str, Any]]:
    """The indicators of the codebook by column name."""
    rows = snapshot.table(release, "meta.indicators").iter_rows(named=True)
    return {row["column_name"]: row for row in rows}


def indicator(release: Release, column: str, *, short: bool = True) -> str:
    """An indicator's name, or the column itself when the codebook does not know it."""
    row = indicators(release).get(column, {})
    language = i18n.language()
    return (short and row.get(f"short_{language}")) or row.get(f"name_{language}") or row.get("name_zh") or column


def heading(release: Release, column: str) -> str:
    """An indicator with its unit, as a column heading."""
    unit = indicators(release).get(column, {}).get("unit")
    name = indicator(release, column)
    return t("words.with_unit", name=name, unit=unit_name(unit, i18n.language())) if unit else name


def hazard(release: Release, key: str) -> str:
    """A hazard's name."""
    if key == "all":
        return t("words.all_hazards")
    names = snapshot.table(release, "meta.hazards").filter(pl.col("hazard_key") == key)
    return str(names[f"name_{i18n.language()}"][0]) if len(names) else key


def region(release: Release, code: str) -> str:
    """A region's name; what is not broken down has a name of the catalogue."""
    if code.endswith("-rest"):
        return t("words.unallocated")
    names = snapshot.table(release, "core.regions").filter(pl.col("region_code") == code)
    return str(names["name_zh"][0]) if len(names) else code


def numbers(release: Release) -> Numbers:
    """How numbers are written: the language of the session, the rounding of the bureau."""
    return Numbers(i18n.language(), str(snapshot.facts(release).get("rounding") or "half_even"))
