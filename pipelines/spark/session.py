"""A session on a Spark cluster, or on this computer alone, in which figures come out as DuckDB's do."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.engines import EXTRA, SparkPlace
from pipelines.errors import LedgerError

if TYPE_CHECKING:
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

EXACT = {
    "spark.sql.ansi.enabled": "true",  # what does not fit is an error, not a wrong figure
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",  # decimals keep their places
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # times of day as reported, of no zone
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
}
QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",  # what fails is told by the refresh
    "spark.sql.catalogImplementation": "in-memory",
}
PLANNED = {
    # Sixty figures in one statement: what follows from each condition would be worked out for minutes, to no end.
    "spark.sql.constraintPropagation.enabled": "false",
}
AT_HOME = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
PARTITIONS = "spark.sql.shuffle.partitions"
DRIVER_MEMORY = "spark.driver.memory"


@contextmanager
def opened(place: SparkPlace) -> Iterator["SparkSession"]:
    """A session for as long as a refresh lasts. Memory and cores are for `spark-defaults.conf` to say; at home a
    quarter of this computer's memory unless it does."""
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise _no_java()
    try:
        spark = SparkSession.Builder().config(conf=_settings(place)).getOrCreate()
    except PySparkException as problem:
        raise _no_java() if "JAVA_GATEWAY" in str(problem) else _no_cluster(place, problem) from problem
    except Exception as problem:  # whatever Java says of a master that does not answer
        raise _no_cluster(place, problem) from problem
    try:
        if place.is_local and not spark.sparkContext.getConf().contains(PARTITIONS):
            spark.conf.set(PARTITIONS, str(4 * spark.sparkContext.defaultParallelism))
        yield spark
    finally:
        spark.stop()


def _settings(place: SparkPlace) -> "SparkConf":
    from pyspark import SparkConf

    told = EXACT | QUIET | PLANNED | (AT_HOME | _memory() if place.is_local else {})
    return SparkConf().setMaster(place.master).setAppName("loss-ledger").setAll(list(told.items()))


def _memory() -> dict[str, str]:
    """A quarter of this computer's memory for Spark at home: its own gigabyte does not hold a million reports."""
    defaults = Path(os.environ.get("SPARK_CONF_DIR", "")) / "spark-defaults.conf"
    if DRIVER_MEMORY in (defaults.read_text("utf-8", "replace") if defaults.is_file() else ""):
        return {}
    try:
        pages, page = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows tells neither
        return {}
    return {DRIVER_MEMORY: f"{max(pages * page // 4 // 2**20, 1024)}m"}


def _no_java() -> LedgerError:
    return LedgerError(
        "用 Spark 计算需要 Java 17 或更高版本，这台计算机上没有找到（或版本太低）。Debian、统信、麒麟："
        "sudo apt install default-jre-headless；已装在别处的，请设置 JAVA_HOME。不用 Spark：去掉 --engine spark。",
        "Spark needs Java 17 or newer, which was not found on this computer (or is too old). On Debian and its kin: "
        "sudo apt install default-jre-headless; if it lies elsewhere, set JAVA_HOME. Without --engine spark it is "
        f"not needed (docs/{EXTRA}.md).",
    )


def _no_cluster(place: SparkPlace, problem: Exception) -> LedgerError:
    detail = (str(problem).splitlines() or [""])[0][:200]
    return LedgerError(
        f"无法连接 Spark：{place.master}（{detail}）。请核对 --spark-master 的地址、网络和集群的 Spark 版本。"
        "上一个数据版本不变。",
        f"No connection to Spark at {place.master} ({detail}). Check the address in --spark-master, the network and "
        "the cluster's version of Spark. The last release stays.",
    )
