"""Very large tables in parts: what is sorted or joined row by row goes to the disk where it does not fit into memory,
and on a small computer there is no room for ten times the ledger.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines import row_order

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

UNORDERED = "changes.unordered"

_WIDEST = 200
"""No table has so many columns."""


@dataclass(frozen=True, slots=True)
class By:
    """How a large model is built: for some values of a column at a time, by the rows of `tables` that have them, which
    alone lead to rows with these values. `rows_of` is the table with this column whose rows are taken, each `times`.
    """

    tables: tuple[str, ...]
    column: str
    rows_of: str
    times: int = 1


def is_large(warehouse: "Warehouse", table: str) -> bool:
    """Whether a table has more cells than are sorted or joined at a time."""
    return warehouse.count(table) * _width(warehouse, table) > warehouse.cells_at_once


def stretches(warehouse: "Warehouse", table: str, column: str, wide: str = "", times: int = 1) -> list[str]:
    """Conditions on a column, in its order, of which every value (and its absence, at the end) meets exactly one: each
    holds for as many cells of the table as are taken at a time, or for those of one value. The column is one of few
    different values, such as years and regions. Where rows are as wide as those of another table, that is `wide`.
    """
    width, cuts, cells, last = times * _width(warehouse, wide or table), list[str](), 0, ""
    counted = f"select {column}, count(*) as rows from {table} group by {column} order by {column} nulls last"
    for value, rows in warehouse.few(counted).iter_rows():
        if last and cells + rows * width > warehouse.cells_at_once:
            cuts.append(last)
            cells = 0
        cells, last = cells + rows * width, _literal(value)
    above = ["true", *(f"{column} > {cut}" for cut in cuts)]
    upto = [*(f"{column} <= {cut}" for cut in cuts), "true"]
    parts = [f"{low} and {high}" for low, high in zip(above, upto, strict=True)]
    return [*parts[:-1], f"(({parts[-1]}) or {column} is null)"]


def create(warehouse: "Warehouse", name: str, sql: str, by: By) -> int:
    """Replace the table `name` by a query, in stretches where there are many rows: what is joined or summed up is held
    for one stretch, not for all. Answers the number of rows.
    """
    if warehouse.count(by.rows_of) * by.times * _WIDEST <= warehouse.cells_at_once:
        return warehouse.create(name, sql)
    key = row_order.sort_keys().get(name)
    is_in_order = key is None or key.columns[0] == by.column
    into = name if is_in_order else UNORDERED
    warehouse.create(into, f"select * from (\n{sql}\n) limit 0")
    parts = {table: f"{name.replace('.', '_')}_stretch_{number}" for number, table in enumerate(by.tables)}
    of_part = re.sub(rf"\b(?:{'|'.join(map(re.escape, parts))})\b", lambda found: parts[found[0]], sql)
    for stretch in stretches(warehouse, by.rows_of, by.column, wide=into, times=by.times):
        for table, part in parts.items():
            warehouse.create_view(part, f"select * from {table} where {stretch}")
        warehouse.insert(into, of_part)
    for part in parts.values():
        warehouse.drop(part)
    return warehouse.count(name) if is_in_order else put_in_order(warehouse, name, UNORDERED)


def put_in_order(warehouse: "Warehouse", name: str, rows: str) -> int:
    """Replace the table `name`, which has a key, by the rows of another one, which goes; a large one is sorted in
    stretches of the first column of the key. Answers the number of rows.
    """
    if is_large(warehouse, rows):
        warehouse.create(name, f"select * from {rows} limit 0")
        for stretch in stretches(warehouse, rows, row_order.sort_keys()[name].columns[0]):
            warehouse.insert(name, f"select * from {rows} where {stretch}")
    else:
        warehouse.create(name, f"select * from {rows}")
    warehouse.drop(rows)
    return warehouse.count(name)


def _width(warehouse: "Warehouse", table: str) -> int:
    return len(warehouse.connection.execute(f"select * from {table} limit 0").description or [])


def _literal(value: object) -> str:
    """A value in SQL. A brace would begin the name of a set of indicators."""
    text = str(value).replace("'", "''").replace("{", "' || chr(123) || '")
    return f"('{text}')"
