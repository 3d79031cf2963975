"""A document's file → its text: .txt, .md, .docx, .pdf or a web page, whatever its name says."""

from collections.abc import Callable
from pathlib import Path

from pipelines.documents.contract import Document
from pipelines.documents.plain_texts import read_plain
from pipelines.documents.text_kinds import empty, kind_of_document
from pipelines.errors import LedgerError


def read_document(path: Path, name: str = "") -> Document:
    """The text of one file, paragraphs one a line. Raises LedgerError if it holds no text that can be read.

    `name` is what the file is called where its path does not tell.
    """
    try:
        return _read(path, name)
    except LedgerError as refused:
        zh, en = (words.replace(path.name, name or path.name) for words in (refused.zh, refused.en))
        raise type(refused)(zh, en, refused.exit_code) from None


def _read(path: Path, name: str) -> Document:
    if not path.stat().st_size:
        raise empty(path)
    document = _reader(kind_of_document(path, name))(path)
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
