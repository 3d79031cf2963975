"""The template of a ledger: a sheet to fill in, with drop-downs and rules for cells, and a sheet that explains it.

Examples stand in the explanation only, which readers pass over: none can enter a total.
"""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]  # ships no annotations

from pipelines import codebooks
from pipelines.codebooks.ledgers import CHOICE, HAZARD, REGION, Ledger, LedgerColumn, choices
from pipelines.templates.entries import ENTRIES, Entry, hazard_choices, region_lists
from pipelines.templates.sheets import Explanation, Styles, page, width_of
from pipelines.templates.words import english, numbered, word

ROWS = 1000
"""So many rows have drop-downs and rules."""
_PAGE = 5.5
"""So many letters of width to a row make a page of A4, lying, full."""
_HEAD = 2


def write(book: Any, ledger: Ledger, region: codebooks.Region | None) -> None:
    """Write both sheets into a workbook."""
    styles, explanation = Styles(book), _explanation(ledger, region)
    sheet = book.add_worksheet(ledger.name_zh)
    fields = ledger.columns
    last = len(fields)  # the region takes two columns
    title = f"{region.name_zh if region else ''}{ledger.name_zh}"
    sheet.merge_range(0, 0, 0, last, title, styles.title)
    sheet.set_row(0, 30)
    sheet.merge_range(1, 0, 1, last, word("hint.ledger"), styles.hint)
    sheet.set_row(1, 18)
    sheet.set_default_row(18)
    _head(sheet, styles, 0, (word("code"), False), ENTRIES["code"])
    _rule(sheet, 0, ENTRIES["code"].rule(explanation), word("code"), word("code.description"))
    for at, column in enumerate(fields, start=1):
        entry = ENTRIES[column.type]
        _head(sheet, styles, at, (heading(column), column.is_required), entry)
        rule = entry.rule(explanation, choices(column.choices) if column.type == CHOICE else {})
        _rule(sheet, at, rule, column.name_zh, column.description_zh)
    sheet.set_row(_HEAD, 32)
    _marks(sheet, styles, fields)
    sheet.freeze_panes(_HEAD + 1, 2)
    page(sheet, is_wide=True, heading_rows=(_HEAD, _HEAD))
    sheet.print_area(0, 0, _HEAD + _printed_rows(fields), last)
    explanation.write(book, styles)


def heading(column: LedgerColumn) -> str:
    """The heading of a column, its unit in brackets."""
    return f"{column.name_zh}（{column.unit}）" if column.unit else column.name_zh


def _head(sheet: Any, styles: Styles, at: int, named: tuple[str, bool], entry: Entry) -> None:
    """The heading of a column and whether it is required; the look of its cells."""
    text, is_required = named
    half = -(-width_of(text) // 2)  # a heading may take two lines
    sheet.set_column(at, at, max(entry.width, half + 3), styles.entry(entry.number_format))
    sheet.write_string(_HEAD, at, text, styles.required if is_required else styles.head)


def _rule(sheet: Any, at: int, rule: dict[str, Any], title: str, prompt: str) -> None:
    """The rule of a column's cells, with what is shown when one of them is chosen."""
    shown = {"input_title": title[:32], "input_message": prompt[:255]} if prompt else {}
    sheet.data_validation(_HEAD + 1, at, _HEAD + ROWS, at, {"validate": "any"} | rule | shown)


def _printed_rows(fields: Sequence[LedgerColumn]) -> int:
    """So many rows have boxes though they are blank: a page full, to fill in by hand."""
    widths = (ENTRIES[column.type].width for column in fields)
    return round((ENTRIES["code"].width + sum(widths)) / _PAGE)


def _marks(sheet: Any, styles: Styles, fields: Sequence[LedgerColumn]) -> None:
    """Boxes for the printed rows, and red where a row that was begun lacks what it needs."""
    first, last, end = _HEAD + 1, len(fields), xl_col_to_name(len(fields))
    begun = f"COUNTA($A{first + 1}:${end}{first + 1})>0"
    for at, column in enumerate(fields, start=1):
        if column.is_required:
            letter = xl_col_to_name(at)
            blank = f'${letter}{first + 1}=""' + (f',$A{first + 1}=""' if column.type == REGION else "")
            rule = {"type": "formula", "criteria": f"=AND({begun},{blank})", "format": styles.missing}
            sheet.conditional_format(first, at, _HEAD + ROWS, at, rule)
    is_boxed = f"=OR(ROW()<={first + _printed_rows(fields)},{begun})"
    boxes = {"type": "formula", "criteria": is_boxed, "format": styles.box}
    sheet.conditional_format(first, 0, _HEAD + ROWS, last, boxes)


def _explanation(ledger: Ledger, region: codebooks.Region | None) -> Explanation:
    keys = (("name", 20), ("unit", 16), ("required", 9), ("allowed", 44), ("example", 22), ("description", 44))
    headings = [(word(f"explain.{key}"), width) for key, width in (*keys, ("english", 40))]
    has_hazard = any(column.type == HAZARD for column in ledger.columns)
    lists = {word("list.hazard"): hazard_choices()} if has_hazard else {}
    return Explanation(
        word("sheet.chosen", name=ledger.name_zh),
        numbered("note.ledger", one_row=ledger.one_row_zh, folder=ledger.folder),
        headings,
        [_code_row(), *map(_row, ledger.columns)],
        lists | region_lists(region),
    )


def _code_row() -> Sequence[str]:
    return (
        word("code"), "", word("no"), word("error.code"), word("code.example"), word("code.description"),
        f"{english('code')}: {english('code.description')}",
    )  # fmt: skip


def _row(column: LedgerColumn) -> Sequence[str]:
    listed = "、".join(choice.name_zh for choice in choices(column.choices).values()) if column.choices else ""
    told = f"{column.name_en}: {column.description_en}" if column.description_en else column.name_en
    return (
        column.name_zh, column.unit, word("yes" if column.is_required else "no"),
        word(f"allowed.{column.type}", choices=listed), column.example, column.description_zh, told,
    )  # fmt: skip
