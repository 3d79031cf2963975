"""A report as .docx, laid out as official documents are (GB/T 9704): headings, text, table, pictures, sources."""

import io
import zipfile
from datetime import datetime, time

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from pipelines.reporting import Report, charts
from pipelines.reporting.exhibits import Chart, Table
from pipelines.reporting.figures import Cell, Number, numbers_of, text_of
from pipelines.reporting.layout import (
    BODY,
    HEADING,
    TITLE,
    add_page_number,
    as_title_row,
    prepare_page,
    prepare_styles,
    set_widths,
    written,
)
from pipelines.reporting.sources import exact
from pipelines.reporting.words import words

TABLE_WIDTHS = (30, 27, 27, 21, 30, 21)
SOURCE_WIDTHS = (10, 22, 25, 48, 41, 10)
PICTURE_MM = 150
SMALL, SMALLEST = 10.5, 8


def docx(report: Report) -> bytes:
    """The file's bytes. A brief goes without the table of sources: its numbers stand in the file beside it."""
    document = Document()
    prepare_page(document)
    prepare_styles(document)
    add_page_number(document, words()["document"]["page"])
    for line in report.lines:
        if line.exhibit in report.tables:
            _add_table(document, report.tables[line.exhibit])
        elif line.exhibit in report.charts:
            _add_chart(document, line.exhibit, report.charts[line.exhibit])
        elif line.text:
            _add_text(document, line.text, line.level)
    if report.kind != "brief":
        _add_sources(document, report)
    return _saved(document, report)


def _add_text(document: DocumentType, text: str, level: int) -> None:
    if level == 1:
        paragraph = document.add_paragraph(style="Title")
        written(paragraph, text, TITLE)
    elif level:
        written(document.add_heading(level=level - 1), text, HEADING)
    else:
        written(document.add_paragraph(style="Body Text"), text, BODY)


def _add_chart(document: DocumentType, name: str, chart: Chart) -> None:
    _add_caption(document, chart.title)
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture = paragraph.add_run().add_picture(io.BytesIO(charts.png(name, chart)), width=Mm(PICTURE_MM))
    picture._inline.docPr.set("descr", chart.spoken)


def _add_caption(document: DocumentType, text: str) -> Paragraph:
    paragraph = document.add_paragraph(style="Caption")
    written(paragraph, text, HEADING, size=SMALL + 1.5)
    return paragraph


def _add_table(document: DocumentType, table: Table) -> None:
    _add_caption(document, table.title)
    grid = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    _fill(grid.rows[0].cells, table.columns, SMALL, HEADING)
    as_title_row(grid.rows[0])
    for row in table.rows:
        cells = grid.add_row().cells
        _fill(cells, [text_of(cell) for cell in row], SMALL, BODY)
        for cell in cells[1:]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    set_widths(grid, TABLE_WIDTHS)


def _add_sources(document: DocumentType, report: Report) -> None:
    """One row for each number of the text; those of the table and the charts stand in the file beside the report."""
    told = words()["document"]
    heading = document.add_heading(level=1)
    heading.paragraph_format.page_break_before = True  # whoever passes the report on leaves these pages out
    written(heading, told["sources_heading"], HEADING)
    _add_text(document, told["sources_note"], 0)
    grid = document.add_table(rows=1, cols=len(told["sources"]), style="Table Grid")
    _fill(grid.rows[0].cells, told["sources"], SMALLEST, HEADING)
    as_title_row(grid.rows[0])
    pieces = [number for line in report.lines for sentence in line.sentences for number in numbers_of(sentence)]
    files = list(dict.fromkeys(cell.files for number in pieces for cell in number.cells if cell.files))
    for order, number in enumerate(dict.fromkeys(pieces), start=1):
        _fill(grid.add_row().cells, [str(order), number.text, *_source(number, report.names, files)], SMALLEST, BODY)
    set_widths(grid, SOURCE_WIDTHS)
    for order, file in enumerate(files, start=1):
        written(document.add_paragraph(style="No Spacing"), f"[{order}] {file}", BODY, size=SMALLEST)


def _source(number: Number, names: dict[str, str], files: list[str]) -> tuple[str, str, str, str]:
    """Table, what its rows are about, columns with their values, files by their number in the list below."""
    told = words()["document"]
    rows = dict.fromkeys(_row(cell, names) for cell in number.cells)
    columns = [told["columns"].get(cell.column) or names.get(cell.column, cell.column) for cell in number.cells]
    pairs = zip(columns, number.cells, strict=True)
    values = "；".join(f"{column} {exact(cell)}{cell.unit}" for column, cell in pairs)
    behind = dict.fromkeys(f"[{files.index(cell.files) + 1}]" for cell in number.cells if cell.files)
    table = number.cells[0].table
    return told["tables"].get(table, table), "；".join(rows), values, "".join(behind)


def _row(cell: Cell, names: dict[str, str]) -> str:
    """The values of the keys of a row in words, without those that say nothing."""
    told = words()["document"]
    keys = dict(part.split("=", 1) for part in cell.row.split("; "))
    if "year" in keys:
        keys["year"] = words()["period"]["year"].format(year=keys["year"])
    found = [told["values"].get(value, names.get(value, value)) for key in told["keys"] if (value := keys.get(key))]
    return " ".join(part for part in found if part)


def _fill(cells: tuple[object, ...], texts: list[str] | tuple[str, ...], size: float, font: str) -> None:
    for cell, text in zip(cells, texts, strict=True):
        paragraph = cell.paragraphs[0]  # type: ignore[attr-defined]
        paragraph.style = "No Spacing"
        written(paragraph, text, font, size=size)


def _saved(document: DocumentType, report: Report) -> bytes:
    about = document.core_properties
    about.title, about.author, about.comments = report.title, "", f"{words()['document']['release']} {report.release}"
    about.created = about.modified = datetime.combine(report.through, time())
    out = io.BytesIO()
    document.save(out)
    return _without_clock(out.getvalue())


def _without_clock(content: bytes) -> bytes:
    """The same parts without a time: one release and template give the same bytes whenever they are written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as dated, zipfile.ZipFile(out, "w") as undated:
        for part in dated.namelist():
            undated.writestr(zipfile.ZipInfo(part), dated.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
