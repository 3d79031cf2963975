"""Where one indicator is large: a map of the places below the region, or bars where no boundary file draws them."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

import polars as pl
import streamlit as st

from dashboard import charts, classes, controls, labels, place_figures
from dashboard.charts import Area, Caption, Coloured
from dashboard.charts.maps import NOUGHT, SELECTION
from dashboard.components import exhibit, place_words, tables
from dashboard.components.exhibit import Exhibit
from dashboard.components.places import LOSS
from dashboard.components.trends import CHOOSER
from dashboard.i18n import has, t
from dashboard.page import Page
from dashboard.place_figures import PlaceFigure, PlaceFigures

MOST_BARS = 25
LARGE, SMALL = 470, 215


def chosen(page: Page) -> PlaceFigures:
    """The controls of the page, and the figures chosen: an indicator, and how far below the region."""
    known = place_figures.indicators_with_figures(page) or [LOSS]
    with st.container(horizontal=True, gap="small", key="map_filters", vertical_alignment="center"):
        with st.container(width=CHOOSER, key="filter_indicator"):
            default = LOSS if LOSS in known else known[0]
            name = controls.choose("indicator", known, default, lambda one: labels.indicator(page.release, one))
        depth = _depth(page)
    return place_figures.of(page, name, depth)


def _depth(page: Page) -> int:
    """How far below: 按县（市、区）, 按乡镇（街道）."""
    offered = place_figures.depths(page)
    if len(offered) == 1:
        return offered[0]
    widget = controls.prepared("depth", sorted(offered), offered[0], controls.whole_number)
    picked = st.segmented_control(
        t("filters.depth"), sorted(offered), format_func=lambda depth: _depth_name(page, depth), key=widget,
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    depth = int(picked or offered[0])
    controls.remember("depth", depth)
    return depth


def _depth_name(page: Page, depth: int) -> str:
    level = place_figures.level_of(place_figures.places_below(page.release, page.selection.region, depth))
    return t(f"map.by_{level if has('zh', f'map.by_{level}') else 'other'}")


def small(page: Page, name: str = LOSS, *, height: int = SMALL) -> bool:
    """A map to stand beside a ranking; draws nothing and answers False where there are no shapes."""
    figures = place_figures.of(page, name, place_figures.depths(page)[0])
    if figures.shapes:
        key = f"small_map_{page.selection.region}_{page.selection.year}"
        _map(page, figures, place_words.brief_caption(page, figures), height, key=key)
    return bool(figures.shapes)


def large(page: Page, figures: PlaceFigures) -> None:
    """The map over most of the page; without shapes the places as bars, and where to put a boundary file."""
    if figures.shapes:
        key = "_".join(["map", page.selection.region, str(page.selection.year), figures.indicator])
        _map(page, figures, place_words.caption(page, figures), LARGE, key=key)
        return
    _bars(page, figures)
    tables.muted(t("map.where_to_put", region=page.region))


def _map(page: Page, figures: PlaceFigures, words: Caption, height: int, *, key: str) -> None:
    drawn = coloured(page, figures)
    is_open = bool(page.places & figures.shapes.codes)
    chart = Exhibit(
        lambda colours: charts.choropleth(figures.shapes, drawn, colours, height=height, is_open=is_open),
        words, place_words.exact(page, figures), place_words.file_name(page, figures),
    )  # fmt: skip
    exhibit.show(page.release, chart, key=key, on_select=partial(_open, key, page.places) if is_open else None)


def _open(key: str, places: frozenset[str]) -> None:
    """Go into the place that was chosen on the map, if it has places below it."""
    code = exhibit.selected(key, SELECTION, "region_code")
    if code in places:
        controls.go_to("region", code)


def coloured(page: Page, figures: PlaceFigures) -> Coloured:
    """Every place with its class and its words."""
    known = [(place.region_code, place.value) for place in figures.places if place.value is not None]
    scaled = {code: place_words.shown(value, figures) for code, value in known}
    drawn = figures.shapes.codes or set(scaled)
    found = classes.classes_of(value for code, value in scaled.items() if code in drawn)

    def level(place: PlaceFigure) -> int | None:
        value = scaled.get(place.region_code)
        return None if value is None else found.of(value) if value > 0 else NOUGHT

    areas = [
        Area(place.region_code, place.name, place_words.written(page, place, figures),
             place_words.told(page, place, figures), level(place))
        for place in figures.places
    ]  # fmt: skip
    any_above = any(scaled[code] > 0 for code in drawn if code in scaled)
    words = [place_words.range_words(limits, page.numbers) for limits in classes.ranges(found)] if any_above else []
    nought = "map.nought_or_less" if any(value < 0 for value in scaled.values()) else "map.nought"
    return Coloured(areas, words, t(nought), t("words.no_data"))


def _bars(page: Page, figures: PlaceFigures) -> None:
    """The places with figures as bars; how many small ones are left out is said above them."""
    told, shown = place_words.caption(page, figures), figures.with_figures[:MOST_BARS]
    if not shown:
        st.html(exhibit.heading(told))
        return
    if more := len(figures.with_figures) - len(shown):
        told = replace(told, keys=(*told.keys, t("children.more", count=more)))
    rows = [
        {
            "order": number, "name": place.name, "value": float(place_words.shown(place.value or Decimal(0), figures)),
            "label": place_words.written(page, place, figures), "told": place_words.told(page, place, figures),
        }
        for number, place in enumerate(shown)
    ]  # fmt: skip
    bars = pl.DataFrame(rows)
    chart = Exhibit(
        lambda colours: charts.ranked_bars(bars, colours), told, place_words.exact(page, figures),
        place_words.file_name(page, figures),
    )  # fmt: skip
    exhibit.show(page.release, chart, key=f"bars_{figures.indicator}")
