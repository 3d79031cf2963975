"""Rates: per 100,000 people and per cent of GDP, each year with what it is divided by, or why it is not."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import streamlit as st

from dashboard import charts, comparing, i18n, labels, snapshot
from dashboard.charts import Caption
from dashboard.components import exhibit, tables
from dashboard.components.compare import Row, Subject, inside, years_words
from dashboard.components.exhibit import Exhibit
from dashboard.components.tables import Cell, Noted, Wrapped
from dashboard.formats import TIMES_ABOVE_PCT, decimal, scale_for, unit_name
from dashboard.i18n import t
from dashboard.page import Page
from dashboard.series import MONEY

NO_DENOMINATOR, NO_FIGURE = "no_denominator", "no_figure"
YEAR_OPEN = "year_open"


def show(subject: Subject) -> None:
    """A small chart for each rate, the chosen indicator's first, then the table of all with their denominators."""
    page = subject.page
    tables.muted(t("compare.rates_help"))
    rows = of_years(page)
    grid = st.grid(2, min_column_width=330, gap="medium")
    for rate in sorted(rates(page), key=lambda rate: rate["indicator"] != subject.indicator):
        with grid.cell():
            one = chart(page, rate, rows)
            if any(name == rate["rate"] and row["value"] is not None for (_, name), row in rows.items()):
                exhibit.show(page.release, one, key=f"rate_{rate['rate']}")
            else:  # a sentence says it; ten crosses say no more
                tables.title(one.caption.title)
    if any(row["value"] is not None for row in rows.values()):
        table(page, rows)
    else:
        tables.muted(t("compare.rates_next"))


def rates(page: Page) -> list[Row]:
    """The rates of the codebook."""
    return list(snapshot.table(page.release, "meta.rates").iter_rows(named=True))


def rate_of(page: Page, indicator: str) -> Row | None:
    """The rate of an indicator, if there is one."""
    return next((row for row in rates(page) if row["indicator"] == indicator), None)


def rate_name(rate: Row) -> str:
    return str(rate[f"name_{i18n.language()}"])


def beside(page: Page, regions: list[str]) -> tuple[int, dict[tuple[str, str], Row]]:
    """The rates beside figures of a period: of the year, or while it is open of the one before, if that has figures."""
    year = page.selection.year
    earlier = of_places(page, regions, year - 1) if page.selection.period.is_open else {}
    if any(row["numerator"] is not None for row in earlier.values()):
        return year - 1, earlier
    return year, of_places(page, regions, year)


def heading(rate: Row, year: int) -> str:
    """每10万人受灾人口（2024年）"""
    return t("compare.rate_heading", rate=rate_name(rate), year=year)


def of_years(page: Page) -> dict[tuple[int, str], Row]:
    """The rates of the region and hazard over ten years, by year and rate."""
    chosen = page.selection
    found = snapshot.ask(
        page.release, "rates", regions=[chosen.region], hazard=chosen.hazard, first=chosen.year - comparing.YEARS + 1,
        last=chosen.year,
    )  # fmt: skip
    return {(row["year"], row["rate"]): row for row in found.iter_rows(named=True)}


def of_places(page: Page, regions: list[str], year: int) -> dict[tuple[str, str], Row]:
    """The rates of several regions in one year, by region and rate."""
    found = snapshot.ask(page.release, "rates", regions=regions, hazard=page.selection.hazard, first=year, last=year)
    return {(row["region_code"], row["rate"]): row for row in found.iter_rows(named=True)}


def cell(page: Page, rate: Row, row: Row | None) -> Cell:
    """A rate with what it is divided by below it; — and the reason where there is none."""
    if row is None or row["value"] is None:
        return Noted("—", missing(page, rate, row))
    marks = [t(f"compare.rate_{code}") for code in noted(row) if i18n.has("zh", f"compare.rate_{code}")]
    percent = "%" if rate["unit"] == "%" else ""
    return Noted(f"{number(page, rate, row)}{percent}", t("words.list_comma").join([divisor(page, row), *marks]))


