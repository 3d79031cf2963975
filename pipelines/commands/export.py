"""`loss-ledger export PROFILE --out DIR`: writes the CSV and XLSX files of a profile and their manifest."""

import argparse
import os
import sys
from pathlib import Path

from pipelines import exports
from pipelines.errors import plain

DEFAULT_WAREHOUSE = Path(__file__).parents[2] / "warehouse"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    names = {row["profile"]: row["name_zh"] for row in exports.profiles()}
    told = "；".join(f"{profile}：{name}" for profile, name in names.items())
    parser.add_argument("profile", choices=names, metavar="PROFILE", help=told)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="目标文件夹 / target folder")
    parser.add_argument("--year", type=int, help="年份 / year")
    parser.add_argument("--region", metavar="CODE", help="行政区划代码 / region code")
    parser.add_argument("--release", metavar="ID", help="数据版本，缺省为当前版本 / release, else the current one")
    parser.add_argument("--encoding", choices=exports.ENCODINGS, default=exports.ENCODINGS[0])
    if not any("--warehouse" in action.option_strings for action in parser._actions):
        parser.add_argument("--warehouse", type=Path, metavar="DIR", help="数据仓库文件夹 / warehouse folder")


def run(args: argparse.Namespace) -> int:
    """Write the files and name them; 2 with a plain message where it cannot be done."""
    named = args.warehouse or os.environ.get("LOSS_LEDGER_WAREHOUSE") or DEFAULT_WAREHOUSE
    try:
        written = exports.export(
            args.profile,
            args.out,
            warehouse=Path(named),
            year=args.year,
            region=args.region,
            release=args.release,
            encoding=args.encoding,
        )
    except Exception as problem:
        told = plain(problem)
        if told is None:
            raise
        print(told, file=sys.stderr)
        return told.exit_code
    for path in written:
        print(path)
    return 0
