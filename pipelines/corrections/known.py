"""Which received files are corrections: told by their archived bytes, and remembered in the warehouse."""

import json
from collections.abc import Callable
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
        self._known: dict[str, Any] = {}
        if self._note:
            with suppress(OSError, ValueError, AttributeError, KeyError):
                told = json.loads(self._note.read_text(encoding="utf-8"))
                self._known = dict(told["files"]) if told["format"] == FORMAT else {}
        self._saved = len(self._known)

    def __call__(self, sha256: str) -> Correction | None:
        """What the file of these bytes corrects; None where it corrects nothing, or its copy is gone."""
        if sha256 not in self._known:
            copy = self._archive / sha256
            if not copy.is_file():
                return None
            found = correction_in(copy)
            self._known[sha256] = asdict(found) if found else None
        told = self._known[sha256]
        return _correction(told) if told else None

    def save(self) -> None:
        """Keep what was learnt."""
        if self._note and len(self._known) != self._saved:
            note = {"format": FORMAT, "files": self._known}
            write_atomically(self._note, json.dumps(note, ensure_ascii=False, indent=0).encode())
            self._saved = len(self._known)


def _correction(told: dict[str, Any]) -> Correction:
    mark = told["mark"]
    corrects, names, sketch = (tuple(mark[name]) for name in ("corrects", "names", "sketch"))
    return Correction(Mark(corrects, names, mark["kind"], mark["cells"], sketch), told["state"])
