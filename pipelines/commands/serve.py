"""`loss-ledger serve`: the dashboard and Dagster's pages, both on this computer only, until Ctrl-C.

Where people sign in, the dashboard may answer other computers, too; Dagster never does: it has no sign-in of its own.
"""

import argparse
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipelines import places, run_storage, sign_in
from pipelines.commands.options import add_folders
from pipelines.errors import LedgerError

LOOPBACK = "127.0.0.1"
REACHED_AT = {"": LOOPBACK, "0.0.0.0": LOOPBACK, "::": "::1"}
"""Where this computer reaches what answers at all of its addresses."""
DAGSTER_SETTING = "LOSS_LEDGER_DAGSTER_PAGES"
"""Tells the dashboard where Dagster's pages are; empty: nowhere."""
SIGN_IN_SETTING = "LOSS_LEDGER_SIGN_IN"
"""Tells the dashboard that people sign in, so that a list that goes before its first page locks it; empty: nobody."""
DAGSTER = "Dagster"
DASHBOARD_PORT, DAGSTER_PORT = 8501, 3000
START_SECONDS = 120.0
STOP_SECONDS = 15.0


@dataclass(frozen=True)
class Place:
    """Where a child answers: the address given to it, its port, the path of its pages."""

    address: str
    port: int
    path: str = ""

    @property
    def host(self) -> str:
        """The address at which this computer reaches it."""
        return REACHED_AT.get(self.address, self.address)

    @property
    def url(self) -> str:
        """What a person opens on this computer."""
        path = self.path.strip("/")
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}{path and f'/{path}'}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_folders(parser)
    parser.add_argument("--port", type=int, default=DASHBOARD_PORT, help="看板端口 / port of the dashboard")
    parser.add_argument("--dagster-port", type=int, default=DAGSTER_PORT, help="Dagster 端口 / port of Dagster")
    parser.add_argument("--no-dagster", action="store_true", help="只打开看板 / the dashboard only")
    parser.add_argument(
        "--address", default=LOOPBACK, metavar="ADDRESS",
        help="看板监听的地址；除本机外须先设置登录 / where it answers; others than this computer need sign-in",
    )  # fmt: skip
    parser.add_argument("--secrets", type=Path, metavar="FILE", help="登录设置文件 / file that sets up the sign-in")
    parser.add_argument(
        "--base-path", default="", metavar="PATH", help="看板在反向代理后的路径 / path of the dashboard behind a proxy"
    )


def run(options: argparse.Namespace) -> int:
    """Starts both, says where they are, and stops both."""
    raw, warehouse = places.raw(options.raw), places.warehouse(options.warehouse)
    raw.mkdir(parents=True, exist_ok=True)
    places.announce(raw, warehouse)
    secrets = sign_in.files(options.secrets)
    has_sign_in = sign_in.is_asked_for(secrets)
    sign_in.require_for(options.address, has_sign_in)
    dashboard = dashboard_command(
        options.port, options.address, options.base_path, has_sign_in=has_sign_in, secrets=secrets
    )
    wanted = {"看板 dashboard": (Place(options.address, options.port, options.base_path), dashboard)}
    if not options.no_dagster:
        wanted[DAGSTER] = (Place(LOOPBACK, options.dagster_port), dagster_command(options.dagster_port))
        run_storage.require()
    for name, (place, _) in wanted.items():
        require_free(name, place)
    os.environ[SIGN_IN_SETTING] = "1" if has_sign_in else ""
    os.environ[DAGSTER_SETTING] = "" if options.no_dagster else f"http://{LOOPBACK}:{options.dagster_port}"
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    children = {name: _start(name, command) for name, (_, command) in wanted.items()}
    try:
        return _watch(children, {name: place for name, (place, _) in wanted.items()}, stop)
    finally:
        for child in children.values():
            _stop(child)


def dashboard_command(
    port: int, address: str = LOOPBACK, base_path: str = "", *, has_sign_in: bool = False, secrets: Sequence[Path] = ()
) -> list[str]:
    """Streamlit without its first-run questions, usage statistics, Deploy button and greeting (it asks the internet).

    Where people sign in, no error shows them a place in the program; where nobody does, only this computer's own names
    are answered, so that no page of the internet can ask through the browser.
    """
    settings = {
        "server.address": address, "server.port": port, "server.headless": "true",
        "browser.gatherUsageStats": "false", "client.toolbarMode": "viewer", "server.baseUrlPath": base_path.strip("/"),
        "logger.hideWelcomeMessage": "true",
    }  # fmt: skip
    given = [f"--{key}={value}" for key, value in settings.items()]
    given += [f"--secrets.files={file}" for file in secrets]
    if has_sign_in:
        given.append("--client.showErrorDetails=none")
    else:
        given += [f"--server.allowedHosts={host}" for host in sign_in.ON_THIS_COMPUTER]
    return [sys.executable, "-m", "streamlit", "run", str(places.ROOT / "dashboard" / "server.py"), *given]


