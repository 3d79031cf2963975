"""The state of everything ever received, told from receipts and withdrawals alone: now, or as of any earlier moment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines import clock, return_notices, settings
from pipelines.receipts import ARCHIVE, GONE, SIDECAR, Receipt, standing
from pipelines.received_filings import SOUND, ReceivedFiling, Shelf, table_told
from pipelines.return_notices import ReturnNotice

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
    filing: str | None = None
    """The state of the filing whose table of versions it is, as text; None of any other source."""

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
    """What raw/ holds: every source ever seen with its status, what is wrong with the files as files, the filings of
    lower levels that stand there, and the notices of the upper level."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    filings: tuple[ReceivedFiling, ...] = ()
    sealed: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    """sha256 of a table of versions → the manifests under which it was ever sound."""
    notices: tuple[ReturnNotice, ...] = ()


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


@dataclass(frozen=True)
class _Replay:
    """What all receipts together came to. `last` is the last word on each path, `told` the last bytes it held."""

    raw: Path
    shelf: Shelf
    present: Mapping[str, str]
    taken_out: Mapping[str, bool]
    receipts: Sequence[Receipt]

    @cached_property
    def last(self) -> dict[str, str]:
        return {r.path: r.sha256 for r in self.receipts}

    @cached_property
    def told(self) -> dict[str, str]:
        return {r.path: r.sha256 for r in self.receipts if r.sha256 != GONE}


def state(
    raw: Path, receipts: Sequence[Receipt], withdrawals: Sequence[Withdrawal], problems: Iterable[Problem] = ()
) -> Scan:
    """Every source seen by these receipts: equal bytes under two paths are one; new bytes at a path supersede the old.

    `problems` are those of the look itself (a file that could not be read), which no receipt tells.
    """
    present = standing(receipts)
    shelf = Shelf(raw, receipts)
    lives = _lives(receipts, withdrawals, shelf)
    replay = _Replay(raw, shelf, present, {w.sha256: w.is_out for w in withdrawals}, receipts)
    sources, found = [], list(problems)
    for sha256, life in lives.items():
        source, is_gone = _source(sha256, life, replay)
        if is_gone:
            found.append(Problem("F013", source.path))
        if source.status != ACTIVE and not archived(raw, sha256).exists():
            found.append(Problem("F014", source.path, sha256[:16]))
        sources.append(source)
    notices, unread = return_notices.standing(raw, present)
    found += [Problem(*fault) for fault in (*shelf.faults(), *unread)]
    found += _orphan_sidecars(present)
    ordered = tuple(sorted(found, key=lambda p: (p.path, p.rule_id)))
    sealed = {sha256: tuple(manifests.values()) for sha256, manifests in shelf.sealed.items()}
    return Scan(tuple(sorted(sources, key=lambda s: (s.path, s.sha256))), ordered, shelf.filings(), sealed, notices)


def _source(sha256: str, life: "_Life", replay: "_Replay") -> tuple[Source, bool]:
    """A source as it stands after the last receipt, and whether its file is gone without anybody's word."""
    shelf, present = replay.shelf, replay.present
    is_standing = sorted(
        (path for path in life.paths if present.get(path) == sha256), key=lambda path: not shelf.counts(path)
    )
    replaced = [path for path in life.paths if replay.last[path] not in (sha256, GONE)]
    final = [path for path in life.paths if replay.told[path] == sha256]
    path = (is_standing or replaced or final or list(life.paths))[0]
    is_out = replay.taken_out.get(sha256, False)
    is_gone = not is_standing and not replaced and bool(final)
    is_broken = bool(is_standing and life.spans) and not shelf.counts(path)  # its filing was whole before
    status = WITHDRAWN if is_out or is_gone or is_broken else ACTIVE if is_standing else SUPERSEDED
    names = tuple(life.paths)
    first_seen, sidecar = life.paths[names[0]], _sidecar(replay.raw, path, present)
    former, filing = names[: names.index(path)], _filing(path, sha256, shelf)
    source = Source(sha256, path, first_seen, status, sidecar, former, tuple(life.spans), life.returns, filing)
    return source, is_gone and not is_out


def archived(raw: Path, sha256: str) -> Path:
    """The copy of a file's bytes."""
    return raw / ARCHIVE / sha256


def _filing(path: str, sha256: str, shelf: Shelf) -> str | None:
    """What the reader must know of the filing of a table of versions: sound, if these bytes ever were part of one."""
    state = shelf.state_of(path)
    if state is None:
        return None
    manifests = list(shelf.sealed.get(sha256, {}).values())
    return table_told(manifests[-1], SOUND) if manifests else table_told({}, state)


def _lives(receipts: Sequence[Receipt], withdrawals: Sequence[Withdrawal], shelf: Shelf) -> dict[str, _Life]:
    """Every source in the order of its first receipt, with the spans in which it counted."""
    lives: dict[str, _Life] = {}
    present: dict[str, str] = {}
    out: set[str] = set()
    events: list[Receipt | Withdrawal] = sorted([*receipts, *withdrawals], key=lambda event: event.at)
    for at, group in groupby(events, key=lambda event: event.at):
        touched: dict[str, str] = {}
        for event in group:
            if isinstance(event, Withdrawal):
                (out.add if event.is_out else out.discard)(event.sha256)
                touched[event.sha256] = WITHDRAWN if event.is_out else RESTORED
                if event.sha256 in lives:
                    lives[event.sha256].returns += not event.is_out
                continue
            shelf.see(event)
            if not event.is_note and not shelf.is_part(event.path):
                _see(event, lives, present, touched)
        for path in shelf.judge():
            if path in present:
                touched.setdefault(present[path], RECEIVED if shelf.counts(path) else WITHDRAWN)
        counting = {sha256 for path, sha256 in present.items() if shelf.counts(path)} - out
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


def _sidecar(raw: Path, path: str, present: Mapping[str, str]) -> str | None:
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