def common_reason(page: Page, rate: Row, year: int, rows: Sequence[Row | None]) -> str:
    """Why no place has the rate: said once, not in a column of its own; nothing where some place has it."""
    if any(row is not None and row["value"] is not None for row in rows):
        return ""
    reasons = dict.fromkeys(missing(page, rate, row) for row in rows)
    return t("compare.rate_unknown", rate=heading(rate, year), reason=t("compare.semicolon").join(reasons))


def noted(row: Row) -> list[str]:
    return (row["note"] or "").split()


def number(page: Page, rate: Row, row: Row) -> str:
    """The rate, rounded once from its quotient."""
    return page.numbers.plain(exact(rate, row), int(rate["decimals"]))


def exact(rate: Row, row: Row) -> Fraction:
    """The quotient that the mart cuts off after six places."""
    return Fraction(row["numerator"]) * int(rate["multiplier"]) / Fraction(row["denominator_value"])


def missing(page: Page, rate: Row, row: Row | None) -> str:
    """无人口资料，不计算; 无资料 where the figure itself is not known."""
    if row is None or NO_FIGURE in noted(row):
        return t("words.no_data")
    return reason(page, rate)


def reason(page: Page, rate: Row) -> str:
    return t("compare.no_denominator", name=inside(denominator_name(page, rate)))


def denominator_name(page: Page, row: Row) -> str:
    """What is divided by, as the ledger that it comes from calls it."""
    return labels.ledger_column(page.release, row["denominator"], row["denominator"])


def divisor(page: Page, row: Row) -> str:
    """年末常住人口65.00万人; 生产总值312.00亿元"""
    unit = str(row["denominator_unit"])
    value = decimal(row["denominator_value"])
    scale = scale_for(unit, [value], page.numbers.language)
    name = kind_name(page, row)
    return t("compare.divisor", name=name, value=page.numbers.scaled(value, scale), unit=scale.unit)


def kind_name(page: Page, row: Row) -> str:
    """The kind of population, or what else is divided by."""
    kind = labels.choice(page.release, f"{row['denominator']}_kind", row["denominator_kind"] or None)
    return kind or denominator_name(page, row)


def chart(page: Page, rate: Row, rows: dict[tuple[int, str], Row]) -> Exhibit:
    """Ten years of one rate."""
    years = range(page.selection.year - comparing.YEARS + 1, page.selection.year + 1)
    of_rate = [rows.get((year, rate["rate"])) for year in years]
    frame = pl.DataFrame(
        {
            "year": list(years),
            "value": [None if row is None else row["value"] for row in of_rate],
            "label": [None if row is None or row["value"] is None else number(page, rate, row) for row in of_rate],
            "is_break": [bool(row and row["break_flag"]) for row in of_rate],
        },
        schema={"year": pl.Int32, "value": MONEY, "label": pl.String, "is_break": pl.Boolean},
    )
    unit = unit_name(str(rate["unit"]), page.numbers.language)
    told = [t("trends.break_mark")] if frame["is_break"].any() else []
    lacking = [year for year, row in zip(years, of_rate, strict=True) if row and NO_DENOMINATOR in noted(row)
               and NO_FIGURE not in noted(row)]  # fmt: skip
    if lacking:
        told.append(t("compare.lacking", reason=reason(page, rate), years=years_words(lacking)))
    details = t("compare.dot").join([t("compare.unit", unit=unit), page.region, t("period.year"), page.hazard])
    caption = Caption(title(page, rate, rows), details, tuple(told))
    no_data = t("words.no_data")
    return Exhibit(
        lambda colours: charts.small_columns(frame, no_data, colours, with_breaks=True), caption,
        exact_rows(page, rate, of_rate), page.file_name(rate_name(rate), t("trends.name")),
    )  # fmt: skip


