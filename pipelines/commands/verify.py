"""`loss-ledger verify [FOLDER…]`: recomputes files and chain of the own filings and of received ones."""

import argparse
import json
from pathlib import Path

from pipelines import places
from pipelines.commands.options import add_folders
from pipelines.errors import LedgerError
from pipelines.filings import register, verification
from pipelines.filings.manifests import short
from pipelines.filings.verification import Checked, Verified


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("folder", nargs="*", type=Path, metavar="FOLDER", help="收到的报送存档 / received filings")
    parser.add_argument("--json", action="store_true", help="打印 JSON / print JSON")
    add_folders(parser)


def run(options: argparse.Namespace) -> int:
    """0 where every filing is as it was made, else 1 with the names of what differs."""
    raw = places.raw(options.raw)
    found = [verification.own(raw), *(_received(folder) for folder in options.folder)]
    told = register.verified(found)
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for place in found:
            _print(place)
    return 0 if told["is_sound"] else 1


def _received(folder: Path) -> Verified:
    if not folder.is_dir():
        raise LedgerError(f"没有文件夹 {folder}。请核对路径。", f"There is no folder {folder}. Check its path.")
    found = verification.received(folder)
    if not found.filings:
        raise LedgerError(
            f"文件夹 {folder} 中没有报送存档（manifest.json）。", f"There is no filing (manifest.json) in {folder}."
        )
    return found


def _print(place: Verified) -> None:
    print(f"{place.folder}")
    if not place.filings:
        print("  没有报送存档 / no filings")
    for checked in place.filings:
        _print_filing(checked)
    if place.head:
        head = place.head
        print(f"  最新的链校验值 / head: {short(head.chain_hash)}  ({head.filing_id})\n  {head.chain_hash}")


def _print_filing(checked: Checked) -> None:
    name = checked.filing.filing_id if checked.filing else checked.folder.name
    told = f"{short(checked.filing.chain_hash)}" if checked.filing else ""
    print(f"  {'完好 sound ' if checked.is_sound else '不符 BROKEN'}  {name}  {told}".rstrip())
    for fault in checked.faults:
        print(f"    ✗ {fault.zh}\n      {fault.en}")
    for note in checked.notes:
        print(f"    · {note.zh}\n      {note.en}")
