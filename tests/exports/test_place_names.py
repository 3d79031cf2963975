"""Every place of the region table leaves in our lists and comes back as the same place, in both encodings."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines import codebooks
from pipelines.codebooks.regions import region_rows
from pipelines.exports import level_stack, wide_lists
from pipelines.exports.outputs import Outputs
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.readers import read

FIRST = datetime(2024, 1, 1)
FIGURE = "affected_population"


class EveryRegion(Snapshot):
    """A release that has all regions, with one disaster in each that is in force."""

    def __init__(self) -> None:
        columns = codebooks.table("regions").columns
        rows = (dict(zip(columns, values, strict=True)) for values in region_rows().values())
        self.regions = {row["region_code"]: row for row in rows}
        self.indicators = {row["column_name"]: dict(row) for row in codebooks.rows("indicators")}
        self.hazards = {row["hazard_key"]: dict(row) for row in codebooks.rows("hazards")}

    def records(self) -> list[Row]:
        """One a region, a second apart, so that each stands alone."""
        return [
            {
                "region_code": code, "region_level": row["level"], "own_hazard_key": "flood", "event_id": f"e{number}",
                "occurred_at": FIRST + timedelta(seconds=number), FIGURE: number,
            }
            for number, (code, row) in enumerate(self.regions.items())
            if not row["valid_to"]
        ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("table", ["national_wide", "level_stack"])
def test_every_place_comes_back_from_our_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, encoding: str
) -> None:
    release = EveryRegion()
    records = release.records()
    national = wide_lists.national_names(release)
    texts: Any = level_stack._texts if table == "level_stack" else wide_lists.dimensions
    lines = [(texts(release, record), [record.get(name) for name in national]) for record in records]
    monkeypatch.setattr(wide_lists, "_write_sheet", lambda *_: None)
    wide_lists.write_list(release, Outputs(tmp_path, encoding), table, stem="list", lines=lines)
    reports = read(tmp_path / "list.csv").reports
    came = dict(zip(reports[FIGURE], reports["region_code"], strict=True))
    filed = {record[FIGURE]: record["region_code"] for record in records}
    assert len(filed) > 44_000
    assert {number: code for number, code in filed.items() if came.get(number) != code} == {}
    assert len(came) == len(filed) == reports.height
