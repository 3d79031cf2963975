-- Every node of the tree with every node above it, itself included.
with recursive paths as (
    select region_code, region_code as ancestor_code from core.regions
    union
    select p.region_code, r.parent_code from paths p join core.regions r on r.region_code = p.ancestor_code where r.parent_code is not null
)
select region_code, ancestor_code from paths
