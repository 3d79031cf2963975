"""Which part of a year a report is about: what the release knows best, never the clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.errors import LedgerError
from pipelines.exports.snapshot import Snapshot
from pipelines.reporting.figures import Cell

HALF_YEAR = "half_year"
STATED = "stated"
Rows = Callable[..., list[dict[str, Any]]]


@dataclass(frozen=True)
class Period:
    """A part of a year from 1 January on; `through` is the cell that says how far it reaches."""

    kind: str
    year: int
    through: date
    through_cell: Cell
    year_cell: Cell

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, 1, 1)

    @property
    def has_years(self) -> bool:
        """Whether marts by whole years, open or not, are about this period."""
        return self.kind in ("year", "year_to_date")


def chosen(kind: str, source: Snapshot, rows: Rows, region: str, year: int | None) -> Period:
    """The period of a report of this kind: of the year that is asked for, else of the latest with data."""
    years = [row["year"] for row in rows("years", region=region)]
    told = "、".join(map(str, years)) or "无"
    name = source.regions[region]["name_zh"]
    wanted = year or max(years, default=None)
    period = _of_year(kind, source, rows, region, wanted) if wanted in years and wanted else None
    if period is None:
        raise LedgerError(
            f"{name}没有{wanted or ''}年{'上半年' if kind == HALF_YEAR else ''}的损失数据。有数据的年份：{told}。",
            f"There are no loss data of {name} for {'the first half of ' if kind == HALF_YEAR else ''}"
            f"{wanted or 'any year'}. Years with data: {told.replace('、', ', ').replace('无', 'none')}.",
        )
    return period


def _of_year(kind: str, source: Snapshot, rows: Rows, region: str, year: int) -> Period | None:
    known = {row["period_kind"]: row for row in rows("periods", region=region, year=year) if row["is_known"]}
    is_open = bool(known.get("year", {}).get("is_open"))
    kinds = (HALF_YEAR,) if kind == HALF_YEAR else ("year_to_date", "year") if is_open else ("year",)
    for period_kind in kinds:
        if period_kind in known:
            return _compared(period_kind, year, region, known[period_kind]["through_date"])
    if kind != HALF_YEAR and _has_disasters(rows, region, year):
        return _added(source, region, year)
    return _stated(kind, region, year, (row["through"] for row in rows("stated_periods", region=region, year=year)))


def _compared(kind: str, year: int, region: str, through: str) -> Period:
    month, day = map(int, through.split("-"))
    row = f"period_kind={kind}; year={year}; region_code={region}; hazard_key=all; indicator=direct_economic_loss"
    cells = (
        Cell("marts.year_on_year", row, name, value) for name, value in (("through_date", through), ("year", str(year)))
    )
    return Period(kind, year, date(year, month, day), *cells)


def _has_disasters(rows: Rows, region: str, year: int) -> bool:
    return any(row["region_code"] == region for row in rows("annual", region=region, year=year))


def _added(source: Snapshot, region: str, year: int) -> Period:
    """A region below the county is not compared; its year reaches as far as the data."""
    through = min(date(year, 12, 31), source.data_through)
    row = f"year={year}; region_code={region}; hazard_key=all"
    told = Cell("meta.release", f"release_id={source.id}", "data_through", source.data_through.isoformat())
    kind = "year" if source.is_closed(year) else "year_to_date"
    return Period(kind, year, through, told, Cell("marts.annual_losses", row, "year", str(year)))


def _stated(kind: str, region: str, year: int, ends: Iterable[date]) -> Period | None:
    """The longest part of the year of which a source states figures."""
    for end in ends:
        if kind == HALF_YEAR and end != date(year, 6, 30):
            continue
        row = f"current_code={region}; period_start={year}-01-01; period_end={end}"
        cell = Cell("core.period_figures", row, "period_end", end.isoformat())
        year_cell = Cell("core.period_figures", row, "year(period_end)", str(year))
        of_whole = {date(year, 12, 31): "year", date(year, 6, 30): HALF_YEAR}
        return Period(of_whole.get(end, STATED), year, end, cell, year_cell)
    return None
