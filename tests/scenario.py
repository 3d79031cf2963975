"""Small frames that everyone uses: a fictional prefecture, reports on it, and a ledger built from them.

The prefecture 990100 has the counties 990101 and 990102 with two townships each; no table knows the development zone
990128.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from pipelines import codebooks, models, row_order, staging_inputs
from pipelines.readers.contract import (
    BOUNDARY_SCHEMA,
    COVERAGE_SCHEMA,
    FIGURE_STATE_SCHEMA,
    FINDING_SCHEMA,
    LEDGER_SCHEMAS,
    LEDGER_TABLES,
    PERIOD_FIGURE_SCHEMA,
    REJECTED_ROW_SCHEMA,
    REPORT_SCHEMA,
)
from pipelines.warehouse import Warehouse, expand, sql_text

Row = dict[str, Any]

PROVINCE, PREFECTURE, EAST, WEST, ZONE = "990000", "990100", "990101", "990102", "990128"
EAST_TOWN, EAST_FARM, WEST_TOWN, ZONE_TOWN = "990101001000", "990101002000", "990102001000", "990128001000"
OTHER_PROVINCE, OTHER_COUNTY = "980000", "980101"

REGIONS = pl.DataFrame(
    [
        ("000000", "全国", "country", ""),
        (PROVINCE, "示例省", "province", "000000"),
        (PREFECTURE, "示例市", "prefecture", PROVINCE),
        (EAST, "东县", "county", PREFECTURE),
        (WEST, "西县", "county", PREFECTURE),
        (EAST_TOWN, "东镇", "township", EAST),
        (EAST_FARM, "东乡", "township", EAST),
        (WEST_TOWN, "西镇", "township", WEST),
        ("990102002000", "西乡", "township", WEST),
        ("990200", "邻市", "prefecture", PROVINCE),
        ("990201", "邻县", "county", "990200"),
        (OTHER_PROVINCE, "外省", "province", "000000"),
        ("980100", "外市", "prefecture", OTHER_PROVINCE),
        (OTHER_COUNTY, "外县", "county", "980100"),
        ("990300", "直筒市", "prefecture", PROVINCE),
        ("990300001000", "直筒镇", "township", "990300"),
    ],
    schema=["region_code", "name_zh", "level", "parent_code"],
    orient="row",
).with_columns(valid_from=pl.lit(""), valid_to=pl.lit(""), source=pl.lit("scenario"))

REGION_CHANGES = pl.DataFrame(
    [
        ("990111", "旧东县", EAST, "东县", "2016-01-01", "recode", "scenario", ""),
        ("990112", "旧西县", WEST, "西县", "2016-01-01", "merge", "scenario", ""),
        ("990113", "旧南县", WEST, "西县", "2016-01-01", "merge", "scenario", ""),
    ],
    schema=["old_code", "old_name", "new_code", "new_name", "effective_date", "kind", "source", "status"],
    orient="row",
)

TIME = datetime(2021, 10, 3, 12, 37, 48)
CUT_OFF = datetime(2021, 10, 12)
LEDGER_FILE = "ledger.csv"


@dataclass
class Ledger:
    """Staged reports, and whatever tables are asked for."""

    warehouse: Warehouse
    built: set[str] = field(default_factory=set)

    def table(self, name: str, *columns: str, where: str = "true") -> list[Row]:
        """Rows of a model, which is built with all it needs; the named columns, in the order they are published."""
        missing = [model for model in models.upstream(name) if model not in self.built]
        models.build(self.warehouse, missing)
        self.built.update(missing)
        order = row_order.order_of(name)
        return self.warehouse.read(f"select {', '.join(columns) or '*'} from {name} where {where}{order}").to_dicts()

    def cell(self, name: str, column: str, where: str) -> Any:
        """The one value of a column where the condition holds."""
        rows = self.table(name, column, where=where)
        if len(rows) != 1:
            raise LookupError(f"{len(rows)} rows of {name} where {where}")
        return rows[0][column]

    def findings(self, *rule_ids: str) -> list[Row]:
        """The findings of the named rules."""
        return [row for row in self.table("checks.findings") if row["rule_id"] in rule_ids]

    def failures(self, rule_id: str) -> list[Row]:
        """What the SQL files of one rule return: quicker than all findings, and without their words."""
        found: list[Row] = []
        for rule in codebooks.rows("check_rules"):
            if rule["rule_id"] == rule_id:
                text = sql_text(f"checks/{rule['must_hold']}.sql")
                for model in models.order():
                    if model in text and model not in self.built:
                        self.table(model)
                found += self.warehouse.read(expand(text)).to_dicts()
        return found


def report(region_code: str, **stated: Any) -> Row:
    """One report: a flood of 3 October 2021 unless it says otherwise; figures by their column names."""
    level = {12: "township", 6: "county"}[len(region_code)]
    told: Row = {
        "region_code": region_code, "region_name": region_code, "region_level": level, "hazard_key": "flood",
        "occurred_at": TIME, "as_of": CUT_OFF, "stage": "unknown", "regime": "2020",
    }  # fmt: skip
    return told | {
        key: Decimal(value) if key in _DECIMALS and value is not None else value for key, value in stated.items()
    }


def of_one_disaster(*rows: Row, key: str = "flood@2021-10-03T12:37:48") -> list[Row]:
    """The rows of a file whose title states one disaster."""
    return [row | {"event_key": key} for row in rows]


def ledger(  # noqa: PLR0913 - one argument per staging table
    sources: Mapping[str, Iterable[Row]],
    *,
    status: Mapping[str, str] | None = None,
    coverage: Iterable[tuple[str, date, date]] = (),
    period_figures: Iterable[Row] = (),
    findings: Iterable[Row] = (),
    decisions: Mapping[str, Iterable[Row]] | None = None,
    zones: Iterable[Row] = (),
    settings: Row | None = None,
    rows_of: Mapping[str, Iterable[Row]] | None = None,
    figure_states: Iterable[Row] = (),
    boundaries: Iterable[Row] = (),
) -> "Ledger":
    """A ledger in memory that holds these reports, by the path of their source; tables are built when read.

    `rows_of` are the rows of relief, insurance and reference ledgers by the ledger's name; `source` is the path of a
    row's file, and of a shape in `boundaries` likewise.
    """
    warehouse = Warehouse()
    warehouse.open()
    staging_inputs.load_codebooks(warehouse)
    warehouse.write("staging.codebook_regions", REGIONS)
    warehouse.write("staging.codebook_region_changes", REGION_CHANGES)
    columns = dict.fromkeys(("zone_code", "zone_name", "host_code", "valid_from", "valid_to", "source"), pl.String())
    warehouse.write("staging.codebook_zones", _frame(zones, columns))
    told = [(path, list(rows)) for path, rows in sources.items()]
    ledgers = {name: list(rows) for name, rows in (rows_of or {}).items()}
    shapes = list(boundaries)
    further = {row.get("source", LEDGER_FILE) for rows in (*ledgers.values(), shapes) for row in rows} - set(sources)
    told += [(path, []) for path in sorted(further)]
    warehouse.write("staging.sources", _sources([path for path, _ in told], status or {}))
    reports = [
        {"source_locator": f"0!{number}"} | row | {"source_id": source_id(path)}
        for path, rows in told
        for number, row in enumerate(rows, 2)
    ]
    warehouse.write("staging.reports", _frame(reports, REPORT_SCHEMA | {"source_id": pl.String()}))
    anywhere: Row = {"source_id": source_id(told[0][0]) if told else ""}
    _write(warehouse, "coverage", COVERAGE_SCHEMA, [
        anywhere | {"region_code": c, "period_start": start, "period_end": end, "hazard_key": "all", "how": "full_list"}
        for c, start, end in coverage
    ])  # fmt: skip
    defaults = anywhere | {"source_locator": "1", "hazard_key": "all", "state": "exact", "period_kind": "year"}
    _write(warehouse, "period_figures", PERIOD_FIGURE_SCHEMA, [defaults | row for row in period_figures])
    _write(warehouse, "findings", FINDING_SCHEMA, [anywhere | {"status": "open"} | row for row in findings])
    _write(warehouse, "figure_states", FIGURE_STATE_SCHEMA, [_of_source(row) for row in figure_states])
    for name, rows in ledgers.items():
        numbered = [{"source_locator": f"台账!{number}"} | _of_source(row) for number, row in enumerate(rows, 2)]
        _write(warehouse, LEDGER_TABLES[name], LEDGER_SCHEMAS[name], numbered)
    numbered = [{"source_locator": f"#{number}"} | _of_source(row) for number, row in enumerate(shapes, 1)]
    _write(warehouse, "boundaries", BOUNDARY_SCHEMA, numbered)
    _write(warehouse, "rejected_rows", REJECTED_ROW_SCHEMA, [])
    for name, rows in (decisions or {}).items():
        schema = staging_inputs.SCHEMAS[f"staging.decisions_{name}"]
        warehouse.write(f"staging.decisions_{name}", _frame(rows, schema))
    chosen = staging_inputs.DEFAULT_SETTINGS | (settings or {})
    warehouse.write("staging.settings", _frame([chosen], staging_inputs.SETTINGS_SCHEMA))
    staging_inputs.add_missing_tables(warehouse)
    return Ledger(warehouse)


def _of_source(row: Row) -> Row:
    told = {key: value for key, value in row.items() if key != "source"}
    return told | {"source_id": source_id(row.get("source", LEDGER_FILE))}


def source_id(path: str) -> str:
    """The id that the scenario gives to a source."""
    return f"id-of-{path}"


_DECIMALS = {name for name, dtype in REPORT_SCHEMA.items() if dtype == pl.Decimal(18, 6)}


def _sources(paths: Iterable[str], status: Mapping[str, str]) -> pl.DataFrame:
    counts = dict.fromkeys(("rows_read", "rows_accepted", "rows_rejected", "rows_skipped"), 0)
    told = {"sha256": "", "reader": "scenario", "first_seen": "2021-10-13"} | counts
    rows = [told | {"source_id": source_id(path), "path": path, "status": status.get(path, "active")} for path in paths]
    return _frame(rows, staging_inputs.SOURCE_SCHEMA)


def _write(warehouse: Warehouse, name: str, schema: dict[str, pl.DataType], rows: Iterable[Row]) -> None:
    warehouse.write(f"staging.{name}", _frame(rows, schema | {"source_id": pl.String()}))


def _frame(rows: Iterable[Row], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    told = list(rows)
    unknown = {key for row in told for key in row} - set(schema)
    if unknown:
        raise ValueError(f"no such column: {sorted(unknown)}")
    return pl.DataFrame([{key: row.get(key) for key in schema} for row in told], schema=schema, orient="row")
