"""From a block of headings to a layout: which column is what, in which unit, under which regime."""

from collections import Counter
from dataclasses import dataclass, replace

from pipelines import codebooks
from pipelines.readers.blank_headings import regions_without_heading
from pipelines.readers.columns import Column, column_letters, sheet_locator, without_repeats
from pipelines.readers.comparisons import compares, is_of_disasters
from pipelines.readers.header_block import REGION_TARGETS, HeaderBlock
from pipelines.readers.header_search import find_header, is_number
from pipelines.readers.merged_cells import settled
from pipelines.readers.outcome import Outcome
from pipelines.readers.period_columns import with_periods
from pipelines.readers.sheet_tables import Table, title_lines
from pipelines.readers.sheets import Cell, Sheet
from pipelines.readers.subjects import of_subject
from pipelines.transforms.headings import Match, Meaning, is_personal, similar_heading
from pipelines.transforms.region_tiers import regions_named
from pipelines.transforms.units import conversion, known_unit
from pipelines.transforms.widths import squeezed

UNKNOWN_SHOWN = 20


@dataclass(frozen=True)
class Layout:
    """A sheet's table: its columns, its regime, where its rows begin, and the lines of text above it."""

    sheet: Sheet
    block: HeaderBlock
    columns: tuple[Column, ...]
    regime: str
    titles: tuple[str, ...]
    has_personal_columns: bool
    shifted: frozenset[int] = frozenset()
    """Rows of delimited text with more cells than headings: their figures may stand in the wrong columns."""

    @property
    def figures(self) -> tuple[Column, ...]:
        """The columns of indicators."""
        return tuple(column for column in self.columns if column.is_figure)

    def column(self, target: str) -> Column | None:
        """The column of a dimension such as `@hazard`."""
        return next((column for column in self.columns if column.target == target), None)


def layout_of(table: Table | Sheet, outcome: Outcome, *, is_delimited: bool = False) -> Layout | None:
    """The layout of a table, with findings about its headings; None where no disaster table is recognised."""
    table = table if isinstance(table, Table) else Table(table)
    sheet = table.sheet
    block = table.block or find_header(sheet)
    if block is None:
        return None
    titles = (*title_lines(sheet.rows[: block.top]), *table.above)
    block = of_subject(block, (*titles, outcome.names[0]))
    unnamed = regions_without_heading(sheet, block)
    targets = block.targets | set(unnamed.values())
    has_figures = any(target in codebooks.indicators() for target in targets) or {"@indicator", "@value"} <= targets
    if not has_figures:
        return None
    regime = _regime(block)
    personal = {at for at, stack in enumerate(block.stacks) if stack and is_personal(stack)}
    columns = [Column(at, "", target) for at, target in unnamed.items()]
    for at, match in enumerate(block.matches):
        if match and at not in personal and at not in unnamed:
            column = _column(at, match, block, regime)
            is_unit = column.target == "@region_name" and _holds_units(sheet, block, at)
            columns.append(replace(column, target="@unit") if is_unit else column)
    columns = with_periods(columns, block.stacks)
    kept = without_repeats(sorted(columns, key=lambda column: column.position), sheet, block, outcome)
    if table.block is None:
        _tell_about_headings(sheet, block, personal, {column.position for column in columns}, outcome)
    _tell_figures_above(sheet, block, outcome)
    shifted = shifted_rows(sheet, block, outcome) if is_delimited else frozenset()
    return Layout(settled(sheet, block, kept, outcome), block, tuple(kept), regime, titles, bool(personal), shifted)


def _holds_units(sheet: Sheet, block: HeaderBlock, at: int) -> bool:
    """Whether a column headed 单位 names units of measure and no units that report."""
    cells = (row[at] for row in sheet.rows[block.first_data :])
    texts = [cell for cell in cells if isinstance(cell, str) and cell]
    return bool(texts) and sum(1 for text in texts if known_unit(text)) * 2 > len(texts)


