"""What all charts share: the caption, type, and the edge where exact decimals become floats."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl
from polars import selectors

from dashboard.theme import FONT, Palette


@dataclass(frozen=True)
class Caption:
    """What every chart says: its title, and the unit, period and basis in the line below."""

    title: str
    details: str
    keys: tuple[str, ...] = ()  # further lines: what a dashed line or a mark means


def plottable(frame: pl.DataFrame) -> pl.DataFrame:
    """Decimals as floats: for drawing, here and nowhere earlier."""
    return frame.with_columns(selectors.decimal().cast(pl.Float64))


def dressed(layers: Sequence[alt.Chart], caption: Caption, colours: Palette, height: int) -> alt.LayerChart:
    """The layers as one chart with caption, type and quiet axes."""
    title = alt.TitleParams(
        caption.title, subtitle=[caption.details, *caption.keys], anchor="start", fontSize=14, subtitleFontSize=12,
        font=FONT, subtitleFont=FONT, color=colours.text, subtitleColor=colours.muted, offset=8,
    )  # fmt: skip
    chart: alt.LayerChart = (
        alt.LayerChart(layer=list(layers))
        .properties(title=title, height=height, width="container")
        .configure(font=FONT, background="transparent")
        .configure_view(strokeWidth=0)
        .configure_axis(
            labelColor=colours.muted, titleColor=colours.muted, gridColor=colours.grid, domainColor=colours.grid,
            tickColor=colours.grid, labelFont=FONT, labelFontSize=12,
        )
        .configure_legend(labelColor=colours.text, labelFont=FONT, labelFontSize=12, title=None, orient="top", offset=2,
                          symbolOpacity=1, symbolType="square")
    )  # fmt: skip
    return chart
