"""A Postgres server of its own in a temporary folder: on a free port of this computer, ended with the tests."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.browser.served import free_ports

USER, PASSWORD, DATABASE = "dagster", "geheim%40台账", "loss_ledger"
"""The password as it stands in an address, where its @ is written %40."""
INSTALL_SECONDS = 300


@dataclass(frozen=True)
class Server:
    """A server that can be stopped and started again as an administrator would."""

    folder: Path
    port: int
    binaries: Path
    as_its_user: Sequence[str]

    def address(self, *, password: str = PASSWORD, database: str = DATABASE, port: int | None = None) -> str:
        """What a bureau writes into LOSS_LEDGER_POSTGRES."""
        return f"postgresql://{USER}:{password}@127.0.0.1:{port or self.port}/{database}"

    @property
    def socket_address(self) -> str:
        """The same database by the socket in a folder of this computer, without a password."""
        return f"postgresql://{USER}@/{DATABASE}?host={self.folder}&port={self.port}"

    def run(self, program: str, *arguments: str, **settings: Any) -> None:
        command = [*self.as_its_user, str(self.binaries / program), *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, **settings)
        assert done.returncode == 0, done.stdout + done.stderr

    def create(self) -> None:
        self.run(
            "initdb", "-D", "data", "-U", "postgres", "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync"
        )
        self.start()
        self.ask(f"create role {USER} login password '{PASSWORD.replace('%40', '@')}'", "postgres", "postgres")
        self.ask(f"create database {DATABASE} owner {USER}", "postgres", "postgres")

    def start(self) -> None:
        options = f"-c fsync=off -c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder}"
        self.run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", options, "start", stdin=subprocess.DEVNULL)

    def stop(self) -> None:
        """At once, as a power cut does; nothing to do where it is down."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")

    def ask(self, sql: str, user: str = USER, database: str = DATABASE) -> list[tuple[Any, ...]]:
        """The answer of the server itself, without Dagster between."""
        to = {"host": str(self.folder), "port": self.port, "user": user, "dbname": database}
        with closing(psycopg2.connect(**to)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running() -> Iterator[Server]:
    """A server with an empty database; the test is skipped with its reason where there can be none."""
    binaries = _binaries() or _installed()
    folder = Path(tempfile.mkdtemp(prefix="ll-postgres-"))
    server = Server(folder, free_ports(1)[0], binaries, _as_its_user(folder))
    try:
        server.create()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    """Where initdb and pg_ctl lie: Debian keeps them out of the path, one folder a version."""
    on_path = shutil.which("initdb")
    by_version = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: float(file.parts[4]))
    found = by_version[-1] if by_version else Path(on_path).resolve() if on_path else None
    return found.parent if found else None


def _installed() -> Path:
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("apt-get") is None:
        _without("no initdb of Postgres is found, and only root on Debian installs it here (apt install postgresql)")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "postgresql"]):
        done = subprocess.run(
            ["apt-get", *command], env=quiet, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
        )
    return _binaries() or _without(f"apt-get did not install postgresql: {done.stderr[-300:]}")


def _as_its_user(folder: Path) -> list[str]:
    """Postgres refuses to run as root: there it runs as the user that its package made."""
    if os.geteuid() != 0:
        return []
    try:
        shutil.chown(folder, "postgres")
    except LookupError:
        _without("Postgres does not run as root, and this computer has no user postgres")
    return ["runuser", "-u", "postgres", "--"]


def _without(reason: str) -> Any:
    """In CI everything is there, or CI is wrong."""
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
