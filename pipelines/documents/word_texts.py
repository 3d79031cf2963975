"""The text of a .docx: body, then footnotes and endnotes; no comments, headers or footers; tracked changes accepted.

A part of the file is parsed block by block, so that memory holds one paragraph or table at a time. No entities are
resolved, nothing is fetched, and what would unpack to an absurd size is refused.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree  # type: ignore[import-untyped]  # has no types of its own

from pipelines.documents.contract import Document
from pipelines.documents.text_kinds import damaged, empty, locked, refuse_if_too_large
from pipelines.documents.word_paragraphs import Element, Story, attribute, local
from pipelines.files import BROKEN_ZIP

USUAL_PART = "word/document.xml"
PROPERTIES = "docProps/core.xml"
NOTES_OF_A_PART = ("footnotes", "endnotes")


def read_word(path: Path) -> Document:
    """A Word document as text. Raises LedgerError if it is encrypted, damaged, of absurd size, or without text."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(path, archive)
    except (*BROKEN_ZIP, etree.LxmlError, KeyError) as error:
        raise damaged(path, "内部结构不完整", "its parts are not whole") from error


def _read(path: Path, archive: zipfile.ZipFile) -> Document:
    main = _main_part(archive)
    notes = {kind: posixpath.join(posixpath.dirname(main), f"{kind}.xml") for kind in NOTES_OF_A_PART}
    wanted = [archive.getinfo(n) for n in (main, *notes.values(), PROPERTIES) if n in archive.NameToInfo]
    if any(part.flag_bits & 1 for part in wanted):
        raise locked(path)
    refuse_if_too_large(path, sum(part.file_size for part in wanted))
    story = Story()
    lines = [line for block in _blocks(archive, main, "body") for line in story.lines(block)]
    lines += filter(None, [story.carried])
    for kind, ids in zip(NOTES_OF_A_PART, (story.footnotes, story.endnotes), strict=True):
        lines += _note_lines(archive, notes[kind], ids, story)
    if not lines:
        raise empty(path, *_what_is_there_instead(story))
    return Document("\n".join(lines), _title(archive), tuple(_notes(story)))


def _main_part(archive: zipfile.ZipFile) -> str:
    """Where the body stands: named by the file's relations, and nearly always the same."""
    if "_rels/.rels" in archive.NameToInfo and USUAL_PART not in archive.NameToInfo:
        with archive.open("_rels/.rels") as part:
            for _, relation in _parsed(part, "Relationship"):
                if attribute(relation, "Type").endswith("/officeDocument"):
                    return attribute(relation, "Target").lstrip("/")
    return USUAL_PART


def _blocks(archive: zipfile.ZipFile, name: str, holder: str) -> Iterator[Element]:
    """The children of the one element `holder`, each forgotten as soon as the next is asked for."""
    with archive.open(name) as part:
        for _, element in _parsed(part):
            parent = element.getparent()
            if parent is not None and local(parent) == holder:
                yield element
                _forget(element)


def _parsed(part: IO[bytes], name: str | None = None) -> Iterator[tuple[str, Element]]:
    tag = f"{{*}}{name}" if name else None
    pairs: Iterator[tuple[str, Element]] = etree.iterparse(
        part, ("end",), tag=tag, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    return pairs


def _forget(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _note_lines(archive: zipfile.ZipFile, name: str, ids: list[str], story: Story) -> list[str]:
    """The notes that the text still refers to, in its order; those of deleted text are gone with it."""
    if not ids or name not in archive.NameToInfo:
        return []
    found: dict[str, list[str]] = {}
    for note in _blocks(archive, name, posixpath.basename(name).removesuffix(".xml")):
        if attribute(note, "id") in ids:
            found[attribute(note, "id")] = list(story.lines(note))
    return [line for number in dict.fromkeys(ids) for line in found.get(number, ())]


def _title(archive: zipfile.ZipFile) -> str:
    """The title among the file's properties; a broken list of properties is no reason to refuse a text."""
    if PROPERTIES not in archive.NameToInfo:
        return ""
    try:
        with archive.open(PROPERTIES) as part:
            return next(((title.text or "").strip() for _, title in _parsed(part, "title")), "")
    except etree.LxmlError:
        return ""


def _what_is_there_instead(story: Story) -> tuple[str, str]:
    if story.pictures or story.embedded:
        return (
            "，只有图片或嵌入的对象。请用文字识别（OCR）软件取出文字，或把数字填入表格模板",
            " but pictures or embedded objects. Use a text recognition (OCR) program or type its figures into a "
            "template",
        )
    return "", ""


def _notes(story: Story) -> Iterator[tuple[str, str]]:
    if story.inserted or story.deleted:
        yield (
            f"文档带有修订标记：{story.inserted} 处插入的文字已计入，{story.deleted} 处删除的文字没有计入。"
            "请确认修订是否已定稿。",
            f"The document has tracked changes: {story.inserted} insertion(s) are counted, {story.deleted} deletion(s) "
            "are left out. Check that the changes are final.",
        )
    if story.hidden:
        yield (
            f"有 {story.hidden} 处隐藏文字没有读取。如其中有应统计的数字，请取消隐藏后再放入。",
            f"{story.hidden} piece(s) of hidden text were not read. Unhide them if they hold figures that should "
            "count.",
        )
    if story.embedded or story.pictures:
        yield (
            f"文档中有 {story.pictures} 张图片、{story.embedded} 个图表或嵌入对象，其中的数字没有读取。",
            f"The document holds {story.pictures} picture(s) and {story.embedded} chart(s) or embedded object(s); "
            "figures inside them were not read.",
        )
