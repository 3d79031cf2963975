"""Every record of a sheet to its region; what cannot be placed is rejected with the reason."""

from collections.abc import Sequence
from functools import cache

from pipelines import codebooks
from pipelines.readers.context import Context
from pipelines.readers.layouts import Column, Layout, sheet_locator
from pipelines.readers.outcome import Outcome
from pipelines.readers.quotable import HIDDEN, redacted
from pipelines.readers.rows import Row, cell_text
from pipelines.readers.sheets import Cell
from pipelines.transforms.places import Place, resolve
from pipelines.transforms.region_paths import is_corps
from pipelines.transforms.region_tiers import regions_named
from pipelines.transforms.widths import squeezed

REASONS = {"blank": "F083", "unknown": "F080", "ambiguous": "F082"}
FREE_TEXT = "@text"
UNNAMED = "文字"
"""What a message says instead of a word that may be a person's name; it shows it in brackets, as others it left out."""
_OF_TOWNSHIP = {
    "suggestion_zh": "乡镇、街道的名称各地相同的很多，请在标题或文件名里写明所属县（市、区），或加“县区”列。",
    "suggestion_en": "Many townships share a name: state their county in the title or file name, or in a column.",
}
_LONGEST_ROW = 500
_SHOWN_CANDIDATES = 5


def placed(layout: Layout, rows: Sequence[Row], context: Context, outcome: Outcome) -> tuple[list[Row], list[Place]]:
    """The rows that have a place, and their places, in order."""
    places = resolve([row.written for row in rows], context.region)
    kept: list[tuple[Row, Place]] = []
    townships = _Townships(outcome)
    for row, place in zip(rows, places, strict=True):
        where = sheet_locator(layout.sheet, row.index)
        if place.code is None:
            _reject(layout, row, place, where, outcome)
        else:
            kept.append((row, place))
            _tell_about_code(row, place, where, outcome)
            townships.look_at(row, place, where)
    townships.tell()
    return [row for row, _ in kept], [place for _, place in kept]


def _reject(layout: Layout, row: Row, place: Place, where: str, outcome: Outcome) -> None:
    """One row left out. In a table of persons a name that is no region may be a person's: it is not quoted."""
    rule_id, name = REASONS[place.problem], squeezed(row.written.name)
    is_region = bool(regions_named(name))
    may_quote = is_region or not (layout.has_personal_columns and place.problem == "unknown")
    above = "".join(row.written.path)
    outcome.finding(
        rule_id,
        where,
        value=" ".join(part for part in (row.written.code, above, row.written.name) if part) if may_quote else UNNAMED,
        detail="、".join(place.candidates[:_SHOWN_CANDIDATES]),
        **(_OF_TOWNSHIP if is_region and place.problem == "unknown" else corps_suggestion(row.written.name)),
    )
    outcome.reject(where, rule_id, kept_cells(layout, row.index) if may_quote else "")


def corps_suggestion(name: str) -> dict[str, str]:
    """What to write instead of a division of the Xinjiang Corps."""
    if not is_corps(squeezed(name)):
        return {}
    return {
        "suggestion_zh": "兵团和师不在行政区划代码表中，请写所在的市或县（如石河子市 659001）。",
        "suggestion_en": "The Corps and its divisions are in no table of regions; write the city or county (659001).",
    }


def kept_cells(layout: Layout, index: int) -> str:
    """The cells of a row that may be kept, with their headings: known columns, neither personal nor free text."""
    cells = layout.sheet.rows[index]
    known = (column for column in layout.columns if column.target != FREE_TEXT)
    pairs = (
        (column.heading or column.target.lstrip("@"), _kept_text(column, cells[column.position])) for column in known
    )
    text = "；".join(f"{' '.join(heading.split())}={cell.strip()}" for heading, cell in pairs if cell.strip())
    return text if len(text) <= _LONGEST_ROW else text[: _LONGEST_ROW - 1] + "…"


def _kept_text(column: Column, cell: Cell) -> str:
    """The text of a cell without names of people; in a column of figures only what has digits or is a mark."""
    text = redacted(cell_text(cell))
    return "" if column.is_figure and HIDDEN in text and not any(letter.isdigit() for letter in text) else text


def _tell_about_code(row: Row, place: Place, where: str, outcome: Outcome) -> None:
    """A county code in no table, a former code, a name above it that belongs elsewhere: each of them once in a file."""
    code = place.code or ""
    county, own = code[:6], codebooks.region(code)
    own_name = squeezed(row.written.name) if len(code) == 12 else ""
    if codebooks.region(county) is None and outcome.is_first(county):
        outcome.finding("F081", where, region_code=county, value=county, detail=name_above(county))
    successor = _successor(county)
    if successor and outcome.is_first(county):
        outcome.finding("F085", where, region_code=county, value=county, detail=successor)
    for name in place.other_names:
        if name != own_name and outcome.is_first(f"{county} {name}"):
            known = name_above(code) if own is None or len(code) == 12 else own.name_zh
            outcome.finding("F084", where, region_code=code, value=county, detail=known, suggestion=name)


class _Townships:
    """Township codes that the official table does not have, or gives to another township of the county.

    The disaster-reporting system numbers townships by a list of its own. Its codes are kept: within a file they are
    distinct, which a mixture of two lists would not be. So one finding for each kind, not one for each row.
    """

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._new: list[tuple[str, str]] = []
        self._renamed: list[tuple[str, str, str]] = []

    def look_at(self, row: Row, place: Place, where: str) -> None:
        """Note the row if its code is a township's."""
        code = place.code or ""
        if len(code) != 12 or codebooks.region(code[:6]) is None:
            return
        known, name = codebooks.region(code), squeezed(row.written.name)
        if known is None:
            self._new.append((where, code))
        elif name in place.other_names:
            self._renamed.append((where, code, name))

    def tell(self) -> None:
        """The findings, with the first place and the number of places."""
        if self._new:
            where, code = self._new[0]
            self._outcome.finding(
                "F081", where, region_code=code, value=_and_more(code, self._new), detail=name_above(code)
            )
        if self._renamed:
            where, code, name = self._renamed[0]
            known = codebooks.region(code)
            self._outcome.finding(
                "F084", where, region_code=code, value=_and_more(code, self._renamed),
                detail=known.name_zh if known else "", suggestion=name,
            )  # fmt: skip


def _and_more(code: str, places: Sequence[object]) -> str:
    return code if len(places) == 1 else f"{code}（等 {len(places)} 处 / {len(places)} places）"


def name_above(code: str) -> str:
    """The name of the nearest region above a code that the table knows."""
    for ancestor in codebooks.ancestors(code):
        known = codebooks.region(ancestor)
        if known:
            return known.name_zh
    return ""


@cache
def _successor(code: str) -> str:
    for change in codebooks.rows("region_changes"):
        if change["old_code"] == code:
            return f"{change['new_code']} {change['new_name']}"
    return ""
