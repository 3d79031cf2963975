"""Frames for the charts, from daily and yearly rows. Pure; sums of what is additive, nothing else."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

import polars as pl

from dashboard.periods import Period

COMMON_YEAR = 2000  # a leap year: every day of any year has a place on the axis
MONEY = pl.Decimal(38, 6)


def cumulative(days: pl.DataFrame, period: Period, covered: Collection[int]) -> pl.DataFrame:
    """Year × day of the period: the figure added up from the period's first day; nothing for uncovered years.

    `days` has occurred_on and value. The current year ends where its data end.
    """
    frames = [curve_of_year(days, period, year) for year in sorted(covered)]
    return pl.concat(frames) if frames else pl.DataFrame(schema={"year": pl.Int32, "day": pl.Date, "value": MONEY})


def curve_of_year(days: pl.DataFrame, period: Period, year: int) -> pl.DataFrame:
    """One year's curve over every day of the period."""
    first, last = common(period.first), common(period.last)
    axis = pl.DataFrame({"day": pl.date_range(first, last, eager=True)})
    of_year = days.filter(pl.col("occurred_on").dt.year() == year).select(
        day=pl.date(COMMON_YEAR, pl.col("occurred_on").dt.month(), pl.col("occurred_on").dt.day()),
        value=pl.col("value").cast(MONEY),
    )
    by_day = axis.join(of_year.group_by("day").agg(pl.col("value").sum()), on="day", how="left").sort("day")
    return by_day.select(
        year=pl.lit(year, dtype=pl.Int32), day="day", value=pl.col("value").fill_null(Decimal(0)).cum_sum().cast(MONEY)
    )


def common(day: date) -> date:
    """The day on the common axis."""
    return day.replace(year=COMMON_YEAR)


def band(curves: pl.DataFrame, year: int) -> pl.DataFrame:
    """Lowest and highest of the five years before, by day; nothing for a single year, which has no range."""
    before = curves.filter(pl.col("year").is_between(year - 5, year - 1))
    before = before if before["year"].n_unique() > 1 else before.clear()
    return before.group_by("day").agg(low=pl.col("value").min(), high=pl.col("value").max()).sort("day")


def ten_years(
    rows: pl.DataFrame, indicator: str, period: Period, *, whole_kind: str = "year", years: int = 10
) -> pl.DataFrame:
    """One row per year up to the chosen one: the period's figure, the rest of its year, whether it is known, breaks.

    There is a rest only on one basis: an event sum taken from a settled total is none. `rows` are rows of
    marts.year_on_year of one region and hazard.
    """
    axis = pl.DataFrame({"year": range(period.year - years + 1, period.year + 1)}, schema={"year": pl.Int32})
    chosen = rows.filter(pl.col("indicator") == indicator).with_columns(pl.col("year").cast(pl.Int32))
    same = chosen.filter(pl.col("period_kind") == period.kind).select(
        "year", value=pl.col("value").cast(MONEY), is_break=pl.col("break_flag").cast(pl.Boolean).fill_null(False),
        basis="basis",
    )  # fmt: skip
    whole = chosen.filter(pl.col("period_kind") == whole_kind).select(
        "year", whole=pl.col("value").cast(MONEY), whole_basis="basis"
    )
    joined = axis.join(same, on="year", how="left").join(whole, on="year", how="left").sort("year")
    is_rest = (pl.col("whole") > pl.col("value")) & (pl.col("whole_basis") == pl.col("basis"))
    rest = pl.when(is_rest).then(pl.col("whole") - pl.col("value"))
    return joined.with_columns(rest=rest, is_break=pl.col("is_break").fill_null(False))
