"""Reader of the table of versions of a filing: every version of every record, its figures below each other.

What counts at the sender counts here. A version that the sender held out, withdrew or left out is skipped with that
reason, and so is one that would come before the version that counts at the sender: it was replaced there.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path

import polars as pl

from pipelines import codebooks
from pipelines.filings.manifests import COUNTS, VERSION_COLUMNS
from pipelines.readers.contract import Reading
from pipelines.readers.outcome import Outcome
from pipelines.readers.quotable import event_text, region_name_of, township_names
from pipelines.readers.received_files import first_bytes, received_bytes
from pipelines.readers.records import full_frame
from pipelines.transforms.dates import parse_moment
from pipelines.transforms.region_scope import lies_in

READER = "filing_versions"
FILING = "@filing"
"""Key of a sidecar that no person writes: what is known of the filing that the table is a part of."""
SOUND = "sound"
SUPERSEDED = "superseded"
REPLACED = "replaced_at_sender"
NOT_USED = "filing_not_used"
NO_REGION, STRANGE = "F080", "F142"
EXACT = ("", "exact")
KEY_COLUMNS = VERSION_COLUMNS[:-4]
MOMENTS = ("occurred_at", "ended_at", "as_of", "reported_at")
TEXTS = ("region_level", "hazard_key", "stage", "regime", "typhoon_no", "magnitude")
STAGE_RANKS = {row["stage"]: int(row["rank"]) for row in codebooks.rows("stages") if row["rank"]}
_BOM = b"\xef\xbb\xbf"
Cell = tuple[str, str, str, str]


@dataclass(frozen=True)
class Version:
    """One version of one record: the rows that tell its figures. `row` is the first of them."""

    row: int
    keys: Mapping[str, str]
    cells: tuple[Cell, ...]

    @property
    def record(self) -> tuple[str, str]:
        """Disaster and region."""
        return self.keys["event_id"], self.keys["region_code"]

    @property
    def order(self) -> tuple[datetime, int, datetime]:
        """What decides which version is better, as in steps.record_versions."""
        as_of, reported = (parse_moment(self.keys[name]) or datetime.min for name in ("as_of", "reported_at"))
        return as_of, STAGE_RANKS.get(self.keys["stage"], 0), reported

    @property
    def counts(self) -> bool:
        """Whether it counts at the sender."""
        return self.keys["status"] == COUNTS


def recognised(path: Path, sidecar: Mapping[str, object] | None) -> bool:
    """Whether this is a table of versions: part of a filing, or one that lies alone."""
    heading = ",".join(VERSION_COLUMNS).encode()
    is_part = bool(sidecar and FILING in sidecar)
    return is_part or first_bytes(path, len(heading) + len(_BOM)).removeprefix(_BOM).startswith(heading)


def read_versions(path: Path, sidecar: Mapping[str, object] | None, outcome: Outcome) -> Reading:
    """The versions of a sound filing; of any other, rows that are all skipped."""
    filing = (sidecar or {}).get(FILING)
    text = received_bytes(path).decode("utf-8-sig", errors="replace")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    is_sound = isinstance(filing, Mapping) and filing["state"] == SOUND
    is_known = bool(lines) and tuple(lines[0]) == VERSION_COLUMNS
    if filing is None or (is_sound and not is_known):
        outcome.finding("F138" if filing is None else "F134")
    if not is_sound or not is_known or not isinstance(filing, Mapping):
        for number in range(1, len(lines) + 1):
            outcome.skip(str(number), "heading" if number == 1 else NOT_USED)
        return outcome.reading(READER)
    outcome.skip("1", "heading")
    kept = list(_kept(_versions(lines), filing, outcome))
    for version in kept:
        outcome.accepted += len(version.cells)
        _tell_states(version, outcome)
    year = filing.get("year")
    return outcome.reading(READER, reports=_reports(kept, year if isinstance(year, int) else None, outcome))


def _versions(lines: Sequence[list[str]]) -> Iterator[Version]:
    """Rows that agree in everything but their figure are one version."""
    width = len(KEY_COLUMNS)
    numbered = [(number, [*line, *[""] * len(VERSION_COLUMNS)]) for number, line in enumerate(lines[1:], 2)]
    for keys, rows in groupby(numbered, key=lambda row: row[1][:width]):
        group = list(rows)
        cells = tuple((r[width], r[width + 1], r[width + 2], r[width + 3]) for _, r in group)
        yield Version(group[0][0], dict(zip(KEY_COLUMNS, keys, strict=True)), cells)


def _kept(versions: Iterable[Version], filing: Mapping[str, object], outcome: Outcome) -> Iterator[Version]:
    """The versions that are history or count; the others are skipped, those of no region of the sender's rejected."""
    placed = []
    for version in versions:
        status = version.keys["status"]
        if status not in (COUNTS, SUPERSEDED):
            _skip(version, status or "blank", outcome)
        elif rule_id := _misplaced(version.keys["region_code"], filing):
            for row in range(version.row, version.row + len(version.cells)):
                outcome.reject(str(row), rule_id, ",".join(version.record))
            outcome.finding(rule_id, str(version.row), value=version.keys["region_code"])
        else:
            placed.append(version)
    replaced = _replaced(placed)
    for version in placed:
        if version.row in replaced:
            _skip(version, REPLACED, outcome)
        else:
            yield version


