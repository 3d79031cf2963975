"""Receipts and withdrawals replayed look by look: where each file lay, and from when to when it counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from pipelines import clock
from pipelines.corrections.lineage import Lineage, Placed
from pipelines.receipts import GONE, Receipt
from pipelines.received_filings import Shelf

SUPERSEDED, WITHDRAWN = "superseded", "withdrawn"
RECEIVED, RESTORED, REMOVED = "received", "restored", "removed"


@dataclass(frozen=True)
class Span:
    """A stretch of time in which a source counted. `ended` is `superseded`, `removed` (the file) or `withdrawn`."""

    counts_from: str
    counts_to: str | None = None
    began: str = RECEIVED
    ended: str | None = None


@dataclass(frozen=True)
class Withdrawal:
    """A person takes a source out of the figures, or puts it back."""

    sha256: str
    is_out: bool
    at: datetime


@dataclass
class Life:
    """One source: the paths it was received under with the time, when it counted, how often it came back."""

    paths: dict[str, str] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    returns: int = 0


class Replay:
    """What all receipts together came to. `last` is the last word on each path, `told` the last bytes it held,
    `present` what lies there now; a correction put over a newer version than the one it corrects took no place.
    """

    def __init__(
        self, receipts: Sequence[Receipt], withdrawals: Sequence[Withdrawal], shelf: Shelf, lineage: Lineage
    ) -> None:
        self.lives: dict[str, Life] = {}
        self.present: dict[str, str] = {}
        self.last: dict[str, str] = {}
        self.told: dict[str, str] = {}
        self.outdated: dict[str, tuple[str, str]] = {}
        """Correction → the newer version that it was put over, and the path."""
        self.taken_out = {w.sha256: w.is_out for w in withdrawals}
        self._shelf, self._lineage = shelf, lineage
        self._sources: dict[str, str] = {}
        self._placed = Placed(self._sources, {}, {})
        self._count = 0
        self._out: set[str] = set()
        self._counting: set[str] = set()
        events: list[Receipt | Withdrawal] = sorted([*receipts, *withdrawals], key=lambda event: event.at)
        for at, look in groupby(events, key=lambda event: event.at):
            self._close_look(at, self._see_all(list(look)))
        self.replaced: Mapping[str, str] = self._replaced(self._standing())
        """Source → the correction, or the newer version, that counts in its stead."""

    def _see_all(self, look: Sequence[Receipt | Withdrawal]) -> dict[str, str]:
        """Take what one look found; answers the sources that it touched, each with what befell it."""
        touched: dict[str, str] = {}
        for event in look:
            if isinstance(event, Withdrawal):
                (self._out.add if event.is_out else self._out.discard)(event.sha256)
                touched[event.sha256] = WITHDRAWN if event.is_out else RESTORED
                if event.sha256 in self.lives:
                    self.lives[event.sha256].returns += not event.is_out
                continue
            self._shelf.see(event)
            if event.is_note or self._shelf.is_part(event.path):
                _put(event, self.present)
                self.last[event.path] = event.sha256
            else:
                self._see(event, touched)
        return touched

    def _see(self, receipt: Receipt, touched: dict[str, str]) -> None:
        """Take one receipt: its path holds these bytes from now on, and no longer those before."""
        path, sha256 = receipt.path, receipt.sha256
        before = self._sources.get(path, GONE)
        if self._lineage.is_outdated(sha256, path, self._placed):
            self.outdated[sha256] = before, path
            self._life(sha256).paths.setdefault(path, receipt.first_seen)
            return
        if before:
            touched[before] = SUPERSEDED if sha256 != GONE else REMOVED
        for place in (self.present, self._sources):
            _put(receipt, place)
        self.last[path] = sha256
        if sha256 != GONE:
            self.told[path] = sha256
            life = self._life(sha256)
            life.returns += path in life.paths
            life.paths.setdefault(path, receipt.first_seen)
            self._count += 1
            self._placed.seen[sha256] = self._count
            self.outdated.pop(sha256, None)
            touched[sha256] = RECEIVED

    def _life(self, sha256: str) -> Life:
        life = self.lives.setdefault(sha256, Life())
        self._placed.paths[sha256] = life.paths
        return life

    def _close_look(self, at: datetime, touched: dict[str, str]) -> None:
        """Open and close spans as the look left things."""
        for path in self._shelf.judge():
            if path in self._sources:
                touched.setdefault(self._sources[path], RECEIVED if self._shelf.counts(path) else WITHDRAWN)
        standing = self._standing()
        counting = standing - set(self._replaced(standing))
        for sha256 in counting ^ self._counting:
            touched.setdefault(sha256, RESTORED if sha256 in counting else SUPERSEDED)
        self._counting = counting
        for sha256, cause in touched.items():
            if sha256 in self.lives:
                _open_or_close(self.lives[sha256], sha256 in counting, at, cause)

    def _standing(self) -> set[str]:
        """The sources that lie there and that nobody withdrew."""
        return {sha256 for path, sha256 in self._sources.items() if self._shelf.counts(path)} - self._out

    def _replaced(self, standing: set[str]) -> dict[str, str]:
        return self._lineage.replaced(standing, self._placed)


def _put(receipt: Receipt, place: dict[str, str]) -> None:
    if receipt.sha256 == GONE:
        place.pop(receipt.path, None)
    else:
        place[receipt.path] = receipt.sha256


def _open_or_close(life: Life, counts: bool, at: datetime, cause: str) -> None:
    is_open = bool(life.spans) and life.spans[-1].counts_to is None
    if counts and not is_open:
        life.spans.append(Span(clock.text(at), began=RESTORED if cause == RESTORED else RECEIVED))
    elif is_open and not counts:
        opened = life.spans[-1]
        life.spans[-1] = Span(opened.counts_from, clock.text(at), opened.began, cause)
