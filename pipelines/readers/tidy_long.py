"""Reader of long tables of disaster reports, one row per figure, as our own `tidy` export writes them."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines import codebooks
from pipelines.readers.contract import Reading
from pipelines.readers.disaster_reports import Recognised, read_reports
from pipelines.readers.layouts import Column, Layout, layout_of, sheet_locator
from pipelines.readers.outcome import Outcome
from pipelines.readers.row_places import kept_cells
from pipelines.readers.rows import RECORD, cell_text, classified
from pipelines.readers.sheets import Cell, Sheet
from pipelines.transforms.headings import match_heading
from pipelines.transforms.units import conversion

READER = "tidy_long"
_NO_KEYS = {"@indicator", "@value", "@unit", "@text", "@row_number", "@held_out", "@state"}


@dataclass(frozen=True)
class WideSheet(Sheet):
    """A long table turned so that one row is one record; `origins` are the file's rows where each record begins."""

    origins: tuple[int, ...] = ()

    def locator(self, row: int) -> str:
        """Where the record at this row begins in the file."""
        return super().locator(self.origins[row - self.first_row])


def fits(found: Recognised) -> bool:
    """Whether every table of the file has a column of indicators and one of values."""
    return all(layout.column("@indicator") and layout.column("@value") for layout in found.layouts)


def read_sheets(found: Recognised, sidecar: Mapping[str, object] | None, outcome: Outcome) -> Reading:
    """All records of the file."""
    layouts = []
    for layout in found.layouts:
        wide = layout_of(_turned(layout, outcome), outcome)
        if wide:
            layouts.append(wide)
    if not layouts:
        outcome.finding("F041")
        return outcome.reading(READER)
    return read_reports(Recognised(tuple(layouts), found.others), sidecar, outcome, reader=READER)


def _turned(layout: Layout, outcome: Outcome) -> WideSheet:
    """The table with one row per record. Rows that join a record share its fate when the reading is counted."""
    keys = [column for column in layout.columns if column.target.startswith("@") and column.target not in _NO_KEYS]
    records: dict[tuple[object, ...], dict[str, Cell]] = {}
    origins: dict[tuple[object, ...], int] = {}
    for index in range(layout.block.first_data):
        if index != layout.block.bottom:
            outcome.skip(sheet_locator(layout.sheet, index), "title" if index < layout.block.top else "heading")
    for row in classified(layout):
        where = sheet_locator(layout.sheet, row.index)
        if row.kind != RECORD:
            outcome.skip(where, row.kind)
            continue
        indicator = _indicator_of(layout, row.index, outcome)
        if indicator is None:
            continue
        key = _key(layout, keys, row.index, indicator, records)
        if key in origins:
            outcome.follow(sheet_locator(layout.sheet, origins[key] - layout.sheet.first_row), where)
        record = records.setdefault(key, {})
        origins.setdefault(key, layout.sheet.first_row + row.index)
        record[indicator] = _value(layout, row.index, indicator)
    return _sheet(layout, keys, records, origins)


def _key(
    layout: Layout, keys: list[Column], index: int, indicator: str, records: Mapping[tuple[object, ...], object]
) -> tuple[object, ...]:
    """What makes a record: its dimensions, and a number where the same figure stands twice for them."""
    values, number = tuple(layout.sheet.rows[index][column.position] for column in keys), 0
    while indicator in records.get((*values, number), ()):  # type: ignore[operator]
        number += 1
    return (*values, number)


def _indicator_of(layout: Layout, index: int, outcome: Outcome) -> str | None:
    """The loss indicator of a row; None (counted and told) where it has none or the sender held the record out."""
    where, written = sheet_locator(layout.sheet, index), _text(layout, index, "@indicator")
    match = match_heading((written,)) if written else None
    targets = {meaning.target for meaning in match.meanings} if match else set()
    known = codebooks.indicators().get(targets.pop()) if len(targets) == 1 else None
    if _text(layout, index, "@held_out").lower() == "true":
        outcome.skip(where, "held_out")
    elif known is None:
        detail = {"detail_zh": f"不认识的指标“{written}”", "detail_en": f'unknown indicator "{written}"'}
        outcome.finding("F102", where, **detail)
        outcome.reject(where, "F102", kept_cells(layout, index))
    elif known.ledger != "losses":
        outcome.skip(where, "derived")
    else:
        return known.column_name
    return None


def _value(layout: Layout, index: int, indicator: str) -> Cell:
    """The value, with its unit where that is not the canonical one: the figures' own reader converts it."""
    column = layout.column("@value")
    value = layout.sheet.rows[index][column.position] if column else None
    unit = _text(layout, index, "@unit")
    if not unit or value in {None, ""} or conversion(unit, codebooks.indicators()[indicator].unit) == 1:
        return value
    return f"{cell_text(value).strip()}{unit}"


def _sheet(
    layout: Layout,
    keys: list[Column],
    records: Mapping[tuple[object, ...], Mapping[str, Cell]],
    origins: Mapping[tuple[object, ...], int],
) -> WideSheet:
    indicators = list(dict.fromkeys(name for record in records.values() for name in record))
    headings: tuple[Cell, ...] = (*(column.heading for column in keys), *indicators)
    rows = [headings]
    rows += [(*key[:-1], *(record.get(name) for name in indicators)) for key, record in records.items()]  # type: ignore[arg-type]
    begins = (layout.sheet.first_row + layout.block.bottom, *(origins[key] for key in records))
    return WideSheet(layout.sheet.name, rows, origins=begins)


def _text(layout: Layout, index: int, target: str) -> str:
    column = layout.column(target)
    return cell_text(layout.sheet.rows[index][column.position]).strip() if column else ""
