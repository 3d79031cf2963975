"""Dagster on a real Postgres: one ledger whose server stops in the middle, then two people who refresh at once."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from pipelines import run_storage
from tests import postgres
from tests.bureau import OLD_YEAR, OPEN_YEAR, Bureau, at, without_dagster
from tests.commands.test_refresh import command
from tests.postgres import PASSWORD, Server

LONG = 600


@dataclass(frozen=True)
class Ended:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, object]:
        answer: dict[str, object] = json.loads(self.out)
        return answer


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgres.running() as found:
        yield found


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """With a release, made before the bureau had Postgres."""
    found = at(tmp_path_factory.mktemp("bureau"))
    found.put("a.csv", [OLD_YEAR])
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
            patch.setenv(variable, "")
        patch.setenv(run_storage.VARIABLE, "")
        without_dagster(patch)
        found.refresh()
    return found


@pytest.fixture(scope="module")
def first_release(bureau: Bureau) -> str:
    return bureau.current.release_id


@pytest.fixture(scope="module")
def cut_off(server: Server, bureau: Bureau, first_release: str) -> Ended:
    """A refresh of a new file, during which the server stops; it is started again afterwards."""
    bureau.put("b.csv", [OPEN_YEAR])
    process = started(bureau, server.address())
    assert process.stderr is not None
    lines = []
    for line in process.stderr:
        lines.append(line)
        if line.startswith("["):  # the first file is read: the run is on its way
            server.stop()
    out, _ = process.communicate(timeout=LONG)
    ended = Ended(process.returncode, out, "".join(lines))
    assert bureau.current.release_id == first_release
    server.start()
    return ended


@pytest.fixture(scope="module")
def both(server: Server, bureau: Bureau, cut_off: Ended) -> list[Ended]:
    """Two refreshes of two people at once, one by the address, one by the socket of the server."""
    processes = [started(bureau, address) for address in (server.address(), server.socket_address)]
    ends = [(process.communicate(timeout=LONG), process.returncode) for process in processes]
    return [Ended(code, out, err) for (out, err), code in ends]


def started(bureau: Bureau, address: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(bureau, "refresh", "--json"),
        env=os.environ | {run_storage.VARIABLE: address, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def runs(server: Server) -> list[tuple[str, str]]:
    """Runs in Postgres, oldest first: job and state."""
    return [(str(job), str(state)) for job, state in server.ask("select pipeline_name, status from runs order by id")]


def test_a_server_that_stops_in_the_middle_is_told_in_plain_words(cut_off: Ended, server: Server) -> None:
    assert cut_off.code == 2
    assert "Postgres 没有应答，正在重试……" in cut_off.err
    assert f"更新进行中，Postgres（dagster@127.0.0.1:{server.port} loss_ledger）断开了" in cut_off.err
    assert "refresh once more" in cut_off.err
    assert "Traceback" not in cut_off.err
    assert "Retrying failed database connection" not in cut_off.err
    assert PASSWORD not in cut_off.err
    assert PASSWORD.replace("%40", "@") not in cut_off.err


def test_of_two_refreshes_at_once_one_builds_and_the_other_finds_nothing_new(
    both: list[Ended], bureau: Bureau, first_release: str
) -> None:
    assert [ended.code for ended in both] == [0, 0], "\n".join(ended.err for ended in both)
    assert sorted(bool(ended.told["nothing_new"]) for ended in both) == [False, True]
    assert {ended.told["release"] for ended in both} == {bureau.current.release_id}
    assert bureau.current.release_id != first_release
    assert bureau.people(2021) == 200
    assert sum("另一个更新正在进行" in ended.err for ended in both) == 1


def test_the_run_that_was_cut_off_has_failed_and_each_refresh_that_builds_is_one_run(
    both: list[Ended], server: Server
) -> None:
    assert runs(server) == [("refresh", "FAILURE"), ("refresh", "SUCCESS")]


def test_runs_and_events_are_in_postgres_and_in_no_sqlite_file(
    both: list[Ended], server: Server, bureau: Bureau
) -> None:
    ((built,),) = server.ask("select run_id from runs where status = 'SUCCESS'")
    made = "dagster_event_type = 'ASSET_MATERIALIZATION' and asset_key = '[\"core\", \"losses\"]'"
    assert server.ask(f"select count(*) from event_logs where run_id = '{built}' and {made}") == [(1,)]
    assert server.ask(f"select count(*) from run_tags where run_id = '{built}' and key = 'loss-ledger/user'") == [(1,)]
    assert not [file for file in bureau.warehouse.rglob("*.db*") if "published" not in file.parts]


def test_nothing_new_starts_no_run(both: list[Ended], server: Server, bureau: Bureau) -> None:
    before = runs(server)
    process = started(bureau, server.address())
    out, err = process.communicate(timeout=LONG)
    assert process.returncode == 0, err
    assert json.loads(out)["nothing_new"] is True
    assert runs(server) == before


def test_a_wrong_password_and_a_missing_database_are_told_without_the_password(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in (server.address(password="falsch7"), server.address(database="none")):
        monkeypatch.setenv(run_storage.VARIABLE, address)
        with pytest.raises(run_storage.LedgerError) as refused:
            run_storage.require()
        assert f"dagster@127.0.0.1:{server.port}" in refused.value.zh
        assert not any(word in str(refused.value) for word in ("falsch7", PASSWORD, PASSWORD.replace("%40", "@")))


def test_a_user_who_may_make_no_tables_is_told_to_own_the_database(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.ask("create database somebody_elses", "postgres", "postgres")
    monkeypatch.setenv(run_storage.VARIABLE, server.address(database="somebody_elses"))
    with pytest.raises(run_storage.LedgerError, match="alter database … owner to"):
        run_storage.require()
