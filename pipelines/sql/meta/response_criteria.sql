-- One row is one criterion of response: what is counted, in which unit, the indicators that are added, and its basis.
select criterion, name_zh, name_en, unit, indicators, per_population, basis from staging.codebook_response_criteria order by rowid
