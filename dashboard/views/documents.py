"""Documents: the figures that a text states, to be confirmed, changed or refused beside the words they come from."""

import streamlit as st

from dashboard import page as pages
from dashboard.components import document_form, document_rows, document_text, documents
from dashboard.i18n import t

release = pages.required_release()
st.header(t("documents.title"), anchor=False)
desk = documents.opened(release)
documents.waiting(release)
documents.progress(desk)
text, rows = st.columns(2, gap="medium")
with rows:
    document_rows.show(desk)
with text:
    document_text.show(desk)
    document_form.add(desk)
