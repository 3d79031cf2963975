"""Seeded township reports in any number: the 66 figures, ten years, stages, and one row in a hundred broken on purpose.

Reports are made by DuckDB in one pass. Townships are real ones, contiguous, about 24 reports a township and year (two
prefectures for 100,000 reports, the country for 10,000,000); neighbouring townships of a county share a disaster, and
now and then a whole prefecture does. Closed years hold final reports; of the last year, still open, every record has
two versions, in the export of the month in which each was made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import duckdb
import polars as pl

from bench import figures_sql
from pipelines import codebooks
from pipelines.readers.contract import REPORT_KEYS

FIRST_YEAR, YEARS = 2016, 10
CUT_OFF = date(2025, 10, 31)
REPORTS_A_TOWNSHIP = 240
FIRST_PREFECTURE = "4113"
SHARING = 5
"""As many townships next to each other have a disaster in common, at most."""
BROKEN_OF = 100
REPEATED_OF = 500
TABLE = "reports"


@dataclass(frozen=True)
class Plan:
    """How many reports, and of which seed."""

    rows: int
    seed: int = 1

    @property
    def townships(self) -> int:
        return max(1, min(len(_townships()), self.rows // REPORTS_A_TOWNSHIP))

    @property
    def slots(self) -> int:
        """Rounds in which every township reports once."""
        return -(-self.rows // self.townships)


def make(connection: duckdb.DuckDBPyConnection, plan: Plan, name: str = TABLE) -> None:
    """Create the table of these reports: the columns of `staging.reports`, file name first."""
    places = places_of(plan).to_arrow()
    mix = hazard_mix().to_arrow()
    connection.register("bench_places", places)
    connection.register("bench_mix", mix)
    try:
        connection.execute(f"create or replace table {name} as {_sql(plan)}")
    finally:
        connection.unregister("bench_places")
        connection.unregister("bench_mix")


def files() -> Iterator[tuple[str, datetime]]:
    """Every file with the time at which it is received: closed years at once, then one export a month."""
    last = FIRST_YEAR + YEARS - 1
    for year in range(FIRST_YEAR, last):
        yield f"full-list-{year}.parquet", datetime(last, 1, 6, 9)
        yield f"second-list-{year}.parquet", datetime(last, 1, 8, 9)
    for month in range(1, CUT_OFF.month + 1):
        yield f"export-{last}-{month:02}.parquet", datetime(last, month + 1, 3, 9)


def places_of(plan: Plan) -> pl.DataFrame:
    """The townships, numbered as they lie beside each other, with their place in the county and its size."""
    chosen = _townships()[: plan.townships]
    frame = pl.DataFrame(
        [(row["region_code"], row["name_zh"], row["parent_code"]) for row in chosen],
        schema=["region_code", "region_name", "county"], orient="row",
    ).with_row_index("n")  # fmt: skip
    return frame.with_columns(
        pl.col("n").cast(pl.Int64),
        pl.col("county").str.slice(0, 4).alias("prefecture"),
        pl.col("n").rank("ordinal").over("county").cast(pl.Int64).alias("place"),
        pl.len().over("county").cast(pl.Int64).alias("size"),
    )


def hazard_mix() -> pl.DataFrame:
    """One row per hundredth of all disasters: its hazard, season, people and what it hits."""
    parents = {row["hazard_key"]: row["parent_key"] or row["hazard_key"] for row in codebooks.rows("hazards")}
    names = {row["hazard_key"]: row["name_zh"].removesuffix("灾害") for row in codebooks.rows("hazards")}
    rows = [
        {
            "hazard_key": row["hazard_key"], "hazard_level1": parents[row["hazard_key"]],
            "hazard_name": names[parents[row["hazard_key"]]], "first_day": int(row["first_day"]),
            "days": int(row["days"]), "size": int(row["people"]), "hits": row["hits"].split(),
        }
        for row in figures_sql.table("hazard_mix")
        for _ in range(int(row["share"]))
    ]  # fmt: skip
    return pl.DataFrame(rows).with_row_index("hundredth").with_columns(pl.col("hundredth").cast(pl.Int64))


def _townships() -> list[dict[str, str]]:
    """Townships in use, those of the mainland, from one prefecture on and around to it again."""
    known = [
        row for row in codebooks.rows("regions")
        if row["level"] == "township" and not row["valid_to"] and "11" <= row["region_code"][:2] < "71"
    ]  # fmt: skip
    return sorted(known, key=lambda row: (row["region_code"] < FIRST_PREFECTURE, row["region_code"]))


def _sql(plan: Plan) -> str:
    """Rounds of all townships; in a round neighbours draw the same disaster, and each its own size of it."""
    last = FIRST_YEAR + YEARS - 1
    keys = [name for name in REPORT_KEYS if name != "source_locator"]
    broken = {row["column_name"]: (n, row["written_instead"]) for n, row in enumerate(_breakages())}
    figures = [
        figures_sql.typed(i, f"case when breakage = {broken[i.column_name][0]} then {broken[i.column_name][1]} "
                             f"else {i.column_name} end") if i.column_name in broken else i.column_name
        for i in codebooks.loss_columns()
    ]  # fmt: skip
    return f"""
