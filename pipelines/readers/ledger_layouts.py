"""From a sheet to the layout of one ledger: its columns, what its title states, or what it lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.codebooks import Ledger, LedgerColumn
from pipelines.readers.column_maps import ColumnMap
from pipelines.readers.columns import Column
from pipelines.readers.header_block import HeaderBlock, block_of
from pipelines.readers.layouts import Layout
from pipelines.readers.ledger_search import Candidate, candidates
from pipelines.readers.ledger_statements import table_statement
from pipelines.readers.outcome import Outcome
from pipelines.readers.sheet_tables import title_lines
from pipelines.readers.sheets import Sheet
from pipelines.transforms.headings import is_personal
from pipelines.transforms.ledger_headings import HOUSEHOLD, Sets
from pipelines.transforms.units import conversion, known_unit
from pipelines.transforms.widths import squeezed

_TITLE_ROWS = 6


@dataclass(frozen=True)
class LedgerField(Column):
    """One column of a sheet that is a ledger's. Its figures are those of what `sets` says (stage=received)."""

    column: LedgerColumn | None = None
    sets: Sets = ()

    @property
    def is_figure(self) -> bool:
        """Whether the column holds a measure of the ledger."""
        return self.column is not None and self.column.is_measure

    @property
    def of(self) -> LedgerColumn:
        """The column of the ledger."""
        if self.column is None:
            raise TypeError(f"{self.target} is no column of a ledger")
        return self.column


@dataclass(frozen=True)
class LedgerLayout:
    """A sheet's ledger. `layout` has all columns, regions among them; `is_household` where each row is one household;
    `adds_up` where several columns of one figure are its parts.
    """

    ledger: Ledger
    layout: Layout
    fields: tuple[LedgerField, ...]
    is_household: bool = False
    adds_up: bool = False

    @property
    def has_region(self) -> bool:
        """Whether a column says where the rows lie."""
        return any(not isinstance(column, LedgerField) for column in self.layout.columns)


@dataclass(frozen=True)
class Missing:
    """A sheet that speaks for a ledger and lacks what its rows need."""

    sheet: Sheet
    ledger: Ledger
    columns: tuple[LedgerColumn, ...]


def recognised(
    sheet: Sheet, column_map: ColumnMap, outcome: Outcome, above: tuple[str, ...] = ()
) -> Candidate | Missing | None:
    """The ledger that a sheet holds; None where it is a table of another reader, or of nobody. Nothing is told."""
    scratch = outcome.fresh()
    words = " ".join((*title_lines(sheet.rows[:_TITLE_ROWS]), *above, sheet.name, outcome.names[0]))
    ranked = []
    for candidate in candidates(sheet, column_map.ledger):
        titles = title_lines(sheet.rows[: candidate.block.top])
        stated = table_statement(sheet, titles, column_map, scratch, above=above).names_of(candidate.ledger)
        lacking = _lacking(candidate, stated)
        hits = sum(1 for word in candidate.ledger.title_words if word in words)
        if _speaks(candidate, hits, is_named=bool(column_map.ledger)):
            rank = (not lacking, candidate.specific + 2 * min(hits, 2), candidate.specific)
            ranked.append((rank, candidate, lacking))
    if not ranked:
        return None
    _, best, lacking = max(ranked, key=lambda entry: entry[0])
    return Missing(sheet, best.ledger, lacking) if lacking else replace(best, above=above)


def _speaks(candidate: Candidate, hits: int, *, is_named: bool) -> bool:
    """Whether more columns speak for this ledger than for any other reader, and enough of them."""
    if not candidate.has_measures or candidate.specific <= candidate.others:
        return False
    lacking = len(_lacking(candidate, set()))
    return is_named or hits > 0 or not lacking or candidate.specific > max(1, lacking)


def _lacking(candidate: Candidate, stated: set[str]) -> tuple[LedgerColumn, ...]:
    """The required columns that neither stand in the table nor are stated."""
    known = candidate.names | stated | ({"region"} if candidate.regions else set())
    required = (column for column in candidate.ledger.columns if column.is_required)
    return tuple(column for column in required if column.column_name not in known)


def fields_of(candidate: Candidate, title_units: Sequence[str]) -> tuple[list[Column], list[LedgerField]]:
    """The columns of a candidate: of regions, and of the ledger with their units settled."""
    block = candidate.block
    regions = [Column(at, " ".join(block.stacks[at]), target) for at, target in candidate.regions.items()]
    fields = []
    for at, heading in enumerate(candidate.headings):
        column = candidate.ledger.column(heading.column) if heading else None
        if heading and column and column.type != "region" and not is_personal_column(block, candidate, at):
            unit = heading.unit or _unit_below(block, at) or _of_title(column, title_units)
            written = " ".join(" ".join(part.split()) for part in block.stacks[at])
            fields.append(_field(at, written, column, unit, heading.sets))
    return regions, fields


def is_personal_column(block: HeaderBlock, candidate: Candidate, at: int) -> bool:
    """Whether a column holds personal data; an amount paid to a card (一卡通发放金额) does not."""
    heading = candidate.headings[at]
    column = candidate.ledger.column(heading.column) if heading else None
    return bool(block.stacks[at]) and is_personal(block.stacks[at]) and not (column and column.is_measure)


def marks_households(candidate: Candidate) -> bool:
    """Whether columns show that each row is one household: its head, its policy or claim."""
    marks = any(heading and heading.column == HOUSEHOLD for heading in candidate.headings)
    personal = any(is_personal_column(candidate.block, candidate, at) for at in range(len(candidate.headings)))
    return marks or personal


def mapped(
    sheet: Sheet, ledger: Ledger, columns: Mapping[str, Sequence[str]]
) -> tuple[HeaderBlock, list[Column], list[LedgerField]] | None:
    """The row that has most of the headings that a description file names, with the columns of regions and figures."""
    wanted = {squeezed(heading) for headings in columns.values() for heading in headings}
    best, found = 0, 0
    for index, row in enumerate(sheet.rows[:30]):
        hits = len(wanted & {squeezed(str(cell)) for cell in row if cell is not None})
        best, found = max((best, found), (hits, -index))
    if not best:
        return None
    top = -found
    grid = [[str(cell).strip() if cell is not None else "" for cell in row] for row in sheet.rows[: top + 1]]
    block = block_of(sheet, grid, top, top)
    places = {squeezed(text): at for at, text in reversed(list(enumerate(grid[top]))) if text}
    regions: list[Column] = []
    fields: list[LedgerField] = []
    for name, heading in ((name, heading) for name, headings in columns.items() for heading in headings):
        at, column = places.get(squeezed(heading)), ledger.column(name)
        if at is not None and column is not None and column.type != "region":
            fields.append(_field(at, heading, column, "", ()))
        elif at is not None:
            regions.append(Column(at, heading, "@region_name"))
    return block, regions, fields


def _field(at: int, heading: str, column: LedgerColumn, unit: str, sets: Sets) -> LedgerField:
    target = column.column_name if column.is_measure else f"@{column.column_name}"
    return LedgerField(at, heading, target, unit, column=column, sets=sets)


def _unit_below(block: HeaderBlock, at: int) -> str:
    return known_unit(block.units[at]) or "" if at < len(block.units) else ""


def _of_title(column: LedgerColumn, units: Sequence[str]) -> str:
    """The unit that a line above the table gives for all columns of its kind: 单位：万元."""
    if not column.is_measure or not column.unit:
        return ""
    return next((unit for unit in units if conversion(unit, column.unit) is not None), "")
