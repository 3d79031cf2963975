"""The parts of the page Documents around its two columns: which document, how far it is, what waits for a refresh."""

from html import escape
from pathlib import PurePosixPath

import streamlit as st

from dashboard import documents, snapshot
from dashboard.components import commands, document_desk, document_form, linked, rights, tables
from dashboard.components.document_desk import Desk
from dashboard.documents import Document
from dashboard.i18n import t
from dashboard.page import empty
from dashboard.snapshot import Release


def found(release: Release) -> dict[str, tuple[Document, int]]:
    """The documents of the release by path; without any the page says so and ends."""
    if not rights.sees_all():
        empty(t("documents.whole"), t("documents.whole_next"))
    if not snapshot.has(release, *documents.TABLES):
        empty(t("documents.older"), t("ledger.older_next"))
    listed = documents.listed(release)
    if not listed:
        empty(t("documents.none"), t("documents.none_next"))
    return listed


def opened(release: Release) -> Desk:
    """The document to look at, those with undecided figures first, and who decides on it."""
    listed = found(release)
    left, right = st.columns([4, 7], gap="small")
    if "document" in st.session_state:  # else the list would go on showing how many were undecided when it was chosen
        st.session_state["document"] = st.session_state["document"]
    with left:
        names = {path: label(document, undecided) for path, (document, undecided) in listed.items()}
        document = listed[linked.choice("document", names, t("documents.choose"), is_always_told=True)][0]
    with right:
        return document_desk.opened(document)


def label(document: Document, undecided: int) -> str:
    """2025年工作总结.docx · 待定12个."""
    words = t("documents.undecided", count=undecided) if undecided else t("documents.all_decided")
    return t("documents.label", name=PurePosixPath(document.path).name, words=words)


def progress(desk: Desk) -> None:
    """The title, how many figures are decided, and the click that confirms all that can be."""
    counts = {status: sum(place.status == status for place in desk.places) for status in documents.STATUSES}
    words = [t(f"documents.count_{status}", count=count) for status, count in counts.items() if count]
    line, said = st.container(horizontal=True, vertical_alignment="center", gap="small"), st.container()
    with line:
        facts = [desk.document.title, t("documents.figures", count=len(desk.places)), *words]
        tables.muted(" · ".join(filter(None, facts)))
        ready = [place.key for place in desk.places if place.is_undecided and not place.lacks]
        if desk.may_decide and ready and st.button(t("documents.confirm_all", count=len(ready)), key="confirm_all"):
            document_desk.decide(desk, said, ready, "confirm", is_every=True)
        lacking = [place for place in desk.places if place.is_undecided and place.lacks]
        if desk.may_decide and lacking:
            with st.popover(t("documents.fill", count=len(lacking))):
                document_form.fill(desk, said, lacking)


def waiting(release: Release) -> None:
    """Decisions that no release tells of yet, and the button that makes one."""
    count = documents.waiting(release)
    if not count:
        return
    words = f'<p class="ll-waiting" role="status">{escape(t("documents.waiting", count=count))}</p>'
    if rights.may("refresh", is_said=False):
        commands.refresh_button(beside=lambda: st.html(words))
    else:
        st.html(words)
