"""What stands behind a filing, before it is known whether it may be filed."""

from dataclasses import dataclass

from pipelines.exports.snapshot import Row
from pipelines.filings.comparing import Change
from pipelines.filings.contents import Line, Scope
from pipelines.filings.manifests import Filing


@dataclass(frozen=True)
class Behind:
    """The lines of its two tables, the findings that concern it, what it changes, and the filing that it replaces."""

    scope: Scope
    versions: list[Line]
    figures: list[Line]
    findings: list[Row]
    changes: list[Change]
    last: Filing | None
