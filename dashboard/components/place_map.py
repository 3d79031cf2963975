"""Where one indicator is large: a map of the places below the region, or bars where no boundary file draws them."""

from decimal import Decimal
from functools import partial

import polars as pl
import streamlit as st

from dashboard import charts, classes, controls, labels, place_figures
from dashboard.charts import Area, Caption, Coloured
from dashboard.charts.maps import NOUGHT, SELECTION
from dashboard.components import exhibit, tables
from dashboard.components.exhibit import Exhibit
from dashboard.components.places import LOSS
from dashboard.figures import spacer
from dashboard.formats import Numbers
from dashboard.i18n import has, t
from dashboard.page import Page
from dashboard.place_figures import PlaceFigure, PlaceFigures

NAMED, MOST_BARS = 3, 25
LARGE, SMALL = 470, 230
CHOOSER = 302
"""Width of the list of indicators: as wide as the first two filters above it."""


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
        _map(page, figures, height, key=f"small_map_{page.selection.region}_{page.selection.year}")
    return bool(figures.shapes)


def large(page: Page, figures: PlaceFigures) -> None:
    """The map over most of the page; without shapes the places as bars, and where to put a boundary file."""
    if figures.shapes:
        _map(
            page,
            figures,
            LARGE,
            key="_".join(["map", page.selection.region, str(page.selection.year), figures.indicator]),
        )
        return
    _bars(page, figures)
    tables.muted(t("map.where_to_put", region=page.region))


def _map(page: Page, figures: PlaceFigures, height: int, *, key: str) -> None:
    drawn = coloured(page, figures)
    is_open = bool(page.places & figures.shapes.codes)
    chart = Exhibit(
        lambda colours: charts.choropleth(figures.shapes, drawn, colours, height=height, is_open=is_open),
        caption(page, figures), exact(page, figures), _file_name(page, figures),
    )  # fmt: skip
    exhibit.show(page.release, chart, key=key, on_select=partial(_open, key, page.places) if is_open else None)


def _open(key: str, places: frozenset[str]) -> None:
    """Go into the place that was chosen on the map, if it has places below it."""
    code = exhibit.selected(key, SELECTION, "region_code")
    if code in places:
        controls.go_to("region", code)


def coloured(page: Page, figures: PlaceFigures) -> Coloured:
    """Every place with its class and its words."""
    scaled = {place.region_code: _shown(place.value, figures) for place in figures.places if place.value is not None}
    drawn = figures.shapes.codes or set(scaled)
    found = classes.classes_of(value for code, value in scaled.items() if code in drawn)

    def level(place: PlaceFigure) -> int | None:
        value = scaled.get(place.region_code)
        return None if value is None else found.of(value) if value > 0 else NOUGHT

    areas = [
        Area(place.region_code, place.name, _written(page, place, figures), told(page, place, figures), level(place))
        for place in figures.places
    ]
    any_above = any(scaled[code] > 0 for code in drawn if code in scaled)
    words = [range_words(limits, page.numbers) for limits in classes.ranges(found)] if any_above else []
    nought = "map.nought_or_less" if any(value < 0 for value in scaled.values()) else "map.nought"
    return Coloured(areas, words, t(nought), t("words.no_data"))


def range_words(limits: tuple[Decimal | None, Decimal | None], numbers: Numbers) -> str:
    """50以下, 50—200, 200以上"""
    low, high = (None if limit is None else numbers.plain(limit, _decimals(limit)) for limit in limits)
    if low is None:
        return t("map.below", high=high) if high is not None else t("map.above", low=0)
    return t("map.above", low=low) if high is None else t("map.between", low=low, high=high)


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _shown(value: Decimal, figures: PlaceFigures) -> Decimal:
    """A figure in the unit of the map."""
    return value / figures.scale.divisor


def _written(page: Page, place: PlaceFigure, figures: PlaceFigures) -> str:
    return page.numbers.seen(place.value, figures.scale) or t("words.no_data")


def _amount(page: Page, value: Decimal | None, figures: PlaceFigures) -> str:
    """A figure with its unit; what only rounds to nought says that it is less than the smallest."""
    return f"{page.numbers.seen(value, figures.scale)}{spacer(page.numbers.language)}{figures.scale.unit}"


def told(page: Page, place: PlaceFigure, figures: PlaceFigures) -> str:
    """The exact words of a place: its figure to the last digit, its share, the name it had then."""
    one = page.codebook.get(figures.indicator, {})
    words = t("words.no_data")
    if place.value is not None:
        number = page.numbers.plain(place.value, int(one.get("decimals") or 0))
        part = figures.share(place.value)
        share = "" if part is None else t("map.share", share=page.numbers.percent(part))
        words = t("map.told", number=number, unit=page.unit(figures.indicator), share=share)
    return words + t("map.then", names=t("words.list_comma").join(place.names_then)) if place.names_then else words


