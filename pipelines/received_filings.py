"""Filings of lower levels below raw/received/: which folders they are, and whether each is whole and untouched.

Everything is told from receipts and the archived bytes, so that it holds for any earlier moment as well. The table
`versions.csv` of a filing is a source; every other file of the folder is a part of the filing, archived and never read.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines import received_scope
from pipelines.errors import LedgerError
from pipelines.filings import seals
from pipelines.filings.manifests import (
    FILING_ID,
    FORMAT,
    KIND,
    MANIFEST,
    VERSION_COLUMNS,
    VERSIONS,
    Filing,
    is_as_made,
    parsed,
)
from pipelines.receipts import ARCHIVE, GONE, RECEIVED_FOLDER, Receipt

SOUND, TAMPERED, INCOMPLETE = "sound", "tampered", "incomplete"
CHANGED, MISSING, EXTRA, CHAIN, UNREADABLE, NO_MANIFEST, NEWER, PREVIOUS, STRANGE = (
    "F130", "F131", "F132", "F133", "F134", "F135", "F136", "F137", "F142",
)  # fmt: skip
"""Rules of reading_rules.csv that a folder can break."""
STILL_COMING = (MISSING, NO_MANIFEST)
_HEADING = ",".join(VERSION_COLUMNS[:3]).encode()
_BOM = b"\xef\xbb\xbf"

Fault = tuple[str, str, str]
"""Rule, path below raw/ and detail."""


@dataclass(frozen=True)
class ReceivedFiling:
    """One folder that was received. `told` is its manifest, {} where it cannot be read; `versions` the sha256 of its
    table of versions, "" where there is none."""

    folder: str
    state: str
    received_at: str
    told: Mapping[str, Any]
    versions: str = ""
    detail: str = ""


@dataclass
class _Folder:
    """One folder while receipts are replayed: the bytes of each file, and what they came to."""

    files: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    filing: Filing | None = None
    received_at: str = ""

    @property
    def state(self) -> str:
        if not self.faults:
            return SOUND
        return INCOMPLETE if all(rule in STILL_COMING for rule, _, _ in self.faults) else TAMPERED


class Shelf:
    """All filing folders, look by look: `see` takes one receipt, `judge` closes a look."""

    def __init__(self, raw: Path, receipts: Sequence[Receipt]) -> None:
        """Folders are those of all these receipts, so that no part of a filing is read while the rest is coming."""
        self._archive = raw / ARCHIVE
        self._folders = {name: _Folder() for name in _folder_names(self._archive, receipts)}
        self._touched: set[str] = set()
        self.sealed: dict[str, dict[str, Mapping[str, Any]]] = {}
        """sha256 of a table of versions → the manifests under which it was ever sound, by their own sha256."""

    def folder_of(self, path: str) -> str | None:
        """The filing that a file belongs to, the innermost of nested ones."""
        parents = PurePosixPath(path).parents
        return next((name for parent in parents if (name := parent.as_posix()) in self._folders), None)

    def is_part(self, path: str) -> bool:
        """Whether a file belongs to a filing and is never read by itself."""
        folder = self.folder_of(path)
        return folder is not None and path != f"{folder}/{VERSIONS}"

    def counts(self, path: str) -> bool:
        """Whether the rows of a file may be used: no for the table of a filing that is not sound."""
        folder = self.folder_of(path)
        return folder is None or self._folders[folder].state == SOUND

    def state_of(self, path: str) -> str | None:
        """The state of the filing that a file belongs to; None where it belongs to none."""
        folder = self.folder_of(path)
        return None if folder is None else self._folders[folder].state

    def see(self, receipt: Receipt) -> None:
        """One path held new bytes at this look, or none any more."""
        name = self.folder_of(receipt.path)
        if name is None:
            return
        folder = self._folders[name]
        inside = unicodedata.normalize("NFC", receipt.path.removeprefix(f"{name}/"))
        if receipt.sha256 == GONE:
            folder.files.pop(inside, None)
        else:
            folder.files[inside] = receipt.sha256
        folder.received_at = receipt.first_seen
        self._touched.add(name)

    def judge(self) -> list[str]:
        """Close a look: the tables of versions of the folders that changed at it."""
        touched, self._touched = sorted(self._touched), set()
        for name in touched:
            folder = self._folders[name]
            folder.filing, folder.faults = self._verdict(name, folder.files)
            versions = folder.files.get(VERSIONS)
            if folder.filing and versions and folder.state == SOUND:
                self.sealed.setdefault(versions, {})[folder.filing.manifest_sha256] = folder.filing.told
        return [f"{name}/{VERSIONS}" for name in touched]

    def filings(self) -> tuple[ReceivedFiling, ...]:
        """The folders that stand now; copies of one filing are one, the sound copy if any."""
        found: dict[tuple[str, str], ReceivedFiling] = {}
        for name, folder in self._standing():
            told = folder.filing.told if folder.filing else {}
            detail = "、".join(dict.fromkeys(PurePosixPath(path).name for _, path, _ in folder.faults))
            filing = ReceivedFiling(
                name, folder.state, folder.received_at, told, folder.files.get(VERSIONS, ""), detail
            )
            key = (str(told.get("filing_id", name)), str(told.get("chain_hash", "")))
            if key not in found or (found[key].state != SOUND and filing.state == SOUND):
                found[key] = filing
        return tuple(sorted(found.values(), key=lambda filing: filing.folder))

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the folders that stand now, and with the chains that they tell of."""
        known: dict[str, set[str]] = {}
        for name, folder in self._standing():
            if folder.filing:
                known.setdefault(folder.filing.filing_id, set()).add(folder.filing.manifest_sha256)
            yield from folder.faults
            if folder.filing and folder.state == SOUND:
                yield from (
                    (STRANGE, f"{name}/{MANIFEST}", told) for told in received_scope.strange(folder.filing.told)
                )
        for name, folder in self._standing():
            before = folder.filing.told.get("previous") if folder.filing else None
            hashes = known.get(str(before.get("filing_id"))) if isinstance(before, dict) else None
            if isinstance(before, dict) and hashes and before.get("manifest_sha256") not in hashes:
                yield PREVIOUS, f"{name}/{MANIFEST}", str(before.get("filing_id"))

    def _standing(self) -> list[tuple[str, _Folder]]:
        return sorted((name, folder) for name, folder in self._folders.items() if folder.files)

    def _verdict(self, name: str, files: Mapping[str, str]) -> tuple[Filing | None, list[Fault]]:
        """The manifest of a folder, None where it cannot be read, and what is wrong."""
        if MANIFEST not in files:
            return None, [(NO_MANIFEST, f"{name}/{MANIFEST}", "")]
        content = _bytes(self._archive, files[MANIFEST])
        if (written := _format(content)) and written > FORMAT:
            return None, [(NEWER, f"{name}/{MANIFEST}", str(written))]
        try:
            filing = parsed(content)
            is_own = is_as_made(filing)
        except (LedgerError, TypeError, ValueError, AttributeError, RecursionError):
            return None, [(UNREADABLE, f"{name}/{MANIFEST}", "")]
        faults = [] if is_own else [(CHAIN, f"{name}/{MANIFEST}", "")]
        return filing, [*faults, *_differences(name, files, filing), *self._unsealed(name, files, filing)]

    def _unsealed(self, name: str, files: Mapping[str, str], filing: Filing) -> Iterator[Fault]:
        """Forms that were edited together with their checksum, which the hash they bear cannot cover."""
        for file in filing.files:
            sha256 = files.get(unicodedata.normalize("NFC", file.name), "")
            if sha256 == file.sha256 and not seals.holds(filing, file, _bytes(self._archive, sha256)):
                yield CHANGED, f"{name}/{file.name}", ""


