"""上年同期：现在口径 or 当时口径: last year as it stands now, or as known at the end of the same day."""

from dataclasses import replace
from datetime import date

import streamlit as st

from dashboard import filters, periods, snapshot
from dashboard.components import tables
from dashboard.i18n import t
from dashboard.page import KnownThen, Page

KEY, NOW, THEN = "prior", "now", "then"
TABLE = "marts.annual_known"


def chosen(page: Page) -> Page:
    """The page with the figures to compare with that the reader wants; as it is where there is no choice."""
    if not is_offered(page):
        return page
    start = filters.remembered(KEY, [NOW, THEN], NOW, str)
    widget = f"pick_{KEY}"
    st.session_state.setdefault(widget, start)
    st.session_state[widget] = st.session_state[widget]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        picked = st.segmented_control(
            t("known_then.label", prior=page.prior), [NOW, THEN], key=widget, required=True,
            format_func=lambda one: t(f"known_then.{one}", prior=page.prior), label_visibility="collapsed",
        )  # fmt: skip
        st.session_state[f"chosen_{KEY}"] = picked
        st.query_params[KEY] = str(picked)
        if picked != THEN:
            return page
        day = same_day_last_year(page)
        tables.muted(t("known_then.details", day=day, year=day.year))
    return replace(page, known_then=known(page, day))


def is_offered(page: Page) -> bool:
    """Only for a year or its first days, all hazards, and where receipts tell since when something was known."""
    selection = page.selection
    is_year = selection.period.kind in (periods.WHOLE_YEAR, periods.TO_DATE)
    if not is_year or selection.hazard != "all" or not snapshot.has(page.release, TABLE):
        return False
    return bool(snapshot.ask(page.release, "has_known_then", region=selection.region).item())


def same_day_last_year(page: Page) -> date:
    """The last day of the period, a year before."""
    return periods.day_of(page.selection.year - 1, page.selection.period.to_day)


def known(page: Page, day: date) -> KnownThen:
    """Last year's figures as known at the end of the day; none of them where nothing had been received."""
    rows = snapshot.ask(page.release, "known_then", year=day.year, region=page.selection.region, day=day)
    return KnownThen(day, rows.row(0, named=True) if len(rows) else {})
