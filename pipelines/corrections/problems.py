"""The findings of one file as its correction shows them: each with its cell, and what to do about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines import codebooks
from pipelines.corrections.words import both, english, word
from pipelines.readers.cell_places import CellPlaces, Place
from pipelines.readers.messages import heading_in

SEVERITIES = ("reject", "error", "warning")
OPEN = "open"
Finding = Mapping[str, Any]
"""A row of checks.findings."""


@dataclass(frozen=True)
class Problem:
    """One finding: its row, the cell it speaks of, perhaps in another row, and the cells that its rule compares."""

    finding: Finding
    row: Place | None
    place: Place | None
    beside: tuple[Place, ...] = ()

    @property
    def severity(self) -> str:
        return str(self.finding["severity"])

    @property
    def is_open(self) -> bool:
        return str(self.finding["status"]) == OPEN

    @property
    def column(self) -> str:
        """The indicator, or the heading that the message names."""
        return column_name(self.finding)

    @property
    def note(self) -> str:
        """What stands in the note of the cell: the problem and what to do, in Chinese, then in English."""
        head = f"【{both('severity.' + self.severity)} {self.finding['rule_id']}】"
        return "\n".join(
            (
                head,
                self.said("zh"),
                word(f"todo.{self.severity}"),
                "",
                self.said("en"),
                english(f"todo.{self.severity}"),
            )
        )

    def said(self, language: str) -> str:
        """The message without the place that it begins with."""
        text = str(self.finding[f"message_{language}"] or "")
        head, mark, rest = text.partition("：" if language == "zh" else ": ")
        is_place = head.startswith("文件“" if language == "zh" else 'File "')
        return rest if mark and is_place else text


def problems_of(findings: Iterable[Finding], places: CellPlaces) -> list[Problem]:
    """The findings with their cells, the gravest first, then as they stand in the file."""
    sheets = {name: number for number, name in enumerate(places.sheets)}

    def order(problem: Problem) -> tuple[Any, ...]:
        at = problem.place
        where = (sheets[at.sheet], at.row, at.column or 0) if at else (-1, 0, 0)
        return SEVERITIES.index(problem.severity), not problem.is_open, where, str(problem.finding["rule_id"])

    return sorted((located(finding, places) for finding in findings), key=order)


def located(finding: Finding, places: CellPlaces) -> Problem:
    """A finding with its cells."""
    locator = str(finding["source_locator"] or "")
    at = places.cell(
        locator, _column(finding), heading=heading_in(str(finding["message_zh"])), value=str(finding["value"] or "")
    )
    others = (places.cell(locator, name) for name in compared(str(finding["rule_id"]), _column(finding)))
    beside = (place for place in others if place and place.column and place != at)
    return Problem(finding, places.row(locator), at, tuple(dict.fromkeys(beside)))


def compared(rule_id: str, indicator: str) -> Sequence[str]:
    """The columns that a rule compares, the one of the finding among them: of a rule with variants those of its own."""
    variants = [columns for columns in _rule_columns().get(rule_id, ()) if columns[:1] == (indicator,)]
    return variants[0] if len(variants) == 1 else ()


def column_name(finding: Finding) -> str:
    """The name of the column of a finding, in Chinese."""
    indicator = str(finding["indicator"] or "")
    known = codebooks.indicators().get(indicator)
    return heading_in(str(finding["message_zh"])) or (known.name_zh if known else indicator)


def _column(finding: Finding) -> str:
    """The column that a finding is about: by its rule, where it names none or the disaster as a whole."""
    return _columns_of_rules().get(str(finding["rule_id"])) or str(finding["indicator"] or "")


@cache
def _columns_of_rules() -> dict[str, str]:
    return {row["rule_id"]: row["column_name"] for row in codebooks.rows("finding_columns")}


@cache
def _rule_columns() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in codebooks.rows("check_rules"):
        if row["scope"] == "record":
            found.setdefault(row["rule_id"], []).append(tuple(row["columns"].split()))
    return found
