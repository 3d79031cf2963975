"""The files of a filing, its manifest and its hash, written into a draft."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines import exports
from pipelines.exports.outputs import Outputs
from pipelines.files import write_atomically
from pipelines.filings import manifests, seals
from pipelines.filings.behind import Behind
from pipelines.filings.contents import csv_lines
from pipelines.filings.manifests import FIGURE_COLUMNS, FIGURES, MANIFEST, VERSION_COLUMNS, VERSIONS

TABLE_ENCODING = "utf-8-sig"
Told = dict[str, Any]


def write(place: Path, behind: Behind, told: Told, exported: Told, export_again: Callable[[str], Told]) -> bytes:
    """Write tables and manifest beside the exported files; answers the manifest.

    A form bears the hash, so it is exported once more when the hash is known.
    """
    tables = Outputs(place, TABLE_ENCODING)
    tables.csv_file(VERSIONS, csv_lines(VERSION_COLUMNS, behind.versions), VERSION_COLUMNS)
    tables.csv_file(FIGURES, csv_lines(FIGURE_COLUMNS, behind.figures), FIGURE_COLUMNS)
    is_form = behind.scope.profile == exports.FORM
    told["counts"] = _counts(behind, told)
    told["sealed"] = _seals(place, exported, seals.BLANK) if is_form else []
    told["files"] = [*_entries(exported["files"], carries_hash=is_form), *_entries(tables.files, carries_hash=False)]
    told["chain_hash"] = manifests.chain_hash(told)
    if is_form:
        mark = manifests.short(told["chain_hash"])
        stamped = export_again(mark)
        if _seals(place, stamped, mark) != told["sealed"]:
            raise RuntimeError("A form differs from itself in more than its hash.")
        told["files"] = [*_entries(stamped["files"], carries_hash=True), *_entries(tables.files, carries_hash=False)]
    content = manifests.written(told)
    write_atomically(place / MANIFEST, content)
    return content


def _counts(behind: Behind, told: Told) -> dict[str, int]:
    """Records that count, versions of records, and findings explained."""
    place = ("event_id", "region_code", "source_sha256", "source_locator")
    versions = {tuple(line[name] for name in place): line["status"] for line in behind.versions}
    return {
        "records": sum(status == manifests.COUNTS for status in versions.values()),
        "versions": len(versions),
        "findings_explained": len(told["explained"]),
    }


def _seals(place: Path, exported: Told, mark: str) -> list[dict[str, str]]:
    return [
        {"name": file["name"], "body_sha256": seals.body_sha256((place / file["name"]).read_bytes(), mark)}
        for file in exported["files"]
    ]


def _entries(files: list[Told], *, carries_hash: bool) -> list[Told]:
    kept = ("name", "sha256", "bytes", "rows")
    return [{key: file.get(key) for key in kept} | {"carries_hash": carries_hash} for file in files]
