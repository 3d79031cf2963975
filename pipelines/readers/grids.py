"""A file's bytes → sheets of cells. What a file is, is told by its content, never by its name."""

from pathlib import Path

from pipelines.readers.file_kinds import kind_of
from pipelines.readers.received_files import first_bytes, is_temporary_name, received_bytes, still_being_written
from pipelines.readers.sheets import Cell, Grid, Note, Range, Sheet, Sniffed, Unreadable

__all__ = [
    "Cell", "Grid", "Note", "Range", "Sheet", "Sniffed", "Unreadable",
    "is_temporary_name", "open_grid", "sniff", "still_being_written",
]  # fmt: skip

EXAMINED = 1 << 20


def sniff(path: Path) -> Sniffed:
    """What kind of file this is, from its first megabyte; of a large workbook only a guess. Raises Unreadable."""
    from pipelines.readers import text_files

    beginning = first_bytes(path, EXAMINED)
    kind = kind_of(beginning, is_whole=len(beginning) < EXAMINED)
    if kind != "text":
        return Sniffed(kind)
    encoding, delimiter = text_files.sniff_text(beginning)
    return Sniffed(text_files.kind_of_delimiter(delimiter), encoding, delimiter or None)


def open_grid(path: Path) -> Grid:
    """Open any table file. Raises Unreadable with the rule that says why not. A Parquet file has no sheets here."""
    return grid_of(received_bytes(path))


def grid_of(content: bytes) -> Grid:
    """The sheets in the bytes of a file. Raises Unreadable if there is nothing in them at all."""
    from pipelines.readers import html_tables, spreadsheet_xml, text_files, workbooks

    kind = kind_of(content)
    match kind:
        case "parquet":
            return Grid(kind, None, ())
        case "html":
            grid = html_tables.read_html(content)
        case "xml":
            grid = spreadsheet_xml.read_spreadsheet_xml(content)
        case "text":
            grid = text_files.read_text(content)
        case _:
            grid = workbooks.read_workbook(content, kind)
    if not grid.sheets:
        raise Unreadable("F001")
    return grid
