"""One writer at a time, and whoever waits is told who runs."""

import json
import multiprocessing
import time
from pathlib import Path

import pytest

from pipelines.errors import LedgerError
from pipelines.locks import INFO_FILE, warehouse_lock, who_runs


def hold(warehouse: Path, ready: str, seconds: float) -> None:
    """Another process that holds the lock for a while."""
    with warehouse_lock(warehouse, "loss-ledger refresh"):
        Path(ready).touch()
        time.sleep(seconds)


def other_process(warehouse: Path, seconds: float) -> multiprocessing.process.BaseProcess:
    """A process that holds the lock by now."""
    ready = warehouse.parent / "ready"
    process = multiprocessing.get_context("spawn").Process(target=hold, args=(warehouse, str(ready), seconds))
    process.start()
    until = time.monotonic() + 60
    while not ready.exists() and time.monotonic() < until:
        time.sleep(0.05)
    return process


def test_a_second_writer_is_told_who_runs_and_gives_up_when_asked_not_to_wait(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    process = other_process(warehouse, 60)
    try:
        with pytest.raises(LedgerError, match="另一个更新正在进行") as refused, warehouse_lock(warehouse, wait=0):
            pass
        assert f"进程 {process.pid}（loss-ledger refresh）" in refused.value.zh
        assert f"process {process.pid} (loss-ledger refresh)" in refused.value.en
    finally:
        process.kill()
        process.join()


def test_a_second_writer_waits_and_goes_on_when_the_first_is_done(tmp_path: Path) -> None:
    warehouse, told = tmp_path / "warehouse", []
    process = other_process(warehouse, 1)
    with warehouse_lock(warehouse, wait=60, say=lambda zh, en: told.append((zh, en))):
        assert len(told) == 1
        assert "正在等待" in told[0][0]
    process.join()


def test_a_killed_writer_leaves_no_lock_behind(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    process = other_process(warehouse, 60)
    process.kill()
    process.join()
    assert who_runs(warehouse)["pid"] == str(process.pid)  # its note is still there, and means nothing
    with warehouse_lock(warehouse, wait=5):
        assert json.loads((warehouse / INFO_FILE).read_text("utf-8"))["pid"] != process.pid


def test_the_same_process_may_enter_again_and_the_lock_ends_with_the_outermost(tmp_path: Path) -> None:
    with warehouse_lock(tmp_path, "a"):
        with warehouse_lock(tmp_path, "b"):
            assert who_runs(tmp_path)["command"] == "a"
        assert who_runs(tmp_path)["command"] == "a"
    assert who_runs(tmp_path) == {}
