"""DataFrame → chart. Pure: the same frame and words give the same chart; no Streamlit, no database, no own words."""

from dashboard.charts.compare import named_lines, place_bars, strips
from dashboard.charts.curves import CURRENT, OTHER, PRIOR, year_curves
from dashboard.charts.frame import Caption, plottable
from dashboard.charts.heat import month_heat
from dashboard.charts.losses import category_bars, cumulative_curve
from dashboard.charts.maps import Area, Coloured, choropleth, ranked_bars
from dashboard.charts.steps import stepped
from dashboard.charts.years import annual_columns, small_columns

__all__ = [
    "CURRENT",
    "OTHER",
    "PRIOR",
    "Area",
    "Caption",
    "Coloured",
    "annual_columns",
    "category_bars",
    "choropleth",
    "cumulative_curve",
    "month_heat",
    "named_lines",
    "place_bars",
    "plottable",
    "ranked_bars",
    "small_columns",
    "stepped",
    "strips",
    "year_curves",
]
