"""The sample files: the same bytes each time, in the layouts of the systems, with figures that hold together."""

import csv
import io
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pipelines import codebooks, sample
from pipelines.readers import read
from pipelines.sample import layouts, quirks
from pipelines.sample.figures import national_columns

DIMENSIONS = ["区域", "灾种", "隶属区域", "灾害发生时间"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample, each file by the end of its name."""
    written = sample.write(tmp_path_factory.mktemp("sample"))
    return {path.name.removeprefix("示例市"): path for path in written}


LEDGERS = [
    "人口和经济.xlsx",
    "倒损住房重建修缮_2023-2025.xlsx",
    "农房保险参保_2023-2025.xlsx",
    "农房保险理赔_2023-2025.csv",
    "冬春救助_2023-2025.xlsx",
    "救灾物资_2023-2025.xlsx",
    "各县收到救灾资金_2023-2025.xlsx",
    "救灾资金台账_2023-2025.xlsx",
    "白沙市救灾资金发放明细.csv",
]


def grid(path: Path) -> list[list[str]]:
    """All cells of a file as text."""
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(path.read_bytes().decode("gb18030"), newline="")))
    book = CalamineWorkbook.from_path(path)
    return [[_text(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def _text(cell: object) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def lists(files: dict[str, Path]) -> list[list[list[str]]]:
    """The national lists: heading, then lines."""
    return [grid(path)[1:] for name, path in files.items() if name.startswith("灾情组合查询表")]


def number(cell: str) -> Decimal:
    return Decimal(re.sub("O$", "0", cell) or "0")


def test_the_same_seed_writes_the_same_bytes_and_another_seed_does_not(files: dict[str, Path], tmp_path: Path) -> None:
    again = sample.write(tmp_path / "again")
    other = sample.write(tmp_path / "other", seed=7)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files.values()]
    assert [path.read_bytes() for path in other] != [path.read_bytes() for path in again]


def test_there_are_four_lists_of_eight_years_one_provincial_sheet_published_figures_ledgers_and_boundaries(
    files: dict[str, Path],
) -> None:
    assert sorted(set(files) - set(LEDGERS)) == [
        "乡镇（街道）边界_2025.geojson",
        "县（市、区）边界_2018.geojson",
        "县（市、区）边界_2025.geojson",
        "已公布数字（真实，供对照）_2023年.csv",
        "洪涝灾害_2021-07-20_截至20210726.xlsx",
        "灾情组合查询表_2018-2020_截至20201231.xlsx",
        "灾情组合查询表_2021-2022_截至20221231.xlsx",
        "灾情组合查询表_2023_截至20231231.csv",
        "灾情组合查询表_2024-2025_截至20250712.xlsx",
    ]
    assert set(LEDGERS) < set(files)
    years = {line[3][:4] for lines in lists(files) for line in lines[1:] if line[0] != "合计"}
    assert years == {str(year) for year in range(2018, 2026)}
    assert max(line[3] for lines in lists(files) for line in lines[1:]) <= "2025-07-12 23:59:59"


def test_the_headings_are_the_70_of_the_national_list_in_order(files: dict[str, Path]) -> None:
    official = [codebooks.indicators()[name].export_header_zh for name in national_columns()]
    assert len(official) == 66
    assert all(lines[0] == DIMENSIONS + official for lines in lists(files))


def test_the_total_line_is_the_sum_of_the_lines_without_a_county_line_above_them(files: dict[str, Path]) -> None:
    for lines in lists(files):
        total = next(line for line in lines if line[0] == "合计")
        records = [line for line in lines[1:] if line is not total]
        counties = {(line[0].strip(), line[3]) for line in records if line[2].count("-") == 1}
        top = [line for line in records if line[2].count("-") == 1 or (line[2].split("-")[-1], line[3]) not in counties]
        sums = [sum(map(number, column)) for column in zip(*(line[4:] for line in top), strict=True)]
        assert [number(cell) for cell in total[4:]] == sums
        assert len(top) < len(records)


def test_missing_text_is_two_dashes_and_names_are_indented_by_level(files: dict[str, Path]) -> None:
    for lines in lists(files):
        assert next(line for line in lines if line[0] == "合计")[1:4] == ["--", "--", "--"]
        indents = {line[2].count("-"): len(line[0]) - len(line[0].lstrip()) for line in lines[1:] if line[0] != "合计"}
        assert indents == {1: 4, 2: 8}


def test_every_line_keeps_the_rules_of_the_form_but_for_the_errors_put_in(files: dict[str, Path]) -> None:
    broken: Counter[str] = Counter()
    for lines in lists(files):
        for line in lines[1:]:
            if line[0] == "合计" or "O" in "".join(line[4:]):
                continue
            row = dict(zip(national_columns(), map(number, line[4:]), strict=True))
            parts = sum(row[i.column_name] for i in codebooks.indicator_set("category"))
            broken["total"] += row["direct_economic_loss"] != parts
            broken["crops"] += not row["crop_affected_ha"] >= row["crop_damaged_ha"] >= row["crop_failed_ha"]
            broken["grain"] += not row["crop_damaged_ha"] >= row["grain_damaged_ha"] >= row["grain_failed_ha"]
            broken["shelter"] += row["relocated_total_cum"] != (
                row["relocated_collective_cum"] + row["relocated_dispersed_cum"]
            )
            broken["now"] += row["relocated_total_now"] > row["relocated_total_cum"]
            broken["houses"] += row["collapsed_dwelling_rooms"] > row["collapsed_rooms"]
            broken["households"] += row["collapsed_dwelling_households"] > row["collapsed_dwelling_rooms"]
            broken["livestock"] += row["livestock_dead"] != row["large_livestock_dead"] + row["small_livestock_dead"]
            broken["people"] += row["affected_population"] < row["deaths"] + row["missing"]
    assert +broken == {"total": 1, "crops": 1, "grain": 1}


def test_the_errors_put_in_are_there_once(files: dict[str, Path]) -> None:
    every = [line for lines in lists(files) for line in lines[1:] if line[0] != "合计"]
    assert sum("O" in cell for line in every for cell in line[4:]) == 1
    assert sorted(Counter(map(tuple, every)).values())[-2:] == [1, 2]
    assert any(line[1] == "风雹灾害-飑线" for line in every)
    assert "风雹灾害-飑线" not in {row["alias"] for row in codebooks.rows("hazard_aliases")}


def test_seasons_are_those_of_the_hazards(files: dict[str, Path]) -> None:
    months: dict[str, Counter[int]] = {}
    for lines in lists(files):
        for line in lines[1:]:
            if line[0] != "合计":
                months.setdefault(line[1].split("-")[0], Counter())[int(line[3][5:7])] += 1
    floods = months["洪涝灾害"]
    assert sum(floods[m] for m in (6, 7, 8)) > 0.7 * floods.total()
    assert set(months["雪灾"]) <= {12, 1, 2}
    assert {"台风灾害", "地震灾害", "干旱灾害", "地质灾害", "低温冷冻灾害", "风雹灾害"} <= set(months)
    assert len({line[3] for lines in lists(files) for line in lines[1:] if line[1] == "地震灾害"}) <= 3


def test_the_old_name_is_used_before_the_county_was_recoded_and_its_old_code_in_the_provincial_sheet(
    files: dict[str, Path],
) -> None:
    every = [line for lines in lists(files) for line in lines[1:]]
    assert {line[3] < "2020-06-01" for line in every if line[0].strip() == "青湖县"} == {True}
    assert {line[3] >= "2020-06-01" for line in every if line[0].strip() == "青湖区"} == {True}
    codes = [line[0].strip() for line in grid(files["洪涝灾害_2021-07-20_截至20210726.xlsx"])[3:]]
    assert "990121" in codes and "990103" not in codes
    assert codebooks.region("990171") is None and "990171001000" in codes


def test_the_host_county_contains_its_zone_and_every_county_its_townships(files: dict[str, Path]) -> None:
    title, headings, units, *rows = grid(files["洪涝灾害_2021-07-20_截至20210726.xlsx"])
    assert title[0] == "灾种名称：洪涝灾害  灾害发生时间：2021-07-20 03:25:40"
    assert headings[:2] == ["", ""] and units[headings.index("直接经济损失")] == "万元"
    people = {row[0].strip(): number(row[headings.index("受灾人口")]) for row in rows}
    zone = people["990171001000"] + people["990171002000"]
    townships = sum(v for code, v in people.items() if code.startswith("990102") and len(code) == 12)
    assert people["990102"] == townships + zone
    assert people["990122"] == sum(v for code, v in people.items() if code.startswith("990122") and len(code) == 12)


def test_some_counties_fill_what_their_townships_leave_blank_and_one_reports_more_than_they_do() -> None:
    lines = _all_lines()
    blank = [line for line in lines if line.figures["road_damaged_km"] is None]
    assert {line.place.code[:6] for line in blank} == {quirks.LEAVES_WORKS_TO_COUNTY}
    assert {line.depth for line in blank} == {2}
    own = next(line for line in lines if line.place.code == quirks.REPORTS_MORE_THAN_TOWNSHIPS)
    below = [line for line in lines if line.occurred_at == own.occurred_at and line.depth == 2]
    assert own.figures["affected_population"] > sum(line.figures["affected_population"] for line in below)  # type: ignore


def _all_lines() -> list[layouts.ListRow]:
    season = sample.Season(2024, 6, sample.CUT_OFF)
    records = sample.disasters_of_year(sample.sample_counties(), sample.SEED, season)
    for record in records:
        quirks.as_filed(record)
    return layouts.list_rows(records)


def test_a_national_export_of_real_counties_adds_up_to_its_total(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    total = sample.national_export(path, counties=["610115", "610113"], records=40, years=(2022, 2023))
    lines = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))[2:]
    counties = [line for line in lines if line[0] != "合计" and line[2] == "陕西省-西安市"]
    assert len(counties) == 40
    assert {line[0].strip() for line in counties} == {"临潼区", "雁塔区"}
    assert list(total.values()) == [sum(map(number, column)) for column in list(zip(*counties, strict=True))[4:]]


def test_an_export_made_again_with_a_changed_cell_differs_in_that_cell_and_the_total(tmp_path: Path) -> None:
    options = {"records": 5, "townships": False}
    first = sample.national_export(tmp_path / "a.csv", **options)
    second = sample.national_export(tmp_path / "b.csv", changes={(2, "deaths"): 9}, **options)
    assert {name for name in first if first[name] != second[name]} == {"deaths"}
    lines = zip(*((tmp_path / name).read_text("utf-8-sig").splitlines() for name in ("a.csv", "b.csv")), strict=True)
    assert [number for number, (a, b) in enumerate(lines) if a != b] == [4, 7]


def test_the_published_figures_are_read_as_period_figures_of_their_regions(files: dict[str, Path]) -> None:
    reading = read(files["已公布数字（真实，供对照）_2023年.csv"])
    figures = {
        (row["region_code"], row["indicator"]): row["value"] for row in reading.period_figures.iter_rows(named=True)
    }
    assert figures["000000", "deaths_missing"] == 691
    assert figures["000000", "direct_economic_loss"] == Decimal(34545000)
    assert reading.findings.is_empty()
