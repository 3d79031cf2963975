"""What a reader hands on: the shapes of its tables, each the contract between a file and the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from pipelines import codebooks

REPORT_KEYS: dict[str, pl.DataType] = {
    "source_locator": pl.String(),
    "region_code": pl.String(),
    "region_name": pl.String(),
    "region_level": pl.String(),
    "hazard_key": pl.String(),
    "occurred_at": pl.Datetime("us"),
    "ended_at": pl.Datetime("us"),
    "as_of": pl.Datetime("us"),
    "stage": pl.String(),
    "reported_at": pl.Datetime("us"),
    "regime": pl.String(),
    "typhoon_no": pl.String(),
    "magnitude": pl.String(),
    "event_key": pl.String(),
    "event_name": pl.String(),
    "affected_township_names": pl.String(),
    "year_hint": pl.Int32(),
}
"""The columns of a report before its indicators; `event_key` is null where core decides which disaster it is."""

REPORT_SCHEMA: dict[str, pl.DataType] = REPORT_KEYS | {i.column_name: i.dtype for i in codebooks.loss_columns()}

PERIOD_FIGURE_SCHEMA: dict[str, pl.DataType] = {
    "source_locator": pl.String(),
    "region_code": pl.String(),
    "region_name": pl.String(),
    "period_kind": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "hazard_key": pl.String(),
    "indicator": pl.String(),
    "value": pl.Decimal(18, 6),
    "unit": pl.String(),
    "state": pl.String(),
    "basis": pl.String(),
    "half_width": pl.Decimal(18, 6),
    "change_pct": pl.Decimal(18, 6),
    "change_pct_half_width": pl.Decimal(18, 6),
}
"""`half_width` as in FIGURE_STATE_SCHEMA; `change_pct` is the change on the same days of the year before (同比, %), as
the source writes it beside the figure, with half of its last digit."""

COVERAGE_SCHEMA: dict[str, pl.DataType] = {
    "region_code": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "hazard_key": pl.String(),
    "how": pl.String(),
}

FIGURE_STATE_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(
    ("source_locator", "indicator", "state", "as_written", "unit_written"), pl.String()
) | {"half_width": pl.Decimal(18, 6)}
"""`half_width` is half of the last written digit in the column's own unit (14.5万户: 500); null of an exact figure."""

FINDING_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(
    (
        "rule_id", "severity", "status", "source_file", "source_locator", "event_id", "region_code", "indicator",
        "value",
    ),
    pl.String(),
) | {"amount": pl.Decimal(38, 6), "message_zh": pl.String(), "message_en": pl.String()}  # fmt: skip

REJECTED_ROW_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(("source_locator", "reason", "cells"), pl.String())
SKIPPED_ROW_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(("source_locator", "reason"), pl.String())

BOUNDARY_SCHEMA: dict[str, pl.DataType] = {
    "source_locator": pl.String(),
    "region_code": pl.String(),
    "region_name": pl.String(),
    "region_level": pl.String(),
    "vintage": pl.Int32(),
    "coordinates": pl.String(),
    "geometry": pl.String(),
    "label_x": pl.Float64(),
    "label_y": pl.Float64(),
    "label_radius": pl.Float64(),
}
"""One region's shape: its year if stated, `degrees` or `metres`, a MultiPolygon as GeoJSON text, and the middle of its
largest circle, where a label stands. Shapes are for looking at; no figure is computed from them."""

DOCUMENT_LINE_SCHEMA: dict[str, pl.DataType] = {
    "source_locator": pl.String(),
    "line": pl.Int32(),
    "start_offset": pl.Int64(),
    "text": pl.String(),
}
"""One paragraph of a document, without what tells of persons; blank ones are left out, but counted in `line`."""

DOCUMENT_FIGURE_SCHEMA: dict[str, pl.DataType] = {
    "source_locator": pl.String(),
    "start_offset": pl.Int64(),
    "end_offset": pl.Int64(),
    "as_written": pl.String(),
    "sentence": pl.String(),
    "sentence_start": pl.Int64(),
    "indicator": pl.String(),
    "value": pl.Decimal(18, 6),
    "unit": pl.String(),
    "state": pl.String(),
    "hazard_key": pl.String(),
    "region_code": pl.String(),
    "region_name": pl.String(),
    "period_kind": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "half_width": pl.Decimal(18, 6),
}
"""One figure that a document states, as proposed: it counts nowhere until somebody confirms it."""

LEDGER_SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    name: dict.fromkeys(("source_locator", "region_code", "region_name"), pl.String())
    | {column.column_name: column.dtype for column in ledger.fields}
    for name, ledger in codebooks.ledgers().items()
}
"""The rows of each ledger. Money is in 元; a season is `2022-2023`; a choice is its key, null where not stated."""


@dataclass(frozen=True)
class Reading:
    """All that one file says. `rows_read = rows_accepted + rows_rejected + rows_skipped`, titles and blanks too."""

    reader: str
    reports: pl.DataFrame
    period_figures: pl.DataFrame
    coverage: pl.DataFrame
    figure_states: pl.DataFrame
    findings: pl.DataFrame
    rejected_rows: pl.DataFrame
    skipped_rows: pl.DataFrame
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_skipped: int
    ledgers: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    """The rows of each ledger that the file has rows of, each in its shape of LEDGER_SCHEMAS."""
    boundaries: pl.DataFrame | None = None
    document: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    """Of a document its lines and proposed figures, by their names in staging."""

    @property
    def sparse(self) -> dict[str, pl.DataFrame]:
        """The tables that only few files have, by their names in staging."""
        found = {LEDGER_TABLES[name]: rows for name, rows in self.ledgers.items()}
        found |= self.document
        return found if self.boundaries is None else found | {BOUNDARIES: self.boundaries}


READING_TABLES: dict[str, dict[str, pl.DataType]] = {
    "reports": REPORT_SCHEMA,
    "period_figures": PERIOD_FIGURE_SCHEMA,
    "coverage": COVERAGE_SCHEMA,
    "figure_states": FIGURE_STATE_SCHEMA,
    "findings": FINDING_SCHEMA,
    "rejected_rows": REJECTED_ROW_SCHEMA,
    "skipped_rows": SKIPPED_ROW_SCHEMA,
}

LEDGER_TABLES: dict[str, str] = {name: f"ledger_{name}" for name in LEDGER_SCHEMAS}
"""Ledger → the name of its file and table in staging."""

BOUNDARIES, DOCUMENT_LINES, DOCUMENT_FIGURES = "boundaries", "document_lines", "document_figures"
SPARSE_TABLES: dict[str, dict[str, pl.DataType]] = {
    table: LEDGER_SCHEMAS[name] for name, table in LEDGER_TABLES.items()
} | {BOUNDARIES: BOUNDARY_SCHEMA, DOCUMENT_LINES: DOCUMENT_LINE_SCHEMA, DOCUMENT_FIGURES: DOCUMENT_FIGURE_SCHEMA}
"""Tables in staging that a file has only if it holds such rows."""
