"""Page numbers and running heads: what stands on the pages but belongs to no paragraph."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.documents.pdf_lines import Line

MARGIN = 0.09
"""The outer part of a page's height, above and below, where bare numbers and columns may be a head or a foot."""

WIDE_MARGIN = 0.15
"""Where a line of words may be one: official documents leave 37 of 297 mm blank above."""

AT_AN_EDGE = 2
FEWEST_PAGES = 3
DASHES = r"[-—–―─－·•~\s]*"
PAGE_NUMBER = re.compile(
    rf"{DASHES}(?:第\s*\d{{1,4}}\s*页|[Pp]age\s*\d{{1,4}}|[-—–―─－·•]\s*\d{{1,4}}\s*[-—–―─－·•]|\d{{1,4}}\s*/\s*\d{{1,4}})"
    rf"(?:{DASHES}[,，/(（]?\s*(?:共\s*\d{{1,4}}\s*页|of\s*\d{{1,4}})\s*[)）]?)?{DASHES}"
)
BARE_NUMBER = re.compile(r"\d{1,4}")
FIGURE = re.compile(r"\d\s*(?![年月日号页期\d])[\u4e00-\u9fff%％]")


@dataclass(slots=True)
class Page:
    """The lines of one page, by its size."""

    width: float
    height: float
    lines: list[Line] = field(default_factory=list)


def without_furniture(pages: Sequence[Page]) -> None:
    """Take page numbers and repeated heads and feet off the pages. A line with a figure and its unit always stays."""
    repeated, offsets = _repeated(pages), _number_offsets(pages)
    for index, page in enumerate(pages):
        gone = set()
        for edge in _edges(page):
            for line in edge:
                if not (_is_number(line, index, offsets) or _key(page, line) in repeated):
                    break
                gone.add(id(line))
        page.lines = [line for line in page.lines if id(line) not in gone]


def _edges(page: Page) -> tuple[list[Line], list[Line]]:
    """The outermost lines at the top and at the bottom, going inwards."""
    by_height = sorted(page.lines, key=lambda line: -line.top)
    return by_height[:AT_AN_EDGE], by_height[::-1][:AT_AN_EDGE]


def _is_number(line: Line, index: int, offsets: set[int]) -> bool:
    text = line.text.strip()
    if PAGE_NUMBER.fullmatch(text):
        return True
    return bool(BARE_NUMBER.fullmatch(text)) and int(text) - index in offsets


def _number_offsets(pages: Sequence[Page]) -> set[int]:
    """Bare numbers at the edges that go up with the pages: by how much they differ from the number of pages before."""
    found = Counter(
        int(line.text) - index
        for index, page in enumerate(pages)
        for line in {id(line): line for edge in _edges(page) for line in edge[:1]}.values()
        if BARE_NUMBER.fullmatch(line.text) and _is_in_margin(page, line)
    )
    enough = min(FEWEST_PAGES, len(pages))
    return {offset for offset, count in found.items() if count >= enough and (len(pages) > 1 or offset == 1)}


def _repeated(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """Lines that stand at the same height of several pages with the same words."""
    found = Counter(
        key for page in pages for key in {_key(page, line) for edge in _edges(page) for line in edge} if key[0]
    )
    return {key for key, count in found.items() if count >= FEWEST_PAGES or count == len(pages) > 1}


def _key(page: Page, line: Line) -> tuple[str, int]:
    """What makes two lines the same head; "" where a line can be none."""
    may_be = _is_in_margin(page, line, MARGIN if line.is_row else WIDE_MARGIN)
    may_be = may_be and not FIGURE.search(line.text) and not line.text.endswith("。")
    return ("".join(line.text.split()) if may_be else ""), round(line.bottom / 6)


def _is_in_margin(page: Page, line: Line, margin: float = MARGIN) -> bool:
    return line.bottom > page.height * (1 - margin) or line.top < page.height * margin
