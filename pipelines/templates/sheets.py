"""What all templates share: the look of their cells, the printed page, and the sheet that explains how to fill in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]  # ships no annotations

from pipelines.templates.words import word

FONT, TITLE_FONT = "宋体", "黑体"
PAPER_A4, PAPER_A3 = 9, 8
LONGEST_LIST = 255
"""A list of choices written into a cell's rule may be so long in all; a longer one stands in the explanation."""
HEAD_COLOUR, REQUIRED_COLOUR, ENTRY_COLOUR = "#E7ECF2", "#C9D6E6", "#FFFFFF"
ERROR_COLOUR, WARNING_COLOUR = "#F8C9C4", "#FFF2C2"
_LIST_GAP = 2


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        cell = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        boxed = cell | {"border": 1, "border_color": "#8A94A0"}
        title = {"font_name": TITLE_FONT, "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"}
        self._book, self._cell, self._boxed = book, cell, boxed
        self.title = book.add_format(title)
        self.hint = book.add_format(cell | {"text_wrap": True, "font_color": "#4A5560"})
        head = boxed | {"bold": True, "text_wrap": True, "align": "center", "bg_color": HEAD_COLOUR}
        self.head = book.add_format(head)
        self.required = book.add_format(head | {"bg_color": REQUIRED_COLOUR})
        self.text = book.add_format(boxed | {"text_wrap": True})
        self.label = book.add_format(boxed | {"bold": True, "bg_color": HEAD_COLOUR})
        self.group = book.add_format(boxed | {"bold": True, "bg_color": "#F4F6F9"})
        self.centred = book.add_format(boxed | {"align": "center"})
        self.message = book.add_format(boxed | {"text_wrap": True, "font_color": "#A5281B", "font_size": 9})
        self.box = book.add_format({"border": 1, "border_color": "#8A94A0"})
        self.missing = book.add_format({"bg_color": ERROR_COLOUR})
        self.error = book.add_format({"bg_color": ERROR_COLOUR, "font_color": "#8A1C12"})
        self.warning = book.add_format({"bg_color": WARNING_COLOUR})

    def entry(self, number_format: str, *, boxed: bool = False, unlocked: bool = False) -> Any:
        """A cell to fill in, shown in this number format (`@`: what is typed stays text)."""
        look = (self._boxed if boxed else self._cell) | {"num_format": number_format}
        return self._book.add_format(look | ({"locked": False} if unlocked else {}))

    def indented(self, depth: int) -> Any:
        """The name of an indicator that is part of others."""
        return self._book.add_format(self._boxed | {"indent": depth, "text_wrap": True})


@dataclass(frozen=True)
class Explanation:
    """The sheet 填写说明: notes, a table with a row for each column to fill in, and below it lists to choose from."""

    title: str
    notes: Sequence[str]
    headings: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str]]
    lists: Mapping[str, Sequence[str]]
    """Lists by their heading; each stands in a column of its own."""

    @property
    def _first_of_lists(self) -> int:
        return 1 + len(self.notes) + 1 + 1 + len(self.rows) + _LIST_GAP + 1

    def source(self, name: str) -> str:
        """Where a rule for cells finds a list."""
        letter, first = xl_col_to_name(list(self.lists).index(name)), self._first_of_lists + 1
        return f"='{word('sheet.explanation')}'!${letter}${first}:${letter}${first + len(self.lists[name]) - 1}"

    def write(self, book: Any, styles: Styles) -> None:
        """Add the sheet to a workbook."""
        sheet, last = book.add_worksheet(word("sheet.explanation")), len(self.headings) - 1
        sheet.merge_range(0, 0, 0, last, self.title, styles.title)
        sheet.set_row(0, 30)
        width = sum(width for _, width in self.headings)
        for row, note in enumerate(self.notes, start=1):
            sheet.merge_range(row, 0, row, last, note, styles.hint)
            sheet.set_row(row, 16 * lines_of(note, width))
        head = len(self.notes) + 2
        for column, (heading, columns) in enumerate(self.headings):
            sheet.write_string(head, column, heading, styles.head)
            sheet.set_column(column, column, columns)
        sheet.set_row(head, 20)
        for row, texts in enumerate(self.rows, start=head + 1):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, styles.text)
            widths = (columns for _, columns in self.headings)
            tallest = max(lines_of(text, columns) for text, columns in zip(texts, widths, strict=True))
            sheet.set_row(row, 4 + 14 * tallest)
        self._write_lists(sheet, styles)
        page(sheet, is_wide=True, heading_rows=(head, head))

    def _write_lists(self, sheet: Any, styles: Styles) -> None:
        first = self._first_of_lists
        for column, (name, choices) in enumerate(self.lists.items()):
            sheet.write_string(first - 1, column, name, styles.head)
            for row, choice in enumerate(choices, start=first):
                sheet.write_string(row, column, choice, styles.text)


def page(sheet: Any, *, is_wide: bool, heading_rows: tuple[int, int], paper: int = PAPER_A4) -> None:
    """A printed page: one page wide, the headings on each."""
    if is_wide:
        sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(*heading_rows)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")


def width_of(text: str) -> int:
    """How wide a text is; a Chinese letter is two wide."""
    return sum(2 if ord(letter) > 255 else 1 for letter in text)


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of this width."""
    return max(1, -(-width_of(text) // max(width - 1, 1)))


def choice_rule(choices: Sequence[str], explanation: Explanation, name: str = "") -> dict[str, Any]:
    """The rule of a cell that offers choices: written into it where they are few."""
    few = name not in explanation.lists and sum(map(len, choices)) + len(choices) <= LONGEST_LIST
    return {"validate": "list", "source": list(choices) if few else explanation.source(name)}
