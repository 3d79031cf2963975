"""The records of the filing level: one per disaster and filing region, each cell its own figure or the sum below."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipelines.exports.snapshot import Row, Snapshot


@dataclass(frozen=True)
class FilingRecords:
    """What a bureau files for a year: its records, and the rows that they are made of or that do not enter them."""

    records: list[Row]
    own: list[Row]
    below: list[Row]
    held_out: list[Row]


def filing_records(release: Snapshot, region: str, year: int) -> FilingRecords:
    """The records of the counties below `region` (or of the region itself where it has none), in order of time."""
    chosen = {"region": region, "year": year}
    records, by_place = _merged(release.file_rows("filing_records", chosen), _summed(release))
    own: list[Row] = []
    below: list[Row] = []
    held_out: list[Row] = []
    for row in release.file_rows("losses", chosen):
        place = _filing_place(release, row, by_place)
        if row["held_out"]:
            held_out.append(row)
        elif place is not None:
            (own if row["current_code"] == place[1] else below).append(row | {"filing_place": place})
    for name in not_summed(release):
        for place, value in resolved(release, [*own, *below], name).items():
            if record := by_place.get(place):
                record[name] = value + (record.get(name) or 0)
    return FilingRecords(records, own, below, held_out)


def _merged(rows: Iterable[Row], summed: Collection[str]) -> tuple[list[Row], dict[tuple[str, str], Row]]:
    """One record where only parts of a region reported the same hazard at one moment, each as a disaster of its own.

    The upper level expects the region's record. Answers the records, and each by every disaster and region in it.
    """
    records: list[Row] = []
    by_place: dict[tuple[str, str], Row] = {}
    partial: dict[tuple[object, ...], Row] = {}
    for row in rows:
        moment = (row["region_code"], row["hazard_level1"], row["occurred_at"])
        first = partial.get(moment) if row["occurred_at"] and not row["has_own_record"] else None
        if first is None:
            records.append(row)
            if not row["has_own_record"]:
                partial[moment] = row
        else:
            _add(first, row, summed)
        by_place[row["event_id"], row["region_code"]] = first or row
    return records, by_place


def _add(record: Row, more: Row, summed: Collection[str]) -> None:
    if record["own_hazard_key"] != more["own_hazard_key"]:
        record["own_hazard_key"] = record["hazard_level1"]
    for name in summed:
        if more[name] is not None:
            record[name] = more[name] + (record[name] or 0)


def _filing_place(release: Snapshot, row: Row, known: dict[tuple[str, str], Row]) -> tuple[str, str] | None:
    """The filed record that this row belongs to: its region or one above it, in the same disaster."""
    code = row["current_code"]
    while code:
        if (row["event_id"], code) in known:
            return row["event_id"], code
        code = release.regions[code]["parent_code"] if code in release.regions else None
    return None


def _summed(release: Snapshot) -> frozenset[str]:
    """The indicators that add up over disasters."""
    return frozenset(release.columns("core.region_losses")) & frozenset(release.indicators)


def not_summed(release: Snapshot) -> Iterator[str]:
    """The indicators of core.losses that are not added over disasters: figures of the cut-off, such as 实时值."""
    filed = set(release.columns("core.losses"))
    yield from (name for name in release.indicators if name in filed and name not in _summed(release))


def resolved(release: Snapshot, rows: Iterable[Row], name: str) -> dict[tuple[str, str], Any]:
    """By disaster and region: what the region itself says, else the sum of what the regions below it come to."""
    own: dict[tuple[str, str], Any] = {}
    for row in rows:
        if row[name] is not None:
            place = row["event_id"], row["current_code"]
            own[place] = row[name] + own.get(place, 0)
    values = dict(own)
    regions = release.regions
    deepest = max((regions[code]["depth"] for _, code in own), default=0)
    for depth in range(deepest, 0, -1):
        for event, code in [place for place in values if regions[place[1]]["depth"] == depth]:
            above = event, regions[code]["parent_code"]
            if above not in own:
                values[above] = values[event, code] + values.get(above, 0)
    return values
