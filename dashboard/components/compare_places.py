"""Region against region: up to six places over ten years, and a table of this period, last, the mean, the rate."""

from fractions import Fraction

import polars as pl
import streamlit as st

from dashboard import address, charts, comparing, controls, figures, i18n, labels, links, snapshot
from dashboard.charts import Caption
from dashboard.components import compare_rates, exhibit, tables
from dashboard.components.compare import Row, Subject, bases, years_words
from dashboard.components.exhibit import Exhibit
from dashboard.figures import Figure
from dashboard.formats import Scale
from dashboard.i18n import t
from dashboard.page import Page
from dashboard.theme import SERIES_MARKS

KEY = "with"
MOST = len(SERIES_MARKS)
TOLD = 3
HEIGHT, LABEL_GAP = 320, 17
"""Of the chart and of two names at the end of lines, in pixels."""


def show(subject: Subject) -> None:
    """The choice of places, their lines (bars where one year is all there is), and the table."""
    page = subject.page
    options = choices(page)
    rows = subject.rows(options, [page.selection.hazard])
    chosen = picked(page, options, heaviest(subject, rows, options))
    if len(chosen) < 2 and not options[1:]:
        tables.muted(t("compare.places_none"))
    frame = comparing.over_years(rows, "region_code", chosen, subject.indicator, page.selection.period)
    exhibit.show(page.release, chart(subject, frame, chosen), key="places")
    table(subject, rows, chosen)


def choices(page: Page) -> list[str]:
    """The places directly below the region, then those beside it and itself: of both those that have statistics."""
    regions = snapshot.ask(page.release, "regions")
    own = page.selection.region
    parent = dict(regions.select("region_code", "parent_code").iter_rows()).get(own)
    below = regions.filter(pl.col("parent_code") == own)["region_code"].to_list()
    beside = regions.filter(pl.col("parent_code") == parent)["region_code"].to_list() if parent else []
    return list(dict.fromkeys([*below, own, *beside] if below else [own, *beside]))


def heaviest(subject: Subject, rows: pl.DataFrame, options: list[str]) -> list[str]:
    """The places below with the largest figures of the period; where there are none, the region and those beside it."""
    page = subject.page
    own = page.selection.region
    same = rows.filter(
        (pl.col("indicator") == subject.indicator) & (pl.col("period_kind") == page.selection.period.kind)
        & (pl.col("year") == page.selection.year)
    )  # fmt: skip
    values = dict(same.select("region_code", "value").iter_rows())
    ranked = sorted(options, key=lambda code: (-(values.get(code) or 0), code))
    if options[0] == own:
        return [own, *(code for code in ranked if code != own)][:MOST]
    below = set(options[: options.index(own)])
    return [code for code in ranked if code in below][:MOST]


def picked(page: Page, options: list[str], default: list[str]) -> list[str]:
    """Up to six places: as a link just opened names them, else as chosen before, else the default."""
    linked = (address.get(KEY) or "").split(",")
    shown = st.session_state.get(f"pick_{KEY}", st.session_state.get(f"chosen_{KEY}", "").split(","))
    wanted = linked if controls.is_newly_linked(KEY) else shown
    known = [code for code in dict.fromkeys(wanted) if code in options][:MOST] or default
    st.session_state[f"pick_{KEY}"] = known
    chosen = st.multiselect(
        t("compare.with", most=MOST), options, key=f"pick_{KEY}", max_selections=MOST,
        format_func=lambda code: labels.region(page.release, code), placeholder=t("compare.with_placeholder"),
    )  # fmt: skip
    controls.remember(KEY, ",".join(chosen))
    return chosen or default


def chart(subject: Subject, frame: pl.DataFrame, chosen: list[str]) -> Exhibit:
    """Lines where at least two years are known, else bars of the one year."""
    page = subject.page
    scale = subject.scale(frame["value"])
    names = labels.regions_apart(page.release, chosen)
    drawn = subject.labelled(frame, scale).with_columns(name=pl.col("key").replace_strict(names, default=""))
    of_year = drawn.filter(pl.col("year") == page.selection.year).sort("value", descending=True, nulls_last=True)
    is_line = frame.filter(pl.col("value").is_not_null())["year"].n_unique() > 1
    caption = Caption(
        title(subject, frame, scale),
        subject.details(scale, page.span, page.hazard, bases(frame["basis"])), keys(subject, frame, is_line=is_line),
    )  # fmt: skip
    exact = frame.select(
        pl.col("key").alias(t("records.region_code")),
        pl.col("key").replace_strict(names, default="").alias(t("filters.region")),
        pl.col("year").alias(t("trends.year")), pl.col("value").alias(subject.heading()),
        tables.worded(frame, "basis", lambda one: i18n.word("basis", one), t("trends.basis")),
    )  # fmt: skip
    file = page.file_name(subject.name, t("compare.places_name"))
    if not is_line:
        bars = of_year.with_columns(order=pl.int_range(pl.len(), dtype=pl.Int32))
        height, no_data = 34 * len(bars) + 30, t("words.no_data")
        return Exhibit(lambda colours: charts.place_bars(bars, no_data, colours, height=height), caption, exact, file)
    lines = with_ends(drawn)
    return Exhibit(
        lambda colours: charts.named_lines(lines, list(names.values()), colours, height=HEIGHT), caption, exact, file
    )


