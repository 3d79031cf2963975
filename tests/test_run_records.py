"""The SQLite files of Dagster's records stay open while a run is made; the records are the same."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines.run_records import kept_open

STEPS = 12


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "yes")  # else it writes beside the tests what it would send
    with dg.DagsterInstance.local_temp(str(tmp_path)) as found:
        yield found


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file was opened."""
    found: Counter[str] = Counter()
    connect = sqlite3.dbapi2.connect

    def counted(file: str, *given: object, **named: object) -> sqlite3.Connection:
        found[Path(file).name] += 1
        return connect(file, *given, **named)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3.dbapi2, "connect", counted)
    return found


def asset(number: int) -> dg.AssetsDefinition:
    @dg.asset(name=f"table_{number}")
    def table() -> None: ...

    return table


def made(instance: dg.DagsterInstance) -> list[str]:
    """The kinds of the events of a run of twelve tables, as another reader of the files sees them."""
    run = dg.materialize([asset(number) for number in range(STEPS)], instance=instance)
    with dg.DagsterInstance.from_config(instance.root_directory) as other:
        assert other.get_run_by_id(run.run_id).status == dg.DagsterRunStatus.SUCCESS  # type: ignore[union-attr]
        records = other.all_logs(run.run_id)
        assert all(other.get_latest_materialization_event(dg.AssetKey(f"table_{n}")) for n in range(STEPS))
    return [str(record.dagster_event.event_type_value) for record in records if record.dagster_event]


def test_every_file_is_opened_a_few_times_and_the_records_are_the_same(
    instance: dg.DagsterInstance, openings: Counter[str]
) -> None:
    usual = made(instance)
    assert openings["index.db"] > 2 * STEPS
    openings.clear()
    with kept_open(instance):
        run = dg.materialize([asset(number) for number in range(STEPS)], instance=instance)
        assert openings["index.db"] <= 2
        assert openings[f"{run.run_id}.db"] <= STEPS / 2  # its tables are made in the library's own way
        assert openings["runs.db"] <= 2
        assert made(instance) == usual


def test_afterwards_the_library_connects_in_its_own_way(
    instance: dg.DagsterInstance, openings: Counter[str], tmp_path: Path
) -> None:
    with kept_open(instance), kept_open(instance):
        made(instance)
    assert not {"_connect", "connect"} & {*vars(instance.event_log_storage), *vars(instance.run_storage)}
    assert not list(tmp_path.rglob("*-wal")), "a file is open still"
    openings.clear()
    made(instance)
    assert openings["index.db"] > 2 * STEPS
