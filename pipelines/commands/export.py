"""`loss-ledger export PROFILE --out DIR`: writes the CSV and XLSX files of a profile and their manifest."""

import argparse
from pathlib import Path

from pipelines import exports, places


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    names = {row["profile"]: row["name_zh"] for row in exports.profiles()}
    told = "；".join(f"{profile}：{name}" for profile, name in names.items())
    parser.add_argument("profile", metavar="PROFILE", help=told)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="目标文件夹 / target folder")
    parser.add_argument("--year", type=int, help="年份，缺省为最近一年 / year, else the latest")
    parser.add_argument("--region", metavar="CODE", help="行政区划代码，缺省为本级 / region code, else the own region")
    parser.add_argument("--release", metavar="ID", help="数据版本，缺省为现行版本 / release, else the current one")
    parser.add_argument("--encoding", choices=exports.ENCODINGS, default=exports.ENCODINGS[0], help="CSV 编码 / of CSV")
    parser.add_argument("--warehouse", type=Path, help=f"数据仓库 / derived data ({places.WAREHOUSE_VARIABLE})")


def run(options: argparse.Namespace) -> int:
    """Names the files written."""
    written = exports.export(
        options.profile,
        options.out,
        warehouse=places.warehouse(options.warehouse),
        year=options.year,
        region=options.region,
        release=options.release,
        encoding=options.encoding,
    )
    for path in written:
        print(path)
    return 0
