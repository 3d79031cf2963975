"""A figure over the time at which it was known: it stands until the next report changes it."""

import altair as alt
import polars as pl

from dashboard.charts.frame import dressed, plottable
from dashboard.theme import Palette


def stepped(points: pl.DataFrame, colours: Palette, *, height: int = 230) -> alt.LayerChart:
    """A stepped line with a mark and a number at every change. `points`: known_from, value, label."""
    known = plottable(points.filter(pl.col("value").is_not_null()))
    highest = float(known["value"].max() or 0)  # type: ignore[arg-type]  # room for the number above the highest mark
    lowest = min(0.0, float(known["value"].min() or 0))  # type: ignore[arg-type]
    axis = alt.Axis(format="%Y-%m-%d", labelAngle=0, tickCount=4, title=None, grid=False, labelOverlap=True)
    moment = alt.X("known_from:T", axis=axis, scale=alt.Scale(padding=34))
    amount = alt.Y("value:Q", title=None, scale=alt.Scale(domain=[lowest, 1.18 * highest or 1]),
                   axis=alt.Axis(tickCount=4, format=",~r"))  # fmt: skip
    base = alt.Chart(known).encode(x=moment, y=amount)
    line = base.mark_line(interpolate="step-after", strokeWidth=2.4, color=colours.current)
    tooltip = [alt.Tooltip("known_from:T", format="%Y-%m-%d %H:%M", title=" "), alt.Tooltip("label:N", title=" ")]
    marks = base.mark_point(filled=True, size=55, opacity=1, color=colours.current).encode(tooltip=tooltip)
    texts = base.mark_text(dy=-12, fontSize=12, color=colours.text).encode(text=alt.Text("label:N"))
    return dressed([line, marks, texts], colours, height)
