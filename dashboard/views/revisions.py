"""Revisions: what changed last, and every value of a disaster and of an annual figure since it was first known."""

import streamlit as st

from dashboard import page as pages
from dashboard.components import changes, revisions
from dashboard.i18n import t

release = pages.required_release()
st.header(t("revisions.title"), anchor=False)
revisions.empty_when_nothing(release)
changes.report(release)
revisions.disaster(release)
revisions.annual(release)
