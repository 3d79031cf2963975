"""What each row below the headings is: a record, a total, a blank, a footnote; and what it writes about its region."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from pipelines import codebooks
from pipelines.readers.layouts import Column, Layout
from pipelines.readers.sheets import Cell
from pipelines.readers.statements import is_footnote
from pipelines.transforms.headings import total_words
from pipelines.transforms.numbers import number_text
from pipelines.transforms.places import Written
from pipelines.transforms.region_tiers import regions_named
from pipelines.transforms.widths import indent, squeezed

LEVELS = ("@province", "@prefecture", "@county", "@township")
RECORD, TOTAL = "record", "total"
BLANK, HEADING, FOOTNOTE, TEXT = "blank", "heading", "footnote", "text"
DERIVED = "derived"
"""What a region filed beyond the regions below it: both are there, so this row says nothing of its own."""


NOWHERE = Written()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the sheet: its index, what it is, and for a record what it writes about its region."""

    index: int
    kind: str
    written: Written = NOWHERE


def classified(layout: Layout) -> Iterator[Row]:
    """Every row from the first one below the headings to the end of the used range."""
    headings = {squeezed(part) for stack in layout.block.stacks for part in stack}
    figures = {
        column.position for column in layout.columns if not column.target.startswith("@") or column.target == "@value"
    }
    regions = _Regions(layout)
    for index in range(layout.block.first_data, len(layout.sheet.rows)):
        cells = layout.sheet.rows[index]
        filled = [at for at, cell in enumerate(cells) if cell is not None and (type(cell) is not str or cell.strip())]
        if not filled:
            yield Row(index, BLANK)
            continue
        has_figures = not figures.isdisjoint(filled)
        written = regions.written(cells)
        is_rest = written.code.endswith(codebooks.REST)
        kind = DERIVED if is_rest else _kind(cells, filled, has_figures, written, headings)
        yield Row(index, kind, written if kind == RECORD else NOWHERE)


def cell_text(cell: Cell) -> str:
    """A cell as text: a number without the `.0` a spreadsheet gives to whole numbers."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return number_text(cell).removesuffix(".0")
    if isinstance(cell, datetime | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)


def _kind(cells: Sequence[Cell], filled: Sequence[int], has_figures: bool, written: Written, headings: set[str]) -> str:
    first = cell_text(cells[filled[0]])
    if is_total(written.name or first) or (not written.code and is_total(first)):
        return TOTAL
    if _repeats_headings(cells, filled, headings):
        return HEADING
    if is_footnote(first) and not (has_figures and codebooks.normalise_region_code(written.code)):
        return FOOTNOTE
    if not has_figures and not (written.code or written.name):
        return TEXT
    if not has_figures and len(filled) == 1 and not written.code and not regions_named(squeezed(written.name)):
        return TEXT
    return RECORD


def _repeats_headings(cells: Sequence[Cell], filled: Sequence[int], headings: set[str]) -> bool:
    """Whether a printed table repeats its headings here; the first cells tell whether the others need a look."""
    if not any(squeezed(cell_text(cells[at])) in headings for at in filled[:3]):
        return False
    known = sum(1 for at in filled if squeezed(cell_text(cells[at])) in headings)
    return known >= 2 and known * 2 > len(filled)


@lru_cache(maxsize=50_000)
def is_total(text: str) -> bool:
    """Whether a row's name makes it a total: 合计, 全市合计, 西安市小计."""
    name = squeezed(text).strip(":：")
    longer = any(name.endswith(word) for word in total_words() if word.endswith("计"))
    return name in total_words() or (longer and not regions_named(name))


class _Regions:
    """The columns that say where a row lies, with parents filled down where a list writes them once."""

    def __init__(self, layout: Layout) -> None:
        self._code = layout.column("@region_code")
        self._name = layout.column("@region_name")
        self._path = layout.column("@parent_path")
        self._levels = [(target, column) for target in LEVELS if (column := layout.column(target))]
        self._above = dict.fromkeys((target for target, _ in self._levels), "")
        chosen = [self._code, self._name, self._path, *(column for _, column in self._levels)]
        self.positions = {column.position for column in chosen if column}

    def written(self, cells: Sequence[Cell]) -> Written:
        """What this row writes; parents left blank are those of the row above."""
        code = _text(cells, self._code).strip()
        own = _text(cells, self._name)
        levels = [_text(cells, column).strip() for _, column in self._levels]
        deepest = max((n for n, text in enumerate(levels) if text), default=-1)
        if any(map(is_total, levels)):
            return Written(name=next(text for text in levels if is_total(text)))
        if not code and (deepest >= 0 or own.strip()):
            self._fill(levels, len(levels) if own.strip() else deepest)
        path = (*(part for part in (_text(cells, self._path).strip(),) if part), *(text for text in levels if text))
        if not own.strip() and deepest >= 0:
            own = _text(cells, self._levels[deepest][1])
            path = path[:-1]
        return Written(code, own.strip(), path, indent(own))

    def _fill(self, levels: list[str], until: int) -> None:
        for number, (target, _) in enumerate(self._levels):
            if levels[number]:
                if levels[number] != self._above[target]:
                    for deeper, _ in self._levels[number + 1 :]:
                        self._above[deeper] = ""
                self._above[target] = levels[number]
            elif number < until:
                levels[number] = self._above[target]


def _text(cells: Sequence[Cell], column: Column | None) -> str:
    return cell_text(cells[column.position]) if column else ""
