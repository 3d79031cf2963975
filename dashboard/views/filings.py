"""Filings: what left the house and whether it is untouched, what the lower levels sent, and the form that files."""

import streamlit as st

from dashboard import page as pages
from dashboard.components import filing_form, filings, received_filings
from dashboard.i18n import t

release = pages.required_release()
st.header(t("pages.filings"), anchor=False)
own = st.container()  # drawn last: its list is asked of a command
filing_form.show(release)
received_filings.show(release)
with own:
    filings.own(release)
