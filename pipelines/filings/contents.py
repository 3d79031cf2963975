"""What stands behind a filing, read from the release: versions of its records, annual figures, findings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines import codebooks
from pipelines.codebooks import ALL_HAZARDS
from pipelines.exports import tables
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.exports.texts import columns, exact_text, harmless
from pipelines.filings.manifests import FIGURE_COLUMNS, VERSION_COLUMNS

SQL_FOLDER = Path(__file__).parent / "sql"
FREE_TEXTS = ("event_name", "region_name", "affected_township_names", "source_path")
ADJUSTMENTS = "core.adjustments"
ADJUSTMENT_COLUMNS = ("year", "region_code", "hazard_key", "indicator", "delta", "decided_by", "decided_at", "reason")
EVENTS = "events"
DIMENSION_SIGN = "|"

LOSS_TABLES = ("core.report_versions", "core.period_figures")
OWN_TABLES = {
    "relief_funds": ("core.relief_funds", "core.winter_spring"),
    "house_insurance": ("core.insurance_policies", "core.insurance_claims"),
    "period_figures": ("core.period_figures",),
}
"""Profile of a ledger → the tables it is made from; every other profile is made from reports and period figures."""
STATES_PERIODS = ("form_vertical", "annual_summary")
"""Profiles of disasters that show figures stated for a period, too."""
SAME_ROWS = ("core.losses",)
"""Rows that another table holds, too."""

Line = dict[str, str]


@dataclass(frozen=True)
class Scope:
    """What a filing is about: a profile, a year, a region with all below it, and perhaps one disaster."""

    profile: str
    year: int
    region: str
    event: str | None = None

    @property
    def is_ledger(self) -> bool:
        """Whether the profile is about a ledger or period figures, not about records of disasters."""
        return self.profile in tables.TABLES

    @property
    def key(self) -> tuple[str, int, str, str]:
        """As `Filing.scope`."""
        return self.profile, self.year, self.region, self.event or ""

    def parameters(self) -> dict[str, object]:
        """What the queries ask for."""
        return {"year": self.year, "region": self.region, "event": self.event}


def version_lines(release: Snapshot, scope: Scope) -> Iterator[Line]:
    """The lines of versions.csv; none for a ledger."""
    if scope.is_ledger:
        return
    states = _states(release, scope)
    reported = frozenset(release.columns("core.report_versions"))
    names = [name for name in release.indicators if name in reported]
    for row in _rows(release, "versions", scope):
        shared = {name: _text(row[name]) for name in VERSION_COLUMNS if name in row}
        shared |= {name: harmless(shared[name]) for name in FREE_TEXTS}
        place = row["source_id"], row["source_locator"]
        told = [name for name in names if row[name] is not None or (*place, name) in states]
        for name in told or [""]:  # a masked figure has a state and no value
            yield shared | {
                "indicator": name,
                "unit": str(release.indicators[name]["unit"]) if name else "",
                "value": "" if not name or row[name] is None else exact_text(row[name]),
                "figure_state": states.get((*place, name), ""),
            }


def figure_lines(release: Snapshot, scope: Scope) -> list[Line]:
    """The lines of figures.csv: annual figures, or the rows of a ledger's marts. A form of one disaster has none."""
    if scope.event:
        return []
    lines = list(_ledger_lines(release, scope) if scope.is_ledger else _annual_lines(release, scope))
    is_told = scope.is_ledger or any(line["region_code"] == scope.region for line in lines)
    return lines if is_told or has_stated(release, scope) else [_no_disaster(release, scope), *lines]


def adjustments(release: Snapshot, scope: Scope) -> list[dict[str, str]]:
    """The adjustments (会商核定) of the year and region that the figures contain."""
    if scope.is_ledger or scope.event or not release.has(ADJUSTMENTS):
        return []
    there = release.columns(ADJUSTMENTS)
    code = "current_code" if "current_code" in there else "region_code"
    wanted = [column for column in ADJUSTMENT_COLUMNS if column in there]
    below = set(subtree(release, scope.region))
    rows = release.rows(f"select * from {ADJUSTMENTS} where year = $year order by all", {"year": scope.year})
    return [{column: _text(row[column]) for column in wanted} for row in rows if row[code] in below]


def zones(release: Snapshot, scope: Scope) -> list[dict[str, str]]:
    """The development zones below the region and the county of each, so that the upper level places them alike."""
    below = set(subtree(release, scope.region))
    rows = release.rows("select zone_code, host_code from core.zone_hosts where host_code is not null order by all")
    return [{name: str(row[name]) for name in ("zone_code", "host_code")} for row in rows if row["host_code"] in below]


def subtree(release: Snapshot, region: str) -> list[str]:
    """The region and all below it."""
    return [row["region_code"] for row in _rows(release, "subtree", Scope("", 0, region))]


def findings(release: Snapshot, scope: Scope) -> list[Row]:
    """The findings that concern the filing: on its region and year, or on files that give rows to it or to nothing."""
    sql = (SQL_FOLDER / "findings.sql").read_text(encoding="utf-8")
    return list(release.rows(sql.replace("{given}", _given(release, scope)), scope.parameters()))


