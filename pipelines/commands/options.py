"""Options that several commands share."""

import argparse
from pathlib import Path

from pipelines import engines, places


def add_folders(parser: argparse.ArgumentParser) -> None:
    """`--raw` and `--warehouse`, as the environment variables of the same purpose."""
    parser.add_argument("--raw", type=Path, help=f"收到的文件 / received files ({places.RAW_VARIABLE})")
    parser.add_argument("--warehouse", type=Path, help=f"数据仓库 / derived data ({places.WAREHOUSE_VARIABLE})")


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Who computes, as the environment variables of the same purpose."""
    parser.add_argument(
        "--engine",
        choices=engines.ENGINES,
        help=f"由谁计算 / who computes, duckdb unless named ({engines.ENGINE_VARIABLE})",
    )
    parser.add_argument(
        "--spark-master",
        metavar="URL",
        help=f"Spark 主节点 / master, {engines.LOCAL} unless named ({engines.MASTER_VARIABLE})",
    )
    parser.add_argument(
        "--spark-folder", type=Path, metavar="DIR",
        help=f"本机和各工作节点共用的文件夹 / folder shared with the workers ({engines.FOLDER_VARIABLE})",
    )  # fmt: skip


def add_decider(parser: argparse.ArgumentParser) -> None:
    """Who decides, and why."""
    parser.add_argument("--by", required=True, metavar="NAME", help="谁决定的 / who decides")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="理由 / why")
