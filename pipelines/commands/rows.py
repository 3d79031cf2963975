"""`loss-ledger rows FILE --at "Sheet1!12"`: shows the rows of a received file around a finding."""

import argparse
import json
from typing import Any

from pipelines import places
from pipelines.commands.options import add_folders
from pipelines.errors import LedgerError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("file", metavar="FILE", help="收到的文件（路径、文件名或来源编号）/ a received file or its id")
    parser.add_argument("--at", required=True, metavar="PLACE", help="位置：工作表!行 / sheet!row")
    parser.add_argument("--rule", default="", metavar="R", help="规则编号 / rule")
    parser.add_argument("--indicator", default="", metavar="I", help="指标 / indicator")
    parser.add_argument("--release", metavar="ID", help="数据版本，缺省为现行版本 / release, else the current one")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print one object")
    add_folders(parser)


def run(options: argparse.Namespace) -> int:
    """Prints the rows; personal columns stay blank. With --json a refusal is an object too."""
    try:
        told = _told(options)
    except LedgerError as refused:
        if not options.json:
            raise
        print(json.dumps({"refused": {"zh": refused.zh, "en": refused.en}, "workbook": None}, ensure_ascii=False))
        return refused.exit_code
    print(json.dumps(told, ensure_ascii=False) if options.json else "\n".join(_lines(told)))
    return 0


def _told(options: argparse.Namespace) -> dict[str, Any]:
    from pipelines.corrections.excerpt import excerpt
    from pipelines.corrections.source_files import source_file
    from pipelines.exports.snapshot import Snapshot

    warehouse = places.warehouse(options.warehouse)
    with Snapshot(warehouse, options.release) as snapshot:
        source = source_file(snapshot, places.raw(options.raw), warehouse, options.file)
    return excerpt(source, options.at, options.rule, options.indicator)


def _lines(told: dict[str, Any]) -> list[str]:
    """The rows as text, the cell of the finding in brackets."""
    marked = {told.get("cell"), *told.get("compared", ())}
    lines = ["\t".join((told["sheet"], *told["columns"]))]
    for row in told["rows"]:
        cells = (
            f"[{text}]" if f"{column}{row['row']}" in marked else text
            for column, text in zip(told["columns"], row["cells"], strict=True)
        )
        lines.append("\t".join((str(row["row"]), *cells)))
    return lines
