"""Before any page: the sign-in, and what is said to whoever may not look. Nothing of the ledger stands here."""

from html import escape

import streamlit as st

from dashboard import access, snapshot
from dashboard.access import Reader, Refusal
from dashboard.access_table import TableError
from dashboard.components import tables
from dashboard.i18n import t

OVER = ("expired", "signed_out")
"""Signing in once more helps."""


def page() -> None:
    """What stands in the way of this session, and what to do."""
    found = access.standing()
    if not isinstance(found, Refusal):
        no_region(found)
        return
    access.forget()
    if found.reason == "sign_in":
        st.header(t("sign_in.title"), anchor=False)
        st.markdown(t("sign_in.details"))
        if st.button(t("sign_in.button"), type="primary", key=access.SIGN_IN):
            sign_in()
        return
    st.header(t("sign_in.refused"), anchor=False)
    if found.is_signed_in:
        tables.muted(t("sign_in.as", user=found.user))
    tables.muted(t(f"refusal.{found.reason}", **found.about))
    if found.reason in OVER:
        if st.button(t("sign_in.again"), type="primary", key=access.SIGN_IN):
            sign_in()
        return
    if found.about.get("contact"):
        tables.muted(t("sign_in.contact", contact=found.about["contact"]))
    if access.claims() and st.button(t("sign_in.out"), key=access.SIGN_OUT):
        access.sign_out()


def sign_in() -> None:
    """Goes to the provider."""
    try:
        table = access.settings()
    except TableError:
        return
    if table is not None:
        st.login(None if table.provider == "default" else table.provider)


def is_in_the_way() -> bool:
    """Whether this page stands before all others."""
    found = access.standing()
    return isinstance(found, Refusal) or is_without_region(found)


def is_without_region(reader: Reader) -> bool:
    """Whether the current release knows nothing of the only region that the reader may see."""
    release = snapshot.current() if reader.region else None
    return release is not None and snapshot.table(release, "core.regions").is_empty()


def no_region(reader: Reader) -> None:
    """The list names a region that no figures are of."""
    st.header(t("sign_in.no_region", region=reader.region), anchor=False)
    tables.muted(t("sign_in.no_region_next"))


def who() -> None:
    """Who is signed in, as what, for which region; the way out. Nothing where nobody signs in."""
    reader = access.standing()
    if isinstance(reader, Refusal) or not reader.is_named:
        return
    release = snapshot.current()
    names = snapshot.facts(release) if release else {}
    region = names.get("own_region_name") or reader.region if reader.region else t("sign_in.whole")
    with st.popover(reader.name):
        st.html(f'<p class="ll-muted">{escape(t("sign_in.is", role=t(f"role.{reader.role}"), region=region))}</p>')
        if st.button(t("sign_in.out"), key=access.SIGN_OUT):
            access.sign_out()
