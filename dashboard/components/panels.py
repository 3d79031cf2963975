"""The two charts of Overview: the curve by day, and the categories of the loss."""

from dataclasses import replace
from decimal import Decimal

import altair as alt
import polars as pl
import streamlit as st

from dashboard import charts, figures, labels, series, snapshot, theme
from dashboard.charts import Caption
from dashboard.components import tables
from dashboard.formats import Scale, scale_for
from dashboard.i18n import t
from dashboard.page import Page

LOSS = "direct_economic_loss"
ROUNDING_LIMIT = 1  # 万元: more than that is not explained by rounding


def colours() -> theme.Palette:
    """The palette of the theme that the browser shows."""
    return theme.palette(st.context.theme.type)


def draw(chart: alt.LayerChart, words: str) -> None:
    """A chart with the words a screen reader gives for it."""
    st.altair_chart(chart, alt=words)


def year_names(page: Page) -> tuple[str, str]:
    """2026年, 2025年"""
    return t("period.this", year=page.selection.year), t("period.this", year=page.selection.year - 1)


def compared_names(page: Page) -> tuple[str, str]:
    """2026年, 2025年（当时口径）: what the figures themselves are compared with."""
    current, prior = year_names(page)
    return current, prior if page.known_then is None else t("known_then.name", prior=prior)


def curve(page: Page, indicator: str = LOSS) -> None:
    """This year, last year and the range of the five before, added up by day."""
    years = {"first": page.selection.year - 5, "last": page.selection.year}
    days = snapshot.ask(page.release, "days", indicator=indicator, **(page.bounds | years))
    curves = series.cumulative(days, page.selection.period, covered_years(page, indicator, days))
    if curves.is_empty():
        tables.muted(t("curve.none"))
        return
    unit = page.figure(indicator).unit
    scale = scale_for(unit, curves["value"], page.numbers.language, page.figure(indicator).decimals,
                      page.figure(indicator).period_unit)  # fmt: skip
    names = year_names(page)
    shown = curves.filter(pl.col("year") > page.selection.year - 2).with_columns(
        series=pl.when(pl.col("year") == page.selection.year).then(pl.lit(names[0])).otherwise(pl.lit(names[1]))
    )
    lines = labelled(page, shown, scale)
    span = series.band(curves, page.selection.year).with_columns(pl.col("low", "high") / scale.divisor)
    band_name = t("curve.band", first=page.selection.year - 5, last=page.selection.year - 1)
    title = t("curve.title", indicator=labels.indicator(page.release, indicator))
    caption = Caption(title, t("curve.details", unit=scale.unit, span=page.span))
    draw(charts.cumulative_curve(lines, span, (*names, band_name), caption, colours(), month=t("curve.month")),
         f"{title} {caption.details}")  # fmt: skip
    undated = undated_words(page, curves, page.figure(indicator), scale)
    if undated:
        tables.muted(undated)


def labelled(page: Page, frame: pl.DataFrame, scale: Scale) -> pl.DataFrame:
    """The frame with a label in words and the value in the unit shown."""
    words = [page.numbers.scaled(value, scale) for value in frame["value"]]
    return frame.with_columns(pl.Series("label", words, dtype=pl.String), pl.col("value") / scale.divisor)


def undated_words(page: Page, curves: pl.DataFrame, one: figures.Figure, scale: Scale) -> str:
    """What the curve cannot show, because it bears no date."""
    shown = curves.filter(pl.col("year") == page.selection.year)["value"].max()
    rest = (one.value or Decimal(0)) - Decimal(str(shown or 0))
    amount = f"{page.numbers.scaled(rest, scale)}{figures.spacer(page.numbers.language)}{scale.unit}"
    return t("note.undated_in_curve", amount=amount) if rest > 0 and one.basis == "event_sum" else ""


def covered_years(page: Page, indicator: str, days: pl.DataFrame) -> list[int]:
    """The years with a curve: an unknown year, or one whose figures bear no dates, draws no line at nought."""
    dated = days["occurred_on"].dt.year().unique().to_list()
    known = page.rows.filter(
        (pl.col("period_kind") == page.selection.period.kind)
        & (pl.col("indicator") == indicator)
        & ((pl.col("value") == 0) | (pl.col("value").is_not_null() & pl.col("year").is_in(dated)))
        & pl.col("year").is_between(page.selection.year - 5, page.selection.year)
    )
    return known["year"].to_list()


def categories(page: Page) -> None:
    """The six categories, this year against last, with 分项差额."""
    total = page.figure(LOSS)
    parts = [page.figure(name) for name in category_names(page)]
    parts += merged_parts(page, parts)
    if all(part.value is None and part.prior is None for part in parts):
        tables.muted(t("categories.unknown"))
        return
    scale = figures.common_scale(parts, page.numbers.language)
    names = compared_names(page)
    rows = [
        (labels.indicator(page.release, part.indicator), order, name, value)
        for order, part in enumerate(parts)
        for name, value in zip(names, (part.value, part.prior), strict=True)
        if value is not None
    ]
    frame = pl.DataFrame(rows, schema={"category": pl.String, "order": pl.Int32, "series": pl.String,
                                       "value": series.MONEY}, orient="row")  # fmt: skip
    caption = Caption(t("categories.title"), t("categories.details", unit=scale.unit, span=page.span, basis=page.basis))
    height = 85 + 34 * frame["category"].n_unique()
    chart = charts.category_bars(labelled(page, frame, scale), names, caption, colours(), height=height)
    draw(chart, f"{caption.title} {caption.details}")
    difference = figures.parts_minus_total(parts, total)
    if difference is None:
        return
    exact = Scale(page.unit(LOSS), 1, 2)
    tables.muted(
        t("categories.no_difference") if difference == 0
        else t("categories.rounding" if abs(difference) < ROUNDING_LIMIT else "categories.difference",
               value=page.numbers.scaled(difference, exact), unit=exact.unit)
    )  # fmt: skip


def merged_parts(page: Page, parts: list[figures.Figure]) -> list[figures.Figure]:
    """Categories that a report of the period merges: kept merged, where the report leaves the categories empty."""
    is_reported = page.figure(LOSS).basis not in (None, "event_sum") and any(part.value is None for part in parts)
    if not is_reported or not snapshot.has(page.release, "marts.period_comparisons"):
        return []
    rows = snapshot.ask(page.release, "merged_categories", **page.bounds).iter_rows(named=True)
    known = [(figures.absent(row["indicator"], page.codebook.get(row["indicator"], {})), row) for row in rows]
    return [replace(one, value=row["value"], prior=row["prior_value"]) for one, row in known]


def category_names(page: Page) -> list[str]:
    """The parts of the loss in the codebook's order."""
    parts = [row for row in page.codebook.values() if row["loss_category"]]
    return [row["column_name"] for row in sorted(parts, key=lambda row: int(row["loss_category"]))]
