-- One row is one record from one moment on: other figures than before, or none any more (no source). Of disasters that never changed
-- only those are here that came when their year had been reported on before, or came last of all.
with first_of_year as (
    select v.year, min(m.known_from) as known_from
    from steps.record_versions as v
    inner join (
        select event_id, min(moment) as known_from from steps.event_moments group by event_id
    ) as m on m.event_id = v.event_id
    group by v.year
),
records as (
    select event_id, record_code, min(current_code) as current_code, min(year) as year
    from steps.past_versions
    group by event_id, record_code
),
changed as (
    select r.*, s.moment, p.source_id, p.source_locator
    from records as r
    inner join steps.past_states as s on s.event_id = r.event_id
    left join steps.past_versions as p
        on p.event_id = s.event_id and p.moment = s.moment and p.record_code = r.record_code
    qualify p.figures_hash is distinct from lag(p.figures_hash) over (
        partition by r.event_id, r.record_code order by s.moment
    )
),
later as (
    select v.event_id, v.record_code, v.current_code, v.year, m.moment, v.source_id, v.source_locator
    from core.report_versions as v
    inner join (
        -- Most disasters came when the first year was loaded, and need not be looked up.
        select event_id, moment
        from steps.event_moments
        where not is_moved
            and (moment > (select min(known_from) from first_of_year) or moment in (select moment from steps.last_moment))
    ) as m on m.event_id = v.event_id
    left join first_of_year as y on y.year = v.year
    left join steps.last_moment as t on t.moment = m.moment
    where v.is_best and (m.moment > y.known_from or t.moment is not null)
),
counted as (
    select c.*, c.moment > y.known_from as is_after_first, count(*) over (partition by c.event_id, c.record_code) as states
    from (
        select * from changed
        union all
        select * from later
    ) as c
    left join first_of_year as y on y.year = c.year
)
-- What came first of its year and never changed since is no change, unless it came last of all. Where thousands come at one moment,
-- years are being loaded: these records are named without their figures.
select
    c.* exclude (states),
    c.states = 1 and sum((c.states = 1)::integer) over (partition by c.moment) > 5000 as is_load
from counted as c
left join steps.last_moment as t on t.moment = c.moment
where c.is_after_first or t.moment is not null or c.states > 1