def caption(page: Page, figures: PlaceFigures) -> Caption:
    """The sentence, unit with period and basis, what the map cannot show, and of which year its borders are."""
    hazard = [] if page.selection.hazard == "all" else [page.hazard]
    facts = [t("map.unit", unit=figures.scale.unit), page.period, *hazard, page.children_basis]
    if not page.selection.view.is_usual:
        facts.append(t("view.nominal"))
    keys = (_left_out(page, figures), _borders(figures))
    return Caption(title(page, figures), t("words.middle_dot").join(facts), tuple(line for line in keys if line))


def title(page: Page, figures: PlaceFigures) -> str:
    """直接经济损失3,914.33万元，受灾较重的县（市、区）是云岭县（35.0%）、清河县（20.1%）和…"""
    name = labels.indicator(page.release, figures.indicator)
    if figures.total is None and not figures.with_figures:
        return t("map.title_unknown", indicator=name)
    words = {"indicator": name, "amount": page.said(figures.total, figures.scale)}
    heaviest = [place for place in figures.with_figures if (place.value or 0) > 0][:NAMED]
    if not heaviest:
        return t("map.title_nowhere", **words)
    parts = [(place.name, figures.share(place.value)) for place in heaviest]
    named = [one if part is None else t("map.place", name=one, share=page.numbers.percent(part)) for one, part in parts]
    return t(f"map.title_{level_of(figures)}", places=t("words.list_comma").join(named), **words)


def level_of(figures: PlaceFigures) -> str:
    """The level that most of the places have, as titles know it."""
    level = place_figures.level_of([{"region_level": place.level} for place in figures.places])
    return level if has("zh", f"map.title_{level}") else "other"


def _left_out(page: Page, figures: PlaceFigures) -> str:
    """图上没有的：未分解到下级3.20万元；没有图形的地区：甲镇 1.20万元、乙镇 0.30万元。"""
    said = [t("map.rest", amount=_amount(page, figures.rest, figures))] if figures.rest else []
    missing = figures.without_shape if figures.shapes else ()
    named = [f"{place.name} {_amount(page, place.value, figures)}" for place in missing[:NAMED]]
    names = t("words.list_comma").join(named)
    if len(missing) > NAMED:
        amount = _amount(page, sum((place.value or Decimal(0) for place in missing), Decimal(0)), figures)
        said.append(t("map.without_shapes", count=len(missing), amount=amount, names=names))
    elif missing:
        said.append(t("map.without_shape", names=names))
    return t("map.left_out", what=t("note.separator").join(said)) if said else ""


def _borders(figures: PlaceFigures) -> str:
    """边界为2015年；腾冲市当时为腾冲县。"""
    if not figures.shapes:
        return ""
    year, renamed = figures.shapes.vintage, [place for place in figures.places if place.names_then][:NAMED]
    said = [t("map.borders", year=year) if year else t("map.borders_undated")]
    said += [t("map.was", name=one.name, then=t("words.list_comma").join(one.names_then)) for one in renamed]
    return t("map.sentence", what=t("note.separator").join(said))


def exact(page: Page, figures: PlaceFigures) -> pl.DataFrame:
    """What is drawn, as a table: every place, what is not broken down, and the total."""
    amount = labels.heading(page.release, figures.indicator)
    lines = [(place.region_code, place.name, place.value) for place in figures.places]
    if figures.rest is not None:
        lines.append(("", t("words.unallocated"), figures.rest))
    lines.append((page.selection.region, page.region, figures.total))
    rows = [
        {
            t("map.code"): code, t("children.region"): name, amount: None if value is None else f"{value:f}",
            t("children.share"): None if (part := figures.share(value)) is None else str(page.numbers.rounded(part, 2)),
        }
        for code, name, value in lines
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))


def _file_name(page: Page, figures: PlaceFigures) -> str:
    return page.file_name(labels.indicator(page.release, figures.indicator), t("map.name"))


def _bars(page: Page, figures: PlaceFigures) -> None:
    """The places with figures as bars; the many small ones are one line of words."""
    shown = figures.with_figures[:MOST_BARS]
    if not shown:
        st.html(exhibit.heading(caption(page, figures)))
        return
    rows = [
        {
            "order": number, "name": place.name, "value": _shown(place.value or Decimal(0), figures),
            "label": _written(page, place, figures), "told": told(page, place, figures),
        }
        for number, place in enumerate(shown)
    ]  # fmt: skip
    bars = pl.DataFrame(rows).with_columns(pl.col("value").cast(pl.Float64))
    chart = Exhibit(
        lambda colours: charts.ranked_bars(bars, colours), caption(page, figures), exact(page, figures),
        _file_name(page, figures),
    )  # fmt: skip
    exhibit.show(page.release, chart, key=f"bars_{figures.indicator}")
