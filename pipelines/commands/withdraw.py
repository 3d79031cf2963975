"""`loss-ledger withdraw FILE`: takes a received file out of the figures, or puts it back. The file itself stays."""

import argparse
import difflib
from pathlib import Path

from pipelines import decisions, locks, places
from pipelines.commands.options import add_folders
from pipelines.errors import LedgerError
from pipelines.progress import terminal
from pipelines.raw_store import RawStore
from pipelines.received import ACTIVE, Source


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("file", metavar="FILE", help="文件（raw/ 之下的路径或文件名）/ path below raw/ or file name")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="理由 / why")
    parser.add_argument("--by", default="", metavar="NAME", help="谁决定的 / who decides (default: the user's name)")
    parser.add_argument("--restore", action="store_true", help="恢复已撤回的文件 / put a withdrawn file back")
    add_folders(parser)


def run(options: argparse.Namespace) -> int:
    """Records the decision; the next refresh acts on it."""
    raw, warehouse = places.raw(options.raw), places.warehouse(options.warehouse)
    with locks.warehouse_lock(warehouse, say=lambda zh, en: terminal(f"{zh}\n{en}")):
        known = RawStore(raw, warehouse).scan(terminal).sources
    source = _named(known, options.file, raw, wants_active=not options.restore)
    row = {
        "sha256": source.sha256, "path": source.path,
        "decision": decisions.RESTORED if options.restore else decisions.WITHDRAWN,
    }  # fmt: skip
    decisions.record(raw, decisions.WITHDRAWALS, row, by=options.by or locks.user_name(), reason=options.reason)
    zh, en = ("恢复", "restored") if options.restore else ("撤回", "withdrawn")
    print(
        f"已登记{zh}：{source.path}。运行 loss-ledger refresh 后生效。\n"
        f"{source.path} is {en} with the next loss-ledger refresh."
    )
    return 0


def _named(sources: tuple[Source, ...], name: str, raw: Path, *, wants_active: bool) -> Source:
    """The one source meant by a path below raw/, a path on disk or a bare file name."""
    meant = Path(name)
    place = (
        meant.resolve().relative_to(raw).as_posix() if meant.exists() and meant.resolve().is_relative_to(raw) else ""
    )
    candidates = [s for s in sources if (s.status == ACTIVE) == wants_active]
    for fits in (
        [s for s in candidates if s.path in (place, meant.as_posix().removeprefix("raw/"))],
        [s for s in candidates if Path(s.path).name == meant.name],
    ):
        if len(fits) == 1:
            return fits[0]
    names = [s.path for s in candidates]
    near = difflib.get_close_matches(name, [*names, *(Path(n).name for n in names)], n=3, cutoff=0.4)
    listed = "、".join(near or names[:5])
    raise LedgerError(
        f"没有找到（唯一的）文件“{name}”。相近的：{listed or '无'}。请写 raw/ 之下的完整路径。",
        f"“{name}” names no (single) received file. Near: {listed or 'none'}. Give its path below raw/.",
    )
