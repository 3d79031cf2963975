"""The region of each row of a ledger: of its own cells, of an office that received money, of the title, or foreign."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipelines import codebooks
from pipelines.readers.column_maps import ColumnMap
from pipelines.readers.columns import sheet_locator
from pipelines.readers.context import Context
from pipelines.readers.form_places import township_in
from pipelines.readers.layouts import Column
from pipelines.readers.ledger_cells import is_missing
from pipelines.readers.ledger_layouts import LedgerField, LedgerLayout
from pipelines.readers.outcome import Outcome
from pipelines.readers.quotable import is_place_word, region_name_of
from pipelines.readers.row_places import kept_cells, placed
from pipelines.readers.rows import Row, cell_text
from pipelines.readers.sheets import Cell
from pipelines.transforms.region_tiers import regions_named
from pipelines.transforms.widths import squeezed

_LONGEST = 60
Placed = tuple[Row, str, str]


def placed_rows(
    table: LedgerLayout, rows: Sequence[Row], context: Context, column_map: ColumnMap, outcome: Outcome
) -> list[Placed]:
    """The rows that have a region, with its code and name; the others are rejected."""
    if column_map.is_foreign:
        return _foreign(table, rows, column_map, outcome)
    if not table.has_region:
        code = deepest_told(context)
        return [(row, code, region_name_of("", code)) for row in rows]
    kept, places = placed(table.layout, rows, context, outcome)
    hides = table.layout.has_personal_columns
    return [
        (row, place.code or "", region_name_of("" if hides else row.written.name, place.code or ""))
        for row, place in zip(kept, places, strict=True)
    ]


def deepest_told(context: Context) -> str:
    """The region that a title or file name speaks of; of 腾冲市固东镇发放花名册 the township."""
    code = context.region or ""
    return township_in(code, (*context.texts, context.series)) or code if len(code) == 6 else code


def _foreign(table: LedgerLayout, rows: Sequence[Row], column_map: ColumnMap, outcome: Outcome) -> list[Placed]:
    """Regions of another country: what stands in the columns, joined behind the prefix. No table of regions has them,
    and no code of China begins with letters, so that they stand in the ledger and in no sum of ours."""
    columns = [column for column in table.layout.columns if not isinstance(column, LedgerField)]
    found = []
    for row in rows:
        cells = table.layout.sheet.rows[row.index]
        parts = [_text(cells[column.position]) for column in columns]
        code = "-".join((column_map.prefix, *(part for part in parts if part)))
        if code == column_map.prefix:
            where = sheet_locator(table.layout.sheet, row.index)
            outcome.finding("F083", where)
            outcome.reject(where, "F083", kept_cells(table.layout, row.index))
        else:
            found.append((row, code[:_LONGEST], " ".join(part for part in parts if part)[:_LONGEST]))
    if found and outcome.is_first("foreign"):
        outcome.finding("F120", value=f"{column_map.prefix}-", detail=column_map.currency or "元")
    return found


def _text(cell: Cell) -> str:
    return "" if is_missing(cell) else " ".join(cell_text(cell).split())


def without_offices(table: LedgerLayout) -> LedgerLayout:
    """The layout with recipients that are offices (蓝田县应急管理局) written as their regions."""
    sheet = table.layout.sheet
    columns = [one for one in table.layout.columns if _is_recipient(one)]
    rows = list(sheet.rows)
    for index in range(table.layout.block.first_data, len(rows)) if columns else ():
        for one in columns:
            name = _region_in(rows[index][one.position])
            if name:
                rows[index] = (*rows[index][: one.position], name, *rows[index][one.position + 1 :])
    return replace(table, layout=replace(table.layout, sheet=replace(sheet, rows=rows)))


def _is_recipient(column: Column) -> bool:
    return not isinstance(column, LedgerField) and column.target == "@region_name"


def _region_in(cell: Cell) -> str:
    """The name of a region that the name of an office begins with; “” where the cell is a region, or none."""
    text = squeezed(cell) if isinstance(cell, str) else ""
    if len(text) < 4 or regions_named(text) or codebooks.normalise_region_code(text):
        return ""
    name = next((text[:end] for end in range(len(text) - 2, 1, -1) if _is_full_name(text[:end])), "")
    rest = text.removeprefix(name)
    return name if not is_place_word(text) or any(word in rest for word in _offices()) else ""


@cache
def _offices() -> tuple[str, ...]:
    return tuple(row["word"] for row in codebooks.rows("title_patterns") if row["kind"] == "office")


def _is_full_name(name: str) -> bool:
    return any(region.name_zh == name for region in regions_named(name))
