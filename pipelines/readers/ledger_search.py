"""Where a ledger stands in a sheet, and which one it is: by its headings, its title and what other readers know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines import codebooks
from pipelines.codebooks import Ledger
from pipelines.readers.blank_headings import regions_without_heading
from pipelines.readers.header_block import (
    REGION_TARGETS,
    SEARCHED_ROWS,
    HeaderBlock,
    block_of,
    heading_texts,
    is_unit_row,
    stacks_of,
)
from pipelines.readers.header_search import find_header, is_number
from pipelines.readers.sheets import Sheet
from pipelines.transforms.headings import match_heading, parse_heading, total_words
from pipelines.transforms.ledger_headings import (
    DERIVED,
    LedgerHeading,
    known_forms,
    main_measure,
    match_ledger_heading,
    special_words,
)
from pipelines.transforms.region_tiers import regions_named
from pipelines.transforms.widths import squeezed

DEEPEST = 3
_ENOUGH = 2
_EXAMINED = 60
_OF_OTHER_READERS = frozenset({"@indicator", "@period_start", "@event_id", "@affected_township_names"})
Texts = list[list[str]]


@dataclass(frozen=True)
class Candidate:
    """A block of headings as one ledger's. `headings` are what it makes of each column; `regions` column → target;
    `others` are columns that it does not know and another reader does.
    """

    ledger: Ledger
    block: HeaderBlock
    headings: tuple[LedgerHeading | None, ...]
    regions: dict[int, str]
    others: int
    above: tuple[str, ...] = ()
    """Lines above another table of the sheet that hold for this one too."""

    @property
    def names(self) -> set[str]:
        """The columns of the ledger that stand in the table or that its headings tell."""
        known = [heading for heading in self.headings if heading and not heading.column.startswith("@")]
        return {heading.column for heading in known} | {name for heading in known for name, _ in heading.sets}

    @property
    def specific(self) -> int:
        """How many different columns speak for this ledger: neither regions nor years and sources, as many have."""
        kinds = {column.column_name: column.type for column in self.ledger.columns}
        return sum(1 for heading in set(self.headings) if heading and kinds.get(heading.column) not in _COMMON)

    @property
    def has_measures(self) -> bool:
        """Whether it has figures of the ledger; a list of units has none to have."""
        measures = {column.column_name for column in self.ledger.measures}
        return not measures or bool(measures & self.names)


_COMMON = {None, "region", "year"}


def candidates(sheet: Sheet, only: str = "") -> list[Candidate]:
    """The best block for every ledger (or the one asked for) that knows two columns of some block."""
    grid, other = heading_texts(sheet), find_header(sheet)
    best: dict[str, tuple[tuple[int, ...], Candidate]] = {}
    for top, bottom in _blocks(sheet, grid):
        stacks = stacks_of(grid, top, bottom)
        for name in [only] if only else codebooks.ledgers():
            headings = tuple(match_ledger_heading(name, stack) if stack else None for stack in stacks)
            score = len({heading for heading in headings if heading and heading.column not in {"@text", "@household"}})
            if score + len(_region_stacks(stacks)) < _ENOUGH or not score:
                continue
            rank = (score, top - bottom, -bottom)
            if name not in best or rank > best[name][0]:
                best[name] = (rank, _candidate(sheet, block_of(sheet, grid, top, bottom), name, headings, other))
    return [candidate for _, candidate in best.values()]


def is_derived(sheet: Sheet) -> bool:
    """Whether the headings are those of a table that this software made of ledgers: read back, it would count twice."""
    forms = {parse_heading(text).form for row in heading_texts(sheet) for text in row if text}
    return not forms.isdisjoint(special_words(DERIVED))


def _blocks(sheet: Sheet, grid: Texts) -> Iterator[tuple[int, int]]:
    """Rows that may be headings together: each, and those above it whose headings span several columns of it."""
    for bottom in range(min(len(grid), SEARCHED_ROWS, len(sheet.rows))):
        known = sum(1 for text in set(grid[bottom]) if text and _is_known(text))
        if known < _ENOUGH and not (known and bottom and _is_below(sheet, grid, bottom)):
            continue
        top = bottom
        yield top, bottom
        while top and bottom - top + 1 < DEEPEST and _is_below(sheet, grid, top):
            top -= 1
            yield top, bottom


def _is_known(text: str) -> bool:
    form = parse_heading(text).form
    return form in known_forms() or match_heading((text,)) is not None or form[:4].isdecimal()


def _is_below(sheet: Sheet, grid: Texts, row: int) -> bool:
    """Whether a row may be sub-headings of the row above it: texts only, one of them beneath a heading that spans; or
    known headings all of them, with nothing below the first heading."""
    cells = sheet.rows[row]
    filled = [at for at, cell in enumerate(cells) if cell is not None and str(cell).strip()]
    if not filled or is_unit_row(cells) or any(is_number(cells[at]) or not grid[row][at] for at in filled):
        return False
    above = grid[row - 1]
    first = next((at for at, text in enumerate(above) if text), 0)
    return any(_spans(above, at) for at in filled) or (
        first not in filled and all(above[at] and _is_known(grid[row][at]) for at in filled)
    )


def _spans(above: Sequence[str], at: int) -> bool:
    neighbours = [above[n] for n in (at - 1, at + 1) if 0 <= n < len(above)]
    return above[at] in neighbours if above[at] else bool(at and any(above[:at]))


def _candidate(
    sheet: Sheet, block: HeaderBlock, name: str, headings: tuple[LedgerHeading | None, ...], other: HeaderBlock | None
) -> Candidate:
    regions = _regions(sheet, block, headings)
    own = tuple(None if at in regions else heading for at, heading in enumerate(headings))
    own = _with_totals(name, block, own)
    return Candidate(codebooks.ledgers()[name], block, own, regions, max(_others(own, block), _others(own, other)))


def _with_totals(
    name: str, block: HeaderBlock, headings: tuple[LedgerHeading | None, ...]
) -> tuple[LedgerHeading | None, ...]:
    """The headings, with 合计 beside columns of one figure (by payer, purpose or stage) as the total of these."""
    measure, choices = main_measure(name), {c.column_name for c in codebooks.ledgers()[name].columns if c.choices}
    if sum(1 for heading in headings if heading and heading.column == measure and heading.sets) < 2:
        return headings
    found = list(headings)
    for at, (stack, heading) in enumerate(zip(block.stacks, headings, strict=True)):
        forms = [parse_heading(text) for text in dict.fromkeys(stack)]
        is_alone = len(forms) == 1 and heading is None
        if forms and forms[-1].form in total_words() and (is_alone or (heading and heading.column in choices)):
            found[at] = LedgerHeading(measure, forms[-1].unit)
    return tuple(found)


def _others(own: Sequence[LedgerHeading | None], block: HeaderBlock | None) -> int:
    """The columns that another reader knows: of losses in any case, of other indicators where the ledger does not."""
    if block is None:
        return 0
    known, count = codebooks.indicators(), 0
    for heading, match in zip(own, block.matches, strict=True):
        for meaning in match.meanings[:1] if match else ():
            indicator = known.get(meaning.target)
            count += indicator is not None and (heading is None or indicator.ledger == "losses")
            count += 100 * (heading is None and meaning.target in _OF_OTHER_READERS)
    return count


def _region_stacks(stacks: Sequence[tuple[str, ...]]) -> set[int]:
    return {at for at, stack in enumerate(stacks) if stack and _region_target(stack)}


def _region_target(stack: tuple[str, ...]) -> str:
    match = match_heading(stack)
    targets = {meaning.target for meaning in match.meanings} if match else set()
    return next(iter(sorted(targets & REGION_TARGETS | targets & {"@parent_path"})), "")


def _regions(sheet: Sheet, block: HeaderBlock, headings: Sequence[LedgerHeading | None]) -> dict[int, str]:
    """Column → what it says of the region. A heading that may mean something else too (单位, 省级) is one of a region
    if its cells are regions and no other column tells them."""
    found: dict[int, str] = {}
    doubtful: dict[int, str] = {}
    for at, stack in enumerate(block.stacks):
        heading = headings[at]
        target = _region_target(stack) if stack else ""
        if target and heading is None:
            found[at] = target
        elif heading and heading.column == "region":
            found[at] = target or "@region_name"
        elif target:
            doubtful[at] = target
    names = set(found.values()) & REGION_TARGETS
    for at, target in doubtful.items():
        is_figure = (heading := headings[at]) is not None and bool(heading.sets)
        if _holds_regions(sheet, block, at, by_default=is_figure) and not (names and not is_figure):
            found[at] = target
    return found if set(found.values()) & REGION_TARGETS else {**regions_without_heading(sheet, block), **found}


def _holds_regions(sheet: Sheet, block: HeaderBlock, at: int, *, by_default: bool) -> bool:
    """Whether most cells of a column are regions; of a column that may be figures (乡镇) whether none is a number."""
    cells = [row[at] for row in sheet.rows[block.first_data : block.first_data + _EXAMINED]]
    if by_default:
        return not any(is_number(cell) for cell in cells if cell is not None)
    texts = [squeezed(str(cell)) for cell in cells if cell is not None and str(cell).strip()]
    named = sum(1 for text in texts if regions_named(text) or codebooks.normalise_region_code(text))
    return bool(texts) and named * 2 >= len(texts)
