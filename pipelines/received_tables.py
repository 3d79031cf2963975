"""Filings of lower levels and notices of the upper level as tables of texts: what the models find in `staging`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pipelines import codebooks, received_scope
from pipelines.filings.manifests import FILING_ID
from pipelines.received import Scan
from pipelines.received_filings import SOUND, ReceivedFiling

LOSSES = "losses"
FILING_COLUMNS = (
    "folder", "filing_id", "state", "detail", "family", "profile", "year", "region_code", "region_name", "region_level",
    "event_id", "period_start", "period_end", "filed_at", "prepared_by", "reviewed_by", "reason", "is_zero", "replaces",
    "chain_hash", "source_id", "received_at", "explained",
)  # fmt: skip
"""One row is one folder of a filing that was received. `family` is `losses` for every profile made from reports, else
the profile: filings of one family, region, year and disaster replace each other."""
SOURCE_COLUMNS = ("source_id", "filing_id", "family", "region_code", "year", "event_id", "filed_at")
"""One row is one table of versions and one filing that it was ever a sound part of."""
EXPLANATION_COLUMNS = (
    "folder", "filing_id", "source_id", "rule_id", "event_id", "region_code", "indicator", "explained_by",
    "explained_at", "reason",
)  # fmt: skip
"""One row is one finding that the lower level explained when it filed, in the latest filing of a region and year."""
ADJUSTMENT_COLUMNS = (
    "folder", "filing_id", "year", "region_code", "hazard_key", "indicator", "delta", "decided_by", "decided_at",
    "reason",
)  # fmt: skip
"""One row is one adjustment (会商核定) in the figures of the latest filing of a region and year."""
ZONE_COLUMNS = ("folder", "filing_id", "zone_code", "host_code", "filed_at")
"""One row is one development zone and the county that the sender counts it to, in the latest filing of a region."""
RETURN_COLUMNS = (
    "filing_id", "chain_hash", "region_code", "kind", "returned_by", "returned_at", "reason", "bureau",
)  # fmt: skip
"""One row is one notice by which the upper level returns a filing of this bureau."""
COLUMNS = {
    "received_filings": FILING_COLUMNS,
    "filing_sources": SOURCE_COLUMNS,
    "received_explanations": EXPLANATION_COLUMNS,
    "received_adjustments": ADJUSTMENT_COLUMNS,
    "received_zones": ZONE_COLUMNS,
    "received_returns": RETURN_COLUMNS,
}
Row = dict[str, str | None]
Part = Callable[[Mapping[str, Any]], list[Mapping[str, Any]]]


def of(scan: Scan) -> dict[str, list[Row]]:
    """All tables of what raw/received/ holds."""
    latest = _latest(scan.filings)
    return {
        "received_filings": [_row(_filing(filing), FILING_COLUMNS) for filing in scan.filings],
        "filing_sources": [_row(row, SOURCE_COLUMNS) for row in _sources(scan)],
        "received_explanations": [*_told(latest, _explained, EXPLANATION_COLUMNS)],
        "received_adjustments": [*_told(latest, received_scope.adjustments, ADJUSTMENT_COLUMNS)],
        "received_zones": [*_told(latest, received_scope.zones, ZONE_COLUMNS)],
        "received_returns": [_row(vars(notice), RETURN_COLUMNS) for notice in scan.notices],
    }


def _latest(filings: Iterable[ReceivedFiling]) -> list[ReceivedFiling]:
    """The sound filings that no later one of their region, year and disaster replaces: what the others said is over."""
    found: dict[tuple[object, ...], ReceivedFiling] = {}
    for filing in sorted((f for f in filings if f.state == SOUND), key=lambda f: _order(f.told)):
        told = filing.told
        found[_family(told), told.get("region_code"), told.get("year"), told.get("event_id")] = filing
    return list(found.values())


def _order(told: Mapping[str, Any]) -> tuple[str, str]:
    return str(told.get("filed_at")), str(told.get("filing_id"))


def _filing(filing: ReceivedFiling) -> dict[str, object]:
    """A filing as its manifest tells it; where none can be read, as the name of its folder does."""
    named = FILING_ID.fullmatch(filing.folder.rpartition("/")[2])
    told = dict(filing.told)
    if not told and named:
        told = {"filing_id": named[0], "profile": named["profile"], "region_code": named["region"]}
    return told | {
        "folder": filing.folder,
        "state": filing.state,
        "detail": filing.detail,
        "family": _family(told),
        "filing_id": told.get("filing_id") or filing.folder.rpartition("/")[2],
        "source_id": filing.versions[:16] or None,
        "received_at": filing.received_at,
        "explained": len(_explained(told)),
    }


def _sources(scan: Scan) -> Iterator[Mapping[str, object]]:
    for sha256, manifests in sorted(scan.sealed.items()):
        for told in manifests:
            yield {**told, "source_id": sha256[:16], "family": _family(told)}


def _told(filings: Iterable[ReceivedFiling], part: Part, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a list in the manifests. Explanations and adjustments say themselves what they are about."""
    for filing in filings:
        own = {name: filing.told.get(name) for name in ("filing_id", "filed_at")}
        own |= {"folder": filing.folder, "source_id": filing.versions[:16]}
        yield from (_row({**told, **own}, columns) for told in part(filing.told))


def _explained(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = told.get("explained", [])
    return rows


def _family(told: Mapping[str, Any]) -> str:
    """What a filing replaces; a profile that this software does not know holds records of disasters like most."""
    profile = str(told.get("profile") or "")
    families = {row["profile"]: row["family"] or profile for row in codebooks.rows("export_profiles")}
    return families.get(profile, LOSSES)


def _row(told: Mapping[str, object], columns: tuple[str, ...]) -> Row:
    """The columns as texts; nothing told is None."""
    return {name: _text(told.get(name)) for name in columns}


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None or value == "" else str(value)
