"""Templates: empty workbooks that people fill in, and that the readers read back. One for each ledger of the codebook,
and the form of a township's report. Adding a column is a change of the codebook, not of these modules.
"""

import tempfile
from datetime import datetime
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # ships no annotations

from pipelines import codebooks
from pipelines.codebooks.ledgers import ledgers
from pipelines.errors import LedgerError
from pipelines.templates import ledger_book, report_book
from pipelines.templates.words import word

REPORT, ALL = "township_report", "all"
CREATED = datetime(2000, 1, 1)
"""A workbook's date of creation: the same codebooks give the same bytes."""


def names() -> dict[str, str]:
    """Every template: its key and its Chinese name."""
    return {REPORT: word(REPORT)} | {name: ledger.name_zh for name, ledger in ledgers().items()}


def found(name: str) -> tuple[str, ...]:
    """The templates that a key or a Chinese name means; `all` means every one."""
    if name == ALL:
        return tuple(names())
    keys = tuple(key for key, name_zh in names().items() if name in {key, name_zh})
    if not keys:
        listed = "、".join(f"{key}（{name_zh}）" for key, name_zh in names().items())
        raise LedgerError(
            f"没有模板“{name}”。可用的模板：{listed}。", f"There is no template “{name}”. Known: {listed}."
        )
    return keys


def region_of(code: str | None) -> codebooks.Region | None:
    """The region whose parts a template lists."""
    if code is None:
        return None
    normal = codebooks.normalise_region_code(code)
    region = codebooks.region(normal) if normal else None
    if region is None:
        raise LedgerError(
            f"行政区划表中没有代码“{code}”。请核对代码（6 位县级代码或 12 位乡镇代码）。",
            f"The table of regions has no code “{code}”. Check it (6 digits of a county, 12 of a township).",
        )
    return region


def file_name(key: str, region: codebooks.Region | None) -> str:
    """救助资金台账模板.xlsx, with the region before it where one is given."""
    return word("file_name", name=f"{region.name_zh if region else ''}{names()[key]}")


def write(key: str, path: Path, region: codebooks.Region | None = None) -> Path:
    """Write one template. A file that is there already may be filled in: it is never overwritten."""
    if path.exists():
        raise LedgerError(
            f"{path} 已经存在，没有覆盖（其中可能已填有数据）。请移走它，或用 --out 指定别的文件名。",
            f"{path} exists and was not overwritten: it may hold data. Move it away, or name another file with --out.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}.") as folder:
        part = Path(folder) / "part.xlsx"
        with xlsxwriter.Workbook(str(part), {"in_memory": True}) as book:
            book.set_properties({"created": CREATED, "title": names()[key]})
            if key == REPORT:
                report_book.write(book, region)
            else:
                ledger_book.write(book, ledgers()[key], region)
        part.replace(path)
    return path
