-- One row is one word that a ledger may use for a choice; the one with is_label names the choice.
select * from staging.codebook_ledger_choices
