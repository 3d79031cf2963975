"""Filings of the lower levels: who filed, late, nothing at all or not; and the form that returns one."""

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from dashboard import controls, i18n, labels, snapshot
from dashboard.components import changed, commands, filings, rights, saving, tables
from dashboard.i18n import t
from dashboard.snapshot import Release

TABLES = ("marts.filing_status", "core.received_filings")
STATUSES = ("filed", "zero", "late", "returned", "missing", "tampered", "incomplete")
KINDS = ("figures", "facts")
LIMIT = 500
SENT = "returned"


def show(release: Release) -> None:
    """One year: the count of each kind, a line per region, all filings received, the form."""
    st.subheader(t("received.title"), anchor=False)
    if not snapshot.has(release, *TABLES):
        tables.muted(t("received.older"))
        return
    years = snapshot.ask(release, "filing_years")["year"].to_list()
    if not years:
        tables.muted(t("received.none"))
        return
    left, _ = st.columns([1, 4])
    with left:
        year = controls.choose("year", years, years[0], lambda y: t("filters.year_name", year=y), controls.whole_number)
    rows = snapshot.ask(release, "filing_status", year=year)
    tables.muted(summary(rows, year))
    headings = [
        t(f"received.{name}") for name in ("region", "status", "filed_at", "due_on", "people", "filing", "note")
    ]
    tables.show(headings, [line(release, row) for row in rows.iter_rows(named=True)], words=7)
    received = snapshot.ask(release, "received_filings", year=year, limit=LIMIT)
    if len(received):
        with st.expander(t("received.all", count=len(received))):
            tables.grid(every(release, received), rows=10)
        return_form(received.filter(pl.col("state") == "sound"))


def summary(rows: pl.DataFrame, year: int) -> str:
    """2025年：已报送3个、零报告1个、未报送1个"""
    counts = dict(rows.group_by("status").len().iter_rows())
    known = [*(name for name in STATUSES if name in counts), *(name for name in counts if name not in STATUSES)]
    parts = [t("received.count", status=i18n.word("filing_status", name), count=counts[name]) for name in known]
    return t("received.summary", year=year, parts=t("words.list_comma").join(parts))


def line(release: Release, row: dict[str, Any]) -> list[tables.Cell]:
    """One region: what it did, when, until when it was due, who, and the note."""
    people = " / ".join(name for name in (row["prepared_by"], row["reviewed_by"]) if name)
    return [
        row["unit_name"] or labels.region(release, row["region_code"]), status(row),
        f"{row['filed_at']:%Y-%m-%d %H:%M}" if row["filed_at"] else changed.DASH,
        str(row["due_on"] or changed.DASH), people or changed.DASH, row["filing_id"] or changed.DASH, row["note"] or "",
    ]  # fmt: skip


def status(row: dict[str, Any]) -> str:
    """The status, and what holds beside it: a returned or late filing may be a zero report as well."""
    words = [i18n.word("filing_status", row["status"])]
    words += [
        i18n.word("filing_status", name) for name in ("late", "zero") if row[f"is_{name}"] and row["status"] != name
    ]
    if row["return_kind"]:
        words.append(t(f"received.kind_{row['return_kind']}"))
    return t("note.separator").join(words)


def every(release: Release, rows: pl.DataFrame) -> pl.DataFrame:
    """All filings received, also those that a later one replaces."""
    yes = t("received.yes")
    return rows.select(
        pl.col("filing_id").alias(t("filings.id")),
        pl.col("region_name").fill_null(pl.col("region_code")).alias(t("received.region")),
        tables.worded(rows, "profile", filings.profile_name, t("filings.profile")),
        tables.worded(rows, "state", lambda code: i18n.word("filing_state", code), t("filings.state")),
        pl.when("is_latest").then(pl.lit(yes)).otherwise(pl.lit("")).alias(t("received.latest")),
        pl.when("is_zero").then(pl.lit(yes)).otherwise(pl.lit("")).alias(t("filings.zero")),
        pl.col("filed_at").dt.strftime("%Y-%m-%d %H:%M").alias(t("filings.filed_at")),
        pl.col("received_at").dt.strftime("%Y-%m-%d %H:%M").alias(t("received.received_at")),
        pl.col("prepared_by").alias(t("filings.prepared_by")), pl.col("reviewed_by").alias(t("filings.reviewed_by")),
        pl.col("explained").alias(t("filings.explained")), pl.col("reason").alias(t("filings.reason")),
        pl.col("detail").alias(t("received.detail")), pl.col("return_reason").alias(t("received.return_reason")),
        pl.col("folder").alias(t("received.folder")),
    )  # fmt: skip


def return_form(received: pl.DataFrame) -> None:
    """驳回 for figures, 勘误 for time or hazard: the lower level corrects it itself."""
    if not rights.may("return"):
        return
    with st.expander(t("received.return"), expanded=False):
        st.caption(t("received.return_help"))
        ids: list[str] = received["filing_id"].unique(maintain_order=True).to_list()
        with st.form("return", border=False):
            left, right = st.columns(2)
            filing = left.selectbox(t("filings.id"), ids, key="return_filing")
            kind = right.selectbox(t("received.kind"), KINDS, format_func=lambda one: t(f"received.kind_{one}"),
                                   key="return_kind")  # fmt: skip
            by = rights.signer(left, t("received.by"), "return_by", "--by", "return")
            reason = right.text_input(t("quality.reason"), key="return_reason")
            is_sent = st.form_submit_button(t("received.submit"))
        typed = ["return", str(filing), "--kind", str(kind), "--reason", reason or t("quality.reason"),
                 "--by", by or t("received.by")]  # fmt: skip
        st.caption(t("quality.command"))
        st.code(commands.as_typed(typed), language=None, wrap_lines=True)
    if is_sent and by.strip() and reason.strip():
        outcome, files = commands.with_files(typed)
        st.session_state[SENT] = {"outcome": outcome, "files": files, "filing": filing}
    elif is_sent:
        st.warning(t("received.required"))
        return
    answer()


def answer() -> None:
    """What the command said, and the notice for the lower level."""
    last = st.session_state.get(SENT)
    if last is None:
        return
    outcome, files = last["outcome"], last["files"]
    if not outcome.succeeded:
        st.error(t("actions.failed"))
        st.code(commands.in_language(outcome.output), language=None, wrap_lines=True)
        return
    st.success(t("received.returned"))
    saving.button(t("received.notice"), partial(commands.zipped, files), f"return-{last['filing']}.zip",
                  mime=saving.ZIP, key="save_notice")  # fmt: skip
