"""`loss-ledger export PROFILE --out DIR`: writes the CSV and XLSX files of a profile and their manifest."""

import argparse
from datetime import date, datetime, time
from pathlib import Path

from pipelines import exports, places
from pipelines.commands.options import add_folders
from pipelines.errors import LedgerError
from pipelines.progress import terminal
from pipelines.releases import Release


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    names = {row["profile"]: row["name_zh"] for row in exports.profiles()}
    told = "；".join(f"{profile}：{name}" for profile, name in names.items())
    parser.add_argument("profile", metavar="PROFILE", help=told)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="目标文件夹 / target folder")
    parser.add_argument("--year", type=int, help="年份，缺省为最近一年 / year, else the latest")
    parser.add_argument("--region", metavar="CODE", help="行政区划代码，缺省为本级 / region code, else the own region")
    parser.add_argument("--release", metavar="ID", help="数据版本，缺省为现行版本 / release, else the current one")
    parser.add_argument(
        "--as-of", metavar="DATE", help="按当时口径：截至该日已收到的（YYYY-MM-DD）/ as known on that day"
    )
    parser.add_argument("--event", metavar="ID", help="只填一次灾害过程的报表 / a form of one disaster")
    parser.add_argument(
        "--children", action="store_true", help="下一级各地区各一张报表 / forms of the regions below, too"
    )
    parser.add_argument("--chain-hash", default="", metavar="HASH", help="报表上的报送链校验值 / hash on the form")
    parser.add_argument("--encoding", choices=exports.ENCODINGS, default=exports.ENCODINGS[0], help="CSV 编码 / of CSV")
    add_folders(parser)


def run(options: argparse.Namespace) -> int:
    """Names the files written."""
    warehouse = places.warehouse(options.warehouse)
    written = exports.export(
        options.profile,
        options.out,
        warehouse=warehouse,
        year=options.year,
        region=options.region,
        release=_as_known(options, warehouse) if options.as_of else options.release,
        encoding=options.encoding,
        event=options.event,
        children=options.children,
        stated={"chain_hash": options.chain_hash} if options.chain_hash else {},
    )
    for path in written:
        print(path)
    return 0


def _as_known(options: argparse.Namespace, warehouse: Path) -> Release:
    """The ledger as it was known at the end of a day."""
    from pipelines import history  # reads and computes: not needed for what is published

    if options.release:
        raise LedgerError(
            "--as-of 与 --release 只能用一个。", "Give either --as-of or --release: each names a state of the ledger."
        )
    return history.ledger_as_known(places.raw(options.raw), warehouse, end_of(options.as_of), terminal)


def end_of(day: str) -> datetime:
    """The last moment of a day written YYYY-MM-DD."""
    try:
        return datetime.combine(date.fromisoformat(day.strip()), time.max)
    except ValueError:
        raise LedgerError(
            f"日期“{day}”不对。请写成 YYYY-MM-DD，例如 2024-07-31。",
            f"“{day}” is no date. Write it as YYYY-MM-DD, such as 2024-07-31.",
        ) from None
