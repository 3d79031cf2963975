"""Months × years: the more the darker; a nought, an unknown month and one still to come look each their own way."""

from collections.abc import Mapping, Sequence

import altair as alt
import polars as pl

from dashboard.charts.frame import dressed, plottable
from dashboard.theme import Palette

WIDE = 720
"""From this width of the chart on, in pixels, the cells have room for their numbers."""
MIDDLE = 0.36
"""Of the largest figure: above it a cell is so dark that its number is written in the colour of paper (the scale is a
square root)."""


def month_heat(
    cells: pl.DataFrame, months: Sequence[str], words: Mapping[str, str], colours: Palette, *, row: int = 38
) -> alt.LayerChart:
    """`cells`: year, column (one of `months`), state, value, label, told (words of the tooltip), is_break.

    `words`: what a state is called in the tooltip.
    """
    years = sorted(set(cells["year"]), reverse=True)
    highest = float(cells["value"].max() or 0) or 1.0  # type: ignore[arg-type]
    column = alt.X("column:O", title=None, sort=list(months), scale=alt.Scale(domain=list(months)),
                   axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False))  # fmt: skip
    line = alt.Y("year:O", title=None, sort=years, axis=alt.Axis(ticks=False, domain=False))
    drawn = plottable(cells.with_columns(state_words=pl.col("state").replace_strict(dict(words), default="")))
    told = [alt.Tooltip(f"{field}:N", title=" ") for field in ("year", "column", "told", "state_words")]

    def of(*states: str) -> alt.Chart:
        chosen = alt.Chart(drawn.filter(pl.col("state").is_in(states)))
        return chosen.encode(x=column, y=line, tooltip=told)

    scale = alt.Scale(type="pow", exponent=0.5, domain=[0, highest], range=list(colours.ramp))
    legend = alt.Legend(title=None, orient="bottom", gradientLength=180, gradientThickness=9, tickCount=3, format=",~r")
    layers = [
        of("known").mark_rect().encode(color=alt.Color("value:Q", scale=scale, legend=legend)),
        of("nought").mark_rect(filled=True, color=colours.paper, stroke=colours.grid, strokeWidth=1),
        of("unknown", "unpriced").mark_rect(filled=True, color=colours.band, opacity=0.4),
        of("unknown", "unpriced").mark_text(text="×", color=colours.muted, fontSize=11),
        of("nought").mark_text(text="0", color=colours.muted, fontSize=11),
        of("known").mark_text(fontSize=11, opacity=alt.ExprRef(f"width >= {WIDE} ? 1 : 0")).encode(
            text=alt.Text("label:N"),
            color=alt.ColorValue(
                colours.text, condition={"test": f"datum.value > {MIDDLE * highest}", "value": colours.paper}
            ),
        ),
    ]  # fmt: skip
    broken = cells.filter("is_break").select("year").unique().sort("year")
    if len(broken):
        rule = alt.Chart(broken).mark_rule(strokeDash=[2, 3], strokeWidth=1.4, color=colours.muted)
        layers.append(rule.encode(y=alt.Y("year:O", sort=years, bandPosition=1)))
    return dressed(layers, colours, row * len(years) + 10)
