"""This year against each of the ten before it, added up by day; a year of which nothing is known has no line."""

import polars as pl

from dashboard import charts, comparing, filters, snapshot
from dashboard.charts import Caption
from dashboard.components import exhibit, tables
from dashboard.components.compare import Subject, season_end, years_words
from dashboard.components.exhibit import Exhibit
from dashboard.formats import Scale
from dashboard.i18n import t
from dashboard.periods import Period

HEIGHT, LABEL_GAP = 430, 14
WORDS_WIDE = 0.12
"""The share of the axis that a year at the end of a line takes on a phone."""
EARLIER = comparing.YEARS
"""So many years before the chosen one are compared with it."""


def show(subject: Subject) -> None:
    """The curves, and which years have none."""
    page = subject.page
    period = page.selection.period
    whole = comparing.whole_span(period, season_end(page))
    days = snapshot.ask(page.release, "days_in_prices", indicator=subject.indicator, first=period.year - EARLIER,
                        **subject.days)  # fmt: skip
    known = known_years(subject, days, whole)
    lines = comparing.curves(days.filter(pl.col("value").is_not_null()), period, whole, known)
    if lines.is_empty():
        tables.muted(t("curve.none"))
        return
    exhibit.show(page.release, chart(subject, lines, whole, known), key="curves")


def known_years(subject: Subject, days: pl.DataFrame, whole: Period) -> dict[int, bool]:
    """The years with a curve, and whether all of the year is covered. An unknown year draws no line at nought; nor does
    one whose figures bear no dates, or have no price index."""
    page = subject.page
    dated = set(days["occurred_on"].dt.year())
    unpriced = set(days.filter(pl.col("value").is_null())["occurred_on"].dt.year())
    rows = snapshot.ask(page.release, "year_on_year", region=page.selection.region, hazard=page.selection.hazard)
    kind = pl.when(pl.col("year") == whole.year).then(pl.lit(page.selection.period.kind)).otherwise(
        pl.lit("year" if whole.to_day == "12-31" else page.selection.period.kind)
    )  # fmt: skip
    same = rows.filter(
        (pl.col("period_kind") == kind) & (pl.col("indicator") == subject.indicator) & pl.col("value").is_not_null()
        & pl.col("year").is_between(whole.year - EARLIER, whole.year)
    )  # fmt: skip
    return {
        row["year"]: "not_covered" not in (row["note"] or "").split()
        for row in same.iter_rows(named=True)
        if row["year"] not in unpriced and (row["value"] == 0 or row["year"] in dated)
    }


def chart(subject: Subject, lines: pl.DataFrame, whole: Period, known: dict[int, bool]) -> Exhibit:
    """The lines with their years at their ends."""
    page = subject.page
    scale = subject.scale(lines["value"])
    this = page.selection.year
    roles = {this: charts.CURRENT, this - 1: charts.PRIOR}
    drawn = subject.labelled(comparing.turns(lines), scale).with_columns(
        role=pl.col("year").replace_strict(roles, default=charts.OTHER, return_dtype=pl.String)
    )
    ends = with_words(drawn, known)
    month = t("curve.month")
    caption = Caption(
        title(subject, lines, scale), subject.details(scale, page.region, filters.span_name(whole), page.hazard,
                                                      t("basis.event_sum")),
        keys(subject, whole, known),
    )  # fmt: skip
    exact = lines.sort("year", "day").select(
        pl.col("year").alias(t("trends.year")), pl.col("day").dt.strftime("%m-%d").alias(t("curve.day")),
        pl.col("value").alias(subject.heading()),
    )  # fmt: skip
    return Exhibit(
        lambda colours: charts.year_curves(drawn, ends, colours, month=month, height=HEIGHT), caption, exact,
        page.file_name(subject.name, t("curve.name")),
    )  # fmt: skip


def with_words(drawn: pl.DataFrame, known: dict[int, bool]) -> pl.DataFrame:
    """What stands at the end of each line: its year, with a star where not all of it is covered."""
    last = drawn.sort("day").group_by("year", maintain_order=True).last().sort("year")
    gap = float(drawn["value"].max() or 1) * LABEL_GAP / HEIGHT  # type: ignore[arg-type]
    words = [f"{year}{'' if known.get(year, True) else '*'}" for year in last["year"]]
    near = last.sort("day").with_columns(after=pl.col("day").diff().dt.total_days().fill_null(0))
    width = (drawn["day"].max() - drawn["day"].min()).days * WORDS_WIDE  # type: ignore[union-attr, operator]
    placed: dict[int, float] = {}
    for _, of_days in near.group_by((pl.col("after") > width).cum_sum()):
        moved = comparing.apart([float(value) for value in of_days["value"]], gap, floor=0)
        placed |= dict(zip(of_days["year"], moved, strict=True))
    at = pl.Series("at", [placed[year] for year in last["year"]], dtype=pl.Float64)
    return last.with_columns(at, pl.Series("words", words, dtype=pl.String))


def title(subject: Subject, lines: pl.DataFrame, scale: Scale) -> str:
    """截至7月12日，2025年直接经济损失累计0.39亿元，高于此前有资料的7年中的2年"""
    page = subject.page
    found = comparing.standing(lines, page.selection.year)
    words = {"year": page.selection.year, "indicator": subject.spoken}
    if found is None:
        return t("compare.curves_unknown", **words)
    words |= {"day": filters.day_name(found.day), "amount": page.said(found.value, scale), "others": found.others,
              "below": found.below}  # fmt: skip
    if not found.others:
        return t("compare.curves_alone", **words)
    key = "all" if found.below == found.others else "some" if found.below else "none"
    return t(f"compare.curves_above_{key}", **words)


def keys(subject: Subject, whole: Period, known: dict[int, bool]) -> tuple[str, ...]:
    """What the lines are, and which years have none, are known in part, or have no price index."""
    years = range(whole.year - EARLIER, whole.year + 1)
    told = [t("compare.curves_key", year=whole.year, prior=whole.year - 1)]
    absent = [year for year in years if year not in known]
    if absent:
        told.append(t("compare.curves_absent_unpriced" if subject.is_priced else "compare.curves_absent",
                      years=years_words(absent)))  # fmt: skip
    partly = [year for year, is_covered in known.items() if not is_covered]
    if partly:
        told.append(t("compare.curves_partly", years=years_words(partly)))
    return tuple(told)
