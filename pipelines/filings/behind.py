"""What stands behind a filing, before it is known whether it may be filed."""

from dataclasses import dataclass

from pipelines.exports.snapshot import Row
from pipelines.filings.comparing import Change
from pipelines.filings.contents import Line, Scope
from pipelines.filings.manifests import COUNTS, Filing


@dataclass(frozen=True)
class Behind:
    """The lines of its two tables, the findings that concern it, what it changes, and the filing that it replaces.

    `has_stated`: a figure above zero was stated for the period. `is_quiet`: lists that cover the region say that there
    was no disaster; without them an empty year is unknown, not zero.
    """

    scope: Scope
    versions: list[Line]
    figures: list[Line]
    findings: list[Row]
    changes: list[Change]
    last: Filing | None
    has_stated: bool = False
    is_quiet: bool = False

    @property
    def is_zero(self) -> bool:
        """Whether there is nothing to report: no record counts, no figure is above zero, none was stated."""
        if self.scope.is_ledger or any(line["status"] == COUNTS for line in self.versions):
            return False
        return not self.has_stated and not any(line["value"].strip("-0.") for line in self.figures)
