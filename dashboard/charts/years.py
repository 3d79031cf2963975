"""Charts over years: columns with the period solid and the rest of the year pale, gaps, the mean, breaks of the series."""

from decimal import Decimal

import altair as alt
import polars as pl

from dashboard.charts.frame import Caption, dressed, plottable
from dashboard.theme import Palette


def annual_columns(
    years: pl.DataFrame, names: dict[str, str], mean: Decimal | None, caption: Caption, colours: Palette, *, height: int = 300
) -> alt.LayerChart:
    """One column per year. `years`: year, value, rest, is_break, label; `names`: period, rest, no_data, mean, break."""
    stacked = pl.concat(
        [
            years.select("year", part=pl.lit(names["period"]), order=pl.lit(0), value="value", label="label"),
            years.select("year", part=pl.lit(names["rest"]), order=pl.lit(1), value="rest", label="rest_label"),
        ]
    ).filter(pl.col("value").is_not_null())
    has_rest = years["rest"].is_not_null().any()
    domain = [names["period"], names["rest"]] if has_rest else [names["period"]]
    scale = alt.Scale(domain=domain, range=[colours.current, colours.pale][: len(domain)])
    year = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, ticks=False), scale=alt.Scale(domain=years["year"].to_list()))
    amount = alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=5))
    columns = (
        alt.Chart(plottable(stacked))
        .mark_bar()
        .encode(
            x=year, y=amount, order="order:Q",
            color=alt.Color("part:N", scale=scale, title=None, legend=alt.Legend() if has_rest else None),
            tooltip=[alt.Tooltip("year:O", title=" "), alt.Tooltip("part:N", title=" "), alt.Tooltip("label:N", title=" ")],
        )
    )  # fmt: skip
    numbers = (
        alt.Chart(plottable(years.filter(pl.col("value").is_not_null())))
        .mark_text(dy=-6, fontSize=12, fontWeight="bold", color=colours.text)
        .encode(x=year, y="value:Q", text="label:N")
    )
    layers: list[alt.Chart] = [columns, numbers, *gaps(years, names["no_data"], year, colours)]
    if mean is not None:
        layers += mean_line(float(mean), names["mean"], colours)
    layers += breaks(years, names["break"], year, colours)
    return dressed(alt.layer(*layers), caption, colours, height)


def gaps(years: pl.DataFrame, words: str, year: alt.X, colours: Palette) -> list[alt.Chart]:
    """无资料 where a year is not known: words on the axis, never a column of nought."""
    missing = years.filter(pl.col("value").is_null()).select("year", words=pl.lit(words))
    if missing.is_empty():
        return []
    chart = alt.Chart(missing).mark_text(baseline="bottom", dy=-4, fontSize=11, color=colours.muted)
    return [chart.encode(x=year, y=alt.datum(0, type="quantitative"), text="words:N")]


def mean_line(mean: float, words: str, colours: Palette) -> list[alt.Chart]:
    """The mean of the five years before, as a dashed line with its words."""
    frame = pl.DataFrame({"mean": [mean], "words": [words]})
    rule = alt.Chart(frame).mark_rule(strokeDash=[6, 4], strokeWidth=1.4, color=colours.mean).encode(y="mean:Q")
    text = alt.Chart(frame).mark_text(align="left", baseline="bottom", dx=2, dy=-3, fontSize=12, color=colours.mean)
    return [rule, text.encode(x=alt.value(0), y="mean:Q", text="words:N")]


def breaks(years: pl.DataFrame, words: str, year: alt.X, colours: Palette) -> list[alt.Chart]:
    """A mark before the year in which the regime or the codes changed."""
    broken = years.filter("is_break").select("year", words=pl.lit(words))
    if broken.is_empty():
        return []
    base = alt.Chart(broken).encode(x=alt.X("year:O", bandPosition=0))
    rule = base.mark_rule(strokeDash=[2, 3], color=colours.muted)
    text = base.mark_text(align="left", baseline="top", dx=3, fontSize=11, color=colours.muted)
    return [rule, text.encode(y=alt.value(0), text="words:N")]


def small_columns(years: pl.DataFrame, no_data: str, caption: Caption, colours: Palette, *, height: int = 110) -> alt.LayerChart:
    """A small multiple: years without a number on each, the last year dark, unknown years marked."""
    year = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, ticks=False, labelExpr="slice(datum.label, 2)"),
                 scale=alt.Scale(domain=years["year"].to_list()))  # fmt: skip
    last = int(str(years["year"].max()))
    known = years.filter(pl.col("value").is_not_null())
    bars = (
        alt.Chart(plottable(known))
        .mark_bar()
        .encode(
            x=year, y=alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=3)),
            color=alt.condition(f"datum.year == {last}", alt.value(colours.current), alt.value(colours.pale)),
            tooltip=[alt.Tooltip("year:O", title=" "), alt.Tooltip("label:N", title=" ")],
        )
    )  # fmt: skip
    marks = alt.Chart(years.filter(pl.col("value").is_null()).select("year", words=pl.lit(no_data)))
    cross = marks.mark_text(baseline="bottom", text="×", color=colours.muted).encode(
        x=year, y=alt.datum(0, type="quantitative"), tooltip=[alt.Tooltip("words:N", title=" ")]
    )
    return dressed(alt.layer(bars, cross), caption, colours, height)
