"""A ledger of its own, served as `make run` serves it: raw folder, warehouse, both pages on free ports."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(sys.executable).with_name("loss-ledger")
READY_SECONDS = 120


@dataclass(frozen=True)
class Ledger:
    """One temporary ledger; nothing of the user's own folders is touched."""

    folder: Path

    @property
    def reports(self) -> Path:
        return self.folder / "raw" / "disaster_reports"

    @property
    def environment(self) -> dict[str, str]:
        folders = {"LOSS_LEDGER_RAW": str(self.folder / "raw"), "LOSS_LEDGER_WAREHOUSE": str(self.folder / "warehouse")}
        return os.environ | folders | {"PYTHONUTF8": "1"}

    def refresh(self) -> None:
        done = subprocess.run([COMMAND, "refresh"], env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@dataclass(frozen=True)
class Pages:
    """Where the two pages answer."""

    dashboard: str
    dagster: str


@contextmanager
def served(ledger: Ledger) -> Iterator[Pages]:
    """Both pages, ready to be opened; everything that was started is ended."""
    ports = free_ports(2)
    log = ledger.folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [COMMAND, "serve", "--port", str(ports[0]), "--dagster-port", str(ports[1])],
            env=ledger.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        pages = Pages(*(f"http://127.0.0.1:{port}" for port in ports))
        wait_for(process, f"{pages.dashboard}/_stcore/health", log)
        wait_for(process, f"{pages.dagster}/server_info", log)
        yield pages
    finally:
        end(process)


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on; held together so that they differ."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_for(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise AssertionError(f"{address} does not answer:\n{log.read_text('utf-8', errors='replace')[-4000:]}")


def end(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl+C does, to the whole group; whatever is left after a while is killed."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)
