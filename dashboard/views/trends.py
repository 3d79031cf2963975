"""Trends: ten years of one indicator, and whether one disaster makes the year."""

from dashboard import page as pages
from dashboard.components import trends

page = pages.opened()
indicator = trends.indicator(page)
trends.columns(page, indicator)
trends.small_multiples(page)
trends.hazards_by_year(page, indicator)
trends.show_table(page, indicator)
