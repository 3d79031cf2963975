"""A received file before it is opened: scratch names, files still being written, and what the disk refuses."""

import time
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from pipelines.readers.sheets import Unreadable

SCRATCH_NAMES = (
    "~$*", ".~*", "~*.tmp", "*.tmp", "*.temp", "*.part", "*.partial", "*.crdownload", "*.download", "*.swp", "*.bak~",
    ".ds_store", "._*", "thumbs.db", "desktop.ini",
)  # fmt: skip
"""Names that office programs, browsers and systems give to files that are nobody's data."""

YOUNG_SECONDS = 2.0
SECOND_LOOK_SECONDS = 0.2


def is_temporary_name(name: str) -> bool:
    """Whether a file of this name is another program's scratch file (`~$report.xlsx`, `report.xlsx.part`)."""
    return any(fnmatchcase(Path(name).name.lower(), pattern) for pattern in SCRATCH_NAMES)


def still_being_written(paths: Iterable[Path]) -> set[Path]:
    """The files that change while we look: those touched in the last two seconds cost one second look, all together."""
    now = time.time()
    first = {path: _look(path) for path in paths}
    young = {path: seen for path, seen in first.items() if seen and abs(now - seen[1] / 1e9) < YOUNG_SECONDS}
    if not young:
        return set()
    time.sleep(SECOND_LOOK_SECONDS)
    return {path for path, seen in young.items() if _look(path) != seen}


def received_bytes(path: Path) -> bytes:
    """All bytes of a file that is no longer being written. Raises Unreadable with the reason."""
    if still_being_written([path]):
        raise Unreadable("F006")
    return _read(path, None)


def first_bytes(path: Path, size: int) -> bytes:
    """The first bytes of a file. Raises Unreadable with the reason."""
    return _read(path, size)


def _read(path: Path, size: int | None) -> bytes:
    try:
        before = _look(path)
        with path.open("rb") as file:
            content = file.read() if size is None else file.read(size)
    except FileNotFoundError:
        raise Unreadable("F012") from None
    except PermissionError:
        raise Unreadable("F007" if _is_open_elsewhere(path) else "F008") from None
    except OSError as error:
        raise Unreadable("F009", detail=error.strerror or type(error).__name__) from None
    if _look(path) != before:
        raise Unreadable("F006")
    return content


def _look(path: Path) -> tuple[int, int] | None:
    """Size and time of the last change in nanoseconds; None where there is no telling."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_size, seen.st_mtime_ns


def _is_open_elsewhere(path: Path) -> bool:
    """Whether an office program left its lock beside the file: ~$name (Excel, WPS), .~lock.name# (LibreOffice)."""
    locks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return any(path.with_name(lock).exists() for lock in locks)
