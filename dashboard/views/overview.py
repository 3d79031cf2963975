"""Overview: how bad, against last year and the usual, where, from what, what was paid, can it be trusted."""

import streamlit as st

from dashboard import page as pages
from dashboard.components import (
    actions,
    cards,
    causes,
    heading,
    panels,
    place_map,
    places,
    print_view,
    prior_view,
    relief_lines,
    running,
    tables,
    trust,
)
from dashboard.i18n import t

page = prior_view.applied(pages.opened(with_prior=True))
hazards = page.about("hazards")
hit = dict(hazards.select("hazard_key", "townships_affected").iter_rows()).get(page.selection.hazard)
sentence = heading.sentence(page, hazards)
rows = places.rows_of(page)

print_view.apply()
heading.show(page, sentence, prior_view.details(page))
if not page.has_figures:
    tables.muted(f"{t('empty.no_rows')} {t('empty.no_rows_next')}")
cards.show(page)
running.show(page)
with st.container(key="answers"):
    where, what, course = st.columns([9, 11, 10], gap="medium")
with where:
    if not place_map.small(page):
        places.ranking(page, rows)
with what:
    causes.ranking(page, hazards)
with course:
    panels.curve(page, height=210)
relief_lines.show(page)
trust.show(page, hit)
actions.show(page, sentence)
with st.container(key="details"):  # below the first screen, on a page of its own on paper
    places.children(page, rows)
    left, right = st.columns([6, 4], gap="medium")
    with left:
        panels.categories(page)
    with right:
        causes.by_hazard(page, hazards)
