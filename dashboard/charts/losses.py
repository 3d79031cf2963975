"""Charts of one period: the curve by day, and the six categories."""

import altair as alt
import polars as pl

from dashboard.charts.frame import dressed, plottable, room_above
from dashboard.theme import Palette


def cumulative_curve(  # noqa: PLR0913 - a chart is its frames, words and colours
    lines: pl.DataFrame, band: pl.DataFrame, names: tuple[str, str, str], colours: Palette,
    *, month: str = "%m", height: int = 285,
) -> alt.LayerChart:  # fmt: skip
    """This year and last year by day, over the range of the five years before.

    `lines`: day, series, value, label; `band`: day, low, high; `names`: words for this year, last year and the range.
    """
    current, prior, span = names
    known = [*lines["series"].unique(), *([span] if len(band) else [])]
    roles = {current: colours.current, prior: colours.prior, span: colours.band}
    scale = alt.Scale(
        domain=[name for name in roles if name in known], range=[roles[name] for name in roles if name in known]
    )
    legend = alt.Legend() if len(band) else alt.Legend(symbolType="stroke", symbolStrokeWidth=3)
    colour = alt.Color("series:N", scale=scale, title=None, legend=legend)
    day = alt.X("day:T", axis=alt.Axis(format=month, tickCount="month", title=None, grid=False, labelFlush=False))
    axis = alt.Axis(tickCount=5, format=",~r")
    told = pl.concat([one.cast(pl.Float64) for one in (lines["value"], band["low"], band["high"])])
    scale_of_amounts = room_above(told.max(), told.min())
    low, value = (alt.Y(f"{name}:Q", title=None, scale=scale_of_amounts, axis=axis) for name in ("low", "value"))
    area = (
        alt.Chart(plottable(band.with_columns(series=pl.lit(span))))
        .mark_area(opacity=0.6, interpolate="step-after")
        .encode(x=day, y=low, y2=alt.Y2("high:Q"), color=colour)
    )
    tooltip = [alt.Tooltip("day:T", format="%m-%d", title=" "), alt.Tooltip("series:N", title=" "),
               alt.Tooltip("label:N", title=" ")]  # fmt: skip
    curves = [
        alt.Chart(plottable(lines.filter(pl.col("series") == name)))
        .mark_line(strokeWidth=width, strokeDash=dash, interpolate="step-after")
        .encode(x=day, y=value, color=colour, tooltip=tooltip)
        for name, width, dash in ((prior, 2.0, [5, 3]), (current, 2.8, [1, 0]))
        if name in known
    ]
    return dressed([*([area] if len(band) else []), *curves], colours, height)


def category_bars(bars: pl.DataFrame, names: tuple[str, str], colours: Palette, *, height: int = 285) -> alt.LayerChart:
    """The categories as bars, this year above last year. `bars`: category, order, series, value, label."""
    current, prior = names
    longest = float(bars["value"].max() or 1)  # type: ignore[arg-type]  # room for the number behind the longest bar
    place = alt.Y("category:N", sort=alt.EncodingSortField("order", op="min"), title=None,
                  axis=alt.Axis(labelLimit=190, ticks=False, domain=False))  # fmt: skip
    base = alt.Chart(plottable(bars)).encode(
        y=place,
        yOffset=alt.YOffset("series:N", sort=[current, prior]),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, 1.25 * longest])),
    )
    roles = {current: colours.current, prior: colours.prior}
    shown = [name for name in roles if name in set(bars["series"])]
    scale = alt.Scale(domain=shown, range=[roles[name] for name in shown])
    marks = base.mark_bar(cornerRadiusEnd=1).encode(
        color=alt.Color("series:N", scale=scale, title=None),
        tooltip=[
            alt.Tooltip("category:N", title=" "),
            alt.Tooltip("series:N", title=" "),
            alt.Tooltip("label:N", title=" "),
        ],
    )
    texts = base.mark_text(align="left", dx=3, fontSize=11, color=colours.text).encode(text=alt.Text("label:N"))
    return dressed([marks, texts], colours, height)
