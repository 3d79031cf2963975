"""A form with its indicators below each other, turned so that each of its columns of figures is a row of a table.

The record of a column has the locator of the cell that heads it (`表1!D5`); a finding about a figure that of its row
(`表1!12`), or of its cell (`表1!D12`) where the form has several columns. Rows are counted as the form has them: a row
of an indicator is accepted if any column was taken, else rejected; all others are skipped.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from pipelines.readers import rows as sheet_rows
from pipelines.readers.columns import sheet_locator
from pipelines.readers.context import Context
from pipelines.readers.form_columns import form_words, is_period, numbers_columns
from pipelines.readers.form_lines import cell_of, meanings, name_of, unit_of
from pipelines.readers.form_places import head_lines, stated_place
from pipelines.readers.header_block import REGION_TARGETS, HeaderBlock
from pipelines.readers.header_search import is_number
from pipelines.readers.layouts import Layout, layout_of
from pipelines.readers.outcome import Outcome
from pipelines.readers.quotable import redacted
from pipelines.readers.rows import cell_text, is_total
from pipelines.readers.sheet_tables import Table
from pipelines.readers.sheets import Cell, Sheet
from pipelines.readers.statements import is_footnote
from pipelines.readers.vertical_forms import Form
from pipelines.transforms.headings import Match, Meaning, similar_heading
from pipelines.transforms.stages import parse_stage
from pipelines.transforms.widths import squeezed

READER = "vertical_form"
_CODED = re.compile(r"([0-9]{6}|[0-9]{9}|[0-9]{12})(?![0-9])[\s:_-]*(.*)")
_OF_REGION = ("@region_code", "@region_name")


@dataclass(frozen=True)
class TurnedSheet(Sheet):
    """The columns of a form as rows below a row of headings; the last cells of each are those of the form's lines."""

    form: Form | None = None

    def locator(self, row: int) -> str:
        """The cell that heads a column of the form; for the headings the form's own row of them."""
        form = self.form
        assert form is not None
        if row == self.first_row:
            return sheet_locator(form.sheet, form.head)
        return cell_of(form, form.head, form.values[row - self.first_row - 1])

    def place(self, locator: str, line: int) -> str:
        """Where the figure of a record stands, or the name of an indicator: `line` counts the form's indicators."""
        form = self.form
        assert form is not None
        row = list(form.lines)[line]
        if len(form.values) > 1:
            for index, at in enumerate(form.values, start=1):
                if self.locator(self.first_row + index) == locator:
                    return cell_of(form, row, at)
        return sheet_locator(form.sheet, row)


@dataclass
class FormOutcome(Outcome):
    """Gathers what is told about the turned rows of one form: findings go on with their places in the form."""

    layout: Layout | None = None
    lines: dict[str, int] = field(default_factory=dict)

    def finding(self, rule_id: str, locator: str = "", *, indicator: str = "", **details: Any) -> None:
        """One finding; of a figure with the place of its row or cell."""
        sheet = self.layout.sheet if self.layout else None
        if isinstance(sheet, TurnedSheet) and indicator in self.lines and locator:
            locator = sheet.place(locator, self.lines[indicator])
        super().finding(rule_id, locator, indicator=indicator, **details)


def turned(form: Form, outcome: Outcome) -> Layout | None:
    """The layout of a form, its columns being rows."""
    dimensions = _dimensions(form)
    headings = [*("" for _ in dimensions), *(name_of(form, line) for line in form.lines)]
    rows: list[tuple[Cell, ...]] = [tuple(headings)]
    for at in form.values:
        told = _of_column(form, at)
        figures = (form.sheet.rows[index][at] for index in form.lines)
        rows.append((*(told.get(target) for target in dimensions), *figures))
    matches: tuple[Match | None, ...] = tuple(Match("", (Meaning("", target),)) for target in dimensions)
    matches += meanings(form, outcome)
    units = (*("" for _ in dimensions), *(unit_of(form, line) for line in form.lines))
    stacks = tuple((heading,) for heading in headings)
    block = HeaderBlock(0, 0, 1, stacks, matches, units, None, None)
    sheet = TurnedSheet(
        form.sheet.name, rows, first_row=1, form=form,
        formula_without_value=_turned_places(form, dimensions),
    )  # fmt: skip
    return layout_of(Table(sheet, head_lines(form), block), outcome)


@contextmanager
def form_read(layout: Layout, context: Context, outcome: Outcome) -> Iterator[tuple[Layout, Outcome]]:
    """The layout and outcome to read a table with. A form gets its region from its title where its column names none,
    and its rows are counted afterwards; any other table is read as it is.
    """
    sheet = layout.sheet
    if not isinstance(sheet, TurnedSheet) or sheet.form is None:
        yield layout, outcome
        return
    layout = _placed(layout, sheet.form, context, outcome)
    form, first = sheet.form, len(_dimensions(sheet.form))
    lines = {c.target: c.position - first for c in layout.columns if c.position >= first}
    told = FormOutcome(
        outcome.source_file, outcome.former_names, outcome.stated_by, outcome.findings, states=outcome.states,
        told=outcome.told, tally=outcome.tally, layout=layout, lines=lines,
    )  # fmt: skip
    yield layout, told
    for at in form.unknown:
        _tell_unknown(form, form.head, at, outcome)
    if form.counted is not None:
        _count(form, form.counted, told, outcome)


