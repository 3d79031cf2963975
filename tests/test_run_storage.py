"""Where Dagster keeps its runs: the address of a Postgres, what is said where it is of no use. Needs no server."""

from pathlib import Path

import pytest

from pipelines import places, run_storage
from pipelines.errors import LedgerError
from tests.browser.served import free_ports
from tests.bureau import OLD_YEAR, OPEN_YEAR, Bureau, at, without_dagster

SECRET = "geheim7"


@pytest.fixture(autouse=True)
def folders_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
        monkeypatch.setenv(variable, "")
    monkeypatch.setenv(run_storage.VARIABLE, "")


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return at(tmp_path)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (f"postgresql://dagster:{SECRET}@127.0.0.1:5433/loss_ledger", "dagster@127.0.0.1:5433 loss_ledger"),
        (f"postgres://dagster:{SECRET}%40x@db.example.org/loss_ledger", "dagster@db.example.org loss_ledger"),
        ("postgresql:///loss_ledger?host=/var/run/postgresql", "/var/run/postgresql loss_ledger"),
        ("postgresql+psycopg2:///loss_ledger", "/var/run/postgresql loss_ledger"),
        ("postgresql://dagster@[::1]:5432/loss_ledger?sslmode=require", "dagster@[::1]:5432 loss_ledger"),
    ],
)
def test_an_address_is_shown_without_its_password_and_names_the_driver_for_dagster(given: str, shown: str) -> None:
    assert run_storage.shown(given) == shown
    for_dagster = run_storage.address({run_storage.VARIABLE: given})
    assert for_dagster == f"postgresql+psycopg2://{given.split('://')[1]}"


@pytest.mark.parametrize(
    "given",
    [
        f"postgresql://dagster:{SECRET}@x@127.0.0.1/loss_ledger",
        f"postgresql://dagster:{SECRET}/x@127.0.0.1/loss_ledger",
        f"postgresql://dagster:{SECRET}@127.0.0.1:port/loss_ledger",
        f"postgresql://dagster:{SECRET}@127.0.0.1",
        f"mysql://dagster:{SECRET}@127.0.0.1/loss_ledger",
        SECRET,
    ],
)
def test_what_is_no_address_is_told_with_how_to_write_one_and_never_quoted(
    given: str, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(run_storage.VARIABLE, given)
    with pytest.raises(LedgerError) as refused:
        places.announce(bureau.raw, bureau.warehouse)
    assert "postgresql://用户名@127.0.0.1:5432/数据库名" in refused.value.zh
    assert "postgresql://USER@127.0.0.1:5432/DATABASE" in refused.value.en
    assert SECRET not in str(refused.value)


def test_without_an_address_dagster_finds_the_settings_of_the_repository(bureau: Bureau) -> None:
    told = places.announce(bureau.raw, bureau.warehouse)
    assert told[places.DAGSTER_HOME] == str(places.ROOT)
    assert run_storage.address() is None


def test_the_settings_for_postgres_differ_from_the_repositorys_in_the_storage_only(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(run_storage.VARIABLE, f"postgresql://dagster:{SECRET}@127.0.0.1/loss_ledger")
    told = places.announce(bureau.raw, bureau.warehouse)
    home = Path(told[places.DAGSTER_HOME])
    assert home == bureau.warehouse / "dagster"
    text = (home / "dagster.yaml").read_text("utf-8")
    before = {part.strip() for part in (places.ROOT / "dagster.yaml").read_text("utf-8").split("\n\n")}
    after = {part.strip() for part in text.split("\n\n")}
    assert {part.split(":")[0] for part in before ^ after} == {"storage"}
    assert len(before) == len(after)
    assert SECRET not in text


def test_a_server_that_does_not_answer_stops_a_refresh_and_the_last_release_stays(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    with monkeypatch.context() as first:
        without_dagster(first)
        bureau.refresh()
    release = bureau.current.release_id
    (port,) = free_ports(1)
    monkeypatch.setenv(run_storage.VARIABLE, f"postgresql://dagster:{SECRET}@127.0.0.1:{port}/loss_ledger")
    assert bureau.refresh().what == "nothing_new"  # needs no Dagster, hence no server
    bureau.put("b.csv", [OPEN_YEAR])
    with pytest.raises(LedgerError) as refused:
        bureau.refresh()
    assert f"不能使用 LOSS_LEDGER_POSTGRES 指定的 Postgres（dagster@127.0.0.1:{port} loss_ledger）" in refused.value.zh
    assert "sudo systemctl status postgresql" in refused.value.en
    assert SECRET not in str(refused.value)
    assert bureau.current.release_id == release
