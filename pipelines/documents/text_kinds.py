"""What a document is, told by its bytes and only then by its name; what is no readable document is refused."""

import re
import zipfile
from pathlib import Path, PurePath

from pipelines.errors import LedgerError
from pipelines.files import BROKEN_ZIP
from pipelines.readers.compound_files import CompoundFile
from pipelines.readers.file_kinds import ARCHIVES, COMPOUND, NO_TABLES, PARQUET, PDF_MARK_WITHIN, TAG, ZIP

EXAMINED = 16384
LARGEST_FILE = 200 * 1024**2
TABLE_NAMES = frozenset({".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".xlsb", ".et", ".ods", ".parquet"})
PAGE_NAMES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
WHOLE_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)
PAGE_TAGS = frozenset({b"html", b"head", b"body", b"meta", b"table", b"div", b"p", b"style", b"center", b"h1"})
KNOWN_COMPOUNDS = (
    (frozenset({"WordDocument"}), "旧版 Word 或 WPS 文档（.doc、.wps）", "a document of old Word or WPS (.doc, .wps)"),
    (frozenset({"PowerPoint Document"}), "旧版演示文稿（.ppt）", "a presentation (.ppt)"),
    (frozenset({"__properties_version1.0"}), "邮件（.msg）", "an e-mail message (.msg)"),
)
OFFICE_FOLDERS = (("ppt/", "演示文稿（.pptx）", "a presentation (.pptx)"),)
PACKED_NAMES = {
    ".docx": ("损坏的 Word 文档", "a damaged Word document"),
    ".ofd": ("版式文件（OFD）", "an OFD document"),
    ".wps": ("WPS 文档（.wps）", "a WPS document (.wps)"),
}


def kind_of_document(path: Path, name: str = "") -> str:
    """`pdf word html text`. Raises LedgerError for anything else, saying what the file is and what to do.

    `name` is what the file is called where its path does not tell: a copy in the archive has no ending.
    """
    ending = PurePath(name or path.name).suffix.lower()
    if path.name.startswith("~$"):
        raise _not_a_document(path, "Word/WPS 打开文档时的临时文件", "a temporary file of Word or WPS")
    with path.open("rb") as file:
        head = file.read(EXAMINED)
    if b"%PDF-" in head[:PDF_MARK_WITHIN]:
        return "pdf"
    if head.startswith(ZIP):
        return _packed_kind(path, ending)
    if head.startswith(COMPOUND):
        raise _compound_refusal(path)
    _refuse_binaries(path, head)
    return _text_kind(path, head, ending)


def refuse_if_too_large(path: Path, size: int, limit: int = LARGEST_FILE) -> None:
    """Texts are held in memory as a whole: what would fill it is refused before it is read."""
    if size > limit:
        actual, most = f"{size / 1024**2:.0f} MB", f"{limit / 1024**2:.0f} MB"
        raise LedgerError(
            f"{path.name} 太大（文字内容 {actual}，最多 {most}），没有读取。请把文档分成几个文件再放入。",
            f"{path.name} is too large ({actual} of text, at most {most}) and was not read. Split it into several "
            "files.",
        )


def damaged(path: Path, detail_zh: str, detail_en: str) -> LedgerError:
    """What to say of a document that cannot be taken apart."""
    return LedgerError(
        f"{path.name} 不完整或已损坏，无法读取（{detail_zh}）。请从原处重新复制，或用 Word/WPS 打开修复后另存再放入。",
        f"{path.name} is incomplete or damaged and cannot be read ({detail_en}). Copy it again from where it came, or "
        "open it in Word or WPS, let it repair the file and save it anew.",
    )


def locked(path: Path) -> LedgerError:
    """What to say of a document that asks for a password."""
    return LedgerError(
        f"{path.name} 设有打开密码或已加密，无法读取。请用 Word/WPS 或 PDF 软件打开，取消密码后另存，再放入。",
        f"{path.name} is encrypted or asks for a password and cannot be read. Open it, remove the password, save it "
        "and drop it in again.",
    )


def empty(path: Path, because_zh: str = "", because_en: str = "") -> LedgerError:
    """What to say of a document without any text."""
    return LedgerError(
        f"{path.name} 是空的，没有任何文字{because_zh}。请确认文件是否正确，重新导出或复制后再放入。",
        f"{path.name} is empty: it holds no text{because_en}. Check that it is the right file, export or copy it "
        "again.",
    )


def _not_a_document(path: Path, name_zh: str, name_en: str) -> LedgerError:
    return LedgerError(
        f"{path.name} 是{name_zh}，不能作为文档读取。请用 Word/WPS 打开，另存为“Word 文档（.docx）”或文本"
        "（.txt）再放入。",
        f"{path.name} is {name_en} and cannot be read as a document. Open it in Word or WPS, save it as a Word "
        "document (.docx) or as text (.txt) and drop that in.",
    )


class TableError(LedgerError):
    """The file is a table and no document."""


def _a_table(path: Path) -> LedgerError:
    return TableError(
        f"{path.name} 是电子表格，不是文档。请放入对应的表格文件夹：灾情报表放 raw/disaster_reports/，年度或时段"
        "汇总数放 raw/period_figures/，救助台账放 raw/relief/，保险台账放 raw/insurance/。",
        f"{path.name} is a spreadsheet, not a document. Put it in the folder for its tables: disaster reports in "
        "raw/disaster_reports/, figures for a period in raw/period_figures/, relief ledgers in raw/relief/, insurance "
        "ledgers in raw/insurance/.",
    )


def _a_picture(path: Path, name_zh: str, name_en: str) -> LedgerError:
    return LedgerError(
        f"{path.name} 是{name_zh}，里面没有可读取的文字。请用文字识别（OCR）软件转成 .docx 或 .txt，"
        "或把数字填入表格模板再放入。",
        f"{path.name} is {name_en} and holds no text that can be read. Turn it into .docx or .txt with a text "
        "recognition (OCR) program, or type its figures into a template.",
    )


def _an_archive(path: Path, name: str) -> LedgerError:
    return LedgerError(
        f"{path.name} 是压缩包（{name}），程序不会自动解压。请先解压，再把里面的文档放入。",
        f"{path.name} is an archive ({name}), which is not unpacked. Unpack it and drop in the documents inside.",
    )


def _packed_kind(path: Path, ending: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            mime = archive.read("mimetype")[:100] if "mimetype" in archive.namelist() else b""
    except BROKEN_ZIP as error:
        raise damaged(path, "压缩结构不完整", "the packed file has no end") from error
    if any(name.startswith("word/") for name in names):
        return "word"
    if any(name.startswith("xl/") for name in names) or b"opendocument.spreadsheet" in mime:
        raise _a_table(path)
    raise _packed_refusal(path, names, mime, ending)


def _packed_refusal(path: Path, names: set[str], mime: bytes, ending: str) -> LedgerError:
    for folder, name_zh, name_en in OFFICE_FOLDERS:
        if any(name.startswith(folder) for name in names):
            return _not_a_document(path, name_zh, name_en)
    if "ofd.xml" in names:
        return _not_a_document(path, *PACKED_NAMES[".ofd"])
    if b"opendocument" in mime:
        return _not_a_document(path, "OpenDocument 文档（.odt 等）", "an OpenDocument file (.odt and the like)")
    if ending in PACKED_NAMES:
        return _not_a_document(path, *PACKED_NAMES[ending])
    return _an_archive(path, "ZIP")


def _compound_refusal(path: Path) -> LedgerError:
    refuse_if_too_large(path, path.stat().st_size)
    try:
        names = CompoundFile(path.read_bytes()).names
    except ValueError:
        return damaged(path, "文件尾部缺失", "the end is missing")
    if "EncryptedPackage" in names:
        return locked(path)
    if names & {"Workbook", "Book"}:
        return _a_table(path)
    for streams, name_zh, name_en in KNOWN_COMPOUNDS:
        if names & streams:
            return _not_a_document(path, name_zh, name_en)
    return _not_a_document(path, "旧版 WPS 或其他办公软件的文件", "a file of old WPS or another office program")


def _refuse_binaries(path: Path, head: bytes) -> None:
    for start, archive in ARCHIVES:
        if head.startswith(start):
            raise _an_archive(path, archive)
    if head.startswith(PARQUET):
        raise _a_table(path)
    if head.lstrip()[:40].lower().startswith(b"mime-version:"):
        raise _not_a_document(path, "单个文件网页或邮件（MHTML）", "a web archive or mail (MHTML)")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        raise _a_picture(path, "图片（WebP）", "a picture (WebP)")
    for start, name_zh, name_en in NO_TABLES:
        # Letters alone may also open a text; a binary file shows bytes below 9 soon.
        if head.startswith(start) and (not start.isalpha() or re.search(rb"[\x00-\x08]", head[:256])):
            refusal = _a_picture if "picture" in name_en else _not_a_document
            raise refusal(path, name_zh, name_en)


def _text_kind(path: Path, head: bytes, ending: str) -> str:
    if ending in TABLE_NAMES:
        raise _a_table(path)
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if WHOLE_PAGE.match(plain):
        return "html"
    tags = {name.lower() for name in TAG.findall(plain[:4096])}
    if ending == ".md" or not tags:  # Markdown may open with a picture or a table in HTML
        return "text"
    if ending in PAGE_NAMES or (plain.lstrip().startswith(b"<") and tags & PAGE_TAGS):
        return "html"
    if plain.lstrip().startswith(b"<?xml"):
        raise _not_a_document(path, "XML 文件（如 Word 2003 XML）", "an XML file (such as Word 2003 XML)")
    return "text"
