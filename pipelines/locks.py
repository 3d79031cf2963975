"""One writer at a time: the lock of a warehouse, and who holds it in plain words."""

import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from getpass import getuser
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.errors import LedgerError
from pipelines.files import write_atomically

WAIT_SECONDS = 600.0
POLL_SECONDS = 0.2
LOCK_FILE = "refresh.lock"
INFO_FILE = "refresh.running.json"

Say = Callable[[str, str], None]


@dataclass
class _Held:
    """A lock this process holds, and how many callers inside it rely on it."""

    lock: FileLock
    count: int = 1


_held: dict[Path, _Held] = {}
_registry = threading.RLock()


def quiet(zh: str, en: str) -> None:
    """Says nothing: for tests and for callers that have no listener."""


@contextmanager
def warehouse_lock(
    warehouse: Path, command: str | None = None, *, wait: float = WAIT_SECONDS, say: Say = quiet
) -> Iterator[None]:
    """Hold the warehouse; inside the same process it may be entered again. LedgerError after `wait` seconds."""
    warehouse.mkdir(parents=True, exist_ok=True)
    key = warehouse.resolve()
    with _registry:
        if held := _held.get(key):
            held.count += 1
        else:
            _held[key] = _Held(_acquire(key, command or _command(), wait, say))
    try:
        yield
    finally:
        with _registry:
            _held[key].count -= 1
            if not _held[key].count:
                _release(key)


def who_runs(warehouse: Path) -> dict[str, str]:
    """Who holds the lock, as far as its note tells: user, host, pid, command, since."""
    try:
        note = json.loads((warehouse / INFO_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in note.items()} if isinstance(note, dict) else {}


def _acquire(warehouse: Path, command: str, wait: float, say: Say) -> FileLock:
    lock = FileLock(warehouse / LOCK_FILE, thread_local=False)
    until = time.monotonic() + wait
    told = False
    while True:
        try:
            lock.acquire(timeout=0)
            break
        except Timeout:
            zh, en = _sentence(who_runs(warehouse))
            if time.monotonic() >= until:
                raise LedgerError(
                    f"{zh}已等待 {wait:.0f} 秒，这次没有更新。请等它完成后再试。",
                    f"{en} Waited {wait:.0f} s; nothing was done. Try again when it has finished.",
                    exit_code=3,
                ) from None
            if not told:
                say(f"{zh}正在等待……", f"{en} Waiting …")
                told = True
            time.sleep(POLL_SECONDS)
    note = {
        "user": user_name(), "host": socket.gethostname(), "pid": os.getpid(), "command": command,
        "since": datetime.now().isoformat(sep=" ", timespec="seconds"),
    }  # fmt: skip
    try:
        write_atomically(warehouse / INFO_FILE, json.dumps(note, ensure_ascii=False).encode())
    except BaseException:
        lock.release()
        raise
    return lock


def _release(warehouse: Path) -> None:
    with suppress(OSError):
        (warehouse / INFO_FILE).unlink(missing_ok=True)
    _held.pop(warehouse).lock.release()


def _sentence(note: dict[str, str]) -> tuple[str, str]:
    if not note:
        return "另一个更新正在进行。", "Another refresh is running."
    return (
        f"另一个更新正在进行：{note.get('user')}@{note.get('host')}，{note.get('since')} 开始，"
        f"进程 {note.get('pid')}（{note.get('command')}）。",
        f"Another refresh is running: {note.get('user')}@{note.get('host')}, since {note.get('since')}, "
        f"process {note.get('pid')} ({note.get('command')}).",
    )


def _command() -> str:
    return " ".join(["loss-ledger", *sys.argv[1:3]])


def user_name() -> str:
    """Who is logged in, or a question mark."""
    try:
        return getuser()
    except (KeyError, OSError, ImportError):
        return "?"