def table_told(told: Mapping[str, Any], state: str) -> str:
    """What the reader of a table of versions must know of its filing, as text."""
    known = {key: told.get(key) for key in ("filing_id", "region_code", "year")} | {
        "zones": received_scope.zone_codes(told)
    }
    return json.dumps({"state": state, **known}, ensure_ascii=False, sort_keys=True)


def _differences(name: str, files: Mapping[str, str], filing: Filing) -> Iterator[Fault]:
    listed = {unicodedata.normalize("NFC", file.name): file.sha256 for file in filing.files}
    if VERSIONS not in listed:
        yield UNREADABLE, f"{name}/{MANIFEST}", ""
    for file, sha256 in sorted(listed.items()):
        if file not in files:
            yield MISSING, f"{name}/{file}", ""
        elif files[file] != sha256:
            yield CHANGED, f"{name}/{file}", ""
    for file in sorted(set(files) - set(listed) - {MANIFEST}):
        yield EXTRA, f"{name}/{file}", ""


def _folder_names(archive: Path, receipts: Iterable[Receipt]) -> set[str]:
    """Folders that held a manifest of a filing or a table of versions, or are named like a filing."""
    names: set[str] = set()
    for receipt in receipts:
        path = PurePosixPath(receipt.path)
        if path.parts[0] != RECEIVED_FOLDER or receipt.sha256 == GONE:
            continue
        names |= {p.as_posix() for p in path.parents if len(p.parts) > 1 and FILING_ID.fullmatch(p.name)}
        if len(path.parts) > 2 and _tells_a_filing(archive, path.name, receipt.sha256):
            names.add(path.parent.as_posix())
    return names


def _tells_a_filing(archive: Path, name: str, sha256: str) -> bool:
    if name == VERSIONS:
        return _bytes(archive, sha256, len(_HEADING) + len(_BOM)).removeprefix(_BOM).startswith(_HEADING)
    return name == MANIFEST and _format(_bytes(archive, sha256)) is not None


def _format(content: bytes) -> int | None:
    """The format of a manifest of a filing; None where it is none."""
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    written = told.get("format") if isinstance(told, dict) and told.get("kind") == KIND else None
    return written if isinstance(written, int) else None


def _bytes(archive: Path, sha256: str, size: int = -1) -> bytes:
    """Archived bytes; none where the copy is gone."""
    try:
        with (archive / sha256).open("rb") as file:
            return file.read(size)
    except OSError:
        return b""
