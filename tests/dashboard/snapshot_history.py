# ruff: noqa: E501 - rows of a table read better unbroken
"""The history in the fixture release: a flood in 清河县 told of three times, last year's figures as they became known,
a disaster that runs, filings received. Columns as the models of `pipelines/sql` give them."""

from datetime import datetime

import duckdb

from pipelines import codebooks

FLOOD = "20260709220000-flood-990121"
PLACE = "990121"
FILES = ("7月9日洪涝初报.xlsx", "7月9日洪涝续报1.xlsx", "7月9日洪涝续报2.xlsx")
KNOWN_FROM = tuple(datetime(2026, 7, day, hour, 30) for day, hour in ((10, 8), (11, 9), (12, 9)))
VALUES = ((0, 100, "10.5"), (0, 250, "31.25"), (1, 240, "40"))
"""Deaths, people affected, loss of the three reports."""
STAGES = ("initial", "update", "update")
LAST_YEAR_THEN = {"events": 4, "affected_population": 58000, "direct_economic_loss": "1000.5", "deaths": 0,
                  "missing": 0, "deaths_missing": 0}  # fmt: skip

REVISIONS = """
    ('record', '{event}', 2026, '990121', 'flood', 'event_records', timestamp '2026-07-10 08:30', 1, null, 0, 'received'),
    ('record', '{event}', 2026, '990121', 'flood', 'affected_population', timestamp '2026-07-10 08:30', 100, null, 0, 'received'),
    ('record', '{event}', 2026, '990121', 'flood', 'affected_population', timestamp '2026-07-11 09:30', 250, 100, 1, 'received'),
    ('record', '{event}', 2026, '990121', 'flood', 'affected_population', timestamp '2026-07-12 09:30', 240, 250, 2, 'received'),
    ('record', '{event}', 2026, '990121', 'flood', 'deaths', timestamp '2026-07-12 09:30', 1, 0, 2, 'received'),
    ('record', '{event}', 2026, '990121', 'flood', 'direct_economic_loss', timestamp '2026-07-10 08:30', 10.5, null, 0, 'received'),
    ('record', '{event}', 2026, '990121', 'flood', 'direct_economic_loss', timestamp '2026-07-11 09:30', 31.25, 10.5, 1, 'received'),
    ('record', '{event}', 2026, '990121', 'flood', 'direct_economic_loss', timestamp '2026-07-12 09:30', 40, 31.25, 2, 'received'),
    ('annual', null, 2025, '990100', 'all', 'direct_economic_loss', timestamp '2025-07-02 09:00', 1000.5, null, null, 'received'),
    ('annual', null, 2025, '990100', 'all', 'direct_economic_loss', timestamp '2025-09-03 10:00', 2100, 1000.5, null, 'received'),
    ('annual', null, 2025, '990100', 'all', 'direct_economic_loss', timestamp '2026-01-16 14:40', 2001, 2100, null, 'received')
"""
CHANGES = """
    ('record', '{event}', 2026, '990121', 'flood', 'affected_population', '人', 240, 250, -4, null, null),
    ('record', '{event}', 2026, '990121', 'flood', 'deaths', '人', 1, 0, null, null, null),
    ('annual', null, 2025, '990100', 'all', 'affected_population', '人次', 5000, 4990, 0.200400, 4990, '20260120-annual_summary-990100-1'),
    ('annual', null, 2025, '990100', 'all', 'deaths', '人', 3, 2, 50, 3, '20260120-annual_summary-990100-1')
"""
FILING_STATUS = """
    (2025, '990121', '清河县应急管理局', 'zero', '20260110-national_wide-990121-1', timestamp '2026-01-10 09:00', date '2026-01-31', null, true, false, null),
    (2025, '990122', '云岭县应急管理局', 'late', '20260205-national_wide-990122-1', timestamp '2026-02-05 16:20', date '2026-01-31', null, false, true, null),
    (2025, '990123', '石桥县应急管理局', 'missing', null, null, date '2026-01-31', null, false, false, null),
    (2025, '990181', '东湖市应急管理局', 'returned', '20260112-national_wide-990181-1', timestamp '2026-01-12 11:00', date '2026-01-31', '倒塌间数与住建局不符', false, false, 'figures'),
    (2025, '990102', '示例区应急管理局', 'tampered', '20260111-national_wide-990102-1', timestamp '2026-01-11 10:00', date '2026-01-31', 'versions.csv', false, false, null)
"""


def write(database: duckdb.DuckDBPyConnection) -> None:
    """Every table of the history; to be called when core.losses and meta.* are there."""
    write_versions(database)
    write_spans(database)
    write_revisions(database)
    write_known(database)
    write_running(database)
    write_filings(database)


