"""The tables of one sheet: people put several below each other, and sometimes two side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.readers.blank_headings import EXAMINED_ROWS
from pipelines.readers.header_block import REGION_TARGETS, HeaderBlock
from pipelines.readers.header_search import find_header, is_number
from pipelines.readers.sheets import Cell, Sheet
from pipelines.readers.statements import is_footnote, states_disaster, tells_disaster
from pipelines.transforms.headings import match_heading
from pipelines.transforms.region_tiers import regions_named
from pipelines.transforms.widths import squeezed

_LONGEST_HEADING = 60
_ENOUGH = 3


@dataclass(frozen=True)
class Table:
    """Rows of a sheet that are one table. `above` are lines that hold for it though they stand over another table;
    `block` is given where it has no headings of its own: those of the table before it continue.
    """

    sheet: Sheet
    above: tuple[str, ...] = ()
    block: HeaderBlock | None = None


@dataclass(frozen=True)
class _Cut:
    """Where the next table begins (an index into the sheet's rows), and whether it has headings of its own."""

    at: int
    first_data: int
    has_headings: bool


def tables_of(sheet: Sheet) -> Iterator[Table]:
    """The tables below each other, in order; a sheet with one table, or none, is that sheet."""
    begin = 0
    above: tuple[str, ...] = ()
    given: HeaderBlock | None = None
    block = find_header(sheet)
    while block:
        cut = _next_cut(sheet, begin, block)
        if cut is None:
            break
        yield Table(slice_of(sheet, begin, cut.at), above, given)
        lines = title_lines(sheet.rows[begin : begin + block.top])
        if cut.has_headings:
            given, block = None, find_header(slice_of(sheet, cut.at, cut.at + EXAMINED_ROWS))
            own = title_lines(sheet.rows[cut.at : cut.at + (block.top if block else 0)])
        else:
            block = given = _continued(block, begin, cut)
            own = title_lines(sheet.rows[cut.at : cut.first_data])
        above = _inherited((*lines, *above), own)
        begin = cut.at
    yield Table(slice_of(sheet, begin, len(sheet.rows)) if begin else sheet, above, given)


def title_lines(rows: Sequence[tuple[Cell, ...]]) -> tuple[str, ...]:
    """The lines of text in these rows, each row's texts joined."""
    lines = []
    for row in rows:
        texts = [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]
        if texts:
            lines.append("  ".join(dict.fromkeys(texts)))
    return tuple(lines)


def _inherited(lines: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """The lines of the table before that hold for the next one too: not its disaster, if the next one names its own."""
    if not any(map(tells_disaster, own)):
        return tuple(lines)
    return tuple(line for line in lines if not tells_disaster(line))


def _continued(block: HeaderBlock, begin: int, cut: _Cut) -> HeaderBlock:
    """The headings of the table before, as seen from the slice that begins at the cut: above its first row."""
    lines, shift = cut.first_data - cut.at, begin - cut.at
    return replace(
        block, top=lines, bottom=block.bottom + shift, first_data=lines, unit_row=None, number_row=None
    )  # fmt: skip


def slice_of(sheet: Sheet, begin: int, end: int) -> Sheet:
    """Some rows of a sheet (indices), as a sheet with the same places."""
    first, last = sheet.first_row + begin, sheet.first_row + min(end, len(sheet.rows)) - 1
    merged = tuple(place for place in sheet.merged if first <= place[0] and place[2] <= last)
    hidden = frozenset(row for row in sheet.hidden_rows if first <= row <= last)
    return replace(sheet, rows=sheet.rows[begin:end], first_row=first, merged=merged, hidden_rows=hidden)


def _next_cut(sheet: Sheet, begin: int, block: HeaderBlock) -> _Cut | None:
    """Where the table after this one begins; None if this one goes on to the end of the sheet."""
    known = set(title_lines(sheet.rows[begin : begin + block.top]))
    start: int | None = None
    new: list[str] = []
    for index in range(begin + block.first_data, len(sheet.rows)):
        cells = sheet.rows[index]
        if _is_data(cells):
            if start is not None and any(map(states_disaster, new)):
                return _Cut(start, index, has_headings=False)
            start, new = None, []
            continue
        texts = {at: squeezed(cell) for at, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()}
        if not texts:
            continue
        if _is_heading_row(texts):
            if not block.is_repeated_by(texts) or any(map(tells_disaster, new)):
                return _Cut(index if start is None else start, index, has_headings=True)
            start, new = None, []
        elif _is_line(texts, cells):
            start = index if start is None else start
            new += [line for line in title_lines([cells]) if line not in known]
        elif start is not None and any(map(states_disaster, new)):
            return _Cut(start, index, has_headings=False)
        else:
            start, new = None, []
    return None


def _is_data(cells: Sequence[Cell]) -> bool:
    """Whether a row holds numbers; a time beside its label, 灾害发生时间：, is none."""
    if not any(cell is not None and is_number(cell) for cell in cells):
        return False
    first = next(cell for cell in cells if cell not in (None, ""))
    return not (isinstance(first, str) and states_disaster(first))


def _is_heading_row(texts: dict[int, str]) -> bool:
    """Whether a row without numbers holds headings: one of a region and another cell, or several known ones."""
    matches = [match_heading((text,)) for text in texts.values() if len(text) <= _LONGEST_HEADING]
    known = {match.meanings for match in matches if match}
    targets = {meaning.target for meanings in known for meaning in meanings}
    if len(texts) > 1 and targets & REGION_TARGETS:
        return True
    return len(known) >= _ENOUGH and len(known) * 2 > len(texts)


def _is_line(texts: dict[int, str], cells: Sequence[Cell]) -> bool:
    """Whether a row may be a title: one cell that is neither a region nor a footnote, or a labelled statement."""
    first = next(iter(texts.values()))
    if is_footnote(first) or regions_named(first):
        return False
    return len(texts) == 1 or any(isinstance(cell, str) and states_disaster(cell) for cell in cells)