def _tell_figures_above(sheet: Sheet, block: HeaderBlock, outcome: Outcome) -> None:
    """A finding for rows above the headings that look like data: whatever they are, nobody read them."""
    data = [
        index
        for index, row in enumerate(sheet.rows[: block.top])
        if sum(cell is not None and is_number(cell) for cell in row) and any(_names_region(cell) for cell in row)
    ]
    if data:
        where = sheet_locator(sheet, data[0])
        outcome.finding("F056", where, detail=f"{sheet.first_row + data[0]}–{sheet.first_row + data[-1]}")


def _names_region(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(regions_named(squeezed(cell)))


def _regime(block: HeaderBlock) -> str:
    """The regime that knows most of the headings; of equals the latest. “” where only our own names are used."""
    counted = Counter(
        regime
        for match in block.matches
        if match
        for regime in {meaning.regime for meaning in match.meanings if meaning.target in codebooks.indicators()}
        if regime
    )
    return max(counted, key=lambda regime: (counted[regime], regime)) if counted else ""


def _column(position: int, match: Match, block: HeaderBlock, regime: str) -> Column:
    unit_below = block.units[position] if position < len(block.units) else ""
    unit = match.unit or unit_below
    meaning = _best(match.meanings, regime, unit)
    return Column(position, match.written, meaning.target, unit or match.odd_bracket or meaning.unit)


def _best(meanings: tuple[Meaning, ...], regime: str, unit: str) -> Meaning:
    """The meaning whose unit fits, of those the file's own regime, else one that holds for all, else the latest."""

    def rank(meaning: Meaning) -> tuple[bool, bool, bool, str]:
        return (_fits(meaning, unit), meaning.regime == regime, not meaning.regime, meaning.regime)

    return max(meanings, key=rank)


def _fits(meaning: Meaning, unit: str) -> bool:
    indicator = codebooks.indicators().get(meaning.target)
    return not indicator or not unit or conversion(unit, indicator.unit) is not None


def _tell_about_headings(
    sheet: Sheet, block: HeaderBlock, personal: set[int], known: set[int], outcome: Outcome
) -> None:
    where = sheet_locator(sheet, block.bottom)
    for at in sorted(personal):
        outcome.finding("F048", where, heading=" ".join(block.stacks[at]))
    has_year_before = not is_of_disasters(block.targets, title_lines(sheet.rows[: block.top]))
    unknown = [
        at
        for at, stack in enumerate(block.stacks)
        if stack and at not in known | personal and not (has_year_before and compares(stack))
    ]
    for at in unknown[:UNKNOWN_SHOWN]:
        heading = " ".join(" ".join(part.split()) for part in block.stacks[at])
        near = similar_heading(block.stacks[at][-1])
        suggestion = {"suggestion_zh": f"是否“{near}”？", "suggestion_en": f'Is "{near}" meant?'} if near else {}
        outcome.finding("F044", where, heading=heading, **suggestion)
    if len(unknown) > UNKNOWN_SHOWN:
        outcome.finding("F044", where, heading=f"……等 {len(unknown)} 列 / {len(unknown)} columns in all")


def shifted_rows(sheet: Sheet, block: HeaderBlock, outcome: Outcome) -> frozenset[int]:
    """Rows with cells beyond the last heading, told one by one; not where most rows have them (a column of notes)."""
    width = max((at + 1 for at, stack in enumerate(block.stacks) if stack), default=0)
    surplus = {
        index: sum(1 for cell in sheet.rows[index][width:] if cell is not None and str(cell).strip())
        for index in range(block.first_data, len(sheet.rows))
    }
    shifted = {index: count for index, count in surplus.items() if count}
    if len(shifted) * 2 > len(surplus) > 2:
        return frozenset()
    for index, count in shifted.items():
        outcome.finding("F104", sheet_locator(sheet, index), detail=count)
    return frozenset(shifted)


__all__ = [
    "REGION_TARGETS", "UNKNOWN_SHOWN", "Column", "Layout", "column_letters", "layout_of", "sheet_locator",
    "shifted_rows",
]  # fmt: skip
