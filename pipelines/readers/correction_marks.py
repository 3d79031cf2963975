"""The mark by which a workbook says which received file it corrects, under whatever name it comes back.

The mark is one text, in a cell of the sheet of problems and in a property of the document: programs keep one of them.
It names the file by the hash of its bytes, with those that it corrected in turn, and the names under which it was
received, which go on stating its cut-off. A mark in the wrong place is found out: two of them in one workbook, or
figures that have next to nothing in common with those of the file it names.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from pipelines import codebooks
from pipelines.files import BROKEN_ZIP
from pipelines.readers import grids
from pipelines.readers.file_kinds import COMPOUND, ZIP
from pipelines.readers.received_files import first_bytes
from pipelines.readers.rows import cell_text
from pipelines.readers.sheets import Cell, Grid, Sheet, Unreadable

VALID, SEVERAL, UNLIKE = "valid", "several", "unlike"
PROPERTY_PART = "docProps/custom.xml"
_TOKEN = "loss-ledger-correction/"
_MARK = re.compile(
    rb"loss-ledger-correction/1 corrects=(?P<corrects>[0-9a-f,]{64,}) kind=(?P<kind>[a-z]+)"
    rb" cells=(?P<cells>[0-9a-f]{32}) sketch=(?P<sketch>[0-9a-f.]*) names=(?P<names>[A-Za-z0-9%._~/|-]+) end"
)
_TEXTS = ("xl/sharedStrings.xml", "content.xml", "meta.xml")
"""Parts of a packed workbook in which the texts of its cells and properties stand."""
_CHUNK, _LONGEST = 1 << 20, 1 << 15
_NUMBER, _YEAR = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"), re.compile(r"(?:19|20)[0-9]{2}")
SKETCHED, ENOUGH, LEAST_SHARE = 48, 8, 0.25
"""So many figures of the file stand in the mark, so many are needed to judge by, so large a share must be there."""


@dataclass(frozen=True)
class Mark:
    """What a correction says of the file it corrects. `corrects` are hashes, the nearest first, the file as received
    last; `names` the paths it was received under, as for Outcome; `kind` that of its bytes; `cells` all it held."""

    corrects: tuple[str, ...]
    names: tuple[str, ...]
    kind: str
    cells: str
    sketch: tuple[str, ...]

    @property
    def text(self) -> str:
        """The mark as it stands in a workbook: letters that no program changes."""
        names = "|".join(quote(name, safe="/") for name in self.names)
        corrects, sketch = ",".join(self.corrects), ".".join(self.sketch)
        return f"{_TOKEN}1 corrects={corrects} kind={self.kind} cells={self.cells} sketch={sketch} names={names} end"


@dataclass(frozen=True)
class Correction:
    """The mark of a file, and whether it may be believed."""

    mark: Mark
    state: str = VALID

    @property
    def is_valid(self) -> bool:
        return self.state == VALID


def mark_of(grid: Grid, corrects: Iterable[str], names: Iterable[str]) -> Mark:
    """The mark of a correction of the file with these cells."""
    sheets = own_sheets(grid)
    sketch = sorted(_figures(sheets))[:SKETCHED]
    return Mark(tuple(corrects), tuple(names), grid.kind, cells_hash(sheets), tuple(sketch))


def correction_in(path: Path, grid: Grid | None = None) -> Correction | None:
    """What a file says it corrects; None without a mark, or where it cannot be opened. `grid` spares opening it."""
    try:
        marks = _marks_in(path)
        if not marks:
            return None
        first = marks[0]
        if len({mark.corrects for mark in marks}) > 1:
            return Correction(first, SEVERAL)
        found = grid or grids.open_grid(path)
    except (Unreadable, OSError):
        return None
    sheets = own_sheets(found)
    if _resembles(first, sheets):
        return Correction(first)
    return Correction(first, UNLIKE) if len(sheets) < len(found.sheets) else None  # the list was deleted on purpose


def own_sheets(grid: Grid) -> tuple[Sheet, ...]:
    """The sheets without those that only carry a mark."""
    return tuple(sheet for sheet in grid.sheets if not carries_mark(sheet))


def carries_mark(sheet: Sheet) -> bool:
    """Whether a sheet is the list of problems that goes with a correction."""
    return any(isinstance(cell, str) and cell.startswith(_TOKEN) for row in sheet.rows for cell in row)


def cells_hash(sheets: Iterable[Sheet]) -> str:
    """A hash of every filled cell and its place, the same after another program has saved the file unchanged."""
    digest = hashlib.sha256()
    for sheet in sheets:
        for number, row in enumerate(sheet.rows, sheet.first_row):
            for column, text in enumerate(map(_told, row), sheet.first_column):
                if text:
                    digest.update(f"{number},{column},{text}\n".encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()[:32]


def without_marks(content: bytes) -> bytes:
    """Text of a part of a workbook with every mark taken out."""
    return _MARK.sub(b"", content)


def _told(cell: Cell) -> str:
    return "" if cell is None else cell_text(cell).strip().replace("\r\n", "\n")


def _resembles(mark: Mark, sheets: Iterable[Sheet]) -> bool:
    if len(mark.sketch) < ENOUGH:
        return True
    figures = _figures(sheets)
    return sum(1 for one in mark.sketch if one in figures) >= LEAST_SHARE * len(mark.sketch)


def _figures(sheets: Iterable[Sheet]) -> set[str]:
    """Hashes of the different figures in these cells, in any order."""
    texts = {text for sheet in sheets for row in sheet.rows for cell in row if (text := _figure(cell))}
    return {hashlib.sha256(text.encode()).hexdigest()[:6] for text in texts}


def _figure(cell: Cell) -> str:
    """The text of a figure that tells one report from another; codes of regions, years and digits do not."""
    text = "" if isinstance(cell, bool) else _told(cell)
    if len(text) < 2 or not _NUMBER.fullmatch(text) or _YEAR.fullmatch(text):
        return ""
    return "" if len(text) > 5 and codebooks.normalise_region_code(text) else text


def _marks_in(path: Path) -> list[Mark]:
    """The different marks that stand in a file's bytes."""
    head = first_bytes(path, len(COMPOUND))
    if head.startswith(ZIP):
        found = _marks_in_zip(path)
    elif head == COMPOUND:
        found = _marks_in_old_workbook(path)
    elif head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        found = [hit for text in _pieces(path) for hit in _MARK.finditer(text.replace(b"\x00", b""))]
    else:
        return []
    return list(dict.fromkeys(_parsed(hit) for hit in found))


