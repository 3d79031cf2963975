"""What a statistician does: download the correction of a file, change cells in a spreadsheet program, save it."""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

from pipelines import clock
from pipelines.corrections.source_files import source_file
from pipelines.corrections.workbook import correction_workbook
from pipelines.exports.snapshot import Snapshot
from tests.bureau import Bureau

Cells = Mapping[str, Mapping[str, Any]]
"""Sheet → cell → what a person types."""


def downloaded(bureau: Bureau, named: str, folder: Path) -> Path:
    """The correction of a file, as the page gives it."""
    with Snapshot(bureau.warehouse) as snapshot:
        made = correction_workbook(source_file(snapshot, bureau.raw, bureau.warehouse, named))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / made.name
    path.write_bytes(made.content)
    return path


def changed(book: Path, cells: Cells, name: str = "") -> Path:
    """The workbook with these cells typed over, saved by another program, which writes all of it anew."""
    workbook = openpyxl.load_workbook(book)
    for sheet, values in cells.items():
        for cell, value in values.items():
            workbook[sheet][cell] = value
    path = book.with_name(name or f"saved-{book.name}")
    workbook.save(path)
    return path


def drop(book: Path, raw: Path, name: str) -> Path:
    """Put a file into raw/; it was saved some time ago, as most files were."""
    file = raw / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(book.read_bytes())
    past = time.time() - 3600
    os.utime(file, (past, past))
    return file


__all__ = ["Cells", "changed", "clock", "downloaded", "drop"]
