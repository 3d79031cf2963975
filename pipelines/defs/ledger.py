"""What every asset of a run shares: the folders, the work database, and the lock that keeps other writers out."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from pipelines import build, engines, locks, places, progress
from pipelines.inputs import Inputs
from pipelines.run_records import kept_open
from pipelines.warehouse import Warehouse


@dataclass(frozen=True)
class Ledger:
    """The bureau's folders and open work database, for as long as a run lasts.

    `stock` is what the caller of the run found in raw/, if it has looked already; `hears` hears of progress.
    """

    raw: Path
    folder: Path
    warehouse: Warehouse
    run: engines.Runner
    stock: Inputs | None
    hears: progress.Listener

    def listener(self, context: dg.AssetExecutionContext) -> progress.Listener:
        """Hears of progress: the log of the run, and whoever started it."""
        return progress.both(context.log.info, self.hears)


def ledger_resource(
    stock: Inputs | None = None, hears: progress.Listener = progress.nobody, wait: float = locks.WAIT_SECONDS
) -> dg.ResourceDefinition:
    """The ledger of one run. It holds the lock of the warehouse from the first asset to the last."""

    @dg.resource(description="本局的文件夹、工作数据库和更新锁：同一时间只有一个更新")
    def ledger(context: dg.InitResourceContext) -> Iterator[Ledger]:
        def say(zh: str, en: str) -> None:
            if context.log:
                context.log.warning(f"{zh}\n{en}")

        raw, folder = places.raw(), places.warehouse()
        with (
            locks.warehouse_lock(folder, wait=wait, say=say),
            build.opened(folder) as warehouse,
            engines.running(warehouse) as run,
            kept_open(context.instance) if context.instance else nullcontext(),
        ):
            yield Ledger(raw, folder, warehouse, run, stock, hears)

    return ledger
