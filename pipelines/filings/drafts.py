"""The folder a filing is written in before it takes its name: hidden, and never taken for a filing."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.errors import LedgerError
from pipelines.files import remove_folder, sync_file, sync_folder

LOCK_FILE = ".filings.lock"
WAIT_SECONDS = 120
READ_ONLY = 0o444


@contextmanager
def only_filer(folder: Path) -> Iterator[None]:
    """One filing at a time, so that each follows the one before; what a crash left behind is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / LOCK_FILE, timeout=WAIT_SECONDS):
            for leftover in [*folder.glob(".*.tmp"), *folder.glob(".*.part")]:
                remove_folder(leftover)
            yield
    except Timeout:
        raise LedgerError(
            "另一份报送正在进行，请稍后再试。", "Another filing is being made. Try again in a moment.", exit_code=3
        ) from None


@contextmanager
def draft(folder: Path) -> Iterator[Path]:
    """An empty folder to write in; gone at the end unless it took its name."""
    place = folder / f".draft.{os.getpid()}.tmp"
    remove_folder(place)
    place.mkdir()
    try:
        yield place
    finally:
        remove_folder(place)


def finish(place: Path, target: Path) -> None:
    """Bring every file to the disk, make it read-only, and give the whole its name in one step."""
    for file in place.iterdir():
        sync_file(file)
        file.chmod(READ_ONLY)
    place.rename(target)
    sync_folder(target.parent)


def next_id(folder: Path, day: str, profile: str, region: str) -> str:
    """The name of the next filing of this day, profile and region."""
    stem = f"{day}-{profile}-{region}-"
    taken = [entry.name.removeprefix(stem) for entry in folder.glob(f"{stem}*")]
    return f"{stem}{max((int(number) for number in taken if number.isdecimal()), default=0) + 1}"
