"""What calamine does not tell of an .xlsx sheet: hidden rows and columns, formulas without stored result, error texts.

The XML of a sheet is streamed, and parsed only if it holds such a thing at all. For .xls, see xls_records.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree
from xml.parsers import expat

from pipelines.readers.sheet_facts import SheetFacts

CHUNK = 1 << 18
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
WORTH_PARSING = (b" hidden=", b"<f", b":f", b'="e"', b"='e'")
"""One of these stands in the XML of every sheet with hidden rows, formulas or errors; they are quick to search for."""

HIDDEN_COLUMNS = re.compile(rb"<(?:\w+:)?col\s(?:[^>]*\s)?hidden=[\"'](?:1|true)[\"'][^>]*>")
BOUND = re.compile(rb"\s(min|max)=[\"'](\d+)[\"']")
ROW_NUMBER = re.compile(rb"row\s[^>]*?\br=[\"'](\d+)[\"']")
CELL_COLUMN = re.compile(rb"\sr=[\"']([A-Z]+)\d")
FEW_ROWS = 1000
"""In so many rows even a cell in the last of all columns does no harm."""
TRUE = ("1", "true")


class WorkbookXml:
    """The XML parts of an .xlsx: sheet name → part, and whether the file asks for recalculation when opened.

    Programs that cannot calculate store 0 as result of every formula and ask for recalculation: such a 0 is no figure.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._parts = {name.replace("\\", "/").lstrip("/"): name for name in archive.namelist()}
        workbook = self._root("xl/workbook.xml")
        relations = self._root("xl/_rels/workbook.xml.rels")
        targets = {} if relations is None else {r.get("Id", ""): r.get("Target", "") for r in relations}
        elements = [] if workbook is None else list(workbook.iter())
        sheets = (e for e in elements if e.tag.endswith("}sheet"))
        self._sheets = {e.get("name", ""): _resolved(targets.get(e.get(RELATIONSHIP, ""), "")) for e in sheets}
        self._recalculates = any(e.tag.endswith("}calcPr") and e.get("fullCalcOnLoad") in TRUE for e in elements)

    def facts(self, sheet_name: str) -> SheetFacts:
        """What the XML of this sheet says; nothing, where the sheet's part cannot be found."""
        part = self._parts.get(self._sheets.get(sheet_name, ""))
        if part is None:
            return SheetFacts()
        seen, is_worth_parsing = self._first_look(part)
        if not is_worth_parsing:
            return seen
        parsed = _Scan(zero_is_no_result=self._recalculates).run(self._chunks(part))
        return replace(parsed, hidden_columns=seen.hidden_columns, last_cell=seen.last_cell, size=seen.size)

    def _first_look(self, part: str) -> tuple[SheetFacts, bool]:
        """What stands before the cells, and whether they are worth parsing. Reading to the end tests the checksum."""
        seen, is_worth_parsing, tail, last_row = SheetFacts(), False, b"", 0
        for chunk in self._chunks(part):
            cells = chunk
            if not seen.size:
                before, mark, after = chunk.partition(b"sheetData")
                cells = after if mark else chunk
                seen.hidden_columns.update(_hidden_columns(before))
            if not is_worth_parsing:
                is_worth_parsing = any(piece in tail + cells for piece in WORTH_PARSING)
            if row := ROW_NUMBER.search(chunk, chunk.rfind(b"row ")):
                last_row = int(row[1])
            seen.size += len(chunk)
            tail = chunk[-8:]
        if last_row > FEW_ROWS:
            seen.last_cell = last_row, self._last_column(part)
        return seen, is_worth_parsing

    def _last_column(self, part: str) -> int:
        letters = {hit for chunk in self._chunks(part) for hit in CELL_COLUMN.findall(chunk)}
        return max((column_number(column.decode()) for column in letters), default=0)

    def _chunks(self, part: str) -> Iterator[bytes]:
        with self._archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def _root(self, part: str) -> ElementTree.Element | None:
        name = self._parts.get(part)
        return None if name is None else ElementTree.fromstring(self._archive.read(name))


def _hidden_columns(before_cells: bytes) -> set[int]:
    hidden: set[int] = set()
    for tag in HIDDEN_COLUMNS.findall(before_cells):
        bounds = {name: int(number) for name, number in BOUND.findall(tag)}
        hidden.update(range(bounds[b"min"], bounds[b"max"] + 1))
    return hidden


def column_number(letters: str) -> int:
    """`A` → 1, `AB` → 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 → `A`, 28 → `AB`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _resolved(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


class _Scan:
    """One pass over a sheet's XML. A cell is closed when the next one, or the next row, opens."""

    def __init__(self, *, zero_is_no_result: bool) -> None:
        self.facts = SheetFacts()
        self._zero_is_no_result = zero_is_no_result
        self._parser = expat.ParserCreate()
        self._row = 0
        self._column = 0
        self._cell: dict[str, str] = {}
        self._is_formula = False
        self._has_value_element = False
        self._value = ""

    def run(self, chunks: Iterator[bytes]) -> SheetFacts:
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        for chunk in chunks:
            self._parser.Parse(chunk, False)
        self._parser.Parse(b"", True)
        self._close_cell()
        return self.facts

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name == "c":
            if self._is_formula or self._cell:
                self._close_cell()
            self._column += 1
            # Most cells carry neither formula nor error: their position is worked out only when it is wanted.
            self._cell = attributes
        elif name == "v":
            self._has_value_element = True
            if self._is_formula or self._cell.get("t") == "e":
                self._parser.CharacterDataHandler = self._text
        elif name == "f":
            self._is_formula = True
        elif name == "row":
            self._close_cell()
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
            if attributes.get("hidden") in TRUE:
                self.facts.hidden_rows.add(self._row)

    def _text(self, text: str) -> None:
        self._value += text

    def _close_cell(self) -> None:
        cell, value = self._cell, self._value.strip()
        if self._is_formula or cell.get("t") == "e":
            reference = cell.get("r", "").rstrip("0123456789")
            self._column = column_number(reference) if reference else self._column
            self._note_cell((self._row, self._column), cell.get("t", "n"), value)
            self._parser.CharacterDataHandler = None
        self._cell, self._is_formula, self._has_value_element, self._value = {}, False, False, ""

    def _note_cell(self, place: tuple[int, int], kind: str, value: str) -> None:
        if kind == "e" and value:
            self.facts.errors[place] = value
        if not self._is_formula:
            return
        self.facts.formulas.add(place)
        # An empty stored text is a result (="" shows nothing); an empty number is none.
        is_empty = not value and not (kind == "str" and self._has_value_element)
        is_placeholder = self._zero_is_no_result and kind == "n" and value == "0"
        if is_empty or is_placeholder:
            self.facts.formula_without_value.add(place)
