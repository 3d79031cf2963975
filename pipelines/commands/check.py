"""`loss-ledger check FILE…`: reads and checks files, or a folder of them, without storing anything."""

import argparse
import json
from itertools import groupby
from pathlib import Path

from pipelines import places
from pipelines.commands.sent import sent_lines
from pipelines.progress import terminal

SHOWN_PER_RULE = 5
WORDS = {"reject": "无法采用 reject", "error": "须改正或说明 error", "warning": "请核对 warning"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="要检查的文件或文件夹 / files or folders")
    parser.add_argument("--raw", type=Path, help="取用其中的设置和说明 / whose settings and decisions hold")
    parser.add_argument("--all", action="store_true", help=f"每条规则不止列 {SHOWN_PER_RULE} 处 / list every place")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print one object")


def run(options: argparse.Namespace) -> int:
    """1 if anything is rejected or wrong, 0 otherwise."""
    from pipelines.checking import check

    checked = check(options.files, places.raw(options.raw), terminal)
    rows = checked.findings.rows(named=True)
    counts = {
        severity: sum(row["severity"] == severity and row["status"] == "open" for row in rows) for severity in WORDS
    }
    if options.json:
        rejected = ("path", "reader", "rows_read", "rows_accepted", "rows_rejected", "rows_skipped")
        told = {"sources": checked.sources.select(rejected).to_dicts(), "findings": rows, "counts": counts}
        told |= {"sent": checked.sent.to_dicts(), "missing": checked.missing.to_dicts()}
        print(json.dumps(told, ensure_ascii=False, default=str))
    else:
        for source in checked.sources.rows(named=True):
            print(
                f"{source['path']}：读取 {source['rows_read']} 行，采用 {source['rows_accepted']}，"
                f"无法采用 {source['rows_rejected']}，跳过 {source['rows_skipped']}（{source['reader']}）"
            )
        print("\n".join(_grouped(rows, len(rows) if options.all else SHOWN_PER_RULE)))
        if any(place.is_dir() for place in options.files):
            print("\n".join([*sent_lines(checked.sent.to_dicts(), checked.missing.to_dicts()), ""]))
        print("，".join(f"{words} {counts[severity]}" for severity, words in WORDS.items()))
    return 1 if counts["reject"] or counts["error"] else 0


def _grouped(rows: list[dict[str, object]], shown: int) -> list[str]:
    """Findings by severity, rule and file, each with its first places."""
    order = list(WORDS)

    def group(row: dict[str, object]) -> tuple[int, str, str]:
        return order.index(str(row["severity"])), str(row["rule_id"]), str(row["source_file"] or "")

    def place(row: dict[str, object]) -> tuple[str, int, str]:
        sheet, _, number = str(row["source_locator"] or "").rpartition("!")
        return sheet, int(number) if number.isdecimal() else 0, number

    lines: list[str] = []
    for (severity, rule, file), found in groupby(sorted(rows, key=lambda row: (group(row), place(row))), group):
        places_found = list(found)
        lines.append(f"\n[{WORDS[order[severity]]}] {rule}  {file}  {len(places_found)}")
        for row in places_found[:shown]:
            where = f"{row['source_locator']}: " if row["source_locator"] else ""
            status = "（已说明 explained）" if row["status"] == "explained" else ""
            lines += [f"  {where}{row['message_zh']}{status}", f"    {row['message_en']}"]
        if len(places_found) > shown:
            lines.append(f"  …… 另有 {len(places_found) - shown} 处（--all 全部列出） / more: --all")
    return [*lines, ""]
