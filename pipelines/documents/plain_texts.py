"""Bytes → a text with its characters as they are: only line ends become \\n, and zero characters are dropped."""

import re
from pathlib import Path

from pipelines.documents.contract import Document
from pipelines.documents.text_kinds import refuse_if_too_large
from pipelines.errors import LedgerError
from pipelines.readers.sheets import Unreadable
from pipelines.readers.text_encodings import BROKEN, Decoded, decoded

MOST_ZEROS = 100
"""One byte in so many may be zero in a text that some program padded or cut."""

MOST_CONTROLS = 50
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
EXAMINED = 1 << 16


def read_plain(path: Path) -> Document:
    """A .txt or .md file, whole."""
    refuse_if_too_large(path, path.stat().st_size)
    text = decoded_text(path)
    return Document(with_plain_line_ends(text.text), notes=encoding_notes(text))


def decoded_text(path: Path) -> Decoded:
    """The characters of a file. Raises LedgerError if it is no text."""
    content = path.read_bytes()
    try:
        found: Decoded | None = decoded(content)
    except Unreadable:
        found = _without_zeros(content)
    if found is None or _has_controls(found.text):
        found = _utf_16_of_ideographs(content)
    if found is None:
        raise LedgerError(
            f"{path.name} 是二进制文件，不是文字。请用原来的软件打开，另存为 .docx 或 .txt 再放入。",
            f"{path.name} is a binary file, not a text. Open it in its own program, save it as .docx or .txt and drop "
            "that in.",
        )
    return found


def with_plain_line_ends(text: str) -> str:
    """The same characters with \\n at the end of each line and without zeros, copied only where there is something."""
    for old, new in (("\x00", ""), ("\r\n", "\n"), ("\r", "\n")):
        if old in text:
            text = text.replace(old, new)
    return text.removeprefix("\ufeff")


def encoding_notes(text: Decoded) -> tuple[tuple[str, str], ...]:
    """What to tell about the reading of characters."""
    notes = []
    if not text.is_certain:
        name = text.encoding.upper()
        notes.append((
            f"文字编码不能确定，已按 {name} 读取。请看一眼文字是否正常；如是乱码，请另存为 UTF-8 编码再放入。",
            f"The encoding is uncertain; the text was read as {name}. If it looks wrong, save it as UTF-8.",
        ))  # fmt: skip
    if broken := text.text.count(BROKEN):
        notes.append((
            f"有 {broken} 处字节无法识别，显示为“{BROKEN}”。请对照原件核对这些地方的数字。",
            f"{broken} place(s) could not be read and show as “{BROKEN}”. Check the figures there.",
        ))  # fmt: skip
    return tuple(notes)


def _without_zeros(content: bytes) -> Decoded | None:
    """A text of single bytes with a zero here and there."""
    if content.count(0) * MOST_ZEROS > len(content):
        return None
    text = decoded(content.replace(b"\x00", b""))
    return text if text.is_certain else None


def _has_controls(text: str) -> bool:
    """Whether characters that no text has are frequent: two bytes of UTF-16 taken for others, or no text at all."""
    sample = text[:EXAMINED]
    return len(CONTROLS.findall(sample)) * MOST_CONTROLS > len(sample)


def _utf_16_of_ideographs(content: bytes) -> Decoded | None:
    """UTF-16 without a mark and with hardly any digits or Latin letters, which alone would show as zero bytes."""
    beginning = content[:EXAMINED]
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = beginning[: len(beginning) // 2 * 2].decode(encoding, "replace")
        usual = sum("\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" or c.isascii() for c in sample)
        if usual * 10 >= len(sample) * 9:
            return Decoded(content.decode(encoding, "replace"), encoding, is_certain=False)
    return None
