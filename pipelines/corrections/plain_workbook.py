"""Cells of any kind of file as a plain .xlsx: every cell where it was, exact, codes and texts as text.

Numbers of spreadsheets stay the numbers they are, to the last digit; of text files only the figures become numbers, so
that they can be added up, and only where the number says exactly what the text said.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from pipelines.corrections.package import OFFICE
from pipelines.readers.sheet_xml import column_letters
from pipelines.readers.sheets import Cell, Grid, Sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SPREADSHEETS = frozenset({"xls", "xlsx", "xlsb", "ods", "xml"})
PLAIN_NAME = "Sheet1"
"""The sheet of a file without sheets: a name that states nothing."""
_GENERAL, _TEXT, _DAY, _MOMENT, _TIME = range(5)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPED = re.compile(r"(_x[0-9A-Fa-f]{4}_)")
_DATE = (1980, 1, 1, 0, 0, 0)
_EPOCH, _FIRST_OF_MARCH = datetime(1899, 12, 30), datetime(1900, 3, 1)
_WIDEST, _NARROWEST, _MEASURED = 40, 9, 200
_LONGEST = 32_767
_STYLES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>\
<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="5">{
    "".join(
        f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for n in (0, 49, 164, 165, 21)
    )
}</cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""

IsFigure = Callable[[Sheet, int], bool]
"""Whether a column (1-based) of a sheet holds figures."""


def plain_workbook(grid: Grid, is_figure: IsFigure) -> bytes:
    """The cells of a grid as a workbook of their own."""
    names = sheet_names(grid.sheets)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in _frame(names, grid.sheets):
            packed.writestr(zipfile.ZipInfo(name, _DATE), text, zipfile.ZIP_DEFLATED)
        is_text = grid.kind not in SPREADSHEETS
        for number, sheet in enumerate(grid.sheets, start=1):
            entry = zipfile.ZipInfo(f"xl/worksheets/sheet{number}.xml", _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with packed.open(entry, "w", force_zip64=True) as part:
                for piece in _sheet(sheet, partial(is_figure, sheet) if is_text else _any_column):
                    part.write(piece.encode("utf-8", "replace"))
    return out.getvalue()


def _any_column(column: int) -> bool:
    """Numbers of spreadsheets stay numbers in every column."""
    return True


def sheet_names(sheets: Sequence[Sheet]) -> list[str]:
    """The names that the sheets have in the workbook: as they are, where a workbook can have them."""
    names: list[str] = []
    for sheet in sheets:
        stem = _FORBIDDEN.sub(" ", sheet.name)[:31].strip("'") or PLAIN_NAME
        name, number = stem, 2
        while name.lower() in (other.lower() for other in names):
            name, number = f"{stem[:28]}{number}", number + 1
        names.append(name)
    return names


def _frame(names: Sequence[str], sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    head, package = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', "application/vnd.openxmlformats-"
    kind = f"{package}officedocument.spreadsheetml"
    listed = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    yield (
        "[Content_Types].xml",
        (
            f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{package}package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{listed}</Types>'
        ),
    )
    relations = f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    yield (
        "_rels/.rels",
        (
            f'{relations}<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>"
        ),
    )
    told = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}"{" state=" + chr(34) + "hidden" + chr(34) if s.is_hidden else ""} '
        f'r:id="rId{n}"/>'
        for n, (name, s) in enumerate(zip(names, sheets, strict=True), start=1)
    )
    yield "xl/workbook.xml", f'{head}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{told}</sheets></workbook>'
    parts = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (
            f'{relations}{parts}<Relationship Id="rId{len(names) + 1}" Type="{OFFICE}/styles" Target="styles.xml"/>'
            "</Relationships>"
        ),
    )
    yield "xl/styles.xml", _STYLES


def _sheet(sheet: Sheet, is_figure: Callable[[int], bool]) -> Iterator[str]:
    """The XML of a sheet, piece by piece."""
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{MAIN}">'
    yield from _columns(sheet)
    yield "<sheetData>"
    width = len(sheet.rows[0]) if sheet.rows else 0
    letters = [column_letters(sheet.first_column + at) for at in range(width)]
    figures = [is_figure(sheet.first_column + at) for at in range(width)]
    for number, row in enumerate(sheet.rows, sheet.first_row):
        cells = "".join(
            [_cell(f"{letters[at]}{number}", cell, figures[at]) for at, cell in enumerate(row) if cell is not None]
        )
        if cells:
            yield f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if number in sheet.hidden_rows else ""}>'
            yield f"{cells}</row>"
    yield "</sheetData>"
    if sheet.merged:
        ranges = (
            f"{column_letters(left)}{top}:{column_letters(right)}{bottom}" for top, left, bottom, right in sheet.merged
        )
        merged = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
        yield f'<mergeCells count="{len(sheet.merged)}">{merged}</mergeCells>'
    yield "</worksheet>"


def _columns(sheet: Sheet) -> Iterator[str]:
    """Columns as wide as their first rows need, hidden where they were."""
    width = len(sheet.rows[0]) if sheet.rows else 0
    if not width:
        return
    yield "<cols>"
    for at in range(width):
        texts = (str(row[at]) for row in sheet.rows[:_MEASURED] if row[at] is not None)
        need = max((sum(2 if letter > "\xff" else 1 for letter in text.split("\n")[0]) for text in texts), default=0)
        number = sheet.first_column + at
        hidden = ' hidden="1"' if number in sheet.hidden_columns else ""
        size = min(max(need + 2, _NARROWEST), _WIDEST)
        yield f'<col min="{number}" max="{number}" width="{size}" customWidth="1"{hidden}/>'
    yield "</cols>"


def _cell(place: str, cell: Cell, is_figure: bool) -> str:
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{place}"><v>{cell!r}</v></c>'
    if isinstance(cell, datetime) and cell >= _FIRST_OF_MARCH:
        style = _DAY if cell.time() == time() else _MOMENT
        return f'<c r="{place}" s="{style}"><v>{_serial(cell)}</v></c>'
    if isinstance(cell, time):
        share = (cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1_000_000) / 86400
        return f'<c r="{place}" s="{_TIME}"><v>{share!r}</v></c>'
    text = str(cell)[:_LONGEST]
    if is_figure and len(text) < 16 and _NUMBER.fullmatch(text):
        return f'<c r="{place}"><v>{text}</v></c>'
    text = _NO_XML.sub("�", _ESCAPED.sub(r"_x005F\1", text)).replace("\r\n", "\n").replace("\r", "\n")
    return f'<c r="{place}" s="{_TEXT}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _serial(moment: datetime) -> str:
    """A moment as spreadsheets store it: days since the end of 1899."""
    span = moment - _EPOCH
    part = span.seconds * 1_000_000 + span.microseconds
    return repr(span.days + part / 86_400_000_000) if part else str(span.days)
