"""The parts of Data quality: sources, findings and how to explain them, held-out records, rows not used."""

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import i18n, labels, snapshot
from dashboard.components import commands, rights, tables
from dashboard.i18n import t
from dashboard.snapshot import Release

LIMIT = 500
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
    )  # fmt: skip
    if not rights.sees_all():
        tables.muted(t("rights.rows_of_others"))
        shown = shown.drop(t("quality.balance"), *(t(f"quality.{name}") for name in ROW_COLUMNS))
    tables.grid(shown)


def findings(release: Release) -> None:
    """Findings by rule and file; one group in detail; how to explain it."""
    st.subheader(t("quality.findings"), anchor=False)
    tables.muted(t("quality.findings_details"))
    left, right = st.columns(2)
    severity = left.selectbox(t("quality.severity"), ["any", "reject", "error", "warning"],
                              format_func=lambda code: i18n.word("severity", code), key="severity")  # fmt: skip
    status = right.selectbox(t("quality.finding_status"), ["any", "open", "explained"],
                             format_func=lambda code: i18n.word("status", code), key="finding_status")  # fmt: skip
    groups = snapshot.ask(release, "finding_groups", severity=severity, status=status)
    if groups.is_empty():
        tables.muted(t("quality.no_findings"))
        return
    tables.grid(grouped(release, groups))
    rows = groups.to_dicts()
    picked = st.selectbox(
        t("quality.choose_group"), range(len(rows)), format_func=lambda n: group_name(rows[n]), key="group"
    )
    if picked is not None:
        details(release, rows[picked])
        if rows[picked]["source_file"]:
            explain(rows[picked])


def message(row: dict[str, Any]) -> str:
    return str(row[f"message_{i18n.language()}"] or row["message_zh"] or "")


def group_name(row: dict[str, Any]) -> str:
    """R050 · file · the problem"""
    return f"{row['rule_id']} · {row['source_file'] or '—'} · {message(row)[:60]}"


def grouped(release: Release, groups: pl.DataFrame) -> pl.DataFrame:
    """The groups with words for codes."""
    numbers = labels.numbers(release)
    amounts = [None if amount is None else numbers.plain(amount, 2) for amount in groups["amount"]]
    return groups.select(
        tables.worded(groups, "severity", lambda code: i18n.word("severity", code), t("quality.severity")),
        pl.col("rule_id").alias(t("quality.rule")),
        pl.col("source_file").alias(t("quality.file")),
        pl.col("findings").alias(t("quality.count")),
        pl.Series(t("quality.amount"), amounts, dtype=pl.String),
        tables.worded(groups, "status", lambda code: i18n.word("status", code), t("quality.finding_status")),
        pl.col(f"message_{i18n.language()}").alias(t("quality.message")),
    )  # fmt: skip


def details(release: Release, group: dict[str, Any]) -> None:
    """The findings of one group: place, region, indicator, value as written."""
    st.html(f"<p>{escape(message(group))}</p>")  # no markdown: the words quote cells of received files
    frame = snapshot.ask(release, "findings_in_group", rule=group["rule_id"], file=group["source_file"], limit=LIMIT)
    shown = frame.select(
        pl.col("source_locator").alias(t("quality.locator")),
        tables.worded(frame, "region_code", lambda code: labels.region(release, code), t("quality.region")),
        tables.worded(frame, "indicator", lambda name: labels.indicator(release, name), t("quality.indicator")),
        pl.col("value").alias(t("quality.value")),
        pl.col(f"message_{i18n.language()}").alias(t("quality.message")),
        pl.col("explained_by").alias(t("quality.explained_by")),
        pl.col("reason").alias(t("quality.reason")),
    )  # fmt: skip
    tables.grid(shown)
    limited(len(frame))


def limited(rows: int) -> None:
    if rows >= LIMIT:
        tables.muted(t("quality.limited", limit=LIMIT))


def explain(group: dict[str, Any]) -> None:
    """A form that runs the command, and the command itself."""
    if not rights.may("decide"):
        return
    arguments = ["decide", "explain", "--rule", group["rule_id"], "--file", group["source_file"]]
    with st.expander(t("quality.explain")):
        with st.form("explain", border=False):
            st.caption(t("quality.explain_help"))
            left, right = st.columns([1, 3])
            by = rights.signer(left, t("quality.explained_by"), "explained_by", "--by", "decide")
            reason = right.text_input(t("quality.reason"), key="reason")
            is_sent = st.form_submit_button(t("quality.save"))
        typed = [*arguments, "--by", by or t("quality.explained_by"), "--reason", reason or t("quality.reason")]
        st.caption(t("quality.command"))
        st.code(commands.as_typed(typed), language="shell", wrap_lines=True)
    if is_sent and by.strip() and reason.strip():
        commands.tell(commands.run(typed), t("quality.saved"), t("actions.failed"))
    elif is_sent:
        st.warning(t("quality.required"))


def held_out(release: Release) -> None:
    """Possible duplicates across sources."""
    st.subheader(t("quality.held_out"), anchor=False)
    tables.muted(t("quality.held_out_details"))
    frame = snapshot.ask(release, "held_out", limit=LIMIT)
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
    limited(len(frame))
    if not rights.may("decide", is_said=False):
        return
    first = frame.row(0, named=True)
    typed = ["decide", "same", str(first["event_id"]), str(first["other_event_id"]), "--by", t("quality.explained_by"),
             "--reason", t("quality.reason")]  # fmt: skip
    st.caption(t("quality.decide"))
    st.code(
        "\n".join(commands.as_typed([*typed[:1], word, *typed[2:]]) for word in ("same", "different")),
        language="shell",
        wrap_lines=True,
    )


def rejected(release: Release) -> None:
    """Rows that could not be placed."""
    st.subheader(t("quality.rejected"), anchor=False)
    tables.muted(t("quality.rejected_details"))
    if not rights.sees_all():
        tables.muted(t("rights.no_region_no_rows"))
        return
    frame = snapshot.ask(release, "rejected_rows", limit=LIMIT)
    if frame.is_empty():
        tables.muted(t("quality.no_rejected"))
        return
    shown = frame.select(
        pl.col("source_file").alias(t("quality.file")), pl.col("source_locator").alias(t("quality.locator")),
        pl.col("reason").alias(t("quality.reason_column")), pl.col("cells").cast(pl.String).alias(t("quality.cells")),
    )  # fmt: skip
    tables.grid(shown)
    limited(len(frame))
