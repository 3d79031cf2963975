"""One cell of a ledger → its value in the type of its column, or the rule that it breaks. Nothing is guessed.

Money is parsed in 万元, as all money of the product, and kept in 元: six places of the one are the cents of the other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from math import isfinite

from pipelines import codebooks
from pipelines.codebooks import LedgerColumn
from pipelines.readers.figures import DATE, NO_VALUE
from pipelines.readers.messages import masked
from pipelines.readers.quotable import event_text
from pipelines.readers.rows import cell_text
from pipelines.readers.sheets import Cell
from pipelines.transforms.dates import parse_moment, year_told
from pipelines.transforms.hazards import parse_hazard
from pipelines.transforms.ledger_words import choice_of
from pipelines.transforms.numbers import (
    EXACT,
    LARGEST,
    MISSING,
    UNREADABLE,
    Figure,
    Measure,
    missing_marks,
    number_text,
    parse_figure,
)
from pipelines.transforms.periods import parse_season
from pipelines.transforms.units import known_unit
from pipelines.transforms.widths import narrow, squeezed

YUAN, WAN = "元", "万元"
UNKNOWN = "unknown"
EARLIEST, LATEST = 1949, 2099
LONGEST_TEXT = 120
_TEN_THOUSAND = Decimal(10_000)
_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?|财年)?")
_WITH_UNIT = re.compile(r"([0-9,]+(?:\.[0-9]+)?)\(?([\u4e00-\u9fff]{1,3})\)?")
_SHORT_DAY = re.compile(r"([0-9]{1,2})[.]([0-9]{2})|([0-9]{1,2})[-/]([0-9]{1,2})")
_PLAIN = re.compile(r"[0-9]{1,9}")
_PLAIN_MONEY = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?")
_YUAN_IN = {"": 1, YUAN: 1, WAN: 10_000}
"""Plain numbers, most cells by far, are understood at once."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a cell gives. `rule_id` is broken by it; `year` and `unit` are what it tells beside its value."""

    value: object = None
    rule_id: str = ""
    figure: Figure | None = None
    year: int | None = None
    unit: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether the cell says nothing at all."""
        return self.value is None and not self.rule_id and (self.figure is None or self.figure.state == MISSING)


BLANK = Entry()


def entry_of(column: LedgerColumn, cell: Cell, unit: str = "", year: int | None = None) -> Entry:
    """Read one cell. `unit` is what the heading or title writes for the column; `year` completes a day like 6月28日."""
    if column.is_measure:
        return _figure(column, cell, unit)
    if is_missing(cell):
        return BLANK
    return _READERS.get(column.type, _text)(column, cell, year)


def is_missing(cell: Cell) -> bool:
    """Whether a cell is blank or holds a mark of what is not reported."""
    return cell is None or (isinstance(cell, str) and (not cell.strip() or narrow(cell) in missing_marks()))


def measure_of(column: LedgerColumn, unit: str) -> Measure:
    """How the figures of a column are read."""
    if column.type == "money":
        return Measure(WAN, 6, unit or YUAN, _largest(WAN, column.column_name))
    own = column.unit or _canonical(unit) or "个"
    return Measure(own, 0 if column.type == "integer" else 6, unit or own, _largest(own, column.column_name))


def _figure(column: LedgerColumn, cell: Cell, unit: str) -> Entry:
    if isinstance(cell, datetime | time):
        return Entry(rule_id="F069", figure=Figure(None, DATE))
    if isinstance(cell, bool) or (isinstance(cell, float) and not isfinite(cell)):
        return Entry(rule_id="F060", figure=Figure(None, UNREADABLE))
    text = _number(cell) if isinstance(cell, float | int) else cell or ""
    told = ""
    if column.type == "decimal":
        text, told = _without_unit(text)
        unit = told or unit
    elif column.type == "integer" and not unit and _PLAIN.fullmatch(text):
        return Entry(int(text), figure=Figure(Decimal(text), EXACT))
    elif column.type == "money" and unit in _YUAN_IN and _PLAIN_MONEY.fullmatch(text):
        yuan = (Decimal(text) * _YUAN_IN[unit]).quantize(_CENT)
        return Entry(yuan, figure=Figure(yuan, EXACT))
    figure = parse_figure(text, measure_of(column, unit))
    if column.type == "money":
        figure = _in_yuan(figure)
    if figure.value is None:
        return Entry(figure=figure, rule_id="" if figure.state == MISSING else "F060", unit=told)
    return Entry(int(figure.value) if column.type == "integer" else figure.value, figure=figure, unit=told)


def no_value() -> Entry:
    """A formula whose result the file does not hold."""
    return Entry(rule_id="F026", figure=Figure(None, NO_VALUE))


def _number(cell: float | int) -> str:
    return number_text(cell).removesuffix(".0")


def _in_yuan(figure: Figure) -> Figure:
    """The same figure in 元, to the cent."""
    half = figure.half_width
    value = None if figure.value is None else (figure.value * _TEN_THOUSAND).quantize(_CENT)
    return Figure(value, figure.state, None if half is None else half * _TEN_THOUSAND)


def _without_unit(text: str) -> tuple[str, str]:
    """A quantity and the unit written behind it: 300床."""
    hit = _WITH_UNIT.fullmatch(squeezed(text))
    if not hit or parse_figure(text, Measure("个")).value is not None:
        return text, ""
    is_plain_unit = not any(letter in "余多约近百千万亿几" for letter in hit[2])
    return (hit[1], hit[2]) if is_plain_unit else (text, "")


def _choice(column: LedgerColumn, cell: Cell, year: int | None) -> Entry:
    found = choice_of(column.choices, cell_text(cell))
    if found:
        return Entry(found)
    is_kept = UNKNOWN in codebooks.choices(column.choices)
    return Entry(UNKNOWN if is_kept else None, "F111")


def _season(column: LedgerColumn, cell: Cell, year: int | None) -> Entry:
    season = parse_season(cell_text(cell))
    return Entry(f"{season[0]}-{season[1]}") if season else Entry(rule_id="F114")


def _year(column: LedgerColumn, cell: Cell, year: int | None) -> Entry:
    if isinstance(cell, datetime):
        return Entry(cell.year)
    hit = _YEAR.fullmatch(squeezed(cell_text(cell)))
    is_likely = hit is not None and EARLIEST <= int(hit[1]) <= LATEST
    return Entry(int(hit[1])) if hit and is_likely else Entry(rule_id="F114")


def _date(column: LedgerColumn, cell: Cell, year: int | None) -> Entry:
    moment = _moment(cell, year) if isinstance(cell, str) else parse_moment(cell, year)
    if moment is None:
        return Entry(rule_id="F063", year=year_told(cell_text(cell)))
    if not EARLIEST <= moment.year <= LATEST:
        return Entry(moment.date(), "F068")
    return Entry(moment.date())


@lru_cache(maxsize=10_000)
def _moment(text: str, year: int | None) -> datetime | None:
    """A day as a cell writes it; 6.28 and 6/28 too, where the year is known. 6.2 may be 6.20: no day."""
    hit = _SHORT_DAY.fullmatch(narrow(text)) if year else None
    return parse_moment(f"{hit[1] or hit[3]}月{hit[2] or hit[4]}日", year) if hit else parse_moment(text, year)


def _hazard(column: LedgerColumn, cell: Cell, year: int | None) -> Entry:
    hazard = parse_hazard(cell_text(cell))
    rule_id = {"": "", "unknown": "F090"}.get(hazard.problem, "F091")
    return Entry(hazard.hazard_key, rule_id)


def _text(column: LedgerColumn, cell: Cell, year: int | None) -> Entry:
    text = " ".join(masked(cell_text(cell)).split())
    if column.column_name == "disaster":
        return Entry(event_text(text[:LONGEST_TEXT]))
    if column.column_name == "unit":
        return Entry((known_unit(text) or text)[:LONGEST_TEXT])
    return Entry(text[:LONGEST_TEXT], "F066" if len(text) > LONGEST_TEXT else "")


_READERS: dict[str, Callable[[LedgerColumn, Cell, int | None], Entry]] = {
    "choice": _choice, "season": _season, "year": _year, "date": _date, "hazard": _hazard, "text": _text,
}  # fmt: skip


@cache
def _canonical(unit: str) -> str:
    return next((row["canonical_unit"] for row in codebooks.rows("units") if row["unit"] == unit), "")


@cache
def _largest(unit: str, name: str) -> Decimal:
    """The largest figure of a column in its unit; above it a code or phone was typed."""
    limits = {(row["kind"], row["name"]): Decimal(row["largest"]) for row in codebooks.rows("figure_limits")}
    return limits.get(("ledger", name)) or limits.get(("unit", _canonical(unit) or unit), LARGEST)


__all__ = ["BLANK", "Entry", "date", "entry_of", "is_missing", "measure_of", "no_value"]
