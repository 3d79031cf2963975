"""Builders of files that go wrong in practice. Each takes a folder and returns the path of the file it wrote there."""

import csv
import io
import shutil
import struct
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import openpyxl

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"

HEADINGS = ("区域", "灾种", "隶属区域", "灾害发生时间", "受灾人口(人)", "因灾死亡人口(人)", "直接经济损失(万元)")
ROWS: tuple[tuple[object, ...], ...] = (
    ("长安区", "洪涝灾害-山区洪水", "陕西省西安市", datetime(2021, 10, 3, 12, 37, 48), 744, 0, 355.78),
    ("渭滨区", "洪涝灾害-山区洪水", "陕西省宝鸡市", datetime(2021, 10, 4, 8, 0, 0), 4326, 1, 21056.39),
)
"""A small national list: two records that are in order. Each bad table differs from it in one thing."""

PERSONAL_NAME, PERSONAL_ID, PERSONAL_PHONE = "欧阳示例", "610116198001011233", "13912345678"

CELL = {"受灾人口(人)": 4, "因灾死亡人口(人)": 5, "直接经济损失(万元)": 6, "灾害发生时间": 3, "区域": 0, "灾种": 1}


# --- files that cannot be opened as a table -------------------------------------------------------------------------


def empty_file(folder: Path) -> Path:
    return _written(folder / "空文件.xlsx", b"")


def blank_file(folder: Path) -> Path:
    return _written(folder / "空白.csv", b"\xef\xbb\xbf\r\n  \r\n\r\n")


def workbook_without_cells(folder: Path) -> Path:
    return xlsx(folder, "空表.xlsx", ())


