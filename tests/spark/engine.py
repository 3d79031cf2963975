"""Spark for tests: small, on this computer, its settings in a folder of its own; skipped with a reason without it."""

import importlib.util
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench import process_tree
from bench.spark import EXECUTOR

SMALL = """
spark.driver.memory 1g
spark.executor.memory 640m
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.default.parallelism 1
spark.sql.shuffle.partitions 1
spark.sql.adaptive.enabled false
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
"""
"""Tables of a few rows: compiling a query costs more than computing it."""


def required() -> None:
    """Skip what needs Spark where it is not installed; in CI it has to be."""
    missing = [name for name in ("pyspark", "sqlglot") if importlib.util.find_spec(name) is None]
    missing += [] if shutil.which("java") or os.environ.get("JAVA_HOME") else ["Java"]
    if missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"without {', '.join(missing)}: see docs/spark.md")


def configured(patch: pytest.MonkeyPatch, folder: Path, master: str = "local[2]") -> None:
    """Let a refresh of this process, or one started by it, run on such a Spark."""
    (folder / "spark-defaults.conf").write_text(SMALL)
    patch.setenv("SPARK_CONF_DIR", str(folder))
    patch.setenv("LOSS_LEDGER_ENGINE", "spark")
    patch.setenv("LOSS_LEDGER_SPARK_MASTER", master)


@contextmanager
def one_worker_killed(while_in: str) -> Iterator[Callable[[str], None]]:
    """Hears which model is next, and kills a worker of this process's cluster a moment after the named one began."""
    killed: list[int] = []

    def kill() -> None:
        time.sleep(1)
        killed.append(
            next(p for p in process_tree.processes_of(os.getpid()) if EXECUTOR in process_tree.command_line(p))
        )
        os.kill(killed[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    yield lambda name: killer.start() if name == while_in else None
    killer.join()
    assert killed
