"""The region tree, level by level from the deepest up: a cell is the own figure, else the sum of the children."""

import re
from collections.abc import Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING

from pipelines.stretches import is_large, stretches
from pipelines.warehouse import sql_text

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

RESOLVED = "core.region_losses"
CHILDREN, OWN = "temp.tree_children", "temp.tree_own"
"""Of the regions of the level in hand that have children, what these came to, and what they filed themselves."""
LOSSES, EVENTS = "core.losses", "core.events"
NOW = {name: name for name in (RESOLVED, LOSSES, EVENTS)}
PAST_RESOLVED = "steps.past_region_losses"
PAST = {
    RESOLVED: PAST_RESOLVED,
    LOSSES: "steps.past_losses",
    EVENTS: "steps.past_events",
    "steps.repeated_records": "steps.past_repeated_records",
}
"""The tables of the disasters as they stood earlier: the same statements resolve them in today's tree."""
WITH_CHILDREN, WITHOUT_CHILDREN = ("children", "own", "nodes", "rest"), ("leaves", "unbroken")
"""What is done for each level, in this order: first for the regions whose children reported, then for the others."""
TEMPORARY = {"children": CHILDREN, "own": OWN}
OF_YEARS = {
    RESOLVED: "steps.region_losses_of_years",
    LOSSES: "temp.losses_of_years",
    EVENTS: "steps.events_of_years",
}
"""The same tables for a few years."""
PARTS = ("region_losses", *(f"region_losses.{part}" for part in (*WITH_CHILDREN, *WITHOUT_CHILDREN)))


def resolve_tree(warehouse: "Warehouse") -> int:
    """Write `core.region_losses`: one row per disaster and node, and what no child accounts for."""
    return _resolve(warehouse, NOW)


def resolve_filed(warehouse: "Warehouse") -> int:
    """As `resolve_tree`, for regions that filed themselves and those below: what the rules compare with each other."""
    filed = (
        f"select min(t.depth) from {LOSSES} as l inner join steps.region_tree as t on t.region_code = l.current_code"
    )
    return _resolve(warehouse, NOW, compared_from=warehouse.value(f"{filed} where not l.held_out") or 0)


def resolve_of(warehouse: "Warehouse", tables: Mapping[str, str]) -> int:
    """As `resolve_tree`, over other tables than those of today."""
    return _resolve(warehouse, {**NOW, **tables})


def resolve_past(warehouse: "Warehouse") -> int:
    """Write `steps.past_region_losses`: the same for every earlier state of the disasters that changed."""
    return _resolve(warehouse, PAST)


def past_texts() -> tuple[str, ...]:
    """The statements that resolve earlier states, for the list of what they read."""
    return tuple(_text(part, PAST) for part in PARTS)


def _resolve(warehouse: "Warehouse", tables: Mapping[str, str], compared_from: int = -1) -> int:
    """All years at once, or a few at a time where there are many records: a disaster lies in one year."""
    resolved, losses, events = (tables[name] for name in (RESOLVED, LOSSES, EVENTS))
    warehouse.create(resolved, _text("region_losses", tables))
    if not is_large(warehouse, losses):
        _resolve_levels(warehouse, tables, resolved, compared_from)
        return warehouse.count(resolved)
    for of_years in stretches(warehouse, losses, "year"):
        warehouse.create_view(OF_YEARS[EVENTS], f"select * from {events} where {of_years}")
        warehouse.create_view(OF_YEARS[RESOLVED], f"select * from {resolved} where {of_years}")
        chosen = f"select l.* from {losses} as l semi join {OF_YEARS[EVENTS]} as e on e.event_id = l.event_id"
        warehouse.execute(f"create or replace temp table {OF_YEARS[LOSSES]} as {chosen}")
        _resolve_levels(warehouse, {**tables, **OF_YEARS}, resolved, compared_from)
    for scratch in OF_YEARS.values():
        warehouse.drop(scratch)
    return warehouse.count(resolved)


def _resolve_levels(warehouse: "Warehouse", tables: Mapping[str, str], into: str, compared_from: int) -> None:
    """Add the rows of every level, from the deepest up, to the table."""
    deepest = warehouse.value(
        f"select coalesce(max(depth), -1) from steps.region_tree where exists (select 1 from {tables[LOSSES]})"
    )
    warehouse.execute(
        f"create or replace temp table {CHILDREN} as select event_id, region_code from {tables[RESOLVED]}"
    )
    for depth in range(deepest, max(compared_from, 0) - 1, -1):
        for part in (*(WITH_CHILDREN * (depth < deepest)), *(WITHOUT_CHILDREN * (depth > compared_from))):
            text = _text(f"region_losses.{part}", tables)
            table = TEMPORARY.get(part)
            parameters = {"depth": depth} if "$depth" in text else {}
            # Of these nothing is added up: a whole row of every record would be held while disasters are looked up.
            with warehouse.joins_as_written() if part == "leaves" else nullcontext():
                if table:
                    warehouse.execute(f"create or replace temp table {table} as\n{text}", parameters)
                else:
                    warehouse.insert(into, text, parameters)
    for table in TEMPORARY.values():
        warehouse.drop(table)


def _text(part: str, tables: Mapping[str, str]) -> str:
    """A statement of the tree over these tables."""
    return re.sub(r"\b(?:core|steps)\.\w+", lambda name: tables.get(name[0], name[0]), sql_text(f"core/{part}.sql"))
