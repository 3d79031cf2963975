"""What all charts share: the caption, type, and the edge where exact decimals become floats."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl
from polars import selectors

from dashboard.theme import FONT, Palette

ABOVE = 1.06


@dataclass(frozen=True)
class Caption:
    """What every chart says: a sentence told by its figures, then unit, period and basis, then what its marks mean.

    The page sets it above the chart, where it wraps on a phone; a picture of the chart bears it itself.
    """

    title: str
    details: str
    keys: tuple[str, ...] = ()  # further lines: what a dashed line or a mark means
    around: str = ""  # what the page says around the chart, and a picture alone has to say: place, hazard, basis

    @property
    def spoken(self) -> str:
        """All of it as one text, for a screen reader."""
        return " ".join((self.title, self.details, *self.keys))


def room_above(highest: object, lowest: object = 0) -> alt.Scale:
    """An axis of amounts that ends a little above the largest, so that nothing looks cut off, and holds nought."""
    top, floor = (float(str(one or 0)) for one in (highest, lowest))
    return alt.Scale(domain=[min(0.0, floor), ABOVE * top if top > 0 else 1.0], nice=False)


def plottable(frame: pl.DataFrame) -> pl.DataFrame:
    """Decimals as floats: for drawing, here and nowhere earlier."""
    return frame.with_columns(selectors.decimal().cast(pl.Float64))


def dressed(layers: Sequence[alt.Chart], colours: Palette, height: int) -> alt.LayerChart:
    """The layers as one chart with type and quiet axes; its caption stands outside."""
    config = alt.Config(
        font=FONT, background="transparent", view=alt.ViewConfig(strokeWidth=0),
        axis=alt.AxisConfig(
            labelColor=colours.muted, titleColor=colours.muted, gridColor=colours.grid, domainColor=colours.grid,
            tickColor=colours.grid, labelFont=FONT, labelFontSize=12,
        ),
        legend=alt.LegendConfig(labelColor=colours.text, labelFont=FONT, labelFontSize=12, title=None, orient="top",
                                offset=2, symbolOpacity=1, symbolType="square"),
    )  # fmt: skip
    # Everything at once: each further call would copy the chart with all its data.
    return alt.LayerChart(layer=list(layers), height=height, width="container", config=config)
