"""What a manifest says besides its files: what was filed, by whom, why, what was explained, and what came before."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines import clock
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.filings import contents, explaining, manifests, refusals
from pipelines.filings.behind import Behind
from pipelines.filings.contents import Scope
from pipelines.filings.explaining import Explanation
from pipelines.filings.manifests import Filing
from pipelines.filings.request import Request
from pipelines.versions import software_version

EXPLAINED = (
    "rule_id", "severity", "source_file", "source_locator", "event_id", "region_code", "indicator", "value",
    "message_zh", "message_en", "explained_by", "explained_at", "reason",
)  # fmt: skip
OF_THE_EXPORT = ("files", "software_version")
"""What an export's own manifest says of its files and the filing says itself."""


def told(request: Request, source: Snapshot, behind: Behind, exported: dict[str, Any]) -> dict[str, Any]:
    """The manifest as far as it is known before anything is written."""
    scope = behind.scope
    start, end = _period(source, scope, exported)
    region = source.regions[scope.region]
    return {
        "kind": manifests.KIND,
        "format": manifests.FORMAT,
        "profile": scope.profile,
        "year": scope.year,
        "period_start": start,
        "period_end": end,
        "region_code": scope.region,
        "region_name": region["name_zh"],
        "region_level": region["level"],
        "event_id": scope.event,
        "release": source.id,
        "data_through": source.data_through.isoformat(),
        "filed_at": clock.text(clock.now()),
        "prepared_by": request.prepared_by.strip(),
        "reviewed_by": request.reviewed_by.strip(),
        "same_person_reason": request.same_person_reason.strip() or None if request.is_one_person else None,
        "reason": request.reason.strip() or None,
        "is_zero": behind.is_zero,
        "replaces": behind.last.filing_id if behind.last else None,
        "changes": [change.as_row() for change in behind.changes],
        "adjustments": contents.adjustments(source, scope),
        "zones": contents.zones(source, scope),
        "encoding": request.encoding,
        "export": {key: value for key, value in exported.items() if key not in OF_THE_EXPORT},
        "software_version": software_version(),
    }


def _period(source: Snapshot, scope: Scope, exported: dict[str, Any]) -> tuple[str, str]:
    """The year as far as the data reach; a disaster from when it began."""
    start, year_end = date(scope.year, 1, 1), date(scope.year, 12, 31)
    if scope.event:
        sql = "select occurred_at from core.events where event_id = $event"
        began: datetime | None = next(source.rows(sql, {"event": scope.event}))["occurred_at"]
        return (began.date() if began else start).isoformat(), str(exported["through"])
    end = min(year_end, max(source.data_through, start))
    return start.isoformat(), end.isoformat()


def explained(
    raw: Path, request: Request, findings: Sequence[Row], given: Sequence[Explanation], said: Sequence[Explanation]
) -> list[dict[str, str | None]]:
    """The findings explained, now (`given`) or before, perhaps since the release was made (both are in `said`).

    What is explained now becomes a decision that every release keeps.
    """
    recorded = explaining.record(raw, given, request.prepared_by)
    now = recorded.get("explained_at") or clock.text(clock.now())
    rows = []
    for finding in findings:
        row = {key: finding[key] for key in EXPLAINED}
        if refusals.waits(finding):
            by = {"explained_by": request.prepared_by.strip(), "explained_at": now}
            row |= by | {
                key: value for key, value in (explaining.explanation_of(finding, said) or {}).items()
                if key in ("explained_by", "explained_at", "reason")
            }  # fmt: skip
        rows.append({key: None if value is None else str(value) for key, value in row.items()})
    return rows


def link(head: Filing | None) -> dict[str, str] | None:
    """How a filing names the one before."""
    if head is None:
        return None
    return {"filing_id": head.filing_id, "chain_hash": head.chain_hash, "manifest_sha256": head.manifest_sha256}
