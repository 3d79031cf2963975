"""A chart as a picture to take along: with its caption inside, on white paper, made on this computer."""

from collections.abc import Sequence
from typing import cast

import altair as alt

from dashboard.charts.frame import Caption
from dashboard.theme import FONT, Palette

WIDTH = 900
"""Points: what a picture of a page's full width needs to be read in a document."""
SHARPNESS = 2.0
TITLE_SIZE, LINE_SIZE = 18, 12
BREAKS = "，；。、, "
"""A line that is too long is broken behind one of these."""


def svg(chart: alt.LayerChart, caption: Caption, colours: Palette) -> bytes:
    """The chart as SVG; its text stays text."""
    import vl_convert  # a large library: only who asks for a picture waits for it

    return vl_convert.vegalite_to_svg(on_paper(chart, caption, colours)).encode("utf-8")


def png(chart: alt.LayerChart, caption: Caption, colours: Palette) -> bytes:
    """The chart as PNG, with the fonts of this computer."""
    import vl_convert

    return vl_convert.vegalite_to_png(on_paper(chart, caption, colours), scale=SHARPNESS)


def on_paper(chart: alt.LayerChart, caption: Caption, colours: Palette) -> dict[str, object]:
    """The specification of the picture: title, lines below it, a fixed width, a white ground."""
    title = alt.TitleParams(
        wrapped(caption.title, TITLE_SIZE), subtitle=wrapped_all([caption.details, *caption.keys]), anchor="start",
        fontSize=TITLE_SIZE, subtitleFontSize=LINE_SIZE, font=FONT, subtitleFont=FONT, color=colours.text,
        subtitleColor=colours.muted, offset=14, subtitlePadding=6,
    )  # fmt: skip
    framed = chart.properties(title=title, width=WIDTH, padding=18)
    spec: dict[str, object] = framed.to_dict()
    cast(dict[str, object], spec["config"])["background"] = colours.paper
    return spec


def wrapped_all(lines: Sequence[str]) -> list[str]:
    """Every line, broken where it is too long."""
    return [part for line in lines if line for part in wrapped(line, LINE_SIZE)]


def wrapped(text: str, size: int) -> list[str]:
    """A text in lines that the picture has room for. A Chinese character is as wide as the type is high."""
    lines, line, width, last_break = [], "", 0.0, 0
    for letter in text:
        line += letter
        width += size * (1.0 if ord(letter) > 0x2E7F else 0.55)
        last_break = len(line) if letter in BREAKS else last_break
        if width > WIDTH:
            cut = last_break or len(line)
            lines.append(line[:cut].rstrip())
            line, last_break = line[cut:], 0
            width = sum(size * (1.0 if ord(one) > 0x2E7F else 0.55) for one in line)
    return [*lines, line] if line else lines
