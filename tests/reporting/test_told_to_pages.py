"""A report as JSON: where every number stands in it, and that it tells of the region asked for alone."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipelines import reporting
from pipelines.exports.snapshot import Snapshot
from pipelines.reporting import sources
from tests import sample_ledger

COUNTY = "990122"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_ledger.refreshed(tmp_path_factory)


def told(sample: Path, kind: str, region: str | None = None, year: int = 2024) -> dict[str, Any]:
    written = reporting.report(kind, warehouse=sample / "warehouse", raw=sample / "raw", region=region, year=year)
    found: dict[str, Any] = json.loads(json.dumps(sources.as_json(written), ensure_ascii=False))
    return found


@pytest.mark.parametrize("kind", reporting.KINDS)
def test_the_pieces_of_a_paragraph_are_its_words_and_its_numbers(kind: str, sample: Path) -> None:
    report = told(sample, kind)
    numbers = report["numbers"]
    for place, section in enumerate(report["sections"]):
        for paragraph, pieces in zip(section["paragraphs"], section["pieces"], strict=True):
            assert "".join(one if isinstance(one, str) else numbers[one]["number"] for one in pieces) == paragraph
            mine = [numbers[one] for one in pieces if isinstance(one, int)]
            assert all(one["section"] == place and one["place"] in paragraph for one in mine)


def test_numbers_of_the_title_are_in_no_section_and_those_of_exhibits_in_theirs(sample: Path) -> None:
    report = told(sample, "annual")
    by_section = {place: section for place, section in enumerate(report["sections"])}
    in_title = [number for number in report["numbers"] if number["section"] is None]
    assert {number["place"] for number in in_title} == {report["title"]}
    for number in report["numbers"]:
        if number["place"].startswith("表："):
            assert "table" in by_section[number["section"]]["exhibits"]
    assert {chart["title"] for chart in report["charts"].values()} == {
        "历年直接经济损失和受灾人口",
        "直接经济损失构成",
    }


def test_a_brief_tells_how_many_characters_it_has(sample: Path) -> None:
    report = told(sample, "brief")
    written = report["title"] + "".join(p for section in report["sections"] for p in section["paragraphs"])
    assert (report["characters"], report["limit"]) == (len(written), 200)
    assert told(sample, "annual")["limit"] is None


@pytest.mark.parametrize("kind", reporting.KINDS)
def test_the_report_of_a_county_tells_of_no_other_place(kind: str, sample: Path) -> None:
    """A reader of one region may have it: no figure of the region above or beside is compared with, or gone back to."""
    report = told(sample, kind, COUNTY)
    with Snapshot(sample / "warehouse") as source:
        below = {row["region_code"] for row in source.rows(
            "select region_code from core.region_paths where ancestor_code = $region", {"region": COUNTY})}  # fmt: skip
        others = {row["name_zh"] for code, row in source.regions.items() if code not in below}
        own = {row["name_zh"] for code, row in source.regions.items() if code in below}
        files = {row["path"] for row in source.rows(
            "select distinct s.path from meta.sources s join core.losses l using (source_id)"
            " join core.region_paths p on p.region_code = l.current_code where p.ancestor_code = $region",
            {"region": COUNTY})}  # fmt: skip
    cells = [cell for number in report["numbers"] for cell in number["cells"]]
    codes = {code for cell in cells for code in re.findall(r"(?:region_code|current_code)=(\w[\w-]*)", cell["row"])}
    assert codes <= below and COUNTY in codes
    behind = {path for cell in cells if cell["table"] == "marts.year_on_year"
              for path in filter(None, cell["source_file"].split("；"))}  # fmt: skip
    assert behind <= files
    for cell in cells:
        cell["source_file"] = ""
    text = json.dumps(report, ensure_ascii=False)
    assert [name for name in others - own if len(name) > 2 and name in text] == []


def test_the_gap_of_a_year_is_not_told_of_its_half(sample: Path) -> None:
    assert "分类损失之和与合计" in json.dumps(told(sample, "annual"), ensure_ascii=False)
    assert "分类损失之和与合计" not in json.dumps(told(sample, "half_year"), ensure_ascii=False)
