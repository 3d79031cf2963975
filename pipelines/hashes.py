"""Hashes of files: size and time of change stand for the content until either moves."""

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pipelines.files import PART, write_atomically

BLOCK = 1 << 20
REPORT_EVERY = 256 << 20
COARSE_CLOCK_NS = 3_000_000_000
"""USB sticks keep time in steps of two seconds: a younger mark may hide a second change."""

Mark = tuple[int, int]


class HashCache:
    """Known hashes by path, size and time of change: a shortcut that may be deleted at any time."""

    def __init__(self, path: Path) -> None:
        """`path` is the file that keeps the hashes between runs."""
        self.path = path
        self.known: dict[str, list[object]] = {}
        with suppress(OSError, ValueError, AttributeError):
            self.known = dict(json.loads(path.read_text(encoding="utf-8")).items())
        self.saved = dict(self.known)

    def get(self, file: Path, mark: Mark) -> str | None:
        """sha256 of the file if neither size nor time moved since it was computed."""
        entry = self.known.get(str(file.resolve()))
        return str(entry[2]) if entry and entry[:2] == list(mark) else None

    def put(self, file: Path, mark: Mark, sha256: str) -> None:
        """Remember a hash, unless the file is so young that another change might carry the same time."""
        if time.time_ns() - mark[1] > COARSE_CLOCK_NS:
            self.known[str(file.resolve())] = [*mark, sha256]

    def save(self) -> None:
        """Keep what is known now, if it differs from what was read."""
        if self.known != self.saved:
            write_atomically(self.path, json.dumps(self.known, ensure_ascii=False, indent=0).encode())
            self.saved = dict(self.known)


def sha256_of(file: Path, progress: Callable[[float], None] = lambda share: None) -> str:
    """sha256 of a file, told in shares of one for large ones."""
    digest = hashlib.sha256()
    size, done = file.stat().st_size, 0
    with file.open("rb") as content:
        while block := content.read(BLOCK):
            digest.update(block)
            done += len(block)
            if done % REPORT_EVERY == 0 and done < size:
                progress(done / size)
    return digest.hexdigest()


def copy_with_hash(file: Path, target: Path, expected: str) -> bool:
    """Copy a file; its new name only appears when the bytes have the expected hash (False: they changed meanwhile)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}{PART}")
    digest = hashlib.sha256()
    try:
        with file.open("rb") as content, part.open("wb") as out:
            while block := content.read(BLOCK):
                digest.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        if digest.hexdigest() != expected:
            return False
        part.replace(target)
        return True
    finally:
        part.unlink(missing_ok=True)
