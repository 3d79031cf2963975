"""Charts of places and hazards side by side: lines over years with their names at the end, bars, strips of columns."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from dashboard.charts.frame import dressed, plottable, room_above
from dashboard.charts.years import chosen
from dashboard.theme import SERIES_DASHES, SERIES_MARKS, Palette

LABEL_SIZE = 12
ROOM = 0.17
"""The share of the axis kept free behind the last year for names."""
SHORT_YEARS = "width < 480 ? slice(datum.label, 2) : datum.label"
"""2024 where there is room, 24 on a phone."""
STRIP = 0.62
"""The share of a strip that its highest column fills; the rest is for names."""


def named_lines(lines: pl.DataFrame, names: Sequence[str], colours: Palette, *, height: int = 320) -> alt.LayerChart:
    """One line per name, told apart by colour, dash and mark, with its name at its end; a gap where nothing is known.

    `lines`: year, name, value, label, label_at (where the name stands, on the last known year only), is_break.
    """
    first, last = int(str(lines["year"].min())), int(str(lines["year"].max()))
    room = max(1.0, (last - first) * ROOM / (1 - ROOM))
    year = alt.X(
        "year:Q", title=None, scale=alt.Scale(domain=[first - 0.3, last + room], nice=False),
        axis=alt.Axis(values=list(range(first, last + 1)), format="d", grid=False, labelOverlap=True),
    )  # fmt: skip
    scale = room_above(lines["value"].max(), lines["value"].min())
    amount = alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5, format=",~r"))
    known = list(names)
    colour = alt.Color("name:N", scale=alt.Scale(domain=known, range=list(colours.series[: len(known)])), legend=None)
    dash = alt.StrokeDash(
        "name:N", scale=alt.Scale(domain=known, range=[list(one) for one in SERIES_DASHES[: len(known)]]), legend=None
    )
    shape = alt.Shape("name:N", scale=alt.Scale(domain=known, range=list(SERIES_MARKS[: len(known)])), legend=None)
    drawn = plottable(lines)
    base = alt.Chart(drawn).encode(x=year, color=colour)
    strokes = base.mark_line(strokeWidth=2.2).encode(y=amount, strokeDash=dash)
    told = drawn.filter(pl.col("value").is_not_null())
    tooltip = [alt.Tooltip(f"{field}:N", title=" ") for field in ("name", "year", "label")]
    points = (
        alt.Chart(told).mark_point(filled=True, size=58, opacity=1)
        .encode(x=year, y=amount, color=colour, shape=shape, tooltip=tooltip)
    )  # fmt: skip
    ends = alt.Chart(drawn.filter(pl.col("label_at").is_not_null())).mark_text(
        align="left", dx=9, fontSize=LABEL_SIZE, fontWeight="bold"
    )
    labels = ends.encode(x=year, y=alt.Y("label_at:Q"), text=alt.Text("name:N"), color=colour)
    return dressed([strokes, points, labels, *year_breaks(lines, year, colours)], colours, height)


def year_breaks(lines: pl.DataFrame, year: alt.X, colours: Palette) -> list[alt.Chart]:
    """A mark before each year at which some series breaks; the caption says what it is."""
    broken = lines.filter("is_break").select(year=pl.col("year").cast(pl.Float64) - 0.5).unique().sort("year")
    if broken.is_empty():
        return []
    rule = alt.Chart(broken).mark_rule(strokeDash=[2, 3], strokeWidth=1.4, color=colours.muted)
    return [rule.encode(x=year)]


def place_bars(bars: pl.DataFrame, no_data: str, colours: Palette, *, height: int) -> alt.LayerChart:
    """One bar per name, its figure behind it; words where nothing is known. `bars`: name, order, value, label."""
    longest = float(bars["value"].max() or 1)  # type: ignore[arg-type]  # room for the number behind the longest bar
    place = alt.Y("name:N", sort=alt.EncodingSortField("order", op="min"), title=None,
                  axis=alt.Axis(labelLimit=190, ticks=False, domain=False))  # fmt: skip
    amount = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, 1.3 * longest or 1]))
    drawn = plottable(bars.with_columns(words=pl.col("label").fill_null(no_data), at=pl.col("value").fill_null(0)))
    base = alt.Chart(drawn).encode(y=place)
    marks = base.mark_bar(cornerRadiusEnd=1, color=colours.current).encode(
        x=amount, tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("words:N", title=" ")]
    )
    texts = base.mark_text(align="left", dx=4, fontSize=LABEL_SIZE, color=colours.text)
    return dressed([marks, texts.encode(x=alt.X("at:Q"), text=alt.Text("words:N"))], colours, height)


def strips(columns: pl.DataFrame, no_data: str, colours: Palette, *, row: int = 58) -> alt.LayerChart:
    """One strip of columns per name, all of one scale: years across, the chosen one strong, × where nothing is known.

    `columns`: name, order, year, value, label, is_peak (whose figure is written above it), is_break.
    """
    highest = float(columns["value"].max() or 0) or 1.0  # type: ignore[arg-type]
    last = int(str(columns["year"].max()))
    rows = columns["name"].n_unique()
    floor = pl.lit(rows - 1) - pl.col("order").cast(pl.Float64)
    drawn = plottable(columns).with_columns(
        floor=floor, top=floor + pl.col("value") / highest * STRIP, over=floor + 0.9
    )
    year = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, ticks=False, labelExpr=SHORT_YEARS))
    level = alt.Scale(domain=[0, rows], nice=False)
    lines = alt.Axis(values=[float(n) for n in range(rows)], labels=False, domain=False, ticks=False, title=None)
    base = alt.Chart(drawn.filter(pl.col("value").is_not_null()))
    bars = base.mark_bar().encode(
        x=year, y=alt.Y("floor:Q", scale=level, axis=lines), y2=alt.Y2("top:Q"),
        color=chosen(last, colours.current, colours.ramp[2]),
        tooltip=[alt.Tooltip(f"{field}:N", title=" ") for field in ("name", "year", "label")],
    )  # fmt: skip
    gaps = alt.Chart(drawn.filter(pl.col("value").is_null()).with_columns(words=pl.lit(no_data)))
    crosses = gaps.mark_text(text="×", baseline="bottom", color=colours.muted).encode(
        x=year, y=alt.Y("floor:Q", scale=level), tooltip=[alt.Tooltip("words:N", title=" ")]
    )
    peaks = alt.Chart(drawn.filter("is_peak")).mark_text(dy=-6, fontSize=11, color=colours.text)
    edge = alt.XValue(0)  # type: ignore[no-untyped-call]  # the only class of a value that altair leaves untyped
    named = alt.Chart(drawn.unique("name").sort("order")).encode(x=edge, y=alt.Y("over:Q", scale=level))
    look: dict[str, Any] = {"align": "left", "fontSize": LABEL_SIZE, "fontWeight": "bold", "color": colours.text}
    halo: dict[str, Any] = {"stroke": colours.paper, "strokeWidth": 4, "strokeJoin": "round"}
    names = [named.mark_text(**look, **ground).encode(text=alt.Text("name:N")) for ground in (halo, {})]
    broken = columns.filter("is_break").select("year").unique().sort("year")
    rule = alt.Chart(broken).mark_rule(strokeDash=[2, 3], strokeWidth=1.4, color=colours.muted)
    marks = [rule.encode(x=alt.X("year:O", bandPosition=0))] if len(broken) else []
    peaked = peaks.encode(x=year, y=alt.Y("top:Q", scale=level), text=alt.Text("label:N"))
    return dressed([bars, crosses, *marks, *names, peaked], colours, max(120, row * rows))
