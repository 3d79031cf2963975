"""The text of a document as a person sees it: figures whole, nothing twice, and a clear word where there is none."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipelines.documents import html_texts, text_kinds
from pipelines.documents.contract import Document
from pipelines.documents.texts import read_document
from pipelines.errors import LedgerError

Piece = tuple[float, float, float, str]
"""Left, baseline, size of the font, text."""

W = nsdecls("w")


def read(folder: Path, name: str, content: bytes | str) -> Document:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_document(path)


def refusal(folder: Path, name: str, content: bytes | str) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        read(folder, name, content)
    assert name in caught.value.zh and name in caught.value.en
    return caught.value


def docx_bytes(fill: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def body(xml: str) -> bytes:
    """A .docx whose body is the given WordprocessingML."""

    def fill(document: docx.document.Document) -> None:
        for block in reversed(list(parse_xml(f"<w:body {W}>{xml}</w:body>"))):
            document.element.body.insert(0, block)

    return docx_bytes(fill)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same package with one part more, or another one of the name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return out.getvalue()


def pdf(*pages: list[Piece] | bytes, trailer: str = "") -> bytes:
    """A PDF of A4 pages in a standard Chinese font; bytes are drawn as they are."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
    ]
    for number, page in enumerate(pages):
        drawn = page if isinstance(page, bytes) else "\n".join(map(shown, page)).encode()
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {6 + 2 * number} 0 R>>".encode(),
            b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        ]
    return assembled(objects, trailer)


def shown(piece: Piece) -> str:
    left, baseline, size, text = piece
    return f"BT /F1 {size} Tf {left} {baseline} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def assembled(objects: list[bytes], trailer: str) -> bytes:
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def lines(*texts: str, left: float = 90, top: float = 700, size: float = 16) -> list[Piece]:
    """Lines one below the other; a leading ideographic blank is an indent."""
    return [
        (left + size * (len(text) - len(text.lstrip("\u3000"))), top - n * 1.6 * size, size, text.lstrip("\u3000"))
        for n, text in enumerate(texts)
    ]


# Plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_keeps_its_characters_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "一、灾情\r\n　　受灾人口１２３人，损失4.5万元。\r\r\n末行"
    document = read(tmp_path, "a.txt", text.encode(encoding))
    assert document.text == "一、灾情\n　　受灾人口１２３人，损失4.5万元。\n\n末行"
    assert not document.notes


def test_utf_16_without_a_mark_is_read_even_without_any_digit(tmp_path: Path) -> None:
    text = "全县未发生因灾人员伤亡，灾情平稳。" * 5
    assert read(tmp_path, "a.txt", text.encode("utf-16-le")).text == text


def test_zeros_are_dropped_from_a_text(tmp_path: Path) -> None:
    text = "损失4.5万元。" * 40
    assert read(tmp_path, "a.txt", text.encode() + b"\x00" + b"end").text == text + "end"
    assert read(tmp_path, "b.txt", (text + "损\x00失").encode("gb18030")).text == text + "损失"


def test_broken_bytes_are_told(tmp_path: Path) -> None:
    document = read(tmp_path, "a.md", "受灾人口三人。".encode() * 20 + b"\xff" + "。".encode())
    assert any("无法识别" in zh and "could not be read" in en for zh, en in document.notes)


@pytest.mark.parametrize("content", [b"", b" \r\n\t\r\n", b"\xef\xbb\xbf", "\u3000\n".encode()])
def test_a_file_without_text_is_said_to_be_empty(tmp_path: Path, content: bytes) -> None:
    assert "是空的" in refusal(tmp_path, "a.txt", content).zh