def truncated_xlsx(folder: Path) -> Path:
    whole = good_xlsx(folder).read_bytes()
    return _written(folder / "截断.xlsx", whole[: len(whole) * 2 // 3])


def damaged_xlsx(folder: Path) -> Path:
    """The container is whole, but bytes within the sheet were changed: the checksum tells."""
    content = bytearray(good_xlsx(folder).read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    for place in range(at + 80, at + 120):
        content[place] ^= 0x55
    return _written(folder / "损坏.xlsx", bytes(content))


def truncated_xls(folder: Path) -> Path:
    return _written(folder / "截断.xls", (FIXTURES / "small_report.xls").read_bytes()[:3000])


def damaged_xls(folder: Path) -> Path:
    """One byte changed, in the record that tells the size of the second sheet: it begins after it ends."""
    content = bytearray((FIXTURES / "small_report.xls").read_bytes())
    content[content.rfind(struct.pack("<HH", 0x0200, 14)) + 5] = 0x84
    return _written(folder / "损坏.xls", bytes(content))


def password_protected_xlsx(folder: Path) -> Path:
    """An encrypted workbook is a compound file around the encrypted package."""
    streams = {"EncryptionInfo": b"\x04\x00\x04\x00" + bytes(200), "EncryptedPackage": bytes(range(256)) * 20}
    return _written(folder / "加密.xlsx", compound_file(streams))


def password_protected_xls(folder: Path) -> Path:
    """The workbook's first record is followed by FILEPASS; everything after it would be encrypted."""
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    filepass = struct.pack("<HHHHH", 0x002F, 54, 1, 1, 1) + bytes(48)
    return _written(folder / "加密.xls", compound_file({"Workbook": begin + filepass + bytes(5000)}))


def encrypted_zip(folder: Path) -> Path:
    """A workbook whose parts are encrypted by the zip program."""
    content = bytearray(good_xlsx(folder).read_bytes())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    return _written(folder / "压缩加密.xlsx", bytes(content))


def zip_renamed_xlsx(folder: Path) -> Path:
    return _zipped(folder / "打包.xlsx", {"洪涝/长安区.csv": b"a,b\n1,2\n", "说明.txt": b"x"})


def rar_renamed_xls(folder: Path) -> Path:
    return _written(folder / "打包.xls", b"Rar!\x1a\x07\x01\x00" + bytes(400))


def word_renamed_xlsx(folder: Path) -> Path:
    return _zipped(folder / "报告.xlsx", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


def old_word_renamed_xls(folder: Path) -> Path:
    return _written(folder / "报告.xls", compound_file({"WordDocument": bytes(5000)}))


def pdf_renamed_xls(folder: Path) -> Path:
    return _written(folder / "通知.xls", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")


def jpeg_renamed_xlsx(folder: Path) -> Path:
    return _written(folder / "照片.xlsx", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(300))


def binary_renamed_csv(folder: Path) -> Path:
    return _written(folder / "未知.csv", bytes(range(256)) * 40)


def web_page_without_table(folder: Path) -> Path:
    return _written(folder / "登录.xls", "<html><body><h1>请先登录</h1></body></html>".encode())


def old_wps_et(folder: Path) -> Path:
    """A spreadsheet of an old WPS, whose content no reader knows."""
    return _written(folder / "台账.et", compound_file({"ETWorkbookStream": bytes(6000)}))


def wps_et(folder: Path) -> Path:
    """A spreadsheet of today's WPS: an .xls within."""
    return Path(shutil.copy(FIXTURES / "small_report.xls", folder / "台账.et"))


def zip_bomb(folder: Path) -> Path:
    """A small file that says its sheet unpacks to 5 GB."""
    content = bytearray(good_xlsx(folder).read_bytes())
    name = b"xl/worksheets/sheet1.xml"
    at = content.rfind(name) - 46
    content[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFF0)
    return _written(folder / "炸弹.xlsx", bytes(content))


@contextmanager
def file_being_copied(folder: Path) -> Iterator[Path]:
    """A CSV to which another thread goes on writing until the block ends."""
    path = _written(folder / "正在复制.csv", csv_text([HEADINGS]).encode())
    stop = threading.Event()

    def copy() -> None:
        with path.open("ab", buffering=0) as file:
            while not stop.wait(0.002):
                file.write("长安区,洪涝灾害,陕西省西安市,2021-10-03 12:37:48,744,0,355.78\r\n".encode())

    thread = threading.Thread(target=copy)
    thread.start()
    try:
        yield path
    finally:
        stop.set()
        thread.join()


# --- tables with one thing wrong --------------------------------------------------------------------------------------


def gb18030_with_broken_byte(folder: Path) -> Path:
    """A GB18030 list with half a character in the second record (row 3): 渭滨区 lost a byte."""
    content = csv_text([HEADINGS, *ROWS]).encode("gb18030")
    whole = "渭滨区".encode("gb18030")
    return _written(folder / "国标编码.csv", content.replace(whole, whole[:3] + whole[4:], 1))


def two_hundred_unknown_columns(folder: Path) -> Path:
    extra = [f"自拟项目{number}" for number in range(1, 201)]
    return xlsx(folder, "陌生列.xlsx", [(*HEADINGS, *extra), *((*row, *range(200)) for row in ROWS)])


def letter_o_for_zero(folder: Path) -> Path:
    return one_cell(folder, "字母.xlsx", "受灾人口(人)", "12O")


def negative_count(folder: Path) -> Path:
    return one_cell(folder, "负数.xlsx", "受灾人口(人)", -5)


def fraction_of_a_person(folder: Path) -> Path:
    return one_cell(folder, "小数.xlsx", "受灾人口(人)", 7.5)


def unknown_region(folder: Path) -> Path:
    return one_cell(folder, "地区.xlsx", "区域", "子虚乌有县")


def unknown_hazard(folder: Path) -> Path:
    return one_cell(folder, "灾种.xlsx", "灾种", "外星撞击")


def impossible_date(folder: Path) -> Path:
    return one_cell(folder, "日期.xlsx", "灾害发生时间", "2021-02-31 10:00:00")


def error_cell(folder: Path) -> Path:
    return one_cell(folder, "错误值.xlsx", "受灾人口(人)", "#REF!")


def formula_without_value(folder: Path) -> Path:
    return one_cell(folder, "公式.xlsx", "受灾人口(人)", "=700+44")


def duplicate_row(folder: Path) -> Path:
    return xlsx(folder, "重复.xlsx", [HEADINGS, *ROWS, ROWS[1]])


def personal_data(folder: Path) -> Path:
    """A list with columns of names, identity and phone numbers, and such numbers in a figure's cell and in a remark."""
    people = (PERSONAL_NAME, PERSONAL_ID, PERSONAL_PHONE)
    rows = [[*row, *people, f"联系{PERSONAL_NAME}{PERSONAL_PHONE}"] for row in ROWS]
    rows[1][CELL["受灾人口(人)"]] = PERSONAL_ID
    return xlsx(folder, "名单.xlsx", [(*HEADINGS, "户主姓名", "身份证号码", "联系电话", "备注"), *rows])


# --- pieces -----------------------------------------------------------------------------------------------------------


def good_xlsx(folder: Path) -> Path:
    return xlsx(folder, "完好.xlsx", [HEADINGS, *ROWS])


def one_cell(folder: Path, name: str, heading: str, cell: object) -> Path:
    """The small list with another value in the first record (row 2)."""
    first = list(ROWS[0])
    first[CELL[heading]] = cell
    return xlsx(folder, name, [HEADINGS, first, *ROWS[1:]])


def xlsx(folder: Path, name: str, rows: Sequence[Sequence[object]], sheet: str = "组合查询表") -> Path:
    workbook = openpyxl.Workbook()
    worksheet = workbook.active
    assert worksheet is not None
    worksheet.title = sheet
    for row in rows:
        worksheet.append(list(row))
    workbook.save(folder / name)
    return folder / name


def csv_text(rows: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A minimal OLE compound file: one allocation sector, one directory sector, streams of 4096 bytes and more."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    padded = {name: data.ljust(max(4096, -(-len(data) // sector) * sector), b"\x00") for name, data in streams.items()}
    fat = [0xFFFFFFFD, end]
    entries = [_entry("Root Entry", 5, end, 0, child=1)]
    for place, (name, data) in enumerate(padded.items(), start=1):
        first = len(fat)
        fat += [*range(first + 1, first + len(data) // sector), end]
        entries.append(_entry(name, 2, first, len(data), sibling=place + 1 if place < len(padded) else free))
    assert len(fat) <= sector // 4 and len(entries) <= 4, "this builder makes small files"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack(f"<{sector // 4}I", *fat, *[free] * (sector // 4 - len(fat)))
    return header + table + b"".join(entries).ljust(sector, b"\x00") + b"".join(padded.values())


def _entry(name: str, kind: int, first: int, size: int, **links: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    free = 0xFFFFFFFF
    tree = struct.pack("<BBIII", kind, 1, free, links.get("sibling", free), links.get("child", free))
    named = encoded.ljust(64, b"\x00") + struct.pack("<H", len(encoded))
    return named + tree + bytes(36) + struct.pack("<III", first, size, 0)


def _zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
