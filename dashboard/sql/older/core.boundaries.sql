-- No boundary file.
select null::varchar as current_code, null::varchar as region_name, null::varchar as region_level, null::varchar as parent_code
where false
