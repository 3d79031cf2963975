"""Findings: how many are open and where, by rule and file, a group, one with its cell, and how to explain them."""

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import i18n, labels, snapshot
from dashboard.components import commands, finding_place, linked, rights, stats, tables
from dashboard.components.stats import Stat
from dashboard.i18n import t
from dashboard.snapshot import Release

LIMIT, GROUPS, FILES = 500, 300, 8
SEVERITIES = ("reject", "error", "warning")
ANY = "any"
Row = dict[str, Any]


def glance(release: Release) -> None:
    """How many findings are open, in which files, and what to do first."""
    counts = snapshot.ask(release, "finding_counts")
    still = dict(counts.filter(pl.col("status") == "open").group_by("severity").agg(pl.sum("findings")).iter_rows())
    explained = int(counts.filter(pl.col("status") == "explained")["findings"].sum())
    numbers = labels.numbers(release)
    shown = [
        Stat(i18n.word("severity", name), numbers.plain(still.get(name, 0), 0), lines=(t(f"quality.open_{name}"),))
        for name in SEVERITIES
    ]
    stats.show([*shown, Stat(i18n.word("status", "explained"), numbers.plain(explained, 0))])
    first = next((name for name in SEVERITIES if still.get(name)), "none")
    st.html(f'<p class="ll-sentence">{escape(t(f"quality.first_{first}"))}</p>')
    files = snapshot.ask(release, "finding_files", limit=FILES + 1)
    if files.is_empty():
        return
    rows = [
        [str(file), *(numbers.plain(count, 0) if count else "" for count in of_file)]
        for file, *of_file in files.head(FILES).iter_rows()
    ]
    tables.show([t("quality.file"), *(i18n.word("severity", name) for name in SEVERITIES)], rows)
    if len(files) > FILES:
        tables.muted(t("quality.more_files", limit=FILES))


def listed(release: Release) -> None:
    """Findings by rule and file; one group in detail; one finding with its cell; how to explain it."""
    st.subheader(t("quality.findings"), anchor=False)
    tables.muted(t("quality.findings_details"))
    groups = _groups(release)
    if groups.is_empty():
        tables.muted(t("quality.no_findings"))
        return
    tables.grid(tables.filled(grouped(release, groups), t("quality.amount")))
    if len(groups) >= GROUPS:
        tables.muted(t("quality.limited_groups", limit=GROUPS))
    rows = groups.to_dicts()
    names = {key_of(row): group_name(row) for row in rows}
    picked = linked.choice("group", names, t("quality.choose_group"))
    group = next(row for row in rows if key_of(row) == picked)
    details(release, group)
    if group["source_file"]:
        explain(group)


def _groups(release: Release) -> pl.DataFrame:
    """The groups that the reader asks for, here or by a link: `quality?file=…&rule=…`."""
    known = snapshot.ask(release, "finding_names")
    grid = st.grid(4, min_column_width=150, gap="small")
    slots = [grid.cell() for _ in range(4)]
    chosen: dict[str, str] = {}
    words = {
        "severity": {name: i18n.word("severity", name) for name in (ANY, *SEVERITIES)},
        "finding_status": {name: i18n.word("status", name) for name in (ANY, "open", "explained")},
        "rule": {ANY: t("quality.all_rules")} | {name: name for name in known["rule_id"].unique().sort()},
        "file": {ANY: t("quality.all_files")} | {p: p for p in known["source_file"].drop_nulls().unique().sort()},
    }
    for slot, (name, options) in zip(slots, words.items(), strict=True):
        with slot:
            chosen[name] = linked.choice(name, options, t(f"quality.{name}"))
    chosen["status"] = chosen.pop("finding_status")
    return snapshot.ask(release, "finding_groups", limit=GROUPS, **chosen)


def message(row: Row) -> str:
    return str(row[f"message_{i18n.language()}"] or row["message_zh"] or "")


def key_of(row: Row) -> str:
    """A group in the link."""
    return " ".join((row["rule_id"], row["status"], row["source_file"] or ""))


def group_name(row: Row) -> str:
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


def details(release: Release, group: Row) -> None:
    """The findings of one group: place, region, indicator, value as written; one of them with its cell."""
    st.html(f"<p>{escape(message(group))}</p>")  # no markdown: the words quote cells of received files
    frame = snapshot.ask(
        release, "findings_in_group", rule=group["rule_id"], file=group["source_file"], status=group["status"],
        severity=group["severity"], limit=LIMIT,
    )  # fmt: skip
    shown = frame.select(
        pl.col("source_locator").alias(t("quality.locator")),
        tables.worded(frame, "region_code", lambda code: labels.region(release, code), t("quality.region")),
        tables.worded(frame, "indicator", lambda name: labels.column(release, name), t("quality.indicator")),
        pl.col("value").alias(t("quality.value")),
        pl.col(f"message_{i18n.language()}").alias(t("quality.message")),
        pl.col("explained_by").alias(t("quality.explained_by")),
        pl.col("reason").alias(t("quality.reason")),
    )  # fmt: skip
    tables.grid(tables.filled(shown, t("quality.explained_by"), t("quality.reason")))
    limited(len(frame))
    if group["source_file"]:
        finding_place.choose(release, frame.to_dicts())


def limited(rows: int) -> None:
    if rows >= LIMIT:
        tables.muted(t("quality.limited", limit=LIMIT))


def explain(group: Row) -> None:
    """A form that runs the command, and the command itself."""
    if not rights.may("decide"):
        return
    arguments = ["decide", "explain", "--rule", group["rule_id"], "--file", group["source_file"]]
    with st.expander(t("quality.explain")):
        locator = finding_place.chosen_locator()
        only = bool(locator) and st.checkbox(t("quality.explain_one", place=locator), key="explain_one")
        with st.form("explain", border=False):
            st.caption(t("quality.explain_help"))
            left, right = st.columns([1, 3])
            by = rights.signer(left, t("quality.explained_by"), "explained_by", "--by", "decide")
            reason = right.text_input(t("quality.reason"), key="reason")
            is_sent = st.form_submit_button(t("quality.save"))
        typed = [*arguments, *(["--locator", locator] if only else [])]
        typed += ["--by", by or t("quality.explained_by"), "--reason", reason or t("quality.reason")]
        st.caption(t("quality.command"))
        st.code(commands.as_typed(typed), language=None, wrap_lines=True)
    if is_sent and by.strip() and reason.strip():
        commands.tell(commands.run(typed), t("quality.saved"), t("actions.failed"))
    elif is_sent:
        st.warning(t("quality.required"))
