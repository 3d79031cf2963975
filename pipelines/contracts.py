"""What must hold before anything is published, as only a fault of ours can break it: columns, rows accounted for."""

from collections.abc import Sequence

from pipelines import codebooks
from pipelines.errors import LedgerError
from pipelines.warehouse import Warehouse

LOSSES = "*losses"
SUMMED = "*summed"
HEADLINE = "*headline"


def promised_columns() -> dict[str, tuple[str, ...]]:
    """The columns of the public tables, in their order; a row of the codebook may stand for a set of indicators."""
    promised: dict[str, tuple[str, ...]] = {}
    for row in codebooks.rows("table_columns"):
        if row["table_name"] and row["is_public"]:
            columns = _columns(row["column_name"])
            promised[row["table_name"]] = promised.get(row["table_name"], ()) + columns
    return promised


def broken_columns(warehouse: Warehouse, tables: Sequence[str]) -> list[str]:
    """Public tables whose leading columns are not the promised ones, with the first that differs."""
    broken = []
    for table in tables:
        promised, actual = promised_columns()[table], columns_of(warehouse, table)
        missing = [column for column in promised if column not in actual]
        if missing or actual[: len(promised)] != promised:
            first = next((p for p, a in zip(promised, actual, strict=False) if p != a), None)
            broken.append(f"{table}: {', '.join(missing) or first}")
    return broken


def unaccounted_sources(warehouse: Warehouse) -> list[str]:
    """Sources whose rows read are not accepted, rejected or skipped to the last one."""
    rows = warehouse.read(
        "select path, rows_read, rows_accepted + rows_rejected + rows_skipped as accounted from staging.sources "
        "where rows_read <> rows_accepted + rows_rejected + rows_skipped order by path"
    )
    return [f"{path}: {read} ≠ {accounted}" for path, read, accounted in rows.iter_rows()]


def require_sound(warehouse: Warehouse) -> None:
    """Refuse to publish what our own fault spoiled."""
    faults = [*broken_columns(warehouse, tuple(promised_columns())), *unaccounted_sources(warehouse)]
    if faults:
        named = "；".join(faults[:5])
        raise LedgerError(
            f"程序自检没有通过，没有发布，上一个数据版本不变：{named}。请把这条信息发给软件维护人员。",
            f"The program's own checks failed; nothing was published and the last release stays: {named}. "
            "Send this message to whoever maintains the software.",
            exit_code=4,
        )


def columns_of(warehouse: Warehouse, table: str) -> tuple[str, ...]:
    """The columns of a table, in their order; none of a table that is not there."""
    if not warehouse.has(table):
        return ()
    # The list of all columns of all tables is thousands long: the table itself answers sooner.
    warehouse.connection.execute(f"select * from {table} limit 0")
    names = tuple(column[0] for column in warehouse.connection.description or ())
    warehouse.connection.fetchall()
    return names


def _columns(name: str) -> tuple[str, ...]:
    if name not in (LOSSES, SUMMED, HEADLINE):
        return (name,)
    return tuple(i.column_name for i in codebooks.indicator_set(name[1:]))
