"""The trust line: findings, what is settled, what is held out, what the period rests on."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from dashboard import filters, snapshot
from dashboard.components import tables
from dashboard.i18n import t
from dashboard.page import Page
from dashboard.snapshot import Release


def finding_counts(release: Release) -> dict[str, int]:
    """Findings by severity, all of them, and those nobody explained."""
    rows = snapshot.ask(release, "finding_counts")
    by_severity = dict(rows.group_by("severity").agg(pl.col("findings").sum()).iter_rows())
    counts = {name: int(by_severity.get(name, 0)) for name in ("reject", "error", "warning")}
    unexplained = rows.filter(pl.col("status") != "explained")["findings"].sum()
    return counts | {"total": sum(by_severity.values()), "open": int(unexplained)}


def record_counts(page: Page) -> dict[str, Any]:
    """Records behind the figures: all, final, held out."""
    return snapshot.ask(page.release, "record_count", codes=subtree(page), **page.bounds).row(0, named=True)


def subtree(page: Page) -> list[str]:
    """The region and everything below it."""
    return snapshot.ask(page.release, "subtree", region=page.selection.region)["region_code"].to_list()


def coverage_words(page: Page) -> str:
    """What the period rests on."""
    first, last = snapshot.ask(page.release, "coverage", **page.bounds).row(0)
    period = page.selection.period
    if not isinstance(first, date) or first > period.first or last < period.first:
        return t("trust.no_coverage")
    covered = replace(period, first=max(first, period.first), last=min(last, period.last))
    return t("trust.coverage", span=filters.span_name(covered))


def lines(page: Page) -> list[str]:
    """The words of the trust line, part by part."""
    counts, records = finding_counts(page.release), record_counts(page)
    words = [t("trust.findings", **counts) if counts["total"] else t("trust.no_findings")]
    words.append(t("trust.records", records=records["records"], final=records["final"]))
    if records["held_out"]:
        words.append(t("trust.held_out", held_out=records["held_out"]))
    return [*words, coverage_words(page)]


def show(page: Page) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        tables.muted(f"{t('trust.title')}: {' ｜ '.join(lines(page))}")
        st.page_link("views/quality.py", label=t("trust.more"))
