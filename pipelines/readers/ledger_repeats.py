"""Columns of one ledger that claim the same figure: one is used where they agree, none where they differ."""

from collections.abc import Sequence

from pipelines.readers.columns import column_letters, sheet_locator
from pipelines.readers.header_block import HeaderBlock
from pipelines.readers.ledger_layouts import LedgerField
from pipelines.readers.outcome import Outcome
from pipelines.readers.rows import cell_text
from pipelines.readers.sheets import Sheet


def without_repeated_fields(
    fields: Sequence[LedgerField], sheet: Sheet, block: HeaderBlock, outcome: Outcome
) -> list[LedgerField]:
    """The columns with one for each figure. Other columns may repeat: the first one that is filled holds."""
    groups: dict[tuple[object, ...], list[LedgerField]] = {}
    for one in fields:
        if one.is_figure:
            groups.setdefault((one.target, one.sets), []).append(one)
    dropped: set[int] = set()
    for group in groups.values():
        if len(group) < 2:
            continue
        differing = [one for one in group[1:] if not _agree(sheet, block, group[0], one)]
        dropped |= {one.position for one in (group if differing else group[1:])}
        if differing:
            places = "、".join(column_letters(sheet, one) for one in (group[0], *differing))
            outcome.finding(
                "F055", sheet_locator(sheet, block.bottom), indicator=group[0].target, heading=group[0].heading,
                detail=places,
            )  # fmt: skip
    return [one for one in fields if one.position not in dropped]


def _agree(sheet: Sheet, block: HeaderBlock, one: LedgerField, other: LedgerField) -> bool:
    """Whether two columns have the same unit and nowhere different figures."""
    pairs = ((cell_text(row[one.position]), cell_text(row[other.position])) for row in sheet.rows[block.first_data :])
    return one.unit == other.unit and all(a == b or not a.strip() or not b.strip() for a, b in pairs)
