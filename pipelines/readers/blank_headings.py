"""Columns of region codes and names that bear no heading, as provincial exports have them: known by their content."""

from collections.abc import Callable, Sequence

from pipelines import codebooks
from pipelines.readers.header_block import HeaderBlock
from pipelines.readers.sheets import Cell, Sheet
from pipelines.transforms.region_tiers import regions_named

EXAMINED_ROWS = 200
ENOUGH = 0.6
_BY_LEVEL = {"province": "@province", "prefecture": "@prefecture", "county": "@county", "zone": "@county"}


def regions_without_heading(sheet: Sheet, block: HeaderBlock) -> dict[int, str]:
    """Column index → `@region_code`, `@region_name` or a level above it, for columns whose heading cells are blank.

    Of several columns of names the last one names the row's own region; those before it are its parents. With a region
    column that has a heading, unnamed ones stay unnamed: they may be anything.
    """
    blank = [at for at, stack in enumerate(block.stacks) if not stack]
    wanted = {"@region_name", "@region_code", "@county", "@township", "@prefecture"} & block.targets
    rows = sheet.rows[block.first_data : block.first_data + EXAMINED_ROWS]
    found: dict[int, str] = {}
    names: list[int] = []
    for at in blank:
        cells = [text for text in (_text(row[at]) for row in rows) if text]
        if len(cells) < max(1, len(rows) // 2):
            continue
        if "@region_code" not in set(found.values()) | block.targets and _share(cells, _is_code) >= ENOUGH:
            found[at] = "@region_code"
        elif not wanted - {"@region_code"} and _share(cells, _is_name) >= ENOUGH:
            names.append(at)
    for at in names[:-1]:
        level = _level([_text(row[at]) for row in rows])
        if level and level not in found.values():
            found[at] = level
    if names:
        found[names[-1]] = "@region_name"
    return found


def _level(names: Sequence[str]) -> str | None:
    """The level of a column of parents: the highest level that any of its names can have, where most agree."""
    levels = [region.level for name in dict.fromkeys(names) if name for region in regions_named(name)[:1]]
    return _BY_LEVEL.get(max(set(levels), key=levels.count)) if levels else None


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        cell = int(cell) if cell.is_integer() else ""
    return str(cell).strip() if isinstance(cell, str | int) and not isinstance(cell, bool) else ""


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells)


def _is_code(text: str) -> bool:
    code = codebooks.normalise_region_code(text) if len(text) >= 6 else None
    return code is not None and codebooks.region(code[:2] + "0000") is not None


def _is_name(text: str) -> bool:
    return not text.isascii() and bool(regions_named(text))
