"""The text of a document with its figures, section by section; a click on a figure chooses it."""

from pathlib import Path

import streamlit as st

from dashboard import documents, i18n, links, marked_text
from dashboard.components import document_desk, tables
from dashboard.components.document_desk import SECTION, Desk
from dashboard.documents import Place
from dashboard.i18n import t
from dashboard.marked_text import Mark

CLICKS = st.components.v2.component(
    "loss_ledger_figure_clicks", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def show(desk: Desk) -> None:
    """What the marks mean, the section with the chosen figure, and the way to the other sections."""
    legend(desk)
    section, last = current(desk)
    parts = desk.document.text(section)
    marks = documents.marks_between(desk.places, parts, lambda place: mark(desk, place))
    st.html(
        marked_text.document(
            parts, marks, lambda one: address(desk, one), t("documents.text_of", name=desk.document.name)
        )
    )
    CLICKS(key="figure_clicks", data={"place": desk.chosen}, on_place_change=clicked)
    if last:
        turn(section, last)


def legend(desk: Desk) -> None:
    """The marks that occur, each with its word."""
    found = [status for status in documents.STATUSES if any(place.status == status for place in desk.places)]
    marks = "".join(
        f'<span><span class="ll-figure ll-figure-{status}"><sup>{t(f"documents.mark_{status}")}</sup></span> '
        f"{t(f'documents.is_{status}')}</span>"
        for status in found
    )
    st.html(f'<p class="ll-legend">{marks}</p>' if found else "")
    if not found:
        tables.muted(t("documents.no_figures"))


def mark(desk: Desk, place: Place) -> Mark:
    """A figure as it is marked in the text."""
    word = t(f"documents.mark_{place.status}")
    return Mark(place.start, place.end, place.number, place.status, word, is_chosen=place.key == desk.chosen)


def address(desk: Desk, one: Mark) -> str:
    """The link to a figure: the page as it is, this figure chosen."""
    return links.plain("documents", lang=i18n.language(), document=desk.document.path, figure=one.place)


def current(desk: Desk) -> tuple[int, int]:
    """The section that is shown, turned to or with the chosen figure in it, and the last one."""
    last = max(desk.document.length() - 1, 0) // documents.SECTION
    start = max(documents.start_of(desk.chosen), 0)
    turned: int | None = st.session_state.get(SECTION)
    return min(start // documents.SECTION if turned is None else turned, last), last


def turn(section: int, last: int) -> None:
    """To the section before or behind."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center", gap="small"):
        st.button(
            t("documents.before"), key="section_before", disabled=section == 0, on_click=turn_to, args=(section - 1,)
        )
        tables.muted(t("documents.section", section=section + 1, last=last + 1))
        st.button(
            t("documents.behind"), key="section_behind", disabled=section >= last, on_click=turn_to, args=(section + 1,)
        )


def turn_to(section: int) -> None:
    st.session_state[SECTION] = section


def clicked() -> None:
    """A figure of the text was clicked."""
    place = st.session_state["figure_clicks"].get("place")
    if place:
        document_desk.choose(str(place))
