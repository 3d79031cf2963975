"""Reader of ledgers: relief funds and goods, winter-spring aid, insurance, rebuilding, and the reference tables.

A sheet is a ledger's by its headings. Several ledgers may stand in one file, and disaster tables beside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipelines import codebooks
from pipelines.readers.column_maps import ColumnMap, column_map
from pipelines.readers.columns import Column, sheet_locator
from pipelines.readers.contract import LEDGER_SCHEMAS, Reading
from pipelines.readers.disaster_reports import DELIMITED, skip_sheet
from pipelines.readers.layouts import UNKNOWN_SHOWN, Layout, shifted_rows
from pipelines.readers.ledger_layouts import (
    LedgerField,
    LedgerLayout,
    Missing,
    fields_of,
    is_personal_column,
    mapped,
    marks_households,
    recognised,
)
from pipelines.readers.ledger_parts import parts_of
from pipelines.readers.ledger_places import without_offices
from pipelines.readers.ledger_repeats import without_repeated_fields
from pipelines.readers.ledger_rows import Values
from pipelines.readers.ledger_search import Candidate, is_derived
from pipelines.readers.ledger_statements import TableStatement, table_statement
from pipelines.readers.ledger_tables import LedgerTable
from pipelines.readers.merged_cells import settled
from pipelines.readers.outcome import Outcome
from pipelines.readers.reservations import COLUMN as RESERVATION
from pipelines.readers.sheet_tables import title_lines
from pipelines.readers.sheets import Grid, Sheet
from pipelines.readers.vertical_forms import forms_of
from pipelines.transforms.headings import match_heading

READER = "ledger"


@dataclass(frozen=True)
class FoundLedgers:
    """The sheets of a file that are ledgers, those that nearly are, and the rest of the file for other readers."""

    tables: tuple[tuple[Sheet, Candidate | None], ...]
    nearly: tuple[Missing, ...]
    rest: Grid
    is_delimited: bool
    mapped: str = ""
    """The ledger that a description file names for sheets that are read by its map."""
    derived: tuple[Sheet, ...] = ()
    """Tables that this software made of ledgers."""


def recognise(grid: Grid, sidecar: Mapping[str, object] | None, outcome: Outcome) -> FoundLedgers:
    """Which sheets are ledgers. Nothing is told yet."""
    stated = column_map(sidecar, outcome.fresh())
    tables: list[tuple[Sheet, Candidate | None]] = []
    nearly, rest, derived = [], [], []
    for sheet in grid.sheets:
        if stated.ledger and stated.columns:
            is_mapped = mapped(sheet, codebooks.ledgers()[stated.ledger], stated.columns) is not None
            tables += [(sheet, None)] * is_mapped
            rest += [sheet] * (not is_mapped)
            continue
        if is_derived(sheet):
            derived.append(sheet)
            continue
        if forms_of(sheet):  # indicators below each other, regions or years side by side: no ledger looks so
            rest.append(sheet)
            continue
        for part, found in _of_parts(sheet, stated, outcome):
            if isinstance(found, Candidate):
                tables.append((part, found))
            else:
                rest.append(part)
                nearly += [found] if found else []
    others = replace(grid, sheets=tuple(rest))
    return FoundLedgers(
        tuple(tables), tuple(nearly), others, grid.kind in DELIMITED, stated.ledger, tuple(derived)
    )  # fmt: skip


def _of_parts(sheet: Sheet, stated: ColumnMap, outcome: Outcome) -> list[tuple[Sheet, Candidate | Missing | None]]:
    """The tables of a sheet with what each of them is; the whole sheet where none of several is a ledger."""
    parts = parts_of(sheet)
    found = [(part.sheet, recognised(part.sheet, stated, outcome, part.above)) for part in parts]
    if len(parts) > 1 and not any(isinstance(one, Candidate) for _, one in found):
        return [(sheet, recognised(sheet, stated, outcome))]
    return found


def read_ledgers(
    found: FoundLedgers, sidecar: Mapping[str, object] | None, outcome: Outcome
) -> dict[str, pl.DataFrame]:
    """The rows of every ledger in the file; its findings and counts go to the outcome."""
    stated = column_map(sidecar, outcome)
    rows: dict[str, list[Values]] = {}
    for sheet, candidate in found.tables:
        titles = title_lines(sheet.rows[: candidate.block.top]) if candidate else ()
        above = candidate.above if candidate else ()
        statement = table_statement(sheet, titles, stated, outcome, sheet_locator(sheet, 0), above=above)
        table = (
            _of_headings(sheet, candidate, statement, found, outcome) if candidate else _of_map(sheet, stated, outcome)
        )
        table = table if stated.is_foreign else without_offices(table)
        rows.setdefault(table.ledger.name, []).extend(LedgerTable(table, statement, stated, outcome).read())
    return {name: _frame(name, values) for name, values in rows.items() if values}


def finished(found: FoundLedgers, ledgers: Mapping[str, pl.DataFrame], outcome: Outcome) -> Reading:
    """The reading of a file that holds nothing but ledgers; its other sheets are counted and named."""
    for sheet in found.rest.sheets:
        skip_sheet(sheet, "not_recognised", outcome)
        if any(cell not in (None, "") for row in sheet.rows for cell in row):
            outcome.finding("F042", sheet.name and f"{sheet.name}!")
    tell_nearly(found, outcome)
    return outcome.reading(reader_name(found), ledgers=ledgers)


def tell_nearly(found: FoundLedgers, outcome: Outcome) -> None:
    """A finding for each sheet that would be a ledger if it said what it lacks."""
    for missing in found.nearly:
        outcome.finding(
            "F110", missing.sheet.name and f"{missing.sheet.name}!",
            detail_zh=missing.ledger.name_zh, detail_en=missing.ledger.name_en,
            suggestion_zh="、".join(column.name_zh for column in missing.columns),
            suggestion_en=", ".join(column.name_en for column in missing.columns),
        )  # fmt: skip


def skip_derived(found: FoundLedgers, outcome: Outcome) -> None:
    """Count the sheets that were derived from ledgers, and say why they are not read."""
    for sheet in found.derived:
        skip_sheet(sheet, "derived", outcome)
        outcome.finding("F124", sheet.name and f"{sheet.name}!")


def tell_about_map(sidecar: Mapping[str, object] | None, outcome: Outcome) -> None:
    """Why a description file that names a ledger did not help: what is wrong in it, and what the file lacks."""
    if "ledger" not in (sidecar or {}):
        return
    for heading in (heading for headings in column_map(sidecar, outcome).columns.values() for heading in headings):
        outcome.finding("F121", heading=heading)


def reader_name(found: FoundLedgers) -> str:
    """`ledger:relief_funds`, with several ledgers in their order in the file."""
    names = [candidate.ledger.name if candidate else found.mapped for _, candidate in found.tables]
    return f"{READER}:{','.join(dict.fromkeys(names))}"


def _of_headings(
    sheet: Sheet, candidate: Candidate, statement: TableStatement, found: FoundLedgers, outcome: Outcome
) -> LedgerLayout:
    """The layout of a sheet by its headings, with findings about those that are not used."""
    block = candidate.block
    regions, fields = fields_of(candidate, statement.units)
    fields = without_repeated_fields(fields, sheet, block, outcome)
    personal = {at for at in range(len(block.stacks)) if is_personal_column(block, candidate, at)}
    used = {one.position for one in (*regions, *fields)}
    known = {at for at, heading in enumerate(candidate.headings) if heading}
    _tell_about_headings(sheet, candidate, personal, used | known, outcome)
    columns = (*regions, *fields)
    shifted = shifted_rows(sheet, block, outcome) if found.is_delimited else frozenset()
    whole = settled(sheet, block, columns, outcome)
    layout = Layout(whole, block, columns, "", statement.titles, bool(personal), shifted)
    return LedgerLayout(candidate.ledger, layout, tuple(fields), marks_households(candidate))


def _tell_about_headings(
    sheet: Sheet, candidate: Candidate, personal: set[int], known: set[int], outcome: Outcome
) -> None:
    block, where = candidate.block, sheet_locator(sheet, candidate.block.bottom)
    for at in sorted(personal):
        outcome.finding("F048", where, heading=" ".join(block.stacks[at]))
    unknown = [
        " ".join(" ".join(part.split()) for part in stack)
        for at, stack in enumerate(block.stacks)
        if stack and at not in known | personal and not _is_of_no_use(stack)
    ]
    for heading in unknown[:UNKNOWN_SHOWN]:
        outcome.finding("F044", where, heading=heading)


def _is_of_no_use(stack: tuple[str, ...]) -> bool:
    """Whether a heading is known and holds nothing for a ledger: 序号, 备注."""
    match = match_heading(stack)
    return match is not None and all(
        meaning.target in {"@text", "@row_number", RESERVATION} for meaning in match.meanings
    )


def _of_map(sheet: Sheet, stated: ColumnMap, outcome: Outcome) -> LedgerLayout:
    """The layout of a sheet by a description file."""
    ledger = codebooks.ledgers()[stated.ledger]
    found = mapped(sheet, ledger, stated.columns)
    if found is None:
        raise ValueError("A sheet that the description file does not fit was taken for one that it fits.")
    block, regions, fields = found
    present = {one.heading for one in (*regions, *fields)}
    for heading in (heading for headings in stated.columns.values() for heading in headings):
        if heading not in present:
            outcome.finding("F121", sheet_locator(sheet, block.bottom), heading=heading)
    columns: tuple[Column, ...] = (*regions, *fields)
    layout = Layout(settled(sheet, block, columns, outcome), block, columns, "", (), has_personal_columns=False)
    return LedgerLayout(ledger, layout, tuple(fields), adds_up=True)


def _frame(name: str, rows: Sequence[Values]) -> pl.DataFrame:
    schema = LEDGER_SCHEMAS[name]
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


__all__ = [
    "FoundLedgers",
    "LedgerField",
    "finished",
    "read_ledgers",
    "reader_name",
    "recognise",
    "tell_about_map",
    "tell_nearly",
]
