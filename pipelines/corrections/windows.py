"""A few rows of a large file: its headings and the rows around one place, without laying the whole file out."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipelines.corrections.package import NotAPackage, Package
from pipelines.files import BROKEN_ZIP
from pipelines.readers import grids
from pipelines.readers.parquet_grids import parquet_rows
from pipelines.readers.received_files import first_bytes
from pipelines.readers.sheets import Grid, Unreadable
from pipelines.readers.text_files import SEPARATOR_LINE

LARGE_BYTES = 4 << 20
HEAD, AROUND = 60, 8
"""Rows kept from the top, where headings stand; rows kept above and below the place."""
_EXAMINED = 1 << 16
_ROW = re.compile(rb"<(?:\w+:)?row\b(?:\s[^>]*?)?\br=[\"'](\d+)[\"'][^>]*?(?:/>|>.*?</(?:\w+:)?row>)", re.DOTALL)
_ROW_NUMBER = re.compile(rb".row\s(?:[^>]*?\s)?r=[\"'](\d+)[\"']")
_DATA = re.compile(rb"<(?:\w+:)?sheetData\b[^>]*>")
_END = re.compile(rb"</(?:\w+:)?sheetData>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"'][A-Z]+(\d+):[A-Z]+(\d+)[\"'][^>]*/>")
_NUMBERS = re.compile(rb"(\br=[\"'][A-Z]*)(\d+)([\"'])")


@dataclass(frozen=True)
class Window:
    """The sheets of a file, perhaps with the rows between `cut` and those of interest left out: `gap` of them."""

    grid: Grid
    cut: int = 0
    gap: int = 0

    def real(self, row: int) -> int:
        """The number of a row in the file."""
        return row + self.gap if row > self.cut else row

    def kept(self, row: int) -> int:
        """The number of a row of the file in these sheets."""
        return row - self.gap if row > self.cut else row


def window(path: Path, sheet: str, row: int) -> Window | None:
    """The rows around a place of a large file; None of a small one, or of one that has to be read whole."""
    gap = row - AROUND - HEAD - 1
    if gap <= 0 or path.stat().st_size <= LARGE_BYTES:
        return None
    try:
        kind = grids.sniff(path)
        if kind.kind == "xlsx":
            return Window(_of_workbook(path, sheet, row), HEAD, gap)
        if kind.kind in {"csv", "tsv"}:
            return Window(_of_text(path, row, kind.encoding or "utf-8", kind.delimiter or ","), HEAD, gap)
        if kind.kind == "parquet":
            return Window(parquet_rows(path, row - AROUND, 2 * AROUND + 1), 1, row - AROUND - 2)
    except (Unreadable, NotAPackage, UnicodeError, csv.Error, *BROKEN_ZIP):
        return None
    return None


def _of_text(path: Path, row: int, encoding: str, delimiter: str) -> Grid:
    with path.open(encoding=encoding, errors="replace", newline="") as lines:
        if not SEPARATOR_LINE.match(first_bytes(path, _EXAMINED).decode(encoding, "replace").lstrip("\ufeff")):
            lines.seek(0)
        else:
            next(lines)
        records = csv.reader((line.replace("\x00", "").lstrip("\ufeff") for line in lines), delimiter=delimiter)
        kept = [*islice(records, HEAD), *islice(records, row - AROUND - HEAD - 1, row + AROUND - HEAD)]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(kept)
    return grids.grid_of(out.getvalue().encode())


def _of_workbook(path: Path, sheet: str, row: int) -> Grid:
    """The workbook with a few rows of each sheet; calamine reads it as any other."""
    package = Package(path.read_bytes())
    for name, part in package.sheets().items():
        rows = (row - AROUND, row + AROUND) if name == sheet else (0, 0)
        package.write(part, b"".join(_few_rows(package.stream(part), *rows)))
    return grids.grid_of(package.content())


def _few_rows(chunks: Iterator[bytes], first: int, last: int) -> Iterator[bytes]:
    """The XML of a sheet with its first rows and those from `first` to `last`, moved up right below them."""
    buffer, is_begun, is_over, number = b"", False, False, 0
    for chunk in chunks:
        buffer += chunk
        if not is_begun and (begun := _DATA.search(buffer)):
            yield buffer[: begun.end()]
            buffer, is_begun = buffer[begun.end() :], True
        if not is_begun or is_over:
            continue
        if number >= HEAD and (start := _last_row(buffer)) and start[1] < first:
            buffer = buffer[start[0] :]  # nothing before it is wanted: most of a long sheet is passed over like this
            continue
        done = 0
        for hit in _ROW.finditer(buffer):
            number, done = int(hit[1]), hit.end()
            if number <= HEAD:
                yield hit[0]
            elif first <= number <= last:
                yield _renumbered(hit[0], number, number - first + HEAD + 1)
        buffer = buffer[done:]
        if ended := _END.search(buffer):
            buffer, is_over = buffer[ended.start() :], True
    merged = b"".join(one[0] for one in _MERGED.finditer(buffer) if int(one[2]) <= HEAD)
    yield b"</sheetData>"
    yield b"<mergeCells>" + merged + b"</mergeCells></worksheet>" if merged else b"</worksheet>"


def _last_row(buffer: bytes) -> tuple[int, int] | None:
    """Where the last row of a piece of XML begins, and its number; all rows before it are whole."""
    at = max(buffer.rfind(b"<row "), buffer.rfind(b":row "))
    told = _ROW_NUMBER.match(buffer, at) if at >= 0 else None
    return (buffer.rfind(b"<", 0, at + 1), int(told[1])) if told else None


def _renumbered(row: bytes, number: int, wanted: int) -> bytes:
    was, now = str(number).encode(), str(wanted).encode()
    return _NUMBERS.sub(lambda hit: hit[1] + (now if hit[2] == was else hit[2]) + hit[3], row)
