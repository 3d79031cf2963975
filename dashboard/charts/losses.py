"""Charts of one period: the curve by day, and the six categories."""

import altair as alt
import polars as pl

from dashboard.charts.frame import Caption, dressed, plottable
from dashboard.theme import Palette


def cumulative_curve(
    lines: pl.DataFrame, band: pl.DataFrame, names: tuple[str, str, str], caption: Caption, colours: Palette, *, height: int = 230
) -> alt.LayerChart:
    """This year and last year by day, over the range of the five years before.

    `lines`: day, series, value; `band`: day, low, high; `names`: words for this year, last year and the range.
    """
    current, prior, span = names
    scale = alt.Scale(domain=[current, prior, span], range=[colours.current, colours.prior, colours.band])
    colour = alt.Color("series:N", scale=scale, title=None)
    axis = alt.Axis(format="%-m", tickCount="month", title=None, grid=False, labelFlush=False)
    day = alt.X("day:T", axis=axis)
    area = (
        alt.Chart(plottable(band.with_columns(series=pl.lit(span))))
        .mark_area(opacity=0.45)
        .encode(x=day, y=alt.Y("low:Q", title=None), y2="high:Q", color=colour)
    )
    dash = alt.StrokeDash("series:N", scale=alt.Scale(domain=[current, prior], range=[[1, 0], [5, 3]]), legend=None)
    curve = (
        alt.Chart(plottable(lines))
        .mark_line(strokeWidth=2.4)
        .encode(
            x=day, y=alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=5)), color=colour, strokeDash=dash,
            tooltip=[alt.Tooltip("day:T", format="%m-%d", title=" "), alt.Tooltip("series:N", title=" "),
                     alt.Tooltip("label:N", title=" ")],
        )
    )  # fmt: skip
    return dressed(alt.layer(area, curve), caption, colours, height)


def category_bars(bars: pl.DataFrame, names: tuple[str, str], caption: Caption, colours: Palette, *, height: int = 230) -> alt.LayerChart:
    """The categories as bars, this year above last year. `bars`: category, order, series, value, label."""
    current, prior = names
    place = alt.Y("category:N", sort=alt.EncodingSortField("order", op="min"), title=None,
                  axis=alt.Axis(labelLimit=150, ticks=False, domain=False))  # fmt: skip
    base = alt.Chart(plottable(bars)).encode(
        y=place,
        yOffset=alt.YOffset("series:N", sort=[current, prior]),
        x=alt.X("value:Q", title=None, axis=alt.Axis(tickCount=4), scale=alt.Scale(padding=30, domainMin=0, zero=True)),
    )
    scale = alt.Scale(domain=[current, prior], range=[colours.current, colours.prior])
    marks = base.mark_bar(cornerRadiusEnd=1).encode(
        color=alt.Color("series:N", scale=scale, title=None),
        tooltip=[alt.Tooltip("category:N", title=" "), alt.Tooltip("series:N", title=" "), alt.Tooltip("label:N", title=" ")],
    )
    texts = base.mark_text(align="left", dx=3, fontSize=11, color=colours.text).encode(text="label:N")
    return dressed(alt.layer(marks, texts), caption, colours, height)
