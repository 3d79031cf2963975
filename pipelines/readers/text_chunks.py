"""A large delimited text file in pieces of whole records, typed as text columns: bounded memory, any encoding."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from pipelines.readers.sheets import Sniffed
from pipelines.readers.text_encodings import BROKEN

CHUNK = 32 << 20
_UTF8 = {"utf-8", "utf-8-sig", "ascii"}


class NotSimple(Exception):  # noqa: N818 - a verdict: this file needs the patient reader
    """The file has unclosed quotes or rows wider than its headings: the reader of any grid takes it from here."""


def first_record(beginning: str, delimiter: str) -> list[str]:
    """The fields of the first line."""
    return next(csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter), [])


def text_frames(path: Path, sniffed: Sniffed) -> Iterator[tuple[pl.DataFrame, bool]]:
    """The records below the first line, piece by piece, and whether bytes of the piece could not be read as text.

    Every column is text and bears its position as name, an empty field is null, a blank line a row of nulls.
    Raises NotSimple.
    """
    names: list[str] = []
    for number, whole in enumerate(_whole_records(path, sniffed.encoding or "utf-8")):
        head, block = _without_first_record(whole) if number == 0 else ("", whole)
        if number == 0:
            names = [str(at) for at in range(len(first_record(head, sniffed.delimiter or ",")))]
        yield _frame(names, block, sniffed.delimiter or ","), BROKEN.encode() in block


def _frame(names: list[str], block: bytes, delimiter: str) -> pl.DataFrame:
    heading = delimiter.join(names).encode() + b"\n"
    try:
        return pl.read_csv(
            heading + block, separator=delimiter, schema=dict.fromkeys(names, pl.String), infer_schema=False
        )
    except pl.exceptions.NoDataError:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    except pl.exceptions.PolarsError:
        raise NotSimple from None


def _without_first_record(block: bytes) -> tuple[str, bytes]:
    end = block.find(b"\n")
    while end >= 0 and block.count(b'"', 0, end) % 2:
        end = block.find(b"\n", end + 1)
    end = len(block) if end < 0 else end + 1
    return block[:end].decode("utf-8", "replace").lstrip("\ufeff"), block[end:]


def _whole_records(path: Path, encoding: str) -> Iterator[bytes]:
    """The file as UTF-8 in blocks that end where a record ends: at a line break outside quotes."""
    rest = b""
    for block in _utf8_blocks(path, encoding):
        rest += block
        end = rest.rfind(b"\n") + 1
        quotes = rest.count(b'"', 0, end)
        tries = 0
        while end and quotes % 2:
            before = rest.rfind(b"\n", 0, end - 1) + 1
            quotes -= rest.count(b'"', before, end)
            end, tries = before, tries + 1
            if tries > 1000:
                raise NotSimple
        if end:
            yield rest[:end]
            rest = rest[end:]
    if rest.count(b'"') % 2:
        raise NotSimple
    if rest:
        yield rest


def _utf8_blocks(path: Path, encoding: str) -> Iterator[bytes]:
    decoder = None if encoding in _UTF8 else codecs.getincrementaldecoder(encoding)("replace")
    check = codecs.getincrementaldecoder("utf-8")("replace")
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            yield decoder.decode(block).encode() if decoder else check.decode(block).encode()
    last = decoder.decode(b"", True) if decoder else check.decode(b"", True)
    if last:
        yield last.encode()
