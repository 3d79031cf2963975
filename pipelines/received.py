"""The state of everything ever received, told from receipts and withdrawals alone: now, or as of any earlier moment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines import return_notices, settings
from pipelines.corrections.known import Corrections, KnownCorrections
from pipelines.corrections.lineage import Lineage
from pipelines.receipts import ARCHIVE, GONE, SIDECAR, Receipt
from pipelines.received_filings import SOUND, ReceivedFiling, Shelf, table_told
from pipelines.replay import SUPERSEDED, WITHDRAWN, Life, Replay, Span, Withdrawal
from pipelines.return_notices import ReturnNotice

__all__ = ["ACTIVE", "SUPERSEDED", "WITHDRAWN", "Problem", "Scan", "Source", "Span", "Withdrawal", "archived", "state"]

NOT_SIDECARS = (settings.BUREAU_FILE, settings.ZONES_FILE)
ACTIVE = "active"


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
    corrects: tuple[str, ...] = ()
    """Hashes of the files that it corrects, the nearest first; empty of a file that is no correction."""
    corrected_names: tuple[str, ...] = ()
    """Paths that these files were received under, first the one that the correction stands in for."""

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


def state(
    raw: Path,
    receipts: Sequence[Receipt],
    withdrawals: Sequence[Withdrawal],
    problems: Iterable[Problem] = (),
    corrections: Corrections | None = None,
) -> Scan:
    """Every source seen by these receipts: equal bytes under two paths are one; new bytes at a path supersede the old,
    and so does a correction, wherever it lies.

    `problems` are those of the look itself (a file that could not be read), which no receipt tells.
    """
    shelf = Shelf(raw, receipts)
    received = (r.sha256 for r in receipts if r.sha256 != GONE and not r.is_note and not shelf.is_part(r.path))
    lineage = Lineage(received, corrections or KnownCorrections(raw))
    history = _History(raw, shelf, lineage, Replay(receipts, withdrawals, shelf, lineage))
    sources, found = [], list(problems)
    for sha256, life in history.replay.lives.items():
        source, is_gone = _source(sha256, life, history)
        if is_gone:
            found.append(Problem("F013", source.path))
        if source.status != ACTIVE and not archived(raw, sha256).exists():
            found.append(Problem("F014", source.path, sha256[:16]))
        sources.append(source)
    present = history.replay.present
    notices, unread = return_notices.standing(raw, present)
    found += [Problem(*fault) for fault in (*shelf.faults(), *unread)]
    found += [*_orphan_sidecars(present, sources), *_unused_corrections(sources, history)]
    ordered = tuple(sorted(found, key=lambda p: (p.path, p.rule_id)))
    sealed = {sha256: tuple(manifests.values()) for sha256, manifests in shelf.sealed.items()}
    return Scan(tuple(sorted(sources, key=lambda s: (s.path, s.sha256))), ordered, shelf.filings(), sealed, notices)


@dataclass(frozen=True)
class _History:
    """What the receipts tell, all of it."""

    raw: Path
    shelf: Shelf
    lineage: Lineage
    replay: Replay


def _source(sha256: str, life: Life, history: _History) -> tuple[Source, bool]:
    """A source as it stands after the last receipt, and whether its file is gone without anybody's word."""
    shelf, replay = history.shelf, history.replay
    present = replay.present
    is_standing = sorted(
        (path for path in life.paths if present.get(path) == sha256), key=lambda path: not shelf.counts(path)
    )
    replaced = [path for path in life.paths if replay.last[path] not in (sha256, GONE)]
    final = [path for path in life.paths if replay.told[path] == sha256]
    path = (is_standing or replaced or final or list(life.paths))[0]
    is_out = replay.taken_out.get(sha256, False)
    is_corrected = sha256 in replay.replaced
    is_gone = not is_standing and not replaced and bool(final) and not is_corrected
    is_broken = bool(is_standing and life.spans) and not shelf.counts(path)  # its filing was whole before
    is_active = is_standing and not is_corrected
    names = tuple(life.paths)
    corrected = _corrected_names(sha256, history)
    source = Source(
        sha256, path, life.paths[names[0]],
        WITHDRAWN if is_out or is_gone or is_broken else ACTIVE if is_active else SUPERSEDED,
        next(filter(None, (_sidecar(history.raw, name, present) for name in (path, *corrected))), None),
        names[: names.index(path)], tuple(life.spans), life.returns, _filing(path, sha256, shelf),
        history.lineage.corrected(sha256), corrected,
    )  # fmt: skip
    return source, is_gone and not is_out


def _corrected_names(sha256: str, history: _History) -> tuple[str, ...]:
    """The paths of the files that a correction corrects, the last one of the file as received before all others."""
    mark = history.lineage.mark(sha256)
    if mark is None:
        return ()
    lives = history.replay.lives
    known = [path for one in reversed(mark.corrects) if one in lives for path in reversed(lives[one].paths)]
    return tuple(dict.fromkeys((*known, *mark.names)))


def _unused_corrections(sources: Iterable[Source], history: _History) -> Iterator[Problem]:
    """Corrections that lie there and do not count: a newer version does, or another correction of the same file. One
    that was corrected in turn is no problem."""
    replay, lineage = history.replay, history.lineage
    by_hash = {source.sha256: source for source in sources}
    for source in by_hash.values():
        if not source.corrects or source.status == WITHDRAWN:
            continue
        lies_there = any(replay.present.get(path) == source.sha256 for path in replay.lives[source.sha256].paths)
        instead = replay.replaced.get(source.sha256) if lies_there else None
        instead = replay.outdated.get(source.sha256, (instead, ""))[0]
        if instead is None or source.sha256 in lineage.corrected(instead):
            continue
        is_sibling = lineage.corrected(instead) == source.corrects
        yield Problem("F172" if is_sibling else "F171", source.path, by_hash[instead].path)


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


def _sidecar(raw: Path, path: str, present: Mapping[str, str]) -> str | None:
    """Text of the sidecar: `<file>.toml` or `<file without its ending>.toml`."""
    for candidate in sidecars_of(path):
        if candidate in present and (copy := archived(raw, present[candidate])).is_file():
            return copy.read_bytes().decode("utf-8-sig", errors="replace")
    return None


def sidecars_of(path: str) -> tuple[str, str]:
    """The names a sidecar of this file may have."""
    return path + SIDECAR, PurePosixPath(path).with_suffix(SIDECAR).as_posix()


def _orphan_sidecars(present: Mapping[str, str], sources: Iterable[Source]) -> Iterator[Problem]:
    """Sidecars that describe no file: most likely a file was renamed without them."""
    files = [path for path in present if not path.endswith(SIDECAR)]
    files += [name for source in sources if source.status == ACTIVE for name in source.corrected_names]
    described = {name for path in files for name in sidecars_of(path)}
    for path in sorted(present):
        if path.endswith(SIDECAR) and path not in described and path not in NOT_SIDECARS:
            yield Problem("F015", path)
