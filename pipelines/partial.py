"""Building the rows that a change touches, and no others.

Where only tables changed that a model reads by key (`parts`), the keys of their changed rows (`deltas`) are the ones to
build; the statement is the model's own, over views of the rows of these keys. A change of any other table builds the
model whole.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipelines import candidates, deltas, models, rules, stretches, tree
from pipelines.parts import QUERY, ROWS, Part, parts
from pipelines.stretches import UNORDERED
from pipelines.warehouse import Warehouse, sql_text

TOUCHED, OTHER = f"{deltas.SCHEMA}.touched", f"{deltas.SCHEMA}.other_keys"
BUILT, NEW, OLD, VIEW = (f"{deltas.SCHEMA}.{name}" for name in ("built", "new_rows", "old_rows", "part_"))
_TABLE = re.compile(r"\b(?:staging|steps|core|marts|checks|meta)\.\w+")
_CHANGED = re.compile(r"\bchanges\.(\w+)")
WORTH, SMALL = 2, 20_000
"""A model is built whole where so many times the touched rows are more than all rows, of it or of what it reads by key,
whichever has most; or where none of these has many."""
DRIVERS: dict[str, Callable[[Warehouse, Mapping[str, str]], object]] = {
    candidates.PAIRS: candidates.find_pairs,
    tree.RESOLVED: tree.resolve_of,
    rules.OF_RECORDS: rules.find_in_records,
}
"""Models that one statement cannot make, given the tables to read and to write instead of their own."""


@dataclass(frozen=True)
class Moved:
    """What a rebuild of some keys came to: the rows and the sums of hashes that went and came, and how many rows were
    put behind the others.
    """

    went: tuple[int, int]
    came: tuple[int, int]
    behind: int


def rebuild(warehouse: Warehouse, name: str, changed: frozenset[str]) -> Moved | None:
    """Build the keys of a model that changes of these tables touch, and note what came of it; None where the model has
    to be built whole: another table changed, or most of its rows are touched.
    """
    part = parts().get(name)
    if part is None or not changed <= part.inputs.keys() or _is_small(warehouse, part):
        return None
    _find_touched(warehouse, part, changed)
    own = _chosen(warehouse, name, {column: column for column in part.key}, 0)
    views = _restrict(warehouse, part)
    chosen = {name: own, **views}
    scratch = (TOUCHED, OLD, NEW, BUILT, *chosen.values())
    largest = max(chosen, key=warehouse.count)
    if WORTH * warehouse.count(chosen[largest]) > warehouse.count(largest):
        _drop(warehouse, *scratch)
        return None
    warehouse.create(OLD, f"select * from {own}")
    if driver := DRIVERS.get(name):
        driver(warehouse, views | {name: BUILT})
    else:
        warehouse.create(BUILT, over(models.statement(name), views))
    warehouse.create(NEW, f"select * from {name} limit 0")
    of_touched = _semi(warehouse, TOUCHED, {column: column for column in part.key})
    warehouse.execute(f"insert into {NEW} by name select t.* from {BUILT} as t {of_touched}")
    went, came, behind = warehouse.sums(OLD), warehouse.sums(NEW), 0
    if went != came:  # else what was noted last is still what led to these rows
        deltas.note(warehouse, name, old=OLD, new=NEW)
        behind = _put_in_place(warehouse, part)
    _drop(warehouse, *scratch)
    return Moved(went, came, behind)


def _is_small(warehouse: Warehouse, part: Part) -> bool:
    read = (table for table, one in part.inputs.items() if one.columns)
    return all(warehouse.count(table) < SMALL for table in (part.name, *read))


def _drop(warehouse: Warehouse, *scratch: str) -> None:
    for table in scratch:
        warehouse.drop(table)


def over(sql: str, tables: Mapping[str, str]) -> str:
    """A statement that reads these tables instead of its own."""
    return _TABLE.sub(lambda found: tables.get(found[0], found[0]), sql)


def _find_touched(warehouse: Warehouse, part: Part, changed: frozenset[str]) -> None:
    keys = ", ".join(part.key)
    found = [f"select {keys} from {part.name} limit 0"]
    for table in sorted(changed):
        columns = part.inputs[table].columns
        if part.inputs[table].touches == ROWS:
            found.append(f"select {', '.join(columns[key] for key in part.key)} from {deltas.table_of(table)}")
    if any(part.inputs[table].touches == QUERY for table in changed):
        found.append(_query(part, changed))
    warehouse.create(TOUCHED, " union ".join(f"select * from ({one})" for one in found))


def _query(part: Part, changed: frozenset[str]) -> str:
    """The model's own query of touched keys; tables that did not change have no changed rows, whatever was noted."""
    names = {deltas.table_of(table).split(".")[1]: table for table in part.inputs}

    def read(found: re.Match[str]) -> str:
        table = names[found[1]]
        return found[0] if table in changed else f"(select * from {table} limit 0)"

    return _CHANGED.sub(read, sql_text(f"touched/{part.name}.sql"))


