"""Where: the places below the region, the heaviest loss first, with what is not broken down."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import streamlit as st

from dashboard import figures, labels, links
from dashboard.components import print_view, tables
from dashboard.components.tables import Bar, Cell, Linked
from dashboard.formats import Scale, decimal, scale_for
from dashboard.i18n import has, t
from dashboard.page import Page

LOSS = "direct_economic_loss"
RANKED, SHOWN = 6, 10
Row = dict[str, Any]


def rows_of(page: Page) -> list[Row]:
    """The places with any main figure, by economic loss."""
    columns = [card.main for card in figures.cards()]
    rows = [
        row
        for row in page.children.filter(~pl.col("is_whole")).iter_rows(named=True)
        if any(row.get(name) for name in columns)
    ]
    return sorted(rows, key=lambda row: (-(row[LOSS] or 0), row["region_code"]))


def ranking(page: Page, rows: list[Row]) -> None:
    """The first few places with their loss as bars, under a sentence; each leads to its own page."""
    if not rows:
        tables.title(t(f"children.title_{level_of(rows)}"), t("children.none"))
        return
    scale = column_scale(page, rows, LOSS)
    tables.title(title(page, rows, scale), details(page, scale))
    headings = [t("children.region"), t("children.loss"), t("children.share")]
    lines: list[list[Cell]] = [
        [place(page, row, "overview"), bar(page, row, rows, scale), share(page, row)] for row in rows[:RANKED]
    ]
    tables.show(headings, lines, more=t("children.more", count=len(rows) - RANKED) if len(rows) > RANKED else "")


def title(page: Page, rows: list[Row], scale: Scale) -> str:
    """云岭县损失最重，1,371.22万元，占35.0%; what is not broken down is no place."""
    known = [row for row in rows if row["region_level"] != "unallocated" and row[LOSS]]
    if not known:
        return t(f"children.title_{level_of(rows)}")
    words = {"region": labels.region(page.release, known[0]["region_code"]), "amount": page.said(known[0][LOSS], scale)}
    part = share_of(page, known[0])
    return t("children.sentence_alone", **words) if part is None else t(
        "children.sentence", share=page.numbers.share(part), **words
    )  # fmt: skip


def details(page: Page, scale: Scale) -> str:
    return t("children.unit", unit=scale.unit, span=page.span, basis=page.children_basis(LOSS))


def share_of(page: Page, row: Row) -> Fraction | None:
    """A place's loss in percent of the region's, both as the disasters add up."""
    total = page.children_total(LOSS)
    return Fraction(row[LOSS]) * 100 / Fraction(total) if total and row[LOSS] is not None else None


def share(page: Page, row: Row) -> str:
    part = share_of(page, row)
    return "—" if part is None else page.numbers.share(part)


def place(page: Page, row: Row, target: str) -> Cell:
    """A place as a link to the same view of it; what is not broken down leads nowhere."""
    name = labels.region(page.release, row["region_code"])
    if row["region_level"] == "unallocated":
        return name
    # A township has no page of its own: its records are what there is to see.
    where = target if row["region_code"] in page.places else "records"
    return Linked(name, links.address(where, page.selection, region=row["region_code"]))


def bar(page: Page, row: Row, rows: list[Row], scale: Scale) -> Bar:
    """The loss as a bar against the longest."""
    longest = max((one[LOSS] or Decimal(0) for one in rows), default=Decimal(0))
    width = int(Decimal(row[LOSS] or 0) * 100 / longest) if longest else 0
    return Bar(written(page, row[LOSS], scale), width)


def children(page: Page, rows: list[Row]) -> None:
    """All places with all main figures; every number leads to its rows."""
    if not rows:  # the first screen says so
        return
    st.subheader(t(f"children.title_{level_of(rows)}"), anchor=False)
    tables.muted(t("children.details"))
    columns = [LOSS, *(card.main for card in figures.cards() if card.main != LOSS)]
    scales = {name: column_scale(page, rows, name) for name in columns}
    headings = [t("children.region"), *(heading_of(name, scales[name], page) for name in columns), t("children.events")]
    lines = [line(page, row, columns, scales, rows) for row in rows]
    total = total_line(page, columns, scales)
    shown = len(lines) if print_view.is_wanted() else SHOWN  # paper cannot be opened
    tables.show(headings, lines[:shown], total=None if len(lines) > shown else total)
    if len(lines) > shown:
        with st.expander(t("children.more", count=len(lines) - shown)):
            tables.show(headings, lines[shown:], total=total)


def level_of(rows: list[Row]) -> str:
    """The level that most of the places have, for the title."""
    counted = Counter(row["region_level"] for row in rows if row["region_level"] != "unallocated")
    level = counted.most_common(1)[0][0] if counted else "other"
    return level if has("zh", f"children.title_{level}") else "other"


def column_scale(page: Page, rows: list[Row], name: str) -> Scale:
    one = page.figure(name)
    values = [decimal(row[name]) for row in rows] + [one.value]
    return scale_for(one.unit, values, page.numbers.language, one.decimals, one.period_unit)


def heading_of(name: str, scale: Scale, page: Page) -> str:
    """The short words of the card with the unit of the column."""
    title = next(card.title for card in figures.cards() if card.main == name)
    return t("words.with_unit", name=t(f"cards.{title}"), unit=scale.unit)


def line(page: Page, row: Row, columns: list[str], scales: dict[str, Scale], rows: list[Row]) -> list[Cell]:
    """One place: its name, the loss as a bar, the other figures, its disasters."""
    of_row = [figure(page, row, name, scales[name]) for name in columns[1:]]
    events = str(row["events"]) if row["events"] else "—"
    return [place(page, row, "overview"), bar(page, row, rows, scales[LOSS]), *of_row, events]


def figure(page: Page, row: Row, name: str, scale: Scale) -> Cell:
    """A figure as a link to its rows."""
    words = written(page, row[name], scale)
    if row[name] is None or row["region_level"] == "unallocated":
        return words
    return Linked(words, links.address("records", page.selection, region=row["region_code"], indicator=name))


def written(page: Page, value: Decimal | int | None, scale: Scale) -> str:
    return page.numbers.seen(decimal(value), scale) or "—"


def total_line(page: Page, columns: list[str], scales: dict[str, Scale]) -> list[Cell]:
    """The region itself, as its disasters add up."""
    events = page.children_total("events")
    counted = "—" if events is None else page.numbers.plain(events)
    return [page.region, *(written(page, page.children_total(name), scales[name]) for name in columns), counted]
