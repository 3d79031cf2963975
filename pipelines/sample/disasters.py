"""Eight years of invented disasters in a prefecture: seasons, a heavy year, light years, the usual mix of hazards."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from pipelines import codebooks
from pipelines.sample.draw import Draw
from pipelines.sample.figures import Figures, Profile, added, township_figures

YEAR_PERMILLE = (900, 650, 1000, 1500, 600, 900, 1200, 850)
"""How lively each year of the sample is; the fourth is the heavy one."""

SCHEDULED = {2: ("typhoon",), 3: ("typhoon", "drought"), 5: ("earthquake",), 6: ("typhoon",), 1: ("drought",)}
"""Disasters that do not come by chance: year of the sample → kinds."""


@dataclass(frozen=True)
class Place:
    """A region as an export names it: code, name, and the path of its parents."""

    code: str
    name: str
    parent_path: str


@dataclass(frozen=True)
class County:
    """A county with its townships (none where the county files without them)."""

    place: Place
    townships: tuple[Place, ...]


@dataclass
class CountyRecord:
    """One disaster in one county: its own figures (None if only its townships reported) and those of its townships."""

    county: Place
    kind: str
    hazard: str
    occurred_at: datetime
    own: Figures | None
    townships: list[tuple[Place, Figures]]


@dataclass(frozen=True)
class Season:
    """One year of the sample: its place among the years (from 0) and the cut-off after which nothing is known."""

    year: int
    position: int
    until: datetime

    @property
    def liveliness(self) -> int:
        """How lively the year is, in thousandths of the usual."""
        return YEAR_PERMILLE[self.position % len(YEAR_PERMILLE)]


@dataclass(frozen=True)
class Blow:
    """One disaster as it strikes a county: when, how hard (thousandths of the usual), where, and whether it goes on."""

    occurred_at: datetime
    severity: int
    places: Sequence[Place]
    is_running: bool = False


@cache
def profiles() -> tuple[Profile, ...]:
    """The kinds of disasters of the sample."""
    with (Path(__file__).parent / "hazard_profiles.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(_profile(row) for row in csv.DictReader(lines))


def _profile(row: dict[str, str]) -> Profile:
    months = [pair.split(":") for pair in row["months"].split()]
    words = ("report_value", "kind", "months", "hours")
    return Profile(
        report_value=row["report_value"],
        kind=row["kind"],
        yearly_tenths=int(row["yearly_tenths"]),
        months=tuple((int(month), int(weight)) for month, weight in months),
        hours=tuple(int(hour) for hour in row["hours"].split()),
        rates={name: int(value) for name, value in row.items() if name not in words},
    )


def counties_of(codes: Sequence[str]) -> tuple[County, ...]:
    """The counties with these codes and their townships, from the official table."""
    children: dict[str, list[codebooks.Region]] = {}
    for row in codebooks.rows("regions"):
        if row["level"] == "township" and row["parent_code"] in set(codes) and not row["valid_to"]:
            region = codebooks.Region(row["region_code"], row["name_zh"], row["level"], row["parent_code"])
            children.setdefault(region.parent_code, []).append(region)
    return tuple(County(place(code), tuple(place(t.region_code) for t in children.get(code, []))) for code in codes)


def place(code: str) -> Place:
    """The region with this code and the path of its parents as `省-市` or `省-市-县`."""
    region = codebooks.region(code)
    if region is None:
        raise ValueError(f"行政区划表中没有 {code} / no region {code} in the table")
    names: list[str] = []
    parent = codebooks.region(region.parent_code)
    while parent is not None and parent.level != "country":
        names.append(parent.name_zh)
        parent = codebooks.region(parent.parent_code)
    return Place(code, region.name_zh, "-".join(reversed(names)))


def disasters_of_year(counties: Sequence[County], seed: int, season: Season) -> list[CountyRecord]:
    """The records of one year in order of time, none after the cut-off."""
    draw = Draw(f"{seed}/{season.year}")
    seen: set[tuple[str, str, object]] = set()
    records: list[CountyRecord] = []
    for profile in profiles():
        scheduled = profile.kind in SCHEDULED.get(season.position, ())
        for _ in range(draw.count(profile.yearly_tenths * season.liveliness // 1000) + scheduled):
            for record in _disaster(profile, draw, counties, season):
                day = (record.county.code, record.kind, record.occurred_at.date())
                if record.occurred_at <= season.until and day not in seen:
                    seen.add(day)
                    records.append(record)
    return sorted(records, key=lambda r: (r.occurred_at, r.county.code))


def _disaster(profile: Profile, draw: Draw, counties: Sequence[County], season: Season) -> Iterator[CountyRecord]:
    begun = moment(draw, profile, season.year)
    severity = draw.severity() * (500 + season.liveliness // 2) // 1000
    for county in draw.some_of(counties, draw.between(1, profile.rates["counties_max"])):
        later = begun + timedelta(minutes=draw.between(0, 170), seconds=draw.between(0, 59))
        is_running = season.until - later < timedelta(days=15)
        yield record_of(profile, draw, county, Blow(later, severity, townships_hit(draw, county), is_running))


def townships_hit(draw: Draw, county: County) -> list[Place]:
    """One to four townships of the county; the county itself where no township is known."""
    return draw.some_of(county.townships or (county.place,), draw.between(1, 4))


def record_of(profile: Profile, draw: Draw, county: County, blow: Blow) -> CountyRecord:
    """One disaster in one county: figures for the townships it hit, and their sum as the county's own."""
    parts = [(there, township_figures(profile, draw, blow.severity, blow.is_running)) for there in blow.places]
    own = added(figures for _, figures in parts)
    townships = parts if county.townships else []
    return CountyRecord(county.place, profile.kind, profile.report_value, blow.occurred_at, own, townships)


def moment(draw: Draw, profile: Profile, year: int) -> datetime:
    """A moment of the year in a month and at an hour usual for the hazard."""
    month = draw.weighted(profile.months)
    hour = draw.one_of(profile.hours)
    return datetime(year, month, draw.between(1, 28), hour, draw.between(0, 59), draw.between(0, 59))
