"""The parts of Updates: the current release, what to do first, a release that waits, the buttons."""

import os
from typing import Any

import polars as pl
import streamlit as st

from dashboard import access, i18n, labels, snapshot
from dashboard.components import commands, rights, tables, trust
from dashboard.i18n import t
from dashboard.snapshot import Release

DAGSTER, DAGSTER_SETTING = "http://127.0.0.1:3000", "LOSS_LEDGER_DAGSTER_PAGES"
"""Where Dagster's pages are on this computer, unless the command that started the dashboard says where, or none."""
LATEST_FILES = 20
ROW_COLUMNS = ("rows_read", "rows_accepted", "rows_rejected", "rows_skipped")


def current(release: Release) -> None:
    """Which release, when it was built, up to when its data go."""
    st.subheader(t("updates.current"), anchor=False)
    built = str(snapshot.manifest(release).get("built_at", ""))[:19].replace("T", " ")
    files = len(snapshot.table(release, "meta.sources"))
    facts = [
        (t("updates.release"), release.release_id),
        (t("updates.built"), built or "—"),
        (t("updates.through"), snapshot.data_through(release)),
        (t("updates.files"), files),
    ]
    tables.muted(" ｜ ".join(f"{name} {value}" for name, value in facts))


def to_do(release: Release) -> None:
    """What to fix first, the gravest first."""
    st.subheader(t("updates.fix"), anchor=False)
    sees_all = rights.sees_all()
    counts = trust.finding_counts(release)
    errors = snapshot.ask(release, "finding_counts").filter(
        (pl.col("severity") == "error") & (pl.col("status") == "open")
    )
    sources = snapshot.table(release, "meta.sources").filter(pl.col("status") == "active")
    rejected = int(sources["rows_rejected"].sum()) if sees_all else 0
    held = int(snapshot.ask(release, "held_out_count").item())
    lines = []
    if sees_all and (rejected or counts["reject"]):
        lines.append(t("updates.fix_rejected", rows=rejected))
    if len(errors):
        lines.append(t("updates.fix_errors", count=errors["findings"].sum()))
    if held:
        lines.append(t("updates.fix_held", count=held))
    none = t("updates.fix_none") if sees_all else t("updates.fix_none_known")
    st.markdown("\n".join(f"{n}. {words}" for n, words in enumerate(lines, 1)) if lines else none)
    if not sees_all:
        tables.muted(t("rights.no_region_no_rows"))
    st.page_link("views/quality.py", label=t("trust.more"))


def buttons() -> None:
    """Dagster, or an update in one process."""
    address = dagster()
    if address and rights.may("refresh", is_said=False):
        tables.muted(t("updates.dagster_help"))
        commands.refresh_button(beside=lambda: st.link_button(t("updates.dagster"), address))
    else:
        commands.refresh_button()


def dagster() -> str:
    """Where Dagster's pages are: at this computer, or where the list of people says; empty where nobody should know."""
    table = access.settings()
    return os.environ.get(DAGSTER_SETTING, DAGSTER) if table is None else table.dagster


def waiting() -> None:
    """A release that moves closed years or a main figure too far: old, new, source, and how to confirm it."""
    held = snapshot.held()
    if held is None:
        return
    st.subheader(t("updates.held"), anchor=False)
    st.warning(t("updates.held_details"))
    changes = snapshot.manifest(held).get("held") or []
    if changes:
        tables.show(
            [t("updates.held_item"), t("updates.held_old"), t("updates.held_new"), t("updates.held_source")],
            [change_line(change) for change in changes[:100]],
        )
    if rights.may("publish"):
        publish(held)


def publish(held: Release) -> None:
    """Who confirms and why; the command itself is shown too."""
    with st.form("publish", border=True):
        by = rights.signer(st.container(), t("updates.confirmed_by"), "confirmed_by", "--by", "publish")
        reason = st.text_input(t("quality.reason"), key="publish_reason")
        is_sent = st.form_submit_button(t("updates.publish", release=held.release_id[:12]), type="primary")
    typed = [
        "publish",
        held.release_id,
        "--by",
        by or t("updates.confirmed_by"),
        "--reason",
        reason or t("quality.reason"),
    ]
    st.caption(t("updates.publish_command"))
    st.code(commands.as_typed(typed), language=None, wrap_lines=True)
    if is_sent and by.strip() and reason.strip():
        commands.tell(commands.run(typed), t("updates.published"), t("actions.failed"))
    elif is_sent:
        st.warning(t("quality.required"))


def change_line(change: dict[str, Any]) -> list[tables.Cell]:
    """One figure that moves: year, region, indicator; old; new; files."""
    release, indicator = snapshot.current(), str(change.get("indicator", ""))
    words = labels.indicator(release, indicator) if release else indicator
    item = f"{change.get('year', '')} {change.get('region_name', '')} {words}"
    unit = change.get("unit") or ""
    old, new = (t("words.no_data") if change.get(key) is None else f"{change[key]} {unit}" for key in ("old", "new"))
    return [item, old, new, t("words.list_comma").join(change.get("sources") or [])]


def files_read(release: Release) -> None:
    """The files received last."""
    st.subheader(t("updates.files_read"), anchor=False)
    frame = snapshot.table(release, "meta.sources").sort("first_seen", descending=True, nulls_last=True)
    lines = [
        [
            row["path"],
            str(row["first_seen"] or "—")[:16],
            i18n.word("status", str(row.get("status") or "active")),
            *("—" if row[name] is None else str(row[name]) for name in ROW_COLUMNS),
        ]
        for row in frame.head(LATEST_FILES).iter_rows(named=True)
    ]
    tables.show([t(f"quality.{name}") for name in ("file", "first_seen", "status", *ROW_COLUMNS)], lines)
