"""`loss-ledger refresh`: brings the published figures up to what lies in raw/."""

import argparse
import json

from pipelines import engines, locks, places
from pipelines.commands.options import add_engine, add_folders
from pipelines.progress import terminal
from pipelines.refreshing import HELD, NOTHING_NEW, Refreshed, refresh
from pipelines.releases import Release

CHANGES_SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_folders(parser)
    add_engine(parser)
    parser.add_argument("--json", action="store_true", help="最后输出一个 JSON 对象 / print one object last")
    parser.add_argument(
        "--no-wait", action="store_true", help="有其他更新在运行时不等待 / do not wait for another refresh"
    )


def run(options: argparse.Namespace) -> int:
    """0 when a release is current."""
    engines.announce(options.engine, options.spark_master, options.spark_folder)
    wait = 0.0 if options.no_wait else locks.WAIT_SECONDS
    done = refresh(places.raw(options.raw), places.warehouse(options.warehouse), terminal, wait=wait)
    if options.json:
        print(json.dumps(done.as_object(), ensure_ascii=False))
    else:
        print("\n".join(_words(done)))
    return 0 if done.current else 1


def _words(done: Refreshed) -> list[str]:
    release = done.release
    if done.what == NOTHING_NEW:
        return [
            f"没有新内容，数据版本 {release.release_id} 仍是现行版本，未重新计算。",
            f"Nothing new: release {release.release_id} is current; nothing was computed.",
        ]
    said = _held_words(done) if done.what == HELD else [
        f"完成：数据版本 {release.release_id} 已成为现行版本（{done.seconds:.0f} 秒）。",
        f"Done: release {release.release_id} is current ({done.seconds:.0f} s).",
    ]  # fmt: skip
    return said + _contents(release)


def _contents(release: Release) -> list[str]:
    found, sources = release.manifest["findings"], release.manifest["sources"]
    lines = [
        f"  文件 {len(sources)} 个；读取 {sum(s['rows_read'] for s in sources)} 行，"
        f"采用 {sum(s['rows_accepted'] for s in sources)}，无法采用 {sum(s['rows_rejected'] for s in sources)}，"
        f"跳过 {sum(s['rows_skipped'] for s in sources)}；数据截至 {release.manifest['data_through'] or '—'}",
        f"  核查问题：无法采用 {found['reject']}，须改正或说明 {found['error']}，请核对 {found['warning']}，"
        f"已说明 {found['explained']}",
    ]
    if release.manifest["is_sample"]:
        lines.append(
            "  还没有真实灾情报表，显示的是示例数据（示例市）。请把导出的报表放入 raw/disaster_reports/ 再更新。"
        )
    return lines


def _held_words(done: Refreshed) -> list[str]:
    shown = done.current.release_id if done.current else "—"
    lines = [
        f"数据版本 {done.release.release_id} 已生成，但改动了已结账年度或使主要指标大幅变化，等待确认；"
        f"现行版本仍是 {shown}。",
        f"Release {done.release.release_id} is built but moves closed years or headline figures; "
        f"{shown} stays current.",
    ]
    for change in done.held[:CHANGES_SHOWN]:
        sources = "、".join(change["sources"][:3])
        lines.append(
            f"  {change['year']} {change['region_name']} {change['indicator']}: "
            f"{change['old']} → {change['new'] if change['new'] is not None else '—'} {change['unit']}  {sources}"
        )
    if len(done.held) > CHANGES_SHOWN:
        lines.append(f"  …… 共 {len(done.held)} 处 / {len(done.held)} changes in all")
    lines.append(f"  确认 / confirm: loss-ledger publish {done.release.release_id} --by 姓名 --reason 理由")
    return lines
