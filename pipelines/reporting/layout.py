"""How a report's pages look: paper, fonts for Chinese, styles, page numbers. Measures are those of GB/T 9704."""

from collections.abc import Sequence
from typing import Any, cast

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat
from docx.text.run import Run

TITLE, HEADING, BODY, LATIN = "宋体", "黑体", "仿宋", "Times New Roman"
TITLE_SIZE, TEXT_SIZE, LINE = 22, 16, 28
LOWEST_ROW = 5.5
PADDING = 1
BLACK = RGBColor(0, 0, 0)


def prepare_page(document: Document) -> None:
    """A4 with the margins of official documents."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def prepare_styles(document: Document) -> None:
    """Black text on fixed lines, first lines set in by two characters; headings stay with what follows."""
    _speak_chinese(document)
    _style(document, "Title", TITLE, TITLE_SIZE, bold=True).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _without_border(document.styles["Title"])
    for level in (1, 2):
        heading = _style(document, f"Heading {level}", HEADING, TEXT_SIZE)
        heading.keep_with_next = True
        heading.first_line_indent = Pt(2 * TEXT_SIZE)
    body = _style(document, "Body Text", BODY, TEXT_SIZE)
    body.first_line_indent, body.alignment = Pt(2 * TEXT_SIZE), WD_ALIGN_PARAGRAPH.JUSTIFY
    caption = _style(document, "Caption", HEADING, 12)
    caption.alignment, caption.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    document.styles["Title"].paragraph_format.space_after = Pt(LINE)


def written(paragraph: Paragraph, text: str, font: str, *, size: float | None = None) -> Run:
    """A run of text in a Chinese font; digits in the Latin one."""
    run = paragraph.add_run(text)
    _set_fonts(run._element.get_or_add_rPr(), font)
    if size is not None:
        run.font.size = Pt(size)
    return run


def add_page_number(document: Document, around: Sequence[str]) -> None:
    """— 1 —, counted by whoever opens the document."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    written(paragraph, around[0], TITLE, size=14)
    run = written(paragraph, "", TITLE, size=14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._element.append(element)
    written(paragraph, around[1], TITLE, size=14)


def as_title_row(row: _Row) -> None:
    """A row that is repeated on every page."""
    element = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(element)


def set_widths(table: Table, widths: Sequence[int]) -> None:
    """Columns of so many millimetres; rows are not broken over pages."""
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set_padding(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        row.height, row.height_rule = Mm(LOWEST_ROW), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width, cell.vertical_alignment = Mm(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _set_padding(table: Table) -> None:
    """A millimetre beside the words, so that an amount with its unit stays on one line."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(PADDING).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _speak_chinese(document: Document) -> None:
    """Text without a language gets the shapes of whichever Chinese a computer thinks of first."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _style(document: Document, name: str, font: str, size: float, *, bold: bool = False) -> ParagraphFormat:
    style = cast(ParagraphStyle, document.styles[name])
    style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), bold, False, BLACK
    _set_fonts(style.element.get_or_add_rPr(), font)
    form: ParagraphFormat = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
    return form


def _set_fonts(properties: Any, font: str) -> None:
    """Themes of the library's own template name other fonts: they go."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for place, name in (("eastAsia", font), ("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN)):
        fonts.set(qn(f"w:{place}"), name)
    fonts.set(qn("w:hint"), "eastAsia")


def _without_border(style: Any) -> None:
    for border in style.element.xpath("./w:pPr/w:pBdr"):
        border.getparent().remove(border)
