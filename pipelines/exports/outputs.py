"""The files of one export: written into a folder beside the target, moved into place only when all are whole."""

import csv
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]  # ships no annotations

from pipelines.errors import LedgerError
from pipelines.hashes import sha256_of

ENCODINGS = ("utf-8-sig", "gb18030")
MANIFEST = "manifest.json"
FIXED_DATE = datetime(2000, 1, 1)  # a workbook's date of creation: the same release gives the same bytes


@dataclass
class Outputs:
    """What an export writes, and what its manifest says about it."""

    folder: Path
    encoding: str
    files: list[dict[str, Any]] = field(default_factory=list)

    def csv_file(self, name: str, lines: Iterable[Sequence[str]], columns: Sequence[str], around: int = 1) -> None:
        """Write lines as CSV: CRLF, quotes only where needed. `around` of them are headings, titles, signatures."""
        path, count = self.folder / name, 0
        with path.open("w", encoding=self.encoding, newline="") as out:
            writer = csv.writer(out, lineterminator="\r\n")
            for line in lines:
                writer.writerow(line)
                count += 1
        self._note(path, columns, rows=count - around, encoding=self.encoding)

    def csv_frames(self, name: str, frames: Iterable[pl.DataFrame], headings: Sequence[str]) -> None:
        """The same for a file of a line of headings and any number of lines of texts."""
        path, count = self.folder / name, 0
        with path.open("w", encoding=self.encoding, newline="") as out:
            csv.writer(out, lineterminator="\r\n").writerow(headings)
            for frame in frames:
                # An empty text is written as an empty cell, without quotes.
                texts = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
                out.write(texts.write_csv(include_header=False, line_terminator="\r\n", quote_style="necessary"))
                count += frame.height
        self._note(path, headings, rows=count, encoding=self.encoding)

    @contextmanager
    def workbook(self, name: str, columns: Sequence[str], rows: int) -> Iterator[Any]:
        """A new workbook; texts stay texts, nothing becomes a formula or a link."""
        path = self.folder / name
        book = xlsxwriter.Workbook(
            path,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        book.set_properties({"created": FIXED_DATE})
        try:
            yield book
        finally:
            book.close()
        self._note(path, columns, rows=rows)

    def json_file(self, name: str, told: Mapping[str, object]) -> None:
        """Write what describes other files, such as a data package."""
        path = self.folder / name
        text = json.dumps(told, ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
        self._note(path, [])

    def _note(self, path: Path, columns: Sequence[str], **more: object) -> None:
        told = {"name": path.name, **more, "columns": list(columns), "bytes": path.stat().st_size}
        self.files.append({**told, "sha256": sha256_of(path)})

    def manifest(self, told: Mapping[str, object]) -> None:
        """Write the manifest; it holds no time of writing, so that the same release gives the same bytes."""
        text = json.dumps({**told, "files": self.files}, ensure_ascii=False, indent=2)
        (self.folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


@contextmanager
def output_folder(out: Path, encoding: str) -> Iterator[Outputs]:
    """A folder to write into that becomes `out`, or joins what is in it; a failure leaves nothing behind."""
    if out.exists() and not out.is_dir():
        raise LedgerError(f"{out} 是文件，请指定文件夹。", f"{out} is a file; name a folder.")
    out = out.absolute()
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent))
    try:
        yield Outputs(folder, encoding)
        _move(folder, out)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        for made in missing[1:]:
            made.rmdir()
        raise


def _move(folder: Path, out: Path) -> None:
    """Take the target's name in one step; into a folder that exists file by file, the manifest last."""
    folder.chmod(0o755)
    if not out.exists():
        folder.replace(out)
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name == MANIFEST):
        path.replace(out / path.name)
    folder.rmdir()
