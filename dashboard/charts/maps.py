"""Places on a map, coloured by class, and the same figures as bars where no shapes are at hand."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt
import polars as pl

from dashboard.boundaries import Geometry, Shapes
from dashboard.charts.frame import dressed, plottable
from dashboard.theme import Palette

NOUGHT = -1
SELECTION = "place"
"""The name under which a chosen place is told; its field is region_code."""
HATCHED = "M-1,-1H1V1H-1ZM-1,0L0,-1M-1,1L1,-1M0,1L1,0"
"""The symbol of a hatched square in the legend, as an SVG path."""
DARK_INK, LIGHT_INK = "#16202b", "#ffffff"
TYPE, LINE = 11.5, 15
CHARACTER, LETTER = 1.0, 0.56
"""How wide a Chinese character and a letter or digit are beside the height of their type."""
TOOLTIP = [alt.Tooltip("name:N", title="title"), alt.Tooltip("told:N", title=" ")]  # two of one title are one
LOW = 300
"""Pixels; a map as low as that is narrower than what it stands in."""
SYMBOL = 36
"""Room for the square of a class and around it."""


@dataclass(frozen=True)
class Area:
    """What a map says of one place. `level` is its class, NOUGHT, or None where nothing is known."""

    region_code: str
    name: str
    label: str
    told: str
    level: int | None


@dataclass(frozen=True)
class Coloured:
    """The places of a map, and the words of their classes, of nought and of what is not known."""

    areas: Sequence[Area]
    classes: Sequence[str]
    nought: str
    no_data: str

    @cached_property
    def by_code(self) -> dict[str, Area]:
        return {area.region_code: area for area in self.areas}

    def words(self, level: int | None) -> str:
        """The class as the legend calls it."""
        return self.no_data if level is None else self.nought if level < 0 else self.classes[level]


def choropleth(
    shapes: Shapes, told: Coloured, colours: Palette, *, height: int = 470, is_open: bool = False
) -> alt.LayerChart:
    """The map. `is_open`: a place can be chosen by a click. Beside a low map there is room for the legend."""
    is_low = height < LOW
    layers = [_ground(shapes, told, colours, is_open=is_open, columns=1 if is_low else _columns(told))]
    unknown = {area.region_code for area in told.areas if area.level is None}
    if strokes := [shape.hatching for shape in shapes.places if shape.region_code in unknown]:
        layers.append(_hatching(strokes, told.no_data, colours))
    outline = alt.Chart(_features("outline", [(shapes.outline, {})]))
    # A screen reader hears the places; the lines over them have nothing to say.
    layers.append(outline.mark_geoshape(filled=False, stroke=colours.text, strokeWidth=1.6, tooltip=None, aria=False))
    layers += _labels(shapes, told, colours, is_open=is_open)
    legend = alt.LegendConfig(
        labelColor=colours.text, labelFontSize=12, labelLimit=240, title=None, offset=4,
        orient="right" if is_low else "top",
        symbolSize=170, symbolStrokeColor=colours.muted, symbolStrokeWidth=0.6, symbolType="square", symbolOpacity=1,
    )  # fmt: skip
    chart = dressed(layers, colours, height)  # in place: each further call would copy the chart with all its data
    chart.projection = alt.Projection(type="identity", reflectY=True)
    chart.resolve = alt.Resolve(scale=alt.ScaleResolveMap(color="independent", stroke="independent"))
    chart.config.legend = legend
    return chart


def _ground(
    shapes: Shapes, told: Coloured, colours: Palette, *, is_open: bool, columns: int | alt.ExprRef
) -> alt.Chart:
    """Every place in the colour of its class."""
    found = [(shape, told.by_code[shape.region_code]) for shape in shapes.places if shape.region_code in told.by_code]
    has_nought = any(area.level == NOUGHT for _, area in found)
    levels = [*([NOUGHT] if has_nought else []), *range(len(told.classes))]
    words = [told.words(level) for level in levels]
    fills = [fill(level, len(told.classes), colours) for level in levels]
    scale = alt.Scale(domain=[*words, told.no_data], range=[*fills, colours.paper])
    rows = [
        (shape.geometry, {"region_code": area.region_code, "name": area.name, "told": area.told,
                          "class": told.words(area.level)})
        for shape, area in found
    ]  # fmt: skip
    chart: alt.Chart = (
        alt.Chart(_features("places", rows))
        .mark_geoshape(stroke=colours.muted, strokeWidth=0.7, cursor="pointer" if is_open else "default")
        .encode(
            color=alt.Color("class:N", scale=scale, legend=alt.Legend(values=words, columns=columns)),
            tooltip=TOOLTIP,
        )
    )
    choice = alt.selection_point(name=SELECTION, fields=["region_code"], empty=False)
    if is_open:
        chart = chart.add_params(choice)
    return chart


def _columns(told: Coloured) -> alt.ExprRef:
    """So many classes in a row of the legend as there is room for beside what stands for 无资料."""
    widest = max((_width(words) for words in told.classes), default=0) + SYMBOL
    return alt.ExprRef(f"max(1, min(6, floor((width - {_width(told.no_data) + SYMBOL:.0f}) / {widest:.0f})))")


def _hatching(strokes: Sequence[Geometry], words: str, colours: Palette) -> alt.Chart:
    """无资料: strokes over bare paper, so that it can be taken for no class and for no nought."""
    scale = alt.Scale(domain=[words], range=[colours.muted])
    symbol = alt.Legend(symbolType=HATCHED, symbolFillColor="transparent", symbolStrokeWidth=1)
    chart: alt.Chart = (
        alt.Chart(_features("strokes", ((stroke, {"class": words}) for stroke in strokes)))
        .mark_geoshape(filled=False, strokeWidth=0.9, opacity=0.75, tooltip=None, aria=False)
        .encode(stroke=alt.Stroke("class:N", scale=scale, legend=symbol))
    )
    return chart


def _labels(shapes: Shapes, told: Coloured, colours: Palette, *, is_open: bool) -> list[alt.Chart]:
    """Name and figure where both fit, the name alone where only that does, at whatever size the map is drawn.

    A label lies over its place, so it answers the pointer as its place does.
    """
    wide, high = shapes.size
    step = f"max({wide} / width, {high} / height)"
    rows = [
        {
            "x": shape.x, "y": shape.y, "name": area.name, "both": f"{area.name}\n{area.label}",
            "region_code": area.region_code, "told": area.told,
            "name_room": shape.radius / _half(area.name), "both_room": shape.radius / _half(area.name, area.label),
            "ground": (ground := fill(area.level, len(told.classes), colours)), "ink": ink(ground),
        }
        for shape in shapes.places
        if (area := told.by_code.get(shape.region_code))
    ]  # fmt: skip
    if not rows:
        return []
    fitting = f"datum.both_room >= {step} ? datum.both : datum.name_room >= {step} ? datum.name : ''"
    base = alt.Chart(pl.DataFrame(rows)).transform_calculate(words=fitting)
    base = base.encode(
        longitude=alt.Longitude("x:Q"), latitude=alt.Latitude("y:Q"), text=alt.Text("words:N"), tooltip=TOOLTIP
    )
    set_: dict[str, Any] = {
        "fontSize": TYPE, "lineHeight": LINE, "lineBreak": "\n", "baseline": "middle",
        "cursor": "pointer" if is_open else "default",
    }  # fmt: skip
    halo = base.mark_text(strokeWidth=3, strokeJoin="round", **set_)  # so that a border does not cross a word
    return [
        halo.encode(stroke=alt.Stroke("ground:N", scale=None, legend=None)),
        base.mark_text(**set_).encode(color=alt.Color("ink:N", scale=None, legend=None)),
    ]


def _half(*lines: str) -> float:
    """Half the diagonal of some lines of type, a little less: corners of a word may leave the circle it stands in."""
    return 0.45 * math.hypot(max(map(_width, lines)), LINE * len(lines))


def _width(line: str) -> float:
    return sum(CHARACTER if ord(one) > 0x2E7F else LETTER for one in line) * TYPE


def fill(level: int | None, count: int, colours: Palette) -> str:
    """The colour of a class, of nought, or of what is not known."""
    if level is None:
        return colours.paper
    return colours.nought if level == NOUGHT else spread(count, colours)[level]


def ink(ground: str) -> str:
    """Dark or light type, whichever stands out more from a ground (#rrggbb)."""
    red, green, blue = (int(ground[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return DARK_INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.55 else LIGHT_INK


def spread(count: int, colours: Palette) -> tuple[str, ...]:
    """So many colours of the scale, as far from each other as there is room for, the strongest last."""
    last = len(colours.steps) - 1
    if count <= 1:
        return (colours.steps[last - 1],) * count
    return tuple(colours.steps[round(last * at / (count - 1))] for at in range(count))


def _features(name: str, rows: Iterable[tuple[Geometry, dict[str, str]]]) -> alt.InlineData:
    """Features as one text: Altair copies and checks lists number by number, which takes seconds for a province. With a
    name they stay where they are, and are not taken for a table."""
    written = [
        f'{json.dumps({"type": "Feature"} | told, ensure_ascii=False)[:-1]},"geometry":{geometry}}}'
        for geometry, told in rows
    ]
    return alt.InlineData(name=name, values=f"[{','.join(written)}]", format=alt.JsonDataFormat(type="json"))


def ranked_bars(bars: pl.DataFrame, colours: Palette, *, row: int = 27) -> alt.LayerChart:
    """Places as bars, the largest first. `bars`: order, name, value, label, told."""
    drawn = plottable(bars)
    longest, lowest = float(drawn["value"].max() or 1), float(drawn["value"].min() or 0)  # type: ignore[arg-type]
    scale = alt.Scale(domain=[min(0.0, lowest), 1.3 * longest])  # room for the number behind the longest bar
    axis = alt.Axis(labelLimit=190, ticks=False, domain=False)
    base = alt.Chart(drawn).encode(
        y=alt.Y("name:N", sort=alt.EncodingSortField("order", op="min"), title=None, axis=axis),
        x=alt.X("value:Q", axis=None, scale=scale),
    )
    marks = base.mark_bar(cornerRadiusEnd=1, color=colours.current).encode(tooltip=TOOLTIP)
    texts = base.mark_text(align="left", dx=4, fontSize=11.5, color=colours.text).encode(text=alt.Text("label:N"))
    return dressed([marks, texts], colours, 20 + row * len(bars))
