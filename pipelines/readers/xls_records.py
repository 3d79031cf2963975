"""What calamine does not tell of an .xls sheet, from its records ([MS-XLS]): hidden rows, columns, formulas, errors."""

import struct
from collections.abc import Iterator

from pipelines.readers.compound_files import CompoundFile
from pipelines.readers.sheet_facts import SheetFacts
from pipelines.readers.sheets import Unreadable

BOF, EOF, BOUNDSHEET = 0x0809, 0x000A, 0x0085
FILEPASS = 0x002F
ROW, COLINFO, FORMULA, BOOLERR, UNCALCED = 0x0208, 0x007D, 0x0006, 0x0205, 0x005E
ROW_IS_HIDDEN, COLUMN_IS_HIDDEN = 0x20, 0x01
DIMENSIONS, SHARED_STRINGS = 0x0200, 0x00FC
CELLS = frozenset({FORMULA, BOOLERR, 0x0201, 0x0203, 0x0204, 0x027E, 0x00BD, 0x00BE, 0x00D6, 0x00FD})
MOST_ROWS, MOST_COLUMNS = 65536, 256
ERROR_RESULT = 2
NOT_A_NUMBER = 0xFFFF
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def facts_of_sheets(content: bytes) -> list[SheetFacts]:
    """One entry per sheet, in the order of the workbook. Raises ValueError if the container is broken,
    Unreadable if the workbook is encrypted (calamine, reading from memory, does not tell that from damage).
    """
    container = CompoundFile(content)
    book = container.stream("Workbook" if "Workbook" in container.names else "Book")
    of_workbook = list(_records(book, 0))
    if any(kind == FILEPASS for kind, _ in of_workbook):
        raise Unreadable("F003")
    if any(kind == SHARED_STRINGS and struct.unpack_from("<4xI", data)[0] > len(book) for kind, data in of_workbook):
        raise ValueError("more texts than bytes")
    starts = [struct.unpack_from("<I", data)[0] for kind, data in of_workbook if kind == BOUNDSHEET]
    if any(start >= len(book) for start in starts):
        raise ValueError("a sheet beyond the end")
    return [_facts(book, start) for start in starts]


def _facts(book: bytes, start: int) -> SheetFacts:
    facts = SheetFacts()
    zeros: set[tuple[int, int]] = set()
    is_uncalculated = False
    for kind, data in _records(book, start):
        if kind == DIMENSIONS or kind in CELLS:
            _refuse_impossible_places(kind, data)
        if kind == FORMULA:
            place, result, marker = _place(data), data[6:14], struct.unpack_from("<H", data, 12)[0]
            facts.formulas.add(place)
            if marker == NOT_A_NUMBER and result[0] == ERROR_RESULT:
                facts.errors[place] = ERRORS.get(result[2], "#N/A")
            elif not any(result):
                zeros.add(place)
        elif kind == BOOLERR and data[7]:
            facts.errors[_place(data)] = ERRORS.get(data[6], "#N/A")
        elif kind == ROW and struct.unpack_from("<H", data, 12)[0] & ROW_IS_HIDDEN:
            facts.hidden_rows.add(struct.unpack_from("<H", data)[0] + 1)
        elif kind == COLINFO and struct.unpack_from("<H", data, 8)[0] & COLUMN_IS_HIDDEN:
            first, last = struct.unpack_from("<HH", data)
            facts.hidden_columns.update(range(first + 1, last + 2))
        elif kind == UNCALCED:
            is_uncalculated = True
    if is_uncalculated:
        facts.formula_without_value |= zeros
    return facts


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream (of the workbook, or of a sheet); charts within a sheet are passed over."""
    depth, at = 0, start
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _refuse_impossible_places(kind: int, data: bytes) -> None:
    """Calamine lays out the whole range in memory: a damaged position must not ask for more than any machine has."""
    if kind == DIMENSIONS:
        # Row and column after the last: before Excel 97 all four numbers had two bytes.
        first_row, last_row, first, last = struct.unpack_from("<IIHH" if len(data) >= 14 else "<HHHH", data)
    else:
        last_row, last = _place(data)
        first_row, first = last_row, last
    if not (first_row <= last_row <= MOST_ROWS and first <= last <= MOST_COLUMNS):
        raise ValueError("a cell beyond the sheet")


def _place(data: bytes) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", data)
    return row + 1, column + 1
