"""Which received files are corrections: told by their archived bytes, and remembered in the warehouse."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.files import write_atomically
from pipelines.readers.correction_marks import Correction, Mark, correction_in
from pipelines.receipts import ARCHIVE

FILE = "corrections.json"
FORMAT = 1
Corrections = Callable[[str], Correction | None]
"""sha256 of a file → what it corrects."""


class KnownCorrections:
    """What each archived file corrects. The note of what is known may be deleted at any time."""

    def __init__(self, raw: Path, warehouse: Path | None = None) -> None:
        """`warehouse` keeps the note; without one every file is looked at again."""
        self._archive = raw / ARCHIVE
        self._note = warehouse and warehouse / FILE
        self._known = dict(_noted(self._note)) if self._note else {}
        self._saved = len(self._known)

    def __call__(self, sha256: str) -> Correction | None:
        """What the file of these bytes corrects; None where it corrects nothing, or its copy is gone."""
        if sha256 not in self._known:
            copy = self._archive / sha256
            if not copy.is_file():
                return None
            self._known[sha256] = correction_in(copy)
        return self._known[sha256]

    def save(self) -> None:
        """Keep what was learnt."""
        if self._note and len(self._known) != self._saved:
            files = {sha256: found and asdict(found) for sha256, found in self._known.items()}
            note = {"format": FORMAT, "files": files}
            write_atomically(self._note, json.dumps(note, ensure_ascii=False, indent=0).encode())
            self._saved = len(self._known)


def _noted(note: Path) -> Iterator[tuple[str, Correction | None]]:
    """What the note says; what it does not say as we write it is left out: then the file is looked at again."""
    told: Any = None
    with suppress(OSError, ValueError):
        told = json.loads(note.read_text(encoding="utf-8"))
    files = told.get("files") if isinstance(told, dict) and told.get("format") == FORMAT else None
    for sha256, entry in files.items() if isinstance(files, dict) else ():
        with suppress(KeyError, TypeError, ValueError):
            yield sha256, None if entry is None else _correction(entry)


def _correction(told: dict[str, Any]) -> Correction:
    mark = told["mark"]
    corrects, names, sketch = (_texts(mark[name]) for name in ("corrects", "names", "sketch"))
    kind, cells, state = _texts([mark["kind"], mark["cells"], told["state"]])
    return Correction(Mark(corrects, names, kind, cells, sketch), state)


def _texts(told: object) -> tuple[str, ...]:
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        raise ValueError(told)
    return tuple(told)
