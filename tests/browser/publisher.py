"""Publishes many releases of one ledger, one after another, as refreshes do: each bears its number as its loss.

    python -m tests.browser.publisher RAW WAREHOUSE COUNT

The ledger was refreshed before. Of every release a line is printed: its id and its number.
"""

import sys
from dataclasses import replace
from pathlib import Path

from pipelines import build, inputs, publishing
from pipelines.warehouse import Warehouse

LOSS = "direct_economic_loss"
FIRST = 1000
TABLES = {
    "marts.year_on_year": "value = $loss where indicator = 'direct_economic_loss'",
    "marts.annual_losses": "direct_economic_loss = $loss where true",
}
"""Two tables that one page reads: a reader of half a release would see two numbers."""


def publish_many(raw: Path, warehouse: Path, count: int) -> None:
    """Each release is written whole by the code that every refresh uses, then CURRENT is moved to it."""
    stock = inputs.load(warehouse)
    with Warehouse(warehouse) as work:
        where = "and region_code = (select own_region_code from meta.settings) and hazard_key = 'all' and year = $year"
        year = work.value("select year(data_through) from meta.settings")
        for number in range(FIRST, FIRST + count):
            for table, change in TABLES.items():
                work.execute(f"update {table} set {change} {where}", {"loss": number, "year": year})
            this = replace(stock, settings=dict(stock.settings) | {"bureau_name": f"{number}"})
            for name in build.read_stamps(work):
                build.stamp(work, name, this.release_id)
            outcome = publishing.publish(work, raw, this, is_sample=True)
            assert not outcome.held, outcome.held
            print(this.release_id, number, flush=True)


if __name__ == "__main__":
    publish_many(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
