"""A block of headings: its rows, what stands above each column and what that means."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.readers.sheets import Cell, Sheet
from pipelines.readers.statements import is_statement
from pipelines.transforms.headings import Match, match_heading
from pipelines.transforms.units import is_unit_label, known_unit
from pipelines.transforms.widths import squeezed

SEARCHED_ROWS = 30
_LONGEST_HEADING = 60
REGION_TARGETS = frozenset({"@region_code", "@region_name", "@province", "@prefecture", "@county", "@township"})
_NOT_A_HEADING = re.compile(r"[\s\d.,:/-]*")


@dataclass(frozen=True)
class HeaderBlock:
    """Rows `top` to `bottom` (indices into the sheet's rows) hold the headings; data begin at `first_data`.

    `stacks` are the cells above each column, from the top down; `matches` what they mean; `units` the unit row's cells.
    """

    top: int
    bottom: int
    first_data: int
    stacks: tuple[tuple[str, ...], ...]
    matches: tuple[Match | None, ...]
    units: tuple[str, ...]
    unit_row: int | None
    number_row: int | None

    @property
    def targets(self) -> set[str]:
        """Every target some regime gives to some column."""
        return {meaning.target for match in self.matches if match for meaning in match.meanings}

    def is_repeated_by(self, cells: Mapping[int, str]) -> bool:
        """Whether these texts, by column, are the headings of the same columns once more."""
        return all(at < len(self.stacks) and text in map(squeezed, self.stacks[at]) for at, text in cells.items())


def block_of(sheet: Sheet, grid: list[list[str]], top: int, bottom: int) -> HeaderBlock:
    """The block whose headings are these rows, with the rows of units and of column numbers below them."""
    stacks = stacks_of(grid, top, bottom)
    following = bottom + 1
    unit_row = following if following < len(sheet.rows) and is_unit_row(sheet.rows[following]) else None
    units = tuple(_text(cell) for cell in sheet.rows[unit_row]) if unit_row is not None else ()
    following += unit_row is not None
    number_row = following if following < len(sheet.rows) and _is_number_row(sheet.rows[following]) else None
    following += number_row is not None
    matches = tuple(_match(stack, units[at] if at < len(units) else "") for at, stack in enumerate(stacks))
    return HeaderBlock(top, bottom, following, stacks, matches, units, unit_row, number_row)


def _match(stack: tuple[str, ...], unit_below: str) -> Match | None:
    """What a column's headings mean; the unit below them tells 倒塌房屋 in 户 from 倒塌房屋 in 间."""
    match = match_heading(stack)
    if match is None or match.unit or not known_unit(unit_below):
        return match
    with_unit = match_heading((*stack, unit_below))
    return replace(match, meanings=with_unit.meanings) if with_unit else match


def stacks_of(grid: list[list[str]], top: int, bottom: int) -> tuple[tuple[str, ...], ...]:
    """The cells of these rows above each column, from the top down."""
    columns = zip(*grid[top : bottom + 1], strict=True)
    return tuple(tuple(text for text in column if text) for column in columns)


def heading_texts(sheet: Sheet) -> list[list[str]]:
    """The first rows as heading texts, merged cells filled; numbers and long passages are no headings."""
    grid = [[_heading_text(cell) for cell in row] for row in sheet.rows[: SEARCHED_ROWS + 1]]
    for top, left, bottom, right in sheet.merged:
        rows = range(max(top - sheet.first_row, 0), min(bottom - sheet.first_row + 1, len(grid)))
        columns = range(max(left - sheet.first_column, 0), right - sheet.first_column + 1)
        text = grid[rows[0]][columns[0]] if rows and columns and columns[0] < len(grid[rows[0]]) else ""
        for row in rows if text else ():
            for column in columns:
                if column < len(grid[row]):
                    grid[row][column] = text
    return grid if sheet.merged else _spread(grid)


def _spread(grid: list[list[str]]) -> list[list[str]]:
    """Without merged cells (CSV) a group heading stands over the columns to its right that have sub-headings."""
    spread = [list(row) for row in grid]
    for number, row in enumerate(spread[:-1]):
        for column in range(1, len(row)):
            below = grid[number + 1][column]
            if not row[column] and below and grid[number + 1][column - 1] and row[column - 1]:
                row[column] = row[column - 1]
    return spread


def _heading_text(cell: Cell) -> str:
    if not isinstance(cell, str) or not cell or len(cell) > _LONGEST_HEADING or _NOT_A_HEADING.fullmatch(cell):
        return ""
    return "" if is_statement(cell) else cell


def _text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def is_unit_row(row: Sequence[Cell]) -> bool:
    """Whether most cells of the row are known units, in brackets or not; the word 单位 at its beginning is none."""
    filled = [cell for cell in row if cell is not None and cell != ""]
    if filled and isinstance(filled[0], str) and is_unit_label(filled[0]):
        filled = filled[1:]
    known = sum(1 for cell in filled if isinstance(cell, str) and known_unit(cell))
    return bool(filled) and known * 2 > len(filled)


def _is_number_row(row: Sequence[Cell]) -> bool:
    """Whether the row numbers the columns, as printed forms do: 甲 乙 1 2 3 …"""
    numbers = [
        str(cell).strip().strip("()（）").removesuffix(".0") for cell in row if cell is not None and str(cell).strip()
    ]
    counted = [int(number) for number in numbers if number.isdecimal() and len(number) < 4]
    others = [number for number in numbers if not number.isdecimal()]
    return (
        len(counted) >= max(1, 3 - len(others))
        and counted == list(range(counted[0], counted[0] + len(counted)))
        and counted[0] in {0, 1}
        and all(number in {"甲", "乙", "丙", "丁", "戊"} for number in others)
    )
