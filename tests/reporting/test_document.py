"""The .docx: headings, the table, two pictures with words for who cannot see them, page numbers, fonts for Chinese."""

import io
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn

from pipelines import reporting
from pipelines.reporting import charts
from pipelines.reporting.document import docx
from pipelines.reporting.exhibits import Bar, Chart
from pipelines.reporting.figures import Number
from tests import sample_ledger


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> DocumentType:
    sample = sample_ledger.refreshed(tmp_path_factory)
    written = reporting.report("annual", warehouse=sample / "warehouse", raw=sample / "raw", year=2024)
    return Document(io.BytesIO(docx(written)))


def test_it_has_a_title_and_headings(document: DocumentType) -> None:
    styled = [
        (p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith(("Title", "Head"))
    ]
    assert styled[:2] == [("Title", "示例市2024年自然灾害灾情报告"), ("Heading 1", "一、总体情况")]
    assert [text for _, text in styled][-2:] == ["七、数据说明", "数据来源"]


def test_it_has_the_table_of_indicators_and_one_of_sources(document: DocumentType) -> None:
    indicators, sources = document.tables
    assert [cell.text for cell in indicators.rows[0].cells] == [
        "指标",
        "本期",
        "上年",
        "增减",
        "近5年同期均值",
        "较均值",
    ]
    row = next(row for row in indicators.rows if row.cells[0].text == "受灾人口")
    assert [cell.text for cell in row.cells[1:4]] == ["11.48万人次", "7.70万人次", "+49.0%"]
    assert indicators.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    row = next(row for row in sources.rows if row.cells[1].text == "47.8%")
    assert [cell.text for cell in row.cells[2:]] == [
        "同比表",
        "直接经济损失 2024年 示例市",
        "本期 14368.58万元；上年 9724.84万元",
        "[1]",
    ]


def test_it_has_two_pictures_that_are_told_in_words_too(document: DocumentType) -> None:
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(told) == 2
    assert told[0].startswith("历年直接经济损失和受灾人口：") and "2024 1.44亿元" in told[0]
    assert told[1].startswith("直接经济损失构成：")


def test_its_pages_are_numbered_and_its_fonts_are_chinese(document: DocumentType) -> None:
    footer = document.sections[0].footer._element
    assert [element.text for element in footer.iter(qn("w:instrText"))] == ["PAGE"]
    assert {e.get(qn("w:fldCharType")) for e in footer.iter(qn("w:fldChar"))} == {"begin", "end"}
    body = next(p for p in document.paragraphs if p.text.startswith("2024年，示例市"))
    assert body.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"


def test_a_brief_is_a_title_and_a_paragraph(tmp_path_factory: pytest.TempPathFactory) -> None:
    sample: Path = sample_ledger.refreshed(tmp_path_factory)
    written = reporting.report("brief", warehouse=sample / "warehouse", raw=sample / "raw")
    document = Document(io.BytesIO(docx(written)))
    assert (len(document.paragraphs), len(document.tables)) == (2, 0)


def test_the_same_release_and_template_give_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = sample_ledger.refreshed(tmp_path_factory)
    written = reporting.report("annual", warehouse=sample / "warehouse", raw=sample / "raw", year=2024)
    first = docx(written)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert docx(written) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert Document(io.BytesIO(first)).core_properties.created == datetime(2024, 12, 31, tzinfo=UTC)


def test_a_bar_without_a_figure_is_no_nought() -> None:
    chart = Chart("标题", ("2023", "2024"), (Bar("损失", "2023", None), Bar("损失", "2024", Number("0万元", ()))))
    told = charts.specification("chart_years", Chart(chart.title, chart.names, chart.bars[:1]))
    assert told["vconcat"][0]["data"]["values"] == [{"name": "2023", "value": 0, "label": "无资料"}]
