"""A refresh with Spark: which models it computes, and what becomes of them in the work database."""

import hashlib
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import polars as pl
from pyspark.errors import PySparkException

from pipelines import models, rules
from pipelines.engines import Runner, SparkPlace
from pipelines.errors import LedgerError
from pipelines.spark import session
from pipelines.spark.tables import SparkTables
from pipelines.warehouse import Warehouse

KEPT_BACK = Path(__file__).with_name("stays_in_duckdb.csv")
STEPS = "steps."


@cache
def stays_in_duckdb() -> dict[str, str]:
    """The models that DuckDB computes in any case, each with the reason."""
    told = dict(pl.read_csv(KEPT_BACK).select("model", "reason").iter_rows())
    return told | dict.fromkeys((rules.OF_RECORDS, *rules.kept()), told["checks.findings"])


@contextmanager
def runner(warehouse: Warehouse, place: SparkPlace) -> Iterator[Runner]:
    """Computes models on Spark. What lies in the shared folder is of this run alone and goes with it."""
    shared = _folder(place.folder, warehouse)
    try:
        with session.opened(place) as spark:
            tables = SparkTables(warehouse, spark, shared)

            def run(work: Warehouse, name: str) -> int:
                if name in stays_in_duckdb():
                    tables.forget(name)
                    return models.run(work, name)
                return _run(tables, name)

            try:
                yield run
            finally:
                tables.let_go()
    finally:
        shutil.rmtree(shared, ignore_errors=True)


def _run(tables: SparkTables, name: str) -> int:
    try:
        rows = models.run(tables, name)
    except PySparkException as problem:
        detail = (str(problem).strip().splitlines() or [""])[0][:300]
        raise LedgerError(
            f"Spark 没有算出 {name}：{detail}。上一个数据版本不变；不用 Spark 也能更新：去掉 --engine spark。",
            f"Spark did not compute {name}: {detail}. The last release stays; a refresh without --engine spark "
            "needs no Spark.",
        ) from problem
    if not name.startswith(STEPS):
        tables.keep(name)
    return rows


def _folder(named: Path, warehouse: Warehouse) -> Path:
    """This warehouse's own folder in the shared one, empty; executors of another user must be able to write into it."""
    owner = f"{socket.gethostname()}:{warehouse.folder}"
    made = named / f"refresh-{hashlib.sha256(owner.encode()).hexdigest()[:12]}"
    try:
        shutil.rmtree(made, ignore_errors=True)  # of a refresh that was cut off: nobody else has this warehouse's lock
        made.mkdir(parents=True)
        made.chmod(0o777)
    except OSError as problem:
        raise LedgerError(
            f"共享文件夹 {named} 不能写入：{problem.strerror}。请检查它是否已挂载、是否有写权限。",
            f"The shared folder {named} cannot be written: {problem.strerror}. Check that it is mounted and writable.",
        ) from problem
    return made
