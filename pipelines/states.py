"""How every table of the work database stands: noted in it, so that the next refresh knows what to build."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass

import duckdb
import polars as pl

from pipelines.warehouse import Warehouse

_STATES = "staging.states"
_STATES_SCHEMA = dict.fromkeys(("name", "inputs", "made_from", "content", "before"), pl.String()) | {
    "rows": pl.Int64(), "out_of_order": pl.Int64()
}  # fmt: skip


@dataclass(frozen=True)
class State:
    """How a table stands: the release it belongs to, what it was made from (the software, then a line per table that it
    reads with the content of that), a hash of what it holds, how many rows, and how many of these lie behind the others
    since the table was last written in its order.

    `before` is what it held before the changes that are noted of it; empty where none are.
    """

    inputs: str
    made_from: str = ""
    content: str = ""
    before: str = ""
    rows: int = 0
    out_of_order: int = 0


def read(warehouse: Warehouse) -> dict[str, State]:
    """How every table built so far stands; nothing where another software noted it in another form."""
    try:
        rows = warehouse.connection.execute(f"select {', '.join(_STATES_SCHEMA)} from {_STATES}").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return {}
    return {name: State(*state) for name, *state in rows}


def note(warehouse: Warehouse, states: Mapping[str, State]) -> None:
    """Write down how every table stands: what differs from the notes, which a refresh asks for after each table."""
    known = read(warehouse)
    if not known:
        warehouse.write(_STATES, pl.DataFrame(schema=_STATES_SCHEMA))
    changed = [(name, *astuple(state)) for name, state in states.items() if known.get(name) != state]
    outdated = [[name] for name in {*(known.keys() - states.keys()), *(name for name, *_ in changed)}]
    warehouse.connection.execute("begin")
    try:
        if outdated:
            warehouse.connection.executemany(f"delete from {_STATES} where name = ?", outdated)
        if changed:
            marks = ", ".join("?" * len(changed[0]))
            warehouse.connection.executemany(f"insert into {_STATES} values ({marks})", changed)
    except BaseException:
        warehouse.connection.execute("rollback")
        raise
    warehouse.connection.execute("commit")
