-- One row is one node of the tree and one node above it, itself included (distance 0).
select ancestor_code, region_code, distance from steps.region_paths
