"""Download: the files that an upper level, an analyst or a leader takes."""

import streamlit as st

from dashboard import page as pages
from dashboard.components import downloads
from dashboard.i18n import t

release = pages.required_release()
st.header(t("download.title"), anchor=False)
downloads.form(release)
