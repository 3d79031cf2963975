"""The models: which tables there are, what each reads, and the order in which they must run.

A model `layer.table` is the file `sql/<layer>/<table>.sql`. Steps that a driver runs are named `<table>.<step>.sql`.
What a model reads is read from its SQL, so there is nothing to declare.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from graphlib import TopologicalSorter
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipelines import candidates, rules, stretches, tree, zone_hosts
from pipelines.warehouse import SQL_FOLDER, sql_text

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

_COMMENT = re.compile(r"--[^\n]*")
_READ = re.compile(r"\b(?:from|join)\s+((?:staging|steps|core|marts|checks|meta)\.\w+)", re.IGNORECASE)

Driver = Callable[["Warehouse"], int]
DRIVERS: dict[str, Driver] = {
    candidates.CANDIDATES: candidates.find_candidates,
    candidates.PAIRS: candidates.find_pairs,
    zone_hosts.HOSTS: zone_hosts.find_hosts,
    tree.RESOLVED: tree.resolve_tree,
    tree.PAST_RESOLVED: tree.resolve_past,
    rules.OF_RECORDS: rules.find_in_records,
    **{table: partial(rules.find_failures, table=table) for table in rules.kept()},
    "checks.findings": rules.collect_findings,
}
"""Models that one statement cannot make: a greedy choice, a loop over levels, rules that are rows."""

IN_STRETCHES = {
    "core.report_versions": stretches.By(("steps.record_versions",), "year", rows_of="steps.record_versions"),
    # Groups are held with all their figures, and by each thread: so many `times` as keep ten million reports in memory.
    "marts.annual_losses": stretches.By(
        ("core.region_losses", "steps.annual_adjustments", "steps.township_years"),
        "year",
        rows_of="core.region_losses",
        times=8,
    ),
    "marts.losses_by_day": stretches.By(("core.region_losses",), "region_code", rows_of="core.region_losses", times=4),
    "marts.losses_by_month": stretches.By(
        ("marts.losses_by_day",), "region_code", rows_of="marts.losses_by_day", times=16
    ),
    # Each day counts in up to five parts of its year.
    "steps.window_sums": stretches.By(("steps.window_years",), "year", rows_of="marts.losses_by_day", times=20),
}
"""Models built for some values of a column at a time where there are many rows."""

VIEWS = frozenset({"core.losses", "marts.loss_composition"})
"""Models that only choose among the rows of another one, or tell them in another form: a release has them as views,
too."""


def run(warehouse: "Warehouse", name: str) -> int:
    """Rebuild one model; answers its number of rows."""
    if driver := DRIVERS.get(name):
        return driver(warehouse)
    if by := IN_STRETCHES.get(name):
        return stretches.create(warehouse, name, statement(name), by)
    if name in VIEWS:
        warehouse.create_view(name, statement(name))
        return warehouse.count(name)
    return warehouse.create(name, statement(name))


def statement(name: str) -> str:
    """The SQL of a model that is one statement."""
    if rule := rules.kept().get(name):
        return rules.failures_sql(rule)
    return sql_text(f"{name.replace('.', '/')}.sql")


def build(
    warehouse: "Warehouse", wanted: Iterable[str] | None = None, drivers: Mapping[str, Driver] = MappingProxyType({})
) -> dict[str, int]:
    """Rebuild all models (or the named ones) in their order, some of them by a driver of the caller's; answers the
    number of rows of each."""
    ordered = order() if wanted is None else _ordered(names() & set(wanted))
    return {name: drivers.get(name, partial(run, name=name))(warehouse) for name in ordered}


@cache
def order() -> tuple[str, ...]:
    """All models, each after those it reads; equal ranks in alphabetical order."""
    return _ordered(names())


def _ordered(wanted: frozenset[str]) -> tuple[str, ...]:
    graph = {name: sorted(inputs(name) & wanted) for name in sorted(wanted)}
    return tuple(TopologicalSorter(graph).static_order())


@cache
def upstream(name: str) -> tuple[str, ...]:
    """The model and all models it is made from, in their order."""
    wanted = {name}.union(*(upstream(read) for read in inputs(name) & names()))
    return tuple(model for model in order() if model in wanted)


@cache
def names() -> frozenset[str]:
    """The names of all models."""
    plain = {f"{layer}.{stem}" for layer, stem in _files() if "." not in stem and layer != "checks"}
    return frozenset(plain | set(DRIVERS) | {"checks.rejected_rows"})


@cache
def inputs(name: str) -> frozenset[str]:
    """The tables a model reads, staging tables included."""
    read = {table for text in _texts(name) for table in tables_read(text)}
    return frozenset(table for table in read if table in names() or table.startswith("staging.")) - {name}


def shown_by(view: str) -> str:
    """The one table whose rows a view shows."""
    (shown,) = inputs(view)
    return shown


@cache
def description(name: str) -> str:
    """What one row of the model is: the comment that opens its SQL file."""
    opening = re.match(r"(?:--[^\n]*\n)+", _texts(name)[0])
    return " ".join(line.removeprefix("--").strip() for line in opening[0].splitlines()) if opening else ""


def _texts(name: str) -> tuple[str, ...]:
    layer, table = name.split(".")
    if name == "checks.findings":
        return rules.read_by_findings()
    if name == rules.OF_RECORDS:
        return (f"-- One row is one rule that one record breaks.\nselect * from {rules.RECORDS}",)
    if rule := rules.kept().get(name):
        return (sql_text(rules.file_of(rule)),)
    if name == tree.PAST_RESOLVED:
        return tree.past_texts()
    files = (stem for folder, stem in _files() if folder == layer and stem.split(".")[0] == table)
    return tuple(sql_text(f"{layer}/{stem}.sql") for stem in files)


@cache
def _files() -> tuple[tuple[str, str], ...]:
    """Layer and name of every SQL file, in order."""
    return tuple(sorted((file.parent.name, file.stem) for file in SQL_FOLDER.glob("*/*.sql")))


def tables_read(sql: str) -> set[str]:
    """The tables that a statement reads, by its text."""
    return {found.lower() for found in _READ.findall(_COMMENT.sub("", sql))}
