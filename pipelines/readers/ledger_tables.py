"""One table of a ledger → its rows: placed, typed, with what its title states, and every row of the sheet counted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines import codebooks
from pipelines.codebooks import LedgerColumn
from pipelines.readers import rows as sheet_rows
from pipelines.readers.column_maps import ColumnMap
from pipelines.readers.columns import sheet_locator
from pipelines.readers.ledger_cells import BLANK, Entry
from pipelines.readers.ledger_fields import FieldCells, default_entry
from pipelines.readers.ledger_households import as_households
from pipelines.readers.ledger_layouts import LedgerField, LedgerLayout
from pipelines.readers.ledger_places import placed_rows
from pipelines.readers.ledger_rows import Gathered, Values, gathered, row_values, sets_in
from pipelines.readers.ledger_statements import TableStatement
from pipelines.readers.ledger_totals import compare_ledger_totals
from pipelines.readers.outcome import Outcome, decimal_text
from pipelines.readers.records import skip_lines
from pipelines.readers.reservations import reservation_column, tell_reservation
from pipelines.readers.row_places import kept_cells
from pipelines.readers.rows import cell_text
from pipelines.transforms.ledger_headings import main_measure

_YEAR_OF = {"dated_on": "year", "lost_on": "loss_year", "paid_on": "payment_year"}
"""Day → the column that takes the year of a cell that names no day (2023年6月)."""
_REQUIRED_IN_TIME = {"year", "season"}


class LedgerTable:
    """Reads one table. `rows` are its rows as the ledger has them; call `read` once."""

    def __init__(self, table: LedgerLayout, statement: TableStatement, column_map: ColumnMap, outcome: Outcome) -> None:
        self._table, self._layout, self._ledger = table, table.layout, table.ledger
        self._statement, self._map, self._outcome = statement, column_map, outcome
        self._cells = FieldCells(table.layout, table.fields, statement.context.year_hint, outcome)
        self._figures = [one for one in self._cells.fields if one.is_figure]
        self._others = [one for one in self._cells.fields if not one.is_figure]
        self._required = {column.column_name for column in self._ledger.columns if column.is_required}
        self._stated = self._all_stated()
        self._guessed: dict[str, int] = {}
        stages = {value for one in self._figures for key, value in one.sets if key == "stage"}
        self._follows = {"stage"} if len(stages) == 1 else set()
        self._stage = self._told_by_dates()
        self._reservation = reservation_column(table.layout.block.stacks)

    def read(self) -> list[Values]:
        """The rows of the ledger."""
        skip_lines(self._layout, self._outcome)
        kinds = self._classified()
        for row in kinds:
            if row.kind != sheet_rows.RECORD:
                self._outcome.skip(self._where(row.index), row.kind)
        records = [row for row in kinds if row.kind == sheet_rows.RECORD]
        if not records:
            self._outcome.finding("F041", self._layout.sheet.name and f"{self._layout.sheet.name}!")
        kept = placed_rows(self._table, records, self._statement.context, self._map, self._outcome)
        found: list[Values] = []
        entries: dict[int, list[tuple[LedgerField, object]]] = {}
        for row, code, name in kept:
            made, figures = self._row(row.index, code)
            entries[row.index] = figures
            place = {"source_locator": self._where(row.index), "region_code": code, "region_name": name}
            found += [place | values for values in made]
            self._outcome.accepted += bool(made)
            self._tell_reservation(row.index, code)
        totals = [row.index for row in kinds if row.kind == sheet_rows.TOTAL]
        codes = {row.index: code for row, code, _ in kept}
        compare_ledger_totals(self._cells, self._layout, entries, codes, totals, self._outcome)
        self._tell_guesses()
        return as_households(found, self._table, self._outcome)

    def _tell_reservation(self, index: int, code: str) -> None:
        """What whoever entered the row holds against it, told of the figure that every row must have."""
        if self._reservation is not None:
            written = cell_text(self._layout.sheet.rows[index][self._reservation])
            of = self._ledger.column(main_measure(self._ledger.name)) or self._ledger.measures[0]
            tell_reservation(
                written, self._where(index), of.name_zh, of.column_name, self._outcome, region_code=code
            )  # fmt: skip

    def _classified(self) -> list[sheet_rows.Row]:
        """The rows below the headings. Without a region column a row counts as one that has two cells filled."""
        rows = list(sheet_rows.classified(self._layout))
        if self._table.has_region:
            return rows
        return [
            replace(row, kind=sheet_rows.RECORD) if row.kind == sheet_rows.TEXT and self._filled(row.index) > 1 else row
            for row in rows
        ]

    def _filled(self, index: int) -> int:
        cells = self._layout.sheet.rows[index]
        return sum(1 for one in self._cells.fields if cells[one.position] not in (None, ""))

    def _row(self, index: int, code: str) -> tuple[list[Values], list[tuple[LedgerField, object]]]:
        """The rows of the ledger that stand in one row of the sheet, and its figures; no row where it is rejected."""
        read = {number: self._cells.read(one, index, code) for number, one in enumerate(self._cells.fields)}
        figures = [(one, read[number].value) for number, one in enumerate(self._cells.fields) if one.is_figure]
        others = [(one, read[number]) for number, one in enumerate(self._cells.fields) if not one.is_figure]
        found = gathered(figures, self._required, adds_up=self._table.adds_up)
        self._tell_gathered(found, index, code)
        if not found.groups:
            counts_itself = self._table.is_household or any(map(self._is_measure, self._map.constants))
            if self._ledger.measures and not counts_itself:
                self._outcome.finding("F122", self._where(index), region_code=code)
            found.groups[()] = {}
        rows = [self._values(sets, values, others, read) for sets, values in found.groups.items()]
        missing = next((name for row in rows for name in self._unplaced(row)), "")
        if missing:
            self._reject(index, missing, others, code)
            return [], figures
        for row in rows:
            self._tell_blanks(row, others, index, code)
        return rows, figures

    def _values(
        self, sets: tuple[tuple[str, str], ...], figures: Values, others: Sequence[tuple[LedgerField, Entry]],
        read: Mapping[int, Entry],
    ) -> Values:  # fmt: skip
        cells = [(one, entry.value) for one, entry in others]
        stated = {name: value for name, (value, _) in self._stated.items()}
        values = row_values(sets, figures, cells, {}, follows_cells=self._follows)
        for one, entry in others:
            if entry.year and values.get(year := _YEAR_OF.get(one.of.column_name, "")) is None and year:
                values[year] = entry.year
        unit = next((e.unit for e in read.values() if e.unit), "") or self._unit_of(sets)
        if unit and self._ledger.column("unit"):
            values.setdefault("unit", unit)
        for name, value in stated.items():
            if values.get(name) is None and self._may_state(name, values, others):
                values[name] = value
                if self._stated[name][1]:
                    self._guessed[name] = self._guessed.get(name, 0) + 1
        if self._stage and values.get("stage") is None and not self._has_cell("stage", others):
            values["stage"] = self._stage
        return {name: int(str(v)) if self._is_year(name) and v is not None else v for name, v in values.items()}

    def _may_state(self, name: str, values: Values, others: Sequence[tuple[LedgerField, Entry]]) -> bool:
        """Whether what is stated for the table fills a cell: not one that holds an unknown word, no year beside a day,
        no season beside money for something else."""
        if self._has_cell(name, others):
            return False
        if name in {"year", "payment_year", "loss_year"} and name not in self._required:
            days = {day for day, year in _YEAR_OF.items() if self._ledger.column(year)}
            years = {"loss_year", "policy_year"} & {column.column_name for column in self._ledger.columns}
            return not any(values.get(other) for other in (days | years))
        if name == "season" and name not in self._required:
            return str(values.get("purpose") or self._stated.get("purpose", ("", False))[0]).startswith("winter_spring")
        return True

    @staticmethod
    def _has_cell(name: str, others: Sequence[tuple[LedgerField, Entry]]) -> bool:
        return any(one.of.column_name == name and not entry.is_blank for one, entry in others)

    def _all_stated(self) -> dict[str, tuple[object, bool]]:
        """Column → what holds where a row says nothing, and whether only a name tells it."""
        stated: dict[str, tuple[object, bool]] = {
            name: (one.value, one.is_guess) for name, one in self._statement.values(self._ledger).items()
        }
        for name, written in self._map.constants.items():
            column = self._ledger.column(name)
            entry = default_entry(column, written) if column else BLANK
            if entry.value is not None:
                stated[name] = (entry.value, False)
            if entry.rule_id:
                self._outcome.finding("F096", value=f"{self._outcome.source_file}.toml", detail=f"{name} = {written}")
        return stated

    def _told_by_dates(self) -> str:
        """The stage that the headings of days tell, where they agree: 拨付时间."""
        stages = set(sets_in(self._others, "stage"))
        return stages.pop() if len(stages) == 1 else ""

    def _unit_of(self, sets: tuple[tuple[str, str], ...]) -> str:
        """The unit that the heading of a quantity writes: 数量（床）."""
        units = {one.unit for one in self._figures if one.sets == sets and one.of.type == "decimal" and one.unit}
        return units.pop() if len(units) == 1 else ""

    def _unplaced(self, row: Values) -> list[str]:
        """The required columns of time that a row lacks: it can enter no year."""
        columns = {column.column_name for column in self._ledger.columns if column.type in _REQUIRED_IN_TIME}
        return [name for name in columns & self._required if row.get(name) is None]

    def _reject(self, index: int, name: str, others: Sequence[tuple[LedgerField, Entry]], code: str) -> None:
        where, column = self._where(index), self._ledger.column(name)
        self._outcome.finding("F113", where, region_code=code, heading=column.name_zh if column else name)
        self._outcome.reject(where, "F113", kept_cells(self._layout, index))

    def _tell_blanks(self, row: Values, others: Sequence[tuple[LedgerField, Entry]], index: int, code: str) -> None:
        """A finding for a required word (stage, item) that is blank; what is unknown was told with the word."""
        for column in self._ledger.columns:
            if column.is_required and not column.is_measure and column.type in {"choice", "text"}:
                told = any(one.of is column and entry.rule_id for one, entry in others)
                if row.get(column.column_name) is None and not told:
                    self._outcome.finding(
                        "F112", self._where(index), region_code=code, indicator=column.column_name,
                        heading=column.name_zh, heading_en=column.name_en,
                    )  # fmt: skip

    def _tell_gathered(self, found: Gathered, index: int, code: str) -> None:
        where = self._where(index)
        for one, total, parts in found.differing:
            self._outcome.finding(
                "F115", where, region_code=code, indicator=one.target, heading=one.heading,
                value=_shown(total), detail=_shown(parts),
            )  # fmt: skip
        for name, value in found.strays:
            column = self._ledger.column(name)
            self._outcome.finding(
                "F116", where, region_code=code, indicator=name, heading=column.name_zh if column else name,
                value=_shown(value),
            )  # fmt: skip

    def _tell_guesses(self) -> None:
        for name, count in self._guessed.items():
            column = self._ledger.column(name)
            self._outcome.finding(
                "F123", heading=column.name_zh if column else name, heading_en=column.name_en if column else name,
                value=self._shown_guess(column, self._stated[name][0]), suggestion=count,
            )  # fmt: skip

    @staticmethod
    def _shown_guess(column: LedgerColumn | None, value: object) -> str:
        choice = codebooks.choices(column.choices).get(str(value)) if column and column.choices else None
        return choice.name_zh if choice else str(value)

    def _is_measure(self, name: str) -> bool:
        column = self._ledger.column(name)
        return column is not None and column.is_measure

    def _is_year(self, name: str) -> bool:
        column = self._ledger.column(name)
        return column is not None and column.type == "year"

    def _where(self, index: int) -> str:
        return sheet_locator(self._layout.sheet, index)


def _shown(value: object) -> str:
    return decimal_text(value) if hasattr(value, "quantize") else str(value)  # type: ignore[arg-type]
