"""The records of a region and of every level below it: one per disaster and node, down to the townships."""

from pipelines.exports.filing import not_summed, resolved
from pipelines.exports.snapshot import Row, Snapshot


def stacked_records(release: Snapshot, region: str, *, year: int | None, event: str | None = None) -> list[Row]:
    """One level after the other, each in order of time; a level's last part is what no region of it accounts for.

    Figures that do not add up over disasters (实时值) are the region's own, else the sum below; of what is not broken
    down they are not known.
    """
    chosen = {"region": region, "year": year, "event": event}
    records = list(release.file_rows("stack_records", chosen))
    by_place = {(row["event_id"], row["region_code"]): row for row in records}
    names = list(not_summed(release))
    reports = release.file_rows("stack_reports", chosen)
    told = [{name: row[name] for name in (*names, "event_id", "current_code")} for row in reports]
    for name in names:
        for place, value in resolved(release, told, name).items():
            if record := by_place.get(place):
                record[name] = value
    return records
