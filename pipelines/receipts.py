"""raw/receipts.csv: what was seen when. One row is one path that held new bytes, or none any more, at one look at raw/.

All rows of one look bear the same time. A row without sha256 says that the file was gone. Sidecars and the bureau's own
settings have rows too, so that what they said on a day can be told later; they are never sources.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines import clock, settings
from pipelines.files import append_rows, read_table
from pipelines.transforms.dates import parse_moment

FILE = "receipts.csv"
COLUMNS = ("path", "sha256", "first_seen")
SIDECAR = ".toml"
ARCHIVE = "archive"
RECEIVED_FOLDER = "received"
NOTICE = re.compile(rf"{RECEIVED_FOLDER}/(?:.*/)?return-[^/]*\.(?:json|txt)")
"""The upper level returns a filing of ours; the text is for people."""
GONE = ""
UNDATED = datetime.min


@dataclass(frozen=True)
class Receipt:
    """One path at one look. `at` is the time of the look; a clock that was set back does not reorder what was seen."""

    path: str
    sha256: str
    first_seen: str
    at: datetime

    @property
    def is_note(self) -> bool:
        """Whether it tells about other files or the bureau, and is no source."""
        return self.path.endswith(SIDECAR) or self.path == settings.ZONES_FILE or is_notice(self.path)


def load(raw: Path) -> tuple[Receipt, ...]:
    """Every receipt, oldest first."""
    return tuple(_dated(read_table(raw / FILE, COLUMNS)))


def add(raw: Path, receipts: Sequence[Receipt], seen: Iterable[tuple[str, str]]) -> tuple[Receipt, ...]:
    """Write down what one look found new, all of it at once, under one time; answers all receipts."""
    now = clock.text(clock.now())
    rows = [{"path": path, "sha256": sha256, "first_seen": now} for path, sha256 in seen]
    append_rows(raw / FILE, COLUMNS, rows)
    latest = receipts[-1].at if receipts else UNDATED
    return (*receipts, *_dated(rows, latest))


def until(receipts: Iterable[Receipt], moment: datetime) -> tuple[Receipt, ...]:
    """What had been seen by then."""
    return tuple(receipt for receipt in receipts if receipt.at <= moment)


def standing(receipts: Iterable[Receipt]) -> dict[str, str]:
    """The bytes that lay at each path after the last of these receipts; no entry where a file was gone."""
    last = {receipt.path: receipt.sha256 for receipt in receipts}
    return {path: sha256 for path, sha256 in last.items() if sha256 != GONE}


def is_notice(path: str) -> bool:
    """Whether a file is a notice by which the upper level returns a filing."""
    return NOTICE.fullmatch(path) is not None


def _dated(rows: Iterable[dict[str, str]], latest: datetime = UNDATED) -> Iterable[Receipt]:
    for row in rows:
        latest = max(latest, parse_moment(row["first_seen"]) or latest)
        yield Receipt(row["path"], row["sha256"], row["first_seen"], latest)
