"""The region tree, level by level from the deepest up: a cell is the own figure, else the sum of the children."""

import re
from typing import TYPE_CHECKING

from pipelines.warehouse import sql_text

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

RESOLVED = "core.region_losses"
LEVEL = "steps.tree_level"
"""The regions of the level in hand that have children, with the sums of these."""
LOSSES = "core.losses"
NOW = {name: name for name in (RESOLVED, LEVEL, LOSSES)}
PAST_RESOLVED = "steps.past_region_losses"
PAST = {
    RESOLVED: PAST_RESOLVED,
    LEVEL: "steps.past_tree_level",
    LOSSES: "steps.past_losses",
    "core.events": "steps.past_events",
    "steps.repeated_records": "steps.past_repeated_records",
}
"""The tables of the disasters as they stood earlier: the same statements resolve them in today's tree."""
PARTS = ("region_losses", *(f"region_losses.{part}" for part in ("level", "nodes", "rest", "leaves", "unbroken")))


def resolve_tree(warehouse: "Warehouse") -> int:
    """Write `core.region_losses`: one row per disaster and node, and what no child accounts for."""
    return _resolve(warehouse, NOW)


def resolve_filed(warehouse: "Warehouse") -> int:
    """As `resolve_tree`, for regions that filed themselves and those below: what the rules compare with each other."""
    filed = (
        f"select min(t.depth) from {LOSSES} as l inner join steps.region_tree as t on t.region_code = l.current_code"
    )
    return _resolve(warehouse, NOW, compared_from=warehouse.value(f"{filed} where not l.held_out") or 0)


def resolve_past(warehouse: "Warehouse") -> int:
    """Write `steps.past_region_losses`: the same for every earlier state of the disasters that changed."""
    return _resolve(warehouse, PAST)


def past_texts() -> tuple[str, ...]:
    """The statements that resolve earlier states, for the list of what they read."""
    return tuple(_text(part, PAST) for part in PARTS)


def _resolve(warehouse: "Warehouse", tables: dict[str, str], compared_from: int = -1) -> int:
    resolved, level = tables[RESOLVED], tables[LEVEL]
    warehouse.create(resolved, _text("region_losses", tables))
    deepest = warehouse.value(
        f"select coalesce(max(depth), -1) from steps.region_tree where exists (select 1 from {tables[LOSSES]})"
    )
    warehouse.execute(f"create or replace table {level} as select event_id, region_code from {resolved}")
    for depth in range(deepest, max(compared_from, 0) - 1, -1):
        if depth < deepest:  # the deepest regions have no children
            warehouse.create(level, _text("region_losses.level", tables), {"depth": depth})
            for part in ("nodes", "rest"):
                warehouse.execute(f"insert into {resolved}\n{_text(f'region_losses.{part}', tables)}")
        if depth > compared_from:
            for part in ("leaves", "unbroken") if depth < deepest else ("leaves",):
                warehouse.execute(f"insert into {resolved}\n{_text(f'region_losses.{part}', tables)}", {"depth": depth})
    warehouse.execute(f"drop table if exists {level}")
    return warehouse.count(resolved)


def _text(part: str, tables: dict[str, str]) -> str:
    """A statement of the tree over these tables."""
    return re.sub(r"\b(?:core|steps)\.\w+", lambda name: tables.get(name[0], name[0]), sql_text(f"core/{part}.sql"))