def write_versions(database: duckdb.DuckDBPyConnection) -> None:
    """core.report_versions: the best versions that there are, and the three reports on the flood."""
    extra = "ended_at timestamp, event_name varchar, record_code varchar, source_file varchar, status varchar, is_best boolean, received_at timestamp, gone_at timestamp, left_out_by varchar"
    database.execute("create table core.report_versions as from core.losses where false")
    for column in extra.split(", "):
        database.execute(f"alter table core.report_versions add column {column}")
    database.execute("""
        insert into core.report_versions by name
        select *, region_code as record_code, 'disaster_reports/' || year || '年灾情.xlsx' as source_file, 'active' as status,
            true as is_best, occurred_at + interval 2 day as received_at from core.losses""")
    for place, (moment, (deaths, people, loss)) in enumerate(zip(KNOWN_FROM, VALUES, strict=True)):
        is_last = moment == KNOWN_FROM[-1]
        database.execute(
            """insert into core.report_versions by name select ? as event_id, ? as region_code, ? as current_code, ? as record_code,
            '清河县' as region_name, 'county' as region_level, 'flood' as hazard_key, 'flood' as hazard_level1, 2026 as year,
            timestamp '2026-07-09 22:00' as occurred_at, ?::timestamp as as_of, ?::timestamp as received_at, ? as stage, ? as is_best,
            ? as source_id, 'Sheet1!5' as source_locator, ? as source_file, 'active' as status, false as held_out,
            ? as deaths, ? as affected_population, ?::decimal(18,6) as direct_economic_loss, 0 as missing""",
            [FLOOD, PLACE, PLACE, PLACE, moment.replace(minute=0), moment, STAGES[place], is_last, f"v{place}",
             f"disaster_reports/{FILES[place]}", deaths, people, loss],
        )  # fmt: skip
    database.execute(
        "insert into core.events values (?, 'flood', 'flood', null, timestamp '2026-07-09 22:00', null, 2026, '990121', 1)",
        [FLOOD],
    )


def write_spans(database: duckdb.DuckDBPyConnection) -> None:
    """core.version_spans: every version counts until the next of its record comes; core.region_paths and
    marts.record_counts, which follow from it."""
    database.execute("""
        create table core.version_spans as
        select year, occurred_at, event_id, record_code, current_code, hazard_level1, stage, source_id, source_locator, received_at as known_from,
            lead(received_at) over (partition by event_id, record_code order by received_at) as known_to, is_best as is_current, held_out
        from core.report_versions""")
    database.execute("""
        create table core.region_paths as
        with recursive paths as (
            select region_code as ancestor_code, region_code, 0 as distance from core.regions
            union all
            select p.ancestor_code, r.region_code, p.distance + 1 from core.regions r join paths p on r.parent_code = p.region_code
        )
        from paths""")
    database.execute("""
        create table marts.record_counts as
        select p.ancestor_code as region_code, s.year, s.occurred_at::date as date, s.hazard_level1 as hazard_key, s.known_from, s.known_to, s.is_current,
            count(*) as records, count(*) filter (s.stage = 'final') as final, count(*) filter (s.held_out) as held_out
        from core.version_spans s join core.region_paths p on p.region_code = s.current_code
        group by all""")


def write_revisions(database: duckdb.DuckDBPyConnection) -> None:
    """marts.revisions and marts.changes."""
    causes = "case place when 0 then '{}' when 1 then '{}' else '{}' end".format(
        *(f"disaster_reports/{name}" for name in FILES)
    )
    database.execute(f"""
        create table marts.revisions as
        select kind, event_id, year, region_code, hazard_key, indicator, known_from, value::decimal(38,6) as value,
            prior_value::decimal(38,6) as prior_value, (value - prior_value)::decimal(38,6) as change, {causes} as cause, cause_kind,
            'v' || place as source_id
        from (values {REVISIONS.format(event=FLOOD)})
            r(kind, event_id, year, region_code, hazard_key, indicator, known_from, value, prior_value, place, cause_kind)""")
    database.execute(f"""
        create table marts.changes as
        select kind, event_id, year, region_code, g.name_zh as region_name, hazard_key, indicator, unit, value::decimal(38,6) as value,
            prior_value::decimal(38,6) as prior_value, (value - prior_value)::decimal(38,6) as change, change_pct::decimal(38,6) as change_pct,
            'disaster_reports/{FILES[-1]}' as cause, 'received' as cause_kind, 'v2' as source_id,
            timestamp '2026-07-12 09:30' as known_from, filing_id is not null as is_filed, filed_value::decimal(38,6) as filed_value, filing_id
        from (values {CHANGES.format(event=FLOOD)})
            c(kind, event_id, year, region_code, hazard_key, indicator, unit, value, prior_value, change_pct, filed_value, filing_id)
        left join core.regions g using (region_code)""")


