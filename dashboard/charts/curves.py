"""This year by day among the ten before it: strong, last year beside it, the others thin, years named at their ends."""

from datetime import date, timedelta
from typing import Any

import altair as alt
import polars as pl

from dashboard.charts.frame import dressed, plottable
from dashboard.theme import Palette

CURRENT, PRIOR, OTHER = "current", "prior", "other"
ROOM = 0.09
"""The share of the axis kept free behind the last day for the years."""


def year_curves(
    lines: pl.DataFrame, ends: pl.DataFrame, colours: Palette, *, month: str = "%m", height: int = 340
) -> alt.LayerChart:
    """`lines`: day, year, role, value, label; `ends`: day, year, role, at, words (what stands at the end of a line)."""
    days: list[date] = lines["day"].unique().sort().to_list()
    starts = [date(days[0].year, month_of, 1) for month_of in range(days[0].month, days[-1].month + 1)]
    limit = days[-1] + timedelta(days=max(2, round((days[-1] - days[0]).days * ROOM)))
    day = alt.X(
        "day:T", title=None, scale=alt.Scale(domain=[moment(days[0]), moment(limit)], nice=False),
        axis=alt.Axis(format=month, values=[moment(one) for one in starts], grid=False, labelOverlap=True),
    )  # fmt: skip
    amount = alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=5, format=",~r"))
    tooltip = [alt.Tooltip("year:N", title=" "), alt.Tooltip("day:T", format="%m-%d", title=" "),
               alt.Tooltip("label:N", title=" ")]  # fmt: skip
    curves = alt.Chart(plottable(drawn_last(lines))).mark_line(interpolate="step-after")
    layers = [
        curves.encode(
            x=day, y=amount, detail="year:N", tooltip=tooltip,
            color=by_role("Color", colours.mean, colours.prior, colours.current),
            strokeWidth=by_role("StrokeWidth", 1.1, 2.2, 3.2), strokeDash=by_role("StrokeDash", [1, 0], [6, 3], [1, 0]),
            opacity=by_role("Opacity", 0.55, 1, 1),
        )
    ]  # fmt: skip
    texts = alt.Chart(plottable(drawn_last(ends))).encode(x=day, y=alt.Y("at:Q"), text=alt.Text("words:N"))
    look: dict[str, Any] = {"align": "left", "dx": 5, "fontWeight": "bold"}
    texts = texts.encode(size=by_role("Size", 11, 13, 15))
    layers.append(texts.mark_text(**look, stroke=colours.paper, strokeWidth=4, strokeJoin="round"))
    layers.append(
        texts.mark_text(**look).encode(
            color=by_role("Color", colours.muted, colours.prior, colours.current),
        )
    )
    return dressed(layers, colours, height)


def by_role(channel: str, other: Any, prior: Any, current: Any) -> Any:
    """A property that differs for the other years, last year and this one."""
    scale = alt.Scale(domain=[OTHER, PRIOR, CURRENT], range=[other, prior, current])
    return getattr(alt, channel)("role:N", scale=scale, legend=None)


def drawn_last(frame: pl.DataFrame) -> pl.DataFrame:
    """Last year and this year come last, so that they lie on top."""
    rank = pl.col("role").replace_strict({OTHER: 0, PRIOR: 1, CURRENT: 2}, return_dtype=pl.Int8)
    return frame.sort(rank, "year", "day")


def moment(day: date) -> alt.DateTime:
    """A day as a chart's axis names it."""
    return alt.DateTime(year=day.year, month=day.month, date=day.day)
