"""Paragraphs and tables of WordprocessingML → lines. Names count without their namespace: there are two standards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree  # type: ignore[import-untyped]  # has no types of its own

Element: TypeAlias = etree._Element

GONE = frozenset({"del", "moveFrom"})
ADDED = frozenset({"ins", "moveTo"})
UNSEEN = frozenset({
    "pPr", "rPr", "instrText", "delText", "delInstrText", "fldData", "ffData", "sectPr", "tblPr", "trPr", "tcPr",
    "sdtPr", "sdtEndPr", "rt", "binData", "docPr", "cNvPr",
})  # fmt: skip
CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
OFF = frozenset({"0", "false", "off", "none"})
BLOCKS = frozenset({"p", "tbl"})
EMBEDDED = frozenset({"chart", "OLEObject", "relIds"})
"""Charts, embedded workbooks, SmartArt: what they hold is in other parts of the file."""


@dataclass
class Story:
    """What was met on the way through the body of a document."""

    inserted: int = 0
    deleted: int = 0
    hidden: int = 0
    embedded: int = 0
    pictures: int = 0
    footnotes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    carried: str = ""
    """Text of a paragraph whose end was deleted: the next paragraph goes on from it."""

    def lines(self, block: Element) -> Iterator[str]:
        """The lines of a paragraph, a table, or whatever holds such."""
        name = local(block)
        if name == "p":
            yield from self._paragraph(block)
        elif name == "tbl":
            yield from self._table(block)
        elif name in GONE:
            self.deleted += bool(_has_text(block))
        elif name not in UNSEEN:
            for child in _seen(block):
                yield from self.lines(child)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        aside: list[Element] = []
        text = self.carried + "".join(self._inline(paragraph, aside))
        self.carried = ""
        if _end_is_deleted(paragraph):
            self.carried = text
        else:
            yield from filter(str.strip, text.split("\n"))
        for box in aside:
            yield from self._apart(box)

    def _apart(self, box: Element) -> Iterator[str]:
        """The lines of a text box: whatever the text around it still carries is no part of them."""
        carried, self.carried = self.carried, ""
        yield from self.lines(box)
        self.carried = carried

    def _inline(self, holder: Element, aside: list[Element]) -> Iterator[str]:
        """The pieces of text in a paragraph; text boxes are put aside, for they stand on their own."""
        for child in _seen(holder):
            name = local(child)
            if name == "t":
                yield (child.text or "").replace("\n", " ")
            elif name in CHARACTERS:
                yield "" if attribute(child, "type") in ("page", "column") else CHARACTERS[name]
            elif name == "txbxContent":
                aside.append(child)
            elif not self._is_left_out(child, name):
                yield from self._inline(child, aside)

    def _is_left_out(self, child: Element, name: str) -> bool:
        """Whether text below an element does not count, noting what it is."""
        if name in GONE:
            self.deleted += bool(_has_text(child))
            return True
        if name == "r" and _is_hidden(child):
            self.hidden += bool(_has_text(child))
            return True
        self.inserted += name in ADDED and _has_text(child)
        self.embedded += name in EMBEDDED
        self.pictures += name in ("pic", "imagedata")
        if name == "footnoteReference":
            self.footnotes.append(attribute(child, "id"))
        elif name == "endnoteReference":
            self.endnotes.append(attribute(child, "id"))
        return name in UNSEEN

    def _table(self, table: Element) -> Iterator[str]:
        """Rows, each followed by the tables and text boxes within it."""
        for row in _within(table, "tr"):
            if any(local(mark) == "del" for mark in row.iterfind("{*}trPr/{*}del")):
                self.deleted += bool(_has_text(row))
                continue
            after: list[str] = []
            cells = [self._cell(cell, after) for cell in _within(row, "tc")]
            if line := "\t".join(cells).rstrip("\t"):
                yield line
            yield from after

    def _cell(self, cell: Element, after: list[str]) -> str:
        """The text of a cell in one line; of merged cells the first one alone has text."""
        if _goes_on_from_above(cell):
            return ""
        paragraphs: list[str] = []
        for block in _within(cell, *BLOCKS):
            if local(block) == "tbl":
                after.extend(self._table(block))
                continue
            aside: list[Element] = []
            paragraphs.append("".join(self._inline(block, aside)))
            after.extend(line for box in aside for line in self._apart(box))
        return " ".join(" ".join(paragraphs).split())


def local(element: Element) -> str:
    """The name of an element without its namespace; comments and the like have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute, whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _seen(holder: Element) -> Iterator[Element]:
    """The children of an element; of the alternatives that a file gives for old and new programs, the new one."""
    for child in holder:
        name = local(child)
        if name == "AlternateContent":
            choices = [c for c in child if local(c) == "Choice"] or [c for c in child if local(c) == "Fallback"]
            yield from choices[:1]
        elif name:
            yield child


def _within(holder: Element, *names: str) -> Iterator[Element]:
    """Rows, cells or blocks, also those within content controls and other wrappers."""
    for child in _seen(holder):
        name = local(child)
        if name in names:
            yield child
        elif name not in UNSEEN and name not in GONE and name not in BLOCKS:
            yield from _within(child, *names)


def _has_text(element: Element) -> bool:
    return any(local(e) in ("t", "delText") and (e.text or "").strip() for e in element.iter())


def _is_hidden(run: Element) -> bool:
    marks = run.iterfind("{*}rPr/{*}vanish")
    return any(attribute(mark, "val") not in OFF for mark in marks)


def _end_is_deleted(paragraph: Element) -> bool:
    return paragraph.find("{*}pPr/{*}rPr/{*}del") is not None


def _goes_on_from_above(cell: Element) -> bool:
    marks = [*cell.iterfind("{*}tcPr/{*}vMerge"), *cell.iterfind("{*}tcPr/{*}hMerge")]
    return any(attribute(mark, "val") in ("", "continue") for mark in marks)
