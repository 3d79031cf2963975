"""From a block of headings to a layout: which column is what, in which unit, under which regime."""

from collections import Counter
from dataclasses import dataclass, replace

from pipelines import codebooks
from pipelines.readers.blank_headings import regions_without_heading
from pipelines.readers.header_block import HeaderBlock, find_header
from pipelines.readers.outcome import Outcome
from pipelines.readers.sheets import Sheet
from pipelines.transforms.headings import Match, Meaning, is_personal, similar_heading
from pipelines.transforms.units import conversion

UNKNOWN_SHOWN = 20
REGION_TARGETS = {"@region_code", "@region_name", "@province", "@prefecture", "@county", "@township"}


@dataclass(frozen=True)
class Column:
    """One column of a sheet that is understood. `unit` is the unit the sheet writes for it, “” where it writes none."""

    position: int
    heading: str
    target: str
    unit: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether the column holds an indicator of `core.losses`."""
        known = codebooks.indicators().get(self.target)
        return known is not None and known.ledger == "losses"


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


def layout_of(sheet: Sheet, outcome: Outcome, *, is_delimited: bool = False) -> Layout | None:
    """The layout of a sheet, with findings about its headings; None where no disaster table is recognised."""
    block = find_header(sheet)
    if block is None:
        return None
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
            columns.append(_column(at, match, block, regime))
    kept = _without_repeats(sorted(columns, key=lambda column: column.position), sheet, block, outcome)
    _tell_about_headings(sheet, block, personal, {column.position for column in columns}, outcome)
    shifted = _shifted(sheet, block, outcome) if is_delimited else frozenset()
    return Layout(
        _filled(sheet, block, kept), block, tuple(kept), regime, _titles(sheet, block), bool(personal), shifted
    )


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


def _without_repeats(columns: list[Column], sheet: Sheet, block: HeaderBlock, outcome: Outcome) -> list[Column]:
    """Of columns with one meaning the first one, unless they hold the same values; columns of text may repeat."""
    first: dict[str, Column] = {}
    kept = []
    for column in columns:
        before = first.setdefault(column.target, column)
        if before is column or column.target in {"@text", "@row_number"}:
            kept.append(column)
        elif column.target.startswith("@") or not _same_cells(sheet, block, before, column):
            places = f"{column_letters(sheet, before)}、{column_letters(sheet, column)}"
            outcome.finding("F045", sheet_locator(sheet, block.bottom), heading=column.heading, detail=places)
    return kept


def _same_cells(sheet: Sheet, block: HeaderBlock, one: Column, other: Column) -> bool:
    if one.unit != other.unit:
        return False
    return all(
        _comparable(row[one.position]) == _comparable(row[other.position]) for row in sheet.rows[block.first_data :]
    )


def _comparable(cell: object) -> str:
    text = "" if cell is None else str(cell).strip()
    return text.removesuffix(".0") if isinstance(cell, float) else text


def column_letters(sheet: Sheet, column: Column) -> str:
    """The column as a spreadsheet names it: A, B … AA."""
    number, letters = column.position + sheet.first_column, ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_locator(sheet: Sheet, index: int) -> str:
    """The locator of the row at this index of the sheet's rows."""
    return sheet.locator(sheet.first_row + index)


def _tell_about_headings(
    sheet: Sheet, block: HeaderBlock, personal: set[int], known: set[int], outcome: Outcome
) -> None:
    where = sheet_locator(sheet, block.bottom)
    for at in sorted(personal):
        outcome.finding("F048", where, heading=" ".join(block.stacks[at]))
    unknown = [at for at, stack in enumerate(block.stacks) if stack and at not in known | personal]
    for at in unknown[:UNKNOWN_SHOWN]:
        heading = " ".join(" ".join(part.split()) for part in block.stacks[at])
        near = similar_heading(block.stacks[at][-1])
        suggestion = {"suggestion_zh": f"是否“{near}”？", "suggestion_en": f'Is "{near}" meant?'} if near else {}
        outcome.finding("F044", where, heading=heading, **suggestion)
    if len(unknown) > UNKNOWN_SHOWN:
        outcome.finding("F044", where, heading=f"……等 {len(unknown)} 列 / {len(unknown)} columns in all")


def _shifted(sheet: Sheet, block: HeaderBlock, outcome: Outcome) -> frozenset[int]:
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


def _filled(sheet: Sheet, block: HeaderBlock, columns: list[Column]) -> Sheet:
    """The sheet with merged cells of regions, hazards and times filled below the headings; figures never are."""
    dimensions = {column.position for column in columns if column.target.startswith("@")}
    rows = list(sheet.rows)
    for top, left, bottom, _ in sheet.merged:
        first, at = top - sheet.first_row, left - sheet.first_column
        if at in dimensions and block.first_data <= first < bottom - sheet.first_row + 1 <= len(rows):
            for index in range(first + 1, bottom - sheet.first_row + 1):
                rows[index] = (*rows[index][:at], rows[first][at], *rows[index][at + 1 :])
    return replace(sheet, rows=rows) if sheet.merged else sheet


def _titles(sheet: Sheet, block: HeaderBlock) -> tuple[str, ...]:
    """The lines of text above the headings, each row's texts joined."""
    lines = []
    for row in sheet.rows[: block.top]:
        texts = [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]
        if texts:
            lines.append("  ".join(dict.fromkeys(texts)))
    return tuple(lines)
