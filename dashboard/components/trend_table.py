"""The table of Trends: one indicator year by year, for a person and for a machine, with its largest disaster."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import streamlit as st

from dashboard import figures, filters, i18n, labels, series, snapshot
from dashboard.components import tables
from dashboard.figures import Figure
from dashboard.formats import TIMES_ABOVE_PCT, Amount, Scale, scale_for
from dashboard.i18n import t
from dashboard.page import Page


def years_of(page: Page, name: str) -> pl.DataFrame:
    """Ten years of one indicator in the chosen period."""
    return series.ten_years(page.rows, name, page.selection.period)


def scale_of(page: Page, name: str, *values: Amount | None) -> Scale:
    one = page.figure(name)
    return scale_for(one.unit, [*one.amounts, *values], page.numbers.language, one.decimals, one.period_unit)


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


def show(page: Page, name: str) -> None:
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
