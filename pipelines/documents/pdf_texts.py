"""The text of a PDF, page by page: what stands between head and foot, in paragraphs. Scanned pages hold none."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # has no types of its own
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # has no types of its own

from pipelines.documents.contract import Document
from pipelines.documents.pdf_furniture import Page, without_furniture
from pipelines.documents.pdf_lines import lines_of, unreadable_share
from pipelines.documents.pdf_paragraphs import paragraphs
from pipelines.documents.pdf_rows import with_rows
from pipelines.documents.text_kinds import LARGEST_FILE, damaged, locked, refuse_if_too_large
from pipelines.errors import LedgerError

ONE_AT_A_TIME = threading.Lock()
"""PDFium works for one thread at a time."""

MOST_UNREADABLE = 0.2
PASSWORDS = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)


def read_pdf(path: Path) -> Document:
    """A PDF as text. Raises LedgerError if it is scanned, damaged, or protected by a password."""
    with ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise _refusal(path, error) from error
        try:
            return _read(path, document)
        finally:
            document.close()


def _refusal(path: Path, error: Any) -> LedgerError:
    if error.err_code in PASSWORDS:
        return locked(path)
    return damaged(path, "不是完整的 PDF", "not a whole PDF")


def _read(path: Path, document: Any) -> Document:
    pages: list[Page] = []
    broken: list[int] = []
    garbled: list[int] = []
    size = 0
    for number in range(len(document)):
        try:
            page, share = _page(document, number)
        except pypdfium2.PdfiumError:
            page, share = Page(0, 0), 0.0
            broken.append(number + 1)
        if share > MOST_UNREADABLE:
            garbled.append(number + 1)
        size += sum(len(line.text) for line in page.lines) * 3
        refuse_if_too_large(path, size, LARGEST_FILE)
        pages.append(page)
    without_furniture(pages)
    blank = [n for n, page in enumerate(pages, 1) if not page.lines and n not in broken]
    if not any(page.lines for page in pages):
        raise _scanned(path, len(pages))
    title = str(document.get_metadata_value("Title")).strip()
    return Document("\n".join(paragraphs(pages)), title, tuple(_notes(blank, broken, garbled)))


def _page(document: Any, number: int) -> tuple[Page, float]:
    """One page, and the share of its characters that cannot be read; PDFium forgets the page at once."""
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            width, height = page.get_size()
            return Page(width, height, with_rows(lines_of(text_page))), unreadable_share(text_page)
        finally:
            text_page.close()
    finally:
        page.close()


def _scanned(path: Path, pages: int) -> LedgerError:
    return LedgerError(
        f"{path.name} 共 {pages} 页，都没有文字，可能是扫描件，无法读取。请用文字识别（OCR）软件转成带文字的 PDF "
        "或 .docx，或把其中的数字填入表格模板再放入。",
        f"{path.name} has {pages} page(s), none of which holds any text: it is probably scanned and cannot be read. "
        "Turn it into a PDF with text or a .docx with a text recognition (OCR) program, or type its figures into a "
        "template.",
    )


def _notes(blank: Sequence[int], broken: Sequence[int], garbled: Sequence[int]) -> Iterator[tuple[str, str]]:
    if blank:
        yield (
            f"第{_listed(blank, '、')}页没有文字，可能是扫描件，其中的数字没有读取。请对照原件补录。",
            f"Page(s) {_listed(blank, ', ')} hold no text and may be scanned; figures there were not read. Add them "
            "from the original.",
        )
    if broken:
        yield (
            f"第{_listed(broken, '、')}页已损坏，没有读取。请从原处重新复制这个文件。",
            f"Page(s) {_listed(broken, ', ')} are damaged and were not read. Copy the file again from where it came.",
        )
    if garbled:
        yield (
            f"第{_listed(garbled, '、')}页的字体没有文字编码，读出的文字可能是乱码。请改用 .docx 原稿。",
            f"The fonts of page(s) {_listed(garbled, ', ')} do not tell their characters, so the text may be garbled. "
            "Use the original .docx.",
        )


def _listed(pages: Sequence[int], comma: str) -> str:
    """`3、5—9`: pages in a row as a range."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return comma.join(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" if len(run) > 2 else
                      comma.join(map(str, run)) for run in runs)  # fmt: skip
