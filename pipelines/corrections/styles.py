"""The styles of a workbook: each style of a marked cell gets a copy that differs in nothing but its fill."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.corrections.package import WORKBOOK, NotAPackage, Package

FILLS: Mapping[str, str] = {
    "reject": "FFF5A9A1", "error": "FFFAC8C1", "warning": "FFFFEFB4", "row": "FFFDF7DF", "head": "FFDDE6F1",
}  # fmt: skip
"""Colours of marks by severity, of the first cell of a row that has one, and of headings: only these are ours."""
_PLAIN = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_FORMAT = re.compile(rb"<(?:\w+:)?xf\b[^>]*?(?:/>|>.*?</(?:\w+:)?xf>)", re.DOTALL)
_FILL = re.compile(rb"<(?:\w+:)?fill\b[^>]*?(?:/>|>.*?</(?:\w+:)?fill>)", re.DOTALL)
_OURS = {colour.encode() for colour in FILLS.values()}


@dataclass(frozen=True)
class _Look:
    """How a cell of the list of problems looks."""

    fill: str = ""
    size: int = 10
    colour: str = "FF1F2933"
    stands: str = "top"
    is_bold: bool = False
    is_link: bool = False
    is_boxed: bool = True


_LOOKS: Mapping[str, _Look] = {
    "title": _Look(size=14, stands="center", is_bold=True, is_boxed=False),
    "hint": _Look(colour="FF4A5560", is_boxed=False),
    "head": _Look(fill="head", stands="center", is_bold=True),
    "cell": _Look(),
    "link": _Look(colour="FF1A5FA5", is_link=True),
    "mark": _Look(size=6, colour="FF8A94A0"),
    "reject": _Look(fill="reject"),
    "error": _Look(fill="error"),
    "warning": _Look(fill="warning"),
}


@dataclass
class _Section:
    """A list of elements in the part: what stands there, and what is added."""

    name: str
    elements: list[bytes]
    added: list[bytes] = field(default_factory=list)

    def add(self, element: str | bytes) -> int:
        """The place of a new element."""
        made = element.encode() if isinstance(element, str) else element
        if made in self.added:
            return len(self.elements) + self.added.index(made)
        self.added.append(made)
        return len(self.elements) + len(self.added) - 1


class Styles:
    """The styles of one package; `save` writes those that were asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._part = next((p for kind, p in package.relations(WORKBOOK).values() if kind == "styles"), "")
        if not self._part or self._part not in package:
            self._part = "xl/styles.xml"
            package.add(self._part, _PLAIN.encode(), _TYPE)
            package.relate(WORKBOOK, "styles", self._part)
        content = package.read(self._part)
        root = re.search(rb"<(\w+:)?styleSheet\b", content)
        if root is None:
            raise NotAPackage(self._part)
        self._tag = (root[1] or b"").decode()
        self._formats = _Section("cellXfs", _FORMAT.findall(_inside(content, "cellXfs")))
        self._fills = _Section("fills", _FILL.findall(_inside(content, "fills")))
        self._fonts = _Section("fonts", re.findall(rb"<(?:\w+:)?font\b(?:[^>]*/>|.*?</(?:\w+:)?font>)",
                                                   _inside(content, "fonts"), re.DOTALL))  # fmt: skip
        self._borders = _Section("borders", re.findall(rb"<(?:\w+:)?border\b(?:[^>]*/>|.*?</(?:\w+:)?border>)",
                                                       _inside(content, "borders"), re.DOTALL))  # fmt: skip
        if not self._formats.elements or not self._fills.elements:
            raise NotAPackage(self._part)

    def filled(self, style: int, kind: str) -> int:
        """The style like this one with the fill of a mark."""
        return self._with_fill(style, self._fill(kind))

    def unfilled(self) -> dict[int, int]:
        """The styles that have a fill of ours, the marks of an earlier correction: each with the style without it."""
        ours = {n for n, fill in enumerate(self._fills.elements) if any(colour in fill for colour in _OURS)}
        fills = [re.search(rb"fillId=[\"'](\d+)[\"']", one) for one in self._formats.elements]
        return {n: self._with_fill(n, 0) for n, fill in enumerate(fills) if fill and int(fill[1]) in ours}

    def of_list(self, name: str) -> int:
        """A style of the list of problems."""
        look, tag = _LOOKS[name], self._tag
        font = self._fonts.add(
            f"<{tag}font>{f'<{tag}b/>' if look.is_bold else ''}{f'<{tag}u/>' if look.is_link else ''}"
            f'<{tag}sz val="{look.size}"/><{tag}color rgb="{look.colour}"/><{tag}name val="宋体"/></{tag}font>'
        )
        side = f'style="thin"><{tag}color rgb="FF9AA5B1"/>'
        sides = "".join(f"<{tag}{at} {side}</{tag}{at}>" for at in ("left", "right", "top", "bottom"))
        border = self._borders.add(f"<{tag}border>{sides}<{tag}diagonal/></{tag}border>") if look.is_boxed else 0
        fill = self._fill(look.fill) if look.fill else 0
        return self._formats.add(
            f'<{tag}xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
            'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<{tag}alignment vertical="{look.stands}" wrapText="1"/></{tag}xf>'
        )

    def save(self) -> None:
        """Write what was asked for into the part."""
        content = self._package.read(self._part)
        for section in (self._fonts, self._fills, self._borders, self._formats):
            content = _extended(content, section)
        self._package.write(self._part, content)

    def _format(self, style: int) -> bytes:
        return self._formats.elements[style] if style < len(self._formats.elements) else self._formats.elements[0]

    def _fill(self, kind: str) -> int:
        tag = self._tag
        return self._fills.add(
            f'<{tag}fill><{tag}patternFill patternType="solid"><{tag}fgColor rgb="{FILLS[kind]}"/>'
            f'<{tag}bgColor indexed="64"/></{tag}patternFill></{tag}fill>'
        )

    def _with_fill(self, style: int, fill: int) -> int:
        found = self._format(style)
        found = re.sub(rb"\s(?:fillId|applyFill)=[\"'][^\"']*[\"']", b"", found)
        opened = re.match(rb"<(?:\w+:)?xf\b", found)
        assert opened is not None
        attributes = f' fillId="{fill}" applyFill="1"'.encode()
        return self._formats.add(found[: opened.end()] + attributes + found[opened.end() :])


def _inside(content: bytes, name: str) -> bytes:
    found = re.search(rb"<(?:\w+:)?%s\b[^>]*>(.*?)</(?:\w+:)?%s>" % (name.encode(), name.encode()), content, re.DOTALL)
    return found[1] if found else b""


def _extended(content: bytes, section: _Section) -> bytes:
    """The part with what was added to a section, and its count."""
    if not section.added:
        return content
    name = section.name.encode()
    opened = re.search(rb"<(?:\w+:)?%s\b[^>]*>" % name, content)
    closed = re.search(rb"</(?:\w+:)?%s>" % name, content)
    if opened is None or closed is None:
        raise NotAPackage(section.name)
    count = len(section.elements) + len(section.added)
    head = re.sub(rb"\scount=[\"']\d+[\"']", b"", opened[0])
    head = head[:-1] + f' count="{count}">'.encode()
    body = content[opened.end() : closed.start()] + b"".join(section.added)
    return content[: opened.start()] + head + body + content[closed.start() :]
