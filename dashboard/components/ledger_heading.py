"""The head of the page of ledgers: region and year, what its blocks are, and where to look when a year has nothing."""

from html import escape

import polars as pl
import streamlit as st

from dashboard import snapshot
from dashboard.i18n import t
from dashboard.ledger_page import LedgerPage


def show(page: LedgerPage) -> None:
    """Region and year; which years have figures when this one has none."""
    title = t("ledger.heading", region=page.region_name, year=page.year)
    years = snapshot.ask(page.release, "ledger_years").filter(pl.col("region_code") == page.region)["year"]
    lines = [t("ledger.facts")]
    if page.year not in years:
        known = t("words.list_comma").join(str(year) for year in sorted(set(years)))
        lines.append(
            t("ledger.other_years", years=known) if known else t("ledger.other_regions", region=page.region_name)
        )
    facts = "".join(f'<p class="ll-facts">{escape(line)}</p>' for line in lines)
    st.html(f'<div class="ll-head"><h1>{escape(title)}</h1>{facts}</div>')
