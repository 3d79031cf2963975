"""The received files: what lies in raw/, what was ever seen there, and a copy of every byte at first sight."""

import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path

from pipelines import decisions, settings
from pipelines.files import append_rows, read_table
from pipelines.hashes import HashCache, copy_with_hash, sha256_of

FOLDERS = ("disaster_reports", "period_figures", "relief", "insurance", "reference", "documents", "received")
ARCHIVE = "archive"
RECEIPTS = "receipts.csv"
RECEIPT_COLUMNS = ("path", "sha256", "first_seen")
SIDECAR = ".toml"
IGNORED = ("~$*", ".*", "*.tmp", "*.part", "*.crdownload", "Thumbs.db", "desktop.ini", "README*", "*.toml")
"""Names that are no sources: half-written and hidden files, notes, and sidecars, which are read with their file."""
NOT_SOURCES = (settings.BUREAU_FILE, settings.ZONES_FILE, RECEIPTS)
SETTLE_SECONDS = 1.0
YOUNG_SECONDS = 2.0
WINDOWS_SHARING_ERRORS = (32, 33)
ACTIVE, SUPERSEDED, WITHDRAWN = "active", "superseded", "withdrawn"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Source:
    """One received file, known by its bytes. `path` is where it stands (or last stood) below raw/."""

    sha256: str
    path: str
    first_seen: str
    status: str
    sidecar: str | None = None
    former_names: tuple[str, ...] = ()
    """Paths the same bytes were received under before: a renamed file still says what its name said."""

    @property
    def source_id(self) -> str:
        """The name of the source in every table."""
        return self.sha256[:16]


@dataclass(frozen=True)
class Problem:
    """Something about a file that reading cannot show: the rule it breaks, the file, a detail."""

    rule_id: str
    path: str
    detail: str = ""


@dataclass(frozen=True)
class Scan:
    """What raw/ holds: every source ever seen with its status, and what is wrong with the files as files."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


class RawStore:
    """The folder of received files. Only receipts, archive and decisions are ever written into it."""

    def __init__(self, raw: Path, warehouse: Path, *, settle: float = SETTLE_SECONDS) -> None:
        """`warehouse` keeps the known hashes; `settle` is how long a young file is watched for growth."""
        self.raw, self.hashes, self.settle = raw, HashCache(warehouse / "hashes.json"), settle

    def archived(self, sha256: str) -> Path:
        """The copy of a source's bytes."""
        return self.raw / ARCHIVE / sha256

    def scan(self, progress: Progress = lambda line: None) -> Scan:
        """Look at every file, keep a copy and a receipt of what is new, and say what each source's status is."""
        files = dict(self._files())
        problems: list[Problem] = []
        growing = self._growing(files.values())
        present: dict[str, str] = {}
        receipts = read_table(self.raw / RECEIPTS, RECEIPT_COLUMNS)
        new: list[dict[str, str]] = []
        last = {row["path"]: row["sha256"] for row in receipts}
        for name, file in files.items():
            seen = self._take_in(name, file, growing, progress)
            if isinstance(seen, Problem):
                problems.append(seen)
                if name in last:
                    present[name] = last[name]
                continue
            present[name] = seen
            if last.get(name) != seen:
                now = datetime.now().isoformat(sep=" ", timespec="seconds")
                new.append({"path": name, "sha256": seen, "first_seen": now})
        append_rows(self.raw / RECEIPTS, RECEIPT_COLUMNS, new)
        self.hashes.save()
        sources = self._sources([*receipts, *new], present, problems)
        problems.extend(self._orphan_sidecars(files))
        return Scan(sources, tuple(sorted(problems, key=lambda p: (p.path, p.rule_id))))

    def marks(self) -> list[tuple[str, int, int]]:
        """Name, size and time of change of everything a release is made from: enough to see that something moved."""
        stated = [self.raw / settings.BUREAU_FILE, self.raw / settings.ZONES_FILE]
        stated += sorted((self.raw / decisions.FOLDER).glob("*.csv"))
        stated += [file for folder in FOLDERS for file in sorted((self.raw / folder).rglob("*" + SIDECAR))]
        files = [*self._files(), *((_name(file, self.raw), file) for file in stated)]
        return sorted({(name, *mark) for name, file in files if (mark := _mark(file))})

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Files that may be sources, by their path below raw/ in one spelling."""
        for place in [self.raw, *(self.raw / folder for folder in FOLDERS)]:
            deep = place != self.raw
            for file in sorted(place.rglob("*") if deep else place.glob("*")) if place.is_dir() else ():
                name = _name(file, self.raw)
                if not file.is_dir() and name not in NOT_SOURCES and not is_ignored(file.relative_to(self.raw)):
                    yield name, file

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

    def _sources(
        self, receipts: list[dict[str, str]], present: dict[str, str], problems: list[Problem]
    ) -> tuple[Source, ...]:
        """Every source ever seen: the same bytes under two paths are one; new bytes at a path supersede the old."""
        taken_out = decisions.withdrawn(self.raw)
        last = {row["path"]: row["sha256"] for row in receipts}
        seen: dict[str, dict[str, str]] = {}
        for row in receipts:
            seen.setdefault(row["sha256"], {}).setdefault(row["path"], row["first_seen"])
        sources = []
        for sha256, paths in seen.items():
            standing = [p for p in paths if present.get(p) == sha256]
            final = [p for p in paths if last[p] == sha256]
            replaced = [p for p in paths if p in present and present[p] != sha256]
            path = min(
                standing or replaced or final or paths, key=lambda p: paths[p]
            )  # a tie: the receipt that stands first
            gone = not standing and not replaced and bool(final)
            status = WITHDRAWN if sha256 in taken_out or gone else ACTIVE if standing else SUPERSEDED
            if gone and sha256 not in taken_out:
                problems.append(Problem("F013", path))
            if status != ACTIVE and not self.archived(sha256).exists():
                problems.append(Problem("F014", path, sha256[:16]))
            former = tuple(paths)[: list(paths).index(path)]
            sources.append(Source(sha256, path, min(paths.values()), status, self._sidecar(path), former))
        return tuple(sorted(sources, key=lambda s: (s.path, s.sha256)))

    def _sidecar(self, path: str) -> str | None:
        """Text of the sidecar: `<file>.toml` or `<file without its ending>.toml`."""
        file = self.raw / path
        for candidate in (file.with_name(file.name + SIDECAR), file.with_suffix(SIDECAR)):
            if candidate.is_file():
                return candidate.read_bytes().decode("utf-8-sig", errors="replace")
        return None

    def _orphan_sidecars(self, files: dict[str, Path]) -> Iterator[Problem]:
        """Sidecars that describe no file: most likely a file was renamed without them."""
        described = {f.name + SIDECAR for f in files.values()} | {f.with_suffix(SIDECAR).name for f in files.values()}
        for folder in FOLDERS:
            for file in sorted((self.raw / folder).rglob("*" + SIDECAR)):
                if file.name not in described and _name(file, self.raw) not in NOT_SOURCES:
                    yield Problem("F015", _name(file, self.raw))


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
    """Whether a file below a folder is no source by its name, or lies in a hidden folder."""
    folders_hidden = any(part.startswith(".") for part in relative.parts[:-1])
    return folders_hidden or any(fnmatch(relative.name, pattern) for pattern in IGNORED)


def _mark(file: Path) -> tuple[int, int] | None:
    """Size and time of change: what tells whether a file is still being written."""
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns
