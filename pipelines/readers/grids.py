"""A file's bytes → sheets of cells. What a file is, is told by its content, never by its name."""

from pathlib import Path

from pipelines.readers.sheets import Cell, Grid, Note, Range, Sheet, Sniffed, Unreadable

__all__ = ["Cell", "Grid", "Note", "Range", "Sheet", "Sniffed", "Unreadable", "is_temporary_name", "open_grid", "sniff"]


def is_temporary_name(name: str) -> bool:
    """Whether a file of this name is another program's scratch file (`~$report.xlsx`, `report.xlsx.part`)."""
    raise NotImplementedError


def sniff(path: Path) -> Sniffed:
    """What kind of file this is, from its first bytes. Raises Unreadable."""
    raise NotImplementedError


def open_grid(path: Path) -> Grid:
    """Open any table file. Raises Unreadable with the rule that says why not. A Parquet file has no sheets here."""
    raise NotImplementedError
