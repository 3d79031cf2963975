"""Cells of a web page's tables that reach down over several rows: the rows below have a blank in their place."""

from collections.abc import Iterator

from pipelines.documents.html_weights import Element

LONGEST = 1000
CELLS = frozenset({"td", "th"})


def blanks_before(tree: Element) -> dict[Element, int]:
    """How many columns before a cell are taken by cells of the rows above."""
    found: dict[Element, int] = {}
    for table in tree.iter("table"):
        taken: dict[int, int] = {}
        for row in _rows(table):
            taken = _row(row, taken, found)
    return found


def _row(row: Element, taken: dict[int, int], found: dict[Element, int]) -> dict[int, int]:
    """Note the blanks of one row; what is taken in the rows below, by column, is the answer."""
    below = {column: rows - 1 for column, rows in taken.items() if rows > 1}
    column = 0
    for cell in (child for child in row if child.tag in CELLS):
        while column in taken:
            found[cell] = found.get(cell, 0) + 1
            column += 1
        width, height = _span(cell, "colspan"), _span(cell, "rowspan")
        if height > 1:
            below.update(dict.fromkeys(range(column, column + width), height - 1))
        column += width
    return below


def _rows(table: Element) -> Iterator[Element]:
    """The table's own rows, not those of tables within it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _span(cell: Element, name: str) -> int:
    digits = (cell.get(name) or "").strip()
    return min(max(int(digits), 1), LONGEST) if digits.isdecimal() else 1
