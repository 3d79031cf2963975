"""`loss-ledger publish ID`: somebody confirms a release that moves figures people rely on."""

import argparse

from pipelines import decisions, locks, places
from pipelines.commands.options import add_folders
from pipelines.errors import LedgerError
from pipelines.progress import terminal
from pipelines.releases import Releases

CHECKED = "已核对 / checked"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("release", metavar="ID", help="数据版本 / release")
    parser.add_argument("--by", default="", metavar="NAME", help="谁确认的 / who confirms (default: the user's name)")
    parser.add_argument("--reason", default=CHECKED, metavar="TEXT", help="理由 / why")
    add_folders(parser)


def run(options: argparse.Namespace) -> int:
    """Records who confirmed it and why, then shows it."""
    raw, warehouse = places.raw(options.raw), places.warehouse(options.warehouse)
    releases = Releases(warehouse)
    with locks.warehouse_lock(warehouse, say=lambda zh, en: terminal(f"{zh}\n{en}")):
        release, current, held = releases.get(options.release), releases.current(), releases.held()
        if release and current and release.release_id == current.release_id:
            print(f"数据版本 {release.release_id} 已是现行版本。\nRelease {release.release_id} is current already.")
            return 0
        if release is None or held is None or release.release_id != held.release_id:
            waiting = held.release_id if held else "—"
            raise LedgerError(
                f"“{options.release}”不是等待确认的数据版本（等待确认的：{waiting}）。"
                "要退回以前的数据，请用 loss-ledger withdraw 撤回文件。",
                f"“{options.release}” is not waiting for a confirmation (waiting: {waiting}). "
                "To go back, withdraw the file.",
            )
        row = {"release_id": release.release_id}
        decisions.record(raw, decisions.PUBLICATIONS, row, by=options.by or locks.user_name(), reason=options.reason)
        releases.make_current(release)
    print(f"数据版本 {release.release_id} 已成为现行版本。\nRelease {release.release_id} is current.")
    return 0
