"""`loss-ledger correct FILE`: writes a workbook in which a file's findings are marked, to correct and drop back."""

import argparse
import json
from collections import Counter
from pathlib import Path

from pipelines import places
from pipelines.commands.options import add_folders
from pipelines.errors import LedgerError
from pipelines.files import write_atomically


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("file", metavar="FILE", help="收到的文件（路径、文件名或来源编号）/ a received file or its id")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="目标文件夹 / target folder")
    parser.add_argument("--release", metavar="ID", help="数据版本，缺省为现行版本 / release, else the current one")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print one object")
    add_folders(parser)


def run(options: argparse.Namespace) -> int:
    """Names the workbook written."""
    from pipelines.corrections.source_files import source_file
    from pipelines.corrections.workbook import correction_workbook
    from pipelines.exports.snapshot import Snapshot

    warehouse = places.warehouse(options.warehouse)
    with Snapshot(warehouse, options.release) as snapshot:
        source = source_file(snapshot, places.raw(options.raw), warehouse, options.file)
    made = correction_workbook(source)
    if options.out.exists() and not options.out.is_dir():
        raise LedgerError(f"{options.out} 是文件，请指定文件夹。", f"{options.out} is a file; name a folder.")
    path = options.out / made.name
    write_atomically(path, made.content)
    counts = Counter(problem.severity for problem in made.problems if problem.is_open)
    if options.json:
        told = {"file": str(path), "source": source.path, "sha256": source.sha256, "findings": len(made.problems)}
        print(json.dumps(told | {"open": dict(counts), "marked_cells": made.marked}, ensure_ascii=False))
        return 0
    print(
        f"{path}\n已写出更正工作簿：标出 {made.marked} 个单元格，未说明的核查问题 {sum(counts.values())} 个。"
        "改正后放回 raw/ 下任何位置，再更新一次。\n"
        f"Written: {made.marked} cells are marked, {sum(counts.values())} findings are open. Correct it, drop it "
        "anywhere into raw/ and refresh."
    )
    return 0
