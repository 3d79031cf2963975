"""Records: the rows behind the figures of a selection."""

from dashboard import page as pages
from dashboard.components import records

page = pages.opened()
records.empty_when_nothing(page)
records.show(page)
