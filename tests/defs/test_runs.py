"""Runs of the assets: what Materialize all does, in a temporary folder."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines import build, places, publishing, refreshing
from pipelines.definitions import assets, defs
from pipelines.defs.checks import asset_checks
from pipelines.defs.ledger import ledger_resource
from pipelines.defs.schedule import new_files
from pipelines.errors import LedgerError, plain
from pipelines.refreshing import BUILT
from tests.bureau import OLD_YEAR, OPEN_YEAR, Bureau, at
from tests.test_locks import other_process

STARTED = dg.DagsterRunStatus.STARTED


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    found = at(tmp_path)
    for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
        monkeypatch.setenv(variable, "")
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "yes")
    found.raw.mkdir()
    places.announce(found.raw, found.warehouse)
    return found


@pytest.fixture
def instance(bureau: Bureau) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.get() as found:
        yield found


def materialise(instance: dg.DagsterInstance, *keys: str, wait: float = 60) -> dg.ExecuteInProcessResult:
    """As somebody does who selects some assets in the page and presses Materialize."""
    everything = [*assets, *asset_checks]
    selected = [dg.AssetKey(key.split("/")) for key in keys] or None
    return dg.materialize(
        everything, selection=selected, instance=instance, resources={"ledger": ledger_resource(wait=wait)}
    )


def test_a_refresh_runs_the_assets_and_shows_in_dagsters_pages(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR, OPEN_YEAR])
    before = {file for file in places.ROOT.iterdir() if file.name.startswith(".")}
    assert bureau.refresh().what == BUILT
    assert bureau.people() == 100
    with dg.DagsterInstance.get() as instance:
        (run,) = instance.get_runs()
        assert (run.job_name, run.status) == ("refresh", dg.DagsterRunStatus.SUCCESS)
        event = instance.get_latest_materialization_event(dg.AssetKey(["core", "losses"]))
        assert event is not None
        assert event.asset_materialization is not None
        metadata = event.asset_materialization.metadata
        assert metadata["dagster/row_count"].value == 2
        assert "长安区" in str(metadata["预览"].value)
    assert {file for file in places.ROOT.iterdir() if file.name.startswith(".")} == before
    assert {p.name for p in bureau.warehouse.parent.iterdir()} == {"raw", "warehouse"}


def test_checks_give_a_verdict_per_severity(bureau: Bureau, instance: dg.DagsterInstance) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    result = materialise(instance)
    verdicts = {e.check_name: (e.passed, e.severity) for e in result.get_asset_check_evaluations()}
    assert verdicts["no_reject"] == (True, dg.AssetCheckSeverity.WARN)
    assert verdicts["no_warning"][0] is False
    assert verdicts["rows_accounted_for"][0] is True
    assert verdicts["columns_as_promised"][0] is True


def test_a_release_is_refused_when_only_a_part_was_materialised(bureau: Bureau, instance: dg.DagsterInstance) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    materialise(instance)
    first = bureau.current.release_id
    bureau.put("b.csv", [OLD_YEAR])
    with pytest.raises(Exception) as refused:
        materialise(instance, "raw/sources", "staging/readings", "release/snapshot")
    said = plain(refused.value)
    assert isinstance(said, LedgerError)
    assert "更新全部数据" in said.zh
    assert bureau.current.release_id == first
    materialise(instance)
    assert bureau.current.release_id != first


def test_a_mart_alone_is_materialised_from_what_is_there(bureau: Bureau, instance: dg.DagsterInstance) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    materialise(instance)
    assert materialise(instance, "marts/annual_losses", "release/snapshot").success


def test_an_asset_before_its_inputs_says_what_to_press(bureau: Bureau, instance: dg.DagsterInstance) -> None:
    with pytest.raises(Exception) as refused:
        materialise(instance, "marts/annual_losses")
    said = plain(refused.value)
    assert isinstance(said, LedgerError)
    assert "Materialize all" in said.zh


def test_a_run_that_fails_leaves_the_last_release(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    first = bureau.refresh().release.release_id
    bureau.put("b.csv", [OLD_YEAR])
    with monkeypatch.context() as during:
        during.setattr(build, "materialise", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bureau.refresh()
    assert bureau.current.release_id == first
    assert bureau.refresh().what == BUILT


def test_a_run_that_a_command_left_unfinished_has_failed_and_one_of_another_ledger_goes_on(bureau: Bureau) -> None:
    job = defs.resolve_job_def("refresh")
    own, other = {refreshing.WAREHOUSE_TAG: "host:/ours"}, {refreshing.WAREHOUSE_TAG: "host:/theirs"}
    with dg.DagsterInstance.get() as instance:
        runs = [instance.create_run_for_job(job, tags=tags, status=STARTED) for tags in (own, other, {})]
        refreshing._end_lost_runs(instance, own)
        found = [instance.get_run_by_id(run.run_id) for run in runs]
    assert [run and run.status for run in found] == [dg.DagsterRunStatus.FAILURE, STARTED, STARTED]


def test_a_run_beside_another_writer_says_who_runs(bureau: Bureau, instance: dg.DagsterInstance) -> None:
    process = other_process(bureau.warehouse, 60)
    try:
        with pytest.raises(Exception) as refused:
            materialise(instance, wait=0)
        said = plain(refused.value)
        assert isinstance(said, LedgerError)
        assert f"进程 {process.pid}" in said.zh
    finally:
        process.kill()
        process.join()


def test_the_sensor_asks_once_after_two_ticks_at_rest(bureau: Bureau, instance: dg.DagsterInstance) -> None:
    cursor: str | None = None

    def tick() -> object:
        nonlocal cursor
        context = dg.build_sensor_context(instance=instance, cursor=cursor)
        answer = new_files(context)
        cursor = context.cursor
        return answer

    file = bureau.put("a.csv", [OPEN_YEAR])
    assert isinstance(tick(), dg.SkipReason)
    os.utime(file, (1, 1))  # still being copied
    assert isinstance(tick(), dg.SkipReason)
    assert isinstance(tick(), dg.RunRequest)
    assert isinstance(tick(), dg.SkipReason)
    (file.parent / "~$a.xlsx").touch()
    assert isinstance(tick(), dg.SkipReason)
    assert json.loads(cursor or "{}")["asked"]


def test_a_fault_in_the_release_names_itself(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    nothing: dict[str, int] = {}
    monkeypatch.setattr(publishing.release_tables, "write", lambda *_: nothing["nothing"])
    with pytest.raises(KeyError):
        refreshing.refresh(bureau.raw, bureau.warehouse, lambda line: None)
    assert bureau.releases.current() is None
