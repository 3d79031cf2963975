"""XML Spreadsheet 2003 (one XML file, usually named .xls; many reporting programs write it) → sheets of cells."""

from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree

from pipelines.readers.sheets import Cell, Grid, Note, Range, Sheet, Unreadable

OFFICE = "{urn:schemas-microsoft-com:office:spreadsheet}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
WIDEST = 16384
TALLEST = 1_048_576


def read_spreadsheet_xml(content: bytes) -> Grid:
    """All sheets with any content. Raises Unreadable if the XML is broken."""
    try:
        workbook = ElementTree.fromstring(content)
        sheets = [_sheet(worksheet) for worksheet in workbook.iter(f"{OFFICE}Worksheet")]
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreadable("F002", detail_zh="内部结构有误", detail_en="its inner structure is broken") from error
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    return Grid("xml", None, filled, tuple(note for sheet in filled for note in _notes(sheet)))


def _sheet(worksheet: ElementTree.Element) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    hidden_rows: set[int] = set()
    merged: list[Range] = []
    formulas: set[tuple[int, int]] = set()
    for number, row in _numbered(worksheet.findall(f"{OFFICE}Table/{OFFICE}Row"), TALLEST):
        if row.get(f"{OFFICE}Hidden") == "1":
            hidden_rows.add(number)
        for column, cell in _numbered(row.findall(f"{OFFICE}Cell"), WIDEST):
            data = cell.find(f"{OFFICE}Data")
            value = None if data is None else _value(data)
            if cell.get(f"{OFFICE}Formula"):
                formulas.add((number, column))
            if value is not None:
                cells[number, column] = value
            across, down = (int(cell.get(f"{OFFICE}{name}", "0")) for name in ("MergeAcross", "MergeDown"))
            if across or down:
                merged.append((number, column, number + down, column + across))
    name = worksheet.get(f"{OFFICE}Name", "")
    visible = worksheet.findtext(f"{EXCEL}WorksheetOptions/{EXCEL}Visible", "")
    if not cells:
        return Sheet(name, ())
    first, last = min(row for row, _ in cells), max(row for row, _ in cells)
    width = max(column for _, column in cells)
    rows = [tuple(cells.get((row, column)) for column in range(1, width + 1)) for row in range(first, last + 1)]
    return Sheet(
        name, rows, first,
        is_hidden=visible.startswith("SheetHidden") or visible == "SheetVeryHidden",
        hidden_rows=frozenset(row for row in hidden_rows if first <= row <= last),
        hidden_columns=frozenset(column for column in _hidden_columns(worksheet) if column <= width),
        merged=tuple(merged),
        formula_without_value=frozenset(formulas - cells.keys()),
        formulas=frozenset(formulas),
    )  # fmt: skip


def _numbered(elements: list[ElementTree.Element], limit: int) -> Iterator[tuple[int, ElementTree.Element]]:
    """Rows or cells with their numbers: `ss:Index` jumps ahead, merged cells to the right and `ss:Span` take places."""
    number = 0
    for element in elements:
        number = int(element.get(f"{OFFICE}Index", number + 1))
        if number > limit:
            raise ValueError(number)
        yield number, element
        number += int(element.get(f"{OFFICE}MergeAcross", "0")) + int(element.get(f"{OFFICE}Span", "0"))


def _hidden_columns(worksheet: ElementTree.Element) -> set[int]:
    columns = _numbered(worksheet.findall(f"{OFFICE}Table/{OFFICE}Column"), WIDEST)
    hidden = ((n, int(c.get(f"{OFFICE}Span", "0"))) for n, c in columns if c.get(f"{OFFICE}Hidden") == "1")
    return {column for first, span in hidden for column in range(first, first + span + 1)}


def _value(data: ElementTree.Element) -> Cell:
    text = "".join(data.itertext())
    match data.get(f"{OFFICE}Type"):
        case "Number":
            return float(text) if text.strip() else None
        case "DateTime":
            return datetime.fromisoformat(text.strip().removesuffix("Z")).replace(tzinfo=None)
        case "Boolean":
            return text.strip() == "1"
        case _:
            return text or None


def _notes(sheet: Sheet) -> Iterator[Note]:
    where = sheet.name + "!"
    if sheet.is_hidden:
        yield Note("F023", where)
    if sheet.hidden_rows:
        yield Note("F024", where + str(min(sheet.hidden_rows)), {"detail": str(len(sheet.hidden_rows))})
    if sheet.hidden_columns:
        yield Note("F025", where, {"detail": str(len(sheet.hidden_columns))})
