"""`loss-ledger filings`: lists what was filed, the latest first."""

import argparse
import json

from pipelines import named, places
from pipelines.commands.options import add_folders
from pipelines.filings import register


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--region", metavar="CODE", help="只列该地区及以下的 / only of this region and those below it")
    parser.add_argument("--json", action="store_true", help="打印 JSON / print JSON")
    add_folders(parser)


def run(options: argparse.Namespace) -> int:
    """One line per filing."""
    found = register.listed(places.raw(options.raw))
    if options.region:
        with named.Published(places.warehouse(options.warehouse)) as published:
            below = published.below(options.region)
        found = [entry for entry in found if entry["region_code"] in below]
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    if not found:
        print("还没有报送存档。\nNothing was filed yet.")
    for entry in found:
        marks = ["零报告 zero"] if entry["is_zero"] else []
        marks += ["不完好 broken"] if entry["faults"] else []
        marks += [f"→ {entry['replaced_by']}"] if entry["replaced_by"] else []
        told = (entry["filed_at"], entry["region_name"], entry["prepared_by"], entry["reviewed_by"])
        print("  ".join([entry["filing_id"], *(str(part or "?") for part in told), *marks]))
    return 0