def dagster_command(port: int) -> list[str]:
    """Dagster's pages and the daemon that works off its queue."""
    return [
        sys.executable, "-W", "ignore", "-m", "dagster", "dev", "-m", "pipelines.definitions",
        "-h", LOOPBACK, "-p", str(port), "--log-level", "warning",
    ]  # fmt: skip


def require_free(name: str, place: Place) -> None:
    """Raises with what to do when something else answers at the port, or the address is not of this computer."""
    try:
        family, kind, _, _, at = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            if sys.platform != "win32":  # a socket that is still closing down is no obstacle there
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(at)
    except OSError as problem:
        is_elsewhere = isinstance(problem, socket.gaierror) or problem.errno == errno.EADDRNOTAVAIL
        raise _not_here(name, place) if is_elsewhere else _taken(name, place) from None


def _taken(name: str, place: Place) -> LedgerError:
    option = "--dagster-port" if name == DAGSTER else "--port"
    return LedgerError(
        f"{name} 的端口 {place.port} 已被占用（也许灾损台账已经打开：{place.url}）。"
        f"请关闭占用它的程序，或另选端口：loss-ledger serve {option} {place.port + 1}",
        f"Port {place.port} of {name} is taken (perhaps this is running already: {place.url}). "
        f"Close the other program or choose another port: loss-ledger serve {option} {place.port + 1}",
    )


def _not_here(name: str, place: Place) -> LedgerError:
    return LedgerError(
        f"{name} 不能在 {place.address} 上打开：这不是本机的地址。请改用本机的地址，"
        f"或 --address 0.0.0.0（本机所有地址）。",
        f"{name} cannot be opened at {place.address}: this computer has no such address. Give one of its own, or "
        f"--address 0.0.0.0 for all of them.",
    )


def _start(name: str, command: list[str]) -> subprocess.Popen[bytes]:
    """A child in a group of its own, so that Ctrl-C reaches us first and we stop it in order."""
    # Dagster warns about settings that lie in its folder and are not the ones it was given.
    folder = os.environ[places.DAGSTER_HOME] if name == DAGSTER else places.ROOT
    quiet = subprocess.DEVNULL  # their greetings; what goes wrong is on the error stream
    if sys.platform == "win32":
        group = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(command, cwd=folder, stdout=quiet, creationflags=group)
    return subprocess.Popen(command, cwd=folder, stdout=quiet, start_new_session=True)


def _watch(children: dict[str, subprocess.Popen[bytes]], wanted: dict[str, Place], stop: threading.Event) -> int:
    waiting, until = dict(wanted), time.monotonic() + START_SECONDS
    while not stop.wait(0.3):
        for name, child in children.items():
            if child.poll() is not None:
                raise LedgerError(
                    f"{name} 意外退出（代码 {child.returncode}），原因见上。",
                    f"{name} stopped unexpectedly (code {child.returncode}); see above.",
                )
        for name in [n for n, place in waiting.items() if answers(place)]:
            print(f"{name}: {waiting.pop(name).url}", flush=True)
            if not waiting:
                print("按 Ctrl-C 停止 / Ctrl-C stops", flush=True)
        if waiting and time.monotonic() > until:
            print(f"{'、'.join(waiting)} 启动较慢，请稍候 / still starting", flush=True)
            until = float("inf")
    print("正在停止 / stopping", flush=True)
    return 0


def answers(place: Place) -> bool:
    """Whether somebody listens there by now."""
    with suppress(OSError), socket.create_connection((place.host, place.port), timeout=0.5):
        return True
    return False


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Ask, wait, then end the child with everything it started."""
    _signal(child, ask=True)
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
    _signal(child, ask=False)


def _signal(child: subprocess.Popen[bytes], *, ask: bool) -> None:
    """Ctrl-C, or the end, to the child and everything it started."""
    with suppress(OSError):
        if sys.platform != "win32":
            os.killpg(child.pid, signal.SIGINT if ask else signal.SIGKILL)
        elif ask:
            child.send_signal(signal.CTRL_BREAK_EVENT)
