"""Data quality: what is wrong and where, what was read, what waits for a person."""

import streamlit as st

from dashboard import page as pages
from dashboard.components import findings, quality
from dashboard.i18n import t

release = pages.required_release()
st.header(t("quality.title"), anchor=False)
findings.glance(release)
findings.listed(release)
quality.sources(release)
quality.held_out(release)
quality.rejected(release)