def _misplaced(written: str, filing: Mapping[str, object]) -> str:
    """The rule that the region of a version breaks: it is none, or none of the sender's."""
    code = codebooks.normalise_region_code(written)
    if code is None:
        return NO_REGION
    zones = filing.get("zones")
    is_own = lies_in(code, str(filing.get("region_code")), zones if isinstance(zones, list) else ())
    return "" if is_own else STRANGE


def _replaced(versions: Sequence[Version]) -> set[int]:
    """Versions that did not count at the sender but would here: ranked as high as the one that counts, or repeated."""
    lowest: dict[tuple[str, str], tuple[datetime, int, datetime]] = {}
    for version in versions:
        if version.counts:
            lowest[version.record] = min(lowest.get(version.record, version.order), version.order)
    told: dict[tuple[object, ...], str] = {}
    gone = set()
    for version in versions:
        if version.counts:
            continue
        limit = lowest.get(version.record)
        first = told.setdefault((version.record, version.order), version.keys["source_sha256"])
        if limit is None or version.order >= limit or first != version.keys["source_sha256"]:
            gone.add(version.row)
    return gone


def _skip(version: Version, reason: str, outcome: Outcome) -> None:
    for row in range(version.row, version.row + len(version.cells)):
        outcome.skip(str(row), reason)


def _tell_states(version: Version, outcome: Outcome) -> None:
    for name, unit, value, state in version.cells:
        if state not in EXACT:
            outcome.state(str(version.row), name, state, value, unit)


def _reports(versions: Sequence[Version], year: int | None, outcome: Outcome) -> pl.DataFrame:
    keys = [version.keys for version in versions]
    columns: dict[str, list[object] | pl.Series] = {
        "source_locator": [str(version.row) for version in versions],
        "region_code": [codebooks.normalise_region_code(key["region_code"]) for key in keys],
        "region_name": [region_name_of(key["region_name"], key["region_code"]) for key in keys],
        "event_key": [f"id:{key['event_id']}" for key in keys],
        "event_name": [event_text(key["event_name"]) if key["event_name"] else None for key in keys],
        "affected_township_names": [township_names(key["affected_township_names"], key["region_code"]) for key in keys],
        "year_hint": [None if key["occurred_at"] else year for key in keys],
    }
    columns |= {name: [parse_moment(key[name]) for key in keys] for name in MOMENTS}
    columns |= {name: [key[name] or None for key in keys] for name in TEXTS}
    return full_frame(columns | _figures(versions, outcome), len(versions))


def _figures(versions: Sequence[Version], outcome: Outcome) -> dict[str, list[object] | pl.Series]:
    """One column per indicator that any version tells. Figures are exact: they were written by this software."""
    known = {indicator.column_name: indicator for indicator in codebooks.loss_columns()}
    columns: dict[str, list[object]] = {}
    for position, version in enumerate(versions):
        for at, (name, unit, value, _) in enumerate(version.cells):
            indicator = known.get(name)
            figure = _figure(value)
            if indicator and unit == indicator.unit and figure is not None:
                column = columns.setdefault(name, [None] * len(versions))
                column[position] = int(figure) if indicator.is_integer else figure
            elif name and value and outcome.is_first(f"{name} {unit}"):
                outcome.finding("F140", str(version.row + at), value=value, detail=f"{name} {unit}")
    return dict(columns)


def _figure(text: str) -> Decimal | None:
    try:
        figure = Decimal(text)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None
