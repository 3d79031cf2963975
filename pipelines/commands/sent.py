"""Who sent what, as lines of text: a table of files for the end of `loss-ledger check FOLDER`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pipelines import codebooks

SHOWN_NAMES = 3
HEADINGS = ("地区 region", "文件 file", "数据截至 as of", "阶段 stage", "指标数 figures")


def sent_lines(sent: Sequence[Mapping[str, Any]], missing: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line for each file that reports on disasters; then the regions that were expected to and did not."""
    if not sent:
        return ["没有报送灾情的文件。 No file reports on disasters."]
    table = [HEADINGS, *((_regions(row), row["path"], _moment(row["last_as_of"]), _stages(row), str(row["figures"]))
             for row in sent)]  # fmt: skip
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(_padded(text, width) for text, width in zip(row, widths, strict=True)) for row in table]
    lines = [f"谁报了什么（{len(sent)} 个文件） / who sent what:", *(f"  {line.rstrip()}" for line in lines)]
    for year in sorted({row["year"] for row in missing}):
        names = "、".join(row["unit_name"] for row in missing if row["year"] == year)
        lines.append(f"{year} 年还没有报送（缺报不等于零报告） / nothing from: {names}")
    return lines


def _regions(row: Mapping[str, Any]) -> str:
    names = "、".join(row["names"][:SHOWN_NAMES])
    return names if row["regions"] <= SHOWN_NAMES else f"{names} 等 {row['regions']} 个"


def _stages(row: Mapping[str, Any]) -> str:
    words = {line["stage"]: line["alias"] for line in reversed(codebooks.rows("stages")) if int(line["rank"] or 0) > 0}
    return "、".join(words.get(stage, "不明") for stage in row["stages"])


def _moment(at: datetime | None) -> str:
    return "不明" if at is None else f"{at:%Y-%m-%d %H:%M}".removesuffix(" 00:00")


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese letter two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
