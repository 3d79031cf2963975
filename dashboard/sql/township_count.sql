-- How many townships and subdistricts the list of regions has below a region.
select townships from meta.township_counts where region_code = $region
