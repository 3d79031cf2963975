"""No number appears in a report that the release does not hold: of every kind, for every region of the sample."""

import io
from pathlib import Path

import pytest
from docx import Document

from pipelines import reporting
from pipelines.errors import LedgerError
from pipelines.exports.snapshot import Snapshot
from pipelines.releases import Release, Releases
from pipelines.reporting import Report, sources
from pipelines.reporting.document import docx
from tests import sample_ledger
from tests.reporting import evidence

YEARS = (2018, 2021, 2024, 2025)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_ledger.refreshed(tmp_path_factory)


@pytest.fixture(scope="module")
def release(sample: Path) -> Release:
    found = Releases(sample / "warehouse").current()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def reports(sample: Path) -> list[Report]:
    """Every kind of report of every region that has data; a region without them is told so."""
    with Snapshot(sample / "warehouse") as source:
        regions = sorted(source.regions)
    found = []
    for region in regions:
        for kind in reporting.KINDS:
            for year in YEARS:
                try:
                    found.append(report(sample, kind, region, year))
                except LedgerError as error:
                    assert "没有" in error.zh
    assert len(found) > 200
    return found


def report(sample: Path, kind: str, region: str | None = None, year: int | None = None) -> Report:
    return reporting.report(kind, warehouse=sample / "warehouse", raw=sample / "raw", region=region, year=year)


def test_every_number_in_the_text_is_in_the_file_beside_it(reports: list[Report]) -> None:
    bad = []
    for written in reports:
        lines = [line.text for line in written.lines]
        bad += evidence.uncovered(lines, evidence.sidecar(sources.sidecar(written)))
    assert bad == []


def test_the_release_holds_every_cell_that_the_file_beside_a_report_names(
    reports: list[Report], release: Release
) -> None:
    rows = [row for written in reports for row in evidence.sidecar(sources.sidecar(written))]
    distinct = {(row["table"], row["row"], row["column"]): row for row in rows}
    assert {row["release"] for row in rows} == {release.release_id}
    assert len(distinct) > 5000
    assert evidence.unheld(list(distinct.values()), release.snapshot) == []


def test_every_number_says_what_its_cells_come_to(reports: list[Report]) -> None:
    bad = []
    for written in reports:
        bad += evidence.miswritten(evidence.sidecar(sources.sidecar(written)))
    assert bad == []


def test_the_document_has_no_other_numbers_than_the_report(sample: Path) -> None:
    written = report(sample, "annual", year=2024)
    rows = evidence.sidecar(sources.sidecar(written))
    document = Document(io.BytesIO(docx(written)))
    paragraphs = [paragraph.text for paragraph in document.paragraphs if not paragraph.text.startswith("[")]
    assert evidence.uncovered(paragraphs, rows) == []
    in_table = {row["number"] for row in rows if row["place"].startswith("表：")}
    cells = [cell.text for row in document.tables[0].rows[1:] for cell in row.cells[1:]]
    assert [text for text in cells if evidence.DIGITS.search(text) and text not in in_table] == []


def test_a_brief_never_has_more_than_200_characters(reports: list[Report]) -> None:
    briefs = [written for written in reports if written.kind == "brief"]
    assert briefs and max(len(reporting.plain(written).replace("\n", "")) for written in briefs) <= 200


def test_what_is_not_reported_is_said_in_every_report(reports: list[Report]) -> None:
    for written in reports:
        text = reporting.plain(written)
        assert [name for name in written.missing.values() if name not in text] == []


def test_a_number_that_was_changed_by_hand_would_be_found(sample: Path, release: Release) -> None:
    written = report(sample, "brief", year=2024)
    rows = evidence.sidecar(sources.sidecar(written))
    line = written.lines[1].text
    assert "11.48万人次" in line
    assert evidence.uncovered([line.replace("11.48", "11.84")], rows)
    people = next(row for row in rows if row["number"] == "11.48万人次")
    assert evidence.unheld([people | {"value": "114779"}], release.snapshot)
    assert evidence.miswritten([people | {"number": "11.84万人次"}])
