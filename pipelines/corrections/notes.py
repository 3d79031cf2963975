"""Notes on cells (comments): ours are put beside those that a person wrote, and taken out again when they are old."""

import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from pipelines.corrections import sheet_marks
from pipelines.corrections.package import NotAPackage, Package
from pipelines.readers.sheet_xml import column_letters, column_number

AUTHOR = "灾损台账 Loss Ledger"
_DIVIDER = "—— 灾损台账 Loss Ledger ——"
"""What follows it in a person's note is ours."""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Cell = tuple[int, int]
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NO_NOTES = (
    f'<?xml version="1.0" encoding="UTF-8"?><comments xmlns="{MAIN}"><authors></authors>'
    "<commentList></commentList></comments>"
)
_NO_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_AUTHORS = re.compile(rb"<(?:\w+:)?author\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?author>)", re.DOTALL)
_NOTE = re.compile(rb"<(?:\w+:)?comment\s([^>]*)>.*?</(?:\w+:)?comment>", re.DOTALL)
_SHAPE = re.compile(rb"<(\w+:)?shape\b(?!type).*?</(?:\w+:)?shape>", re.DOTALL)
_PLACE = re.compile(rb"<(?:\w+:)?(Row|Column)>\s*(\d+)\s*<")
_WIDE, _LINE, _LETTERS = 5, 2, 30
"""Columns that a note is wide; rows of the sheet that a line and a half of it take; letters of one line."""


def annotate(package: Package, sheet: str, notes: Mapping[Cell, str]) -> None:
    """Give the cells of a sheet (its part) these notes instead of those that an earlier correction gave."""
    related = package.relations(sheet)
    told = next((part for kind, part in related.values() if kind == "comments"), "")
    drawn = related.get(sheet_marks.notes_of(package.read(sheet)), ("", ""))[1]
    if told and told in package:
        _remove_ours(package, told, drawn)
    if not notes:
        return
    number = next(n for n in range(1, 10_000) if f"xl/lossLedgerNotes{n}.xml" not in package)
    if not told or told not in package:
        told = f"xl/lossLedgerNotes{number}.xml"
        package.add(told, _NO_NOTES.encode(), _NOTES_TYPE)
        package.relate(sheet, "comments", told)
    if not drawn or drawn not in package:
        drawn = f"xl/drawings/lossLedgerNotes{number}.vml"
        package.default_type("vml", _DRAWING_TYPE)
        package.write(drawn, _NO_DRAWING.encode())
        reference = package.relate(sheet, "vmlDrawing", drawn)
        package.write(sheet, sheet_marks.with_notes(package.read(sheet), reference))
    taken = _write_notes(package, told, notes)
    _draw(package, drawn, {cell: text for cell, text in notes.items() if cell not in taken}, number)


def _write_notes(package: Package, part: str, notes: Mapping[Cell, str]) -> set[Cell]:
    """Put the notes into the part; answers the cells that have a person's note already, which goes on with ours."""
    content = package.read(part)
    names = [name.decode() for name in _AUTHORS.findall(content)]
    author = names.index(AUTHOR) if AUTHOR in names else len(names)
    if AUTHOR not in names:
        content = _before_end(content, "authors", lambda tag: f"<{tag}author>{AUTHOR}</{tag}author>")
    taken = {_cell(hit[1]): hit for hit in _NOTE.finditer(content)}
    for cell in sorted(set(taken) & set(notes), key=lambda one: taken[one].start(), reverse=True):
        end = re.search(rb"</(\w+:)?text>", taken[cell][0])
        if end:
            at, tag = taken[cell].start() + end.start(), (end[1] or b"").decode()
            run = f'<{tag}r><{tag}t xml:space="preserve">\n{_DIVIDER}\n{escape(notes[cell])}</{tag}t></{tag}r>'
            content = content[:at] + run.encode() + content[at:]

    def listed(tag: str) -> str:
        return "".join(
            f'<{tag}comment ref="{column_letters(column)}{row}" authorId="{author}"><{tag}text>'
            f'<{tag}t xml:space="preserve">{escape(text)}</{tag}t></{tag}text></{tag}comment>'
            for (row, column), text in sorted(notes.items())
            if (row, column) not in taken
        )

    package.write(part, _before_end(content, "commentList", listed))
    return set(taken)


def _draw(package: Package, part: str, notes: Mapping[Cell, str], number: int) -> None:
    """The boxes of the notes, hidden until somebody points at their cells."""
    content = package.read(part)
    shapes = "".join(
        f'<v:shape id="_x0000_s{(90 + number) * 1024 + place}" type="#_x0000_t202" '
        'style="position:absolute;visibility:hidden" fillcolor="#FFFBE6" o:insetmode="auto">'
        '<v:fill color2="#FFFBE6"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{_anchor(row, column, text)}'
        f"</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column>"
        "</x:ClientData></v:shape>"
        for place, ((row, column), text) in enumerate(sorted(notes.items()), start=1)
    )
    end = content.rfind(b"</xml>")
    if end < 0:
        raise NotAPackage(part)
    package.write(part, content[:end] + shapes.encode() + content[end:])


def _anchor(row: int, column: int, text: str) -> str:
    lines = sum(1 + len(line) // _LETTERS for line in text.splitlines())
    top = max(row - 2, 0)
    return f"{column}, 15, {top}, 4, {column + _WIDE}, 15, {top + 2 + lines * _LINE // 2}, 4"


def _remove_ours(package: Package, told: str, drawn: str) -> None:
    content = re.sub(rb"\n?%s[^<]*" % _DIVIDER.encode(), b"", package.read(told))
    package.write(told, content)
    names = [name.decode() for name in _AUTHORS.findall(content)]
    if AUTHOR not in names:
        return
    ours = f'authorId="{names.index(AUTHOR)}"'.encode()
    places: set[Cell] = set()

    def kept(hit: re.Match[bytes]) -> bytes:
        if ours not in hit[1]:
            return hit[0]
        places.add(_cell(hit[1]))
        return b""

    package.write(told, _NOTE.sub(kept, content))
    if drawn in package:
        shapes = _SHAPE.sub(lambda hit: b"" if _drawn_at(hit[0]) in places else hit[0], package.read(drawn))
        package.write(drawn, shapes)


def _drawn_at(shape: bytes) -> Cell:
    told = {name: int(number) + 1 for name, number in _PLACE.findall(shape)}
    return told.get(b"Row", 0), told.get(b"Column", 0)


def _cell(attributes: bytes) -> Cell:
    found = re.search(rb"\bref=[\"']([A-Z]+)(\d+)[\"']", attributes)
    return (int(found[2]), column_number(found[1].decode())) if found else (0, 0)


def _before_end(content: bytes, name: str, made: Callable[[str], str]) -> bytes:
    """The part with an element put in before the end of a list, which may have been written as empty."""
    empty = re.search(rb"<(\w+:)?%s\s*/>" % name.encode(), content)
    if empty:
        tag = (empty[1] or b"") + name.encode()
        content = content[: empty.start()] + b"<" + tag + b"></" + tag + b">" + content[empty.end() :]
    end = re.search(rb"</(\w+:)?%s>" % name.encode(), content)
    if end is None:
        raise NotAPackage(name)
    return content[: end.start()] + made((end[1] or b"").decode()).encode() + content[end.start() :]
