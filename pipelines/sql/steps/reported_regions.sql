-- One row is one region that is reported on, or lies above one that is; development zones stand where a table places them.
with recursive used as (
    select distinct current_code as region_code from steps.region_codes where not is_reference
),
country as (
    select count(distinct substr(region_code, 1, 2)) > 1 or count(*) filter (region_code = '000000') > 0 as is_in_use
    from used
),
placed as (
    select '' as region_code, region_code as parent_code from used
    union
    -- The parent of each parent: the zone's host, else the official table, else the code's own prefix.
    select
        p.parent_code,
        coalesce(
            z.host_code,
            nullif(r.parent_code, ''),
            case
                when length(p.parent_code) = 12 and p.parent_code not like '%000' then substr(p.parent_code, 1, 9) || '000'
                when length(p.parent_code) = 12 then substr(p.parent_code, 1, 6)
                when p.parent_code like '__0000' then '000000'
                when p.parent_code like '____00' then substr(p.parent_code, 1, 2) || '0000'
                when k.region_code is not null or u.region_code is not null then substr(p.parent_code, 1, 4) || '00'
                else substr(p.parent_code, 1, 2) || '0000'
            end
        )
    from placed as p
    left join steps.listed_zones as z on z.zone_code = p.parent_code
    left join staging.codebook_regions as r on r.region_code = p.parent_code
    left join staging.codebook_regions as k on k.region_code = substr(p.parent_code, 1, 4) || '00'
    left join used as u on u.region_code = substr(p.parent_code, 1, 4) || '00'
    where p.parent_code <> '000000'
),
names as (
    -- A name given with the code of today comes before one given with an old code, one of a report before one of a ledger.
    select c.current_code as region_code, arg_min(r.region_name, (r.priority, c.is_rolled, r.region_name)) as name_zh
    from (
        select region_code, region_name, 1 as priority from staging.reports
        union all
        select region_code, region_name, 2 from steps.ledger_regions
        union all
        select region_code, region_name, 3 from steps.reported_figures
    ) as r
    inner join steps.region_codes as c on c.region_code = r.region_code
    where r.region_name <> ''
    group by c.current_code
)
select
    p.region_code,
    coalesce(r.name_zh, n.name_zh, p.region_code) as name_zh,
    case
        when z.host_code is not null then 'zone'
        when r.level is not null then r.level
        when length(p.region_code) = 12 and p.region_code not like '%000' then 'village'
        when length(p.region_code) = 12 then 'township'
        when p.region_code like '__0000' then 'province'
        when p.region_code like '____00' then 'prefecture'
        else 'county'
    end as level,
    case when p.parent_code <> '000000' or c.is_in_use then p.parent_code end as parent_code,
    r.region_code is not null as is_known
from (
    select region_code, parent_code from placed where region_code <> ''
    union
    select '000000', null from country where is_in_use
) as p
cross join country as c
left join staging.codebook_regions as r on r.region_code = p.region_code
left join steps.listed_zones as z on z.zone_code = p.region_code
left join names as n on n.region_code = p.region_code
order by p.region_code
