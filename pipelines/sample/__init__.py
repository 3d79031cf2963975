"""The sample: 示例市, a fictional prefecture, with files as its reporting systems would export them.

Seeded: the same seed gives the same bytes. Only `published_figures.csv` is real; no name of a person occurs. Its years
are fixed, not taken from the clock. What is odd in it on purpose stands in `quirks.py`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from pipelines import codebooks
from pipelines.sample import boundaries, layouts, ledgers, quirks
from pipelines.sample.disasters import (
    Blow,
    County,
    CountyRecord,
    Season,
    counties_of,
    disasters_of_year,
    moment,
    profiles,
    record_of,
    townships_hit,
)  # fmt: skip
from pipelines.sample.draw import Draw
from pipelines.sample.figures import Figure, Figures
from pipelines.sample.quirks import PREFECTURE

SEED = 990100
LAST_YEAR = 2025
CUT_OFF = datetime(2025, 7, 12, 23, 59, 59)
"""The last year is not closed: its files end here."""

__all__ = ["CUT_OFF", "LAST_YEAR", "PREFECTURE", "SEED", "clean_records", "national_export", "sample_counties", "write"]


def write(folder: Path, *, seed: int = SEED, years: int = 8, provincial: bool = True) -> list[Path]:
    """Write the sample into `folder`: four national lists, one sheet of one disaster, published figures, ledgers, and
    boundaries.

    The published figures are real ones of the country, as period figures to compare with. `provincial`
    false leaves the sheet of one disaster out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counties = sample_counties()
    first = LAST_YEAR - years + 1
    by_year = {
        year: disasters_of_year(counties, seed, Season(year, year - first, CUT_OFF))
        for year in range(first, LAST_YEAR + 1)
    }
    for record in (record for records in by_year.values() for record in records):
        quirks.as_filed(record)
    written: list[Path] = []
    heavy = min(first + 3, LAST_YEAR - 1)
    if provincial and heavy in by_year:
        written.append(_write_great_flood(folder, counties, seed, by_year[heavy], heavy))
    published = folder / "已公布数字（真实，供对照）_2023年.csv"
    published.write_bytes((Path(__file__).parent / "published_figures.csv").read_bytes())
    lists = _write_lists(folder, by_year)
    books = ledgers.write(folder, counties, seed, by_year, CUT_OFF.date())
    return [*lists, *written, published, *books, *boundaries.write(folder, counties, seed, (first, LAST_YEAR))]


def sample_counties() -> tuple[County, ...]:
    """The counties of 示例市 as they are now."""
    codes = [
        row["region_code"]
        for row in codebooks.rows("regions")
        if row["parent_code"] == PREFECTURE and row["level"] == "county" and not row["valid_to"]
    ]
    return counties_of(codes)


def _write_great_flood(
    folder: Path, counties: Sequence[County], seed: int, records: list[CountyRecord], year: int
) -> Path:
    at = datetime(year, 7, 20, 3, 25, 40)
    listed, sheet = quirks.great_flood(counties, seed, at)
    kept = [r for r in records if r.kind != "flood" or abs(r.occurred_at - at) > timedelta(days=5)]
    records[:] = sorted([*kept, *listed], key=lambda r: (r.occurred_at, r.county.code))
    path = folder / f"示例市洪涝灾害_{at:%Y-%m-%d}_截至{year}0726.xlsx"
    layouts.write_provincial(path, f"灾种名称：洪涝灾害  灾害发生时间：{at:%Y-%m-%d %H:%M:%S}", sheet)
    return path


def _write_lists(folder: Path, by_year: Mapping[int, list[CountyRecord]]) -> list[Path]:
    """The years cut into files: three years, two years, one year as CSV in GB18030, the last two years."""
    years = sorted(by_year)
    groups = [group for group in (years[:-5], years[-5:-3], years[-3:-2], years[-2:]) if group]
    written = []
    for number, group in enumerate(groups):
        records = [record for year in group for record in by_year[year]]
        if group[-1] == LAST_YEAR:
            quirks.drop_one_county_row(records)
        lines = layouts.list_rows(records)
        _put_errors_in(lines, number - len(groups))
        until = CUT_OFF if group[-1] == LAST_YEAR else datetime(group[-1], 12, 31)
        span = f"{group[0]}—{group[-1]}年" if len(group) > 1 else f"{group[0]}年"
        title = f"示例市{span}自然灾害灾情组合查询表（截至{until.year}年{until.month}月{until.day}日）"
        name = f"示例市灾情组合查询表_{'-'.join(dict.fromkeys((str(group[0]), str(group[-1]))))}_截至{until:%Y%m%d}"
        if len(group) == 1:
            written.append(folder / f"{name}.csv")
            layouts.write_list_csv(written[-1], title, lines, encoding="gb18030")
        else:
            written.append(folder / f"{name}.xlsx")
            layouts.write_list_xlsx(written[-1], title, lines, numbers_as_text=number == len(groups) - 3)
    return written


def _put_errors_in(lines: list[layouts.ListRow], place_from_the_end: int) -> None:
    if place_from_the_end == -4:
        quirks.swap_one_area(lines)
    elif place_from_the_end == -3:
        quirks.repeat_one_row(lines)
    elif place_from_the_end == -1:
        quirks.raise_one_total(lines)
        quirks.type_letter_for_zero(lines)


def national_export(  # noqa: PLR0913 - each option is one property of the file asked for, all by name
    path: Path,
    *,
    seed: int = 1,
    counties: Sequence[str] | None = None,
    records: int = 200,
    years: Sequence[int] = (2023,),
    townships: bool = True,
    changes: Mapping[tuple[int, str], Figure | None] | None = None,
) -> Figures:
    """A clean export of the national list (.xlsx, or .csv in UTF-8) and the figures of its 合计 line.

    `records` county records, spread over the years in order of time; `counties` are codes of the table (default: those
    of 示例市). `changes` sets cells of the list when it is exported again: keys are line (from 0) and indicator.
    """
    chosen = counties_of(counties) if counties is not None else sample_counties()
    made = clean_records(chosen, Draw(f"{seed}/national"), records, years)
    if not townships:
        for record in made:
            record.townships = []
    lines = layouts.list_rows(made)
    for (number, indicator), value in (changes or {}).items():
        lines[number].figures[indicator] = value
    title = f"自然灾害灾情组合查询表（{min(years)}—{max(years)}年）"
    if path.suffix == ".csv":
        layouts.write_list_csv(path, title, lines, encoding="utf-8-sig")
    else:
        layouts.write_list_xlsx(path, title, lines)
    return layouts.total_of(lines)


def clean_records(counties: Sequence[County], draw: Draw, records: int, years: Sequence[int]) -> list[CountyRecord]:
    """Records that break no rule: one county, hazard and day never twice (where there are too many, moment)."""
    known = [profile for profile in profiles() if _is_in_hazard_table(profile.report_value)]
    is_crowded = records > 200 * len(counties) * len(years)
    made: dict[tuple[str, str, object], CountyRecord] = {}
    while len(made) < records:
        profile, county = draw.one_of(known), draw.one_of(counties)
        blow = Blow(moment(draw, profile, draw.one_of(years)), draw.severity(), townships_hit(draw, county))
        record = record_of(profile, draw, county, blow)
        when = record.occurred_at if is_crowded else record.occurred_at.date()
        made.setdefault((county.place.code, profile.kind, when), record)
    return sorted(made.values(), key=lambda r: (r.occurred_at, r.county.code))


def _is_in_hazard_table(report_value: str) -> bool:
    values = {row["report_value_zh"] for row in codebooks.rows("hazards")}
    return report_value in values
