"""The columns of a table that are understood, and which of several with one meaning is used."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines import codebooks
from pipelines.readers.header_block import HeaderBlock
from pipelines.readers.outcome import Outcome
from pipelines.readers.sheets import Sheet
from pipelines.transforms.units import conversion

_MAY_REPEAT = frozenset({"@text", "@row_number"})


@dataclass(frozen=True)
class Column:
    """One column of a sheet that is understood. `unit` is the unit the sheet writes for it, “” where it writes none;
    `period` the period that it is headed by where periods stand side by side (受灾人口: 2022年, 2023年).
    """

    position: int
    heading: str
    target: str
    unit: str = ""
    period: str = field(default="", kw_only=True)

    @property
    def is_figure(self) -> bool:
        """Whether the column holds an indicator of `core.losses`."""
        known = codebooks.indicators().get(self.target)
        return known is not None and known.ledger == "losses"


def without_repeats(columns: Sequence[Column], sheet: Sheet, block: HeaderBlock, outcome: Outcome) -> list[Column]:
    """The columns with one of each meaning; columns of text may repeat.

    Of columns that claim one indicator the one whose unit fits it. If several do and their cells differ, nobody can
    tell which of them is meant: none is used. Of a dimension the first one holds.
    """
    groups: dict[tuple[str, str], list[Column]] = {}
    for column in columns:
        groups.setdefault((column.target, column.period), []).append(column)
    dropped: set[int] = set()
    for (target, _), group in groups.items():
        if len(group) > 1 and target not in _MAY_REPEAT:
            dropped |= _dropped(group, sheet, block, outcome)
    return [column for column in columns if column.position not in dropped]


def _dropped(group: list[Column], sheet: Sheet, block: HeaderBlock, outcome: Outcome) -> set[int]:
    """The positions of those columns of one meaning that are not used."""
    fitting = [column for column in group if _unit_fits(column)] or group[:1]
    first = fitting[0]
    differing = [column for column in fitting[1:] if not _same_cells(sheet, block, first, column)]
    is_figure = not first.target.startswith("@")
    told = differing if is_figure else group[1:]
    if told:
        places = "、".join(column_letters(sheet, column) for column in (first, *told))
        rule_id = "F055" if is_figure else "F045"
        indicator = first.target if is_figure else ""
        outcome.finding(
            rule_id, sheet_locator(sheet, block.bottom), indicator=indicator, heading=first.heading, detail=places
        )
    unused = group if is_figure and differing else [column for column in group if column is not first]
    return {column.position for column in unused}


def _unit_fits(column: Column) -> bool:
    indicator = codebooks.indicators().get(column.target)
    return not indicator or not column.unit or conversion(column.unit, indicator.unit) is not None


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
