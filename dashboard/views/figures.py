"""Figures: every number reported for a period, with its state, the year before, and its place in a file."""

from dashboard import page as pages
from dashboard.components import period_figures

period_figures.show(pages.required_release())
