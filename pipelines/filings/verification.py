"""Filings checked: every byte against its manifest, every manifest against its hash, every hash against the next one.

A filing is a mapping of the names in its folder to where their bytes lie, so that copies in an archive can be checked
like the folder itself. Nothing here knows a database.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.filings import manifests, seals
from pipelines.filings.faults import Fault, fault
from pipelines.filings.manifests import MANIFEST, FiledFile, Filing, ManifestError
from pipelines.raw_store import is_ignored

RENAMED = "renamed"


@dataclass(frozen=True)
class Checked:
    """One filing: where it lies, what its manifest says (None where it cannot be read), what is wrong, what to know."""

    folder: Path
    filing: Filing | None
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True)
class Verified:
    """All filings below one folder, in the order of their chain. `head` is the last one."""

    folder: Path
    filings: tuple[Checked, ...]
    is_own: bool

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return all(checked.is_sound for checked in self.filings)

    @property
    def head(self) -> Filing | None:
        """The filing that nothing follows: its hash proves all of them."""
        return head_of([checked.filing for checked in self.filings if checked.filing])


def own(raw: Path) -> Verified:
    """The bureau's own filings: one whole chain, and nothing else in the folder."""
    folder = raw / manifests.FOLDER
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    shown = [entry for entry in entries if not is_ignored(Path(entry.name))]
    checked = [checked_folder(entry) if entry.is_dir() else _stray(entry) for entry in shown]
    return Verified(folder, _linked(checked, is_own=True), is_own=True)


def received(folder: Path) -> Verified:
    """The filings in a folder that somebody sent, itself included; their chain may have begun elsewhere."""
    found = sorted({file.parent for file in folder.rglob(MANIFEST) if is_filing(file)} | {*_beheaded(folder)})
    return Verified(folder, _linked([_as_sent(place) for place in found], is_own=False), is_own=False)


def readable(raw: Path) -> list[Filing]:
    """The own filings whose manifest can be read, in the order of their chain; nothing else of them is looked at."""
    found = []
    for manifest in sorted((raw / manifests.FOLDER).glob(f"[!.]*/{MANIFEST}")):
        with suppress(ManifestError):
            found.append(manifests.parsed(manifest.read_bytes()))
    return in_order(found)


def is_filing(manifest: Path) -> bool:
    """Whether a manifest is meant as that of a filing: readable or not, an export's own is none."""
    try:
        manifests.parsed(manifest.read_bytes())
    except ManifestError:
        return bool(manifests.FILING_ID.fullmatch(manifest.parent.name))
    return True


def _as_sent(folder: Path) -> Checked:
    """A filing that travelled: whatever its folder is called, its manifest says what it is."""
    checked = checked_folder(folder)
    renamed = tuple(found for found in checked.faults if found.kind == RENAMED)
    return replace(checked, faults=tuple(f for f in checked.faults if f not in renamed), notes=renamed)


def _beheaded(folder: Path) -> Iterator[Path]:
    """Folders that were a filing and lost their manifest: by their name, or by the two tables in them."""
    for place in (folder, *folder.rglob("*")):
        is_one = manifests.FILING_ID.fullmatch(place.name) or (place / manifests.VERSIONS).is_file()
        if is_one and not (place / MANIFEST).is_file() and any(inside.is_file() for inside in place.glob("*")):
            yield place


def checked_folder(folder: Path) -> Checked:
    """A filing as it lies in its folder. What the system or an office program leaves behind does not count."""
    below = {_name(file, folder): file for file in sorted(folder.rglob("*")) if file.is_file()}
    filing, faults = checked_files({name: file for name, file in below.items() if not is_ignored(Path(name))})
    if filing and filing.filing_id != folder.name:
        faults.append(fault(RENAMED, folder.name, folder.name, filing.filing_id))
    return Checked(folder, filing, tuple(faults))


