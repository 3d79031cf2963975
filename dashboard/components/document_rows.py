"""The figures of a document one below the other, each to be confirmed, changed or refused with one click."""

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import document_words, marked_text
from dashboard.components import commands, document_form, tables
from dashboard.components.document_desk import FORM, Desk, choose, decide
from dashboard.document_acts import CONFIRM, REFUSE, REOPEN, arguments, as_it_stands
from dashboard.documents import CONFIRMED, Place, Row, start_of
from dashboard.i18n import t
from dashboard.marked_text import Mark

ROWS = 10
FILTERS: dict[str, Callable[[Place], bool]] = {
    "all": lambda place: True,
    "undecided": lambda place: place.is_undecided,
    "decided": lambda place: not place.is_undecided,
}


def show(desk: Desk) -> None:
    """The figures around the chosen one, and the way to the others."""
    listed = filtered(desk)
    if not listed:
        tables.muted(t("documents.nothing_listed"))
        return
    first = page_of(listed, desk.chosen)
    shown = listed[first : first + ROWS]
    for row in desk.document.rows(shown):
        figure(desk, row)
    if len(listed) > ROWS:
        turn(listed, first)
    if desk.may_decide:
        command(desk)


def filtered(desk: Desk) -> Sequence[Place]:
    """All figures, those to decide on, or the others."""
    if not desk.places:
        return []
    kind = st.segmented_control(
        t("documents.show"), list(FILTERS), key="document_show", default="all", required=True,
        format_func=lambda one: t(f"documents.show_{one}", count=sum(map(FILTERS[one], desk.places))),
        label_visibility="collapsed",
    )  # fmt: skip
    return [place for place in desk.places if FILTERS[kind or "all"](place)]


def page_of(listed: Sequence[Place], chosen: str) -> int:
    """Where the page begins that holds the chosen figure, or what stands nearest behind it."""
    start = start_of(chosen)
    position = next((n for n, place in enumerate(listed) if place.start >= start), len(listed) - 1)
    return position // ROWS * ROWS


def turn(listed: Sequence[Place], first: int) -> None:
    """To the figures before or behind: the first of them is chosen."""
    last = min(first + ROWS, len(listed))
    before, behind = listed[max(first - ROWS, 0)].key, listed[min(first + ROWS, len(listed) - 1)].key
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center", gap="small"):
        st.button(t("documents.before"), key="rows_before", disabled=first == 0, on_click=choose, args=(before,))
        tables.muted(t("documents.rows", first=first + 1, last=last, total=len(listed)))
        st.button(
            t("documents.behind"), key="rows_behind", disabled=last == len(listed), on_click=choose, args=(behind,)
        )


def figure(desk: Desk, row: Row) -> None:
    """One figure: what it is, the buttons, what it is of; the chosen one with its sentence and its form."""
    place: Place = row["place"]
    is_chosen = place.key == desk.chosen
    release = desk.document.release
    with st.container(key=f"figure_{place.key}"):
        line, said = st.container(horizontal=True, vertical_alignment="center", gap="small"), st.container()
        with line:
            name, amount = document_words.name(release, row), document_words.amount(release, row)
            words = t("documents.figure", number=place.number, name=name, amount=amount)
            st.button(words, key=f"choose_{place.key}", type="tertiary", on_click=choose, args=(place.key,))
            if desk.may_decide:
                buttons(desk, row, said)
        css = "ll-muted ll-chosen-row" if is_chosen else "ll-muted"
        st.html(f'<p class="{css}">{badge(place)}{escape(document_words.about(release, row))}</p>')
        if is_chosen:
            details(desk, row)


def badge(place: Place) -> str:
    """The state of a figure, and what it lacks."""
    words = f'<span class="ll-badge ll-figure-{place.status}">{escape(document_words.status(place))}</span> '
    if place.lacks:
        words += f"<strong>{escape(t('documents.lacks', what=document_words.lacks(place)))}</strong> · "
    return words


def buttons(desk: Desk, row: Row, said: DeltaGenerator) -> None:
    """One click each; what lacks something is changed before it is confirmed."""
    place: Place = row["place"]
    key = place.key
    form = "" if st.session_state.get(FORM) == key else key  # a second click closes it
    if not place.is_undecided:
        st.button(t("documents.change"), key=f"change_{key}", on_click=choose, args=(key, form))
        if st.button(t("documents.reopen"), key=f"reopen_{key}"):
            decide(desk, said, [key], REOPEN)
        return
    if place.lacks:
        st.button(t("documents.confirm"), key=f"confirm_{key}", type="primary", on_click=choose, args=(key, key))
    elif st.button(t("documents.confirm"), key=f"confirm_{key}", type="primary"):
        decide(desk, said, [key], CONFIRM, as_it_stands(row))
    st.button(t("documents.change"), key=f"change_{key}", on_click=choose, args=(key, form))
    if st.button(t("documents.refuse"), key=f"refuse_{key}"):
        decide(desk, said, [key], REFUSE)


def details(desk: Desk, row: Row) -> None:
    """The sentence with the figure in it, who decided, the form where it was asked for."""
    place: Place = row["place"]
    if row.get("sentence"):
        mark = Mark(place.start, place.end, place.number, place.status, "")
        words = marked_text.sentence(row["sentence"], row["sentence_start"], mark)
        st.html(f'<blockquote class="ll-quote">{words}</blockquote>')
    decided = document_words.decided(row)
    if decided:
        tables.muted(decided)
    if desk.may_decide and st.session_state.get(FORM) == place.key:
        document_form.change(desk, row)


def command(desk: Desk) -> None:
    """What a click on the chosen figure runs, for a script."""
    if desk.chosen:
        by, reason = desk.by or t("documents.by"), desk.reason_for(CONFIRMED)
        st.caption(t("quality.command"))
        typed = arguments(desk.document.path, [desk.chosen], CONFIRM, {}, by=by, reason=reason)
        st.code(commands.as_typed(typed), language=None, wrap_lines=True)