with numbered as (
    select range as i, range % {plan.townships} as n, range // {plan.townships} as slot from range({plan.rows})
),
rounds as (
    select *, {FIRST_YEAR} + slot * {YEARS} // {plan.slots} as year
    from numbered
),
-- Of the last year two rounds are one: the first version of its records, and the second.
versioned as (
    select
        *,
        case when year = {last} then (slot - min(slot) over (partition by year)) % 2 else 1 end as version,
        -- Now and then a second list tells the disaster of the round before again, without its number.
        i % {REPEATED_OF} = {REPEATED_OF // 2} and year < {last}
            and slot > min(slot) over (partition by year) as is_repeat
    from rounds
),
placed as (
    select
        v.i, v.n, v.year, v.version, v.is_repeat, p.region_code, p.region_name, p.county, p.prefecture,
        v.slot - case when v.year = {last} then v.version when v.is_repeat then 1 else 0 end as round,
        p.place, p.size
    from versioned as v
    inner join bench_places as p on p.n = v.n
),
shared as (
    select
        *,
        hash({plan.seed}, prefecture, round) % 16 = 0 as is_wide,
        (place + cast(hash({plan.seed}, county, round) % 97 as bigint)) % size // {SHARING} as neighbours
    from placed
),
disasters as (
    select
        *,
        case when is_wide then prefecture || '00' else county || '-' || neighbours end as scope,
        case when is_wide then hash({plan.seed}, prefecture, round, 'wide')
            else hash({plan.seed}, county, round, neighbours) end as draw
    from shared
),
dated as (
    select
        d.*, m.hazard_key, m.hazard_level1, m.hazard_name, m.hits, m.size as people_size,
        hash(d.draw, d.n) as noise,
        -- In steps, so that a place seldom has two disasters of one hazard on one day.
        cast(hash(case when d.is_wide then d.prefecture else d.county end, m.hazard_level1) % 1000 as bigint)
            + d.round * 37 as step,
        case when d.year = {last} then {_day_of_year(CUT_OFF)} else 365 end as last_day,
        (m.first_day + step % m.days) % 365 * last_day // 365 as day
    from disasters as d
    inner join bench_mix as m on m.hundredth = cast(d.draw % 100 as bigint)
),
timed as (
    select
        *,
        make_date(cast(year as integer), 1, 1)::timestamp + to_days(cast(day as integer))
            + to_seconds(cast(hash(draw, 'time') % 75600 + case when is_repeat then 3600 else 0 end as bigint))
            as occurred_at
    from dated
),
cut as (
    select
        *,
        least(
            occurred_at + case when year < {last} then interval 20 day when version = 0 then interval 1 hour
                else interval 12 day end,
            make_date(cast(year as integer), 12, 31)::timestamp, timestamp '{CUT_OFF} 00:00:00' + interval 18 hour
        ) as told_at,
        year = {last} and (version = 0 or day > {_day_of_year(CUT_OFF) - 45}) as is_open
    from timed
),
sized as (
    select
        *,
        greatest(told_at, occurred_at + interval 1 hour) as as_of,
        -- Most disasters are small, years differ, and the first version knows three fifths.
        greatest(3, cast((30 << cast(hash(noise, 'power') % 7 as integer)) * people_size
            * (50 + hash(noise, 'people') % 100) * (60 + hash({plan.seed}, year) % 80) // 1000000 as bigint))
            * case when version = 0 then 3 else 5 end // 5 as people,
        40 + cast(hash(noise, 'share') % 50 as bigint) as share,
        case when i % {BROKEN_OF} = {BROKEN_OF // 2} then i // {BROKEN_OF} % {len(broken)} end as breakage
    from cut
),
counted as (
    select *, {", ".join(figures_sql.counted())}
    from sized
),
stored as (
    select
        i, breakage,
        case when is_repeat then 'second-list-' || year when year < {last} then 'full-list-' || year
            else 'export-{last}-' || lpad(cast(month(as_of) as varchar), 2, '0') end || '.parquet' as file,
        region_code, region_name, 'township' as region_level, hazard_key,
        cast(occurred_at as timestamp) as occurred_at, cast(null as timestamp) as ended_at, as_of,
        case when not is_open then 'final' when version = 0 then 'initial' else 'update' end as stage,
        as_of + interval 30 minute as reported_at, '2024' as regime,
        case when hazard_level1 = 'typhoon' then (year % 100) || lpad(cast(1 + draw % 25 as varchar), 2, '0') end
            as typhoon_no,
        case when hazard_level1 = 'earthquake' then '4.' || (draw % 9) end as magnitude,
        case when not is_repeat then
            'id:' || strftime(occurred_at, '%Y%m%d%H%M%S') || '-' || hazard_level1 || '-' || scope end as event_key,
        case when is_wide then month(occurred_at) || '·' || dayofmonth(occurred_at) || hazard_name end as event_name,
        cast(null as varchar) as affected_township_names, cast(null as integer) as year_hint,
        {", ".join(figures_sql.stored(i.column_name) for i in codebooks.loss_columns())}
    from counted
)
select file, lpad(cast(i + 2 as varchar), 9, '0') as source_locator, {", ".join(keys)}, {", ".join(figures)}
from stored
order by i
"""


def _breakages() -> tuple[dict[str, str], ...]:
    return figures_sql.table("breakages")


def _day_of_year(day: date) -> int:
    return day.timetuple().tm_yday
