"""The figures of a form: of one region, for a year or for one disaster, an indicator a line in the national order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from pipelines import codebooks
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.exports.stacking import stacked_records
from pipelines.exports.texts import exact_text, rounded, word
from pipelines.exports.wide_lists import national_names

INDENT = "　　"
PARTS = ("subset", "part")
NO_PERIOD_UNIT = ("", "(快照)")


@dataclass(frozen=True)
class Cell:
    """One cell: its text, and the number (if it is one) with its decimals for a workbook."""

    text: str
    number: Any = None
    decimals: int = 0


@dataclass(frozen=True)
class Filed:
    """What one region's form says: the figures by indicator (None not reported), and those of another basis than the
    sum of disasters; for a disaster the record itself.
    """

    region: str
    figures: Mapping[str, Any]
    bases: Mapping[str, str]
    record: Row | None = None
    is_quiet: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was received."""
        return all(value is None for value in self.figures.values())


def of_year(release: Snapshot, regions: list[str], year: int, through: date) -> list[Filed]:
    """The figures of the year up to `through`, of the first region and those directly below it: stated ones first.

    A region that is known to have had no disaster has zeros; one that nothing is known of has nothing.
    """
    chosen = {"year": year, "region": regions[0]}
    sums = {row["region_code"]: row for row in release.file_rows("form_annual", chosen)}
    kind = "year" if release.is_closed(year) else "year_to_date"
    quiet = {row["region_code"] for row in release.file_rows("form_quiet", chosen | {"period_kind": kind})}
    names = national_names(release)
    stated: dict[str, dict[str, Row]] = {code: {} for code in regions}
    for row in release.file_rows("form_stated", chosen | {"through": through}):
        if row["region_code"] in stated and row["indicator"] in names:
            stated[row["region_code"]][row["indicator"]] = row
    filed = []
    for code in regions:
        zero = {name: 0 for name in names if code in quiet and not is_stock(release.indicators[name])}
        added = {name: value for name, value in sums.get(code, {}).items() if value is not None}
        figures = {name: added.get(name, zero.get(name)) for name in names}  # a quiet year may have been adjusted
        figures |= {name: row["value"] for name, row in stated[code].items()}
        bases = {name: str(row["basis"]) for name, row in stated[code].items()}
        filed.append(Filed(code, figures, bases, is_quiet=code in quiet))
    return filed


def of_event(release: Snapshot, regions: list[str], event: str) -> list[Filed]:
    """The figures of one disaster, for those of the regions that it touched."""
    records = {row["region_code"]: row for row in stacked_records(release, regions[0], year=None, event=event)}
    names = national_names(release)
    return [
        Filed(code, {name: records[code].get(name) for name in names}, {}, records[code])
        for code in regions
        if code in records
    ]


def lines(release: Snapshot, filed: Filed, codes: Mapping[str, str], *, of_a_year: bool) -> list[list[Cell]]:
    """The lines of the form: 指标名称, 计量单位, 代码, 数量. An unknown code stays empty."""
    return [
        [
            Cell(_name(release, name)),
            Cell(_unit(release.indicators[name], of_a_year=of_a_year)),
            Cell(codes.get(name, "")),
            _figure(release, name, filed.figures[name], of_a_year=of_a_year),
        ]
        for name in national_names(release)
    ]


def is_stock(indicator: Row) -> bool:
    """Whether the indicator is a figure of the moment, which a year has none of."""
    return str(indicator["event_agg"]) != codebooks.SUM


def _name(release: Snapshot, name: str) -> str:
    """The official wording without its unit, 其中 below what it is part of; later parts stand below the first."""
    indicator = release.indicators[name]
    heading = str(indicator["export_header_zh"]).removesuffix(f"({indicator['unit']})")
    depth = 0
    while str(indicator["part_kind"]) in PARTS:
        depth += 1
        indicator = release.indicators[str(indicator["parent"])]
    if not depth:
        return heading
    first = heading.startswith(word("form.part"))
    return INDENT * depth + ("" if first else "　" * len(word("form.part"))) + heading


def _unit(indicator: Row, *, of_a_year: bool) -> str:
    period = str(indicator["period_unit"] or "")
    return period if of_a_year and period not in NO_PERIOD_UNIT else str(indicator["unit"])


def _figure(release: Snapshot, name: str, value: Any, *, of_a_year: bool) -> Cell:
    indicator = release.indicators[name]
    if value is None:
        return Cell(word("form.not_applicable") if of_a_year and is_stock(indicator) else "")
    decimals = int(indicator["decimals"] or 0)
    number = rounded(Fraction(value), decimals, str(release.about["rounding"]))
    return Cell(exact_text(number, decimals), number, decimals)
