"""What the national list has no place for, counted for the manifest: nothing is dropped in silence."""

from collections.abc import Iterable, Sequence
from typing import Any

from pipelines.exports.filing import FilingRecords
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.exports.texts import exact_text, has_word, word

FIELDS = ("stage", "as_of", "reported_at", "typhoon_no", "magnitude", "affected_township_names")
NOT_TOLD = (None, "", "unknown")
LOSS = "direct_economic_loss"
UNSPECIFIED = "unspecified"
ADJUSTMENTS = "core.adjustments"

Entry = dict[str, object]


def not_representable(
    release: Snapshot, filed: FilingRecords, listed: Sequence[str], region: str, year: int
) -> list[Entry]:
    """Entries with what, reason, count and amount (in the indicator's unit; 直接经济损失 where records are meant)."""
    entries = [*not_listed(release, filed.records, listed), *_fields(filed.own)]
    loss_unit = str(release.indicators[LOSS]["unit"])

    def note_records(reason: str, records: Sequence[Row]) -> None:
        if records:
            entries.append(_entry("records", reason, len(records), _sum(records, LOSS), loss_unit))

    note_records("no_date", [r for r in filed.records if r["occurred_at"] is None])
    note_records("unlisted_hazard", [r for r in filed.records if r["own_hazard_key"] == UNSPECIFIED])
    note_records("unlisted_region", [r for r in filed.records if not release.regions[r["region_code"]]["is_known"]])
    note_records("held_out", filed.held_out)
    note_records("below_filing_level", filed.below)
    above = list(release.file_rows("above_filing_level", {"region": region, "year": year}))
    for name in listed:
        if amounts := [row for row in above if row.get(name)]:
            unit = str(release.indicators[name]["unit"])
            entries.append(_entry(name, "above_filing_level", len(amounts), _sum(amounts, name), unit))
    return [*entries, *adjustments(release, region, year)]


def adjustments(release: Snapshot, region: str, year: int) -> list[Entry]:
    """What consultations added to the year's figures of the region and those below it: a list of records has none."""
    if not release.has(ADJUSTMENTS):
        return []
    rows = list(release.file_rows("adjustments", {"region": region, "year": year}))
    return [
        _entry(row["indicator"], "adjustment", row["adjustments"], row["delta"], row["unit"])
        | {"name_zh": release.indicators[row["indicator"]]["name_zh"]}
        for row in rows
    ]


def not_listed(release: Snapshot, records: Sequence[Row], listed: Sequence[str]) -> list[Entry]:
    """Figures of other regimes and layouts, per indicator."""
    entries = []
    for name, indicator in release.indicators.items():
        if name not in listed and (told := [r for r in records if r.get(name) is not None]):
            entry = _entry(name, "indicator", len(told), _sum(told, name), str(indicator["unit"]))
            entries.append(entry | {"name_zh": indicator["name_zh"]})
    return entries


def _fields(own: Sequence[Row]) -> Iterable[Entry]:
    for name in FIELDS:
        if count := sum(row.get(name) not in NOT_TOLD for row in own):
            entry = _entry(name, "field", count, None, None)
            yield entry | ({"name_zh": word(f"field.{name}")} if has_word(f"field.{name}") else {})


def _sum(records: Iterable[Row], name: str) -> Any:
    told = [record[name] for record in records if record.get(name) is not None]
    return sum(told[1:], told[0]) if told else None


def _entry(what: str, reason: str, count: int, amount: Any, unit: str | None) -> Entry:
    told: Entry = {"what": what, "reason": reason, "reason_zh": word(f"unrepresented.{reason}"), "count": count}
    return told | ({} if amount is None else {"amount": exact_text(amount), "unit": unit})
