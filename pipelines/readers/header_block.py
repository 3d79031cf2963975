"""Where a sheet's headings stand: found by how many cells are known, wherever the person put them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.readers.sheets import Cell, Sheet
from pipelines.transforms.headings import Match, is_personal, match_heading
from pipelines.transforms.units import known_unit

SEARCHED_ROWS = 30
DEEPEST = 4
_LONGEST_HEADING = 60
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


def find_header(sheet: Sheet) -> HeaderBlock | None:
    """The block with the most known headings (at least two), the flattest and highest of equals; None without one."""
    grid = _heading_texts(sheet)
    best: tuple[int, int, int] | None = None
    found: tuple[int, int] | None = None
    for bottom in range(min(len(grid), SEARCHED_ROWS)):
        if not any(grid[bottom]):
            continue
        for depth in range(1, min(DEEPEST, bottom + 1) + 1):
            rank = (_score(_stacks(grid, bottom - depth + 1, bottom)), -depth, -bottom)
            if rank[0] >= 2 and (best is None or rank > best):
                best, found = rank, (bottom - depth + 1, bottom)
    return _block(sheet, grid, *found) if found else None


def _block(sheet: Sheet, grid: list[list[str]], top: int, bottom: int) -> HeaderBlock:
    stacks = _stacks(grid, top, bottom)
    following = bottom + 1
    unit_row = following if following < len(sheet.rows) and _is_unit_row(sheet.rows[following]) else None
    units = tuple(_text(cell) for cell in sheet.rows[unit_row]) if unit_row is not None else ()
    following += unit_row is not None
    number_row = following if following < len(sheet.rows) and _is_number_row(sheet.rows[following]) else None
    following += number_row is not None
    matches = tuple(match_heading(stack) for stack in stacks)
    return HeaderBlock(top, bottom, following, stacks, matches, units, unit_row, number_row)


def _score(stacks: Sequence[tuple[str, ...]]) -> int:
    """How many different columns are known; personal columns count, so that a ledger's headings are found too."""
    known = {match.meanings for match in map(match_heading, stacks) if match}
    return len(known) + sum(1 for stack in stacks if stack and is_personal(stack))


def _stacks(grid: list[list[str]], top: int, bottom: int) -> tuple[tuple[str, ...], ...]:
    columns = zip(*grid[top : bottom + 1], strict=True)
    return tuple(tuple(text for text in column if text) for column in columns)


def _heading_texts(sheet: Sheet) -> list[list[str]]:
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
    return cell


def _text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _is_unit_row(row: Sequence[Cell]) -> bool:
    """Whether most cells of the row are known units, in brackets or not."""
    filled = [cell for cell in row if cell is not None and cell != ""]
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
        len(counted) >= (2 if others else 3)
        and counted == list(range(counted[0], counted[0] + len(counted)))
        and counted[0] in {0, 1}
        and all(number in {"甲", "乙", "丙", "丁", "戊"} for number in others)
    )
