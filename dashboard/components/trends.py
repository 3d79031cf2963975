"""The parts of the Trends page: ten years of one indicator, the six indicators small, hazards by year, the table."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import streamlit as st

from dashboard import charts, controls, figures, labels, snapshot
from dashboard.charts import Caption
from dashboard.components import exhibit, tables
from dashboard.components.exhibit import Exhibit
from dashboard.components.trend_table import scale_of, table, years_of
from dashboard.figures import Figure
from dashboard.formats import TIMES_ABOVE_PCT, Scale
from dashboard.i18n import t
from dashboard.page import Page

HEADLINES = tuple(card.main for card in figures.cards())
CHOOSER = 302
"""Width of the list of indicators: as wide as the first two filters above it."""


def indicator(page: Page) -> str:
    """The indicator looked at: the economic loss unless another is chosen."""
    options = [HEADLINES[-1], *HEADLINES[:-1]]
    return controls.choose("indicator", options, options[0], lambda name: labels.indicator(page.release, name))


def scaled(page: Page, years: pl.DataFrame, scale: Scale) -> pl.DataFrame:
    """Figures in the unit shown, each with its words."""

    def words(column: str) -> pl.Series:
        return pl.Series([page.numbers.scaled(value, scale) for value in years[column]], dtype=pl.String)

    return years.with_columns(
        pl.col("value") / scale.divisor, pl.col("rest") / scale.divisor,
        label=words("value"), rest_label=words("rest"),
    )  # fmt: skip


def columns(page: Page, name: str) -> None:
    """One column per year: the period solid, the rest of past years pale, gaps, mean, breaks."""
    years = years_of(page, name)
    scale = scale_of(page, name, *years["value"], *years["whole"])
    one = page.figure(name)
    mean = None if one.mean is None else Fraction(one.mean) / scale.divisor
    names = {"period": page.span, "rest": t("trends.rest"), "no_data": t("words.no_data")}
    caption = Caption(
        column_title(page, name, scale),
        t("trends.chart_details", region=page.region, unit=scale.unit, span=page.span, hazard=page.hazard,
          basis=page.basis),
        tuple(column_keys(page, one, years, scale)),
    )  # fmt: skip
    drawn = scaled(page, years, scale)
    chart = Exhibit(
        lambda colours: charts.annual_columns(drawn, names, mean, colours), caption,
        lambda: table(page, name, written=False),
        page.file_name(labels.indicator(page.release, name), t("trends.name")),
    )  # fmt: skip
    exhibit.show(page.release, chart, key="columns")


def column_title(page: Page, name: str, scale: Scale) -> str:
    """2025年今年以来直接经济损失0.39亿元，比上年同期减少14.7%，比近5年同期均值低26.4%"""
    one = page.figure(name)
    words = {"period": page.period_short, "indicator": labels.indicator(page.release, name)}
    if one.value is None:
        return t("trends.title_unknown", **words)
    change = figures.sentence_words(one, scale, page.numbers, prior=page.prior)
    against = against_mean(page, one)
    return t("trends.title", amount=page.said(one.value, scale), change=change, against=against, **words)


def against_mean(page: Page, one: Figure) -> str:
    """，比近5年同期均值低26.4%; nothing where there is no mean."""
    percent = one.change_vs_mean_pct
    if percent is None:
        return ""
    if percent == 0:
        return t("trends.at_mean", mean=page.mean)
    if percent > TIMES_ABOVE_PCT and one.value is not None and one.mean:
        return t("trends.times_mean", mean=page.mean, times=page.numbers.times(one.value, one.mean))
    key = "trends.above_mean" if percent > 0 else "trends.below_mean"
    return t(key, mean=page.mean, percent=page.numbers.percent(percent))


def column_keys(page: Page, one: Figure, years: pl.DataFrame, scale: Scale) -> list[str]:
    """What the dashed line and the marks mean, and what may still change."""
    keys = []
    if one.mean is not None:
        mean = page.numbers.scaled(one.mean, Scale(scale.unit, scale.divisor, max(scale.decimals, 1)))
        span = figures.mean_span(page.selection.year, one.mean_years, page.numbers)
        keys.append(t("trends.mean", mean=page.mean, value=mean, span=span))
    if years["is_break"].any():
        keys.append(t("trends.break_mark"))
    if page.is_provisional(one):
        keys.append(t("trends.provisional", year=page.selection.year))
    return keys


def small_multiples(page: Page) -> None:
    """The six indicators over the same years."""
    st.subheader(t("trends.small_title"), anchor=False)
    tables.muted(t("trends.small_help"))
    grid = st.grid(3, min_column_width=300, gap="medium")
    for name in HEADLINES:
        with grid.cell():
            small_multiple(page, name)


def small_multiple(page: Page, name: str) -> None:
    """One indicator over ten years."""
    years = years_of(page, name)
    scale = scale_of(page, name, *years["value"])
    one, words = page.figure(name), labels.indicator(page.release, name)
    change = "" if one.value is None else figures.sentence_words(one, scale, page.numbers, prior=page.prior)
    title = t("trends.small_sentence", indicator=words, amount=page.said(one.value, scale), change=change)
    details = t("trends.small_details", unit=scale.unit, span=page.span, basis=page.basis_of(name))
    caption = Caption(title if change else t("trends.title_unknown", period="", indicator=words), details,
                      around=page.whose(page.basis_of(name)))  # fmt: skip
    drawn, no_data = scaled(page, years, scale), t("words.no_data")
    chart = Exhibit(
        lambda colours: charts.small_columns(drawn, no_data, colours), caption,
        lambda: table(page, name, written=False),
        page.file_name(words, t("trends.name")),
    )  # fmt: skip
    exhibit.show(page.release, chart, key=f"small_{name}")


def hazards_by_year(page: Page, name: str) -> None:
    """Hazard × year."""
    chosen, first = page.selection, page.selection.year - 9
    rows = page.by_hazard(name, first)
    known = rows.filter(pl.col("value").is_not_null() & (pl.col("value") > 0))["hazard_key"].unique().to_list()
    keys = [
        row["hazard_key"] for row in snapshot.ask(page.release, "hazards", region=chosen.region).iter_rows(named=True)
    ]
    keys = [key for key in keys if key in known]
    cells = {(row["hazard_key"], row["year"]): row["value"] for row in rows.iter_rows(named=True)}
    scale = scale_of(page, name, *rows["value"])
    since = rows.filter(pl.col("value").is_not_null())["year"].min()  # years before the ledger begins say nothing
    years = range(int(str(since or chosen.year)), chosen.year + 1)
    st.subheader(t("trends.hazard_title", indicator=labels.indicator(page.release, name)), anchor=False)
    tables.muted(t("trends.hazard_details", unit=scale.unit))
    tables.show(
        [t("filters.hazard"), *(str(year) for year in years)],
        [hazard_line(page, key, [cells.get((key, year)) for year in years], scale) for key in keys],
        total=hazard_line(page, "all", [cells.get(("all", year)) for year in years], scale),
    )


def hazard_line(page: Page, key: str, values: list[Decimal | None], scale: Scale) -> list[tables.Cell]:
    return [labels.hazard(page.release, key), *(page.numbers.seen(value, scale) or "" for value in values)]
