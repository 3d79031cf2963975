"""Which reader a file needs, told by what is in it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from pipelines.readers import disaster_reports, grids
from pipelines.readers.contract import Reading
from pipelines.readers.outcome import Outcome
from pipelines.readers.parquet_grids import parquet_grid
from pipelines.readers.sheets import Grid, Unreadable
from pipelines.readers.text_chunks import NotSimple
from pipelines.readers.vertical_forms import form_words
from pipelines.transforms.widths import squeezed

UNREADABLE, UNRECOGNISED = "unreadable", "unrecognised"


def read_file(
    path: Path, outcome: Outcome, sidecar: Mapping[str, object] | None, progress: Callable[[str], None] | None
) -> Reading:
    """Open, recognise and read one file into an outcome that is still empty."""
    from pipelines.readers import tidy_reports

    try:
        tidy = tidy_reports.recognised(path)
        if tidy:
            try:
                return tidy_reports.read_tidy(path, tidy, sidecar, _fresh(outcome), progress)
            except NotSimple:
                pass
        return _read_grid(_grid(path), sidecar, _fresh(outcome), progress)
    except Unreadable as problem:
        outcome = _fresh(outcome)
        outcome.finding(problem.rule_id, **problem.details)
        return outcome.reading(UNREADABLE)


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
    return Outcome(outcome.source_file, outcome.former_names)


def _grid(path: Path) -> Grid:
    grid = grids.open_grid(path)
    return parquet_grid(path) if grid.kind == "parquet" else grid


def _read_grid(
    grid: Grid, sidecar: Mapping[str, object] | None, outcome: Outcome, progress: Callable[[str], None] | None
) -> Reading:
    from pipelines.readers import period_figures, tidy_long

    outcome.notes(grid.notes)
    grid = _without_explanations(grid, outcome)
    found = disaster_reports.recognise(grid, outcome)
    if not found.layouts:
        for sheet in grid.sheets:
            disaster_reports.skip_sheet(sheet, "not_recognised", outcome)
        outcome.finding("F040")
        return outcome.reading(UNRECOGNISED)
    if period_figures.fits(found):
        return period_figures.read_sheets(found, sidecar, outcome)
    if tidy_long.fits(found):
        return tidy_long.read_sheets(found, sidecar, outcome)
    return disaster_reports.read_reports(found, sidecar, outcome, progress)
