"""Profile `national_wide`: the 70 columns of the national list, a line per disaster and filing region, and 合计.

What the layout has no place for is counted in the manifest, with its amount.
"""

from collections.abc import Sequence
from typing import Any

from pipelines.exports.filing import filing_records
from pipelines.exports.outputs import Outputs
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.exports.texts import word
from pipelines.exports.unrepresented import not_representable
from pipelines.exports.wide_lists import Line, dimensions, national_names, write_list

TABLE = "national_wide"


def write(release: Snapshot, into: Outputs, *, year: int, region: str) -> dict[str, object]:
    """Write the list as CSV and XLSX; the answer goes into the manifest."""
    filed = filing_records(release, region, year)
    names = national_names(release)
    records = [(dimensions(release, record), [record.get(n) for n in names]) for record in filed.records]
    stem = file_stem(release, word("file.national_wide"), region, year)
    write_list(release, into, TABLE, stem=stem, lines=[_total(filed.records, names), *records], totals=1)
    return {"records": len(filed.records), "not_representable": not_representable(release, filed, names, region, year)}


def file_stem(release: Snapshot, name: str, region: str, year: int) -> str:
    """File name without ending; its cut-off tells a reader up to when the list is complete."""
    through = f"{year}1231" if release.is_closed(year) else f"{release.data_through:%Y%m%d}"
    return f"{name}_{region}_{year}年_截至{through}"


def _total(records: Sequence[Row], names: Sequence[str]) -> Line:
    """The 合计 line: the sum of the lines; empty where no line has a figure."""
    totals: list[Any] = []
    for name in names:
        told = [record[name] for record in records if record.get(name) is not None]
        totals.append(sum(told[1:], told[0]) if told else None)
    return [word("total"), None, None, None], totals
