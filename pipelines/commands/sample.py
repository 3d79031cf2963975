"""`loss-ledger sample --out DIR`: writes the files of the fictional prefecture 示例市."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="目标文件夹 / target folder")
    parser.add_argument(
        "--changed",
        action="store_true",
        help="改写两份相隔三周的完整导出及其变动清单 / instead two full exports three weeks apart, and what differs",
    )


def run(options: argparse.Namespace) -> int:
    """Names the files written."""
    from pipelines import sample
    from pipelines.sample import two_exports

    for path in two_exports.write(options.out) if options.changed else sample.write(options.out):
        print(path)
    return 0
