"""What the models find in the schema `staging`: the shapes of its tables, their empty forms, and the codebooks."""

from typing import TYPE_CHECKING, Protocol

import polars as pl

from pipelines import codebooks, decisions, received_tables
from pipelines.filings import own
from pipelines.readers.contract import READING_TABLES, SPARSE_TABLES

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

CODEBOOK = "staging.codebook_"
SOURCE_SCHEMA: dict[str, pl.DataType] = {
    "source_id": pl.String(),
    "path": pl.String(),
    "sha256": pl.String(),
    "reader": pl.String(),
    "first_seen": pl.String(),
    "status": pl.String(),
    "rows_read": pl.Int64(),
    "rows_accepted": pl.Int64(),
    "rows_rejected": pl.Int64(),
    "rows_skipped": pl.Int64(),
    "known_as": pl.String(),
}
"""One row is one received file; status is `active`, `superseded` or `withdrawn`. `known_as` is the path of the file
that a correction stands in for: the order of files, where it decides, stays that of the files corrected."""

CORRECTED_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(("source_id", "sha256", "path"), pl.String())
"""One row is a file (`sha256`) that a correction stands in for, or a `path` that such a file had: what was decided on
it holds for the correction."""

SPAN_SCHEMA: dict[str, pl.DataType] = {
    "source_id": pl.String(),
    "counts_from": pl.Datetime("us"),
    "counts_to": pl.Datetime("us"),
    "began": pl.String(),
    "ended": pl.String(),
}
"""One row is one stretch of time in which a received file counted; still counting where `counts_to` is null. It began
when `received` or `restored`, and ended when `superseded`, `removed` or `withdrawn`."""

EXPLANATION_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(
    (
        "rule_id", "source_file", "source_locator", "event_id", "region_code", "indicator", "explained_by",
        "explained_at", "reason",
    ),
    pl.String(),
)  # fmt: skip
"""One row explains the findings that agree with it; an empty field agrees with anything."""

SAME_DISASTER_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(
    ("event_id_a", "event_id_b", "decision", "decided_by", "decided_at", "reason"), pl.String()
)
"""One row says of two events that they are the `same` disaster or `different` ones."""

ZONE_HOST_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(
    ("zone_code", "host_code", "decided_by", "decided_at", "reason"), pl.String()
)
"""One row places a development zone under its host county; an empty host lets it stand alone."""

FULL_EXPORT_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(
    ("sha256", "path", "decided_by", "decided_at", "reason"), pl.String()
)
"""One row says of a received list that it is full: what it lacks no longer holds."""

RETURN_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(
    ("filing_id", "region_code", "chain_hash", "kind", "decided_by", "decided_at", "reason"), pl.String()
)
"""One row returns a received filing: for its `figures` (驳回) or its `facts`, time or hazard (勘误)."""

ADJUSTMENT_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(
    ("year", "region_code", "hazard_key", "indicator", "delta", "decided_by", "decided_at", "reason"), pl.String()
)
"""One row adds `delta` to one annual figure of a region (会商核定); an empty hazard: none is told."""

DOCUMENT_DECISION_SCHEMA: dict[str, pl.DataType] = {"row_number": pl.Int64()} | dict.fromkeys(
    decisions.DOCUMENT_FIGURES.columns, pl.String()
)
"""One row confirms or refuses a figure at a place of a document, or opens it again; the last row of a place holds."""

SETTINGS_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(
    ("own_region_code", "flood_season_start", "flood_season_end", "rounding", "annual_due", "price_base_year"),
    pl.String(),
)
DEFAULT_SETTINGS = {
    "own_region_code": None,
    "flood_season_start": "06-01",
    "flood_season_end": "09-30",
    "rounding": "half_even",
    "annual_due": "",
    "price_base_year": "",
}
"""What holds where the bureau states nothing; without an own region it is the common ancestor of the sources."""

RESPONSE_SCHEMA: dict[str, pl.DataType] = {
    "level_order": pl.Int32(),
    "level": pl.String(),
    "criterion": pl.String(),
    "threshold": pl.Decimal(38, 6),
    "region_code": pl.String(),
}
"""One row is one figure from which on the bureau answers a disaster at a level; no region: the own one."""

SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "staging.sources": SOURCE_SCHEMA,
    "staging.source_spans": SPAN_SCHEMA,
    "staging.corrected": CORRECTED_SCHEMA,
    "staging.decisions_explanations": EXPLANATION_SCHEMA,
    "staging.decisions_same_disaster": SAME_DISASTER_SCHEMA,
    "staging.decisions_zone_hosts": ZONE_HOST_SCHEMA,
    "staging.decisions_full_exports": FULL_EXPORT_SCHEMA,
    "staging.decisions_returns": RETURN_SCHEMA,
    "staging.decisions_adjustments": ADJUSTMENT_SCHEMA,
    "staging.decisions_document_figures": DOCUMENT_DECISION_SCHEMA,
    "staging.response_thresholds": RESPONSE_SCHEMA,
} | {f"staging.{name}": dict.fromkeys(columns, pl.String()) for name, columns in received_tables.COLUMNS.items()}
SCHEMAS |= own.SCHEMAS
_READ_TABLES = READING_TABLES | SPARSE_TABLES
SCHEMAS |= {f"staging.{name}": columns | {"source_id": pl.String()} for name, columns in _READ_TABLES.items()}
"""The columns that the models rely on; a staging table may have more."""


class Store(Protocol):
    """What keeps tables by their names: the work database, or a mere list of them."""

    def write(self, table: str, frame: pl.DataFrame) -> None:
        """Replace `table` by the rows of `frame`."""


def prepare_staging(warehouse: "Warehouse") -> None:
    """Load the codebooks, and give every staging table that nobody has written yet its empty form."""
    load_codebooks(warehouse)
    add_missing_tables(warehouse)


def add_missing_tables(warehouse: "Warehouse") -> None:
    """Give every staging table that nobody has written yet its empty form."""
    for table, columns in SCHEMAS.items():
        if not warehouse.has(table):
            warehouse.write(table, pl.DataFrame(schema=columns))
    if not warehouse.has("staging.settings"):
        warehouse.write("staging.settings", pl.DataFrame([DEFAULT_SETTINGS], schema=SETTINGS_SCHEMA))


def unwritten(table: str) -> pl.DataFrame:
    """What a staging table holds that nobody has written: a codebook, or nothing."""
    if table.startswith(CODEBOOK):
        return codebooks.table(table.removeprefix(CODEBOOK))
    return pl.DataFrame(schema=SCHEMAS[table])


def load_codebooks(warehouse: "Warehouse") -> None:
    """Write every codebook as `staging.codebook_<name>`, text as it stands."""
    for file in sorted(codebooks.FOLDER.glob("*.csv")):
        warehouse.write(f"{CODEBOOK}{file.stem}", codebooks.table(file.stem))
