"""Overview on paper: the same page without its controls, light, as wide as a sheet of A4."""

from html import escape
from pathlib import Path

import streamlit as st

from dashboard import links
from dashboard.i18n import t
from dashboard.page import Page

STYLE = Path(__file__).parents[1] / "print.css"
KEY = "print"
EMBEDDED = {"embed": "true", "embed_options": "light_theme"}
"""Streamlit without its navigation, and light whatever the reader's own theme is."""


def is_wanted() -> bool:
    return bool(st.query_params.get(KEY))


def address(page: Page) -> str:
    """Where the print view of this choice is."""
    return links.address("", page.selection, **EMBEDDED, **{KEY: 1})


def apply() -> None:
    """The style of paper, and how to print; nothing on the usual page."""
    if is_wanted():
        st.html(STYLE)
        st.html(f'<p class="ll-print-hint" role="note">{escape(t("print.hint"))}</p>')
