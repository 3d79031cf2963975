"""Which of the versions of one file counts when corrections of it lie in raw/ under names of their own.

A correction stands in for the file that it names, and for that file's other corrections that it was made from or that
came before it. It never brings an earlier version back: what was saved over the file that it names counts before it.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from pipelines.corrections.known import Corrections
from pipelines.readers.correction_marks import Mark


@dataclass(frozen=True)
class Placed:
    """What lies in raw/ at one moment: path → bytes; bytes → all paths that ever held them, and when they came last."""

    present: dict[str, str]
    paths: dict[str, Iterable[str]]
    seen: dict[str, int]


class Lineage:
    """The families of the files that were ever received: a file and all corrections that go back to it."""

    def __init__(self, received: Iterable[str], corrections: Corrections) -> None:
        self._marks: dict[str, Mark] = {}
        self._family: dict[str, list[str]] = {}
        for sha256 in dict.fromkeys(received):
            found = corrections(sha256)
            if found and found.is_valid and sha256 not in found.mark.corrects:
                self._marks[sha256] = found.mark
                self._family.setdefault(self.root(sha256), []).append(sha256)

    def mark(self, sha256: str) -> Mark | None:
        """What a file corrects."""
        return self._marks.get(sha256)

    def corrected(self, sha256: str) -> tuple[str, ...]:
        """The files that a correction corrects, the nearest first."""
        mark = self._marks.get(sha256)
        return mark.corrects if mark else ()

    def root(self, sha256: str) -> str:
        """The file as it was received, before any correction."""
        return self.corrected(sha256)[-1] if sha256 in self._marks else sha256

    def replaced(self, counting: Set[str], placed: Placed) -> dict[str, str]:
        """File → what counts in its stead, of all files ever received; `counting` are those that lie there and are not
        withdrawn."""
        found: dict[str, str] = {}
        for root, corrections in self._family.items():
            standing = [sha256 for sha256 in corrections if sha256 in counting]
            if not standing:
                continue
            newer = None if root in counting else self._newer(root, standing, placed)
            if newer:
                found |= dict.fromkeys(corrections, newer)
                continue
            best = max(standing, key=lambda sha256: self._rank(sha256, placed))
            rank = self._rank(best, placed)
            lesser = [sha256 for sha256 in (root, *corrections) if self._rank(sha256, placed) < rank]
            found |= dict.fromkeys(lesser, best)
        return found

    def is_outdated(self, sha256: str, path: str, placed: Placed) -> bool:
        """Whether a correction was put over a version that is newer than the file it corrects, at that file's place."""
        before = placed.present.get(path)
        if sha256 not in self._marks or before is None:
            return False
        held = any(path in placed.paths.get(one, ()) for one in self.corrected(sha256))
        return held and self._is_newer(before, path, self.root(sha256), placed)

    def _rank(self, sha256: str, placed: Placed) -> tuple[int, int]:
        """A correction of a correction counts before one of the file itself; else the one that came later does."""
        return len(self.corrected(sha256)), placed.seen.get(sha256, -1)

    def _newer(self, root: str, standing: Sequence[str], placed: Placed) -> str | None:
        """What was saved over the file of a family, at its place or at that of a correction that others go back to."""
        earlier = dict.fromkeys((root, *(one for sha256 in standing for one in self.corrected(sha256))))
        places = sorted({path for one in earlier for path in placed.paths.get(one, ())})
        found = ((path, placed.present[path]) for path in places if path in placed.present)
        return next((sha256 for path, sha256 in found if self._is_newer(sha256, path, root, placed)), None)

    def _is_newer(self, sha256: str, path: str, root: str, placed: Placed) -> bool:
        """Whether the bytes at a place of a family are no longer the family's: a new version of the file, or a
        correction of one. A correction of quite another file that took the name of a correction is none.
        """
        other = self.root(sha256)
        return other != root and (sha256 not in self._marks or path in placed.paths.get(other, ()))
