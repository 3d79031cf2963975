"""Hazard, times, stage and the few texts of each row: its own cell first, then what holds for the whole table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipelines.readers.context import Context
from pipelines.readers.layouts import Column, Layout, sheet_locator
from pipelines.readers.outcome import Outcome
from pipelines.readers.quotable import event_text, township_names
from pipelines.readers.rows import cell_text
from pipelines.readers.sheets import Cell
from pipelines.readers.statements import hazard_name, moment_text
from pipelines.transforms.dates import parse_range, year_told
from pipelines.transforms.hazards import UNSPECIFIED, parse_hazard
from pipelines.transforms.numbers import MISSING, Measure, parse_figure
from pipelines.transforms.stages import UNKNOWN, parse_stage

MOMENTS = ("ended_at", "as_of", "reported_at")
TEXTS = {"typhoon_no": 20, "magnitude": 20, "event_name": 60}
"""Short official texts that are kept, and how long they may be."""
EARLIEST = 1900


@dataclass
class Dimensions:
    """What the rows say besides figures, one value per row. `own_*` hold only what the row itself says.

    `years` has the year of a time of occurrence that is no date (31 February), so that the row stays in its year.
    """

    own_times: list[datetime | None] = field(default_factory=list)
    occurred_at: list[datetime | None] = field(default_factory=list)
    years: list[int | None] = field(default_factory=list)
    own_hazards: list[str | None] = field(default_factory=list)
    hazards: list[str] = field(default_factory=list)
    event_ids: list[str] = field(default_factory=list)
    moments: dict[str, list[datetime | None]] = field(default_factory=dict)
    texts: dict[str, list[str | None]] = field(default_factory=dict)

    @property
    def dates_its_rows(self) -> bool:
        """Whether the table brings a time of occurrence of its own for its rows."""
        return any(self.own_times)


def dimensions_of(
    layout: Layout, indices: Sequence[int], codes: Sequence[str], context: Context, outcome: Outcome
) -> Dimensions:
    """Read the dimension columns of the rows at these indices, which lie in these regions."""
    reader = _Cells(layout, indices, context, outcome)
    found = Dimensions()
    found.own_times, unreadable = reader.moments("@occurred_at")
    found.years = [
        year_told(text) if number in unreadable else None for number, text in enumerate(reader.texts("@occurred_at"))
    ]
    stated = context.occurred_at
    if not stated and not found.dates_its_rows and context.guessed_time and indices:
        stated = context.guessed_time
        reader.tell_guess("灾害发生时间", "time of occurrence", moment_text(stated), len(indices))
    found.occurred_at = [
        own or (None if number in unreadable else stated) for number, own in enumerate(found.own_times)
    ]
    found.own_hazards = reader.hazards()
    whole = context.hazard or context.guessed_hazard
    guessed = sum(1 for own in found.own_hazards if not own)
    if not context.hazard and context.guessed_hazard and guessed:
        reader.tell_guess("灾种", "hazard", hazard_name(context.guessed_hazard), guessed)
    found.hazards = [own or whole or UNSPECIFIED for own in found.own_hazards]
    found.event_ids = [text.strip()[:80] for text in reader.texts("@event_id")]
    for name in MOMENTS:
        own, _ = reader.moments(f"@{name}")
        if name == "ended_at":
            own = [at or reader.ends.get(("@occurred_at", number)) for number, at in enumerate(own)]
        found.moments[name] = [at or getattr(context, name) for at in own]
    found.texts["stage"] = reader.stages()
    for name, longest in TEXTS.items():
        found.texts[name] = [_short(text, longest) or getattr(context, name) for text in reader.texts(f"@{name}")]
    townships = zip(reader.texts("@affected_township_names"), codes, strict=True)
    found.texts["affected_township_names"] = [township_names(text, code) for text, code in townships]
    return found


def _short(text: str, longest: int) -> str | None:
    """A short text that tells of a disaster; a missing mark, or what is too long to be such a text, is none."""
    bare = " ".join(text.split())
    if not bare or len(bare) > longest or parse_figure(bare, Measure()).state == MISSING:
        return None
    return event_text(bare)


class _Cells:
    """The cells of the rows at some indices, column by column."""

    def __init__(self, layout: Layout, indices: Sequence[int], context: Context, outcome: Outcome) -> None:
        self._layout, self._indices, self._context, self._outcome = layout, indices, context, outcome
        self.ends: dict[tuple[str, int], datetime] = {}
        """The last moments of cells that write a range of days, by column and position."""

    def texts(self, target: str) -> list[str]:
        """The texts of a column, blanks where the sheet has no such column."""
        column = self._layout.column(target)
        return [cell_text(cell) for _, cell in self._cells(column)] if column else [""] * len(self._indices)

    def moments(self, target: str) -> tuple[list[datetime | None], set[int]]:
        """The times of a column, and the positions of cells that hold a text which is no date."""
        column = self._layout.column(target)
        found: list[datetime | None] = []
        unreadable: set[int] = set()
        if column is None:
            return [None] * len(self._indices), unreadable
        for number, (index, cell) in enumerate(self._cells(column)):
            moment, end = parse_range(cell, self._context.year_hint)
            if end:
                self.ends[target, number] = end
            if moment is None and not self._is_missing(cell):
                unreadable.add(number)
                self._tell("F063", index, column, cell)
            elif moment and moment.year < EARLIEST:
                self._tell("F068", index, column, cell)
            found.append(moment)
        return found, unreadable

    def hazards(self) -> list[str | None]:
        """The hazard each row names itself, None where it names none that is known."""
        column = self._layout.column("@hazard")
        found: list[str | None] = []
        for index, cell in self._cells(column):
            if self._is_missing(cell):
                found.append(None)
                continue
            hazard = parse_hazard(cell_text(cell))
            if hazard.problem == "unknown":
                self._tell("F090", index, column, cell)
            elif hazard.problem:
                self._tell("F091", index, column, cell, detail=hazard_name(hazard.hazard_key))
            found.append(hazard.hazard_key)
        return found

    def stages(self) -> list[str | None]:
        """The stage of each row; what is not known is told and stays unknown."""
        column = self._layout.column("@stage")
        found: list[str | None] = []
        for index, cell in self._cells(column):
            stage = parse_stage(cell_text(cell))
            if stage is None and not self._is_missing(cell):
                self._tell("F070", index, column, cell)
                stage = UNKNOWN
            found.append(stage or self._context.stage)
        return found

    def tell_guess(self, heading_zh: str, heading_en: str, value: str, count: int) -> None:
        """One finding: the rows take a hazard or day that only the file's name (or an unlabelled title) tells."""
        self._outcome.finding(
            "F097", heading=heading_zh, heading_en=heading_en, value=value, suggestion=count,
            detail_zh="文件名或标题文字", detail_en="the file's name or title",
        )  # fmt: skip

    def _tell(self, rule_id: str, index: int, column: Column | None, cell: Cell, detail: str = "") -> None:
        heading = column.heading if column else ""
        where = sheet_locator(self._layout.sheet, index)
        self._outcome.finding(rule_id, where, heading=heading, value=cell_text(cell), detail=detail)

    def _cells(self, column: Column | None) -> Iterator[tuple[int, Cell]]:
        for index in self._indices:
            yield index, self._layout.sheet.rows[index][column.position] if column else None

    @staticmethod
    def _is_missing(cell: Cell) -> bool:
        return cell is None or (isinstance(cell, str) and parse_figure(cell, Measure()).state == MISSING)
