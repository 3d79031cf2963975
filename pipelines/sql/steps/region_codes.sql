-- One row is one region code as reported, with the code of the unit that it is today. `part_code` tells the units apart that merged into
-- one: what several of them state adds up, while one unit under its old and its new code states the same thing twice.
select
    n.region_code,
    c.current_code,
    c.is_rolled,
    n.is_reference,
    case
        when c.is_rolled and count(*) filter (c.is_rolled) over (partition by c.current_code) > 1 then n.region_code
        else c.current_code
    end as part_code
from steps.named_regions as n
inner join steps.current_codes as c on c.region_code = n.region_code
order by n.region_code
