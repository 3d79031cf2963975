"""Which files are documents: Word and PDF anywhere, texts and pages in which no table is found."""

from pathlib import Path

import docx
import pytest

from pipelines.readers import read

PROSE = "西安市长安区2020年工作总结\n2020年，全区受灾人口7.1万人，直接经济损失300万元。"
TABLE = "地区,灾种,发生时间,受灾人口,直接经济损失\n鄠邑区,洪涝灾害,2020-07-01,100,10.5\n"


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def page(body: str) -> str:
    menu = "<nav><a href='/'>首页</a> <a href='/about'>机构概况</a></nav>"
    return (
        f"<!doctype html><html><head><title>工作总结</title></head><body>{menu}<article>{body}</article></body></html>"
    )


@pytest.mark.parametrize("folder", ["", "documents/"])
@pytest.mark.parametrize("name", ["总结.txt", "总结.html", "总结.htm", "总结.docx"])
def test_a_document_is_read_wherever_it_lies(tmp_path: Path, name: str, folder: str) -> None:
    file = tmp_path / name
    if file.suffix == ".docx":
        word = docx.Document()
        for line in PROSE.splitlines():
            word.add_paragraph(line)
        word.save(str(file))
    else:
        body = "".join(f"<p>{line}</p>" for line in PROSE.splitlines())
        written(tmp_path, name, PROSE if file.suffix == ".txt" else page(body))
    reading = read(file, name=f"{folder}{name}")
    assert reading.reader == "documents"
    figures = reading.document["document_figures"]
    assert figures["indicator"].to_list() == ["affected_population", "direct_economic_loss"]
    assert set(figures["region_code"]) == {"610116"}
    assert reading.rows_read == reading.rows_accepted + reading.rows_skipped
    text = {row["start_offset"]: row["text"] for row in reading.document["document_lines"].to_dicts()}
    (line, *_), start = [(at, words) for at, words in text.items() if "7.1万人" in words], figures["start_offset"][0]
    assert line[1][start - line[0] :].startswith("7.1万人")


@pytest.mark.parametrize("folder", ["", "documents/"])
def test_a_table_is_a_table_wherever_it_lies(tmp_path: Path, folder: str) -> None:
    rows = "".join(f"<tr><td>{line.replace(',', '</td><td>')}</td></tr>" for line in TABLE.splitlines())
    for name, text in (("表.txt", TABLE), ("表.csv", TABLE), ("表.html", page(f"<table>{rows}</table>"))):
        reading = read(written(tmp_path, name, text), name=f"{folder}{name}")
        assert (reading.reader != "documents", reading.reports.height) == (True, 1), name


def test_a_page_without_table_and_figures_is_told_in_the_words_of_its_folder(tmp_path: Path) -> None:
    file = written(tmp_path, "页.html", page("<p>今天天气很好。</p>"))
    assert read(file, name="页.html").findings["rule_id"].to_list() == ["F004"]
    assert read(file, name="documents/页.html").findings["rule_id"].to_list() == ["F182"]


@pytest.mark.parametrize("name", ["空.txt", "空.html"])
def test_an_empty_document_says_so(tmp_path: Path, name: str) -> None:
    (rule,) = read(written(tmp_path, name, ""), name=f"documents/{name}").findings["rule_id"]
    assert rule in {"F001", "F180"}