def _marks_in_zip(path: Path) -> list[re.Match[bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lstrip("/"): name for name in archive.namelist()}
            parts = [names[part] for part in (PROPERTY_PART, *_TEXTS) if part in names]
            if _TEXTS[0] not in names:  # written with the texts in the sheets themselves
                parts += [name for part, name in names.items() if part.startswith("xl/worksheets/")]
            return [hit for part in parts for text in _unpacked(archive, part) for hit in _MARK.finditer(text)]
    except BROKEN_ZIP:
        return []


def _unpacked(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            yield tail + chunk
            tail = (tail + chunk)[-_LONGEST:]


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            yield tail + chunk
            tail = (tail + chunk)[-_LONGEST:]


def _marks_in_old_workbook(path: Path) -> list[re.Match[bytes]]:
    """In .xls a text may be cut in two by its records: where there is a trace of a mark the cells are read."""
    token = _TOKEN[:-1]
    if not any(token.encode(code) in text for text in _pieces(path) for code in ("ascii", "utf-16-le")):
        return []
    cells = (cell for sheet in grids.open_grid(path).sheets for row in sheet.rows for cell in row)
    texts = (cell.encode("ascii", "ignore") for cell in cells if isinstance(cell, str) and cell.startswith(_TOKEN))
    return [hit for text in texts for hit in _MARK.finditer(text)]


def _parsed(hit: re.Match[bytes]) -> Mark:
    told = {name: value.decode() for name, value in hit.groupdict().items()}
    names = tuple(unquote(name) for name in told["names"].split("|"))
    sketch = tuple(filter(None, told["sketch"].split(".")))
    return Mark(tuple(told["corrects"].split(",")), names, told["kind"], told["cells"], sketch)
