"""The parts of the Trends page: ten years of one indicator, the six indicators small, hazards by year, the table."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import streamlit as st

from dashboard import charts, controls, figures, filters, i18n, labels, series, snapshot
from dashboard.charts import Caption
from dashboard.components import exhibit, tables
from dashboard.components.exhibit import Exhibit
from dashboard.figures import Figure
from dashboard.formats import TIMES_ABOVE_PCT, Amount, Scale, scale_for
from dashboard.i18n import t
from dashboard.page import Page

HEADLINES = tuple(card.main for card in figures.cards())
CHOOSER = 302
"""Width of the list of indicators: as wide as the first two filters above it."""


def indicator(page: Page) -> str:
    """The indicator looked at: the economic loss unless another is chosen."""
    options = [HEADLINES[-1], *HEADLINES[:-1]]
    return controls.choose("indicator", options, options[0], lambda name: labels.indicator(page.release, name))


def years_of(page: Page, name: str) -> pl.DataFrame:
    """Ten years of one indicator in the chosen period."""
    return series.ten_years(page.rows, name, page.selection.period)


def scale_of(page: Page, name: str, *values: Amount | None) -> Scale:
    one = page.figure(name)
    return scale_for(one.unit, [*one.amounts, *values], page.numbers.language, one.decimals, one.period_unit)


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


def table(page: Page, name: str, *, written: bool) -> pl.DataFrame:
    """Year by year in the stored unit; `written` as a person reads it, else as a machine does."""
    write = writer(page, written=written)
    largest = {row["year"]: row for row in largest_of_years(page, name).iter_rows(named=True)}
    chosen = page.rows.filter((pl.col("indicator") == name) & (pl.col("period_kind") == page.selection.period.kind))
    by_year = {row["year"]: figures.figure(row, page.codebook.get(name, {})) for row in chosen.iter_rows(named=True)}
    lines = []
    for row in years_of(page, name).sort("year", descending=True).iter_rows(named=True):
        one = by_year.get(row["year"]) or figures.absent(name, page.codebook.get(name, {}))
        lines.append(year_line(page, row, one, largest.get(row["year"], {}), write))
    return pl.DataFrame(lines, schema=dict.fromkeys(lines[0], pl.String))


def writer(page: Page, *, written: bool) -> Callable[[Amount | None, int], str | None]:
    """How a figure is written: grouped and with a true minus for people, plain for a CSV."""

    def write(value: Amount | None, decimals: int) -> str | None:
        if value is None:
            return None
        return page.numbers.plain(value, decimals) if written else f"{page.numbers.rounded(value, decimals):f}"

    return write


def year_line(
    page: Page,
    row: dict[str, Any],
    one: Figure,
    largest: dict[str, Any],
    write: Callable[[Amount | None, int], str | None],
) -> dict[str, str | None]:
    """One year as text: exact, so that the CSV bears the figures of the marts."""
    unit = page.unit(one.indicator)
    share = share_of(largest.get("value"), one)
    day = largest.get("occurred_on")
    return {
        t("trends.year"): str(row["year"]),
        t("trends.value", period=page.span, unit=unit): write(one.value, one.decimals),
        **({} if page.is_whole_year else whole_columns(page, row, unit, write(whole_year(page, row), one.decimals))),
        t("trends.change"): change_words(page, one, write(one.change_pct, 1)),
        page.mean: write(one.mean, max(one.decimals, 1)),
        t("trends.mean_years"): str(one.mean_years),
        t("trends.basis"): basis_words(page, one, row["year"]),
        t("trends.share"): write(share, 1),
        t("trends.largest_day"): str(day) if day else None,
        t("trends.largest_hazard"): labels.hazard(page.release, largest["hazard_key"]) if largest else None,
    }


def basis_words(page: Page, one: Figure, year: int) -> str:
    """过程汇总（快报） where the chosen year may still change."""
    words = i18n.word("basis", one.basis or "none")
    is_open = year == page.selection.year and page.is_provisional(one)
    return t("trends.provisional_basis", basis=words) if is_open else words


def change_words(page: Page, one: Figure, percent: str | None) -> str | None:
    """The percent, or how many times the year before when a percent says nothing any more."""
    if one.change_pct is not None and one.change_pct > TIMES_ABOVE_PCT and one.value is not None and one.prior:
        return t("change.times", prior=page.prior, times=page.numbers.times(one.value, one.prior))
    return percent


def whole_columns(page: Page, row: dict[str, Any], unit: str, written: str | None) -> dict[str, str | None]:
    """The whole year's figure with its basis, which may be another one than that of the part."""
    basis = None if written is None else i18n.word("basis", row["whole_basis"] or "none")
    return {t("trends.whole", unit=unit): written, t("trends.whole_basis"): basis}


def whole_year(page: Page, row: dict[str, Any]) -> Decimal | None:
    """The whole year's figure; none while the year is open."""
    is_open = page.selection.period.is_open and row["year"] == page.selection.year
    return None if is_open else row["whole"]


def share_of(value: Decimal | None, one: Figure) -> Fraction | None:
    """A disaster's part of a figure in percent; none of a figure that does not add up disasters."""
    is_part = value and one.value and one.basis == figures.EVENT_SUM
    return Fraction(value or 0) * 100 / Fraction(one.value or 1) if is_part else None


def largest_of_years(page: Page, name: str) -> pl.DataFrame:
    """The largest single disaster of each year, in the same part of the year."""
    chosen = page.selection
    rows = snapshot.ask(
        page.release, "largest", indicator=name, region=chosen.region, hazard=chosen.hazard, first=chosen.year - 9,
        last=chosen.year, from_day=chosen.period.from_day, to_day=chosen.period.to_day,
        is_whole=chosen.period.is_whole_ledger,
    )  # fmt: skip
    return page.priced(rows, name, "value")


def largest_sentence(page: Page, name: str) -> str:
    """The largest disaster of the chosen year, and its share."""
    row = next(
        (r for r in largest_of_years(page, name).iter_rows(named=True) if r["year"] == page.selection.year), None
    )
    total = page.figure(name).value
    part = None if row is None else share_of(row["value"], page.figure(name))
    if row is None or not row["value"] or not total or part is None:
        return ""
    scale = scale_of(page, name)
    day = row["occurred_on"]
    return t(
        "trends.largest_line", year=row["year"], day=filters.day_name(day) if day else t("trends.undated"),
        hazard=labels.hazard(page.release, row["hazard_key"]), value=page.numbers.scaled(row["value"], scale),
        unit=scale.unit, share=page.numbers.percent(part),
    )  # fmt: skip


def since_known(page: Page, name: str, lines: pl.DataFrame) -> pl.DataFrame:
    """The lines of the table without the years before the first one known; the chosen year stays."""
    known = years_of(page, name).filter(pl.col("value").is_not_null() | pl.col("whole").is_not_null())["year"].min()
    return lines.filter(pl.col(t("trends.year")).cast(pl.Int32) >= (known or page.selection.year))


def show_table(page: Page, name: str) -> None:
    """The table with its download."""
    st.subheader(t("trends.table_title"), anchor=False)
    words = largest_sentence(page, name)
    if words:
        tables.muted(words)
    lines = since_known(page, name, table(page, name, written=True))
    tables.show(lines.columns, [["—" if one is None else one for one in row] for row in lines.iter_rows()])
    tables.csv_button(
        lambda: table(page, name, written=False),
        f"{page.region}_{labels.indicator(page.release, name)}_{page.selection.year}.csv",
        t("trends.csv"),
    )
