-- One row is one year and one region that filed for it, or that the list of reporting units expects to: filed, zero, late, returned, missing,
-- tampered or incomplete. Only the list makes a region missing, only `annual_due` of bureau.toml makes one late: by its first filing.
with filings as (
    select * from core.received_filings where family = 'losses' and event_id is null and year is not null and current_code is not null
),
chosen as (
    select *
    from filings
    qualify row_number() over (
        partition by year, current_code order by is_latest desc, filed_at desc nulls last, filing_id desc
    ) = 1
),
firsts as (
    select year, current_code, min(filed_at) as filed_at from filings where state = 'sound' group by year, current_code
),
units as (
    select
        u.current_code,
        min(coalesce(u.unit_name, u.region_name, u.current_code)) as unit_name,
        min(coalesce(u.reports_from, date '0001-01-01')) as reports_from,
        max(coalesce(u.reports_until, date '9999-12-31')) as reports_until,
        min(coalesce(r.level, 'county')) as region_level
    from core.reporting_units as u
    left join staging.codebook_regions as r on r.region_code = u.current_code
    group by u.current_code
),
expected as (
    select y.year, u.current_code, u.unit_name
    from units as u
    inner join (select distinct year, region_level from filings) as y
        on y.region_level = u.region_level and y.year between year(u.reports_from) and year(u.reports_until)
),
regions as (
    select year, current_code from chosen
    union
    select year, current_code from expected
),
judged as (
    select
        r.year,
        r.current_code,
        coalesce(e.unit_name, c.region_name, r.current_code) as unit_name,
        c.* exclude (year, current_code),
        try_cast(cast(r.year + 1 as varchar) || '-' || s.annual_due as date) as due_on,
        cast(f.filed_at as date) as first_filed_on
    from regions as r
    cross join staging.settings as s
    left join chosen as c on c.year = r.year and c.current_code = r.current_code
    left join firsts as f on f.year = r.year and f.current_code = r.current_code
    left join expected as e on e.year = r.year and e.current_code = r.current_code
)
select
    year,
    current_code as region_code,
    unit_name,
    case
        when filing_id is null then 'missing'
        when state <> 'sound' then state
        when is_returned then 'returned'
        when first_filed_on > due_on then 'late'
        when is_zero then 'zero'
        else 'filed'
    end as status,
    filing_id,
    filed_at,
    due_on,
    case when state <> 'sound' then detail when is_returned then return_reason else reason end as note,
    coalesce(is_zero, false) as is_zero,
    coalesce(first_filed_on > due_on, false) as is_late,
    return_kind
from judged
order by year, current_code
