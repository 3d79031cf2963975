"""What was known when: the state of raw/ at any earlier moment, and the ledger that this software makes of it.

Receipts up to the moment are replayed, with the decisions taken by then and the settings and zones as they stood. A
file that could not be read at one look, and was read at the next, has left no trace. Whether a release was shown or
waited for a confirmation does not matter: what had been received was known. Codebooks and software are today's.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from pipelines import clock, decisions, inputs, locks, models, publishing, reading_run, receipts, received, settings
from pipelines.corrections.known import KnownCorrections
from pipelines.errors import LedgerError
from pipelines.files import remove_folder
from pipelines.filings import own
from pipelines.inputs import Inputs
from pipelines.raw_store import Progress
from pipelines.receipts import GONE, Receipt
from pipelines.releases import DAY_SECONDS, MANIFEST, Release, Releases
from pipelines.warehouse import Warehouse

FOLDER = "history"
WORK = "work"
KEPT = 3
NOWHERE = ".nowhere"
Stated = TypeVar("Stated")


@dataclass(frozen=True)
class Moment:
    """A look that found something new, or a decision: from then on more was known. `what` names files and decisions."""

    at: datetime
    what: tuple[str, ...]


def moments(raw: Path) -> list[Moment]:
    """Every moment at which what was known changed, the earliest first."""
    told = [(receipt.at, _told(receipt)) for receipt in receipts.load(raw)]
    for kind in (*decisions.IN_RELEASE, decisions.WITHDRAWALS):
        told += [(decisions.taken_at(row, kind), kind.file) for row in decisions.rows(raw, kind)]
    ordered = groupby(sorted(told), key=lambda entry: entry[0])
    return [Moment(at, tuple(dict.fromkeys(what for _, what in group))) for at, group in ordered]


def inputs_as_known(raw: Path, at: datetime, warehouse: Path | None = None) -> Inputs:
    """What the release was made from that was made then; by the same software, it bears the same id. `warehouse` may
    remember which files are corrections."""
    known = receipts.until(receipts.load(raw), at)
    scan = received.state(raw, known, decisions.withdrawals(raw, at), (), KnownCorrections(raw, warehouse))
    stated = _last_sound(raw, known, settings.BUREAU_FILE, settings.stated_in)
    zones = _last_sound(raw, known, settings.ZONES_FILE, settings.zones_in)
    return inputs.of(scan, stated, zones, decisions.all_rows(raw, at), own.known(raw, at))


def ledger_as_known(raw: Path, warehouse: Path, at: datetime, progress: Progress = lambda line: None) -> Release:
    """The ledger as known then: the release of that id if it is still there, else made anew, never shown as current.

    LedgerError when nothing had been received by then, or no report of a disaster.
    """
    _require_something_received(raw, at)
    stock = inputs_as_known(raw, at, warehouse)
    with locks.warehouse_lock(warehouse):
        past = Releases(warehouse, FOLDER)
        found = Releases(warehouse).get(stock.release_id) or past.get(stock.release_id)
        release = found or _built(raw, warehouse, stock, past, progress)
        if release.manifest["is_sample"] or not release.manifest["tables"]["core.losses"]["rows"]:
            raise _nothing_known(raw, at)
        with suppress(OSError):
            (release.folder / MANIFEST).touch()  # what somebody asked for lately is kept longest
        _prune(past, release)
    return release


def _built(raw: Path, warehouse: Path, stock: Inputs, past: Releases, progress: Progress) -> Release:
    """Read, compute and write the ledger of these inputs in a folder of its own."""
    past.clean()
    draft = past.draft(stock.release_id)
    work = draft / WORK
    try:
        with Warehouse(work) as database:
            reading_run.read_past(database, stock, raw, warehouse, progress)
            for name in models.order():
                models.run(database, name)
            publishing.write_past(database, stock, draft, is_sample=False)
    finally:
        remove_folder(work)
    return past.finish(draft, stock.release_id)


def _prune(past: Releases, used: Release) -> None:
    """Remove ledgers of earlier moments that nobody asked for in the last day; a few stay."""
    by_use = sorted(past.all(), key=_used_at, reverse=True)
    for release in by_use[KEPT:]:
        if release.folder != used.folder and time.time() - _used_at(release) > DAY_SECONDS:
            remove_folder(release.folder)


def _used_at(release: Release) -> float:
    return (release.folder / MANIFEST).stat().st_mtime


def _told(receipt: Receipt) -> str:
    return receipt.path if receipt.sha256 != GONE else f"-{receipt.path}"


def _last_sound(raw: Path, known: tuple[Receipt, ...], name: str, read: Callable[[Path], Stated]) -> Stated:
    """What a file of settings said, in the last version that could be read: no release was made of others."""
    for receipt in reversed([receipt for receipt in known if receipt.path == name]):
        copy = received.archived(raw, receipt.sha256) if receipt.sha256 != GONE else raw / NOWHERE
        with suppress(LedgerError):
            return read(copy)
    return read(raw / NOWHERE)


def _require_something_received(raw: Path, at: datetime) -> None:
    if at.date() > clock.now().date():
        raise LedgerError(
            f"{at:%Y-%m-%d} 还没有到。--as-of 请写今天或以前的日期。",
            f"{at:%Y-%m-%d} is still to come. Give --as-of today's date or an earlier one.",
        )
    if not receipts.until(receipts.load(raw), at):
        raise _nothing_known(raw, at)


def _nothing_known(raw: Path, at: datetime) -> LedgerError:
    days = [moment.at for moment in moments(raw) if moment.at > at]
    zh, en = "请把导出的报表放入 raw/disaster_reports/ 再更新。", "Put exported reports into raw/disaster_reports/."
    if days:
        zh, en = f"此后最早收到文件是在 {days[0]:%Y-%m-%d}。", f"The next files came on {days[0]:%Y-%m-%d}."
    return LedgerError(
        f"截至 {at:%Y-%m-%d} 还没有收到任何灾情报表，无法按当时口径导出。{zh}",
        f"No report of a disaster had been received by {at:%Y-%m-%d}, so nothing was known then. {en}",
    )
