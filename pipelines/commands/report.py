"""`loss-ledger report annual|half-year|brief`: a report in words, with the source of every number."""

import argparse
import json
from pathlib import Path

from pipelines import places, reporting
from pipelines.commands.options import add_folders
from pipelines.errors import LedgerError
from pipelines.files import write_atomically
from pipelines.reporting import Report, sources

NAMES = {"annual": "annual", "half-year": "half_year", "brief": "brief"}
SIDECAR = ".sources.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    told = "annual 年度报告；half-year 半年报告；brief 二百字简报 / of 200 characters"
    parser.add_argument("kind", choices=NAMES, metavar="KIND", help=told)
    parser.add_argument("--year", type=int, help="年份，缺省为最近一年 / year, else the latest with data")
    parser.add_argument("--region", metavar="CODE", help="行政区划代码，缺省为本级 / region code, else the own region")
    parser.add_argument("--release", metavar="ID", help="数据版本，缺省为现行版本 / release, else the current one")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help=f"写入 .docx 或 .txt，旁边另有 {SIDECAR} / file to write"
    )
    parser.add_argument("--json", action="store_true", help="JSON：各节、缺什么、每个数的来源 / sections and sources")
    add_folders(parser)


def run(options: argparse.Namespace) -> int:
    """Prints the report, or writes it with the file of its sources and names both."""
    if options.out and options.out.suffix.lower() not in (".docx", ".txt"):
        raise LedgerError(
            f"报告可写成 .docx 或 .txt，不能写成“{options.out.name}”。",
            f"A report is written as .docx or .txt, not as “{options.out.name}”.",
        )
    written = reporting.report(
        NAMES[options.kind],
        warehouse=places.warehouse(options.warehouse),
        raw=places.raw(options.raw),
        year=options.year,
        region=options.region,
        release=options.release,
    )
    if options.out:
        _write(written, options.out)
    if options.json:
        print(json.dumps(sources.as_json(written), ensure_ascii=False))
    elif not options.out:
        print(reporting.plain(written), end="")
    return 0


def _write(written: Report, out: Path) -> None:
    beside = out.with_name(out.name + SIDECAR)
    content = _docx(written) if out.suffix.lower() == ".docx" else reporting.plain(written).encode("utf-8")
    out.parent.mkdir(parents=True, exist_ok=True)
    for path, made in ((out, content), (beside, sources.sidecar(written))):
        write_atomically(path, made)


def _docx(written: Report) -> bytes:
    from pipelines.reporting.document import docx  # needed for this kind of file only

    return docx(written)
