"""Where a table's headings stand: the first block of known headings, wherever the person put it."""

import re
from collections.abc import Sequence
from datetime import datetime, time

from pipelines import codebooks
from pipelines.readers.blank_headings import regions_without_heading
from pipelines.readers.header_block import (
    REGION_TARGETS,
    SEARCHED_ROWS,
    HeaderBlock,
    block_of,
    heading_texts,
    is_unit_row,
    stacks_of,
)
from pipelines.readers.sheets import Cell, Sheet
from pipelines.transforms.headings import heading_period, is_personal, match_heading
from pipelines.transforms.numbers import missing_marks
from pipelines.transforms.region_tiers import regions_named
from pipelines.transforms.widths import narrow, squeezed

DEEPEST = 4
_ENOUGH = 2
Texts = list[list[str]]


def find_header(sheet: Sheet) -> HeaderBlock | None:
    """The first block with a region, an indicator and at least two known headings; without one, that with the most
    known headings (the flattest and highest of equals); None where no two headings are known.
    """
    grid = heading_texts(sheet)
    best: tuple[int, int, int] | None = None
    found: tuple[int, int] | None = None
    for bottom in range(min(len(grid), SEARCHED_ROWS, len(sheet.rows))):
        if not any(grid[bottom]):
            continue
        score, top = max((_score(grid, at, bottom), at) for at in range(max(0, bottom - DEEPEST + 1), bottom + 1))
        if score < _ENOUGH:
            continue
        if _is_table(sheet, block_of(sheet, grid, top, bottom)):
            return block_of(sheet, grid, *_extended(sheet, grid, top, bottom))
        rank = (score, top - bottom, -bottom)
        if best is None or rank > best:
            best, found = rank, (top, bottom)
    return block_of(sheet, grid, *found) if found else None


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number, a date, or the text of one."""
    if isinstance(cell, str):
        return _NUMBER.fullmatch(narrow(cell)) is not None
    return isinstance(cell, int | float | datetime | time)


_NUMBER = re.compile(r"(?=[^0-9]*[0-9])[0-9.+-][0-9.,+%:/ eETZ-]*")


def _is_table(sheet: Sheet, block: HeaderBlock) -> bool:
    targets = block.targets
    if not (targets & set(codebooks.indicators()) or {"@indicator", "@value"} <= targets):
        return False
    return bool(targets & REGION_TARGETS) or bool(regions_without_heading(sheet, block))


def _score(grid: Texts, top: int, bottom: int) -> int:
    """How many different columns are known; personal columns count, so that a ledger's headings are found too."""
    stacks = stacks_of(grid, top, bottom)
    known = {match.meanings for match in map(match_heading, stacks) if match}
    return len(known) + sum(1 for stack in stacks if stack and is_personal(stack[-1:]))


def _extended(sheet: Sheet, grid: Texts, top: int, bottom: int) -> tuple[int, int]:
    """The block with the group headings above it and the sub-headings below it."""
    while top and bottom - top < DEEPEST and _is_group_row(grid, top - 1):
        top -= 1
    while bottom + 1 < min(len(grid), len(sheet.rows)) and bottom - top < DEEPEST:
        if not _is_sub_heading_row(sheet, grid, top, bottom + 1):
            break
        bottom += 1
    return top, bottom


def _is_group_row(grid: Texts, row: int) -> bool:
    """Whether a row groups the headings below it: several texts, one of them merged with a heading or spread."""
    texts = [text for text in grid[row] if text]
    if len(set(texts)) < _ENOUGH:
        return False
    return any(text and text == below for text, below in zip(grid[row], grid[row + 1], strict=True))


def _is_sub_heading_row(sheet: Sheet, grid: Texts, top: int, row: int) -> bool:
    """Whether a row belongs to the headings above it: texts only, no region, beneath a heading that spans columns."""
    cells = sheet.rows[row]
    filled = [at for at, cell in enumerate(cells) if cell is not None and str(cell).strip()]
    if not filled or is_unit_row(cells) or any(not grid[row][at] or _is_mark(cells[at]) for at in filled):
        return False
    block = block_of(sheet, grid, top, row - 1)
    if any(at in _region_columns(block, sheet) or _names_region(grid[row][at]) for at in filled):
        return False
    if any(is_number(cells[at]) for at in filled):
        return False
    above = grid[row - 1]
    spans = any(_spans(above, at) for at in filled)
    return spans or _score(grid, top, row) > _score(grid, top, row - 1)


def _names_region(text: str) -> bool:
    """Whether a text names a region. 计划 does, a township of that name, but as a heading it is a plan."""
    return bool(regions_named(squeezed(text))) and heading_period(text) is None


def _region_columns(block: HeaderBlock, sheet: Sheet) -> set[int]:
    named = {
        at
        for at, match in enumerate(block.matches)
        if match and any(meaning.target in REGION_TARGETS for meaning in match.meanings)
    }
    return named | set(regions_without_heading(sheet, block))


def _spans(above: Sequence[str], at: int) -> bool:
    """Whether the heading above a column stands above a neighbour too, merged or simply written once."""
    neighbours = [above[n] for n in (at - 1, at + 1) if 0 <= n < len(above)]
    return above[at] in neighbours if above[at] else bool(at and above[at - 1])


def _is_mark(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip() in missing_marks()
