"""Who computes the models: DuckDB, unless a refresh asks for Spark. Nothing of Spark is imported before that."""

import importlib.util
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import LedgerError

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

ENGINE_VARIABLE = "LOSS_LEDGER_ENGINE"
MASTER_VARIABLE = "LOSS_LEDGER_SPARK_MASTER"
FOLDER_VARIABLE = "LOSS_LEDGER_SPARK_FOLDER"
DUCKDB, SPARK = "duckdb", "spark"
ENGINES = (DUCKDB, SPARK)
EXTRA = "spark"
LOCAL = "local[*]"
Runner = Callable[["Warehouse", str], int]
"""Rebuilds one model in the work database; answers its number of rows."""


@dataclass(frozen=True)
class SparkPlace:
    """Where Spark runs, and the folder that it and this computer share."""

    master: str
    folder: Path

    @property
    def is_local(self) -> bool:
        """Whether everything runs on this computer."""
        return self.master.startswith("local")


def announce(engine: str | None, master: str | None, folder: Path | None) -> None:
    """Let the options of a command hold for whatever runs the models; say at once what is missing."""
    stated = {ENGINE_VARIABLE: engine, MASTER_VARIABLE: master, FOLDER_VARIABLE: folder}
    os.environ.update({variable: str(value) for variable, value in stated.items() if value})
    if chosen() == SPARK:
        _require_spark()


def chosen() -> str:
    """The engine that the environment names."""
    named = os.environ.get(ENGINE_VARIABLE) or DUCKDB
    if named not in ENGINES:
        raise LedgerError(
            f"环境变量 {ENGINE_VARIABLE} 的值“{named}”不认识，应为 {' 或 '.join(ENGINES)}。",
            f"{ENGINE_VARIABLE} is “{named}”; it should be {' or '.join(ENGINES)}.",
        )
    return named


@contextmanager
def running(warehouse: "Warehouse") -> Iterator[Runner]:
    """The engine of a run, for as long as the run lasts."""
    if chosen() == DUCKDB:
        from pipelines import models

        yield models.run
        return
    _require_spark()
    from pipelines.spark import running as on_spark

    with on_spark.runner(warehouse, spark_place(warehouse.folder)) as run:
        yield run


def spark_place(warehouse: Path | None) -> SparkPlace:
    """What options and environment say of Spark; on this computer alone the warehouse is folder enough."""
    place = SparkPlace(os.environ.get(MASTER_VARIABLE) or LOCAL, Path(os.environ.get(FOLDER_VARIABLE) or ""))
    if os.environ.get(FOLDER_VARIABLE):
        return SparkPlace(place.master, place.folder.expanduser().resolve())
    if place.is_local and warehouse:
        return SparkPlace(place.master, warehouse / SPARK)
    raise LedgerError(
        f"在集群上用 Spark 计算需要共享文件夹：请用 --spark-folder（或 {FOLDER_VARIABLE}）"
        "指定一个本机和所有工作节点都以同一路径读写的文件夹。",
        f"Spark on a cluster needs a shared folder: name one with --spark-folder (or {FOLDER_VARIABLE}) that this "
        "computer and every worker read and write under the same path.",
    )


def _require_spark() -> None:
    missing = [name for name in ("pyspark", "sqlglot") if importlib.util.find_spec(name) is None]
    if missing:
        raise LedgerError(
            f"用 Spark 计算需要另外安装 {'、'.join(missing)}：见 docs/spark.md（python start.py spark）。"
            "不装也能用：去掉 --engine spark，由 DuckDB 计算，数字相同。",
            f"Spark needs {', '.join(missing)}, which are not installed: see docs/spark.md (python start.py spark). "
            "Without --engine spark DuckDB computes the same figures.",
        )
