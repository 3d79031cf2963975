"""Charts of a report as pictures: drawn from a Vega-Lite specification with the fonts of this computer."""

from typing import Any

from pipelines.reporting.exhibits import Bar, Chart
from pipelines.reporting.words import words

FONT = "'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'WenQuanYi Micro Hei', SimHei, sans-serif"
INK, MUTED, COLOURS = "#222222", "#767676", ("#1f5a94", "#c2571a")
WIDTH, PANEL_HEIGHT, ROW_HEIGHT = 620, 110, 28
SHARPNESS = 2.5
ACROSS = ("chart_composition",)


def png(name: str, chart: Chart) -> bytes:
    """The chart as PNG."""
    import vl_convert  # a large library: only who asks for a picture waits for it

    return vl_convert.vegalite_to_png(specification(name, chart), scale=SHARPNESS)


def specification(name: str, chart: Chart) -> dict[str, Any]:
    """The Vega-Lite specification: bars across for parts of a whole, upright panels for years; the exact numbers are
    what is written at the bars."""
    is_across = name in ACROSS
    series = list(dict.fromkeys(bar.series for bar in chart.bars))
    panels = [
        _panel(chart, [bar for bar in chart.bars if bar.series == name], name, colour, is_across=is_across)
        for name, colour in zip(series, COLOURS, strict=False)
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "vconcat": panels,
        "background": "white",
        "padding": {"left": 8, "right": 8, "top": 8, "bottom": 8},
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"labelColor": INK, "labelFontSize": 13, "domainColor": MUTED, "ticks": False, "grid": False},
            "title": {"color": INK, "fontSize": 14, "anchor": "start", "fontWeight": "normal"},
        },
    }


def _panel(chart: Chart, bars: list[Bar], title: str, colour: str, *, is_across: bool) -> dict[str, Any]:
    axis = {"labelAngle": 0, "labelLimit": 220}
    place = {"field": "name", "type": "nominal", "sort": list(chart.names), "title": None, "axis": axis}
    length = {"field": "value", "type": "quantitative", "axis": None}
    across = {"y": place, "x": length} if is_across else {"x": place, "y": length}
    label = {"align": "left", "dx": 5} if is_across else {"baseline": "bottom", "dy": -4}
    size = {"height": ROW_HEIGHT * len(chart.names)} if is_across else {"height": PANEL_HEIGHT}
    return {
        "title": title,
        "width": WIDTH - (170 if is_across else 0),
        **size,
        "data": {"values": [_datum(bar) for bar in bars]},
        "encoding": across,
        "layer": [
            {"mark": {"type": "bar", "color": colour, "size": 18 if is_across else 30}},
            {"mark": {"type": "text", "color": INK, "fontSize": 12, **label}, "encoding": {"text": {"field": "label"}}},
        ],
    }


def _datum(bar: Bar) -> dict[str, object]:
    """A picture is drawn in binary fractions; what it says is written beside the bar."""
    if bar.number is None:
        return {"name": bar.name, "value": 0, "label": words()["chart"]["no_data"]}
    return {"name": bar.name, "value": float(bar.number.cells[0].value), "label": bar.number.text}
