"""The two charts of Overview: the curve by day, and the categories."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import polars as pl

from dashboard import charts, figures, i18n, labels, series, snapshot
from dashboard.charts import Caption
from dashboard.components import exhibit, tables
from dashboard.components.exhibit import Exhibit
from dashboard.formats import Scale, scale_for
from dashboard.i18n import t
from dashboard.page import Page

LOSS = "direct_economic_loss"
EXACT_MONEY = "ledger_money"
"""The scale of money that keeps a hundred yuan in every unit."""
ROUNDING_LIMIT = 1  # 万元: more than that is not explained by rounding


def year_names(page: Page) -> tuple[str, str]:
    """2026年, 2025年"""
    return t("period.this", year=page.selection.year), t("period.this", year=page.selection.year - 1)


def compared_names(page: Page) -> tuple[str, str]:
    """2026年, 2025年（当时口径）: what the figures themselves are compared with."""
    current, prior = year_names(page)
    return current, prior if page.known_then is None else t("known_then.name", prior=prior)


def curve(page: Page, indicator: str = LOSS, *, height: int = 285) -> None:
    """This year, last year and the range of the five before, added up by day."""
    curves = curves_of(page, indicator)
    if curves.is_empty():
        tables.muted(t("curve.none"))
        return
    one = page.figure(indicator)
    ends = curves.select(pl.col("value").min().alias("low"), pl.col("value").max().alias("high")).row(0)
    scale = scale_for(one.unit, ends, page.numbers.language, one.decimals, one.period_unit)
    names = year_names(page)
    shown = curves.filter(pl.col("year") > page.selection.year - 2).with_columns(
        series=pl.when(pl.col("year") == page.selection.year).then(pl.lit(names[0])).otherwise(pl.lit(names[1]))
    )
    lines = labelled(page, shown, scale)
    span = series.band(curves, page.selection.year).with_columns(pl.col("low", "high") / scale.divisor)
    band_name = t("curve.band", first=page.selection.year - 5, last=page.selection.year - 1)
    undated = undated_words(page, curves, one, scale)
    event_sum = t("basis.event_sum")
    is_same = one.basis in (None, figures.EVENT_SUM)
    keys = [undated, "" if is_same else t("curve.other_basis", basis=page.basis_of(indicator))]
    caption = Caption(
        curve_title(page, one if is_same else drawn(one, curves, page.selection.year), scale),
        t("curve.details", unit=scale.unit, span=page.span), tuple(filter(None, keys)), page.whose(event_sum),
    )  # fmt: skip
    month = t("curve.month")
    one_chart = Exhibit(
        lambda colours: charts.cumulative_curve(lines, span, (*names, band_name), colours, month=month, height=height),
        caption,
        by_day(curves, labels.indicator(page.release, indicator), page.unit(indicator)),
        page.file_name(labels.indicator(page.release, indicator), t("curve.name")),
    )
    exhibit.show(page.release, one_chart, key=f"curve_{indicator}")


def curves_of(page: Page, indicator: str) -> pl.DataFrame:
    """Year × day of the period, this year and the five before, in the prices chosen."""
    years = {"first": page.selection.year - 5, "last": page.selection.year}
    is_priced = page.is_priced(indicator)
    question = "days_in_prices" if is_priced else "days"
    days = snapshot.ask(page.release, question, indicator=indicator, is_priced=is_priced, **(page.bounds | years))
    return series.cumulative(days, page.selection.period, covered_years(page, indicator, days))


def drawn(one: figures.Figure, curves: pl.DataFrame, year: int) -> figures.Figure:
    """The figure that the curves end at, where the stated one is on another basis."""
    ends = dict(curves.group_by("year").agg(pl.col("value").max()).iter_rows())
    value, prior = ends.get(year), ends.get(year - 1)
    change = None if value is None or prior is None else value - prior
    return replace(one, value=value, prior=prior, change=change, sum_5y=None, basis=figures.EVENT_SUM, notes=())


def curve_title(page: Page, one: figures.Figure, scale: Scale) -> str:
    """直接经济损失累计3,914.33万元，比上年同期减少14.7%"""
    name = labels.indicator(page.release, one.indicator)
    if one.value is None:
        return t("curve.title_unknown", indicator=name)
    change = figures.sentence_words(one, scale, page.numbers, prior=page.prior)
    return t("curve.title", indicator=name, amount=page.said(one.value, scale), change=change)


def by_day(curves: pl.DataFrame, name: str, unit: str) -> pl.DataFrame:
    """The curve as a table: day × year, exact."""
    wide = curves.with_columns(day=pl.col("day").dt.strftime("%m-%d"), year=pl.col("year").cast(pl.String))
    heading = t("words.with_unit", name=name, unit=unit)
    return wide.select(pl.col("day").alias(t("curve.day")), pl.col("year").alias(t("trends.year")),
                       pl.col("value").alias(heading))  # fmt: skip


def labelled(page: Page, frame: pl.DataFrame, scale: Scale) -> pl.DataFrame:
    """The frame with a label in words and the value in the unit shown."""
    known = {value: page.numbers.scaled(value, scale) for value in frame["value"].unique()}  # most days add nothing
    words = [known[value] for value in frame["value"]]
    return frame.with_columns(pl.Series("label", words, dtype=pl.String), pl.col("value") / scale.divisor)


def undated_words(page: Page, curves: pl.DataFrame, one: figures.Figure, scale: Scale) -> str:
    """What the curve cannot show, because it bears no date."""
    shown = curves.filter(pl.col("year") == page.selection.year)["value"].max()
    rest = (one.value or Decimal(0)) - Decimal(str(shown or 0))
    is_undated = rest > 0 and one.basis == "event_sum"
    return t("note.undated_in_curve", amount=page.said(rest, scale)) if is_undated else ""


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
    parts = category_figures(page)
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
    difference = difference_words(page, parts)
    caption = Caption(
        categories_title(page, parts, scale),
        t("categories.details", unit=scale.unit, span=page.span, basis=bases_of(page, parts)),
        (difference,) if difference else (), page.whose(bases_of(page, parts)),
    )  # fmt: skip
    height = 40 + 36 * frame["category"].n_unique()
    bars = labelled(page, frame, scale)
    exact = frame.select(
        pl.col("category").alias(t("categories.category")), pl.col("series").alias(t("trends.year")),
        pl.col("value").alias(t("words.with_unit", name=labels.indicator(page.release, LOSS), unit=page.unit(LOSS))),
    )  # fmt: skip
    one = Exhibit(
        lambda colours: charts.category_bars(bars, names, colours, height=height), caption, exact,
        page.file_name(t("categories.name")),
    )  # fmt: skip
    exhibit.show(page.release, one, key="categories")


def category_figures(page: Page) -> list[figures.Figure]:
    """The parts of the loss in the codebook's order, and those that a report merges."""
    parts = [page.figure(name) for name in category_names(page)]
    return parts + merged_parts(page, parts)


