"""The cells of one sheet of a package: their styles are changed where they are marked, and nothing else of them."""

import re
from collections.abc import Callable, Iterator, Mapping

from pipelines.corrections.package import OFFICE, NotAPackage
from pipelines.readers.sheet_xml import column_letters, column_number

Cell = tuple[int, int]
_ROW = re.compile(rb"<(?P<tag>\w+:)?row\b(?P<attributes>[^>]*?)(?:/>|>(?P<cells>.*?)</(?:\w+:)?row>)", re.DOTALL)
_CELL = re.compile(rb"<(?:\w+:)?c\b(?P<attributes>[^>]*?)(?P<rest>/>|>.*?</(?:\w+:)?c>)", re.DOTALL)
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]*)(\d+)[\"']")
_STYLE = re.compile(rb"\ss=[\"'](\d+)[\"']")
_AFTER_DRAWING = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
    "AlternateContent",
)  # fmt: skip
"""What may follow the reference to notes in a sheet: the order of its parts is fixed."""

Restyle = Callable[[int], int]


def restyled(content: bytes, marks: Mapping[Cell, Restyle], plain: Mapping[int, int]) -> bytes:
    """The part of a sheet with marked cells in another style; cells that are blank and not there are put in. Styles of
    `plain` are the marks of an earlier correction, which go back to what they were."""
    begin, end = _data(content)
    rows: dict[int, dict[int, Restyle]] = {}
    for (row, column), style in marks.items():
        rows.setdefault(row, {})[column] = style
    pieces, done, number = [content[:begin]], begin, 0
    for hit in _ROW.finditer(content, begin, end):
        told = _REFERENCE.search(hit["attributes"])
        number = int(told[2]) if told else number + 1
        wanted = rows.get(number, {})
        if not wanted and not plain:
            continue
        cells = hit["cells"] or b""
        made = b"".join(_cells(cells, number, wanted, plain, hit["tag"] or b""))
        if made != cells:
            tag = (hit["tag"] or b"") + b"row"
            pieces += [content[done : hit.start()], b"<" + tag + hit["attributes"] + b">" + made + b"</" + tag + b">"]
            done = hit.end()
    return b"".join([*pieces, content[done:]])


def with_notes(content: bytes, reference: str) -> bytes:
    """The part of a sheet that refers to the drawing of its notes."""
    root = re.search(rb"<(\w+:)?worksheet\b", content)
    if root is None:
        raise NotAPackage("worksheet")
    _, end = _data(content)
    names = b"|".join(name.encode() for name in _AFTER_DRAWING)
    follows = re.compile(rb"<(?:\w+:)?(?:%s)\b|</(?:\w+:)?worksheet>" % names).search(content, end)
    if follows is None:
        raise NotAPackage("worksheet")
    element = b'<%slegacyDrawing xmlns:r="%s" r:id="%s"/>' % (root[1] or b"", OFFICE.encode(), reference.encode())
    return content[: follows.start()] + element + content[follows.start() :]


def notes_of(content: bytes) -> str:
    """The id by which a sheet refers to the drawing of its notes; “” where it has none."""
    found = re.search(rb"<(?:\w+:)?legacyDrawing\b[^>]*?\bid=[\"']([^\"']+)[\"']", content)
    return found[1].decode() if found else ""


def _data(content: bytes) -> tuple[int, int]:
    opened = re.search(rb"<(?:\w+:)?sheetData\b[^>]*>", content)
    if opened is None:
        raise NotAPackage("sheetData")
    closed = re.compile(rb"</(?:\w+:)?sheetData>").search(content, opened.end())
    return opened.end(), closed.start() if closed else opened.end()


def _cells(
    cells: bytes, row: int, wanted: Mapping[int, Restyle], plain: Mapping[int, int], tag: bytes
) -> Iterator[bytes]:
    """The cells of a row with their new styles, in the order of their columns."""
    waiting = sorted(wanted)
    done = column = 0
    for hit in _CELL.finditer(cells):
        told = _REFERENCE.search(hit["attributes"])
        column = column_number(told[1].decode()) if told and told[1] else column + 1
        yield cells[done : hit.start()]
        while waiting and waiting[0] < column:
            yield _new(waiting.pop(0), row, wanted, tag)
        if waiting and waiting[0] == column:
            waiting.pop(0)
        yield _with_style(hit[0], wanted.get(column), plain)
        done = hit.end()
    yield cells[done:]
    yield from (_new(column, row, wanted, tag) for column in waiting)


def _with_style(cell: bytes, mark: Restyle | None, plain: Mapping[int, int]) -> bytes:
    found = _STYLE.search(cell[: cell.index(b">") + 1])
    before = int(found[1]) if found else 0
    bare = plain.get(before, before)
    after = mark(bare) if mark else bare
    if after == before:
        return cell
    if found:
        return cell[: found.start()] + b' s="%d"' % after + cell[found.end() :]
    at = re.match(rb"<(?:\w+:)?c\b", cell)
    assert at is not None
    return cell[: at.end()] + b' s="%d"' % after + cell[at.end() :]


def _new(column: int, row: int, wanted: Mapping[int, Restyle], tag: bytes) -> bytes:
    return b'<%sc r="%s%d" s="%d"/>' % (tag, column_letters(column).encode(), row, wanted[column](0))