def title(page: Page, rate: Row, rows: dict[tuple[int, str], Row]) -> str:
    """2024年每10万人受灾人口4,641.1人次，比上年增加49.6%"""
    known = sorted(year for (year, name), row in rows.items() if name == rate["rate"] and row["value"] is not None)
    words: dict[str, Any] = {"rate": inside(rate_name(rate)), "year": page.selection.year}
    if not known:
        why = missing(page, rate, rows.get((page.selection.year, rate["rate"])))
        return t("compare.rate_unknown", rate=rate_name(rate), reason=why)
    row = rows[known[-1], rate["rate"]]
    words |= {"year": known[-1], "value": number(page, rate, row), "unit": short_unit(rate)}
    before = rows.get((known[-1] - 1, rate["rate"]))
    if before is None or not before["value"] or not is_comparable(row, before):
        return t("compare.rate_sentence", change="", **words)
    percent = (exact(rate, row) / exact(rate, before) - 1) * 100
    if percent > TIMES_ABOVE_PCT:
        times = page.numbers.times(exact(rate, row), exact(rate, before))
        change = t("sentence.times", prior=t("words.prior_year"), times=times)
    elif percent == 0:
        change = t("sentence.unchanged", prior=t("words.prior_year"))
    else:
        key = "sentence.more" if percent > 0 else "sentence.less"
        change = t(key, prior=t("words.prior_year"), percent=page.numbers.percent(percent))
    return t("compare.rate_sentence", change=t("compare.then", words=change), **words)


def is_comparable(row: Row, before: Row) -> bool:
    """Whether two years are like with like: one basis, one kind of denominator, no break between, both years over."""
    is_alike = all(row[name] == before[name] for name in ("basis", "denominator_kind"))
    return is_alike and not row["break_flag"] and YEAR_OPEN not in (*noted(row), *noted(before))


def short_unit(rate: Row) -> str:
    """人 of 人/10万人, whose name says the rest; in English the name says all but the sign of per cent."""
    return str(rate["unit"]).split("/")[0] if i18n.language() == "zh" or rate["unit"] == "%" else ""


def exact_rows(page: Page, rate: Row, rows: list[Row | None]) -> pl.DataFrame:
    """The rate of every year with its numerator, denominator and where that was published."""
    lines = [
        {
            t("trends.year"): str(row["year"]),
            rate_name(rate): None if row["value"] is None else str(row["value"]),
            t("compare.numerator"): plain(row["numerator"]),
            t("trends.basis"): i18n.word("basis", row["basis"] or "none"),
            t("compare.denominator"): plain(row["denominator_value"]),
            t("compare.kind"): kind_name(page, row) if row["denominator_value"] is not None else None,
            t("compare.publication"): row["publication"],
            t("compare.state"): missing(page, rate, row) if row["value"] is None else "",
        }
        for row in rows
        if row is not None
    ]
    return pl.DataFrame(lines, schema=dict.fromkeys(lines[0], pl.String)) if lines else pl.DataFrame()


def plain(value: Decimal | None) -> str | None:
    """A figure as it stands, without the noughts that only fill its type."""
    return None if value is None else f"{value.normalize():f}"


def table(page: Page, rows: dict[tuple[int, str], Row]) -> None:
    """Year by year, the newest first: every rate with its denominator, and where the denominators were published."""
    wanted = rates(page)
    language = page.numbers.language
    years = sorted({year for year, _ in rows}, reverse=True)
    names = [t("words.with_unit", name=rate_name(rate), unit=unit_name(str(rate["unit"]), language)) for rate in wanted]
    lines: list[list[Cell]] = [
        [str(year), *(cell(page, rate, rows.get((year, rate["rate"]))) for rate in wanted), published(page, rows, year)]
        for year in years
    ]
    tables.show([t("trends.year"), *names, t("compare.published")], lines)


def published(page: Page, rows: dict[tuple[int, str], Row], year: int) -> Cell:
    """年末常住人口、地区生产总值，2023年，某某公报: every denominator of a year with where it was published."""
    named: dict[str, dict[str, None]] = {}
    for row in (row for (of_year, _), row in rows.items() if of_year == year and row["denominator_value"] is not None):
        named.setdefault(row["publication"] or t("compare.no_publication"), {})[kind_name(page, row)] = None
    told = [
        t("compare.source", name=t("words.list_comma").join(names), year=year, source=source)
        for source, names in named.items()
    ]
    return Wrapped(t("compare.semicolon").join(told) or "—")
