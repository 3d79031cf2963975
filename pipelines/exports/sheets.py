"""The printed form of a summary: A4 landscape, one page wide, headings on every page, numbers as numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

FONT, TITLE_FONT = "宋体", "黑体"
PAPER_A4 = 9
LINE = 17
"""Points of height of one line of print of the table."""


def printed(text: str) -> int:
    """How wide a text prints, in digits: a Chinese character is two."""
    return sum(2 if ord(character) > 255 else 1 for character in text)


class CellLike(Protocol):
    """A cell of the body: its text and, for figures, its number and decimals."""

    @property
    def text(self) -> str: ...
    @property
    def number(self) -> Any: ...
    @property
    def decimals(self) -> int: ...


@dataclass(frozen=True)
class SummarySheet:
    """A title, lines above, a table whose first two columns name a region, lines below."""

    title: str
    above: Sequence[str]
    below: Sequence[str]
    columns: Sequence[Mapping[str, str]]
    body: Sequence[Sequence[CellLike]]

    def write(self, book: Any, name: str) -> None:
        """Write the sheet into a workbook."""
        sheet, last = book.add_worksheet(name), len(self.columns) - 1
        line = book.add_format({"font_name": FONT, "font_size": 10, "text_wrap": True, "valign": "vcenter"})
        title = book.add_format(
            {"font_name": TITLE_FONT, "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"}
        )
        sheet.merge_range(0, 0, 0, last, self.title, title)
        sheet.set_row(0, 32)
        for row, text in enumerate(self.above, start=1):
            self._line(sheet, row, text, line)
        heading_row = len(self.above) + 1
        self._headings(book, sheet, heading_row)
        end = self._body(book, sheet, heading_row + 1)
        for row, text in enumerate(self.below, start=end):
            self._line(sheet, row, text, line)
        self._page(sheet, heading_row, end)

    def _line(self, sheet: Any, row: int, text: str, style: Any) -> None:
        sheet.merge_range(row, 0, row, len(self.columns) - 1, text, style)
        width = sum(int(column["width"]) for column in self.columns)
        sheet.set_row(row, 16 * (1 + printed(text) // width))

    def _headings(self, book: Any, sheet: Any, row: int) -> None:
        head = book.add_format(
            {
                "font_name": FONT, "font_size": 10, "bold": True, "border": 1, "text_wrap": True, "align": "center",
                "valign": "vcenter", "bg_color": "#E7ECF2",
            }
        )  # fmt: skip
        sheet.set_row(row, 24)
        for column, told in enumerate(self.columns):
            sheet.write_string(row, column, told["heading"], head)
            sheet.set_column(column, column, int(told["width"]))

    def _body(self, book: Any, sheet: Any, row: int) -> int:
        """The lines of the table; each region begins with a thicker line, and its name stands on every line."""
        styles = _Styles(book)
        for _, lines in groupby(self.body, key=lambda line: line[0].text):
            for number, line in enumerate(lines):
                sheet.set_row(row, LINE * self._lines_of(line))
                for column, cell in enumerate(line):
                    style = styles.of(self.columns[column]["kind"], cell, begins=number == 0)
                    if cell.number is None:
                        sheet.write_string(row, column, cell.text, style)
                    else:
                        sheet.write_number(row, column, cell.number, style)
                row += 1
        return row

    def _lines_of(self, line: Sequence[CellLike]) -> int:
        """How many lines of print the longest text of a line of the table takes in its column."""
        texts = [
            (cell.text, int(of["width"]) - 1)
            for cell, of in zip(line, self.columns, strict=True)
            if cell.number is None
        ]
        return max(1, *(-(-printed(text) // width) for text, width in texts))

    def _page(self, sheet: Any, heading_row: int, end: int) -> None:
        sheet.freeze_panes(heading_row + 1, 2)
        sheet.set_landscape()
        sheet.set_paper(PAPER_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(heading_row)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.print_area(0, 0, end + len(self.below) - 1, len(self.columns) - 1)


class _Styles:
    """The formats of the table's cells, made when first asked for."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str, bool], Any] = {}

    def of(self, kind: str, cell: CellLike, *, begins: bool) -> Any:
        """The format of a cell in a column of this kind; `begins` where a region begins."""
        align = "center" if kind == "center" else "left" if cell.number is None else "right"
        form = "@" if cell.number is None else "#,##0" + (f".{'0' * cell.decimals}" if cell.decimals else "")
        if (align, form, begins) not in self._made:
            look = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "border": 1, "border_color": "#8C96A3"}
            look |= {"align": align, "num_format": form, "text_wrap": cell.number is None}
            look |= {"top": 2, "top_color": "#3B4652"} if begins else {}
            self._made[align, form, begins] = self._book.add_format(look)
        return self._made[align, form, begins]
