-- Relief money by purpose and payer, one column a stage. A row without a payer is the purpose as a whole.
-- People are those of the money paid out; of the money received where nothing is known of payments.
-- `amount_of_person_times` is the money that these person-times are of; NULL where a part of the money has none.
with own as (
    select *, stage = 'paid' and person_times > 0 as is_counted_paid, stage = 'received' and person_times > 0 as is_counted
    from marts.relief_funds
    where region_code = $region and period_kind = $kind and year = $year
),
wide as (
    select purpose, payer_level, count(distinct payer_level) as payers,
        sum(amount) filter (where stage = 'received') as received,
        sum(amount) filter (where stage = 'passed_down') as passed_down,
        sum(amount) filter (where stage = 'paid') as paid,
        coalesce(sum(households) filter (where stage = 'paid'), sum(households) filter (where stage = 'received')) as households,
        coalesce(sum(person_times) filter (where is_counted_paid), sum(person_times) filter (where is_counted)) as person_times,
        case when bool_or(is_counted_paid) then
                case when bool_and(mean_per_person_time is not null) filter (where stage = 'paid')
                    then sum(amount) filter (where stage = 'paid') end
            when bool_and(mean_per_person_time is not null) filter (where stage = 'received')
                then sum(amount) filter (where stage = 'received')
        end as amount_of_person_times
    from own
    group by grouping sets ((purpose, payer_level), (purpose))
)
from wide
where payer_level is not null or payers > 1
order by max(coalesce(received, paid, passed_down)) over (partition by purpose) desc nulls last, purpose,
    payer_level nulls first
