"""What a title, a sheet's name, a file's name or a description file states for all rows of a ledger."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pipelines.codebooks import Ledger, LedgerColumn
from pipelines.readers.column_maps import ColumnMap
from pipelines.readers.context import Context, merged
from pipelines.readers.outcome import Outcome
from pipelines.readers.quotable import event_text
from pipelines.readers.sheets import Sheet
from pipelines.readers.statements import name_statement, sidecar_statement, title_statement
from pipelines.transforms.dates import year_in
from pipelines.transforms.ledger_headings import year_column
from pipelines.transforms.ledger_words import choice_in_title, season_in
from pipelines.transforms.units import known_unit

_BARE_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_NOTED = re.compile(r"[(（]([^()（）]{1,8})[)）]")
_PLAIN_SHEET = re.compile(r"(?:sheet|表|工作表)?[0-9]*", re.IGNORECASE)


@dataclass(frozen=True)
class Stated:
    """One value that holds where a row says nothing. `is_guess`: only the name of the file or sheet tells it."""

    value: object
    is_guess: bool = False


@dataclass(frozen=True)
class TableStatement:
    """All that is stated for one table. `constants` are cells as a description file writes them."""

    context: Context
    titles: tuple[str, ...]
    names: tuple[str, ...]
    constants: Mapping[str, object]
    above: tuple[str, ...] = ()
    """Titles of a table above this one that hold where its own are silent."""

    def values(self, ledger: Ledger) -> dict[str, Stated]:
        """Column → what is stated for it; constants are left out, they are read like cells."""
        found = {column.column_name: self._stated(ledger, column) for column in ledger.fields}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def units(self) -> tuple[str, ...]:
        """The units that the title gives for the whole table: 单位：万元, or （万元） behind its words."""
        noted = (known_unit(hit) for title in (*self.titles, *self.above) for hit in _NOTED.findall(title))
        return (*self.context.units, *(unit for unit in noted if unit))

    def names_of(self, ledger: Ledger) -> set[str]:
        """The columns that are stated in some way, the region too."""
        region = {"region"} if self.context.region else set()
        return set(self.values(ledger)) | set(self.constants) | region

    def _stated(self, ledger: Ledger, column: LedgerColumn) -> Stated | None:
        if column.column_name in self.constants:
            return None
        if column.choices:
            return self._first(lambda text: choice_in_title(column.choices, text))
        if column.type == "season":
            return self._first(season_in)
        if column.column_name == year_column(ledger.name):
            return self._year(is_guess=not column.is_required and column.column_name != "year")
        return self._of_context(column)

    def _of_context(self, column: LedgerColumn) -> Stated | None:
        """A cut-off, a hazard or a disaster, as any table may state them."""
        context = self.context
        told = {"as_of": context.as_of and context.as_of.date(), "disaster": event_text(context.event_name or "")}
        value = context.hazard if column.type == "hazard" else told.get(column.column_name)
        return Stated(value) if value else None

    def _year(self, *, is_guess: bool) -> Stated | None:
        for text, is_name in self._texts():
            if season_in(text):
                continue
            years = set(_BARE_YEAR.findall(text)) if is_name else set()
            year = year_in(text) or (int(years.pop()) if len(years) == 1 else None)
            if year:
                return Stated(year, is_guess or is_name)
        return None

    def _first(self, tells: Callable[[str], object]) -> Stated | None:
        found = ((tells(text), is_name) for text, is_name in self._texts())
        return next((Stated(value, is_name) for value, is_name in found if value is not None), None)

    def _texts(self) -> Iterator[tuple[str, bool]]:
        yield " ".join(self.titles), False
        yield " ".join(self.above), False
        yield from ((name, True) for name in self.names)


def table_statement(  # noqa: PLR0913 - all places that state something
    sheet: Sheet, titles: Sequence[str], column_map: ColumnMap, outcome: Outcome, where: str = "", *,
    above: tuple[str, ...] = (),
) -> TableStatement:  # fmt: skip
    """The statements about one table; contradictions are told to the outcome."""
    context = merged(
        title_statement((*titles, *above), outcome, where),
        sidecar_statement(column_map.others, outcome),
        name_statement(outcome),
        outcome,
    )
    names = [] if _PLAIN_SHEET.fullmatch(sheet.name.strip()) else [sheet.name]
    names += [PurePath(name).stem for name in outcome.names]
    return TableStatement(context, tuple(titles), tuple(names), column_map.constants, above)
