-- The largest yearly figure of each summed indicator of a region: what a map has something to show of.
select
    {derived}
    a.*
from (
    select
        max({summed}) as {summed},
    from marts.annual_losses
    where region_code = $region and hazard_key = 'all'
) a
