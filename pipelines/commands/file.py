"""`loss-ledger file PROFILE …`: an export becomes a filing, or every reason why it does not is said."""

import argparse
from pathlib import Path

from pipelines import exports, places
from pipelines.commands.options import add_folders
from pipelines.filings import filing, manifests, pending
from pipelines.filings.request import Request


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    told = "；".join(f"{row['profile']}：{row['name_zh']}" for row in exports.profiles())
    parser.add_argument("profile", metavar="PROFILE", help=told)
    parser.add_argument("--year", type=int, required=True, help="年份 / year")
    parser.add_argument("--region", required=True, metavar="CODE", help="行政区划代码 / region code")
    parser.add_argument("--prepared-by", default="", metavar="NAME", help="填表人 / who prepared it")
    parser.add_argument("--reviewed-by", default="", metavar="NAME", help="审核人 / who reviewed it")
    parser.add_argument(
        "--reason", default="", metavar="TEXT", help="已报送数字有变动的理由 / why filed figures change"
    )
    parser.add_argument(
        "--explain", type=Path, metavar="FILE",
        help="核查问题的说明，CSV：rule_id,source_file,reason，可加 source_locator,event_id,region_code,indicator / "
        "explanations of findings",
    )  # fmt: skip
    parser.add_argument(
        "--same-person-reason",
        default="",
        metavar="TEXT",
        help="填表人和审核人为同一人的原因 / why one person did both",
    )
    parser.add_argument("--event", metavar="ID", help="只报一次灾害过程的报表 / a form of one disaster")
    parser.add_argument(
        "--zero", action="store_true", help="声明该年没有灾情（零报告） / declare that there was no disaster"
    )
    parser.add_argument("--encoding", choices=exports.ENCODINGS, default=exports.ENCODINGS[0], help="CSV 编码 / of CSV")
    add_folders(parser)


def run(options: argparse.Namespace) -> int:
    """Names the filing, its folder and its hash."""
    raw, warehouse = places.raw(options.raw), places.warehouse(options.warehouse)
    names = ("profile", "year", "region", "prepared_by", "reviewed_by", "reason", "explain", "same_person_reason")
    asked = {name: getattr(options, name) for name in (*names, "event", "encoding", "zero")}
    for note in pending.notes(raw, warehouse):
        print(f"{note.zh}\n{note.en}")
    filed = filing.make(Request(**asked), raw, warehouse)
    told, counts = filed.told, filed.told["counts"]
    if told["is_zero"]:
        print("零报告：本级及以下该年没有可报送的灾情。\nA zero report: there is nothing to report in its scope.")
    print(
        f"已报送 {filed.filing_id}：灾情记录 {counts['records']} 条，"
        f"已说明的核查问题 {counts['findings_explained']} 个。\n"
        f"Filed {filed.filing_id}: {counts['records']} records, {counts['findings_explained']} findings explained."
    )
    if told["replaces"]:
        print(
            f"代替 {told['replaces']}，有 {len(told['changes'])} 个数字不同。\n"
            f"It replaces {told['replaces']}; {len(told['changes'])} figures differ."
        )
    print(f"报送链校验值 / hash: {manifests.short(filed.chain_hash)}\n{filed.chain_hash}")
    print(raw / manifests.FOLDER / filed.filing_id)
    return 0