def test_a_large_text_takes_a_few_times_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("受灾人口12人，损失4.5万元。\r\n".encode() * 250_000)
    tracemalloc.start()
    try:
        document = read_document(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert document.text.count("\n") == 250_000
    assert peak < 5 * path.stat().st_size


def test_a_text_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(text_kinds.LARGEST_FILE + 1)
        file.write("灾情".encode())
    with pytest.raises(LedgerError, match="太大"):
        read_document(path)


def test_markdown_that_opens_with_a_tag_stays_as_it_is(tmp_path: Path) -> None:
    text = '<div align="center">\n\n# 灾情\n</div>\n'
    assert read(tmp_path, "a.md", text).text == text


# What is no document


@pytest.mark.parametrize(
    ("name", "content", "zh"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        ("a.docx", b"\xff\xd8\xff\xe0" + bytes(50), "JPEG"),
        ("a.docx", b"{\\rtf1\\ansi" + b" x" * 50, "RTF"),
        ("a.docx", b"Rar!\x1a\x07" + bytes(50), "压缩包"),
        ("a.csv", "县,人\n甲,1\n".encode(), "raw/disaster_reports"),
        ("a.txt", bytes(range(256)) * 40, "二进制"),
        ("~$总结.docx", b"\x05user" + bytes(100), "临时文件"),
        ("a.docx", b"PK\x03\x04" + bytes(40), "损坏"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "损坏"),
    ],
)
def test_what_is_no_document_is_named(tmp_path: Path, name: str, content: bytes, zh: str) -> None:
    assert zh in refusal(tmp_path, name, content).zh


@pytest.mark.parametrize(
    ("part", "zh"),
    [("xl/workbook.xml", "raw/disaster_reports"), ("OFD.xml", "OFD"), ("ppt/a.xml", "演示"), ("总结.docx", "压缩包")],
)
def test_a_packed_file_is_told_by_what_it_holds(tmp_path: Path, part: str, zh: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, "x")
    assert zh in refusal(tmp_path, "a.zip", out.getvalue()).zh


@pytest.mark.parametrize(
    ("stream", "zh"), [("WordDocument", ".doc"), ("EncryptedPackage", "密码"), ("Workbook", "raw/"), ("Other", "WPS")]
)
def test_a_compound_file_is_told_by_its_streams(tmp_path: Path, stream: str, zh: str) -> None:
    assert zh in refusal(tmp_path, "a.docx", compound(stream)).zh


def compound(stream: str) -> bytes:
    """A compound file with one empty stream: header, one sector of the allocation table, one of the directory."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    struct.pack_into("<IIIIIIIII", header, 40, 0, 1, 1, 0, 4096, end, 0, end, 0)
    struct.pack_into("<109I", header, 76, 0, *[free] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126)
    entries = b"".join(entry(name, kind) for name, kind in (("Root Entry", 5), (stream, 2)))
    return bytes(header) + table + entries.ljust(512, b"\x00")


def entry(name: str, kind: int) -> bytes:
    coded = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBB", coded, len(coded), kind, 1).ljust(116, b"\x00") + struct.pack(
        "<III", 0xFFFFFFFE, 0, 0
    )


# Word


def test_paragraphs_and_rows_come_in_order(tmp_path: Path) -> None:
    def fill(document: docx.document.Document) -> None:
        document.core_properties.title = "年度总结"
        document.sections[0].header.paragraphs[0].text = "页眉"
        document.add_paragraph("全县受灾１２人。")
        table = document.add_table(3, 3)
        for row, column in ((row, column) for row in range(3) for column in range(3)):
            table.cell(row, column).text = f"{row}{column}"
        table.cell(0, 0).merge(table.cell(0, 1)).text = "合计"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "甲镇"
        table.cell(1, 1).add_table(1, 2).cell(0, 1).text = "内"
        document.add_paragraph("完")

    document = read(tmp_path, "a.txt", docx_bytes(fill))  # told by its bytes, not by its name
    assert document.title == "年度总结"
    assert document.text.split("\n") == ["全县受灾１２人。", "合计\t02", "甲镇\t11\t12", "\t内", "\t21\t22", "完"]


def test_insertions_count_and_deletions_do_not_and_both_are_told(tmp_path: Path) -> None:
    xml = (
        '<w:p><w:r><w:t>损失</w:t></w:r><w:del w:id="1"><w:r><w:delText>99</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>12</w:t></w:r></w:ins>'
        '<w:moveFrom w:id="3"><w:r><w:t>34</w:t></w:r></w:moveFrom><w:r><w:t>万元</w:t></w:r></w:p>'
        '<w:tbl><w:tr><w:trPr><w:del w:id="4"/></w:trPr><w:tc><w:p><w:r><w:t>旧行</w:t></w:r></w:p></w:tc></w:tr>'
        "<w:tr><w:tc><w:p><w:r><w:t>新行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    document = read(tmp_path, "a.docx", body(xml))
    assert document.text == "损失12万元\n新行"
    (note,) = document.notes
    assert "1 处插入" in note[0] and "3 处删除" in note[0]
    assert "1 insertion" in note[1] and "3 deletion" in note[1]


def test_a_paragraph_whose_end_was_deleted_goes_on(tmp_path: Path) -> None:
    xml = (
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>损失12</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>3.4万元</w:t></w:r></w:p>"
    )
    assert read(tmp_path, "a.docx", body(xml)).text == "损失123.4万元"


def test_text_boxes_fields_and_content_controls_are_read_once(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内3人</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>前</w:t>'
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>后</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t><w:br/><w:t>换行</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏9人</w:t></w:r></w:p>"
    )
    document = read(tmp_path, "a.docx", body(xml))
    assert document.text == "前后\n框内3人\n控件\n换行"
    assert "1 处隐藏文字" in document.notes[0][0]


def test_footnotes_that_the_text_refers_to_stand_at_the_end(tmp_path: Path) -> None:
    xml = (
        '<w:p><w:r><w:t>死亡2人</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        '<w:del w:id="9"><w:r><w:footnoteReference w:id="3"/></w:r></w:del></w:p>'
    )
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for n, text in ((0, "线"), (2, "其中1人失踪后确认。"), (3, "已删"))
    )
    content = with_part(body(xml), "word/footnotes.xml", f"<w:footnotes {W}>{notes}</w:footnotes>".encode())
    assert read(tmp_path, "a.docx", content).text == "死亡2人\n其中1人失踪后确认。"


def test_entities_of_a_docx_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    xml = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "膨胀">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>甲&x;&y;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert read(tmp_path, "a.docx", with_part(body(""), "word/document.xml", xml.encode())).text == "甲"


def test_a_docx_that_unpacks_to_an_absurd_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = with_part(body(""), "word/document.xml", bytes(text_kinds.LARGEST_FILE + 1))
    assert len(content) < 1024**2
    assert "太大" in refusal(tmp_path, "a.docx", content).zh


def test_a_damaged_docx_is_refused(tmp_path: Path) -> None:
    whole = body("<w:p><w:r><w:t>甲</w:t></w:r></w:p>")
    for content in (whole[: len(whole) // 2], with_part(whole, "word/document.xml", b"<w:document")):
        assert "损坏" in refusal(tmp_path, "a.docx", content).zh


def test_a_docx_without_text_is_empty(tmp_path: Path) -> None:
    assert "是空的" in refusal(tmp_path, "a.docx", body("<w:p/>")).zh


# PDF


def test_lines_of_a_paragraph_are_joined_and_others_are_not(tmp_path: Path) -> None:
    content = pdf([
        *lines("一、总体情况", top=730, size=22),
        *lines(
            "　　今年以来全县共发生洪涝灾害三起造成直接经",
            "济损失合计四千六百三十四万元，直接经济损失123",
            "4.5万元。倒塌房屋",
            "　　二是救助到位。全县下拨救灾资金共计五百万。",
            "救助受灾群众二千人。",
        ),
    ])  # fmt: skip
    assert read(tmp_path, "a.pdf", content).text.split("\n") == [
        "一、总体情况",
        "今年以来全县共发生洪涝灾害三起造成直接经济损失合计四千六百三十四万元，直接经济损失1234.5万元。倒塌房屋",
        "二是救助到位。全县下拨救灾资金共计五百万。救助受灾群众二千人。",
    ]


def test_a_figure_cut_by_a_line_end_is_whole(tmp_path: Path) -> None:
    assert read(tmp_path, "a.pdf", pdf(lines("直接经济损失123", "4.5万元"))).text == "直接经济损失1234.5万元"


def test_a_list_of_short_lines_is_no_paragraph(tmp_path: Path) -> None:
    text = "受灾人口一千二百人\n死亡三人\n倒塌房屋五间"
    assert read(tmp_path, "a.pdf", pdf(lines(*text.split("\n")))).text == text


def test_a_word_that_did_not_fit_makes_a_line_full(tmp_path: Path) -> None:
    content = pdf(
        lines(
            "　　全县救灾救援工作平稳有序扎实开展并完成",
            "各项任务，组织“人民至上生命至上安全",
            "月”，发放十万元救助资金。",
        )
    )
    assert read(tmp_path, "a.pdf", content).text.count("\n") == 0


def test_columns_close_to_each_other_stay_apart_and_a_title_set_wide_is_whole(tmp_path: Path) -> None:
    wide: list[Piece] = [(150 + 40 * n, 760, 22, c) for n, c in enumerate("工作总结")]
    row: list[Piece] = [(100, 700, 14, "甲镇"), (137, 700, 14, "12"), (160, 700, 14, "345")]
    assert read(tmp_path, "a.pdf", pdf([*wide, *row])).text == "工作总结\n甲镇\t12\t345"


def test_a_font_that_does_not_tell_its_characters_is_told(tmp_path: Path) -> None:
    content = pdf(lines("\ue000\ue001\ue002\ue003")).replace(b"UniGB-UCS2-H", b"Identity-H  ")
    document = read(tmp_path, "a.pdf", content.replace(b"Ordering(GB1)", b"Ordering(XXX)"))
    assert "第1页" in document.notes[0][0] and "乱码" in document.notes[0][0]


def test_without_indents_a_full_stop_ends_a_paragraph(tmp_path: Path) -> None:
    content = pdf(lines("全县受灾人口一千二百三十四人未发生死亡。", "倒塌房屋三间。", "二、下步打算"))
    assert len(read(tmp_path, "a.pdf", content).text.split("\n")) == 3


def test_rows_of_a_table_keep_their_columns(tmp_path: Path) -> None:
    columns = (100.0, 220.0, 340.0)
    rows = (("乡镇", "受灾人口", "经济损失"), ("甲镇", "12", "3.5"), ("乙乡", "", "8"), ("合计", "12", "11.5"))
    pieces: list[Piece] = [
        (x, 700 - 22 * n, 14, text) for n, row in enumerate(rows) for x, text in zip(columns, row, strict=True) if text
    ]  # fmt: skip
    pieces.insert(3, (columns[2], 686, 14, "（万元）"))
    assert read(tmp_path, "a.pdf", pdf(pieces)).text.split("\n") == [
        "乡镇\t受灾人口\t经济损失（万元）", "甲镇\t12\t3.5", "乙乡\t\t8", "合计\t12\t11.5",
    ]  # fmt: skip


def test_heads_feet_and_page_numbers_are_dropped_and_a_paragraph_runs_over_the_page(tmp_path: Path) -> None:
    pages = [
        [(90, 800, 10, "某县应急管理局文件"), *lines(f"　　第{n}段全县遭受洪涝灾害造成房屋倒塌农田受", top=120),
         (280, 40, 10, f"— {n} —")]
        for n in "123"
    ]  # fmt: skip
    for page, start in zip(pages[1:], ("损一百亩。", "损二百亩。"), strict=True):
        page.insert(1, (90, 760, 16, start))
    text = read(tmp_path, "a.pdf", pdf(*pages)).text
    assert text.split("\n")[:2] == [
        "第1段全县遭受洪涝灾害造成房屋倒塌农田受损一百亩。", "第2段全县遭受洪涝灾害造成房屋倒塌农田受损二百亩。",
    ]  # fmt: skip
    assert "文件" not in text and "—" not in text


def test_bare_page_numbers_go_and_bare_figures_stay(tmp_path: Path) -> None:
    pages = [[*lines(f"{n}段正文。"), (290, 40, 10, str(n + 6))] for n in range(4)]
    assert read(tmp_path, "a.pdf", pdf(*pages)).text == "0段正文。\n1段正文。\n2段正文。\n3段正文。"
    assert read(tmp_path, "b.pdf", pdf([*lines("受灾人口"), (290, 40, 10, "57")])).text == "受灾人口\n57"


def test_a_repeated_line_with_a_figure_is_kept(tmp_path: Path) -> None:
    pages = [lines("死亡3人", f"第{n}段。") for n in range(3)]
    assert read(tmp_path, "a.pdf", pdf(*pages)).text.count("死亡3人") == 3


def test_pages_without_text_are_told(tmp_path: Path) -> None:
    scanned = b"0.5 g 50 50 400 700 re f"
    document = read(tmp_path, "a.pdf", pdf(lines("一"), lines("二"), scanned, lines("四"), scanned, scanned, scanned))
    assert "第3、5—7页没有文字，可能是扫描件" in document.notes[0][0]
    assert "3, 5—7" in document.notes[0][1]


def test_a_scanned_pdf_is_refused_and_told_what_to_do(tmp_path: Path) -> None:
    error = refusal(tmp_path, "a.pdf", pdf(b"0.5 g 50 50 400 700 re f", b""))
    assert "扫描件" in error.zh and "OCR" in error.zh and "模板" in error.zh
    assert "scanned" in error.en and "OCR" in error.en and "template" in error.en


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>/ID[<00><00>]"
    assert "密码" in refusal(tmp_path, "a.pdf", pdf(lines("一"), trailer=lock)).zh


def test_a_damaged_pdf_is_refused(tmp_path: Path) -> None:
    assert "损坏" in refusal(tmp_path, "a.pdf", b"%PDF-1.5\n" + bytes(100)).zh


def test_three_hundred_pages_are_read(tmp_path: Path) -> None:
    page = lines(*["　　全县遭受洪涝灾害造成房屋倒塌农田受损严重。"] * 20)
    text = read(tmp_path, "a.pdf", pdf(*[page] * 300)).text
    assert text.count("\n") == 300 * 20 - 1


# Web pages

PAGE = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>某县灾情通报</title><style>p{color:red}</style></head><body><form id="aspnetForm"><input value="1">
<div><a href="/">首页</a> &gt; <a href="/a">政务公开</a> &gt; <a href="/b">灾情</a></div>
<nav><a href="1">首页</a></nav><div class="wrap"><div><h1>洪涝灾害通报</h1>
<p>　　受灾人口<span>1</span><b>.2万</b>人，&nbsp;直接经济<br>损失４万元。转移安
置8人。</p><p style="display: none">隐藏9万元</p><script>var x = "5万元";</script>
<table><tr><th>乡镇</th><th>受灾<br>人口</th></tr><tr><td><a href="x">甲镇</a></td><td><p>12</p></td></tr>
<tr><td></td><td>3</td></tr></table></div>
<div><h3>相关阅读</h3><ul><li><a href="1">某市暴雨致3人死亡</a> 2023-05-06</li><li><a href="2">损失5亿元</a></li></ul>
</div><div>上一页 <a href="1">1</a> <a href="2">2</a> <a href="3">下一页</a></div>
<p>下一篇：<a href="4">乙县报告</a></p></div></form>
<footer>某县政府 ICP备123号<p>因灾死亡2人已核实</p></footer></body></html>"""


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.doc"])
def test_a_page_is_read_without_its_menus(tmp_path: Path, name: str) -> None:
    document = read(tmp_path, name, PAGE.encode("gb18030"))
    assert document.title == "某县灾情通报"
    assert [line for line in document.text.split("\n") if "下一篇" not in line] == [
        "洪涝灾害通报", "　　受灾人口1.2万人， 直接经济", "损失４万元。转移安置8人。",
        "乡镇\t受灾 人口", "甲镇\t12", "\t3", "因灾死亡2人已核实",
    ]  # fmt: skip


def test_the_layout_of_an_old_page_is_no_table_of_figures(tmp_path: Path) -> None:
    cell = f"<p>{'灾情平稳。' * 70}</p><p>死亡2人。</p>"
    page = f"<html><body><table><tr><td>栏目</td><td>{cell}</td></tr></table></body></html>"
    assert read(tmp_path, "a.html", page).text.split("\n") == ["栏目", "灾情平稳。" * 70, "死亡2人。"]


def test_a_cell_over_several_rows_leaves_its_place_blank(tmp_path: Path) -> None:
    rows = (
        "<tr><td>乡镇</td><td>灾种</td><td>人口</td></tr><tr><td rowspan=2>甲镇</td><td>洪涝</td><td>1</td></tr>"
        "<tr><td>风雹</td><td>2</td></tr><tr><td>乙镇</td><td>干旱</td><td>3</td></tr>"
    )
    text = read(tmp_path, "a.html", f"<html><body><table>{rows}</table></body></html>").text
    assert text.split("\n") == ["乡镇\t灾种\t人口", "甲镇\t洪涝\t1", "\t风雹\t2", "乙镇\t干旱\t3"]


def test_a_short_bulletin_among_long_menus_is_kept(tmp_path: Path) -> None:
    menu = "".join(f'<li><a href="{n}">某市暴雨致{n}人死亡的新闻</a></li>' for n in range(9))
    page = f"<html><body><div><ul>{menu}</ul><div><p>未发生灾情。</p><p>转移8人</p></div></div></body></html>"
    assert read(tmp_path, "a.html", page).text == "未发生灾情。\n转移8人"


def test_a_wrongly_declared_charset_does_not_garble_a_page(tmp_path: Path) -> None:
    page = '<html><head><meta charset="gb2312"></head><body><p>损失4万元，鿿。</p></body></html>'
    assert read(tmp_path, "a.html", page.replace("gb2312", "utf-8").encode("gb18030")).text.startswith("损失4万元")


def test_a_deeply_nested_page_is_read(tmp_path: Path) -> None:
    page = f"<html><body>{'<div>' * 1000}损失5万元{'</div>' * 1000}</body></html>"
    assert read(tmp_path, "a.html", page).text == "损失5万元"


def test_a_page_of_menus_is_empty_and_a_huge_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    menu = '<html><body><ul><li><a href="1">新闻</a></li><li><a href="2">公告</a></li></ul></body></html>'
    assert "是空的" in refusal(tmp_path, "a.html", menu).zh
    monkeypatch.setattr(html_texts, "LARGEST_PAGE", 10)
    assert "太大" in refusal(tmp_path, "a.html", menu).zh
