"""What people decided: raw/decisions/*.csv, one row per decision with who, when and why; rows are only ever added."""

import re
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from pipelines import clock
from pipelines.errors import LedgerError
from pipelines.files import append_rows, read_table
from pipelines.received import Withdrawal
from pipelines.transforms.dates import parse_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "decisions"
LOCK_FILE = "decisions.lock"
WITHDRAWN = "withdraw"
RESTORED = "restore"


@dataclass(frozen=True)
class Kind:
    """One kind of decision: its file and columns. The last three say who, when and why."""

    name: str
    columns: tuple[str, ...]

    @property
    def file(self) -> str:
        """Path below raw/."""
        return f"{FOLDER}/{self.name}.csv"


WHO_WHEN_WHY = ("decided_by", "decided_at", "reason")
EXPLANATIONS = Kind("explanations", (
    "rule_id", "source_file", "source_locator", "event_id", "region_code", "indicator",
    "explained_by", "explained_at", "reason",
))  # fmt: skip
SAME_DISASTER = Kind("same_disaster", ("event_id_a", "event_id_b", "decision", *WHO_WHEN_WHY))
ZONE_HOSTS = Kind("zone_hosts", ("zone_code", "host_code", *WHO_WHEN_WHY))
WITHDRAWALS = Kind("withdrawals", ("sha256", "path", "decision", *WHO_WHEN_WHY))
FULL_EXPORTS = Kind("full_exports", ("sha256", "path", *WHO_WHEN_WHY))
RETURNS = Kind("returns", ("filing_id", "region_code", "chain_hash", "kind", *WHO_WHEN_WHY))
ADJUSTMENTS = Kind("adjustments", ("year", "region_code", "hazard_key", "indicator", "delta", *WHO_WHEN_WHY))
DOCUMENT_FIGURES = Kind("document_figures", (
    "sha256", "path", "start_offset", "end_offset", "decision", "indicator", "value", "unit", "state", "hazard_key",
    "region_code", "period_kind", "period_start", "period_end", "half_width", *WHO_WHEN_WHY,
))  # fmt: skip
PUBLICATIONS = Kind("publications", ("release_id", *WHO_WHEN_WHY))
IN_RELEASE = (EXPLANATIONS, SAME_DISASTER, ZONE_HOSTS, FULL_EXPORTS, RETURNS, ADJUSTMENTS, DOCUMENT_FIGURES)
"""Kinds that change figures or findings by themselves. Withdrawals act through the state of the sources; confirming a
release must not change its id."""
KINDS = (*IN_RELEASE, WITHDRAWALS, PUBLICATIONS)


def rows(raw: Path, kind: Kind, until: datetime | None = None) -> list[dict[str, str]]:
    """The decisions of one kind, oldest first; those taken by a moment. One without a readable time always held."""
    found = read_table(raw / kind.file, kind.columns)
    return [row for row in found if until is None or taken_at(row, kind) <= until]


def taken_at(row: Mapping[str, str], kind: Kind) -> datetime:
    """When a decision was taken."""
    return parse_moment(row[kind.columns[-2]]) or datetime.min


def all_rows(raw: Path, until: datetime | None = None) -> dict[str, list[dict[str, str]]]:
    """The decisions that a release is made from, by kind; those taken by a moment."""
    return {kind.name: rows(raw, kind, until) for kind in IN_RELEASE}


def record(raw: Path, kind: Kind, decision: Mapping[str, str], *, by: str, reason: str) -> dict[str, str]:
    """Add one decision. Raises LedgerError when nobody is named or no reason is given."""
    return record_all(raw, kind, [decision], by=by, reason=reason)[0]


def record_all(
    raw: Path, kind: Kind, taken: Sequence[Mapping[str, str]], *, by: str, reason: str
) -> list[dict[str, str]]:
    """Add decisions that were taken together: all of them or, where the disk refuses, none."""
    if not by.strip():
        raise LedgerError("请写明是谁决定的：--by 姓名", "Say who decides: --by NAME")
    if not reason.strip():
        raise LedgerError("请写明理由：--reason 理由", "Give the reason: --reason TEXT")
    who, when, why = kind.columns[-3:]
    now = clock.text(clock.now())
    signed = {who: _line(by), when: now, why: _line(reason)}
    found = [dict.fromkeys(kind.columns, "") | dict(decision) | signed for decision in taken]
    with _only_writer(raw):
        append_rows(raw / kind.file, kind.columns, found)
    return found


def withdrawals(raw: Path, until: datetime | None = None) -> list[Withdrawal]:
    """Who took which source out or put it back, oldest first; a clock that was set back does not reorder them."""
    found, latest = [], datetime.min
    for row in rows(raw, WITHDRAWALS, until):
        latest = max(latest, taken_at(row, WITHDRAWALS))
        found.append(Withdrawal(row["sha256"], row["decision"] != RESTORED, latest))
    return found


def confirmed(raw: Path) -> set[str]:
    """Releases that somebody confirmed although they move closed figures."""
    return {row["release_id"] for row in rows(raw, PUBLICATIONS)}


@contextmanager
def _only_writer(raw: Path) -> "Iterator[None]":
    folder = raw / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / f".{LOCK_FILE}", timeout=30):
        yield


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
