"""The received files: what lies in raw/, what was ever seen there, and a copy of every byte at first sight."""

import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

from pipelines import decisions, receipts, received, settings
from pipelines.corrections.known import KnownCorrections
from pipelines.hashes import HashCache, copy_with_hash, sha256_of
from pipelines.receipts import GONE, SIDECAR
from pipelines.received import Problem, Scan

FOLDERS = ("disaster_reports", "period_figures", "relief", "insurance", "reference", "documents", "received")
IGNORED = ("~$*", ".*", "*.tmp", "*.part", "*.crdownload", "Thumbs.db", "desktop.ini", "README*", "*.toml")
"""Names that are no sources: half-written and hidden files, notes, and sidecars, which are read with their file."""
REPORT_TEMPLATES = ("reference", "report_templates")
"""The folder of the bureau's own wording of its reports: no figure comes from there."""
NOT_SOURCES = (settings.BUREAU_FILE, settings.ZONES_FILE, receipts.FILE)
FILING_MANIFESTS = "filings/[!.]*/manifest.json"
SETTLE_SECONDS = 1.0
YOUNG_SECONDS = 2.0
WINDOWS_SHARING_ERRORS = (32, 33)

Progress = Callable[[str], None]


class RawStore:
    """The folder of received files. Only receipts, archive and decisions are ever written into it."""

    def __init__(self, raw: Path, warehouse: Path, *, settle: float = SETTLE_SECONDS) -> None:
        """`warehouse` keeps the known hashes; `settle` is how long a young file is watched for growth."""
        self.raw, self.hashes, self.settle = raw, HashCache(warehouse / "hashes.json"), settle
        self.corrections = KnownCorrections(raw, warehouse)

    def archived(self, sha256: str) -> Path:
        """The copy of a source's bytes."""
        return received.archived(self.raw, sha256)

    def scan(self, progress: Progress = lambda line: None) -> Scan:
        """Look at every file, keep a copy and a receipt of what is new or gone, and say each source's status.

        The copies come first: whoever is killed in between finds them and writes the receipts the next time.
        """
        files = dict(self._files()) | dict(self._notes())
        known = receipts.load(self.raw)
        present = receipts.standing(known)
        growing = self._growing(files.values())
        problems: list[Problem] = []
        seen: list[tuple[str, str]] = []
        for name, file in files.items():
            found = self._take_in(name, file, growing, progress)
            if isinstance(found, Problem):
                problems.append(found)
            elif present.get(name) != found:
                seen.append((name, found))
        seen += [(name, GONE) for name in present if name not in files]
        known = receipts.add(self.raw, known, seen)
        self.hashes.save()
        state = received.state(self.raw, known, decisions.withdrawals(self.raw), problems, self.corrections)
        self.corrections.save()
        return state

    def marks(self) -> list[tuple[str, int, int]]:
        """Name, size and time of change of everything a release is made from: enough to see that something moved."""
        decided = ((_name(file, self.raw), file) for file in sorted((self.raw / decisions.FOLDER).glob("*.csv")))
        filed = ((_name(file, self.raw), file) for file in sorted(self.raw.glob(FILING_MANIFESTS)))
        files = [*self._files(), *self._notes(), *decided, *filed]
        return sorted({(name, *mark) for name, file in files if (mark := _mark(file))})

    def unseen(self) -> list[str]:
        """Files that differ from the last receipt of their path: new, changed or gone since. Nothing is taken in."""
        present, files = receipts.standing(receipts.load(self.raw)), dict(self._files()) | dict(self._notes())
        changed = [name for name, file in files.items() if present.get(name) != self._sha256(file)]
        return sorted([*changed, *(name for name in present if name not in files)])

    def _sha256(self, file: Path) -> str:
        """The checksum of a file, none where it cannot be read now."""
        mark = _mark(file)
        try:
            return (mark and self.hashes.get(file, mark)) or sha256_of(file)
        except OSError:
            return ""

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Files that may be sources, by their path below raw/ in one spelling."""
        for place in [self.raw, *(self.raw / folder for folder in FOLDERS)]:
            deep = place != self.raw
            for file in sorted(place.rglob("*") if deep else place.glob("*")) if place.is_dir() else ():
                name = _name(file, self.raw)
                if not file.is_dir() and name not in NOT_SOURCES and not is_ignored(file.relative_to(self.raw)):
                    yield name, file

    def _notes(self) -> Iterator[tuple[str, Path]]:
        """Sidecars and what the bureau states about itself: kept like sources, as figures depend on them."""
        places = [self.raw.glob("*" + SIDECAR), *((self.raw / folder).rglob("*" + SIDECAR) for folder in FOLDERS)]
        for file in [*sorted(file for place in places for file in place), self.raw / settings.ZONES_FILE]:
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(self.raw).parts):
                yield _name(file, self.raw), file

    def _growing(self, files: Iterable[Path]) -> set[Path]:
        """Files that were touched just now and change while they are watched."""
        now = time.time()
        young = {f: mark for f in files if (mark := _mark(f)) and now - mark[1] / 1e9 < YOUNG_SECONDS}
        young = {f: mark for f, mark in young.items() if self.hashes.get(f, mark) is None}
        if young:
            time.sleep(self.settle)
        return {f for f, mark in young.items() if _mark(f) != mark}

    def _take_in(self, name: str, file: Path, growing: set[Path], progress: Progress) -> str | Problem:
        """sha256 of a file whose bytes are safely archived, or why it could not be read this time."""
        before = _mark(file)
        if before is None:
            return Problem("F012", name)
        try:
            sha256 = self.hashes.get(file, before) or sha256_of(file, lambda done: progress(f"{name}: {done:.0%}"))
        except OSError as problem:
            return _reading_problem(name, problem)
        archive = self.archived(sha256)
        is_whole = file not in growing and (archive.exists() or copy_with_hash(file, archive, sha256))
        if not is_whole or _mark(file) != before:
            return Problem("F006", name)
        self.hashes.put(file, before, sha256)
        return sha256


def _reading_problem(name: str, problem: OSError) -> Problem:
    """Why a file could not be read this time."""
    if isinstance(problem, FileNotFoundError):
        return Problem("F012", name)
    if isinstance(problem, PermissionError):
        is_open_elsewhere = getattr(problem, "winerror", None) in WINDOWS_SHARING_ERRORS
        return Problem("F007" if is_open_elsewhere else "F008", name)
    return Problem("F009", name, problem.strerror or "")


def _name(file: Path, raw: Path) -> str:
    return unicodedata.normalize("NFC", file.relative_to(raw).as_posix())


def is_ignored(relative: Path) -> bool:
    """Whether a file below a folder is no source by its name, or lies in a hidden folder or among templates."""
    folders_hidden = any(part.startswith(".") for part in relative.parts[:-1])
    if relative.parts[:-1] == REPORT_TEMPLATES:
        return True
    return folders_hidden or any(fnmatch(relative.name, pattern) for pattern in IGNORED)


def _mark(file: Path) -> tuple[int, int] | None:
    """Size and time of change: what tells whether a file is still being written."""
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns
