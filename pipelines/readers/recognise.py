"""Which reader a file needs, told by what is in it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.readers import correction_marks, disaster_reports, documents, filing_versions, grids, shape_formats
from pipelines.readers.contract import Reading
from pipelines.readers.correction_marks import Correction
from pipelines.readers.form_columns import form_words
from pipelines.readers.outcome import Outcome
from pipelines.readers.parquet_grids import parquet_grid
from pipelines.readers.sheets import Grid, Unreadable
from pipelines.readers.text_chunks import NotSimple
from pipelines.transforms.widths import squeezed

if TYPE_CHECKING:
    from pipelines.readers.ledgers import FoundLedgers

UNREADABLE, UNRECOGNISED = "unreadable", "unrecognised"


def read_file(
    path: Path, outcome: Outcome, sidecar: Mapping[str, object] | None, progress: Callable[[str], None] | None
) -> Reading:
    """Open, recognise and read one file into an outcome that is still empty."""
    try:
        if correction := correction_marks.correction_in(path):
            return _read_correction(path, correction, sidecar, _fresh(outcome), progress)
        if filing_versions.recognised(path, sidecar):
            return filing_versions.read_versions(path, sidecar, _fresh(outcome))
        if documents.recognised(path, outcome.source_file):
            return documents.read_document_file(path, sidecar, _fresh(outcome))
        if shape_formats.recognised(path):
            return _read_boundaries(path, sidecar, _fresh(outcome))
        return _read_table(path, outcome, sidecar, progress)
    except Unreadable as problem:
        outcome = _fresh(outcome)
        outcome.finding(problem.rule_id, **problem.details)
        return outcome.reading(UNREADABLE)


def _read_table(
    path: Path, outcome: Outcome, sidecar: Mapping[str, object] | None, progress: Callable[[str], None] | None
) -> Reading:
    """A table; a text or a page in which none is found may still state figures in its sentences."""
    try:
        reading = _read_as_table(path, outcome, sidecar, progress)
        if reading.reader != UNRECOGNISED:
            return reading
    except Unreadable:
        if told := documents.read_if_it_tells(path, sidecar, _fresh(outcome)):
            return told
        raise
    return documents.read_if_it_tells(path, sidecar, _fresh(outcome)) or reading


def _read_as_table(
    path: Path, outcome: Outcome, sidecar: Mapping[str, object] | None, progress: Callable[[str], None] | None
) -> Reading:
    from pipelines.readers import tidy_reports

    tidy = tidy_reports.recognised(path)
    if tidy:
        try:
            return tidy_reports.read_tidy(path, tidy, sidecar, _fresh(outcome), progress)
        except NotSimple:
            pass
    return _read_grid(_grid(path), sidecar, _fresh(outcome), progress)


def _read_boundaries(path: Path, sidecar: Mapping[str, object] | None, outcome: Outcome) -> Reading:
    from pipelines.readers import boundaries

    return boundaries.read_boundaries(path, sidecar, outcome)


def _without_explanations(grid: Grid, outcome: Outcome) -> Grid:
    """The grid without sheets that only explain how to fill in the others: counted, and no finding speaks of them."""
    words = form_words("explanation_sheet")
    data = tuple(sheet for sheet in grid.sheets if squeezed(sheet.name) not in words)
    if not data:
        return grid
    for sheet in grid.sheets:
        if sheet not in data:
            disaster_reports.skip_sheet(sheet, "explanation", outcome)
    return replace(grid, sheets=data)


def _fresh(outcome: Outcome) -> Outcome:
    return outcome.fresh()


def _read_correction(
    path: Path,
    correction: Correction,
    sidecar: Mapping[str, object] | None,
    outcome: Outcome,
    progress: Callable[[str], None] | None,
) -> Reading:
    """A workbook that corrects another file: read as that file would be, its list of problems left out."""
    mark = correction.mark
    if correction.state == correction_marks.SEVERAL:
        raise Unreadable("F173")
    grid = _grid(path)
    if correction.is_valid:
        outcome.stated_by = mark.names
        grid = replace(grid, kind=mark.kind) if mark.kind in disaster_reports.DELIMITED else grid
    else:
        outcome.finding("F174", detail=mark.names[0])
    sheets = correction_marks.own_sheets(grid)
    for sheet in grid.sheets:
        if sheet not in sheets:
            disaster_reports.skip_sheet(sheet, "correction_notes", outcome)
    if correction.is_valid and correction_marks.cells_hash(sheets) == mark.cells:
        outcome.finding("F170", detail=mark.names[0])
    return _read_grid(replace(grid, sheets=sheets), sidecar, outcome, progress)


def _grid(path: Path) -> Grid:
    grid = grids.open_grid(path)
    return parquet_grid(path) if grid.kind == "parquet" else grid


def _read_grid(
    grid: Grid, sidecar: Mapping[str, object] | None, outcome: Outcome, progress: Callable[[str], None] | None
) -> Reading:
    from pipelines.readers import ledgers

    outcome.notes(grid.notes)
    grid = _without_explanations(grid, outcome)
    found = ledgers.recognise(grid, sidecar, outcome)
    ledgers.skip_derived(found, outcome)
    if not found.tables:
        return _read_figures(found.rest, sidecar, outcome, progress, nearly=found)
    rows = ledgers.read_ledgers(found, sidecar, outcome)
    if not found.rest.sheets or not disaster_reports.recognise(found.rest, _fresh(outcome)).layouts:
        return ledgers.finished(found, rows, outcome)
    reading = _read_figures(found.rest, sidecar, outcome, progress, nearly=found)
    return replace(reading, reader=f"{reading.reader}+{ledgers.reader_name(found)}", ledgers=rows)


def _read_figures(
    grid: Grid,
    sidecar: Mapping[str, object] | None,
    outcome: Outcome,
    progress: Callable[[str], None] | None,
    nearly: "FoundLedgers",
) -> Reading:
    """The sheets that are no ledgers: disasters or period figures."""
    from pipelines.readers import ledgers, period_figures, tidy_long

    found = disaster_reports.recognise(grid, outcome)
    ledgers.tell_nearly(nearly, outcome)
    if not found.layouts:
        for sheet in grid.sheets:
            disaster_reports.skip_sheet(sheet, "not_recognised", outcome)
        if not nearly.nearly and not nearly.derived:
            outcome.finding("F040")
        ledgers.tell_about_map(sidecar, outcome)
        return outcome.reading(UNRECOGNISED)
    if period_figures.fits(found):
        return period_figures.read_sheets(found, sidecar, outcome)
    if tidy_long.fits(found):
        return tidy_long.read_sheets(found, sidecar, outcome)
    return disaster_reports.read_reports(found, sidecar, outcome, progress)
