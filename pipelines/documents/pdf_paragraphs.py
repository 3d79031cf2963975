"""The lines of a PDF → paragraphs: a line that fills the width goes on in the next one, without a blank in Chinese.

Headings, rows of tables and last lines of paragraphs do not fill the width, stand indented, or differ in size.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.documents.pdf_furniture import Page
from pipelines.documents.pdf_lines import Line

FEW_LINES = 10
SLACK = 0.6
"""How far a full line may stay from the right end, in sizes of the font, beside the word that did not fit."""

LATIN_RUN = r"[A-Za-z0-9.,%％+/·-]+"
OPENING, CLOSING, QUOTES = r"[（(《〈「『【\[]", r"[，。、；：？！）》〉」』】…,.;:?!)\]%％]", r"[“”‘’]"
FIRST_WORD = re.compile(
    rf"(?:{OPENING}|{QUOTES})*(?:{LATIN_RUN}|.)(?:{CLOSING}+(?:{LATIN_RUN})?|{QUOTES}+(?:{CLOSING}+|.))*", re.DOTALL
)
"""What may not be divided by a line end: a character or a word, with the punctuation at its sides."""

LONG_LINE = 0.55
"""The part of a page's width beyond which a line ends at the margin, as far as one line can tell."""

INDENT = 0.8
SAME_PLACE = 2
"""Points."""

OTHER_SIZE = 1.15
LONGEST_STEP = 2.6
"""From line to line of a paragraph, in heights of a character; official documents space their lines widely."""

ENDS_OF_SENTENCES = re.compile(r"[。；：！？.;:!?][”’」』）)\"']*$")
BEGINS_A_PART = re.compile(
    r"第[一二三四五六七八九十百\d]+[章条节]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|[（(]\d{1,2}[）)]"
    r"|\d{1,2}[.．、](?!\d)"
)
CUT_FIGURE, REST_OF_FIGURE = re.compile(r"\d[.．,，]?$"), re.compile(r"[.．]?\d")
LATIN = re.compile(r"[A-Za-z]")


@dataclass(slots=True)
class Measure:
    """Where the full lines of pages of one width begin and end."""

    left: float
    right: float
    is_certain: bool
    """False where a single, not even long line reaches the right end: in a list of short lines one always does."""


def paragraphs(pages: Sequence[Page]) -> Iterator[str]:
    """The paragraphs of a document, one that runs over a page's end in one piece."""
    measures = _measures(pages)
    text, first, last = "", None, None
    for page in pages:
        measure = measures.get(round(page.width))
        for number, line in enumerate(page.lines):
            if first and last and measure and _goes_on(first, last, line, measure, is_new_page=not number):
                text = _joined(text, line.text)
            else:
                if text:
                    yield text
                text, first = line.text, line
            last = line
    if text:
        yield text


def _measures(pages: Sequence[Page]) -> dict[int, Measure]:
    """By the width of a page: the outermost ends of lines, but for a few that stick out."""
    lines: dict[int, list[Line]] = {}
    for page in pages:
        lines.setdefault(round(page.width), []).extend(line for line in page.lines if not line.is_row)
    return {width: _measure(found, width) for width, found in lines.items() if found}


def _measure(lines: list[Line], width: float) -> Measure:
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    skipped = 0 if len(lines) < FEW_LINES else len(lines) // 20
    right = rights[-1 - skipped]
    is_certain = right > LONG_LINE * width or sum(line.right > right - line.size for line in lines) > 1
    return Measure(lefts[skipped], right, is_certain)


def _goes_on(first: Line, last: Line, line: Line, measure: Measure, *, is_new_page: bool) -> bool:
    """Whether `line` continues the paragraph that begins with `first` and has come to `last`."""
    if not _is_alike(last, line, is_new_page=is_new_page) or not _is_full(last, line, measure):
        return False
    if not measure.is_certain and not (CUT_FIGURE.search(last.text) and REST_OF_FIGURE.match(line.text)):
        return False
    if _is_indented(first, measure):
        # Where paragraphs are indented, a full line goes on in a line that is not, even after the end of a sentence.
        return not _is_indented(line, measure) or (last is not first and _is_below(last, line))
    if _is_indented(line, measure) and not _is_below(last, line):
        return False
    return not ENDS_OF_SENTENCES.search(last.text) and not BEGINS_A_PART.match(line.text)


def _is_alike(last: Line, line: Line, *, is_new_page: bool) -> bool:
    """Whether two lines are set as one text: no rows, the same size, no white between them."""
    if last.is_row or line.is_row or max(last.size, line.size) > OTHER_SIZE * min(last.size, line.size):
        return False
    return is_new_page or 0 < last.top - line.top < LONGEST_STEP * last.size


def _is_below(last: Line, line: Line) -> bool:
    return abs(line.left - last.left) <= SAME_PLACE


def _is_full(last: Line, line: Line, measure: Measure) -> bool:
    """Whether the first word of the next line would not have fitted into this one."""
    word = FIRST_WORD.match(line.text)
    width = sum(0.55 if c.isascii() else 1 for c in word[0]) if word else 0
    return last.right > measure.right - (width + SLACK) * last.size


def _is_indented(line: Line, measure: Measure) -> bool:
    return line.left > measure.left + INDENT * line.size


def _joined(before: str, after: str) -> str:
    """Latin words keep a blank between them; Chinese text and a figure cut in two do not."""
    ends, begins = before[-1:], after[:1]
    is_words = (LATIN.match(ends) or (ends in ",.;:)" and ends)) and LATIN.match(begins)
    is_word_and_number = LATIN.match(ends) and begins.isascii() and begins.isdigit()
    return f"{before} {after}" if is_words or is_word_and_number else before + after
