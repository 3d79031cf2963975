-- No boundary file.
select
    null::varchar as current_code, null::varchar as region_name, null::varchar as region_level, null::varchar as parent_code,
    null::integer as vintage
where false
