"""The state of everything ever received, told from receipts and withdrawals alone: now, or as of any earlier moment."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path, PurePosixPath

from pipelines import clock, settings
from pipelines.receipts import GONE, SIDECAR, Receipt, standing

ARCHIVE = "archive"
NOT_SIDECARS = (settings.BUREAU_FILE, settings.ZONES_FILE)
ACTIVE, SUPERSEDED, WITHDRAWN = "active", "superseded", "withdrawn"
RECEIVED, RESTORED, REMOVED = "received", "restored", "removed"


@dataclass(frozen=True)
class Span:
    """A stretch of time in which a source counted. `ended` is `superseded`, `removed` (the file) or `withdrawn`."""

    counts_from: str
    counts_to: str | None = None
    began: str = RECEIVED
    ended: str | None = None


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
    spans: tuple[Span, ...] = ()
    """When it counted; empty for the sample, which nobody received."""
    returns: int = 0
    """How often it came back after it no longer counted: its history differs from that of one that stayed."""

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


@dataclass(frozen=True)
class Withdrawal:
    """A person takes a source out of the figures, or puts it back."""

    sha256: str
    is_out: bool
    at: datetime


@dataclass
class _Life:
    """One source while its receipts are replayed."""

    paths: dict[str, str] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    returns: int = 0


def state(
    raw: Path, receipts: Sequence[Receipt], withdrawals: Sequence[Withdrawal], problems: Iterable[Problem] = ()
) -> Scan:
    """Every source seen by these receipts: equal bytes under two paths are one; new bytes at a path supersede the old.

    `problems` are those of the look itself (a file that could not be read), which no receipt tells.
    """
    present = standing(receipts)
    lives = _lives(receipts, withdrawals)
    taken_out = {w.sha256: w.is_out for w in withdrawals}
    last = {r.path: r.sha256 for r in receipts}
    told = {r.path: r.sha256 for r in receipts if r.sha256 != GONE}
    sources, found = [], list(problems)
    for sha256, life in lives.items():
        is_standing = [path for path in life.paths if present.get(path) == sha256]
        replaced = [path for path in life.paths if last[path] not in (sha256, GONE)]
        final = [path for path in life.paths if told[path] == sha256]
        path = (is_standing or replaced or final or list(life.paths))[0]
        is_out = taken_out.get(sha256, False)
        is_gone = not is_standing and not replaced and bool(final)
        status = WITHDRAWN if is_out or is_gone else ACTIVE if is_standing else SUPERSEDED
        if is_gone and not is_out:
            found.append(Problem("F013", path))
        if status != ACTIVE and not archived(raw, sha256).exists():
            found.append(Problem("F014", path, sha256[:16]))
        names = tuple(life.paths)
        former, seen = names[: names.index(path)], next(iter(life.paths.values()))
        sidecar = _sidecar(raw, path, present)
        sources.append(Source(sha256, path, seen, status, sidecar, former, tuple(life.spans), life.returns))
    found += _orphan_sidecars(present)
    ordered = sorted(found, key=lambda p: (p.path, p.rule_id))
    return Scan(tuple(sorted(sources, key=lambda s: (s.path, s.sha256))), tuple(ordered))


def archived(raw: Path, sha256: str) -> Path:
    """The copy of a file's bytes."""
    return raw / ARCHIVE / sha256


def _lives(receipts: Sequence[Receipt], withdrawals: Sequence[Withdrawal]) -> dict[str, _Life]:
    """Every source in the order of its first receipt, with the spans in which it counted."""
    lives: dict[str, _Life] = {}
    present: dict[str, str] = {}
    out: set[str] = set()
    events: list[Receipt | Withdrawal] = sorted(
        [*(r for r in receipts if not r.is_note), *withdrawals], key=lambda event: event.at
    )
    for at, group in groupby(events, key=lambda event: event.at):
        touched: dict[str, str] = {}
        for event in group:
            if isinstance(event, Withdrawal):
                (out.add if event.is_out else out.discard)(event.sha256)
                touched[event.sha256] = WITHDRAWN if event.is_out else RESTORED
                if event.sha256 in lives:
                    lives[event.sha256].returns += not event.is_out
            else:
                _see(event, lives, present, touched)
        counting = set(present.values()) - out
        for sha256, cause in touched.items():
            if sha256 in lives:
                _open_or_close(lives[sha256], sha256 in counting, at, cause)
    return lives


def _see(receipt: Receipt, lives: dict[str, _Life], present: dict[str, str], touched: dict[str, str]) -> None:
    """Take one receipt: its path holds these bytes from now on, and no longer those before."""
    before = present.pop(receipt.path, GONE)
    if before:
        touched[before] = SUPERSEDED if receipt.sha256 != GONE else REMOVED
    if receipt.sha256 != GONE:
        life = lives.setdefault(receipt.sha256, _Life())
        life.returns += receipt.path in life.paths
        life.paths.setdefault(receipt.path, receipt.first_seen)
        present[receipt.path] = receipt.sha256
        touched[receipt.sha256] = RECEIVED


def _open_or_close(life: _Life, counts: bool, at: datetime, cause: str) -> None:
    is_open = bool(life.spans) and life.spans[-1].counts_to is None
    if counts and not is_open:
        life.spans.append(Span(clock.text(at), began=RESTORED if cause == RESTORED else RECEIVED))
    elif is_open and not counts:
        opened = life.spans[-1]
        life.spans[-1] = Span(opened.counts_from, clock.text(at), opened.began, cause)


def _sidecar(raw: Path, path: str, present: dict[str, str]) -> str | None:
    """Text of the sidecar: `<file>.toml` or `<file without its ending>.toml`."""
    for candidate in sidecars_of(path):
        if candidate in present and (copy := archived(raw, present[candidate])).is_file():
            return copy.read_bytes().decode("utf-8-sig", errors="replace")
    return None


def sidecars_of(path: str) -> tuple[str, str]:
    """The names a sidecar of this file may have."""
    return path + SIDECAR, PurePosixPath(path).with_suffix(SIDECAR).as_posix()


def _orphan_sidecars(present: dict[str, str]) -> Iterator[Problem]:
    """Sidecars that describe no file: most likely a file was renamed without them."""
    described = {name for path in present if not path.endswith(SIDECAR) for name in sidecars_of(path)}
    for path in sorted(present):
        if path.endswith(SIDECAR) and path not in described and path not in NOT_SIDECARS:
            yield Problem("F015", path)
