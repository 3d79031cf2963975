"""Comparison: region against region, hazard against hazard, this year against ten, months, rates; one at a time."""

import streamlit as st

from dashboard import page as pages
from dashboard.components import (
    compare,
    compare_curves,
    compare_hazards,
    compare_months,
    compare_places,
    compare_rates,
    trends,
)
from dashboard.i18n import t

PARTS = {
    "places": compare_places.show, "hazards": compare_hazards.show, "curves": compare_curves.show,
    "months": compare_months.show, "rates": compare_rates.show,
}  # fmt: skip

page = pages.opened()
if not compare.has_tables(page):
    pages.empty(t("compare.no_tables"), t("compare.no_tables_next"))
bar = st.container(horizontal=True, vertical_alignment="center", gap="small", key="compare_bar")
with bar:
    part = compare.part(list(PARTS))
with bar.container(width=compare.CONTROL_WIDTH):
    indicator = trends.indicator(page)
PARTS[part](compare.Subject(page, indicator))
