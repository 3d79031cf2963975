"""What a figure is made of: the disasters that add up to it, what was agreed in consultation, or a report of it."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, figures, i18n, labels, links, snapshot
from dashboard.components import tables
from dashboard.components.tables import Cell, Linked
from dashboard.figures import Figure
from dashboard.formats import Scale
from dashboard.i18n import t
from dashboard.page import Page

LIMIT = 30
PRICED_ROUNDING = Decimal("0.0001")
"""Money in comparable prices is rounded once per disaster here, and once per figure in the mart."""
ADJUSTMENTS, REPORTED = "core.adjustments", "core.period_figures"


def indicator(page: Page) -> str | None:
    """The indicator that the link asks about, if the figures of the period have it."""
    named = address.get("indicator")
    return named if named in page.figures and named in page.codebook else None


def show(page: Page, name: str) -> None:
    """The figure in a sentence, then what it is made of."""
    one = page.figure(name)
    scale = page.scale(name)
    st.subheader(t("behind.title", indicator=labels.indicator(page.release, name), amount=page.said(one.value, scale)),
                 anchor=False)  # fmt: skip
    if one.basis in (None, figures.EVENT_SUM):
        added_up(page, one, scale)
    else:
        stated(page, one)


def added_up(page: Page, one: Figure, scale: Scale) -> None:
    """The disasters, the largest first, and the adjustments; whether they come to the figure."""
    rows = disasters(page, one.indicator)
    moved = adjustments(page, one.indicator)
    if rows.is_empty() and moved.is_empty():
        tables.muted(t("behind.none"))
        return
    count = rows["disasters"][0] if len(rows) else 0
    words = t("behind.sum", count=count) + (t("behind.adjusted", count=len(moved)) if len(moved) else "")
    tables.muted(words + check(page, one, total(rows, moved), scale))
    headings = [t("behind.disaster"), t("behind.day"), amount_heading(page, one, scale), t("children.share")]
    lines = [line(page, row, one, scale) for row in rows.iter_rows(named=True)]
    left = t("behind.more", count=count - len(rows)) if count > len(rows) else ""
    tables.show(headings, lines, more=left)
    for row in moved.iter_rows(named=True):
        tables.muted(adjustment(page, row))


def disasters(page: Page, name: str) -> pl.DataFrame:
    """What each disaster came to in the region, in the prices chosen."""
    rows = snapshot.ask(page.release, "behind", indicator=name, limit=LIMIT, **page.bounds)
    return page.priced(rows.with_columns(year=pl.lit(page.selection.year)), name, "value", "total")


def adjustments(page: Page, name: str) -> pl.DataFrame:
    """What consultations added: only whole years hold that."""
    if not page.is_whole_year or not snapshot.has(page.release, ADJUSTMENTS):
        return pl.DataFrame()
    formula = page.codebook[name].get("derived_from") or name
    names = [one for one in re.findall(r"\w+", formula) if one in page.codebook]
    moved = snapshot.ask(page.release, "adjustments_behind", names=names, **page.bounds)
    return page.priced(moved.with_columns(year=pl.lit(page.selection.year)), name, "delta")


def total(rows: pl.DataFrame, moved: pl.DataFrame) -> Decimal:
    """All disasters, those not listed included, and all adjustments."""
    added = (rows["total"][0] if len(rows) else None) or Decimal(0)
    return Decimal(added) + (sum(moved["delta"], Decimal(0)) if len(moved) else Decimal(0))


def check(page: Page, one: Figure, found: Decimal, scale: Scale) -> str:
    """Whether it comes to the figure; the difference where it does not."""
    if one.value is None:
        return t("behind.unknown")
    if abs(found - one.value) < PRICED_ROUNDING:
        return t("behind.agrees")
    return t("behind.differs", amount=page.said(found - one.value, scale))


def amount_heading(page: Page, one: Figure, scale: Scale) -> str:
    return t("words.with_unit", name=labels.indicator(page.release, one.indicator), unit=scale.unit)


def line(page: Page, row: dict[str, Any], one: Figure, scale: Scale) -> list[Cell]:
    """One disaster: a link to its records, its day, its figure and share."""
    hazard = labels.hazard(page.release, row["hazard_key"])
    name = row["event_name"] or hazard
    part = None if not one.value or row["value"] is None else Fraction(row["value"]) * 100 / Fraction(one.value)
    target = links.address("records", page.selection, indicator=one.indicator, event=row["event_id"])
    return [
        Linked(str(name), target), str(row["occurred_on"] or t("trends.undated_day")),
        page.numbers.seen(row["value"], scale) or "—", "—" if part is None else page.numbers.share(part),
    ]  # fmt: skip


def adjustment(page: Page, row: dict[str, Any]) -> str:
    """会商核定：清河县农业损失 −12.5万元，张三，2024-01-20，与农业部门会商"""
    return t(
        "behind.adjustment", region=labels.region(page.release, row["current_code"]),
        indicator=labels.indicator(page.release, row["indicator"]),
        amount=f"{page.numbers.plain(row['delta'], 2)}{figures.spacer(page.numbers.language)}"
        f"{labels.unit(page.release, row['unit'])}",
        by=row["decided_by"], day=str(row["decided_at"])[:10], reason=row["reason"],
    )  # fmt: skip


def stated(page: Page, one: Figure) -> None:
    """Where the figure was reported as a whole: file, sheet and row."""
    if not snapshot.has(page.release, REPORTED):
        return
    rows = snapshot.ask(page.release, "reported_behind", name=one.indicator, basis=one.basis, **page.bounds)
    tables.muted(t("behind.stated", basis=page.basis_of(one.indicator)))
    headings = [t("words.with_unit", name=labels.indicator(page.release, one.indicator), unit=page.unit(one.indicator)),
                t("trends.basis"), t("records.source"), t("records.locator")]  # fmt: skip
    lines: list[list[Cell]] = [
        [page.numbers.plain(row["value"], one.decimals), i18n.word("basis", row["basis"]), row["source_file"] or "—",
         row["source_locator"] or "—"]
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    tables.show(headings, lines)
