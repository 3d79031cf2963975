"""Records of any place: of one without statistics (a township) they are counted and added up here."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, figures, filters, labels, snapshot
from dashboard.components import as_known, behind, tables
from dashboard.formats import decimal
from dashboard.i18n import t
from dashboard.page import Page, empty, required_release


def opened() -> Page:
    """The page's choice, which may be a place without statistics."""
    release = required_release()
    selection = filters.selection(release, with_townships=True)
    if selection is None:
        empty(t("empty.no_statistics"), t("empty.no_statistics_next"))
    return Page(release, selection)  # type: ignore[arg-type]  # empty() does not return


def has_statistics(page: Page) -> bool:
    return page.selection.region in page.places


def indicator(page: Page) -> str | None:
    """The indicator that the link asks about, if there are figures of it."""
    if has_statistics(page):
        return behind.indicator(page)
    named = address.get("indicator") or ""
    return named if page.codebook.get(named, {}).get("headline") else None


def show_figure(page: Page, name: str) -> None:
    """A figure and what it is made of; that of a place without statistics is what its disasters come to."""
    if has_statistics(page):
        behind.show(page, name)
        return
    one = replace(page.figure(name), value=added_up(page, name), basis=figures.EVENT_SUM)
    scale = figures.common_scale([one], page.numbers.language)
    words = {"indicator": labels.indicator(page.release, name), "amount": page.said(one.value, scale)}
    st.subheader(t("behind.title", **words), anchor=False)
    tables.muted(t("records.no_statistics", region=page.region))
    behind.added_up(page, one, scale)


def added_up(page: Page, name: str) -> Any:
    """The figure that the tables and the map of the region above have of a place."""
    question = f"place_figures_of_{'year' if page.selection.period.is_whole_ledger else 'period'}"
    rows = snapshot.ask(page.release, question, indicator=name, codes=[page.selection.region], **page.bounds)
    return decimal(rows["value"][0]) if len(rows) else None


def days(page: Page, day: date | None) -> pl.DataFrame:
    """How many records each day has, the latest first; as of now, or of the end of a day."""
    if has_statistics(page):
        return snapshot.ask(page.release, "record_days", day=day, **page.bounds)
    return snapshot.ask(page.release, "place_days" if day is None else "place_days_as_known", day=day, **page.bounds)


def counts(page: Page, day: date | None) -> dict[str, Any]:
    """All records, those that are final, those held out."""
    if has_statistics(page):
        return page.records if day is None else as_known.record_counts(page, day)
    counted = days(page, day)
    return {name: int(counted[name].sum()) for name in ("records", "final", "held_out")}
