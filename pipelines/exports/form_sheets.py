"""The printed statutory form: A4 upright, one page wide, its headings on every page, framed like the paper one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.exports.sheets import CellLike, printed

FONT, TITLE_FONT = "宋体", "黑体"
PAPER_A4 = 9
SPLIT = 2
"""The header's left part spans so many columns, its right part the others."""
BLANK = "　" * 7
"""Room for a signature."""


@dataclass(frozen=True)
class FormSheet:
    """A title and what it is about; fields left and right above the table, signatures and notes below it."""

    title: str
    subject: str
    fields: Sequence[Mapping[str, str]]
    columns: Sequence[Mapping[str, str]]
    marks: Sequence[str]
    body: Sequence[Sequence[CellLike]]
    notes: Sequence[str]

    def lines(self) -> Iterator[list[str]]:
        """The form as lines of a CSV file."""
        yield [self.title]
        yield [self.subject]
        yield from ([left, right] for left, right in self._header())
        yield [column["heading"] for column in self.columns]
        yield list(self.marks)
        yield from ([cell.text for cell in line] for line in self.body)
        yield [self._signatures()]
        yield from ([note] for note in self.notes)

    def write(self, book: Any, name: str) -> None:
        """Write the form into a workbook, as a sheet of its own."""
        sheet = book.add_worksheet(name)
        for column, told in enumerate(self.columns):
            sheet.set_column(column, column, int(told["width"]))
        top = self._head(book, sheet)
        end = self._table(book, sheet, top)
        self._foot(book, sheet, end)
        self._page(sheet, top, end)

    def _header(self) -> list[tuple[str, str]]:
        """The header's lines; the shorter side stands at the bottom."""
        left, right = (self._placed(place) for place in ("left", "right"))
        rows = max(len(left), len(right))
        left, right = [""] * (rows - len(left)) + left, [""] * (rows - len(right)) + right
        return list(zip(left, right, strict=True))

    def _placed(self, place: str) -> list[str]:
        return [field["label"] + field["value"] for field in self.fields if field["place"] == place]

    def _signatures(self) -> str:
        told = [f["label"] + (f["value"] or BLANK) for f in self.fields if f["place"] == "signature"]
        return "　".join(told)

    def _head(self, book: Any, sheet: Any) -> int:
        last = len(self.columns) - 1
        title = {"font_name": TITLE_FONT, "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"}
        about = {"font_name": FONT, "font_size": 11, "align": "center", "valign": "vcenter"}
        field = book.add_format({"font_name": FONT, "font_size": 10.5, "valign": "vcenter", "num_format": "@"})
        sheet.merge_range(0, 0, 0, last, self.title, book.add_format(title))
        sheet.merge_range(1, 0, 1, last, self.subject, book.add_format(about))
        sheet.set_row(0, 34)
        sheet.set_row(1, 20)
        row = 2
        for left, right in self._header():
            sheet.merge_range(row, 0, row, SPLIT - 1, left, field)
            sheet.merge_range(row, SPLIT, row, last, right, field)
            sheet.set_row(row, 17)
            row += 1
        return row

    def _table(self, book: Any, sheet: Any, top: int) -> int:
        """Headings, their marks 甲 乙 丙 1, and the lines."""
        look = {"font_name": FONT, "font_size": 10.5, "border": 1, "align": "center", "valign": "vcenter"}
        head, mark = book.add_format(look | {"bold": True}), book.add_format(look | {"font_size": 9})
        for column, told in enumerate(self.columns):
            sheet.write_string(top, column, told["heading"], head)
            sheet.write_string(top + 1, column, self.marks[column], mark)
        sheet.set_row(top, 22)
        sheet.set_row(top + 1, 15)
        styles: dict[tuple[str, int | None], Any] = {}
        for row, line in enumerate(self.body, start=top + 2):
            sheet.set_row(row, 18)
            for column, cell in enumerate(line):
                self._cell(book, sheet, (row, column), cell, styles)
        return top + 2 + len(self.body)

    def _cell(
        self, book: Any, sheet: Any, place: tuple[int, int], cell: CellLike, styles: dict[tuple[str, int | None], Any]
    ) -> None:
        kind, decimals = self.columns[place[1]]["kind"], None if cell.number is None else cell.decimals
        if (kind, decimals) not in styles:
            align = {"text": "left", "figure": "right"}.get(kind, "center")
            form = "@" if decimals is None else f"0.{'0' * decimals}" if decimals else "0"
            look = {"font_name": FONT, "font_size": 10.5, "border": 1, "valign": "vcenter"}
            styles[kind, decimals] = book.add_format(
                look | {"align": align, "indent": int(align != "center"), "num_format": form}
            )
        style = styles[kind, decimals]
        if cell.number is None:
            sheet.write_string(*place, cell.text, style)
        else:
            sheet.write_number(*place, cell.number, style)

    def _foot(self, book: Any, sheet: Any, row: int) -> None:
        last = len(self.columns) - 1
        look = {"font_name": FONT, "font_size": 10.5, "valign": "vcenter"}
        sheet.merge_range(row, 0, row, last, self._signatures(), book.add_format(look))
        sheet.set_row(row, 30)
        note = book.add_format(look | {"font_size": 9, "text_wrap": True, "valign": "top"})
        width = sum(int(column["width"]) for column in self.columns) * 1.1
        for at, text in enumerate(self.notes, start=row + 1):
            sheet.merge_range(at, 0, at, last, text, note)
            sheet.set_row(at, 13 * (1 + int(printed(text) / width)))

    def _page(self, sheet: Any, top: int, end: int) -> None:
        sheet.freeze_panes(top + 2, 0)
        sheet.set_portrait()
        sheet.set_paper(PAPER_A4)
        sheet.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.7)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top, top + 1)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.print_area(0, 0, end + len(self.notes), len(self.columns) - 1)
