-- Loss, relief and claims of a region side by side, ten years up to the chosen one.
from marts.loss_and_cover
where region_code = $region and year between $year - 9 and $year
order by year desc
