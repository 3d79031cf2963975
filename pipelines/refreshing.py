"""One refresh from the command line: nothing new costs a look at the folder; anything else runs the assets here."""

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import inputs, locks, places, run_storage
from pipelines.errors import LedgerError
from pipelines.inputs import Inputs
from pipelines.progress import Listener
from pipelines.releases import Release, Releases

if TYPE_CHECKING:
    import dagster as dg

    from pipelines.publishing import Outcome

NOTHING_NEW, BUILT, HELD = "nothing_new", "built", "held"
WAREHOUSE_TAG, USER_TAG = ".dagster/loss-ledger-warehouse", "loss-ledger/user"
"""Mark the runs of the command in Dagster: whose lock they hold (its pages hide such a tag), who gave the command."""
LOST = "这次更新没有记完就中断了。 This refresh was cut off before its record was complete."


@dataclass(frozen=True)
class Refreshed:
    """What a refresh came to. `held` lists the changes that wait for a confirmation."""

    what: str
    release: Release
    current: Release | None
    held: tuple[Mapping[str, Any], ...]
    seconds: float

    def as_object(self) -> dict[str, Any]:
        """The object that `--json` prints."""
        counts = ("path", "status", "rows_read", "rows_accepted", "rows_rejected", "rows_skipped")
        return {
            "release": self.release.release_id,
            "snapshot": str(self.release.snapshot),
            "held": bool(self.held),
            "current": self.current.release_id if self.current else None,
            "is_sample": self.release.manifest["is_sample"],
            "nothing_new": self.what == NOTHING_NEW,
            "sources": [{key: source[key] for key in counts} for source in self.release.manifest["sources"]],
            "findings": self.release.manifest["findings"],
            "changes": list(self.held),
            "seconds": round(self.seconds, 1),
        }


def refresh(raw: Path, warehouse: Path, listener: Listener, *, wait: float = locks.WAIT_SECONDS) -> Refreshed:
    """Bring the published figures up to what lies in raw/. Raises LedgerError with the last release left as it was."""
    started = time.monotonic()
    places.announce(raw, warehouse)

    def say(zh: str, en: str) -> None:
        listener(f"{zh}\n{en}")

    raw.mkdir(parents=True, exist_ok=True)
    with locks.warehouse_lock(warehouse, wait=wait, say=say):
        releases = Releases(warehouse)
        releases.clean()
        stock = inputs.take_stock(raw, warehouse, listener)
        what, release, held = _bring_up_to_date(releases, stock, raw, listener)
        return Refreshed(what, release, releases.current(), held, time.monotonic() - started)


def _bring_up_to_date(
    releases: Releases, stock: Inputs, raw: Path, listener: Listener
) -> tuple[str, Release, tuple[Mapping[str, Any], ...]]:
    current, ready = releases.current(), releases.get(stock.release_id)
    if ready and current and ready.release_id == current.release_id:
        releases.drop_hold()
        return NOTHING_NEW, ready, ()
    from pipelines import publishing  # DuckDB and the writers of workbooks: nobody needs them where nothing is new

    if ready:
        outcome = publishing.reconsider(releases, ready, raw, Decimal(stock.settings["hold_factor"]))
    else:
        _run_assets(stock, listener)
        outcome = _outcome(releases, stock)
    return HELD if outcome.held else BUILT, outcome.release, outcome.held


def _outcome(releases: Releases, stock: Inputs) -> "Outcome":
    from pipelines.publishing import Outcome

    release = releases.get(stock.release_id)
    if release is None:
        raise LedgerError(
            "更新没有产生数据版本，上一个版本不变。请再更新一次；仍不行，请联系软件维护人员。",
            "The refresh made no release; the last one stays. Refresh again; if it fails, ask whoever maintains this.",
        )
    held = releases.held()
    waits = held is not None and held.release_id == release.release_id
    return Outcome(release, tuple(release.manifest["held"] or ()) if waits else ())


def _run_assets(stock: Inputs, listener: Listener) -> None:
    """The job `refresh` of the asset graph, in this process; the run shows in Dagster's pages as any other."""
    import dagster as dg

    from pipelines.definitions import defs
    from pipelines.defs.ledger import ledger_resource
    from pipelines.run_records import kept_open

    job = defs.resolve_job_def("refresh")
    of_this = {WAREHOUSE_TAG: f"{socket.gethostname()}:{places.warehouse()}"}
    with run_storage.reached(listener), dg.DagsterInstance.get() as instance, kept_open(instance):
        _end_lost_runs(instance, of_this)
        job.execute_in_process(
            run_config={"loggers": {"console": {}}},  # ours, which is silent: the caller listens to progress
            instance=instance,
            tags=of_this | {USER_TAG: locks.user_name()},
            resources={"ledger": ledger_resource(stock, listener)},
        )


def _end_lost_runs(instance: "dg.DagsterInstance", of_this: Mapping[str, str]) -> None:
    """Runs of a command that was killed, or lost its Postgres, before it could say that they ended.

    Such a run is made by the holder of the lock, which we are: it is over. Left as it is, it would keep every run of
    the pages waiting in the queue. A run of the pages may bear the same tags, copied; it has an origin besides.
    """
    import dagster as dg

    status = dg.DagsterRunStatus
    unfinished = dg.RunsFilter(tags=dict(of_this), statuses=[status.NOT_STARTED, status.STARTING, status.STARTED])
    for run in instance.get_runs(unfinished):
        if run.remote_job_origin is None:
            instance.report_run_failed(run, LOST)
