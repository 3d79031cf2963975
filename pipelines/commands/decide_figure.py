"""`loss-ledger decide figure FILE --at START-END --confirm|--refuse|--reopen`: whether a document's figure counts."""

import argparse
from pathlib import Path

from pipelines import confirming, decisions, named
from pipelines.confirmed_values import Wish, states
from pipelines.confirming import CONFIRM, REFUSE, REOPEN

KIND = "figure"
DONE = {CONFIRM: ("确认", "confirmed"), REFUSE: ("不采用", "refused"), REOPEN: ("重新待定", "opened again")}


def add_arguments(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of the command."""
    figure = kinds.add_parser(
        KIND, help="确认、改正、不采用文档中的数字 / confirm, change, refuse figures of a document"
    )
    figure.add_argument("file", metavar="FILE", help="收到的文档 / received document")
    place = figure.add_mutually_exclusive_group(required=True)
    place.add_argument(
        "--at", action="append", default=[], metavar="START-END", help="字符位置，可写多个 / offsets; may be repeated"
    )
    place.add_argument("--all", action="store_true", help="所有待定且不缺地区、时段的 / all that wait and lack nothing")
    decision = figure.add_mutually_exclusive_group(required=True)
    for name, (zh, en) in DONE.items():
        told = f"{zh} / {en}"
        decision.add_argument(f"--{name}", dest="decision", action="store_const", const=name, help=told)
    figure.add_argument("--indicator", default="", metavar="I", help="指标 / indicator")
    figure.add_argument("--value", default="", metavar="V", help="数值，如 7.1万 / value")
    figure.add_argument("--unit", default="", metavar="U", help="数值的单位，缺省为指标的单位 / unit of the value")
    figure.add_argument("--state", default="", metavar="S", help=" ".join(states()))
    figure.add_argument("--hazard", default="", metavar="H", help="灾种 / hazard")
    figure.add_argument("--region", default="", metavar="C", help="行政区划代码 / region code")
    figure.add_argument("--from", dest="period_from", default="", metavar="YYYY-MM-DD", help="时段开始 / first day")
    figure.add_argument("--to", dest="period_to", default="", metavar="YYYY-MM-DD", help="时段结束 / last day")


def run(options: argparse.Namespace, raw: Path, published: named.Published) -> None:
    """Records one row a figure and says how many."""
    wish = Wish(
        decision=options.decision, indicator=options.indicator, value=options.value, unit=options.unit,
        state=options.state, hazard=options.hazard, region=options.region, period_from=options.period_from,
        period_to=options.period_to,
    )  # fmt: skip
    rows = confirming.decided(published, raw, options.file, options.at, wish)
    decisions.record_all(raw, decisions.DOCUMENT_FIGURES, rows, by=options.by, reason=options.reason)
    zh, en = DONE[options.decision]
    print(f"已登记：{options.file} 的 {len(rows)} 个数字：{zh}。\nRecorded: {len(rows)} figures are {en}.")
