"""Where and from what: the places below the region, and the hazards."""

from collections import Counter
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from dashboard import figures, labels
from dashboard.components import heading, tables
from dashboard.components.tables import Bar, Cell
from dashboard.formats import Scale, decimal, scale_for
from dashboard.i18n import has, t
from dashboard.page import Page

SHOWN = 10


def children(page: Page) -> None:
    """The places directly below, the heaviest loss first, with what is not broken down."""
    columns = [card.main for card in figures.cards()]
    columns = [columns[-1], *columns[:-1]]  # the loss first: it orders the table
    rows = [row for row in page.about("children").iter_rows(named=True) if any(row.get(c) for c in columns)]
    st.subheader(t(f"children.title_{level_of(rows)}"), anchor=False)
    if not rows:
        tables.muted(t("children.none"))
        return
    tables.muted(t("children.details"))
    rows.sort(key=lambda row: (-(row[columns[0]] or 0), row["region_code"]))
    scales = {name: column_scale(page, rows, name) for name in columns}
    headings = [t("children.region"), *(heading_of(name, scales[name], page) for name in columns), t("children.events")]
    lines = [line(page, row, columns, scales, rows) for row in rows]
    tables.show(headings, lines[:SHOWN], total=None if len(lines) > SHOWN else total_line(page, columns, scales))
    if len(lines) > SHOWN:
        with st.expander(t("children.more", count=len(lines) - SHOWN)):
            tables.show(headings, lines[SHOWN:], total=total_line(page, columns, scales))


def level_of(rows: list[dict[str, Any]]) -> str:
    """The level that most of the places have, for the title."""
    counted = Counter(row["region_level"] for row in rows if row["region_level"] != "unallocated")
    level = counted.most_common(1)[0][0] if counted else "other"
    return level if has("zh", f"children.title_{level}") else "other"


def column_scale(page: Page, rows: list[dict[str, Any]], name: str) -> Scale:
    one = page.figure(name)
    values = [decimal(row[name]) for row in rows] + [one.value]
    return scale_for(one.unit, values, page.numbers.language, one.decimals, one.period_unit)


def heading_of(name: str, scale: Scale, page: Page) -> str:
    """The short words of the card with the unit of the column."""
    title = next(card.title for card in figures.cards() if card.main == name)
    return t("words.with_unit", name=t(f"cards.{title}"), unit=scale.unit)


def line(
    page: Page, row: dict[str, Any], columns: list[str], scales: dict[str, Scale], rows: list[dict[str, Any]]
) -> list[Cell]:
    """One place: its name, the loss as a bar, the other figures, its disasters."""
    longest = max((one[columns[0]] or Decimal(0) for one in rows), default=Decimal(0))
    share = int(Decimal(row[columns[0]] or 0) * 100 / longest) if longest else 0
    figures_of_row = [written(page, row[name], scales[name]) for name in columns]
    name = labels.region(page.release, row["region_code"])
    return [name, Bar(figures_of_row[0], share), *figures_of_row[1:], str(row["events"]) if row["events"] else "—"]


def written(page: Page, value: Decimal | int | None, scale: Scale) -> str:
    return page.numbers.seen(decimal(value), scale) or "—"


def total_line(page: Page, columns: list[str], scales: dict[str, Scale]) -> list[Cell]:
    """The region itself, as the cards give it."""
    counted = page.figure("events").value
    events = "—" if counted is None else page.numbers.plain(counted)
    return [page.region, *(written(page, page.figure(name).value, scales[name]) for name in columns), events]


def hazards(page: Page, counts: pl.DataFrame) -> None:
    """Disasters and townships by hazard."""
    st.subheader(t("hazards.title"), anchor=False)
    tables.muted(t("hazards.details"))
    found = heading.main_hazards(page, counts)
    if found.is_empty():
        tables.muted(t("words.no_data"))
        return
    rows: list[list[Cell]] = [
        [
            labels.hazard(page.release, row["hazard_key"]),
            str(row["events"]),
            "—" if row["townships_affected"] is None else str(row["townships_affected"]),
        ]
        for row in found.iter_rows(named=True)
    ]
    tables.show([t("hazards.hazard"), t("hazards.events"), t("hazards.townships")], rows)
