"""What a file is, told by its bytes: the extension may lie, and often does."""

import io
import re
import zipfile

from pipelines.files import BROKEN_ZIP
from pipelines.readers.compound_files import CompoundFile
from pipelines.readers.sheets import Unreadable

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARQUET = b"PAR1"

NO_TABLES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文件", "a PDF document"),
    (b"\xff\xd8\xff", "图片（JPEG）", "a picture (JPEG)"),
    (b"\x89PNG", "图片（PNG）", "a picture (PNG)"),
    (b"GIF8", "图片（GIF）", "a picture (GIF)"),
    (b"BM", "图片（BMP）", "a picture (BMP)"),
    (b"II*\x00", "图片（TIFF）", "a picture (TIFF)"),
    (b"MM\x00*", "图片（TIFF）", "a picture (TIFF)"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
    (b"SQLite format 3", "SQLite 数据库", "an SQLite database"),
    (b"\x7fELF", "程序文件", "a program"),
    (b"MZ", "程序文件", "a program"),
)
"""First bytes of files that are no tables, with their names."""

PDF_MARK_WITHIN = 1024
"""Readers of PDF accept some bytes of a mail server or a scanner before the mark."""

ARCHIVES: tuple[tuple[bytes, str], ...] = (
    (b"Rar!", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"),
)  # fmt: skip

COMPOUND_DOCUMENTS = (
    ("WordDocument", "Word 文档", "a Word document"),
    ("PowerPoint Document", "演示文稿", "a presentation"),
    ("__properties_version1.0", "邮件", "an e-mail message"),
)

OLD_WORKBOOKS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
"""First record (BOF) of Excel 2 to 5 workbooks outside a compound file."""

LARGEST_PART = 4 * 1024**3
LARGE_PART = 256 * 1024**2
GREATEST_RATIO = 1000
TAG = re.compile(rb"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)")


def kind_of(content: bytes, *, is_whole: bool = True) -> str:
    """`xlsx xls xlsb ods parquet xml html text`; of a mere beginning a guess. Raises Unreadable for no table."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("F001")
    if content.startswith(ZIP):
        return _zip_kind(content) if is_whole else "xlsx"
    if content.startswith(COMPOUND):
        return _compound_kind(content) if is_whole else "xls"
    if content.startswith(PARQUET):
        return "parquet"
    _refuse_what_is_no_table(content)
    return _text_kind(content)


def _refuse_what_is_no_table(content: bytes) -> None:
    for start, archive in ARCHIVES:
        if content.startswith(start):
            raise Unreadable("F005", detail=archive)
    if content.startswith(OLD_WORKBOOKS):
        raise Unreadable("F011", detail="Excel 2–5")
    for start, name_zh, name_en in NO_TABLES:
        # Letters alone may also open a text; a binary file shows bytes below 9 soon.
        if content.startswith(start) and (not start.isalpha() or re.search(rb"[\x00-\x08]", content[:256])):
            raise Unreadable("F004", detail_zh=name_zh, detail_en=name_en)
    if content.lstrip()[:40].lower().startswith(b"mime-version:"):
        raise Unreadable("F011", detail="MHTML")


def _zip_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = [part.filename.replace("\\", "/") for part in parts]
            kind = _office_kind(names, archive)
    except BROKEN_ZIP as error:
        raise Unreadable("F002", detail_zh="压缩结构不完整", detail_en="the packed file has no end") from error
    for part in parts:
        is_bomb = part.file_size > LARGE_PART and part.file_size > GREATEST_RATIO * max(part.compress_size, 1)
        if is_bomb or part.file_size > LARGEST_PART:
            raise Unreadable("F010", detail=f"{part.filename}: {part.file_size / 1024**3:.1f} GB")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("F003")
    return kind


def _office_kind(names: list[str], archive: zipfile.ZipFile) -> str:
    lower = {name.lower() for name in names}
    if "xl/workbook.bin" in lower:
        return "xlsb"
    if any(name.startswith("xl/") for name in lower):
        return "xlsx"
    if "mimetype" in lower:
        mime = archive.read("mimetype")
        if b"opendocument.spreadsheet" in mime:
            if "meta-inf/manifest.xml" in lower and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise Unreadable("F003")
            return "ods"
        raise Unreadable("F004", detail_zh="其他办公文档", detail_en="another office document")
    for folder, name_zh, name_en in (("word/", "Word 文档", "a Word document"), ("ppt/", "演示文稿", "a presentation")):
        if any(name.startswith(folder) for name in lower):
            raise Unreadable("F004", detail_zh=name_zh, detail_en=name_en)
    raise Unreadable("F005", detail="ZIP")


def _compound_kind(content: bytes) -> str:
    """Kind of an OLE compound file, by the names of its streams."""
    try:
        names = CompoundFile(content).names
    except ValueError as error:
        raise Unreadable("F002", detail_zh="文件尾部缺失", detail_en="the end is missing") from error
    if names & {"Workbook", "Book"}:
        return "xls"
    if "EncryptedPackage" in names:
        raise Unreadable("F003")
    for stream, name_zh, name_en in COMPOUND_DOCUMENTS:
        if stream in names:
            raise Unreadable("F004", detail_zh=name_zh, detail_en=name_en)
    raise Unreadable("F011", detail_zh="旧版 WPS 或其他办公软件的格式", detail_en="old WPS or another program")


def _text_kind(content: bytes) -> str:
    head = _ascii_head(content)
    names = [name.lower() for name in TAG.findall(head[:4096])]
    if head.lstrip().startswith(b"<") and names:
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head[:4096] and names[0] == b"workbook":
            return "xml"
        if {b"html", b"table", b"head", b"body", b"meta", b"style"} & set(names):
            return "html"
        if head.lstrip().startswith(b"<?xml"):
            raise Unreadable("F004", detail_zh="其他 XML 文件", detail_en="another XML file")
    return "text"


def _ascii_head(content: bytes) -> bytes:
    """The beginning without byte-order mark and zero bytes, so that markup shows in UTF-16 too."""
    return content[:16384].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
