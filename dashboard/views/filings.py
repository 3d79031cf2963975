"""Filings: what left the house, whether it is untouched, and what the lower levels sent."""

import streamlit as st

from dashboard import page as pages
from dashboard.i18n import t

release = pages.required_release()
st.header(t("pages.filings"), anchor=False)
