"""Bytes → text: UTF-8 with or without BOM, UTF-16, GB18030. A broken byte never fails the file; it shows as U+FFFD."""

import codecs
from dataclasses import dataclass

from pipelines.readers.sheets import Unreadable

BROKEN = "\ufffd"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
EXAMINED = 1 << 16


@dataclass(frozen=True)
class Decoded:
    """A text, the encoding it was read with, and whether that is certain (a mark, or every byte fits)."""

    text: str
    encoding: str
    is_certain: bool


def decoded(content: bytes) -> Decoded:
    """The text of a file. Raises Unreadable if the bytes are no text at all."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return Decoded(content.decode(encoding, "replace"), encoding, is_certain=True)
    if b"\x00" in content[:EXAMINED]:
        encoding = _utf_16_without_mark(content[:EXAMINED])
        return Decoded(content.decode(encoding, "replace"), encoding, is_certain=False)
    for encoding in ("utf-8", "gb18030"):
        try:
            return Decoded(content.decode(encoding), encoding, is_certain=True)
        except UnicodeDecodeError:
            continue
    return _with_broken_bytes(content)


def encoding_of_beginning(content: bytes) -> str:
    """The encoding that the beginning of a file shows; a character cut in two at its end does not count as broken."""
    for cut in range(4):
        try:
            return decoded_strictly(content[: len(content) - cut])
        except UnicodeDecodeError:
            continue
    return decoded(content).encoding


def decoded_strictly(content: bytes) -> str:
    """The encoding that every byte fits. Raises UnicodeDecodeError if none does."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    if b"\x00" in content:
        return _utf_16_without_mark(content)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        content.decode("gb18030")
        return "gb18030"
    return "utf-8"


def _with_broken_bytes(content: bytes) -> Decoded:
    """UTF-8 if nearly all its characters are whole: GB18030 read as UTF-8 is nearly all broken, the reverse is not."""
    as_utf_8 = content.decode("utf-8", "replace")
    beyond_ascii = sum(not character.isascii() for character in as_utf_8)
    if as_utf_8.count(BROKEN) * 5 <= beyond_ascii:
        return Decoded(as_utf_8, "utf-8", is_certain=True)
    as_gb = content.decode("gb18030", "replace")
    # A broken byte here and there is a damaged text; a tenth of all bytes is another encoding or no text.
    return Decoded(as_gb, "gb18030", is_certain=as_gb.count(BROKEN) * 10 <= len(as_gb))


def _utf_16_without_mark(content: bytes) -> str:
    """Zero bytes of digits and commas all stand on one side of their pair. Raises Unreadable for a binary file."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    is_text = max(even, odd) * 20 > len(content) and min(even, odd) * 20 <= max(even, odd)
    if not is_text:
        raise Unreadable("F004", detail_zh="二进制文件", detail_en="a binary file")
    return "utf-16-be" if even > odd else "utf-16-le"
