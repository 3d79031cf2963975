"""What may be filled in, by type of column: width, number format and the rule of its cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines import codebooks
from pipelines.codebooks.ledgers import Choice
from pipelines.templates.sheets import Explanation, choice_rule
from pipelines.templates.words import word

_FIRST_DAY, _LAST_DAY = date(1949, 10, 1), date(2099, 12, 31)
STOP, ASK = "stop", "warning"


@dataclass(frozen=True)
class Entry:
    """Cells of one type. An error that only asks (`warning`) lets what is typed stand: a correction may be negative."""

    width: int
    number_format: str
    validate: str = ""
    error: str = ""
    error_type: str = STOP

    def rule(self, explanation: Explanation, choices: Mapping[str, Choice] | None = None) -> dict[str, Any]:
        """The rule of the cells; `choices` are those of the column's list."""
        if choices:
            return choice_rule([c.name_zh for c in choices.values()], explanation) | self._told()
        if self.validate == "list":
            return self._list(explanation)
        return _LIMITS[self.validate] | self._told() if self.validate else {}

    def _list(self, explanation: Explanation) -> dict[str, Any]:
        name = word(self.error)
        if name not in explanation.lists:
            return {}
        return choice_rule(explanation.lists[name], explanation, name) | {"show_error": False}

    def _told(self) -> dict[str, Any]:
        return {"error_title": word("error.title"), "error_message": word(self.error), "error_type": self.error_type}


_LIMITS: dict[str, dict[str, Any]] = {
    "integer": {"validate": "integer", "criteria": ">=", "value": 0},
    "decimal": {"validate": "decimal", "criteria": ">=", "value": 0},
    "date": {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY},
    "year": {"validate": "integer", "criteria": "between", "minimum": _FIRST_DAY.year, "maximum": _LAST_DAY.year},
}
ENTRIES = {
    "code": Entry(16, "@", "list", "list.code"),
    "region": Entry(18, "@", "list", "list.region"),
    "hazard": Entry(16, "@", "list", "list.hazard"),
    "text": Entry(20, "@"),
    "season": Entry(14, "@"),
    "choice": Entry(15, "@", "", "error.choice"),
    "date": Entry(12, "yyyy-mm-dd", "date", "error.date"),
    "year": Entry(8, "0", "year", "error.year"),
    "integer": Entry(11, "0", "integer", "error.integer"),
    "decimal": Entry(11, "General", "decimal", "error.number", ASK),
    "percent": Entry(10, "General", "decimal", "error.number", ASK),
    "money": Entry(15, "#,##0.00", "decimal", "error.number", ASK),
}
"""By the types of ledger_columns.csv, and the code beside a region."""


def region_lists(region: codebooks.Region | None) -> dict[str, list[str]]:
    """The region and the parts of it that exist now: names and codes."""
    if region is None:
        return {}
    listed = (region, *parts(region))
    return {
        word("list.region"): [part.name_zh for part in listed],
        word("list.code"): [part.region_code for part in listed],
    }


def parts(region: codebooks.Region) -> tuple[codebooks.Region, ...]:
    """The regions directly below that exist now."""
    return tuple(part for part in codebooks.children(region.region_code) if part.is_current)


def hazard_choices() -> list[str]:
    """The hazards as reports write them, sub-hazards below their own."""
    rows = codebooks.rows("hazards")
    return [row["report_value_zh"] or row["name_zh"] for row in rows if row["hazard_key"] != "unspecified"]
