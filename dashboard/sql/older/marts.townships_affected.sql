-- Nobody counted them.
select null::varchar as period_kind, null::integer as year, null::varchar as region_code, null::varchar as hazard_key,
    null::bigint as townships_affected
where false
