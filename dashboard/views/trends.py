"""Trends: ten years of one indicator, and whether one disaster makes the year."""

import streamlit as st

from dashboard import page as pages
from dashboard.components import trend_table, trends

page = pages.opened()
with st.container(width=trends.CHOOSER):
    indicator = trends.indicator(page)
trends.columns(page, indicator)
trends.small_multiples(page)
trends.hazards_by_year(page, indicator)
trend_table.show(page, indicator)
