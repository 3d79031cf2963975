"""Months × years: in which months it happens, and which months nothing is known of."""

from decimal import Decimal

import polars as pl

from dashboard import charts, comparing, filters, snapshot
from dashboard.charts import Caption
from dashboard.components import exhibit, tables
from dashboard.components.compare import Subject, span
from dashboard.components.exhibit import Exhibit
from dashboard.formats import Scale
from dashboard.i18n import t

FEW_DECIMALS_FROM = 100


def show(subject: Subject) -> None:
    """Ten years up to the chosen one."""
    page = subject.page
    years = range(page.selection.year - comparing.YEARS + 1, page.selection.year + 1)
    months = snapshot.ask(page.release, "months", indicator=subject.indicator, first=years[0], **subject.days)
    grid = comparing.month_grid(months, years, snapshot.data_through(page.release))
    if grid["value"].null_count() == len(grid):
        tables.muted(t("compare.months_none"))
        return
    exhibit.show(page.release, chart(subject, grid), key="months")


def chart(subject: Subject, grid: pl.DataFrame) -> Exhibit:
    """The cells with their figures."""
    page = subject.page
    scale = short(subject.scale(grid["value"]), grid)
    has_undated = bool((grid["month"] == comparing.UNDATED).any())
    names = {n: t(f"compare.month_{n}") for n in range(1, comparing.UNDATED + has_undated)}
    through = filters.day_name(snapshot.data_through(page.release))
    seen = pl.Series("label", [page.numbers.seen(value, scale) for value in grid["value"]], dtype=pl.String)
    labelled = grid.with_columns(seen, pl.col("value") / scale.divisor)
    told = [told_words(row, scale, through) for row in labelled.iter_rows(named=True)]
    cells = labelled.with_columns(
        pl.col("month").replace_strict(names).alias("column"), pl.Series("told", told, dtype=pl.String),
        is_break=pl.col("year").is_in(broken_years(subject)),
    )  # fmt: skip
    words = {state: t(f"compare.state_{state}") for state in
             (comparing.NOUGHT, comparing.UNKNOWN, comparing.UNPRICED, comparing.FUTURE)}  # fmt: skip
    columns = list(names.values())
    caption = Caption(
        title(subject, grid), subject.details(scale, page.region, page.hazard, t("basis.event_sum")),
        (*keys(subject, grid, through), *undated(subject, grid, scale)),
    )  # fmt: skip
    exact = grid.select(
        pl.col("year").alias(t("trends.year")), pl.col("month").replace_strict(names).alias(t("compare.month")),
        pl.col("value").alias(subject.heading()),
        tables.worded(grid, "state", lambda one: words.get(one, ""), t("compare.state")),
    )  # fmt: skip
    return Exhibit(
        lambda colours: charts.month_heat(cells, columns, words, colours), caption, exact,
        page.file_name(subject.name, t("compare.months_name")),
    )  # fmt: skip


def short(scale: Scale, grid: pl.DataFrame) -> Scale:
    """Fewer decimals where the figures are large, so that they fit into cells; the CSV has them all."""
    largest = max((value for value in grid["value"] if value is not None), default=Decimal(0))
    is_long = largest >= FEW_DECIMALS_FROM * scale.divisor
    return Scale(scale.unit, scale.divisor, min(scale.decimals, 0 if is_long else 2))


def told_words(row: dict[str, object], scale: Scale, through: str) -> str:
    """What the tooltip of a cell says: the figure, up to which day, and whether all of the month is known."""
    if row["value"] is None:
        return ""
    more = [t("compare.until", day=through)] if row["is_cut"] else []
    more += [t("compare.in_part")] if row["is_in_part"] and not row["is_cut"] else []
    return t("compare.dot").join([f"{row['label']} {scale.unit}", *more])


def broken_years(subject: Subject) -> list[int]:
    """The years before which the series breaks."""
    rows = subject.page.rows.filter((pl.col("indicator") == subject.indicator) & (pl.col("period_kind") == "year"))
    return rows.filter(pl.col("break_flag").cast(pl.Boolean).fill_null(False))["year"].to_list()


def title(subject: Subject, grid: pl.DataFrame) -> str:
    """2016—2025年直接经济损失集中在6月—8月，占82.4%"""
    page, found = subject.page, comparing.peak(grid)
    words = {"years": span(grid.filter(pl.col("value").is_not_null())["year"]), "indicator": subject.spoken}
    if found is None:
        return t("compare.months_nought", **words)
    months = {"from_month": t(f"compare.month_{found.first}"), "to_month": t(f"compare.month_{found.last}")}
    key = "compare.months_sentence" if found.first < found.last else "compare.months_sentence_one"
    return t(key, share=page.numbers.percent(found.share), **months, **words)


def undated(subject: Subject, grid: pl.DataFrame, scale: Scale) -> list[str]:
    """What bears no date is in no month, and not in the share."""
    amount = sum(grid.filter(pl.col("month") == comparing.UNDATED)["value"], Decimal(0))
    return [t("compare.months_undated", amount=subject.page.said(amount, scale))] if amount else []


def keys(subject: Subject, grid: pl.DataFrame, through: str) -> tuple[str, ...]:
    """What white, grey and empty cells mean, as far as there are any."""
    states = set(grid["state"])
    told = [t("compare.key_nought")] if comparing.NOUGHT in states else []
    if states & {comparing.UNKNOWN, comparing.UNPRICED}:
        told.append(t("compare.key_unpriced" if comparing.UNPRICED in states else "compare.key_unknown"))
    if comparing.FUTURE in states:
        told.append(t("compare.key_future", day=through))
    lines = [t("compare.semicolon").join(told)] if told else []
    if subject.page.selection.year in broken_years(subject) or set(grid["year"]) & set(broken_years(subject)):
        lines.append(t("trends.break_mark"))
    return tuple(lines)