def with_ends(drawn: pl.DataFrame) -> pl.DataFrame:
    """Where each name stands: at the last known year of its line, no two of one year on each other."""
    known = plottable_ends(drawn)
    gap = float(drawn["value"].max() or 1) * LABEL_GAP / HEIGHT  # type: ignore[arg-type]
    placed: list[pl.DataFrame] = []
    for _, of_year in known.group_by("year"):
        moved = comparing.apart([float(value) for value in of_year["value"]], gap, floor=0)
        placed.append(of_year.select("key", "year").with_columns(pl.Series("label_at", moved, dtype=pl.Float64)))
    ends = pl.concat(placed) if placed else known.select("key", "year", label_at=pl.lit(None, dtype=pl.Float64))
    return drawn.join(ends, on=["key", "year"], how="left").sort("order", "year")


def plottable_ends(drawn: pl.DataFrame) -> pl.DataFrame:
    """The last known year of each line."""
    known = drawn.filter(pl.col("value").is_not_null())
    return known.sort("year").group_by("key", maintain_order=True).last()


def title(subject: Subject, frame: pl.DataFrame, scale: Scale) -> str:
    """2024年直接经济损失：清河县0.62亿元、云岭县0.41亿元、石桥县0.35亿元"""
    page = subject.page
    known = frame.filter((pl.col("year") == page.selection.year) & pl.col("value").is_not_null())
    words = {"period": page.period_short, "indicator": subject.spoken}
    if known.is_empty():
        return t("compare.places_unknown", **words)
    if not known.filter(pl.col("value") != 0).height:
        return t("compare.places_nought", **words)
    told = [
        t("compare.place_amount", place=labels.region(page.release, row["key"]), amount=page.said(row["value"], scale))
        for row in known.sort("value", descending=True).head(TOLD).iter_rows(named=True)
    ]
    return t("compare.places_sentence", places=t("words.list_comma").join(told), **words)


def keys(subject: Subject, frame: pl.DataFrame, *, is_line: bool) -> tuple[str, ...]:
    """What gaps and marks mean, and of which years not all is known."""
    told = [t("compare.gaps")] if is_line and frame["value"].null_count() else []
    if is_line and frame["is_break"].any():
        told.append(t("trends.break_mark"))
    partly = frame.filter(pl.col("value").is_not_null() & pl.col("note").str.contains(r"\bnot_covered\b"))
    if len(partly):
        told.append(t("compare.partly", years=years_words(partly["year"])))
    unpriced = frame.filter(pl.col("note").str.contains("no_price_index") & pl.col("value").is_null())
    if len(unpriced):
        told.append(t("compare.unpriced", years=years_words(unpriced["year"])))
    return tuple(told)


def table(subject: Subject, rows: pl.DataFrame, chosen: list[str]) -> None:
    """This period, last, change, mean and rate of each place; a rate names what it is divided by."""
    page = subject.page
    found = {code: figure_of(subject, rows, code) for code in chosen}
    scale = subject.scale([amount for one in found.values() for amount in one.amounts])
    rate = compare_rates.rate_of(page, subject.indicator)
    year, rates = compare_rates.beside(page, chosen) if rate else (page.selection.year, {})
    of_rate = [rates.get((code, rate["rate"])) for code in chosen] if rate else []
    reason = compare_rates.common_reason(page, rate, year, of_rate) if rate else ""
    rate = None if reason else rate
    headings = [
        t("filters.region"), t("words.with_unit", name=page.period_short, unit=scale.unit), page.prior,
        t("compare.change", prior=page.prior), page.mean,
        *([compare_rates.heading(rate, year)] if rate else []),
    ]  # fmt: skip
    lines = [
        [
            tables.Linked(labels.region(page.release, code), links.address("compare", page.selection, region=code)),
            *(written(page, value, scale) for value in (one.value, one.prior)),
            figures.change_words(one, scale, page.numbers, prior=page.prior) or "—",
            written(page, one.mean, Scale(scale.unit, scale.divisor, max(scale.decimals, 1))),
            *([compare_rates.cell(page, rate, rates.get((code, rate["rate"])))] if rate else []),
        ]
        for code, one in found.items()
    ]
    tables.show(headings, lines)
    if reason:
        tables.muted(reason)


def figure_of(subject: Subject, rows: pl.DataFrame, code: str) -> Figure:
    """The figure of one place in the chosen period."""
    page = subject.page
    codebook: Row = page.codebook.get(subject.indicator, {})
    same = rows.filter(
        (pl.col("region_code") == code) & (pl.col("indicator") == subject.indicator)
        & (pl.col("period_kind") == page.selection.period.kind) & (pl.col("year") == page.selection.year)
    )  # fmt: skip
    return figures.figure(same.row(0, named=True), codebook) if len(same) else figures.absent(
        subject.indicator, codebook
    )  # fmt: skip


def written(page: Page, value: Fraction | object, scale: Scale) -> str:
    """A number of a table; — where nothing is known."""
    return page.numbers.seen(value, scale) or "—"  # type: ignore[arg-type]
