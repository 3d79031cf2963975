"""The columns of a tidy table: our own names, with official headings among them allowed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines import codebooks
from pipelines.readers.layouts import UNKNOWN_SHOWN
from pipelines.readers.outcome import Outcome
from pipelines.transforms.headings import is_personal, match_heading, similar_heading

_KEPT = {"@text", "@row_number"}


@dataclass(frozen=True)
class TidyColumn:
    """One column that is understood."""

    position: int
    heading: str
    target: str
    unit: str


@dataclass(frozen=True)
class TidyColumns:
    """The columns by what they are, and the headings that are not used. `regime` knows most of the indicators."""

    known: tuple[TidyColumn, ...]
    personal: tuple[str, ...]
    unknown: tuple[str, ...]
    repeated: tuple[str, ...]
    regime: str

    def has(self, target: str) -> bool:
        """Whether there is a column of this dimension or indicator."""
        return any(column.target == target for column in self.known)

    @property
    def figures(self) -> tuple[TidyColumn, ...]:
        """The columns of `core.losses`."""
        losses = {indicator.column_name for indicator in codebooks.loss_columns()}
        return tuple(column for column in self.known if column.target in losses)

    def position(self, target: str) -> str | None:
        """The name of a column in the frames, which is its position."""
        return next((str(column.position) for column in self.known if column.target == target), None)


def tidy_columns(headings: Sequence[str]) -> TidyColumns | None:
    """The columns, if these are the headings of a wide tidy table: a region and an indicator under our own names."""
    names = {heading.strip() for heading in headings}
    own_indicators = names & {indicator.column_name for indicator in codebooks.loss_columns()}
    if not names & {"region_code", "region_name"} or not own_indicators:
        return None
    if names & {"year", "period", "period_start"} and not names & {"occurred_at", "event_id"}:
        return None  # sums of periods, not reports of disasters
    known: dict[str, TidyColumn] = {}
    personal, unknown, repeated = [], [], []
    for position, heading in enumerate(headings):
        match = match_heading((heading,)) if heading.strip() else None
        if heading.strip() and is_personal((heading,)):
            personal.append(heading)
        elif match is None:
            unknown.append(heading)
        else:
            column = TidyColumn(position, heading, match.meanings[-1].target, match.unit)
            if column.target in known and column.target not in _KEPT:
                repeated.append(heading)
            else:
                known[f"{column.target} {position}" if column.target in _KEPT else column.target] = column
    columns = tuple(known.values())
    return TidyColumns(columns, tuple(personal), tuple(unknown), tuple(repeated), _regime(columns))


def tell_about_headings(columns: TidyColumns, outcome: Outcome) -> None:
    """Findings for the columns that are not used."""
    for heading in columns.personal:
        outcome.finding("F048", "1", heading=heading)
    for heading in columns.repeated:
        outcome.finding("F045", "1", heading=heading)
    for heading in [name for name in columns.unknown if name.strip()][:UNKNOWN_SHOWN]:
        near = similar_heading(heading)
        suggestion = {"suggestion_zh": f"是否“{near}”？", "suggestion_en": f'Is "{near}" meant?'} if near else {}
        outcome.finding("F044", "1", heading=heading, **suggestion)
    if len(columns.unknown) > UNKNOWN_SHOWN:
        count = len(columns.unknown)
        outcome.finding("F044", "1", heading=f"……等 {count} 列 / {count} columns in all")


def _regime(columns: Sequence[TidyColumn]) -> str:
    known = {row["column_name"]: row["regimes"].split() for row in codebooks.rows("indicators")}
    counted = Counter(regime for column in columns for regime in known.get(column.target, ()))
    return max(counted, key=lambda regime: (counted[regime], regime)) if counted else ""
