"""Map: where one indicator is large, and the places it is made of."""

import streamlit as st

from dashboard import page as pages
from dashboard.components import place_map, place_table

page = pages.opened()
figures = place_map.chosen(page)
wide, narrow = st.columns([6, 4], gap="medium")
with wide:
    place_map.large(page, figures)
with narrow:
    place_table.show(page, figures)
