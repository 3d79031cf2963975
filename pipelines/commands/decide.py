"""`loss-ledger decide …`: records what a person decided, after checking that it names things that exist."""

import argparse
from pathlib import Path

from pipelines import adjusting, decisions, named, places
from pipelines.commands import decide_figure
from pipelines.commands.options import add_decider, add_folders
from pipelines.named import require

EVENTS = ("same", "different")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command per kind of decision."""
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    explain = kinds.add_parser("explain", help="说明一个核查问题 / explain findings")
    explain.add_argument("--rule", required=True, metavar="R", help="规则编号 / rule")
    explain.add_argument("--file", required=True, metavar="F", help="来源文件 / received file")
    explain.add_argument("--locator", default="", metavar="L", help="工作表!行 / sheet!row")
    explain.add_argument("--region", default="", metavar="C", help="行政区划代码 / region code")
    explain.add_argument("--indicator", default="", metavar="I", help="指标 / indicator")
    explain.add_argument("--event", default="", metavar="E", help="灾害过程编号 / disaster")
    for kind, words in zip(EVENTS, ("是同一次灾害 / are one disaster", "不是同一次灾害 / are two"), strict=True):
        events = kinds.add_parser(kind, help=words)
        events.add_argument("events", nargs=2, metavar="EVENT", help="灾害过程编号 / disasters")
    zone = kinds.add_parser("zone", help="开发区归入县区 / place a development zone")
    zone.add_argument("zone", metavar="CODE", help="开发区代码 / code of the zone")
    zone.add_argument("host", metavar="HOST", help="所属县区代码，“-”为单列 / host county, “-”: it stands alone")
    full = kinds.add_parser(
        "full", help="清单完整，其中没有的记录不再计入 / a list is full: what it lacks no longer holds"
    )
    full.add_argument("file", metavar="FILE", help="收到的清单 / received list")
    adjust = kinds.add_parser(
        "adjust", help="会商核定调整一个年度数 / adjust an annual figure as agreed in consultation"
    )
    adjust.add_argument("--year", required=True, type=int, metavar="Y", help="年度 / year")
    adjust.add_argument("--region", required=True, metavar="C", help="行政区划代码 / region code")
    adjust.add_argument("--indicator", required=True, metavar="I", help="指标 / indicator")
    adjust.add_argument("--delta", required=True, metavar="D", help="增减数，按指标的单位 / what is added, signed")
    adjust.add_argument("--hazard", default="", metavar="H", help="灾种；不写为不分灾种 / hazard; none if not told")
    decide_figure.add_arguments(kinds)
    for sub in kinds.choices.values():
        add_decider(sub)
        add_folders(sub)


def run(options: argparse.Namespace) -> int:
    """Writes one row; the next refresh acts on it."""
    raw = places.raw(options.raw)
    with named.Published(places.warehouse(options.warehouse)) as published:
        if options.kind == "explain":
            _explain(options, raw, published)
        elif options.kind == "zone":
            _zone(options, raw, published)
        elif options.kind == "full":
            _full(options, raw, published)
        elif options.kind == "adjust":
            _adjust(options, raw, published)
        elif options.kind == decide_figure.KIND:
            decide_figure.run(options, raw, published)
        else:
            _events(options, raw, published)
    print("运行 loss-ledger refresh 后生效。\nIt takes effect with the next loss-ledger refresh.")
    return 0


def _explain(options: argparse.Namespace, raw: Path, published: named.Published) -> None:
    given = {
        "rule_id": require("规则", "rule", options.rule, published.rules()),
        "source_file": require("文件", "file", options.file, published.files(), by_name=True),
        "source_locator": options.locator,
        "event_id": options.event and require("灾害过程", "disaster", options.event, published.events()),
        "region_code": options.region and require("地区", "region", options.region, published.regions()),
        "indicator": options.indicator and require("指标", "indicator", options.indicator, published.indicators()),
    }
    count = published.matching_findings(given)
    row = decisions.record(raw, decisions.EXPLANATIONS, given, by=options.by, reason=options.reason)
    print(f"已登记：{row['explained_by']} 说明了 {count} 个核查问题。\nRecorded: {count} findings are explained.")


def _events(options: argparse.Namespace, raw: Path, published: named.Published) -> None:
    known = published.events()
    first, second = (require("灾害过程", "disaster", event, known) for event in options.events)
    if first == second:
        raise named.same_twice(first)
    row = {"event_id_a": first, "event_id_b": second, "decision": options.kind}
    decisions.record(raw, decisions.SAME_DISASTER, row, by=options.by, reason=options.reason)
    print(f"已登记：{first} 与 {second}：{options.kind}。\nRecorded.")


def _zone(options: argparse.Namespace, raw: Path, published: named.Published) -> None:
    zone = require("开发区", "zone", options.zone, published.regions())
    host = "" if options.host == "-" else require("所属县区", "host county", options.host, published.counties())
    if zone == host:
        raise named.same_twice(zone)
    row = {"zone_code": zone, "host_code": host}
    decisions.record(raw, decisions.ZONE_HOSTS, row, by=options.by, reason=options.reason)
    print(f"已登记：{zone} → {host or '单列 alone'}。\nRecorded.")


def _full(options: argparse.Namespace, raw: Path, published: named.Published) -> None:
    path = require("文件", "file", options.file, published.lists(), by_name=True)
    row = {"sha256": published.sha256_of(path), "path": path}
    decisions.record(raw, decisions.FULL_EXPORTS, row, by=options.by, reason=options.reason)
    print(f"已登记：{path} 是完整清单。\nRecorded: {path} is a full list.")


def _adjust(options: argparse.Namespace, raw: Path, published: named.Published) -> None:
    wanted = adjusting.stated(
        published, year=options.year, region=options.region, indicator=options.indicator, delta=options.delta,
        hazard=options.hazard,
    )  # fmt: skip
    adjusting.require_possible(wanted, adjusting.figures(published, raw, wanted))
    decisions.record(raw, decisions.ADJUSTMENTS, wanted.as_row(), by=options.by, reason=options.reason)
    name, delta = wanted.indicator, f"{wanted.delta:+f}"
    print(f"已登记：{wanted.region} {wanted.year}年“{name.name_zh}”会商核定调整 {delta} {name.unit}。\nRecorded.")
    for zh, en in adjusting.warnings(wanted):
        print(f"{zh}\n{en}")
