-- One row is one cell of a ledger as stated: ledger × period × payer or scheme (`who`) × purpose or item (`what`) × stage or basis of the year
-- × unit or document (`detail`) × batch (`part`) × region × measure, and what the ledgers of active sources say of it together.
select * from steps.relief_cells
union all
select * from steps.insurance_cells
union all
select * from steps.need_cells
