"""Frames for comparisons: places or hazards over years, months of years, this year among others. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import polars as pl

from dashboard.periods import TO_DATE, Period, day_of
from dashboard.series import MONEY, cumulative

YEARS = 10
MONTHS = 12
UNDATED = MONTHS + 1
"""The column in which a heat map shows what bears no date."""
PEAK = 3
"""So many months in a row are told as those in which most happens."""
KNOWN, NOUGHT, UNKNOWN, UNPRICED, FUTURE = "known", "nought", "unknown", "unpriced", "future"


@dataclass(frozen=True)
class Peak:
    """The months in a row that hold most of a figure, and their share of it in percent."""

    first: int
    last: int
    share: Fraction


@dataclass(frozen=True)
class Standing:
    """Where this year stands on its last day: its figure, the other years known on that day, those it is above."""

    day: date
    value: Decimal
    others: int
    below: int


def over_years(rows: pl.DataFrame, column: str, keys: Sequence[str], indicator: str, period: Period) -> pl.DataFrame:
    """Key × ten years, up to the chosen one: the figure of the same part of each, null where nothing is known.

    `rows` are rows of marts.year_on_year; `column` is what tells the keys apart.
    """
    axis = pl.DataFrame({"year": range(period.year - YEARS + 1, period.year + 1)}, schema={"year": pl.Int32})
    wanted = pl.DataFrame({"key": list(keys), "order": range(len(keys))}, schema={"key": pl.String, "order": pl.Int32})
    same = rows.filter((pl.col("indicator") == indicator) & (pl.col("period_kind") == period.kind)).select(
        pl.col(column).alias("key"), pl.col("year").cast(pl.Int32), pl.col("value").cast(MONEY),
        pl.col("prior_value").cast(MONEY), pl.col("change_pct").cast(MONEY), "basis", "note",
        is_break=pl.col("break_flag").cast(pl.Boolean),
    )  # fmt: skip
    joined = wanted.join(axis, how="cross").join(same, on=["key", "year"], how="left")
    return joined.with_columns(pl.col("is_break").fill_null(False), pl.col("note").fill_null("")).sort("order", "year")


def apart(places: Sequence[float], gap: float, floor: float = float("-inf")) -> list[float]:
    """The places of labels, moved as little as needed so that no two are closer than `gap`, and none is below `floor`;
    their order stays."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    groups: list[tuple[float, list[int]]] = []
    for n in order:
        centre, members = max(places[n], floor), [n]
        while groups and centre - gap * (len(members) - 1) / 2 < groups[-1][0] + gap * (len(groups[-1][1]) + 1) / 2:
            before, earlier = groups.pop()
            centre = (before * len(earlier) + centre * len(members)) / (len(earlier) + len(members))
            members = [*earlier, *members]
            centre = max(centre, floor + gap * (len(members) - 1) / 2)
        groups.append((centre, members))
    moved = list(places)
    for centre, members in groups:
        for at, n in enumerate(members):
            moved[n] = centre + gap * (at - (len(members) - 1) / 2)
    return moved


def runs(years: Iterable[int]) -> list[list[int]]:
    """The years in order, those that follow each other together."""
    found: list[list[int]] = []
    for year in sorted(set(years)):
        if found and year == found[-1][-1] + 1:
            found[-1].append(year)
        else:
            found.append([year])
    return found


def whole_span(period: Period, season_end: str) -> Period:
    """The part of the year that a period is of, when the year is not cut off: what earlier years have all of."""
    if not period.reaches_cut_off:
        return period
    ends = {TO_DATE: "12-31", "half_year": "06-30", "flood_season": season_end}
    last = day_of(period.year, ends.get(period.kind, "12-31"))
    return replace(period, last=max(last, period.last), reaches_cut_off=False)


def curves(days: pl.DataFrame, period: Period, whole: Period, known: Collection[int]) -> pl.DataFrame:
    """Year × day: earlier years over the whole part of the year, the chosen one as far as its data reach."""
    earlier = cumulative(days, whole, [year for year in known if year != period.year])
    return pl.concat([earlier, cumulative(days, period, [year for year in known if year == period.year])])


