"""DataFrame → chart. Pure: the same frame and words give the same chart; no Streamlit, no database, no own words."""

from dashboard.charts.frame import Caption, plottable
from dashboard.charts.losses import category_bars, cumulative_curve
from dashboard.charts.maps import Area, Coloured, choropleth, ranked_bars
from dashboard.charts.steps import stepped
from dashboard.charts.years import annual_columns, small_columns

__all__ = [
    "Area",
    "Caption",
    "Coloured",
    "annual_columns",
    "category_bars",
    "choropleth",
    "cumulative_curve",
    "plottable",
    "ranked_bars",
    "small_columns",
    "stepped",
]