def checked_files(files: Mapping[str, Path]) -> tuple[Filing | None, list[Fault]]:
    """What the manifest among these files says, and every file that differs from it."""
    if MANIFEST not in files:
        return None, [fault("manifest_missing", "", MANIFEST)]
    try:
        filing = manifests.parsed(files[MANIFEST].read_bytes())
    except ManifestError as problem:
        return None, [Fault("manifest_unreadable", "", MANIFEST, problem.zh, problem.en)]
    name = filing.filing_id
    faults = [found for file in filing.files for found in _file_faults(filing, file, files.get(file.name))]
    listed = {file.name for file in filing.files}
    faults += [fault("file_extra", name, extra) for extra in sorted(set(files) - listed - {MANIFEST})]
    if not manifests.is_as_made(filing):
        faults.append(fault("manifest_edited", name, MANIFEST))
    return filing, faults


def head_of(filings: Sequence[Filing]) -> Filing | None:
    """The filing that no other follows; where a chain is broken, the latest of them."""
    followed = {filing.previous["filing_id"] for filing in filings if filing.previous}
    ends = [filing for filing in filings if filing.filing_id not in followed]
    return max(ends, key=lambda filing: (filing.filed_at, filing.filing_id), default=None)


def in_order(filings: Iterable[Filing]) -> list[Filing]:
    """Filings in the order of their chain; what hangs on nothing begins where its time says."""
    following: dict[str, list[Filing]] = {}
    known = {filing.filing_id: filing for filing in filings}
    for filing in sorted(known.values(), key=lambda f: (f.filed_at, f.filing_id)):
        before = filing.previous["filing_id"] if filing.previous else ""
        following.setdefault(before if before in known else "", []).append(filing)
    ordered: list[Filing] = []
    waiting = following.pop("", [])
    while waiting:
        filing = waiting.pop(0)
        ordered.append(filing)
        waiting = following.pop(filing.filing_id, []) + waiting
    return ordered + [filing for filing in known.values() if filing not in ordered]


def _name(file: Path, folder: Path) -> str:
    """A file's path in one spelling: some systems write the same letters differently when they copy."""
    return unicodedata.normalize("NFC", file.relative_to(folder).as_posix())


def _file_faults(filing: Filing, file: FiledFile, place: Path | None) -> Iterator[Fault]:
    if place is None:
        yield fault("file_missing", filing.filing_id, file.name)
        return
    content = place.read_bytes()
    if hashlib.sha256(content).hexdigest() != file.sha256 or len(content) != file.size:
        yield fault("file_changed", filing.filing_id, file.name)
    elif not seals.holds(filing, file, content):
        yield fault("form_changed", filing.filing_id, file.name)


def _linked(checked: Sequence[Checked], *, is_own: bool) -> tuple[Checked, ...]:
    """The filings in the order of their chain, with what is wrong between them."""
    filings = [one.filing for one in checked if one.filing]
    order = {id(filing): number for number, filing in enumerate(in_order(filings))}
    linked = [_with_link(one, filings, is_own=is_own) if one.filing else one for one in checked]
    return tuple(sorted(linked, key=lambda one: (order.get(id(one.filing), len(order)), one.folder.name)))


def _with_link(checked: Checked, filings: Sequence[Filing], *, is_own: bool) -> Checked:
    filing = checked.filing
    assert filing is not None
    before = filing.previous
    if before is None:
        others = [f for f in filings if f.previous is None and f is not filing] if is_own else []
        return _more(checked, [fault("chain_forks", filing.filing_id, "", others[0].filing_id)] if others else [])
    found = [f for f in filings if f.filing_id == before["filing_id"]]
    if not found:
        kind = "previous_missing" if is_own else "previous_not_sent"
        missing = [fault(kind, filing.filing_id, "", before["filing_id"])]
        return _more(checked, missing) if is_own else _more(checked, [], missing)
    same = [f for f in found if (f.chain_hash, f.manifest_sha256) == (before["chain_hash"], before["manifest_sha256"])]
    rivals = [f for f in filings if f.previous == before and f.filing_id != filing.filing_id]
    wrong = [] if same else [fault("previous_differs", filing.filing_id, "", before["filing_id"])]
    wrong += [fault("chain_forks", filing.filing_id, "", rivals[0].filing_id)] if rivals else []
    return _more(checked, wrong)


def _more(checked: Checked, faults: Sequence[Fault], notes: Sequence[Fault] = ()) -> Checked:
    return Checked(checked.folder, checked.filing, (*checked.faults, *faults), (*checked.notes, *notes))


def _stray(file: Path) -> Checked:
    return Checked(file, None, (fault("stray_file", "", file.name),))