def turns(lines: pl.DataFrame) -> pl.DataFrame:
    """The days on which a curve begins, changes or ends: all that a stepped line needs."""
    ordered = lines.sort("year", "day")
    value, day = pl.col("value"), pl.col("day")
    is_turn = (value != value.shift(1)) | (day == day.min()) | (day == day.max())
    return ordered.filter(is_turn.fill_null(True).over("year"))


def standing(lines: pl.DataFrame, year: int) -> Standing | None:
    """This year on its last day among the others on the same day; None where it has no curve."""
    own = lines.filter(pl.col("year") == year).sort("day")
    if own.is_empty():
        return None
    day, value = own["day"][-1], own["value"][-1]
    others = lines.filter((pl.col("day") == day) & (pl.col("year") != year))
    return Standing(day, value, len(others), len(others.filter(pl.col("value") < value)))


def month_grid(months: pl.DataFrame, years: range, through: date) -> pl.DataFrame:
    """Every month of these years with what is known of it. What bears no date is in month 13, where there is any.

    A month that is covered and has no row is a nought; without both nothing is known; after `through` it is still to
    come. `months` has year, month, value, has_rows, is_covered, is_unpriced.
    """
    axis = pl.DataFrame({"year": years}, schema={"year": pl.Int32}).join(
        pl.DataFrame({"month": range(1, MONTHS + 1)}, schema={"month": pl.Int32}), how="cross"
    )
    told = months.with_columns(pl.col("year", "month").cast(pl.Int32), pl.col("value").cast(MONEY))
    dated = axis.join(told.filter(pl.col("month").is_not_null()), on=["year", "month"], how="left")
    undated = told.filter(pl.col("month").is_null() & pl.col("value").is_not_null() & (pl.col("value") != 0))
    joined = pl.concat([dated, undated.with_columns(month=pl.lit(UNDATED, dtype=pl.Int32)).select(dated.columns)])
    has_rows = pl.col("has_rows").fill_null(False)
    quiet = pl.col("is_covered").fill_null(False) & ~has_rows
    first_day = pl.date(pl.col("year"), pl.min_horizontal("month", pl.lit(MONTHS)), 1)
    state = (
        pl.when((first_day > through) & (pl.col("month") <= MONTHS) & ~has_rows).then(pl.lit(FUTURE))
        .when(quiet | (has_rows & (pl.col("value") == 0))).then(pl.lit(NOUGHT))
        .when(has_rows & pl.col("value").is_not_null()).then(pl.lit(KNOWN))
        .when(has_rows & pl.col("is_unpriced").fill_null(False)).then(pl.lit(UNPRICED))
        .otherwise(pl.lit(UNKNOWN))
    )  # fmt: skip
    is_month_over = (through + timedelta(days=1)).month != through.month
    is_cut = (pl.col("year") == through.year) & (pl.col("month") == through.month) & pl.lit(not is_month_over)
    in_part = pl.col("value").is_not_null() & ~pl.col("is_covered").fill_null(False) & (pl.col("month") <= MONTHS)
    return joined.select(
        "year", "month", state=state, is_cut=is_cut, is_in_part=in_part,
        value=pl.when(quiet).then(pl.lit(Decimal(0), dtype=MONEY)).otherwise(pl.col("value")),
    ).sort("year", "month")  # fmt: skip


def peak(grid: pl.DataFrame) -> Peak | None:
    """The months in a row, three at most, that hold most of what is known of all years; None where nothing happened."""
    dated = grid.filter((pl.col("month") <= MONTHS) & pl.col("value").is_not_null())
    sums = dict(dated.group_by("month").agg(pl.col("value").sum()).iter_rows())
    by_month = [sums.get(month) or Decimal(0) for month in range(1, MONTHS + 1)]
    total = sum(by_month, Decimal(0))
    if not total:
        return None
    amount, first = max((sum(by_month[n : n + PEAK], Decimal(0)), -n) for n in range(MONTHS - PEAK + 1))
    held = [month for month in range(1 - first, PEAK - first + 1) if by_month[month - 1]]
    return Peak(held[0], held[-1], Fraction(amount) * 100 / Fraction(total))
