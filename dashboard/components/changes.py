"""The change report of the last look at raw/: cells that differ from the state before; what was filed stands apart."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import labels, snapshot
from dashboard.components import changed, tables
from dashboard.components.revisions import AMOUNTS, changed_columns
from dashboard.i18n import t
from dashboard.snapshot import Release

TABLE = "marts.changes"
LIMIT, SHOWN = 1000, 100
NAMED = 3


def report(release: Release) -> None:
    """What the last change changed: how much, the filed cells, then all cells."""
    st.subheader(t("changes.title"), anchor=False)
    if not snapshot.has(release, TABLE):
        tables.muted(t("changes.older"))
        return
    counts = snapshot.ask(release, "change_counts").row(0, named=True)
    if not counts["cells"]:
        tables.muted(t("changes.none"))
        return
    tables.muted(summary(counts))
    own = str(snapshot.facts(release)["own_region_code"])
    rows = snapshot.ask(release, "changes", own=own, limit=LIMIT)
    filed = rows.filter("has_left_filing")
    others = rows.filter(~pl.col("has_left_filing"))
    if len(filed):
        tables.title(t("changes.filed", count=counts["filed"]), t("changes.filed_details"))
        listed(release, filed)
        tables.title(t("changes.others", count=counts["cells"] - counts["filed"]))
    if len(others):
        listed(release, others)
    if counts["cells"] > SHOWN:
        tables.muted(t("changes.limited", shown=SHOWN, limit=LIMIT))
    tables.csv_button(lambda: worded(release, rows), f"{t('changes.title')}_{release.release_id[:8]}.csv",
                      t("changes.csv"), key="csv_changes")  # fmt: skip


def summary(counts: dict[str, Any]) -> str:
    """When, by which files or decisions, how many records and annual figures."""
    causes = counts["causes"] or []
    files = t("words.list_comma").join(changed.cause(one["cause"], one["cause_kind"]) for one in causes[:NAMED])
    if len(causes) > NAMED:
        files = t("changes.more_files", files=files, count=len(causes))
    came = t("changes.came", came=counts["came"]) if counts["came"] else ""
    gone = t("changes.gone", gone=counts["gone"]) if counts["gone"] else ""
    about = counts | {"came": came, "gone": gone, "moment": f"{counts['moment']:%Y-%m-%d %H:%M}"}
    return t("changes.summary" if counts["record_cells"] else "changes.summary_annual", files=files, **about)


def listed(release: Release, rows: pl.DataFrame) -> None:
    """The cells as a table to sort and search; the columns of filings only where there is one."""
    shown = worded(release, rows.head(SHOWN))
    filing = [t("changes.filed_value"), t("changes.filing")]
    shown = shown if rows["filing_id"].is_not_null().any() else shown.drop(filing)
    tables.grid(shown, rows=12, config=tables.right_aligned(*(t(f"revisions.{one}") for one in AMOUNTS), filing[0]))


def worded(release: Release, rows: pl.DataFrame) -> pl.DataFrame:
    """Codes as words, figures with the decimals they have."""
    numbers = labels.numbers(release)
    indicators = [
        changed.heading(release, name, is_annual=kind == "annual")
        for kind, name in rows.select("kind", "indicator").iter_rows()
    ]
    causes = [changed.cause(path, how) for path, how in rows.select("cause", "cause_kind").iter_rows()]
    filed = ["" if value is None else changed.amount(value, numbers) for value in rows["filed_value"]]
    return rows.select(
        tables.worded(rows, "kind", lambda kind: t(f"changes.kind_{kind}"), t("changes.kind")),
        pl.col("year").cast(pl.String).alias(t("filters.year")),
        tables.worded(rows, "region_code", lambda code: labels.region(release, code), t("revisions.region")),
        tables.worded(rows, "hazard_key", lambda key: labels.hazard(release, key), t("records.hazard")),
        pl.Series(t("revisions.indicator"), indicators, dtype=pl.String),
        *changed_columns(rows, numbers),
        pl.Series(t("revisions.cause_column"), causes, dtype=pl.String),
        pl.Series(t("changes.filed_value"), filed, dtype=pl.String),
        rows["filing_id"].alias(t("changes.filing")),
        pl.col("event_id").alias(t("records.event")),
    )  # fmt: skip
