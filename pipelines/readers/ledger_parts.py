"""The ledgers of one sheet: several may stand below each other, each below headings of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.readers.header_block import REGION_TARGETS
from pipelines.readers.header_search import is_number
from pipelines.readers.sheet_tables import slice_of, title_lines
from pipelines.readers.sheets import Cell, Sheet
from pipelines.readers.statements import is_footnote, is_statement
from pipelines.transforms.headings import match_heading, parse_heading
from pipelines.transforms.ledger_headings import heading_forms
from pipelines.transforms.region_tiers import regions_named
from pipelines.transforms.widths import squeezed

_ENOUGH = 3
_ORDINAL = re.compile(r"\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[、.．)）]|(?:附?表|附件)[0-9一二三四五六七八九十])")


@dataclass(frozen=True)
class Part:
    """Rows of a sheet that are one table, and the lines above the table before that hold for it too."""

    sheet: Sheet
    above: tuple[str, ...] = ()


def parts_of(sheet: Sheet) -> list[Part]:
    """The tables of a sheet from the top down; of a sheet with one table the sheet."""
    cuts = _cuts(sheet)
    if not cuts:
        return [Part(sheet)]
    parts: list[Part] = []
    above: tuple[str, ...] = ()
    for begin, end in zip((0, *cuts), (*cuts, len(sheet.rows)), strict=True):
        part = slice_of(sheet, begin, end)
        lines = title_lines(part.rows[: _first_heading(part)])
        parts.append(Part(part, _inherited(above, lines)))
        above = (*(line for line in lines if not _ORDINAL.match(line)), *parts[-1].above)
    return parts


def _inherited(above: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """Of the lines above the table before: what is labelled (单位：万元); all of them for a chapter (二、拨付情况)."""
    titles = [line for line in own if not is_statement(line)]
    is_chapter = all(_ORDINAL.match(line) for line in titles)
    return tuple(line for line in above if is_chapter or is_statement(line))


def _cuts(sheet: Sheet) -> list[int]:
    """The rows in which the tables after the first one begin, with their titles."""
    cuts: list[int] = []
    headings: dict[int, str] = {}
    begin, has_data = 0, False
    for index, row in enumerate(sheet.rows):
        if any(cell is not None and is_number(cell) for cell in row):
            has_data = has_data or bool(headings)
            continue
        texts = _texts(row)
        if _is_heading_row(texts) and (has_data or not headings):
            start = _start(sheet, index, begin)
            lines = set(title_lines(sheet.rows[start:index]))
            if headings and (headings != texts or not lines <= set(title_lines(sheet.rows[begin : index - 1]))):
                cuts.append(start)
                begin = start
            headings, has_data = texts, False
    return cuts


def _start(sheet: Sheet, heading: int, begin: int) -> int:
    """The first of the title lines, groups of headings and blanks right above a row of headings."""
    start = at = heading
    while at > begin:
        texts = _texts(sheet.rows[at - 1])
        if any(cell is not None and is_number(cell) for cell in sheet.rows[at - 1]) or not _may_be_above(texts):
            break
        at -= 1
        start = at if texts else start
    return start


def _may_be_above(texts: dict[int, str]) -> bool:
    first = next(iter(texts.values()), "")
    if is_footnote(first) or regions_named(first):
        return False
    return len(texts) < 2 or is_statement(first) or 2 * sum(map(_is_known, texts.values())) >= len(texts)


def _first_heading(sheet: Sheet) -> int:
    return next((index for index, row in enumerate(sheet.rows) if _is_heading_row(_texts(row))), 0)


def _is_heading_row(texts: dict[int, str]) -> bool:
    known = sum(map(_is_known, texts.values()))
    return known >= _ENOUGH and known * 2 > len(texts)


def _is_known(text: str) -> bool:
    if parse_heading(text).form in heading_forms():
        return True
    match = match_heading((text,)) if len(text) < 20 else None
    return match is not None and any(meaning.target in REGION_TARGETS for meaning in match.meanings)


def _texts(row: Sequence[Cell]) -> dict[int, str]:
    return {at: squeezed(cell) for at, cell in enumerate(row) if isinstance(cell, str) and cell.strip()}
