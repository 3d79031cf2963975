"""The places of a map as a table: sorted, with bars and shares, each leading further down, and the total."""

from decimal import Decimal

import streamlit as st

from dashboard import labels, links, snapshot
from dashboard.components import tables
from dashboard.components.tables import Bar, Cell, Linked
from dashboard.i18n import t
from dashboard.page import Page
from dashboard.place_figures import PlaceFigure, PlaceFigures

SHOWN, NAMED = 16, 12
PAGE = "map"


def show(page: Page, figures: PlaceFigures) -> None:
    """The way up, the places with figures, 未分解到下级, the total, and in words who has none."""
    _way_up(page, figures)
    if not figures.with_figures and figures.total is None:
        tables.muted(t("children.none"))
        return
    name = labels.indicator(page.release, figures.indicator)
    headings = [t("children.region"), t("words.with_unit", name=name, unit=figures.scale.unit), t("children.share")]
    longest = max((place.value or Decimal(0) for place in figures.with_figures), default=Decimal(0))
    lines = [_line(page, place, figures, longest) for place in figures.with_figures]
    total = [page.region, _words(page, figures.total, figures), _share(page, figures.total, figures)]
    below = [_rest(page, figures)] if figures.rest else []
    if len(lines) <= SHOWN:
        tables.show(headings, [*lines, *below], total=total)
    else:
        tables.show(headings, [*lines[:SHOWN], *below], total=total)
        with st.expander(t("children.more", count=len(lines) - SHOWN)):
            tables.show(headings, lines[SHOWN:])
    for words in _without(figures):
        tables.muted(words)


def _way_up(page: Page, figures: PlaceFigures) -> None:
    """A link to the region above, where it has statistics."""
    above = labels.parent(page.release, page.selection.region)
    is_own = page.selection.region == snapshot.facts(page.release)["own_region_code"]
    if above in page.places and not is_own:
        target = links.address(PAGE, page.selection, region=above, indicator=figures.indicator)
        st.html(f'<p class="ll-muted">{links.anchor(t("map.up", name=labels.region(page.release, above)), target)}</p>')


def _line(page: Page, place: PlaceFigure, figures: PlaceFigures, longest: Decimal) -> list[Cell]:
    width, words = int((place.value or 0) * 100 / (longest or 1)), _words(page, place.value, figures)
    return [
        _place(page, place, figures),
        Bar(words, width) if figures.shapes else words,  # without shapes the bars stand beside the table
        _share(page, place.value, figures),
    ]


def _rest(page: Page, figures: PlaceFigures) -> list[Cell]:
    words = _words(page, figures.rest, figures)
    return [t("words.unallocated"), Bar(words, 0) if figures.shapes else words, _share(page, figures.rest, figures)]


def _place(page: Page, place: PlaceFigure, figures: PlaceFigures) -> Cell:
    """A county leads to its own places, a township, which has none, to its records."""
    target = PAGE if place.region_code in page.places else "records"
    address = links.address(target, page.selection, region=place.region_code, indicator=figures.indicator)
    return Linked(place.name, address)


def _words(page: Page, value: Decimal | None, figures: PlaceFigures) -> str:
    return page.numbers.seen(value, figures.scale) or "—"


def _share(page: Page, value: Decimal | None, figures: PlaceFigures) -> str:
    part = figures.share(value)
    return "—" if part is None else page.numbers.share(part)


def _without(figures: PlaceFigures) -> list[str]:
    """3个地区为0；2个地区无资料：甲镇、乙镇"""
    said = []
    for places, key in ((figures.at_nought, "map.at_nought"), (figures.unknown, "map.unknown")):
        if places:
            names = t("words.list_comma").join(place.name for place in places[:NAMED])
            more = t("map.and_more") if len(places) > NAMED else ""
            said.append(t(key, count=len(places), names=names + more))
    return said
