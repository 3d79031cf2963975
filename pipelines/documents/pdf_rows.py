"""Pieces of text on a PDF page → rows of tables: what stands side by side, cells of several lines, cells left blank."""

import itertools
import re
from collections.abc import Iterator, Sequence

from pipelines.documents.pdf_lines import OVERLAP, WORD_GAP, Cell, Line

TALLEST_CELL = 3
TIGHT = 0.9
"""The most white between two lines of a cell, in heights of a character."""

DIGIT = re.compile(r"\d")


def with_rows(pieces: Sequence[Line]) -> list[Line]:
    """The lines of a page, cells side by side joined by tabs; a blank cell keeps its place below the fuller rows."""
    lines: list[Line] = []
    for piece in pieces:
        if not _is_put_beside(lines, piece) and not _is_put_below(lines, piece):
            lines.append(piece)
    for is_table, group in itertools.groupby(lines, key=lambda line: line.is_row):
        if is_table:
            _align(list(group))
    return lines


def _is_put_beside(lines: list[Line], piece: Line) -> bool:
    """Add a piece as the next cell of the row before it, whose only cell so far may have several lines."""
    for count in range(1, min(TALLEST_CELL, len(lines)) + 1):
        block = lines[-count:]
        if count > 1 and (any(line.is_row for line in block) or not _is_one_cell(block)):
            return False
        if piece.left < max(line.right for line in block) - WORD_GAP * piece.size:
            return False
        if _stands_at_the_height_of(block, piece):
            row = _as_one_cell(block)
            lines[-count:] = [row]
            row.cells += piece.cells
            row.bottom, row.top = min(row.bottom, piece.bottom), max(row.top, piece.top)
            return True
    return False


def _stands_at_the_height_of(block: Sequence[Line], piece: Line) -> bool:
    """Beside a single line; or at the top or in the middle of a cell of several lines."""
    top, bottom = block[0].top, block[-1].bottom
    if len(block) == 1:
        shared = min(piece.top, top) - max(piece.bottom, bottom)
        is_middle = abs((piece.top + piece.bottom) - (top + bottom)) < WORD_GAP * piece.size * 2
        return shared > OVERLAP * min(piece.size, top - bottom) or is_middle
    at_top = abs(piece.top - top) < WORD_GAP * piece.size
    return at_top or abs((piece.top + piece.bottom) - (top + bottom)) < WORD_GAP * piece.size * 2


def _is_put_below(lines: list[Line], piece: Line) -> bool:
    """Add a piece as a further line of the last cell. A figure never is: it might be the next row's."""
    if not lines or not lines[-1].is_row or piece.is_row:
        return False
    row = lines[-1]
    before, last = row.cells[-2], row.cells[-1]
    gap = last.bottom - piece.top
    is_within = piece.left > before.right and piece.right - last.right < 2 * piece.size and piece.left < last.right
    if DIGIT.search(piece.text + last.text) or not is_within or not -OVERLAP < gap / piece.size < TIGHT:
        return False
    row.cells[-1] = _stacked([last, piece.cells[0]])
    row.bottom = min(row.bottom, piece.bottom)
    return True


def _is_one_cell(block: Sequence[Line]) -> bool:
    has_figure = any(DIGIT.search(line.text) for line in block)
    return not has_figure and all(
        -OVERLAP < (above.bottom - below.top) / below.size < TIGHT for above, below in itertools.pairwise(block)
    )


def _as_one_cell(block: Sequence[Line]) -> Line:
    if len(block) == 1:
        return block[0]
    return Line([_stacked([line.cells[0] for line in block])], block[-1].bottom, block[0].top, block[0].size)


def _stacked(cells: Sequence[Cell]) -> Cell:
    text = "".join(cell.text for cell in cells)
    return Cell(text, min(c.left for c in cells), max(c.right for c in cells), min(c.bottom for c in cells))


def _align(rows: Sequence[Line]) -> None:
    """Give rows with fewer cells blank ones where the fullest row has a cell and they have none."""
    fullest = max(rows, key=lambda row: len(row.cells)).cells
    for row in rows:
        places = [_column(cell, fullest) for cell in row.cells]
        if len(row.cells) < len(fullest) and all(a < b for a, b in itertools.pairwise(places)):
            by_place = dict(zip(places, row.cells, strict=True))
            row.cells = [by_place.get(n) or _blank(column) for n, column in enumerate(fullest[: places[-1] + 1])]


def _column(cell: Cell, columns: Sequence[Cell]) -> int:
    """The column that a cell stands in: the one nearest to its middle or to one of its ends."""

    def distances(column: Cell) -> Iterator[float]:
        yield abs(cell.left - column.left)
        yield abs(cell.right - column.right)
        yield abs((cell.left + cell.right) - (column.left + column.right)) / 2

    return min(range(len(columns)), key=lambda n: min(distances(columns[n])))


def _blank(column: Cell) -> Cell:
    return Cell("", column.left, column.right, column.bottom)