def is_of_one_basis(page: Page, parts: list[figures.Figure]) -> bool:
    """Whether the categories that are known are on the basis of the total: else they are no parts of it."""
    return {part.basis for part in parts if part.value is not None} <= {page.figure(LOSS).basis}


def whole_of(page: Page, parts: list[figures.Figure]) -> Decimal | None:
    """What the categories are shares of: the total on their own basis, else all of them together; None where their
    bases differ or some of them are not known."""
    if is_of_one_basis(page, parts):
        return page.figure(LOSS).value
    values = [part.value for part in parts]
    if None in values or len({part.basis for part in parts}) > 1:
        return None
    return sum((value for value in values if value is not None), Decimal(0))


def bases_of(page: Page, parts: list[figures.Figure]) -> str:
    """The bases of the categories, in words; that of the total where none is known."""
    bases = dict.fromkeys(part.basis or "none" for part in parts if part.value is not None)
    return t("words.list_comma").join(i18n.word("basis", basis) for basis in bases) if bases else page.basis


def categories_title(page: Page, parts: list[figures.Figure], scale: Scale) -> str:
    """农林牧渔业损失最多，1,925.65万元，占49.2%"""
    known = [part for part in parts if part.value]
    total = whole_of(page, parts)
    if not known:
        is_nought = any(part.value is not None for part in parts)
        return t("categories.title_nought" if is_nought else "categories.title_unknown")
    largest = max(known, key=lambda part: part.value or 0)
    words = {"category": labels.indicator(page.release, largest.indicator), "amount": page.said(largest.value, scale)}
    if not total:
        return t("categories.title_without_share", **words)
    share = page.numbers.percent(Fraction(largest.value or 0) * 100 / Fraction(total))
    return t("categories.title", share=share, **words)


def difference_words(page: Page, parts: list[figures.Figure]) -> str:
    """分项差额: nothing is said where either side is unknown."""
    difference = figures.parts_minus_total(parts, page.figure(LOSS))
    if difference is None or not is_of_one_basis(page, parts):
        return ""
    if difference == 0:
        return t("categories.no_difference")
    key = "categories.rounding" if abs(difference) < ROUNDING_LIMIT else "categories.difference"
    return t(key, amount=page.said(difference, scale_for(EXACT_MONEY, [difference], page.numbers.language)))


def merged_parts(page: Page, parts: list[figures.Figure]) -> list[figures.Figure]:
    """Categories that a report of the period merges: kept merged, where the report leaves the categories empty."""
    is_reported = page.figure(LOSS).basis not in (None, "event_sum") and any(part.value is None for part in parts)
    if not is_reported or not snapshot.has(page.release, "marts.period_comparisons"):
        return []
    rows = snapshot.ask(page.release, "merged_categories", **page.bounds).iter_rows(named=True)
    known = [(figures.absent(row["indicator"], page.codebook.get(row["indicator"], {})), row) for row in rows]
    basis = page.figure(LOSS).basis
    return [replace(one, value=row["value"], prior=row["prior_value"], basis=basis) for one, row in known]


def category_names(page: Page) -> list[str]:
    """The parts of the loss in the codebook's order."""
    parts = [row for row in page.codebook.values() if row["loss_category"]]
    return [row["column_name"] for row in sorted(parts, key=lambda row: int(row["loss_category"]))]
