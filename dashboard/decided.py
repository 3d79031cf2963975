"""What was decided on figures of documents since the release was made: no release tells of it yet.

Kept in the memory of the server, for all who look at the same release, until the next release tells of it itself. What
counts lies in `raw/decisions/`; this only keeps a decided figure from looking undecided.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

KEPT_DOCUMENTS = 500


@dataclass(frozen=True)
class Decision:
    """One decision: what it makes of the figure, by whom, why, and what of the figure it changes."""

    status: str
    by: str
    reason: str
    at: datetime
    changed: Mapping[str, Any] = field(default_factory=dict)

    def as_row(self) -> dict[str, Any]:
        """The columns of a figure that it replaces."""
        if self.status == "undecided":
            return {"status": self.status, "decided_by": None, "decided_at": None, "reason": None}
        told = {"status": self.status, "decided_by": self.by, "decided_at": self.at, "reason": self.reason}
        return {**self.changed, **told}


class Decisions:
    """Decisions by document and place; those of the documents looked at longest ago are forgotten."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], dict[str, Decision]] = {}
        self._lock = Lock()

    def add(self, release: str, document: str, places: Iterable[str], decision: Decision) -> None:
        """The same decision on some places of a document; `release` is where the release lies."""
        with self._lock:
            known = self._made.pop((release, document), {})
            self._made[(release, document)] = known | dict.fromkeys(places, decision)
            for old in list(self._made)[:-KEPT_DOCUMENTS]:
                del self._made[old]

    def of(self, release: str, document: str) -> dict[str, Decision]:
        """What is kept of a document, by place."""
        with self._lock:
            return dict(self._made.get((release, document), {}))

    def count(self, release: str) -> int:
        """How many decisions wait for the release after this one."""
        with self._lock:
            return sum(len(made) for (where, _), made in self._made.items() if where == release)


DECISIONS = Decisions()
