"""`loss-ledger read FILE`: the figures that a document states, as proposals; nothing is stored."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import LedgerError

if TYPE_CHECKING:
    from pipelines.documents.contract import Proposal

PRINTED = (
    "indicator", "value", "unit", "state", "hazard_key", "region_code", "region_name", "period_start", "period_end",
    "sentence", "start", "end",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help=".txt .docx .pdf .html 文件 / document to read")
    parser.add_argument(
        "--published", metavar="YYYY-MM-DD", help="发布日期，用于“截至目前” / day of publication, for “up to now”"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON / print a list of objects")


def run(options: argparse.Namespace) -> int:
    """Prints one proposal a line, or a JSON list."""
    from pipelines.documents.contract import MOST_FIGURES
    from pipelines.documents.proposing import proposals
    from pipelines.documents.texts import read_document

    document = read_document(options.file)
    found = proposals(document, options.file.name, _day(options.published))
    if options.json:
        print(json.dumps([_row(one) for one in found], ensure_ascii=False))
        return 0
    for zh, en in document.notes:
        print(f"{zh}\n{en}")
    print("\n".join(map(_line, found)))
    if len(found) >= MOST_FIGURES:
        print("数字太多，后面的文字没有再读；请把文档分成几个文件。")
        print("Too many figures: the rest of the text was not read. Split the document into several files.")
    print(f"共 {len(found)} 个数字，均待人工确认；这里没有保存任何内容。")
    print(f"{len(found)} figures, all to be confirmed by a person; nothing was stored.")
    return 0


def _row(one: "Proposal") -> dict[str, object]:
    values: dict[str, object] = {name: getattr(one, name) for name in PRINTED}
    plain = None if one.value is None else _plain(one)
    days = {name: str(values[name]) if values[name] else None for name in ("period_start", "period_end")}
    return values | days | {"value": plain}


def _plain(one: "Proposal") -> int | float | str:
    """The value as a JSON number where a reader gets the same decimal back, else as text."""
    text = f"{one.value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if "." not in text:
        return int(text)
    return float(text) if repr(float(text)) == text else text


def _line(one: "Proposal") -> str:
    from pipelines import codebooks

    name = codebooks.indicators()[one.indicator].name_zh
    value = "（隐去 masked）" if one.value is None else str(_plain(one))
    days = f"{one.period_start}—{one.period_end}" if one.period_start else "时段不明 period unknown"
    place = one.region_name or "地区不明 region unknown"
    told = f"{name} {value} {one.unit}  [{one.state}] {place} {days} {one.hazard_key}"
    return f"  {told}  “{one.as_written}” {one.start}-{one.end}"


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise LedgerError(
            f"发布日期“{written}”不对，应写成 2023-10-31。", f"The day “{written}” is wrong: write it as 2023-10-31."
        ) from None
