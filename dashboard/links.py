"""Addresses of pages that show the same view: the choices of the reader, and what is to be looked at."""

from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.filters import Selection
from dashboard.i18n import language
from dashboard.viewpoint import USUAL


def address(page: str, selection: Selection, **more: Any) -> str:
    """The address of a page on this selection; `more` replaces or adds to it."""
    view = {
        name: getattr(selection.view, name)
        for name in ("basis", "price", "prior")
        if getattr(selection.view, name) != getattr(USUAL, name)
    }
    chosen = {
        "lang": language(), "year": selection.year, "period": selection.period.kind, "region": selection.region,
        "hazard": selection.hazard, **view,
    }  # fmt: skip
    return plain(page, **(chosen | more))


def plain(page: str, **parameters: Any) -> str:
    """The address of a page below the folder that the server is reached under."""
    folder = str(st.get_option("server.baseUrlPath") or "").strip("/")
    query = urlencode({name: value for name, value in parameters.items() if value is not None})
    return f"{'/' + folder if folder else ''}/{page}{'?' + query if query else ''}"


def anchor(words: str, target: str, *, title: str = "", css: str = "ll-link") -> str:
    """Words that lead somewhere, as HTML."""
    hint = f' title="{escape(title)}"' if title else ""
    return f'<a class="{css}" href="{escape(target)}" target="_self"{hint}>{escape(words)}</a>'
