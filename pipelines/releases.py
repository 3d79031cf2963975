"""The published folder: immutable releases, the pointer CURRENT, and which old ones may go."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.errors import LedgerError
from pipelines.files import remove_folder, sync_file, sync_folder, write_atomically

PUBLISHED = "published"
CURRENT = "CURRENT"
HELD = "HELD"
SNAPSHOT = "snapshot.duckdb"
MANIFEST = "manifest.json"
DICTIONARY = "dictionary.csv"
KEPT = 3
DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Release:
    """One published folder."""

    release_id: str
    folder: Path

    @property
    def snapshot(self) -> Path:
        """The database that readers open, read-only."""
        return self.folder / SNAPSHOT

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What the release says about itself."""
        content: Mapping[str, Any] = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        return content

    @property
    def is_whole(self) -> bool:
        """Whether everything a reader needs is there."""
        return all((self.folder / name).is_file() for name in (SNAPSHOT, MANIFEST, DICTIONARY))


class Releases:
    """All releases of one warehouse."""

    def __init__(self, warehouse: Path, folder: str = PUBLISHED) -> None:
        """`warehouse` is the folder that holds `published/`, or another folder of releases that are never shown."""
        self.folder = warehouse / folder

    def get(self, release_id: str) -> Release | None:
        """The release with this id, if it is there whole."""
        release = Release(release_id, self.folder / release_id)
        return release if release_id and Path(release_id).name == release_id and release.is_whole else None

    def current(self) -> Release | None:
        """The release that readers are shown."""
        return self.get(self._pointed(CURRENT))

    def held(self) -> Release | None:
        """The latest release that waits for somebody to confirm it."""
        return self.get(self._pointed(HELD))

    def all(self) -> list[Release]:
        """Every release, the latest first."""
        found = [self.get(folder.name) for folder in self.folder.glob("*") if not folder.name.startswith(".")]
        return sorted((r for r in found if r), key=lambda r: (str(r.manifest["built_at"]), r.release_id), reverse=True)

    def make_current(self, release: Release) -> None:
        """Show this release from now on. Readers see the old one or the new one, never a mixture."""
        write_atomically(self.folder / CURRENT, release.release_id.encode())
        (self.folder / HELD).unlink(missing_ok=True)

    def hold(self, release: Release) -> None:
        """Keep the release beside the current one until somebody confirms it."""
        write_atomically(self.folder / HELD, release.release_id.encode())

    def drop_hold(self) -> None:
        """Nothing waits any more: the inputs are those of the current release again."""
        (self.folder / HELD).unlink(missing_ok=True)

    def draft(self, release_id: str) -> Path:
        """An empty folder to build a release in."""
        draft = self.folder / f".{release_id}.tmp"
        remove_folder(draft)
        draft.mkdir(parents=True)
        return draft

    def finish(self, draft: Path, release_id: str) -> Release:
        """Give a complete draft its name. A release that is there already stays as it is: it has the same content."""
        target = self.folder / release_id
        if self.get(release_id) is None:
            for file in draft.iterdir():
                sync_file(file)
            remove_folder(target)
            draft.rename(target)
            sync_folder(self.folder)
        else:
            remove_folder(draft)
        release = self.get(release_id)
        if release is None:
            raise LedgerError(
                f"数据版本 {release_id} 没有写完整，未发布。请再更新一次。",
                f"Release {release_id} was not written whole and is not published. Refresh again.",
            )
        return release

    def clean(self) -> None:
        """Remove what a crash left behind; only whoever holds the lock may call this."""
        for leftover in [*self.folder.glob(".*.tmp"), *self.folder.glob("*.part")]:
            if leftover.is_dir():
                remove_folder(leftover)
            else:
                leftover.unlink(missing_ok=True)

    def prune(self, filings: Path) -> list[str]:
        """Remove releases older than a day that nobody needs; the latest few, and those named by a filing, stay."""
        named = _text_of_filings(filings)
        shown = {r.release_id for r in (self.current(), self.held()) if r}
        removed = []
        for release in self.all()[KEPT:]:
            is_young = time.time() - (release.folder / MANIFEST).stat().st_mtime < DAY_SECONDS
            is_needed = is_young or release.release_id in shown or release.release_id in named
            if not is_needed and _remove_whole(release.folder):
                removed.append(release.release_id)
        return removed

    def _pointed(self, pointer: str) -> str:
        try:
            return (self.folder / pointer).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""


def _remove_whole(folder: Path) -> bool:
    """Take the name away first, so that no half-removed release is ever seen; a reader on Windows keeps it as it is."""
    doomed = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    try:
        folder.rename(doomed)
    except OSError:
        return False
    remove_folder(doomed)
    return True


def _text_of_filings(filings: Path) -> str:
    """The manifests of everything that left the house, in which a release is named by its id."""
    texts = (file.read_text(encoding="utf-8-sig", errors="replace") for file in filings.rglob("*.json"))
    return "\n".join(texts)
