"""The tree of a web page → the lines of its article. Menus are told by their links; a line with figures is kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.documents.html_spans import blanks_before
from pipelines.documents.html_weights import INLINE, Element, events, weights

BESIDE = frozenset({"nav", "header", "footer", "aside", "form", "menu"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
ARTICLE = frozenset({"article", "main"})
TABULAR = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th"})
LONG_FORM = 200
"""Many official sites wrap the whole page in a form: so much text outside links is no search box."""

LONG_CELL = 300
"""A table whose cells hold more than this is a page's layout, not a table of figures."""

FIGURE = re.compile(r"[\d０-９]\s*(?![年月日时分秒号页期届第\d０-９])[\u4e00-\u9fff%％]")
BROKEN_SOURCE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uff5e])[ \t]*\r?\n[ \t]*(?=[\u3000-\u9fff\uff00-\uff5e])")
"""A line end of the source amid Chinese, which is no blank."""

BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")


@dataclass(slots=True)
class _Line:
    """A line in the making; `apart` is its text outside links."""

    pieces: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)


def article_lines(tree: Element) -> list[str]:
    """The lines of text that a reader of the page came for."""
    return list(_Page(tree).lines())


class _Page:
    """One walk over the tree to weigh its parts, one to take the lines. No recursion: pages nest very deep."""

    def __init__(self, tree: Element) -> None:
        self._tree = tree
        self._weights = weights(tree)
        self._blanks = blanks_before(tree)
        self._line = _Line()
        self._done: list[str] = []
        self._links = self._beside = self._rows = self._pre = 0

    def lines(self) -> Iterator[str]:
        """Every line that is kept."""
        for event, element in events(self._tree):
            if event == "start":
                self._open(element)
                self._text(element.text, element)
            elif event == "end":
                self._close(element)
            else:
                self._text(element.tail, element.getparent())
            yield from self._done
            self._done.clear()
        self._break()
        yield from self._done

    def _open(self, element: Element) -> None:
        if self._is_beside(element):
            self._break()
            self._beside += 1
        if element.tag == "a" and element.get("href") is not None:
            self._links += 1
        elif element.tag == "br":
            self._end_of_line()
        elif element.tag == "tr" and self._is_data_row(element):
            self._break()
            self._rows += 1
        elif element.tag not in INLINE:
            self._end_of_block(element)
            self._add("\t" * self._blanks.get(element, 0) if self._rows else "", is_apart=True)
        self._pre += element.tag == "pre"

    def _close(self, element: Element) -> None:
        if element.tag == "tr" and self._is_data_row(element):
            self._rows -= 1
            self._break(is_row=True)
        elif element.tag in ("td", "th") and self._rows:
            self._add("\t", is_apart=True)
        elif element.tag not in INLINE and element.tag != "br":
            self._end_of_block(element)
        if element.tag == "a" and element.get("href") is not None:
            self._links -= 1
        if self._is_beside(element):
            self._break()
            self._beside -= 1
        self._pre -= element.tag == "pre"

    def _text(self, text: str | None, holder: Element) -> None:
        if not text or holder is None:
            return
        if self._pre and not self._rows:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._break()
                self._add(line.replace("\xa0", " ").replace("\r", ""), is_apart=not self._links)
        else:
            self._add(BLANKS.sub(" ", BROKEN_SOURCE.sub("", text)), is_apart=not self._links)

    def _add(self, text: str, *, is_apart: bool) -> None:
        self._line.pieces.append(text)
        if is_apart:
            self._line.apart.append(text)

    def _end_of_line(self) -> None:
        if self._rows:
            self._add(" ", is_apart=True)
        else:
            self._break()

    def _end_of_block(self, element: Element) -> None:
        if self._rows:
            self._add(" " if element.tag not in ("td", "th", "tr") else "", is_apart=True)
        else:
            self._break(is_heading=element.tag in HEADINGS)

    def _break(self, *, is_row: bool = False, is_heading: bool = False) -> None:
        """The line ends; it is kept unless it stands in a menu or is nothing but one link."""
        line, self._line = self._line, _Line()
        text = _tidy("".join(line.pieces), is_row=is_row)
        apart = _tidy("".join(line.apart), is_row=is_row)
        if not text.strip():
            return
        is_link = not apart.strip() and not is_heading and not text.endswith("。")
        if FIGURE.search(apart) or not (self._beside or is_link):
            self._done.append(text)

    def _is_beside(self, element: Element) -> bool:
        """Whether a part of the page stands beside its article: by its name, or by its links."""
        if element.tag in INLINE or element.tag in ("html", "body"):
            return False
        weight = self._weights[element]
        if element.tag == "header" and any(holder.tag in ARTICLE for holder in element.iterancestors()):
            return False
        if element.tag == "form" and (weight.text - weight.linked >= LONG_FORM or weight.figures):
            return False
        if element.tag in TABULAR and weight.figures:
            return False
        return element.tag in BESIDE or weight.is_menu

    def _is_data_row(self, row: Element) -> bool:
        """A row to be one line; a row of a layout table holds tables, headings or long texts."""
        if any(cell in self._weights and self._weights[cell].text > LONG_CELL for cell in row):
            return False
        return next(row.iter("table", *HEADINGS), None) is None


def _tidy(text: str, *, is_row: bool) -> str:
    """Blanks side by side are one, as a browser shows them; a row keeps its empty cells up to its last full one."""
    if is_row:
        return "\t".join(BLANKS.sub(" ", cell).strip(" ") for cell in text.split("\t")).rstrip("\t")
    return BLANKS.sub(" ", text).strip(" ")
