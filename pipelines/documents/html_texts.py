"""The text of a web page: the article with its headings and tables, without menus, related links and hidden parts."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html  # type: ignore[import-untyped]  # has no types of its own

from pipelines.documents.contract import Document
from pipelines.documents.html_lines import article_lines
from pipelines.documents.plain_texts import decoded_text, encoding_notes
from pipelines.documents.text_kinds import empty, refuse_if_too_large
from pipelines.readers.text_encodings import BYTE_ORDER_MARKS, Decoded

LARGEST_PAGE = 50 * 1024**2
"""A page is held as a tree, which takes several times its size."""

DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
XML_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
CHINESE = frozenset({"gb2312", "gbk", "gb18030", "cp936", "x-gbk", "hz", "euc_cn", "gb_2312-80", "csgb2312"})
DECLARED_WITHIN = 8192


def read_page(path: Path) -> Document:
    """A web page as text. Raises LedgerError if it is too large or nothing is left of it."""
    refuse_if_too_large(path, path.stat().st_size, LARGEST_PAGE)
    text = _characters(path)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    content = text.text.replace("\x00", "").encode("utf-8", "replace")
    tree = html.document_fromstring(content, parser=parser) if content.strip() else None
    lines = article_lines(tree) if tree is not None else []
    if tree is None or not lines:
        raise empty(path, "（除菜单、链接外）", " beside menus and links")
    return Document("\n".join(lines), next(_titles(tree), ""), encoding_notes(text))


def _characters(path: Path) -> Decoded:
    """What the page declares if every byte fits; otherwise what the bytes show."""
    content = path.read_bytes()
    declared = XML_DECLARED.match(content) or DECLARED.search(content[:DECLARED_WITHIN])
    if declared and not any(content.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        name = declared[1].decode("ascii", "replace").lower()
        encoding = "gb18030" if name in CHINESE else name
        try:
            if codecs.lookup(encoding).name.startswith(("utf-8", "gb", "big5", "utf-16")):
                return Decoded(content.decode(encoding), encoding, is_certain=True)
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded_text(path)


def _titles(tree: html.HtmlElement) -> Iterator[str]:
    for name in ("title", "h1"):
        for element in tree.iter(name):
            if title := " ".join("".join(element.itertext()).split()):
                yield title
