"""`loss-ledger releases`: lists what was published."""

import argparse
import json

from pipelines import places
from pipelines.commands.options import add_folders
from pipelines.releases import Releases


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_folders(parser)
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")


def run(options: argparse.Namespace) -> int:
    """The latest first; the current one and the one that waits are marked."""
    releases = Releases(places.warehouse(options.warehouse))
    current, held = releases.current(), releases.held()
    states = {r.release_id: state for r, state in ((current, "current"), (held, "held")) if r}
    rows = [
        {
            "release": r.release_id,
            "state": states.get(r.release_id, ""),
            **{key: r.manifest[key] for key in ("built_at", "data_through", "is_sample", "findings")},
            "sources": len(r.manifest["sources"]),
        }
        for r in releases.all()
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    words = {"current": "现行 current", "held": "待确认 held", "": ""}
    for row in rows:
        sample = "示例 sample" if row["is_sample"] else ""
        print(f"{row['release']}  {str(row['built_at'])[:19]}  {row['data_through'] or '—':<10}  "
              f"{words[str(row['state'])]} {sample}".rstrip())  # fmt: skip
    if not rows:
        print("还没有数据版本。运行 loss-ledger refresh\nNo release yet. Run: loss-ledger refresh")
    return 0
