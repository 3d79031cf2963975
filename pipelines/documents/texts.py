"""A document's file → its text: .txt, .md, .docx, .pdf or a web page, whatever its name says."""

from collections.abc import Callable
from pathlib import Path

from pipelines.documents.contract import Document
from pipelines.documents.plain_texts import read_plain
from pipelines.documents.text_kinds import empty, kind_of_document


def read_document(path: Path) -> Document:
    """The text of one file, paragraphs one a line. Raises LedgerError if it holds no text that can be read."""
    if not path.stat().st_size:
        raise empty(path)
    document = _reader(kind_of_document(path))(path)
    if not document.text or document.text.isspace():
        raise empty(path)
    return document


def _reader(kind: str) -> Callable[[Path], Document]:
    # Libraries are imported where their kind of file turns up: most bureaus have but one.
    if kind == "word":
        from pipelines.documents.word_texts import read_word

        return read_word
    if kind == "pdf":
        from pipelines.documents.pdf_texts import read_pdf

        return read_pdf
    if kind == "html":
        from pipelines.documents.html_texts import read_page

        return read_page
    return read_plain
