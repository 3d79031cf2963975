"""The CSV files of this folder as tables and rows, read as text and cached."""

import csv
import hashlib
from functools import cache
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent


@cache
def table(name: str) -> pl.DataFrame:
    """The codebook `name` as it stands in its CSV file; every column is text, an empty cell is an empty text."""
    return pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False, empty_string_is_null=False)


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The codebook `name` as rows."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def fingerprint() -> str:
    """Hash of every codebook: part of what a release is made from."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.csv")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
