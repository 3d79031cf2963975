"""Writing so that a crash leaves either the old or the new, and small CSV tables that people may open."""

import csv
import io
import os
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pipelines.errors import LedgerError

PART = ".part"
BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError, struct.error,
)  # fmt: skip
"""What taking a zip or workbook apart says when it is none."""


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target, reach the disk, then take its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    try:
        with part.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename inside the folder survive a power cut; Windows has no such call and needs none."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sync_file(path: Path) -> None:
    """Bring a file written by somebody else to the disk."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def remove_folder(folder: Path) -> bool:
    """Remove a folder of derived files; False where another program still has it open (it is tried again next time)."""
    with suppress(OSError):
        shutil.rmtree(folder)
    return not folder.exists()


def read_table(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> list[dict[str, str]]:
    """The rows of a CSV file with at least these columns; no file, no rows. A spreadsheet may have saved it.

    Columns that are `optional` are empty where the file has none of the name.
    """
    if not path.exists():
        return []
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    missing = [c for c in columns if rows and c not in rows[0]]
    if missing:
        raise LedgerError(
            f"{path} 缺少列 {'、'.join(missing)}。请恢复这个文件的表头：{','.join(columns)}",
            f"{path} lacks the column(s) {', '.join(missing)}. Restore its heading: {','.join(columns)}",
        )
    return [{c: (row.get(c) or "").strip() for c in (*columns, *optional)} for row in rows]


def table_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Rows as CSV: UTF-8, LF, a heading."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def append_rows(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    """Add rows to a CSV table: the whole file is written anew, so that no crash leaves half a row."""
    if rows:
        write_atomically(path, table_text(columns, [*read_table(path, columns), *rows]))
