"""Updates: which data are shown, what to do first, what waits, and the button that updates."""

import streamlit as st

from dashboard import page as pages
from dashboard.components import updates
from dashboard.i18n import t

release = pages.required_release()
st.header(t("updates.title"), anchor=False)
updates.waiting()
updates.to_do(release)
updates.buttons()
updates.current(release)
updates.files_read(release)
