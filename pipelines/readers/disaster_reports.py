"""Reader of disaster reports in sheets: national lists, provincial exports, the older regime, tidy tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.readers.context import Context, merged
from pipelines.readers.contract import Reading
from pipelines.readers.coverage import coverage_of
from pipelines.readers.joining import joined, stacked, tell_repetitions
from pipelines.readers.layouts import REGION_TARGETS, Layout, layout_of, sheet_locator
from pipelines.readers.outcome import Outcome
from pipelines.readers.records import SheetRecords, records_of
from pipelines.readers.sheet_tables import tables_of
from pipelines.readers.sheets import Grid, Sheet
from pipelines.readers.side_by_side import tables_beside
from pipelines.readers.statements import name_statement, sidecar_statement, title_statement
from pipelines.readers.turned_forms import READER as FORM
from pipelines.readers.turned_forms import TurnedSheet, form_read, turned
from pipelines.readers.vertical_forms import forms_of
from pipelines.transforms.headings import own_names

NATIONAL, PROVINCIAL, TIDY = "national_list", "provincial_report", "tidy_reports"
DELIMITED = {"csv", "tsv", "text"}
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Recognised:
    """A file's sheets that hold disaster tables, and those that do not."""

    layouts: tuple[Layout, ...]
    others: tuple[Sheet, ...]


def recognise(grid: Grid, outcome: Outcome) -> Recognised:
    """The layouts of all tables of all sheets, forms with the indicators below each other among them."""
    layouts, others = [], []
    forms = {number: found for number, sheet in enumerate(grid.sheets) if (found := forms_of(sheet))}
    for form in (form for found in forms.values() for form in found):
        layouts += [layout] if (layout := turned(form, outcome)) else []
    sheets = (sheet for number, sheet in enumerate(grid.sheets) if number not in forms)
    tables = (part for sheet in sheets for table in tables_of(sheet) for part in tables_beside(table))
    for table in tables:
        layout = layout_of(table, outcome, is_delimited=grid.kind in DELIMITED)
        if layout:
            layouts.append(layout)
        else:
            others.append(table.sheet)
    return Recognised(tuple(layouts), tuple(others))


def has_region(layout: Layout) -> bool:
    """Whether the layout can say where its rows lie."""
    return any(column.target in REGION_TARGETS for column in layout.columns)


def kind_of_reports(layouts: Sequence[Layout]) -> str:
    """The name of the reader: by the columns of the first table."""
    layout = layouts[0]
    if isinstance(layout.sheet, TurnedSheet):
        return FORM
    headings = {column.heading for column in layout.columns}
    if "region_code" in headings or len(headings & own_names()) >= 2:
        return TIDY
    return NATIONAL if layout.column("@parent_path") and layout.column("@occurred_at") else PROVINCIAL


def read_reports(
    found: Recognised,
    sidecar: Mapping[str, object] | None,
    outcome: Outcome,
    progress: Progress | None = None,
    *,
    reader: str = "",
) -> Reading:
    """All records of a recognised file."""
    beside, name = sidecar_statement(sidecar, outcome), name_statement(outcome)
    sheets: list[SheetRecords] = []
    for layout in found.layouts:
        if progress:
            progress(layout.sheet.name or outcome.source_file)
        if not has_region(layout):
            skip_sheet(layout.sheet, "no_region", outcome)
            outcome.finding("F050", layout.sheet.name and f"{layout.sheet.name}!")
            continue
        where = sheet_locator(layout.sheet, 0)
        context = merged(title_statement(layout.titles, outcome, where), beside, name, outcome)
        with form_read(layout, context, outcome) as (table, told):
            sheets.append(records_of(table, context, told))
    skip_others(found, outcome)
    return _finished(reader or kind_of_reports(found.layouts), sheets, outcome)


def _finished(reader: str, sheets: Sequence[SheetRecords], outcome: Outcome) -> Reading:
    whole = joined(sheets, outcome)
    reports = stacked(whole)
    tell_repetitions(reports, outcome)
    _tell_what_is_not_stated(whole, outcome)
    is_list = any(sheet.is_list for sheet in whole)
    context = whole[0].context if whole else Context()
    return outcome.reading(reader, reports=reports, coverage=coverage_of(reports, context, is_list))


def _tell_what_is_not_stated(sheets: Sequence[SheetRecords], outcome: Outcome) -> None:
    """One finding each for a missing hazard, time or cut-off, with the number of rows."""
    hazards, times = sum(sheet.without_hazard for sheet in sheets), sum(sheet.without_time for sheet in sheets)
    if hazards:
        outcome.finding("F092", value=str(hazards), detail=hazards)
    if times:
        years = sorted(
            {str(sheet.context.year_hint) for sheet in sheets if sheet.without_time and sheet.context.year_hint}
        )
        zh = f"{times} 行" + (f"按 {'、'.join(years)} 年计入" if years else "的年份也不清楚，不进入任何年度")
        en = f"{times} row(s) " + (f"count in {', '.join(years)}" if years else "have no year either and enter none")
        outcome.finding("F093", value=str(times), detail_zh=zh, detail_en=en)
    if any(sheet.reports["as_of"].null_count() for sheet in sheets):
        outcome.finding("F094")


def skip_sheet(sheet: Sheet, reason: str, outcome: Outcome) -> None:
    """Count a sheet's rows as skipped."""
    for index in range(len(sheet.rows)):
        outcome.skip(sheet_locator(sheet, index), reason)


def skip_others(found: Recognised, outcome: Outcome) -> None:
    """Sheets, and tables of a sheet, that hold no disaster table: counted, and told where they hold something."""
    read = {layout.sheet.name for layout in found.layouts}
    for sheet in found.others:
        skip_sheet(sheet, "not_recognised", outcome)
        filled = any(cell is not None and cell != "" for row in sheet.rows for cell in row)
        if filled and sheet.name in read:
            rows = f"{sheet.first_row}–{sheet.first_row + len(sheet.rows) - 1}"
            outcome.finding("F052", sheet_locator(sheet, 0), detail=rows)
        elif filled:
            outcome.finding("F042", sheet.name and f"{sheet.name}!")
