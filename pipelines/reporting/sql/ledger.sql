-- One row is one figure of relief, winter-spring aid or house insurance of the region in the year or the year before, and where it stands.
with relief as (
    select year, stage, is_approximate, concat('year=', year, '; region_code=', region_code, '; stage=', stage) as row_key,
        unnest([
            struct_pack(name := 'relief_' || stage, of_column := 'amount', value := cast(amount as decimal(38,6))),
            struct_pack(name := 'relief_' || stage || '_households', of_column := 'households', value := cast(households as decimal(38,6))),
            struct_pack(
                name := 'relief_' || stage || '_person_times', of_column := 'person_times', value := cast(person_times as decimal(38,6))
            ),
            struct_pack(
                name := 'relief_mean', of_column := 'mean_per_person_time',
                value := case when stage = 'paid' then cast(mean_per_person_time as decimal(38,6)) end
            )
        ]) as cell
    from marts.relief_totals
    where region_code = $region and year in ($year, $year - 1)
),
seasons as (
    select year, is_approximate, concat('season=', season, '; region_code=', region_code) as row_key,
        unnest([
            struct_pack(name := 'winter_spring_fund', of_column := 'fund', value := cast(fund as decimal(38,6))),
            struct_pack(name := 'winter_spring_people', of_column := 'aided_people', value := cast(aided_people as decimal(38,6)))
        ]) as cell
    from marts.winter_spring
    where region_code = $region and year in ($year, $year - 1)
),
insurance as (
    select year, year_basis, is_approximate,
        concat('year=', year, '; year_basis=', year_basis, '; region_code=', region_code, '; scheme=', scheme) as row_key,
        unnest([
            struct_pack(name := 'insured_' || scheme, of_column := 'insured_households', value := cast(insured_households as decimal(38,6))),
            struct_pack(name := 'participation_' || scheme, of_column := 'participation_pct', value := cast(participation_pct as decimal(38,6))),
            struct_pack(name := 'premium_' || scheme, of_column := 'premium', value := cast(premium as decimal(38,6))),
            struct_pack(
                name := 'claims_households_' || scheme, of_column := 'claims_paid_households',
                value := cast(claims_paid_households as decimal(38,6))
            ),
            struct_pack(name := 'claims_' || scheme, of_column := 'claims_paid', value := cast(claims_paid as decimal(38,6)))
        ]) as cell
    from marts.house_insurance
    where region_code = $region and year in ($year, $year - 1)
),
-- Claims of a scheme on the same year basis as their sum beside the losses.
claims_basis as (
    select year, claims_year_basis from marts.loss_and_cover where region_code = $region and year in ($year, $year - 1)
),
cover as (
    select year, is_approximate, concat('year=', year, '; region_code=', region_code) as row_key,
        unnest([
            struct_pack(name := 'claims_paid', of_column := 'claims_paid', value := cast(claims_paid as decimal(38,6))),
            struct_pack(
                name := 'claims_to_housing_loss', of_column := 'claims_to_housing_loss_pct',
                value := cast(claims_to_housing_loss_pct as decimal(38,6))
            )
        ]) as cell
    from marts.loss_and_cover
    where region_code = $region and year in ($year, $year - 1)
),
gaps as (
    select year, concat('year=', year, '; region_code=', region_code, '; hazard_key=all; category=', category) as row_key, parts_minus_total
    from marts.loss_composition
    where region_code = $region and year in ($year, $year - 1) and hazard_key = 'all'
    qualify row_number() over (partition by year order by category_order) = 1
)
select year, 'marts.relief_totals' as of_table, row_key, cell.of_column, cell.name, cell.value, is_approximate
from relief where cell.name <> 'relief_mean' or stage = 'paid'
union all
select year, 'marts.winter_spring', row_key, cell.of_column, cell.name, cell.value, is_approximate from seasons
union all
select i.year, 'marts.house_insurance', i.row_key, i.cell.of_column, i.cell.name, i.cell.value, i.is_approximate
from insurance as i
left join claims_basis as b on b.year = i.year
where case when starts_with(i.cell.name, 'claims_') then i.year_basis = b.claims_year_basis else i.year_basis = 'policy_year' end
union all
select year, 'marts.loss_and_cover', row_key, cell.of_column, cell.name, cell.value, is_approximate from cover
union all
select year, 'marts.loss_composition', row_key, 'parts_minus_total', 'loss_parts_gap', parts_minus_total, false from gaps
order by year, name
