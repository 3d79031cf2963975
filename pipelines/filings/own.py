"""The bureau's own filings as inputs of a release: which there are (by a moment), and their tables.

A filing that cannot be read, or whose tables are not what was filed, is a problem with a finding of its own; it stops
nothing and counts for nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipelines.errors import LedgerError
from pipelines.filings import manifests, verification
from pipelines.filings.manifests import (
    COUNTS,
    FIGURE_COLUMNS,
    FIGURES,
    MANIFEST,
    VERSION_COLUMNS,
    VERSIONS,
    Filing,
)
from pipelines.raw_store import is_ignored
from pipelines.received import Problem
from pipelines.transforms.dates import parse_moment

if TYPE_CHECKING:
    from pipelines.warehouse import Warehouse

BROKEN = "F141"
"""The rule that an own filing is as it was made."""
STATED = (
    "filing_id", "profile", "year", "period_start", "period_end", "region_code", "region_name", "region_level",
    "event_id", "release", "data_through", "filed_at", "prepared_by", "reviewed_by", "same_person_reason", "reason",
    "is_zero", "replaces", "chain_hash",
)  # fmt: skip
FILING_COLUMNS = (*STATED, "records", "versions", "findings_explained", "chain_number")
RECORD_COLUMNS = (
    "event_id", "region_code", "region_level", "hazard_key", "stage", "as_of", "indicator", "unit", "value",
)  # fmt: skip
SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "staging.filings": dict.fromkeys(FILING_COLUMNS, pl.String()),
    "staging.filed_figures": dict.fromkeys(("filing_id", *FIGURE_COLUMNS), pl.String()),
    "staging.filed_versions": dict.fromkeys(("filing_id", *RECORD_COLUMNS), pl.String()),
}
"""Text as filed. One row is one own filing; one annual figure of one; one figure of a version that counted in a filing
that no later one replaced."""

Row = dict[str, str]


@dataclass(frozen=True)
class Known:
    """The filings that count, in the order of their chain (id, checksum of the manifest); what is wrong with others."""

    filings: tuple[Row, ...]
    problems: tuple[Problem, ...]


def known(raw: Path, until: datetime | None = None) -> Known:
    """The filings made by a moment. A clock that was set back does not reorder them."""
    folder = raw / manifests.FOLDER
    read = dict(_read(folder))
    filings = verification.in_order(filing for filing in read.values() if isinstance(filing, Filing))
    problems = [problem for problem in read.values() if isinstance(problem, Problem)]
    rows, latest = [], datetime.min
    for filing in filings:
        latest = max(latest, parse_moment(filing.filed_at) or datetime.min)
        if until is None or latest <= until:
            rows.append({"filing_id": filing.filing_id, "manifest_sha256": filing.manifest_sha256})
    return Known(tuple(rows), tuple(sorted(problems, key=lambda problem: problem.path)))


def load(warehouse: "Warehouse", filings: Sequence[Row], raw: Path) -> None:
    """Write the staging tables of these filings. One that changed since stock was taken is left out."""
    found = [(filing, folder) for row in filings if (folder := _folder(raw, row)) and (filing := _same(folder, row))]
    replaced = {filing.told.get("replaces") for filing, _ in found}
    tables: dict[str, Iterable[Row]] = {
        "staging.filings": [_stated(filing, number) for number, (filing, _) in enumerate(found, 1)],
        "staging.filed_figures": [row for one in found for row in _figures(*one)],
        "staging.filed_versions": [
            row for filing, folder in found if filing.filing_id not in replaced for row in _counting(filing, folder)
        ],
    }
    for name, rows in tables.items():
        warehouse.write(name, pl.DataFrame(list(rows), schema=SCHEMAS[name], orient="row"))


def _read(folder: Path) -> Iterator[tuple[str, Filing | Problem]]:
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if place.is_dir() and not is_ignored(Path(place.name)):
            yield place.name, _sound(place)


def _sound(place: Path) -> Filing | Problem:
    """A filing whose manifest and tables are what was filed; the other files are for `verify`."""
    path = f"{manifests.FOLDER}/{place.name}/{MANIFEST}"
    try:
        filing = manifests.parsed((place / MANIFEST).read_bytes(), path)
        told = {file.name: file.sha256 for file in filing.files}
        changed = [
            name
            for name in (VERSIONS, FIGURES)
            if hashlib.sha256((place / name).read_bytes()).hexdigest() != told.get(name)
        ]
    except LedgerError as problem:
        return Problem(BROKEN, path, problem.zh)
    except OSError as problem:
        return Problem(BROKEN, path, problem.strerror or str(problem))
    if not manifests.is_as_made(filing) or filing.filing_id != place.name:
        changed.append(MANIFEST)
    return Problem(BROKEN, path, "、".join(changed)) if changed else filing


def _folder(raw: Path, row: Row) -> Path:
    return raw / manifests.FOLDER / row["filing_id"]


def _same(folder: Path, row: Row) -> Filing | None:
    found = _sound(folder)
    return found if isinstance(found, Filing) and found.manifest_sha256 == row["manifest_sha256"] else None


def _stated(filing: Filing, number: int) -> Row:
    counts = filing.told["counts"]
    told = {name: filing.told.get(name) for name in STATED} | {name: counts.get(name) for name in FILING_COLUMNS[-4:-1]}
    return {name: "" if value is None else str(value) for name, value in told.items()} | {"chain_number": str(number)}


def _figures(filing: Filing, folder: Path) -> Iterator[Row]:
    for row in manifests.table_rows((folder / FIGURES).read_bytes(), FIGURE_COLUMNS, FIGURES):
        yield {"filing_id": filing.filing_id, **row}


def _counting(filing: Filing, folder: Path) -> Iterator[Row]:
    for row in manifests.table_rows((folder / VERSIONS).read_bytes(), VERSION_COLUMNS, VERSIONS):
        if row["status"] == COUNTS and row["value"]:
            yield {"filing_id": filing.filing_id} | {name: row[name] for name in RECORD_COLUMNS}
