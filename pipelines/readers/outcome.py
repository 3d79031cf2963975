"""What a reading gathers on its way: findings, rejected and skipped rows, doubtful figures, counts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl

from pipelines.readers import contract, messages
from pipelines.readers.quotable import FROM_CELLS, redacted
from pipelines.readers.sheets import Note

SHOWN_PER_COLUMN = 500
"""So many cells of one column are reported one by one for one rule; the rest are counted in one line."""


@dataclass
class Outcome:
    """Gathers what is told about one file; `reading` closes it. Every row of the file must be counted exactly once."""

    source_file: str
    former_names: tuple[str, ...] = ()
    """Names that the same bytes were received under before, the first one first."""
    stated_by: tuple[str, ...] = ()
    """Of a correction the names of the file that it corrects: they tell what its own name might get wrong."""
    findings: list[dict[str, object]] = field(default_factory=list)
    rejected: list[dict[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    states: list[tuple[str, str, str, str, str, Decimal | None]] = field(default_factory=list)
    accepted: int = 0
    uncounted_skipped: int = 0
    followers: dict[str, list[str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    tally: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that may state something about the file, the one that prevails first."""
        return self.stated_by or (self.source_file, *self.former_names)

    def fresh(self) -> "Outcome":
        """An empty outcome of the same file."""
        return Outcome(self.source_file, self.former_names, self.stated_by)

    def finding(self, rule_id: str, locator: str = "", *, indicator: str = "", **details: Any) -> None:
        """Note one finding; `details` are those of `messages.finding`. A cell is quoted without names of people."""
        if rule_id in FROM_CELLS and details.get("value"):
            details["value"] = redacted(str(details["value"]))
        heading = str(details.get("heading", ""))
        if rule_id == "F044" and messages.masked(heading) != heading:
            details["heading"] = redacted(heading)  # a row of persons in the place of the headings
        group = (rule_id, indicator or str(details.get("heading", "")))
        self.tally[group] += 1
        if self.tally[group] <= SHOWN_PER_COLUMN:
            self.findings.append(
                messages.finding(rule_id, source_file=self.source_file, locator=locator, indicator=indicator, **details)
            )

    def is_first(self, key: str) -> bool:
        """Whether something that is told once a file is to be told now."""
        if key in self.told:
            return False
        self.told.add(key)
        return True

    def notes(self, notes: Iterable[Note]) -> None:
        """What was seen while opening the file."""
        for note in notes:
            self.finding(note.rule_id, note.where, **note.details)

    def skip(self, locator: str, reason: str) -> None:
        """One row that is no record, and why."""
        self.skipped.append((locator, reason))

    def reject(self, locator: str, reason: str, cells: str) -> None:
        """One row that cannot be placed, with those of its cells that may be kept."""
        self.rejected.append({"source_locator": locator, "reason": reason, "cells": messages.masked(cells)})

    def follow(self, leader: str, locator: str) -> None:
        """A row that belongs to the record of another row: it is counted as that one will be."""
        self.followers.setdefault(leader, []).append(locator)

    def state(  # noqa: PLR0913, PLR0917 - the columns of a state
        self,
        locator: str,
        indicator: str,
        state: str,
        as_written: str,
        unit_written: str,
        half_width: Decimal | None = None,
    ) -> None:
        """One figure that is not exactly what its column says."""
        quoted = messages.quote(redacted(as_written))
        self.states.append((locator, indicator, state, quoted, unit_written, half_width))

    def reading(
        self,
        reader: str,
        *,
        reports: pl.DataFrame | None = None,
        period_figures: pl.DataFrame | None = None,
        coverage: pl.DataFrame | None = None,
        ledgers: Mapping[str, pl.DataFrame] | None = None,
    ) -> contract.Reading:
        """The finished reading."""
        self._tell_the_rest()
        self._count_followers()
        skipped, rejected = len(self.skipped) + self.uncounted_skipped, len(self.rejected)
        return contract.Reading(
            reader=reader,
            reports=_or_empty(reports, contract.REPORT_SCHEMA),
            period_figures=_or_empty(period_figures, contract.PERIOD_FIGURE_SCHEMA),
            coverage=_or_empty(coverage, contract.COVERAGE_SCHEMA),
            figure_states=pl.DataFrame(self.states, schema=contract.FIGURE_STATE_SCHEMA, orient="row"),
            findings=pl.DataFrame(self.findings, schema=contract.FINDING_SCHEMA),
            rejected_rows=pl.DataFrame(self.rejected, schema=contract.REJECTED_ROW_SCHEMA),
            skipped_rows=pl.DataFrame(self.skipped, schema=contract.SKIPPED_ROW_SCHEMA, orient="row"),
            rows_read=self.accepted + rejected + skipped,
            rows_accepted=self.accepted,
            rows_rejected=rejected,
            rows_skipped=skipped,
            ledgers=ledgers or {},
        )

    def _count_followers(self) -> None:
        reasons, rejected = dict(self.skipped), {row["source_locator"]: row["reason"] for row in self.rejected}
        for leader, locators in self.followers.items():
            if leader in rejected:
                for locator in locators:
                    self.reject(locator, rejected[leader], "")
            elif leader in reasons:
                self.skipped += [(locator, reasons[leader]) for locator in locators]
            else:
                self.accepted += len(locators)

    def _tell_the_rest(self) -> None:
        for (rule_id, column), count in self.tally.items():
            if count > SHOWN_PER_COLUMN:
                self.findings.append(
                    messages.finding(
                        rule_id,
                        source_file=self.source_file,
                        locator="",
                        heading=_name(column),
                        value=f"……（同类问题另有 {count - SHOWN_PER_COLUMN} 处 / {count - SHOWN_PER_COLUMN} more）",
                    )
                )


def decimal_text(value: Decimal) -> str:
    """A figure as people write it: no exponent, no zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _name(column: str) -> str:
    from pipelines import codebooks

    known = codebooks.indicators().get(column)
    return known.name_zh if known else column


def _or_empty(frame: pl.DataFrame | None, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(schema=schema) if frame is None else frame
