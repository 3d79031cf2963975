"""The region tree, level by level from the deepest up: a cell is the own figure, else the sum of the children."""

from typing import TYPE_CHECKING

from pipelines.warehouse import sql_text

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

RESOLVED = "core.region_losses"
LEVEL = "steps.tree_level"
"""The regions of the level in hand that have children, with the sums of these."""


def resolve_tree(warehouse: "Warehouse") -> int:
    """Write `core.region_losses`: one row per disaster and node, and what no child accounts for."""
    warehouse.create(RESOLVED, sql_text("core/region_losses.sql"))
    deepest = warehouse.value(
        "select coalesce(max(depth), -1) from steps.region_tree where exists (select 1 from core.losses)"
    )
    for depth in range(deepest, -1, -1):
        warehouse.create(LEVEL, sql_text("core/region_losses.level.sql"), {"depth": depth})
        _add(warehouse, "nodes")
        _add(warehouse, "rest")
        for step in ("leaves", "unbroken"):
            _add(warehouse, step, {"depth": depth})
    warehouse.execute(f"drop table if exists {LEVEL}")
    return warehouse.count(RESOLVED)


def _add(warehouse: "Warehouse", step: str, parameters: dict[str, int] | None = None) -> None:
    warehouse.execute(f"insert into {RESOLVED}\n{sql_text(f'core/region_losses.{step}.sql')}", parameters)
