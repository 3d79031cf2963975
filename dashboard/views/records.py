"""Records: the rows behind the figures of a selection."""

from dashboard.components import place_records, records

page = place_records.opened()
records.empty_when_nothing(page)
records.show(page)
