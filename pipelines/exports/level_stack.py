"""Profile `level_stack`: the records of a year, stacked by level: the own region and all regions below it.

Each level adds up to the one above it, the rows 未分解到下级 included; so a level is taken or left as a whole.
"""

from pipelines.exports.national_wide import file_stem
from pipelines.exports.outputs import Outputs
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.exports.stacking import stacked_records
from pipelines.exports.texts import columns, word
from pipelines.exports.unrepresented import adjustments, not_listed
from pipelines.exports.wide_lists import dimensions, national_names, write_list

TABLE = "level_stack"


def write(release: Snapshot, into: Outputs, *, year: int, region: str) -> dict[str, object]:
    """Write the stack as CSV and XLSX; the answer, with the records of each level, goes into the manifest."""
    records = stacked_records(release, region, year=year)
    names = national_names(release)
    lines = [(_texts(release, record), [record.get(name) for name in names]) for record in records]
    write_list(release, into, TABLE, stem=file_stem(release, word("file.level_stack"), region, year), lines=lines)
    levels = list(dict.fromkeys(record["region_level"] for record in records))
    counts = {level: sum(record["region_level"] == level for record in records) for level in levels}
    adjusted = adjustments(release, region, year)
    own = [record for record in records if record["region_code"] == region]
    return {"records": counts, "not_representable": [*not_listed(release, own, names), *adjusted]}


def _texts(release: Snapshot, record: Row) -> list[str | None]:
    names = ("region_name", "hazard", "parent_path", "occurred_at")
    told: dict[str, str | None] = dict(zip(names, dimensions(release, record), strict=True))
    told |= {
        "region_code": record["region_code"],
        "region_level": word(f"level.{record['region_level']}"),
        "parent_code": release.regions[record["region_code"]]["parent_code"],
        "event_id": record["event_id"],
    }
    return [told[column["column"]] for column in columns(TABLE)]
