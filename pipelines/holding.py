"""What a new release would change in figures that people already rely on: the reasons to wait for a confirmation."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from pipelines import codebooks
from pipelines.releases import Release
from pipelines.warehouse import expand, sql_text

CLOSED_YEAR = "closed_year"
JUMP = "jump"
MOST = 500
"""Changes listed, those of the own region and of late years first: enough to judge, however large the tree."""


@dataclass(frozen=True)
class Change:
    """One headline figure that moves: year × region, all hazards. A value is None where there is no figure."""

    reason: str
    year: int
    region_code: str
    region_name: str
    indicator: str
    unit: str
    old: Decimal | None
    new: Decimal | None
    sources: tuple[str, ...]

    def as_row(self) -> dict[str, Any]:
        """The change as the manifest states it; figures as exact text."""
        row = asdict(self) | {"sources": list(self.sources)}
        return row | {"old": _text(self.old), "new": _text(self.new)}


def reasons_to_hold(current: Release | None, candidate: Path, hold_factor: Decimal) -> list[Change]:
    """Changes that need a confirmation, against the release shown now; none for the first real one."""
    if current is None:
        return []
    with duckdb.connect(config={"temp_directory": str(candidate.parent / "scratch")}) as connection:
        for name, database in (("old", current.snapshot), ("new", candidate)):
            quoted = database.resolve().as_posix().replace("'", "''")
            connection.execute(f"attach '{quoted}' as {name} (read_only)")
        was_sample = connection.execute("select is_sample from old.meta.release").fetchone()
        if was_sample and was_sample[0]:
            return []
        found = connection.execute(expand(sql_text("release/hold.figures.sql"))).fetchall()
        sources = _sources_by_year(connection)
    changes = (
        Change(reason, year, code, name or code, indicator, _unit(indicator), old, new, tuple(sources.get(year, ())))
        for year, code, name, is_own, is_closed, indicator, old, new in found
        if (reason := _reason(is_own, is_closed, old, new, hold_factor))
    )
    return list(islice(changes, MOST))


def _reason(is_own: bool, is_closed: bool, old: Decimal | None, new: Decimal | None, factor: Decimal) -> str:
    """Why a change needs a confirmation, or nothing. A figure where there was none is news, not a change."""
    if old is None:
        return ""
    if is_closed:
        return CLOSED_YEAR
    low, high = sorted((old, new or Decimal(0)))
    return JUMP if is_own and old > 0 and high > factor * low else ""


def _sources_by_year(connection: duckdb.DuckDBPyConnection) -> dict[int, Sequence[str]]:
    rows = connection.execute(sql_text("release/hold.sources.sql")).fetchall()
    return {year: paths for year, paths in rows}


def _unit(indicator: str) -> str:
    return codebooks.indicators()[indicator].unit


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")
