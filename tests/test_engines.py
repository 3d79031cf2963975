"""Who computes: DuckDB unless asked otherwise, and plain words where Spark or its folder is missing."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines import engines, models
from pipelines.errors import LedgerError
from pipelines.warehouse import Warehouse

VARIABLES = (engines.ENGINE_VARIABLE, engines.MASTER_VARIABLE, engines.FOLDER_VARIABLE)


@pytest.fixture(autouse=True)
def nothing_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.setenv(variable, "")


def test_duckdb_computes_unless_something_else_is_named() -> None:
    with Warehouse() as warehouse, engines.running(warehouse) as run:
        assert run is models.run


def test_nothing_of_spark_is_loaded_by_the_assets() -> None:
    loaded = "any(name.split('.')[0] in ('pyspark', 'sqlglot') for name in sys.modules)"
    script = f"import sys, pipelines.definitions; sys.exit({loaded})"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


def test_options_hold_for_whatever_runs_the_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    engines.announce("spark", "spark://head:7077", tmp_path)
    assert engines.chosen() == "spark"
    assert engines.spark_place(None) == engines.SparkPlace("spark://head:7077", tmp_path.resolve())
    assert not engines.spark_place(None).is_local


def test_on_this_computer_the_warehouse_is_folder_enough(tmp_path: Path) -> None:
    assert engines.spark_place(tmp_path) == engines.SparkPlace("local[*]", tmp_path / "spark")


def test_a_cluster_needs_a_folder_that_it_shares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(engines.MASTER_VARIABLE, "spark://head:7077")
    with pytest.raises(LedgerError, match="--spark-folder"):
        engines.spark_place(tmp_path)


def test_a_missing_extra_is_said_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(LedgerError, match="pyspark") as told:
        engines.announce("spark", None, None)
    assert "start.py spark" in told.value.zh
    assert "start.py spark" in told.value.en


def test_an_unknown_engine_in_the_environment_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(engines.ENGINE_VARIABLE, "sparc")
    with pytest.raises(LedgerError, match="sparc"):
        engines.chosen()


def test_without_java_a_person_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    session = pytest.importorskip("pipelines.spark.session")
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with (
        pytest.raises(LedgerError, match="default-jre-headless"),
        session.opened(engines.SparkPlace("local[1]", tmp_path)),
    ):
        pass
    assert os.environ["PATH"] == str(tmp_path)
