"""The characters of a PDF page → its lines, with their places: a PDF knows neither blanks nor line ends nor tables."""

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # has no types of its own

COLUMN_GAP = 0.6
"""In sizes of the font: so much white stands between two full cells of a table; no justified line has as much."""

SPREAD = 2.5
"""How many times the gaps within a line that is set wide a gap between columns must be."""

WORD_GAP = 0.3
OVERLAP = 0.5
LINE_HEIGHT = 1.2
"""How much higher a character's box is than its font's size."""

WIDE = 0x2E80
NARROW_UNTIL = 0x250
HYPHENS = frozenset({0x02, 0xFFFE})
"""How PDFium gives a hyphen at a line end that only divides a word."""

UNREADABLE = frozenset({0, 0xFFFD})


@dataclass(slots=True)
class Cell:
    """A piece of text with nothing but narrow gaps in it."""

    text: str
    left: float
    right: float
    bottom: float


@dataclass(slots=True)
class Line:
    """One line of a page, or one row of a table. Coordinates are points from the lower left corner."""

    cells: list[Cell]
    bottom: float
    top: float
    size: float
    """The width of a Chinese character, which is the size of its font."""

    @property
    def text(self) -> str:
        """The cells with tabs between them."""
        return "\t".join(cell.text for cell in self.cells)

    @property
    def left(self) -> float:
        """Where the first cell begins."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Where the last cell ends."""
        return self.cells[-1].right

    @property
    def is_row(self) -> bool:
        """Whether it has columns."""
        return len(self.cells) > 1


@dataclass(slots=True)
class _Glyph:
    code: int
    left: float
    right: float
    bottom: float
    top: float


def lines_of(text_page: Any) -> list[Line]:
    """The lines of a page in the order in which the page draws them."""
    lines: list[Line] = []
    current: list[_Glyph] = []
    for glyph in _glyphs(text_page):
        if current and not _is_beside(current, glyph):
            lines += _line(current)
            current = []
        current.append(glyph)
    return lines + _line(current)


def unreadable_share(text_page: Any) -> float:
    """How many of the characters have no code: fonts without a table of characters show, but cannot be read."""
    count = pdfium.FPDFText_CountChars(text_page)
    codes = [pdfium.FPDFText_GetUnicode(text_page, index) for index in range(max(count, 0))]
    broken = sum(code in UNREADABLE or 0xE000 <= code <= 0xF8FF for code in codes)
    return broken / len(codes) if codes else 0.0


def _glyphs(text_page: Any) -> Iterator[_Glyph]:
    """Characters that the page draws; PDFium's own guesses at blanks and line ends are left out."""
    box = pdfium.FS_RECTF()
    for index in range(max(pdfium.FPDFText_CountChars(text_page), 0)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if code in (10, 13) or pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        if pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box)):
            yield _Glyph(code, box.left, box.right, min(box.bottom, box.top), max(box.bottom, box.top))


def _is_beside(line: list[_Glyph], glyph: _Glyph) -> bool:
    """Whether a character stands on the line, to the right of what is there."""
    last = line[-1]
    height = min(last.top - last.bottom, glyph.top - glyph.bottom)
    shared = min(last.top, glyph.top) - max(last.bottom, glyph.bottom)
    return shared > OVERLAP * height and glyph.left > last.left - height * WORD_GAP


def _line(glyphs: list[_Glyph]) -> list[Line]:
    """The one line that characters make up; none if all of them are blanks."""
    shown = [glyph for glyph in glyphs if not chr(glyph.code).isspace()]
    if not shown:
        return []
    size = _size(shown)
    cells = [_cell(list(group), size) for group in _split_at_columns(glyphs, size)]
    cells = [cell for cell in cells if cell.text]
    # Quotation marks often come from a font with another height: the usual height is the line's.
    bottom, top = median(glyph.bottom for glyph in shown), median(glyph.top for glyph in shown)
    return [Line(cells, bottom, top, size)] if cells else []


def _size(glyphs: list[_Glyph]) -> float:
    widths = [glyph.right - glyph.left for glyph in glyphs if glyph.code >= WIDE]
    return median(widths or [(glyph.top - glyph.bottom) / LINE_HEIGHT for glyph in glyphs]) or 1.0


def _split_at_columns(glyphs: list[_Glyph], size: float) -> Iterator[list[_Glyph]]:
    widest = _widest_gap(glyphs, size)
    group = glyphs[:1]
    for before, after in itertools.pairwise(glyphs):
        if after.left - before.right >= widest:
            yield group
            group = []
        group.append(after)
    yield group


def _widest_gap(glyphs: list[_Glyph], size: float) -> float:
    """What is a gap between columns. `总 结 报 告` set wide is one word: its gaps are all alike."""
    pairs = itertools.pairwise(glyphs)
    gaps = (after.left - before.right for before, after in pairs if min(before.code, after.code) >= WIDE)
    return max(COLUMN_GAP * size, SPREAD * min(gaps, default=0.0))


def _cell(glyphs: list[_Glyph], size: float) -> Cell:
    pieces = [_character(glyphs[0].code)]
    for before, after in itertools.pairwise(glyphs):
        pieces += _between(before, after, size), _character(after.code)
    text = "".join(pieces).replace("\xa0", " ").strip(" \t")
    shown = [glyph for glyph in glyphs if not chr(glyph.code).isspace()] or glyphs
    return Cell(text, shown[0].left, max(g.right for g in shown), min(g.bottom for g in shown))


def _between(before: _Glyph, after: _Glyph, size: float) -> str:
    """A blank where white divides Latin words or figures; a justified line of Chinese is merely spaced out."""
    is_gap = after.left - before.right >= WORD_GAP * size
    is_narrow = before.code < NARROW_UNTIL and after.code < NARROW_UNTIL
    has_blank = chr(before.code).isspace() or chr(after.code).isspace()
    return " " if is_gap and is_narrow and not has_blank else ""


def _character(code: int) -> str:
    return "" if code in HYPHENS or code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)
