"""The printed form of a summary: A4 landscape, one page wide, headings on every page, numbers as numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

FONT, TITLE_FONT = "宋体", "黑体"
PAPER_A4 = 9


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
        sheet.set_row(row, 16 * (1 + sum(2 if ord(c) > 255 else 1 for c in text) // width))

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
        styles = dict(self._styles(book))
        for _, lines in groupby(self.body, key=lambda line: line[0].text):
            block = list(lines)
            for column in (0, 1):
                self._region(sheet, row, column, block, styles["region"])
            for line in block:
                for column, cell in enumerate(line[2:], start=2):
                    self._cell(sheet, (row, column), cell, styles)
                row += 1
        return row

    def _region(self, sheet: Any, row: int, column: int, block: Sequence[Sequence[CellLike]], style: Any) -> None:
        text = block[0][column].text
        if len(block) > 1:
            sheet.merge_range(row, column, row + len(block) - 1, column, "", style)
        sheet.write_string(row, column, text, style)

    def _cell(self, sheet: Any, place: tuple[int, int], cell: CellLike, styles: Mapping[str, Any]) -> None:
        if cell.number is None:
            sheet.write_string(*place, cell.text, styles["text"])
        else:
            sheet.write_number(*place, cell.number, styles[f"number{cell.decimals}"])

    def _styles(self, book: Any) -> Iterator[tuple[str, Any]]:
        cell = {"font_name": FONT, "font_size": 10, "border": 1, "valign": "vcenter"}
        yield (
            "region",
            book.add_format(cell | {"num_format": "@", "align": "center", "valign": "top", "text_wrap": True}),
        )
        yield "text", book.add_format(cell | {"num_format": "@", "text_wrap": True, "shrink": False})
        for decimals in sorted({c.decimals for line in self.body for c in line if c.number is not None}):
            form = "#,##0" + (f".{'0' * decimals}" if decimals else "")
            yield f"number{decimals}", book.add_format(cell | {"num_format": form, "align": "right"})

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