def _restrict(warehouse: Warehouse, part: Part) -> dict[str, str]:
    """A view of the rows of the touched keys for each table that is read by them."""
    read = ((table, one.columns) for table, one in part.inputs.items() if one.columns)
    return {table: _chosen(warehouse, table, columns, number) for number, (table, columns) in enumerate(read, 1)}


def _chosen(warehouse: Warehouse, table: str, columns: Mapping[str, str], number: int) -> str:
    """A view of the rows of a table that have a touched key.

    Where they lie is told by the columns of the key alone: of the others, and of what lies elsewhere, nothing is read,
    but of what files said. It is told anew in every statement: the database moves rows between two of them.
    """
    view, touched = f"{VIEW}{number}", _semi(warehouse, TOUCHED, columns)
    stored = models.shown_by(table) if table in models.VIEWS else table
    rows = f"select t.* from {stored} as t {touched}"
    if not stored.startswith("staging."):  # views over files, whose rows have no place
        # The condition is always met: with it the database takes the places for the fewer, and holds them, not rows.
        places = f"select t.rowid as place from {stored} as t {touched} where t.rowid >= 0"
        rows = f"select t.* from {stored} as t semi join ({places}) as p on p.place = t.rowid"
    warehouse.create_view(view, rows if stored == table else over(models.statement(table), {stored: f"({rows})"}))
    return view


def put_in_order(warehouse: Warehouse, name: str) -> None:
    """Write a table anew in its order; a large one from a copy, in stretches."""
    if not stretches.is_large(warehouse, name):
        warehouse.create(name, f"select * from {name}")
        return
    warehouse.create(UNORDERED, f"select * from {name}")
    stretches.put_in_order(warehouse, name, UNORDERED)


def _put_in_place(warehouse: Warehouse, part: Part) -> int:
    """Only the keys whose rows are other ones than before are written, behind all others; answers how many rows."""
    keys = {column: column for column in part.key}
    warehouse.create(OTHER, f"select distinct {', '.join(keys)} from {deltas.table_of(part.name)}")
    of_others = _semi(warehouse, OTHER, keys)
    # No transaction: one that runs out of memory cannot go on, and a table that is cut off here is built whole anyway.
    warehouse.execute(f"delete from {part.name} where rowid in (select t.rowid from {part.name} as t {of_others})")
    before = warehouse.count(part.name)
    warehouse.insert(part.name, f"select t.* from {NEW} as t {of_others}")
    warehouse.drop(OTHER)
    return warehouse.count(part.name) - before


def _semi(warehouse: Warehouse, keys: str, columns: Mapping[str, str]) -> str:
    """The join of a table `t` with the keys by these columns. A key without a value is met by rows without one."""
    without = ", ".join(f"coalesce(bool_or({key} is null), false)" for key in columns)
    (nulls,) = warehouse.connection.execute(f"select {without} from {keys}").fetchall()
    tests = (
        f"t.{column} {'is not distinct from' if has_null else '='} k.{key}"
        for (key, column), has_null in zip(columns.items(), nulls, strict=True)
    )
    return f"semi join {keys} as k on {' and '.join(tests)}"
