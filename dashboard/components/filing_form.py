"""The form that files an export: it runs `loss-ledger file`, and shows what is missing in the reader's language."""

from collections.abc import Sequence

import streamlit as st

from dashboard import access, snapshot
from dashboard.components import commands, downloads, filings, rights, tables
from dashboard.components.commands import Outcome
from dashboard.i18n import t
from dashboard.snapshot import Release

KEY, USUAL = "filed", "national_wide"
PROFILES = [name for name in downloads.PROFILES if name != "changes"]  # a report for the own house


def show(release: Release) -> None:
    """Scope, people, reasons; the command as it would be typed; the answer of the last press."""
    st.subheader(t("filings.file"), anchor=False)
    if snapshot.facts(release).get("is_sample"):
        tables.muted(t("filings.sample"))
        return
    if not rights.may("file"):
        return
    if not downloads.years_of(release):
        tables.muted(t("download.nothing"))
        return
    st.caption(t("filings.file_details"))
    if access.required().is_named:
        tables.muted(t("filings.second_name"))
    profile = st.selectbox(
        t("filings.profile"), PROFILES, PROFILES.index(USUAL), format_func=filings.profile_name, key="filing_profile"
    )
    scope = downloads.choices(release, profile, needs_year=True)
    with st.form("file", border=True):
        left, right = st.columns(2)
        below_left, below_right = st.columns(2)
        said = {
            "prepared_by": rights.signer(left, t("filings.prepared_by"), "filing_prepared_by", "--prepared-by", "file"),
            "reviewed_by": rights.signer(
                right, t("filings.reviewed_by"), "filing_reviewed_by", "--reviewed-by", "file"
            ),
            "reason": below_left.text_input(t("filings.reason_if_changed"), key="filing_reason"),
            "same_person_reason": below_right.text_input(t("filings.same_person"), key="filing_same_person_reason"),
        }
        is_zero = st.checkbox(t("filings.declare_zero"), key="filing_zero")
        is_sent = st.form_submit_button(t("filings.submit"), type="primary")
    arguments = ["file", profile, *scope, *people(said), *(["--zero"] if is_zero else [])]
    if is_sent:
        with st.spinner(t("filings.filing")):
            st.session_state[KEY] = {"for": arguments, "outcome": commands.run(arguments)}
        filings.listed.clear()
        if st.session_state[KEY]["outcome"].succeeded:
            st.rerun()
    answer(arguments)
    st.caption(t("download.command"))
    st.code(commands.as_typed(arguments), language=None, wrap_lines=True)


def people(said: dict[str, str]) -> list[str]:
    """The filled-in fields as options."""
    filled = [(name, words.strip()) for name, words in said.items() if words.strip()]
    return [part for name, words in filled for part in (f"--{name.replace('_', '-')}", words)]


def answer(arguments: Sequence[str]) -> None:
    """What the command said: filed, or everything that is missing."""
    last = st.session_state.get(KEY)
    if last is None:
        return
    outcome: Outcome = last["outcome"]
    if outcome.succeeded:
        st.success(t("filings.filed"))
        st.code(outcome.output, language=None, wrap_lines=True)
    elif last["for"] == list(arguments):
        st.error(t("filings.refused"))
        st.code(commands.in_language(outcome.output), language=None, wrap_lines=True)
        st.page_link("views/quality.py", label=t("filings.explain"))
