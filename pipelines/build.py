"""Which table was built from which inputs: the stamp that keeps a release from mixing two states of raw/.

The tables of schema `steps` stand between core tables. Nobody asks for them, so they are built with the table that
needs them, once per state of the inputs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from pipelines import models
from pipelines.engines import Runner
from pipelines.errors import LedgerError
from pipelines.warehouse import WORK_DATABASE, Warehouse

STAGING = "staging.readings"
STEPS = "steps."
_STAMPS = "staging.stamps"
_STAMP_SCHEMA = {"name": pl.String(), "inputs": pl.String()}


def published_models(layer: str | None = None) -> tuple[str, ...]:
    """The models people see, in their order; those of one layer."""
    return tuple(n for n in models.order() if not n.startswith(STEPS) and (layer is None or n.startswith(f"{layer}.")))


@cache
def upstream(name: str) -> frozenset[str]:
    """The published models a model is made from, directly or through steps; `staging.readings` for what files said."""
    direct = {STAGING if read.startswith("staging.") else read for read in models.inputs(name)}
    asked_for = {read for read in direct if not read.startswith(STEPS)}
    return frozenset(asked_for.union(*(upstream(step) for step in _direct_steps(name)))) - {name}


def materialise(warehouse: Warehouse, name: str, run: Runner = models.run) -> int:
    """Build one model, and the steps it needs that are not built from the same inputs; answers its number of rows."""
    stamps = read_stamps(warehouse)
    sources = sorted(upstream(name))
    missing = [source for source in sources if source not in stamps]
    if missing:
        raise LedgerError(
            f"{name} 需要先更新 {'、'.join(missing)}。请点“更新全部数据（Materialize all）”。",
            f"{name} needs {', '.join(missing)} first. Press Materialize all.",
        )
    _build_steps(warehouse, name, stamps, run)
    rows = run(warehouse, name)
    stamp(warehouse, name, _common({stamps[source] for source in sources}))
    return rows


def stamp(warehouse: Warehouse, name: str, inputs: str) -> None:
    """Note which inputs a table was built from."""
    stamps = read_stamps(warehouse) | {name: inputs}
    warehouse.write(_STAMPS, pl.DataFrame(sorted(stamps.items()), schema=_STAMP_SCHEMA, orient="row"))


def read_stamps(warehouse: Warehouse) -> dict[str, str]:
    """The inputs of every table built so far."""
    if not warehouse.has(_STAMPS):
        return {}
    return dict(warehouse.read(f"select name, inputs from {_STAMPS}").iter_rows())


def require_unmixed(warehouse: Warehouse, release_id: str) -> None:
    """Refuse to go on unless every published model was built from these inputs."""
    stamps = read_stamps(warehouse)
    stale = [name for name in published_models() if stamps.get(name) != release_id]
    if stale:
        named = "、".join(stale[:5]) + ("……" if len(stale) > 5 else "")
        raise LedgerError(
            f"下列数据表不是由当前这批文件算出的：{named}。没有发布，上一个数据版本不变。"
            "请点“更新全部数据（Materialize all）”。",
            f"These tables were not built from the files as they are now: {named}. Nothing was published; "
            "the last release stays. Press Materialize all.",
        )


@cache
def closure(name: str) -> frozenset[str]:
    """A model and all models it is made from, steps included."""
    inputs = models.inputs(name) & models.names()
    return frozenset({name}).union(*(closure(read) for read in inputs))


def _build_steps(warehouse: Warehouse, name: str, stamps: dict[str, str], run: Runner) -> None:
    wanted = _steps_of(name)
    for step in (model for model in models.order() if model in wanted):
        common = _common({stamps[source] for source in upstream(step) if source in stamps})
        if stamps.get(step) != common or not warehouse.has(step):
            run(warehouse, step)
            stamp(warehouse, step, common)


@cache
def _steps_of(name: str) -> frozenset[str]:
    steps = _direct_steps(name)
    return steps.union(*(_steps_of(step) for step in steps))


def _direct_steps(name: str) -> frozenset[str]:
    """The steps a model reads; scratch tables of its own driver are none."""
    return frozenset(read for read in models.inputs(name) if read.startswith(STEPS) and read in models.names())


def _common(stamps: set[str]) -> str:
    return stamps.pop() if len(stamps) == 1 else "mixed" if stamps else ""


@contextmanager
def opened(folder: Path) -> Iterator[Warehouse]:
    """The work database, open for writing. One that a crash spoiled is made anew: all it holds is derived."""
    warehouse = Warehouse(folder)
    try:
        warehouse.open()
    except duckdb.Error as problem:
        if "lock" in str(problem).lower():
            raise LedgerError(
                f"{folder / WORK_DATABASE} 正被其他程序打开（例如数据库查看工具）。请关闭它，再更新一次。",
                f"{folder / WORK_DATABASE} is open in another program (such as a database viewer). Close it there "
                "and try again.",
            ) from problem
        for spoiled in (WORK_DATABASE, f"{WORK_DATABASE}.wal"):
            (folder / spoiled).unlink(missing_ok=True)
        warehouse.open()
    try:
        yield warehouse
    finally:
        warehouse.close()
