"""Publishes many releases of one ledger, one after another, as refreshes do: each bears its number as its loss.

    python -m tests.browser.publisher RAW WAREHOUSE COUNT

The ledger was refreshed before. Of every release a line is printed: its id and its number.
"""

import sys
from dataclasses import replace
from pathlib import Path

from pipelines import build, inputs, publishing, states
from pipelines.warehouse import Warehouse

FIRST = 1000
CHANGES = (
    """
    update marts.year_on_year set value = $loss
    where indicator = 'direct_economic_loss' and region_code = $own and hazard_key = 'all' and year = $year
    """,
    """
    update marts.losses_by_day set direct_economic_loss = case
        when (date, hazard_key) = (
            select min((date, hazard_key)) from marts.losses_by_day where region_code = $own and year = $year
        ) then $loss else 0
    end
    where region_code = $own and year = $year
    """,
)
"""In two tables that one page reads: a reader of half a release would see two numbers."""


def publish_many(raw: Path, warehouse: Path, count: int) -> None:
    """Each release is written whole by the code that every refresh uses, then CURRENT is moved to it."""
    stock = inputs.load(warehouse)
    with Warehouse(warehouse) as work:
        about = {
            "own": work.value("select own_region_code from meta.settings"),
            "year": work.value("select year(data_through) from meta.settings"),
        }
        for number in range(FIRST, FIRST + count):
            for change in CHANGES:
                work.execute(change, about | {"loss": number})
            this = replace(stock, settings=dict(stock.settings) | {"bureau_name": f"{number}"})
            for name in states.read(work):
                build.stamp(work, name, this.release_id)
            outcome = publishing.publish(work, raw, this, is_sample=True)
            assert not outcome.held, outcome.held
            print(this.release_id, number, flush=True)


if __name__ == "__main__":
    publish_many(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
