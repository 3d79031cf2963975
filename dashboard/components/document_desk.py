"""What all parts of the page Documents share: the document, its figures, the chosen one, who decides, and the deed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import controls, document_acts
from dashboard.components import commands, rights
from dashboard.decided import Decision
from dashboard.documents import Document, Place, next_undecided
from dashboard.i18n import t

FIGURE, FORM, SECTION = "chosen_figure", "document_form", "document_section"
ADD = "add"
SIGNED = ("document_by", "document_reason")


@dataclass(frozen=True)
class Desk:
    """One document under the eyes of one person."""

    document: Document
    places: list[Place]
    chosen: str
    may_decide: bool
    by: str
    reason: str

    def reason_for(self, status: str) -> str:
        """What the person wrote, else what such a decision usually means."""
        return self.reason.strip() or t(f"documents.reason_{status}")


def opened(document: Document) -> Desk:
    """The figures of a document and who decides on them."""
    if st.session_state.get("document_shown") != document.path and "document_shown" in st.session_state:
        forget()
    st.session_state["document_shown"] = document.path
    places = document.places()
    keys = [place.key for place in places]
    usual = next_undecided(places, "") or (keys[0] if keys else "")
    chosen = controls.remembered("figure", keys, usual, str)
    if controls.is_newly_linked("figure"):
        st.session_state.pop(SECTION, None)
    controls.remember("figure", chosen)
    may_decide = rights.may("decide")
    by, reason = signature() if may_decide else ("", "")
    return Desk(document, places, chosen, may_decide, by, reason)


def forget() -> None:
    """Another document: nothing of it is chosen yet."""
    for key in (FIGURE, FORM, SECTION):
        st.session_state.pop(key, None)


def signature() -> tuple[str, str]:
    """Who decides and, if need be, why: asked once, and kept while other pages are looked at."""
    for key in SIGNED:
        if key not in st.session_state and f"kept_{key}" in st.session_state:
            st.session_state[key] = st.session_state[f"kept_{key}"]
    left, right = st.columns([2, 5], gap="small")
    by = rights.signer(left, t("documents.by"), SIGNED[0], "--by", "decide")
    reason = right.text_input(t("documents.reason"), key=SIGNED[1], placeholder=t("documents.reason_hint"))
    for key, value in zip(SIGNED, (by, reason), strict=True):
        st.session_state[f"kept_{key}"] = value
    return by.strip(), reason


def choose(place: str, form: str = "") -> None:
    """Another figure, and the section of the text in which it stands; its form, if asked for."""
    st.session_state[FIGURE] = place
    st.session_state.pop(SECTION, None)
    if form:
        st.session_state[FORM] = form
    else:
        st.session_state.pop(FORM, None)


def decide(  # noqa: PLR0913 - a decision is by whom, what, where and how
    desk: Desk, said: DeltaGenerator, keys: Sequence[str], act: str, changed: Mapping[str, Any] | None = None, *,
    after: str = "", is_every: bool = False, each: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:  # fmt: skip
    """Run the command on some figures (`is_every`: on all that can be confirmed, which these are); then the next.

    `said` takes its answer; `after` is what the figures are called afterwards, where the act alone does not tell;
    `each` is what the act changes of every single one, where that differs.
    """
    if not desk.by:
        said.warning(t("documents.by_required"))
        return
    status = after or document_acts.STATUS_AFTER[act]
    told, reason = dict(changed or {}), desk.reason_for(status)
    places = [] if is_every else keys
    typed = document_acts.arguments(desk.document.path, places, act, told, by=desk.by, reason=reason)
    with said, st.spinner(t("documents.saving")):
        outcome = commands.run(typed)
    if not outcome.succeeded:
        with said:
            commands.tell(outcome, "", t("actions.failed"))
        return
    at = datetime.now()
    for key in keys:
        desk.document.remember([key], Decision(status, desk.by, reason, at, told if each is None else each[key]))
    stays = len(keys) > 1 or act == document_acts.REOPEN
    choose(desk.chosen if stays else next_undecided(desk.document.places(), keys[0]))
    st.rerun()
