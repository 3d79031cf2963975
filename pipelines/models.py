"""The models: which tables there are, what each reads, and the order in which they must run.

A model `layer.table` is the file `sql/<layer>/<table>.sql`. Steps that a driver runs are named `<table>.<step>.sql`.
What a model reads is read from its SQL, so there is nothing to declare.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from pipelines import candidates, rules, tree
from pipelines.warehouse import SQL_FOLDER, sql_text

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

_COMMENT = re.compile(r"--[^\n]*")
_READ = re.compile(r"\b(?:from|join)\s+((?:staging|steps|core|marts|checks|meta)\.\w+)", re.IGNORECASE)

DRIVERS: dict[str, Callable[["Warehouse"], int]] = {
    "core.candidates": candidates.find_candidates,
    tree.RESOLVED: tree.resolve_tree,
    tree.PAST_RESOLVED: tree.resolve_past,
    "checks.findings": rules.collect_findings,
}
"""Models that one statement cannot make: a greedy choice, a loop over levels, rules that are rows."""


VIEWS = frozenset({"core.losses"})
"""Models that only choose among the rows of another one: they are not written a second time before a release is."""


def run(warehouse: "Warehouse", name: str) -> int:
    """Rebuild one model; answers its number of rows."""
    if driver := DRIVERS.get(name):
        return driver(warehouse)
    create = warehouse.create_view if name in VIEWS else warehouse.create
    return create(name, sql_text(f"{name.replace('.', '/')}.sql"))


def build(warehouse: "Warehouse", names: Iterable[str] | None = None) -> dict[str, int]:
    """Rebuild all models (or the named ones) in their order; answers the number of rows of each."""
    wanted = set(order() if names is None else names)
    return {name: run(warehouse, name) for name in order() if name in wanted}


@cache
def order() -> tuple[str, ...]:
    """All models, each after those it reads; equal ranks in alphabetical order."""
    graph = {name: sorted(read for read in inputs(name) & names()) for name in names()}
    return tuple(TopologicalSorter(dict(sorted(graph.items()))).static_order())


@cache
def upstream(name: str) -> tuple[str, ...]:
    """The model and all models it is made from, in their order."""
    wanted = {name}.union(*(upstream(read) for read in inputs(name) & names()))
    return tuple(model for model in order() if model in wanted)


@cache
def names() -> frozenset[str]:
    """The names of all models."""
    files = SQL_FOLDER.glob("*/*.sql")
    plain = {f"{f.parent.name}.{f.stem}" for f in files if "." not in f.stem and f.parent.name != "checks"}
    return frozenset(plain | set(DRIVERS) | {"checks.rejected_rows"})


@cache
def inputs(name: str) -> frozenset[str]:
    """The tables a model reads, staging tables included."""
    read = {table for text in _texts(name) for table in _tables_read(text)}
    return frozenset(table for table in read if table in names() or table.startswith("staging.")) - {name}


@cache
def description(name: str) -> str:
    """What one row of the model is: the comment that opens its SQL file."""
    opening = re.match(r"(?:--[^\n]*\n)+", _texts(name)[0])
    return " ".join(line.removeprefix("--").strip() for line in opening[0].splitlines()) if opening else ""


def _texts(name: str) -> tuple[str, ...]:
    layer, table = name.split(".")
    if name == "checks.findings":
        return (sql_text("checks/findings.collect.sql"), rules.RECORD_RULES_READ, *rules.check_texts())
    if name == tree.PAST_RESOLVED:
        return tree.past_texts()
    files = sorted(file.stem for file in (SQL_FOLDER / layer).glob("*.sql") if file.stem.split(".")[0] == table)
    return tuple(sql_text(f"{layer}/{file}.sql") for file in files)


def _tables_read(sql: str) -> set[str]:
    return {found.lower() for found in _READ.findall(_COMMENT.sub("", sql))}