def _dimensions(form: Form) -> tuple[str, ...]:
    """What the turned rows say besides figures: the region, and what the headings or rows above tell of each column."""
    headings = [_heading(form, at) for at in form.values]
    more = [target for target, index in form.above.items() if target and target not in _OF_REGION]
    if any(parse_stage(heading) for heading in headings):
        more.append("@stage")
    if any(map(is_period, headings)):
        more.append("@period")
    return (*_OF_REGION, *dict.fromkeys(more))


def _heading(form: Form, at: int) -> str:
    row = form.above.get("")
    return " ".join(cell_text(form.sheet.rows[row][at]).split()) if row is not None else ""


def _of_column(form: Form, at: int) -> dict[str, Cell]:
    """What stands above a column of figures: cells of rows of their own, and what its heading says."""
    told: dict[str, Cell] = {target: form.sheet.rows[row][at] for target, row in form.above.items() if target}
    heading = _heading(form, at)
    coded = _CODED.fullmatch(heading)
    if is_period(heading):
        told["@period"] = heading
    elif parse_stage(heading):
        told["@stage"] = heading
    elif coded:
        told.setdefault("@region_code", coded[1])
        told.setdefault("@region_name", coded[2])
    elif _names_region(form, heading):
        told.setdefault("@region_name", heading)
    return told


def _names_region(form: Form, heading: str) -> bool:
    """Whether a heading is the name of a region, or 合计 beside columns of regions."""
    if is_total(heading):
        return any(_is_name(other) for at in form.values if not is_total(other := _heading(form, at)))
    return _is_name(heading)


def _is_name(heading: str) -> bool:
    return bool(heading) and squeezed(heading) not in form_words("form_value")


def _turned_places(form: Form, dimensions: Sequence[str]) -> frozenset[tuple[int, int]]:
    """The formulas without a result, by their row and column in the turned sheet."""
    sheet, lines = form.sheet, {index: number for number, index in enumerate(form.lines)}
    places = ((row - sheet.first_row, column - sheet.first_column) for row, column in sheet.formula_without_value)
    return frozenset(
        (form.values.index(at) + 2, len(dimensions) + lines[index] + 1)
        for index, at in places
        if index in lines and at in form.values
    )


def _placed(layout: Layout, form: Form, context: Context, outcome: Outcome) -> Layout:
    """The layout with the region of the title where no column names one."""
    code, name = (column.position for target in _OF_REGION if (column := layout.column(target)))
    rows = list(layout.sheet.rows)
    others = [c.position for c in layout.columns if c.target in REGION_TARGETS]
    if any(cell not in (None, "") for row in rows[1:] for at, cell in enumerate(row) if at in others):
        return layout
    place = stated_place(form, context)
    for index in range(1, len(rows)):
        cells = list(rows[index])
        cells[code], cells[name] = place.code, place.name
        rows[index] = tuple(cells)
    return replace(layout, sheet=replace(layout.sheet, rows=rows))


def _tell_unknown(form: Form, row: int, at: int, outcome: Outcome) -> None:
    """A column of numbers that nobody can place: 上年同期."""
    heading = _heading(form, at)
    if not any(word in heading for word in form_words("narrowing")):
        heading = redacted(heading)  # where a column has a region's name in other forms, a person's may stand
    near = similar_heading(heading)
    suggestion = {"suggestion_zh": f"是否“{near}”？", "suggestion_en": f'Is "{near}" meant?'} if near else {}
    outcome.finding("F044", cell_of(form, row, at), heading=heading, **suggestion)


def _count(form: Form, counted: frozenset[int], told: FormOutcome, outcome: Outcome) -> None:
    """Each row of the form once: those of indicators as their columns fared, any other as skipped, with its reason."""
    for index in range(form.begin, form.stop):
        where = sheet_locator(form.sheet, index)
        if index in counted and told.rejected and not told.accepted:
            outcome.reject(where, told.rejected[0]["reason"], "")
        elif index in counted and form.values:
            outcome.accepted += 1
        else:
            outcome.skip(where, _reason(form, index, outcome))


def _reason(form: Form, index: int, outcome: Outcome) -> str:
    cells = form.sheet.rows[index]
    texts = [text for cell in cells if (text := cell_text(cell).strip())]
    if not texts:
        return sheet_rows.BLANK
    if index in form.above.values():
        return sheet_rows.HEADING
    if index < form.first:
        return "column_numbers" if numbers_columns(cells) else "title"
    if is_footnote(texts[0]):
        return sheet_rows.FOOTNOTE
    if index < max(form.lines) and any(is_number(cells[at]) for at in form.values):
        heading = cell_text(cells[form.names]).strip()
        outcome.finding("F044", sheet_locator(form.sheet, index), heading=heading)
    return sheet_rows.TEXT
