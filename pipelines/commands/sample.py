"""`loss-ledger sample --out DIR`: writes the files of the fictional prefecture 示例市."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="目标文件夹 / target folder")


def run(options: argparse.Namespace) -> int:
    """Names the files written."""
    from pipelines import sample

    for path in sample.write(options.out):
        print(path)
    return 0
