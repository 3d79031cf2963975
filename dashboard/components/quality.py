"""The parts of Data quality beside the findings: sources, held-out records, rows not used."""

import polars as pl
import streamlit as st

from dashboard import i18n, labels, snapshot
from dashboard.components import commands, findings, rights, tables
from dashboard.i18n import t
from dashboard.snapshot import Release

ROW_COLUMNS = ("rows_read", "rows_accepted", "rows_rejected", "rows_skipped")


def sources(release: Release) -> None:
    """Every file with its rows, and whether they add up."""
    st.subheader(t("quality.sources"), anchor=False)
    tables.muted(t("quality.sources_details"))
    frame = snapshot.table(release, "meta.sources")
    balance = pl.col("rows_read") == pl.col("rows_accepted") + pl.col("rows_rejected") + pl.col("rows_skipped")
    shown = frame.select(
        pl.col("path").alias(t("quality.file")),
        tables.worded(frame, "reader", lambda code: i18n.word("reader", code), t("quality.reader")),
        tables.worded(frame, "status", lambda code: i18n.word("status", code), t("quality.status")),
        *(pl.col(name).alias(t(f"quality.{name}")) for name in ROW_COLUMNS),
        balance.alias(t("quality.balance")),
        pl.col("first_seen").cast(pl.String).str.slice(0, 16).alias(t("quality.first_seen")),
        *(pl.col(name).alias(t(f"quality.{name}")) for name in ("corrects",) if name in frame.columns),
    )  # fmt: skip
    if not rights.sees_all():
        tables.muted(t("rights.rows_of_others"))
        shown = shown.drop(t("quality.balance"), *(t(f"quality.{name}") for name in ROW_COLUMNS))
    tables.grid(shown)


def held_out(release: Release) -> None:
    """Possible duplicates across sources."""
    st.subheader(t("quality.held_out"), anchor=False)
    tables.muted(t("quality.held_out_details"))
    frame = snapshot.ask(release, "held_out", limit=findings.LIMIT)
    if frame.is_empty():
        tables.muted(t("quality.no_held_out"))
        return
    shown = frame.select(
        pl.col("occurred_at").dt.strftime("%Y-%m-%d").alias(t("records.occurred_at")),
        pl.col("region_name").alias(t("records.region")),
        tables.worded(frame, "hazard_key", lambda key: labels.hazard(release, key), t("records.hazard")),
        pl.col("direct_economic_loss").cast(pl.Float64).alias(labels.heading(release, "direct_economic_loss")),
        pl.col("affected_population").alias(labels.heading(release, "affected_population")),
        pl.col("source_file").alias(t("records.source")), pl.col("source_locator").alias(t("records.locator")),
        pl.col("other_file").alias(t("quality.other_file")),
        pl.col("other_source_locator").alias(t("quality.other_locator")),
        pl.col("event_id").alias(t("records.event")), pl.col("other_event_id").alias(t("quality.other_event")),
    )  # fmt: skip
    tables.grid(shown)
    findings.limited(len(frame))
    if not rights.may("decide", is_said=False):
        return
    first = frame.row(0, named=True)
    typed = ["decide", "same", str(first["event_id"]), str(first["other_event_id"]), "--by", t("quality.explained_by"),
             "--reason", t("quality.reason")]  # fmt: skip
    st.caption(t("quality.decide"))
    st.code(
        "\n".join(commands.as_typed([*typed[:1], word, *typed[2:]]) for word in ("same", "different")),
        language=None,
        wrap_lines=True,
    )


def rejected(release: Release) -> None:
    """Rows that could not be placed."""
    st.subheader(t("quality.rejected"), anchor=False)
    tables.muted(t("quality.rejected_details"))
    if not rights.sees_all():
        tables.muted(t("rights.no_region_no_rows"))
        return
    frame = snapshot.ask(release, "rejected_rows", limit=findings.LIMIT)
    if frame.is_empty():
        tables.muted(t("quality.no_rejected"))
        return
    shown = frame.select(
        pl.col("source_file").alias(t("quality.file")), pl.col("source_locator").alias(t("quality.locator")),
        pl.col("reason").alias(t("quality.reason_column")), pl.col("cells").cast(pl.String).alias(t("quality.cells")),
    )  # fmt: skip
    tables.grid(shown)
    findings.limited(len(frame))
