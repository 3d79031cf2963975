"""The records of the filing level: one per disaster and filing region, each cell its own figure or the sum below."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
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
    records = list(release.file_rows("filing_records", chosen))
    by_place = {(record["event_id"], record["region_code"]): record for record in records}
    own: list[Row] = []
    below: list[Row] = []
    held_out: list[Row] = []
    for row in release.file_rows("losses", chosen):
        place = _filing_place(release, row, by_place)
        if row["held_out"]:
            held_out.append(row)
        elif place is not None:
            (own if row["current_code"] == place[1] else below).append(row | {"filing_place": place})
    for name in _not_summed(release):
        for place, value in _stocks(release, name, own, below).items():
            by_place[place][name] = value
    return FilingRecords(records, own, below, held_out)


def _filing_place(release: Snapshot, row: Row, known: dict[tuple[str, str], Row]) -> tuple[str, str] | None:
    """The filed record that this row belongs to: its region or one above it, in the same disaster."""
    code = row["current_code"]
    while code:
        if (row["event_id"], code) in known:
            return row["event_id"], code
        code = release.regions[code]["parent_code"] if code in release.regions else None
    return None


def _not_summed(release: Snapshot) -> Iterator[str]:
    """The indicators of core.losses that are not added over disasters: figures of the cut-off, such as 实时值."""
    summed = set(release.columns("core.region_losses"))
    filed = set(release.columns("core.losses"))
    yield from (name for name in release.indicators if name in filed and name not in summed)


def _stocks(release: Snapshot, name: str, own: Iterable[Row], below: Iterable[Row]) -> dict[tuple[str, str], Any]:
    """The region's own figure, else the sum over the highest level below it that reports any."""
    told = {row["filing_place"]: row[name] for row in own if row[name] is not None}
    by_depth: dict[tuple[str, str], dict[int, Any]] = defaultdict(dict)
    for row in below:
        if row[name] is not None and row["filing_place"] not in told:
            depth = release.regions[row["current_code"]]["depth"]
            levels = by_depth[row["filing_place"]]
            levels[depth] = levels.get(depth, 0) + row[name]
    return told | {place: levels[min(levels)] for place, levels in by_depth.items()}
