"""`loss-ledger template NAME`: writes an empty workbook to fill in; without a name it lists them."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="模板名，all 为全部；不写则列出 / template, or all; none lists"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="目标文件（all：文件夹） / target file (all: folder)")
    parser.add_argument(
        "--region", metavar="CODE", help="本级行政区划代码，列出其下级地区 / region whose parts to list"
    )


def run(options: argparse.Namespace) -> int:
    """Names the files written."""
    from pipelines import templates
    from pipelines.templates.words import word

    if options.name is None:
        for key, name_zh in templates.names().items():
            print(f"  {key:<20} {name_zh}")
        return 0
    region = templates.region_of(options.region)
    keys = templates.found(options.name)
    folder = (options.out or Path(word("all_folder"))) if options.name == templates.ALL else None
    for key in keys:
        path = (folder or Path()) / templates.file_name(key, region)
        if options.out and not folder:
            path = options.out / path if options.out.is_dir() else options.out
        print(templates.write(key, path, region))
    return 0
