-- One row is one rule with its words and its basis.
select * from staging.codebook_check_rules
order by rule_id, variant