def has_stated(release: Snapshot, scope: Scope) -> bool:
    """Whether a figure above zero was stated for a period that ends in the year, by the region or one below it."""
    if scope.event or scope.profile not in STATES_PERIODS:
        return False
    rows = release.file_rows("period_figures", {"year": scope.year, "region": scope.region})
    return any(row["value"] for row in rows)


def is_quiet(release: Snapshot, scope: Scope) -> bool:
    """Whether lists that cover the year so far say that the region had no disaster."""
    kind = "year" if release.is_closed(scope.year) else "year_to_date"
    rows = release.file_rows("form_quiet", {"year": scope.year, "region": scope.region, "period_kind": kind})
    return any(row["region_code"] == scope.region for row in rows)


def _given(release: Snapshot, scope: Scope) -> str:
    """Every row that a file gave to a table of the release, and whether the table is one of those filed from."""
    selects = []
    for table, columns_there in _tables_of_rows(release).items():
        year = "year" if "year" in columns_there else "year(period_end)" if "period_end" in columns_there else "null"
        event = "event_id" if "event_id" in columns_there else "null"
        is_own = str(table in OWN_TABLES.get(scope.profile, LOSS_TABLES)).lower()
        selects.append(
            f"select source_id, source_locator, current_code as region_code, {year} as year, {event} as event_id, "
            f"{is_own} as is_own from {table}" + (" where status = 'active'" if "status" in columns_there else "")
        )
    return " union all ".join(selects)


def _tables_of_rows(release: Snapshot) -> dict[str, set[str]]:
    """The core tables whose rows name their place in a file, with their columns."""
    found: dict[str, set[str]] = {}
    sql = "select table_name, column_name from information_schema.columns where table_schema = 'core' order by all"
    for row in release.rows(sql):
        found.setdefault(f"core.{row['table_name']}", set()).add(row["column_name"])
    needed = {"source_id", "source_locator", "current_code"}
    return {table: names for table, names in found.items() if needed <= names and table not in SAME_ROWS}


def _no_disaster(release: Snapshot, scope: Scope) -> Line:
    """What a year without any disaster of the region comes to: zero of them."""
    units = {row["measure"]: row["unit"] for row in codebooks.rows("export_measures")}
    return {
        "year": str(scope.year), "region_code": scope.region,
        "region_level": str(release.regions[scope.region]["level"]), "hazard_key": ALL_HAZARDS, "indicator": EVENTS,
        "unit": units[EVENTS], "value": "0",
    }  # fmt: skip


def _annual_lines(release: Snapshot, scope: Scope) -> Iterator[Line]:
    measures = {row["measure"]: row["unit"] for row in codebooks.rows("export_measures")}
    units = measures | {name: str(row["unit"]) for name, row in release.indicators.items()}
    for row in _rows(release, "figures", scope):
        shared = {name: _text(row[name]) for name in FIGURE_COLUMNS[:4]}
        for name in (name for name in row if name in units and row[name] is not None):
            yield shared | {"indicator": name, "unit": units[name], "value": exact_text(row[name])}


def _ledger_lines(release: Snapshot, scope: Scope) -> Iterator[Line]:
    """One line per figure of a ledger's mart; what else tells it apart follows the name: amount|stage=received."""
    for table in tables.TABLES[scope.profile]:
        told = {column["column"]: column["kind"] for column in columns(table)}
        for row in release.file_rows(table, {"year": scope.year, "region": scope.region}):
            level = release.regions.get(str(row["region_code"]), {}).get("level")
            marks = [
                f"{name}={row[name]}"
                for name, kind in told.items()
                if _is_dimension(name, kind) and row.get(name) is not None
            ]
            for name, kind in told.items():
                if kind == "figure" and row[name] is not None:
                    yield {
                        "year": str(scope.year), "region_code": str(row["region_code"]), "region_level": _text(level),
                        "hazard_key": str(row.get("hazard_key") or ALL_HAZARDS),
                        "indicator": DIMENSION_SIGN.join([f"{table}.{name}", *marks]),
                        "unit": str(row.get("unit") or ""), "value": exact_text(row[name]),
                    }  # fmt: skip


def _is_dimension(name: str, kind: str) -> bool:
    """Whether a column tells what a figure is of; names, notes and what figures.csv has columns for do not."""
    shown_already = name in {*FIGURE_COLUMNS, "region_name"} - {"indicator"}
    return kind.split(":", maxsplit=1)[0] not in ("figure", "notes", "flag", "flag_en") and not shown_already


def _states(release: Snapshot, scope: Scope) -> Mapping[tuple[str, str, str], str]:
    """The state of every figure that was not written as a plain number."""
    rows = release.rows("select source_id, source_locator, indicator, state from core.figure_states")
    return {(row["source_id"], row["source_locator"], row["indicator"]): row["state"] for row in rows}


def _rows(release: Snapshot, name: str, scope: Scope) -> Iterator[Row]:
    text = (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    wanted = {key: value for key, value in scope.parameters().items() if f"${key}" in text}
    return release.rows(text, wanted)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return exact_text(value) if isinstance(value, Decimal) else str(value)


def csv_lines(names: Sequence[str], lines: Iterator[Line] | list[Line]) -> Iterator[list[str]]:
    """Headings, then the lines, as an export's CSV files take them."""
    yield list(names)
    yield from ([line[name] for name in names] for line in lines)
