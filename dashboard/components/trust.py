"""The trust line: findings, what is settled, which townships and reporters are in it, what the period rests on."""

from dataclasses import replace
from html import escape

import polars as pl
import streamlit as st

from dashboard import filters, links, snapshot
from dashboard.i18n import language, t
from dashboard.page import Page
from dashboard.snapshot import Release

REPORTERS, TOWNSHIPS = ("marts.reporting_status", "marts.filing_status"), "meta.township_counts"
STRETCHES = 3


def finding_counts(release: Release) -> dict[str, int]:
    """Findings by severity, all of them, and those nobody explained."""
    rows = snapshot.ask(release, "finding_counts")
    by_severity = dict(rows.group_by("severity").agg(pl.col("findings").sum()).iter_rows())
    counts = {name: int(by_severity.get(name, 0)) for name in ("reject", "error", "warning")}
    unexplained = rows.filter(pl.col("status") != "explained")["findings"].sum()
    return counts | {"total": sum(by_severity.values()), "open": int(unexplained)}


def coverage_words(page: Page) -> str:
    """What the period rests on: the days covered, and where there are gaps between or around them."""
    period = page.selection.period
    covered = [
        replace(period, first=first, last=last)
        for first, last in snapshot.ask(page.release, "coverage", **page.bounds).iter_rows()
    ]
    if not covered:
        return t("trust.no_coverage")
    spans = t("words.list_comma").join(filters.span_name(one) for one in covered[:STRETCHES])
    if len(covered) == 1 and covered[0].first == period.first:
        return t("trust.coverage", span=spans)
    more = t("trust.and_more") if len(covered) > STRETCHES else ""
    return t("trust.gaps", spans=spans + more)


def townships_words(page: Page, hit: int | None) -> str:
    """有灾情记录的乡镇（街道）21个／共63个; a township without a record is not one that reported nothing.

    Nothing is said where records exist and none names a township: then their number is not known.
    """
    if not snapshot.has(page.release, TOWNSHIPS) or (hit is None and page.records["records"]):
        return ""
    rows = snapshot.ask(page.release, "township_count", region=page.selection.region)
    known = rows["townships"][0] if len(rows) else None
    return t("trust.townships", hit=hit or 0, known=known) if known else ""


def reporters_words(page: Page) -> str:
    """已报送, 零报告, 未报送: only where the bureau's list says who is expected to report."""
    if not snapshot.has(page.release, *REPORTERS):
        return ""
    counts = snapshot.ask(page.release, "reporters", region=page.selection.region, year=page.selection.year)
    row = counts.row(0, named=True)
    return t("trust.reporters", **row) if row["expected"] else ""


def parts(page: Page, hit: int | None) -> list[str]:
    """The line, part by part, as HTML: findings lead to Data quality, records to their rows."""
    counts, records = finding_counts(page.release), page.records
    findings = t("trust.findings", **counts) if counts["total"] else t("trust.no_findings")
    told = t("trust.records", records=records["records"], final=records["final"])
    held = t("trust.held_out", held_out=records["held_out"]) if records["held_out"] else ""
    quality = links.plain("quality", lang=language())
    linked = [(findings, quality), (told, links.address("records", page.selection)), (held, quality)]
    plain = [townships_words(page, hit), reporters_words(page), coverage_words(page)]
    return [
        *(links.anchor(words, target) for words, target in linked if words),
        *(escape(words) for words in plain if words),
    ]


def show(page: Page, hit: int | None) -> None:
    """`hit` is the number of townships with a record in the period."""
    st.html(strip(t("trust.title"), parts(page, hit)))


def strip(title: str, parts: list[str]) -> str:
    """A framed line of several parts; the parts are HTML."""
    told = "".join(f"<span>{part}</span>" for part in parts)
    return f'<section class="ll-strip"><h2>{escape(title)}</h2>{told}</section>'
