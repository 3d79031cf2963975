-- One row: the region whose figures these are: as the bureau sets it, else the narrowest that holds all that is reported on; null if nothing is.
-- Ledgers count where there are no reports, and period figures, which may be anybody's, where there is neither.
with used as (
    select distinct current_code from core.losses
    union
    select c.current_code
    from steps.ledger_regions as l
    inner join steps.region_codes as c on c.region_code = l.region_code
    where not l.is_reference and not exists (select 1 from core.losses)
    union
    select current_code
    from core.period_figures
    where not exists (select 1 from core.losses) and not exists (select 1 from steps.ledger_regions where not is_reference)
    union
    select current_code from core.coverage where not exists (select 1 from core.losses)
),
common as (
    select p.ancestor_code as region_code
    from used as u
    inner join steps.region_paths as p on p.region_code = u.current_code
    inner join steps.region_tree as t on t.region_code = p.ancestor_code
    group by p.ancestor_code, t.depth
    having count(*) = (select count(*) from used)
    order by t.depth desc
    limit 1
)
select coalesce(nullif(s.own_region_code, ''), c.region_code) as region_code
from staging.settings as s
left join common as c on true