def write_known(database: duckdb.DuckDBPyConnection) -> None:
    """marts.annual_known: 示例市 in 2025, first told of in July and settled in January; 2024 all of it in January 2025."""
    names = [i.column_name for i in codebooks.indicator_set("headline")]
    known = ", ".join(f"{LAST_YEAR_THEN.get(name, 'null')}::decimal(38,6) as {name}" for name in ("events", *names))
    settled = ", ".join(f"7::decimal(38,6) as {name}" for name in ("events", *names))
    database.execute(f"""
        create table marts.annual_known as
        select 2025 as year, '990100' as region_code, timestamp '2025-07-02 09:00' as known_from, timestamp '2025-09-03 10:00' as known_to, {known}
        union all select 2025, '990100', timestamp '2025-09-03 10:00', null, {settled}
        union all select 2024, '990100', timestamp '2025-01-20 09:00', null, {settled}""")


def write_running(database: duckdb.DuckDBPyConnection) -> None:
    """marts.running_disasters and what it is measured by."""
    names = [i.column_name for kind in ("headline", "running_stock") for i in codebooks.indicator_set(kind)]
    now = {"deaths_missing": 1, "deaths": 1, "missing": 0, "affected_population": 240, "direct_economic_loss": 40,
           "relocated_total_now": 30}  # fmt: skip
    before = {"deaths_missing": 0, "deaths": 0, "missing": 0, "affected_population": 250,
              "direct_economic_loss": "31.25", "relocated_total_now": 52}  # fmt: skip
    values = ", ".join(f"{now.get(name, 'null')}::decimal(38,6) as {name}" for name in names)
    values += ", " + ", ".join(f"{before.get(name, 'null')}::decimal(38,6) as prior_{name}" for name in names)
    database.execute(f"""
        create table marts.running_disasters as
        select '{FLOOD}' as event_id, null::varchar as event_name, 'flood' as hazard_key, '990100' as region_code,
            timestamp '2026-07-09 22:00' as occurred_at, timestamp '2026-07-12 08:00' as as_of, 0 as initial_records, 1 as update_records,
            0 as final_records, 0 as unknown_records, timestamp '2026-07-12 09:30' as changed_at, {values}""")
    database.execute(f"""
        create table marts.response_distance as
        select '{FLOOD}' as event_id, '990100' as region_code, level, level_order, criterion, unit, value::decimal(38,6) as value,
            threshold::decimal(38,6) as threshold, greatest(threshold - value, 0)::decimal(38,6) as missing_to_threshold,
            (value * 100 / threshold)::decimal(38,6) as share_pct, value >= threshold as is_reached, not_reported
        from (values ('Ⅲ级', 1, 'deaths_missing', '人', 1, 3, null), ('Ⅳ级', 2, 'deaths_missing', '人', 1, 1, null),
            ('Ⅳ级', 2, 'collapsed_severe_rooms', '间', null, 100, 'collapsed_rooms severe_rooms'))
            d(level, level_order, criterion, unit, value, threshold, not_reported)""")
    folder = codebooks.FOLDER
    database.execute(
        f"create table meta.response_criteria as from read_csv('{folder}/response_criteria.csv', all_varchar=true)"
    )


def write_filings(database: duckdb.DuckDBPyConnection) -> None:
    """marts.filing_status, core.received_filings and a filing of the bureau's own that the upper level returned."""
    database.execute(f"""
        create table marts.filing_status as
        select year::int as year, region_code, unit_name, status, filing_id, filed_at, due_on, note, is_zero, is_late, return_kind
        from (values {FILING_STATUS}) s(year, region_code, unit_name, status, filing_id, filed_at, due_on, note, is_zero, is_late, return_kind)""")
    database.execute("""
        create table core.received_filings as
        select filing_id, region_code, unit_name as region_name, 'national_wide' as profile, year, null::varchar as event_id, filed_at,
            '赵敏' as prepared_by, '孙涛' as reviewed_by, is_zero, null::varchar as reason, null::varchar as replaces, md5(filing_id) as chain_hash,
            case when status = 'tampered' then 'tampered' else 'sound' end as state, case when status = 'tampered' then note end as detail,
            status <> 'tampered' as is_latest, 'received/' || filing_id as folder, 0::bigint as explained, status = 'returned' as is_returned,
            return_kind, case when status = 'returned' then note end as return_reason, null::varchar as returned_by, null::timestamp as returned_at,
            'losses' as family, 'county' as region_level, region_code as current_code, null::date as period_start, null::date as period_end,
            filed_at + interval 1 day as received_at, md5(filing_id) as source_id
        from marts.filing_status where filing_id is not null""")
    database.execute("""
        create table core.returned_filings as
        select '20260120-annual_summary-990100-1' as filing_id, '990100' as region_code, 2025 as year, 'figures' as kind, '与民政台账不符' as reason,
            '某省应急管理厅' as bureau, '周平' as returned_by, timestamp '2026-02-01 10:00' as returned_at, true as is_open,
            null::varchar as newer_filing_id, 'x' as chain_hash""")
