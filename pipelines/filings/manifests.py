"""The layout of a filing: its folder, the columns of its two tables, its manifest, and the hash of the chain.

`versions.csv`: one row is one indicator of one version of a record (a version without figures has one row).
`figures.csv`: one row is one annual figure behind the filing: year × region × hazard × indicator.
Both are UTF-8 with BOM; figures are exact decimal text in the unit of their row, empty where not reported.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.errors import LedgerError

FOLDER = "filings"
MANIFEST = "manifest.json"
VERSIONS = "versions.csv"
FIGURES = "figures.csv"
KIND = "filing"
FORMAT = 1
VERSION_COLUMNS = (
    "event_id", "event_name", "region_code", "region_name", "region_level", "hazard_key", "occurred_at", "ended_at",
    "typhoon_no", "magnitude", "stage", "as_of", "reported_at", "regime", "affected_township_names", "status",
    "received_at", "gone_at", "source_path", "source_sha256", "source_locator", "indicator", "unit", "value",
    "figure_state",
)  # fmt: skip
FIGURE_COLUMNS = ("year", "region_code", "region_level", "hazard_key", "indicator", "unit", "value")
STATUSES = ("counts", "superseded", "withdrawn", "held_out", "left_out")
"""What became of a version: it counts, a better one or new bytes replaced it, its file was withdrawn, it may repeat
another disaster and waits for a decision, or a full export without it came later."""
COUNTS = STATUSES[0]
SHORT_LENGTH, GROUP = 16, 4
FILING_ID = re.compile(r"(?P<day>\d{8})-(?P<profile>\w+)-(?P<region>\d+)-(?P<number>\d+)")
TEXTS = (
    "filing_id", "profile", "period_start", "period_end", "region_code", "region_name", "region_level", "release",
    "data_through", "filed_at", "prepared_by", "reviewed_by", "encoding", "chain_hash", "software_version",
)  # fmt: skip
REQUIRED: dict[str, type] = dict.fromkeys(TEXTS, str) | {
    "year": int, "is_zero": bool, "counts": dict, "explained": list, "files": list,
}  # fmt: skip
"""Entries that every manifest has, and what they are."""
LINK = ("filing_id", "chain_hash", "manifest_sha256")
LISTS: dict[str, tuple[str, ...]] = {
    "files": ("name", "sha256", "bytes"), "sealed": ("name", "body_sha256"), "explained": (), "adjustments": (),
    "zones": (), "changes": (),
}  # fmt: skip
"""Entries that are lists of objects, and what each object has."""


class ManifestError(LedgerError):
    """A manifest that is no manifest of a filing, or of a format that this software does not know."""


@dataclass(frozen=True)
class FiledFile:
    """One file of a filing. `carries_hash`: it bears the chain hash itself, so the hash cannot cover its bytes."""

    name: str
    sha256: str
    size: int
    rows: int | None
    carries_hash: bool


@dataclass(frozen=True)
class Filing:
    """What a manifest says. `told` is the whole of it; `manifest_sha256` the checksum of its bytes."""

    told: Mapping[str, Any] = field(repr=False)
    manifest_sha256: str

    @property
    def filing_id(self) -> str:
        """The name of its folder."""
        return str(self.told["filing_id"])

    @property
    def filed_at(self) -> str:
        """When it was made: YYYY-MM-DD HH:MM:SS."""
        return str(self.told["filed_at"])

    @property
    def chain_hash(self) -> str:
        """The hash that proves it and everything filed before."""
        return str(self.told["chain_hash"])

    @property
    def previous(self) -> Mapping[str, str] | None:
        """The filing before: filing_id, chain_hash, manifest_sha256; None for the first."""
        before: Mapping[str, str] | None = self.told.get("previous")
        return before

    @property
    def files(self) -> tuple[FiledFile, ...]:
        """All files of the filing but the manifest."""
        return tuple(
            FiledFile(f["name"], f["sha256"], f["bytes"], f.get("rows"), bool(f.get("carries_hash")))
            for f in self.told["files"]
        )

    @property
    def scope(self) -> tuple[str, int, str, str]:
        """Profile, year, region and disaster: a later filing of the same scope replaces it."""
        return self.told["profile"], self.told["year"], self.told["region_code"], self.told.get("event_id") or ""


def parsed(content: bytes, place: str = MANIFEST) -> Filing:
    """The filing of a manifest's bytes. ManifestError says what is wrong; `place` is how messages call it."""
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError):
        raise _unreadable(place, "不是 JSON", "it is no JSON") from None
    if not isinstance(told, dict) or told.get("kind") != KIND:
        raise _unreadable(place, "不是报送存档的清单", "it is not the manifest of a filing")
    if told.get("format") != FORMAT:
        raise _unreadable(
            place,
            f"版本 {told.get('format')} 由较新的软件写成",
            f"its format {told.get('format')} is of newer software",
        )
    if wrong := [*_wrong(told)]:
        raise _unreadable(place, f"缺少或写错 {'、'.join(wrong)}", f"it lacks or misstates {', '.join(wrong)}")
    return Filing(told, hashlib.sha256(content).hexdigest())


def written(told: Mapping[str, Any]) -> bytes:
    """A manifest as it is written: the one spelling of what it says."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def is_as_made(filing: Filing) -> bool:
    """Whether every byte of a manifest is as it was written, and fits its hash."""
    try:
        spelt = hashlib.sha256(written(filing.told)).hexdigest()
        return chain_hash(filing.told) == filing.chain_hash and spelt == filing.manifest_sha256
    except UnicodeEncodeError:  # half a letter, which no manifest of ours holds
        return False


def _wrong(told: Mapping[str, Any]) -> Iterator[str]:
    """Entries of a manifest that are missing or of another kind."""
    for name, kind in REQUIRED.items():
        if not isinstance(told.get(name), kind):
            yield name
    for name, needed in LISTS.items():
        rows = told.get(name, [])
        is_list = isinstance(rows, list) and all(isinstance(row, dict) and row.keys() >= {*needed} for row in rows)
        if not is_list or (name == "files" and not all(is_plain(row["name"]) for row in rows)):
            yield name
    before = told.get("previous")
    if before is not None and not (isinstance(before, dict) and before.keys() >= {*LINK}):
        yield "previous"


def is_plain(name: object) -> bool:
    """Whether a name is one of a file directly inside the folder."""
    return isinstance(name, str) and bool(name) and name == Path(name).name and "\\" not in name and name != MANIFEST


def chain_hash(told: Mapping[str, Any]) -> str:
    """sha256 of the manifest as canonical JSON, without the hash itself and without the files that bear it."""
    files = [f for f in told["files"] if not f.get("carries_hash")]
    covered = {key: value for key, value in told.items() if key != "chain_hash"} | {"files": files}
    text = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def short(value: str) -> str:
    """A hash as people compare it: its first 16 digits in groups of four."""
    return " ".join(value[at : at + GROUP] for at in range(0, SHORT_LENGTH, GROUP))


def table_rows(content: bytes, columns: tuple[str, ...], place: str) -> Iterator[dict[str, str]]:
    """The rows of `versions.csv` or `figures.csv`. LedgerError where the columns are not those of the layout."""
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    if tuple(reader.fieldnames or ()) != columns:
        raise _unreadable(place, "表头与约定不符", "its columns are not those of the layout")
    yield from reader


def _unreadable(place: str, zh: str, en: str) -> ManifestError:
    return ManifestError(
        f"{place} 无法作为报送存档读取：{zh}。请向报送单位索取原件。",
        f"{place} cannot be read as a filing: {en}. Ask whoever filed it for the original.",
    )
