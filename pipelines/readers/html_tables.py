"""HTML tables, usually a web page's export named .xls → one sheet, stacked as a spreadsheet stacks them on opening.

Text outside tables is a row of its own (titles stand there); the rows of a nested table follow the row that holds it.
A spanned cell holds its text at the top left, like merged cells of a workbook. Cells are text; where the page gives the
unrounded number (`x:num`), that number.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from pipelines.readers.sheets import Grid, Note, Range, Sheet, Unreadable
from pipelines.readers.text_encodings import decoded

UNSEEN = frozenset({"script", "style", "head", "noscript", "template"})
BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "table", "li", "body", "center"})
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:collapse|hidden)", re.IGNORECASE)
WIDEST_SPAN = 1000


def read_html(content: bytes) -> Grid:
    """The one sheet of an HTML page. Raises Unreadable if the page has no table."""
    text = decoded(content)
    page = _Page()
    page.feed(text.text)
    page.close()
    if not page.has_table:
        raise Unreadable("F004", detail_zh="没有表格的网页", detail_en="a web page without a table")
    sheet = page.sheet()
    notes = [] if text.is_certain else [Note("F021", details={"detail": text.encoding.upper()})]
    if sheet.hidden_rows:
        notes.append(Note("F024", str(min(sheet.hidden_rows)), {"detail": str(len(sheet.hidden_rows))}))
    return Grid("html", text.encoding, (sheet,) if sheet.rows else (), tuple(notes))


@dataclass
class _CellText:
    text: str = ""
    number: str = ""
    columns: int = 1
    rows: int = 1

    @property
    def value(self) -> str | None:
        lines = (" ".join(line.replace("\xa0", " ").split()) for line in self.text.split("\n"))
        return self.number or "\n".join(lines).strip() or None


@dataclass
class _Row:
    cells: list[_CellText] = field(default_factory=list)
    is_hidden: bool = False
    nested: list["_Row"] = field(default_factory=list)
    table: int = 0


class _Page(HTMLParser):
    """Collects rows in document order; `_tables` is the stack of tables that are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.has_table = False
        self._rows: list[_Row] = []
        self._tables: list[list[_Row]] = []
        self._open_cells: list[_CellText | None] = []
        self._count = 0
        self._unseen = 0
        self._loose = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in UNSEEN:
            self._unseen += 1
        if tag in BLOCKS:
            self._break()
        if tag == "table":
            self.has_table = True
            self._count += 1
            self._tables.append([])
            self._open_cells.append(None)
        elif tag == "tr" and self._tables:
            self._open_cells[-1] = None
            self._tables[-1].append(_Row(is_hidden=bool(HIDDEN.search(attributes.get("style", ""))), table=self._count))
        elif tag in ("td", "th") and self._tables:
            self._open_cell(attributes)
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        if tag in BLOCKS:
            self._break()
        if tag == "table" and self._tables:
            self._close_table()
        elif tag in ("td", "th", "tr") and self._tables:
            self._open_cells[-1] = None

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if not self._tables:
            self._loose += data
        elif (cell := self._open_cells[-1]) is not None:
            # A line break of the page's source is a blank; only <br> breaks a line.
            cell.text += data if data == "\n" else " ".join(data.splitlines())

    def sheet(self) -> Sheet:
        while self._tables:
            self._close_table()
        self._break()
        return _laid_out(self._rows)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        if not self._tables[-1]:
            self._tables[-1].append(_Row(table=self._count))
        cell = _CellText(
            number=attributes.get("x:num", ""), columns=_span(attributes, "colspan"), rows=_span(attributes, "rowspan")
        )
        self._tables[-1][-1].cells.append(cell)
        self._open_cells[-1] = cell

    def _close_table(self) -> None:
        rows = _flat(self._tables.pop())
        self._open_cells.pop()
        holder = self._open_cells[-1] if self._open_cells else None
        filled = [cell for row in rows for cell in row.cells if cell.value]
        if not self._tables:
            self._rows.extend(rows)
        elif len(filled) == 1 and holder is not None:
            holder.text += filled[0].value or ""  # a table of one cell is only decoration
        elif filled and self._tables[-1]:
            self._tables[-1][-1].nested.extend(rows)

    def _break(self) -> None:
        """A block ends: loose text before it is a row, text within a cell goes on in a new line."""
        if self._tables:
            cell = self._open_cells[-1]
            if cell is not None and cell.text.strip():
                cell.text += "\n"
            return
        loose = _CellText(" ".join(self._loose.split()))
        self._loose = ""
        if loose.value:
            self._rows.append(_Row([loose]))


def _flat(rows: list[_Row]) -> list[_Row]:
    """Every row followed by the rows of the tables within it; a row that was mere layout is dropped."""
    flat: list[_Row] = []
    for row in rows:
        if not row.nested or any(cell.value for cell in row.cells):
            flat.append(row)
        flat.extend(row.nested)
    return flat


def _span(attributes: dict[str, str], name: str) -> int:
    digits = attributes.get(name, "").strip()
    return min(max(int(digits), 1), WIDEST_SPAN) if digits.isdecimal() else 1


def _laid_out(rows: list[_Row]) -> Sheet:
    """The rows on a grid, spans resolved; a span of rows ends with its table."""
    grid: list[dict[int, str | None]] = [{} for _ in rows]
    merged: list[Range] = []
    for number, row in enumerate(rows):
        below = next((n for n in range(number, len(rows)) if rows[n].table != row.table), len(rows)) - number
        column = 0
        for cell in row.cells:
            while column in grid[number]:
                column += 1
            height = min(cell.rows, below)
            for line in range(number, number + height):
                grid[line].update(dict.fromkeys(range(column, column + cell.columns)))
            grid[number][column] = cell.value
            if height > 1 or cell.columns > 1:
                merged.append((number + 1, column + 1, number + height, column + cell.columns))
            column += cell.columns
    filled = [number for number, cells in enumerate(grid) if any(value is not None for value in cells.values())]
    width = max((max(cells, default=-1) + 1 for cells in grid), default=0)
    lines = [tuple(cells.get(column) for column in range(width)) for cells in grid[: filled[-1] + 1 if filled else 0]]
    hidden = frozenset(number + 1 for number in filled if rows[number].is_hidden)
    return Sheet("", lines, hidden_rows=hidden, merged=tuple(merged))
