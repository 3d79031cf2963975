"""What a reader hands on: the shapes of its tables, each the contract between a file and the rest."""

from dataclasses import dataclass

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
    "period_kind": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "hazard_key": pl.String(),
    "indicator": pl.String(),
    "value": pl.Decimal(18, 6),
    "unit": pl.String(),
    "state": pl.String(),
    "basis": pl.String(),
}

COVERAGE_SCHEMA: dict[str, pl.DataType] = {
    "region_code": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "hazard_key": pl.String(),
    "how": pl.String(),
}

FIGURE_STATE_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(
    ("source_locator", "indicator", "state", "as_written", "unit_written"), pl.String()
)

FINDING_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(
    (
        "rule_id", "severity", "status", "source_file", "source_locator", "event_id", "region_code", "indicator",
        "value",
    ),
    pl.String(),
) | {"amount": pl.Decimal(38, 6), "message_zh": pl.String(), "message_en": pl.String()}  # fmt: skip

REJECTED_ROW_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(("source_locator", "reason", "cells"), pl.String())
SKIPPED_ROW_SCHEMA: dict[str, pl.DataType] = dict.fromkeys(("source_locator", "reason"), pl.String())


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


READING_TABLES: dict[str, dict[str, pl.DataType]] = {
    "reports": REPORT_SCHEMA,
    "period_figures": PERIOD_FIGURE_SCHEMA,
    "coverage": COVERAGE_SCHEMA,
    "figure_states": FIGURE_STATE_SCHEMA,
    "findings": FINDING_SCHEMA,
    "rejected_rows": REJECTED_ROW_SCHEMA,
    "skipped_rows": SKIPPED_ROW_SCHEMA,
}
