"""Charts over years: the period solid, the rest of the year pale, gaps, the mean, breaks of the series."""

from fractions import Fraction

import altair as alt
import polars as pl

from dashboard.charts.frame import dressed, plottable, room_above
from dashboard.theme import Palette


def annual_columns(
    years: pl.DataFrame,
    names: dict[str, str],
    mean: Fraction | None,
    colours: Palette,
    *,
    height: int = 340,
) -> alt.LayerChart:
    """One column per year. `years`: year, value, rest, is_break, label; `names`: period, rest, no_data."""
    stacked = pl.concat(
        [
            years.select("year", part=pl.lit(names["period"]), order=pl.lit(0), value="value", label="label"),
            years.select("year", part=pl.lit(names["rest"]), order=pl.lit(1), value="rest", label="rest_label"),
        ]
    ).filter(pl.col("value").is_not_null())
    has_rest = years["rest"].is_not_null().any()
    domain = [names["period"], names["rest"]] if has_rest else [names["period"]]
    scale = alt.Scale(domain=domain, range=[colours.current, colours.pale][: len(domain)])
    year = alt.X(
        "year:O", title=None, axis=alt.Axis(labelAngle=0, ticks=False), scale=alt.Scale(domain=years["year"].to_list())
    )
    whole = years.select(pl.col("value") + pl.col("rest").fill_null(0)).to_series()
    top = max(float(whole.max() or 0), float(mean or 0))  # type: ignore[arg-type]
    amount = alt.Y("value:Q", title=None, scale=room_above(top, whole.min()), axis=alt.Axis(tickCount=5, format=",~r"))
    columns = (
        alt.Chart(plottable(stacked))
        .mark_bar()
        .encode(
            x=year, y=amount, order=alt.Order("order:Q"),
            color=alt.Color("part:N", scale=scale, title=None, legend=alt.Legend() if has_rest else None),
            tooltip=[alt.Tooltip(f"{field}:N", title=" ") for field in ("year", "part", "label")],
        )
    )  # fmt: skip
    layers: list[alt.Chart] = [columns, *gaps(years, names["no_data"], year, colours)]
    if mean is not None:
        layers += mean_line(float(mean), colours)
    layers += [*breaks(years, colours), *column_numbers(years, year, colours)]
    return dressed(layers, colours, height)


def column_numbers(years: pl.DataFrame, year: alt.X, colours: Palette) -> list[alt.Chart]:
    """The period's figure inside its column; above it where the column is too low for words."""
    top = years.select(pl.max_horizontal("value", pl.col("value") + pl.col("rest").fill_null(0))).to_series().max()
    limit = float(top or 0) * 0.1  # type: ignore[arg-type]
    known = plottable(years.filter(pl.col("value").is_not_null()))
    high, low = known.filter(pl.col("value") >= limit), known.filter(pl.col("value") < limit)
    inside = alt.Chart(high).mark_text(dy=13, fontSize=12, fontWeight="bold", color=colours.on_current)
    halo = alt.Chart(low).mark_text(
        dy=-8, fontSize=12, fontWeight="bold", stroke=colours.paper, strokeWidth=4, strokeJoin="round"
    )
    above = alt.Chart(low).mark_text(dy=-8, fontSize=12, fontWeight="bold", color=colours.text)
    marks = [*([inside] if len(high) else []), *([halo, above] if len(low) else [])]
    return [mark.encode(x=year, y=alt.Y("value:Q"), text=alt.Text("label:N")) for mark in marks]


def gaps(years: pl.DataFrame, words: str, year: alt.X, colours: Palette) -> list[alt.Chart]:
    """无资料 where a year is not known: words on the axis, never a column of nought."""
    missing = years.filter(pl.col("value").is_null()).select("year", words=pl.lit(words))
    if missing.is_empty():
        return []
    chart = alt.Chart(missing).mark_text(baseline="bottom", dy=-4, fontSize=11, color=colours.muted)
    return [chart.encode(x=year, y=alt.YDatum(0, type="quantitative"), text=alt.Text("words:N"))]


def mean_line(mean: float, colours: Palette) -> list[alt.Chart]:
    """The mean of the five years before, as a dashed line; the caption says what it is."""
    frame = pl.DataFrame({"mean": [mean]})
    return [
        alt.Chart(frame).mark_rule(strokeDash=[6, 4], strokeWidth=1.4, color=colours.mean).encode(y=alt.Y("mean:Q"))
    ]


def breaks(years: pl.DataFrame, colours: Palette) -> list[alt.Chart]:
    """A mark before the year in which the regime or the codes changed; the caption says what it is."""
    broken = years.filter("is_break").select("year")
    if broken.is_empty():
        return []
    rule = alt.Chart(broken).mark_rule(strokeDash=[2, 3], strokeWidth=1.4, color=colours.muted)
    return [rule.encode(x=alt.X("year:O", bandPosition=0))]


def chosen(year: int, strong: str, other: str) -> alt.ColorValue:
    """The colour of one year, and of all others. Said in Altair's own classes: what it has to guess costs it long."""
    return alt.ColorValue(other, condition={"test": f"datum.year == {year}", "value": strong})


def small_columns(
    years: pl.DataFrame, no_data: str, colours: Palette, *, height: int = 165, with_breaks: bool = False
) -> alt.LayerChart:
    """A small multiple: years without a number on each, the last one dark, unknown ones marked, breaks where asked."""
    year = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, ticks=False, labelExpr="slice(datum.label, 2)"),
                 scale=alt.Scale(domain=years["year"].to_list()))  # fmt: skip
    last = int(str(years["year"].max()))
    scale = room_above(years["value"].max(), years["value"].min())
    known = years.filter(pl.col("value").is_not_null())
    bars = (
        alt.Chart(plottable(known))
        .mark_bar()
        .encode(
            x=year, y=alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=2, format=",~r")),
            color=chosen(last, colours.current, colours.pale),
            tooltip=[alt.Tooltip("year:O", title=" "), alt.Tooltip("label:N", title=" ")],
        )
    )  # fmt: skip
    marks = alt.Chart(years.filter(pl.col("value").is_null()).select("year", words=pl.lit(no_data)))
    cross = marks.mark_text(baseline="bottom", text="×", color=colours.muted).encode(
        x=year, y=alt.YDatum(0, type="quantitative"), tooltip=[alt.Tooltip("words:N", title=" ")]
    )
    return dressed([bars, cross, *(breaks(years, colours) if with_breaks else [])], colours, height)
