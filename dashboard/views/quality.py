"""Data quality: what was read, what is wrong with it, what waits for a person."""

import streamlit as st

from dashboard import page as pages
from dashboard.components import quality
from dashboard.i18n import t

release = pages.required_release()
st.header(t("quality.title"), anchor=False)
quality.findings(release)
quality.sources(release)
quality.held_out(release)
quality.rejected(release)
