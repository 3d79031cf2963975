"""Two tables side by side in one sheet: 行政区划 受灾人口 | 行政区划 受灾人口."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise

from pipelines import codebooks
from pipelines.readers.columns import Column, column_letters
from pipelines.readers.header_block import HeaderBlock
from pipelines.readers.header_search import find_header
from pipelines.readers.sheet_tables import Table, title_lines
from pipelines.readers.sheets import Sheet

_NAMES = ("@region_name", "@region_code", "@county", "@township")


@dataclass(frozen=True)
class RightSheet(Sheet):
    """The columns of a sheet from some column on; its locators name that column, for the rows are the left ones too."""

    def locator(self, row: int) -> str:
        """`sheet!C7`: where the row begins in this part of the sheet."""
        return super().locator(row).removesuffix(str(row)) + column_letters(self, Column(0, "", "")) + str(row)


def tables_beside(table: Table) -> Iterator[Table]:
    """The tables of which this one consists, from left to right; mostly itself alone."""
    block = find_header(table.sheet) if table.block is None else None
    cuts = _cuts(table.sheet, block) if block else []
    if not block or not cuts:
        yield table
        return
    lines = (*title_lines(table.sheet.rows[: block.top]), *table.above)
    width = len(table.sheet.rows[0])
    for begin, end in zip((0, *cuts), (*cuts, width), strict=True):
        yield Table(_columns(table.sheet, begin, end), lines if begin else table.above)


def _cuts(sheet: Sheet, block: HeaderBlock) -> list[int]:
    """The columns where a further table begins: its region column has the heading of the first, but other regions."""
    places = [at for target in _NAMES for at in _columns_of(block, target)][:1]
    if not places:
        return []
    first = places[0]
    repeated = [at for at, stack in enumerate(block.stacks) if at > first and stack == block.stacks[first]]
    cuts = [at - first if block.stacks[at - first] == block.stacks[0] else at for at in repeated]
    bounds = [0, *cuts, len(block.stacks)]
    if not all(_has_figures(block, begin, end) for begin, end in pairwise(bounds)):
        return []
    rows = sheet.rows[block.first_data :]
    return cuts if any(row[at] not in (None, "", row[first]) for row in rows for at in repeated) else []


def _columns_of(block: HeaderBlock, target: str) -> Sequence[int]:
    return [at for at, match in enumerate(block.matches) if match and match.meanings[0].target == target]


def _has_figures(block: HeaderBlock, begin: int, end: int) -> bool:
    known = codebooks.indicators()
    return any(match and match.meanings[0].target in known for match in block.matches[begin:end])


def _columns(sheet: Sheet, begin: int, end: int) -> Sheet:
    first, last = sheet.first_column + begin, sheet.first_column + end - 1
    part = replace(
        sheet,
        rows=[row[begin:end] for row in sheet.rows],
        first_column=first,
        merged=tuple(place for place in sheet.merged if first <= place[1] and place[3] <= last),
        hidden_columns=frozenset(column for column in sheet.hidden_columns if first <= column <= last),
    )
    if not begin:
        return part
    return RightSheet(**{field.name: getattr(part, field.name) for field in fields(Sheet)})
