"""Overview: how bad, against last year and the usual, where, from what, can it be trusted."""

import streamlit as st

from dashboard import page as pages
from dashboard.components import (
    actions,
    cards,
    heading,
    panels,
    places,
    prior_view,
    relief_lines,
    running,
    tables,
    trust,
)
from dashboard.i18n import t

page = prior_view.chosen(pages.opened())
hazards = page.about("hazards")
sentence = heading.sentence(page, hazards)

heading.show(page, sentence)
running.show(page)
if not page.has_figures:
    tables.muted(f"{t('empty.no_rows')} {t('empty.no_rows_next')}")
cards.show(page)
relief_lines.show(page)
left, right = st.columns(2, gap="medium")
with left:
    panels.curve(page)
with right:
    panels.categories(page)
wide, narrow = st.columns([7, 3], gap="medium")
with wide:
    places.children(page)
with narrow:
    places.hazards(page, hazards)
trust.show(page)
actions.show(page, sentence)
