"""The region tree, level by level from the deepest up: a cell is the own figure, else the sum of the children."""

from typing import TYPE_CHECKING

from pipelines.warehouse import sql_text

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

LEVEL = "steps.tree_level"
"""The level in hand, and the sums of its children; the level below it until it is replaced."""


def resolve_tree(warehouse: "Warehouse") -> int:
    """Write `core.region_losses`: one row per disaster and node, and what no child accounts for."""
    table = "core.region_losses"
    warehouse.create(table, sql_text("core/region_losses.sql"))
    _start_below_the_deepest(warehouse)
    deepest = warehouse.value("select coalesce(max(depth), -1) from steps.region_tree")
    for depth in range(deepest, -1, -1):
        warehouse.create(LEVEL, sql_text("core/region_losses.level.sql"), {"depth": depth})
        for step in ("nodes", "rest"):
            warehouse.execute(f"insert into {table}\n{sql_text(f'core/region_losses.{step}.sql')}")
    warehouse.drop(LEVEL)
    return warehouse.count(table)


def _start_below_the_deepest(warehouse: "Warehouse") -> None:
    """An empty level, so that the deepest regions find no children."""
    empty = "select event_id, parent_code, records, is_affected\n    , {summed}\nfrom core.region_losses"
    warehouse.create(LEVEL, empty)
