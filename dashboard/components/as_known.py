"""Records as known on an earlier day: the day, a banner that says so, and the rows that counted then."""

from datetime import date
from html import escape
from typing import Any

import streamlit as st

from dashboard import snapshot
from dashboard.components import changed, tables
from dashboard.i18n import t
from dashboard.page import Page
from dashboard.snapshot import Release

TABLE = "core.version_spans"
KEY = "as_of"
NAMED = 6


def chosen(release: Release) -> date | None:
    """The day asked for; None for the state of now, and where nobody knows when anything was received."""
    bounds = known_days(release)
    if bounds is None:
        return None
    first, last = bounds
    widget = f"pick_{KEY}"
    if widget not in st.session_state:
        st.session_state[widget] = remembered(first, last)
    left, right = st.columns([2, 5], vertical_alignment="bottom")
    day = left.date_input(t("as_known.day"), key=widget, min_value=first, max_value=last, format="YYYY-MM-DD")
    with right:
        tables.muted(t("as_known.help", first=first, last=last))
    picked = day if isinstance(day, date) and day < last else None
    st.session_state[f"chosen_{KEY}"] = picked
    if picked is None:
        st.query_params.pop(KEY, None)
    else:
        st.query_params[KEY] = picked.isoformat()
    return picked


def remembered(first: date, last: date) -> date | None:
    """The day chosen before, else the day of the link, if it lies between the first and the last."""
    day = st.session_state.get(f"chosen_{KEY}") or parsed(st.query_params.get(KEY, ""))
    return day if day is not None and first <= day < last else None


def parsed(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def known_days(release: Release) -> tuple[date, date] | None:
    """The first and the last day on which something was received; None without receipts or with a single day."""
    if not snapshot.has(release, TABLE):
        return None
    first, last = snapshot.ask(release, "known_days").row(0)
    return (first, last) if first is not None and first < last else None


def banner(release: Release, day: date) -> None:
    """An earlier state, and the files that counted then."""
    counted, later = snapshot.ask(release, "files_as_known", day=day).row(0)
    files = [changed.file_name(path) for path in counted or []]
    st.html(f'<p class="ll-notice">{escape(t("as_known.banner", day=day, later=later))}</p>')
    listed = t("words.list_comma").join(files[:NAMED])
    if len(files) <= NAMED:
        tables.muted(t("as_known.files", files=listed) if files else t("as_known.no_files"))
        return
    with st.expander(t("as_known.many_files", count=len(files))):
        tables.muted(t("words.list_comma").join(files))


def record_counts(page: Page, day: date) -> dict[str, Any]:
    """All records, those that were final, those held out."""
    return snapshot.ask(page.release, "record_count", day=day, **page.bounds).row(0, named=True)
