"""The received file that a person means, as the release knows it: its bytes, its names, its findings."""

import difflib
import json
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines import inputs, received
from pipelines.errors import LedgerError
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.readers import documents, grids, messages, tidy_reports
from pipelines.readers.cell_places import CellPlaces, places_in
from pipelines.readers.correction_marks import own_sheets
from pipelines.readers.parquet_grids import parquet_grid
from pipelines.readers.sheets import Grid, Unreadable
from pipelines.reading_run import SAMPLE
from pipelines.received import ACTIVE, Source

LARGEST_BYTES = 16 << 20
"""A file above this is corrected where it came from: nobody opens a workbook of that size to correct cells in it."""
DERIVED = "F124"
_ID_LENGTH = 8
_FINDINGS = "select * from checks.findings where source_id = $source_id"


@dataclass(frozen=True)
class SourceFile:
    """One received file. `names` are those that state its cut-off, the one that prevails first."""

    source_id: str
    sha256: str
    path: str
    status: str
    place: Path
    names: tuple[str, ...]
    sidecar: Mapping[str, object] | None = None
    is_sample: bool = False
    is_filed: bool = False
    findings: Sequence[Row] = field(default=())


def source_file(snapshot: Snapshot, raw: Path, warehouse: Path, named: str) -> SourceFile:
    """The one file meant by a path below raw/, a path on disk, a bare name or the beginning of its hash."""
    rows = list(snapshot.rows("select source_id, path, sha256, status, reader from meta.sources order by path, sha256"))
    row = _meant(rows, named, raw)
    _require_table(row)
    is_sample = bool(snapshot.about["is_sample"]) and str(row["path"]).startswith(f"{SAMPLE}/")
    place = warehouse / row["path"] if is_sample else received.archived(raw, row["sha256"])
    if not place.is_file():
        raise LedgerError(
            f"文件“{row['path']}”的副本不在了（{place.name[:16]}），无法打开。请从备份恢复 raw/archive/。",
            f"The copy of “{row['path']}” is gone ({place.name[:16]}). Restore raw/archive/ from a backup.",
        )
    known = _in_stock(warehouse, row["sha256"])
    findings = list(snapshot.rows(_FINDINGS, {"source_id": row["source_id"]}))
    return SourceFile(
        row["source_id"], row["sha256"], row["path"], row["status"], place,
        (row["path"], *(known.former_names if known else ())), _sidecar(known), is_sample,
        known is not None and known.filing is not None, findings,
    )  # fmt: skip


def _require_table(row: Row) -> None:
    if row["reader"] == documents.READER:
        name = PurePosixPath(row["path"]).name
        raise LedgerError(
            f"“{name}”是文档，没有表格的行。请在“文档”页逐个确认、改正其中的数字（或用 loss-ledger decide figure）。",
            f"“{name}” is a document and has no rows of a table. Confirm or change its figures on the page Documents, "
            "or with loss-ledger decide figure.",
        )


def require_own(source: SourceFile) -> None:
    """Refuse, in words, files that are nobody's to correct here."""
    name = PurePosixPath(source.path).name
    if source.is_sample:
        raise LedgerError(
            "这是示例数据，不需要更正。放入真实报表后，可以下载它们的更正工作簿。",
            "This is the sample: there is nothing to correct. Real reports can be corrected this way.",
        )
    if source.is_filed:
        raise LedgerError(
            f"“{name}”是下级的报送存档，数字只能由报送单位自己改。请退回：loss-ledger return，由其更正后重新报送。",
            f"“{name}” is a filing of a lower level; only whoever filed it can correct it. Send it back: "
            "loss-ledger return; they correct it and file again.",
        )
    if any(finding["rule_id"] == DERIVED for finding in source.findings):
        raise LedgerError(
            f"“{name}”是本软件由台账导出的表，没有作为来源读取。请更正原始台账，再更新一次。",
            f"“{name}” was derived from ledgers by this software and is no source. Correct the ledgers and refresh.",
        )
    if source.status != ACTIVE:
        raise LedgerError(
            f"“{source.path}”的这一版已被代替或撤下，不再计入。请更正现在使用的那一份。",
            f"This version of “{source.path}” was replaced or withdrawn and counts no more. Correct the one that does.",
        )


def require_small(source: SourceFile) -> None:
    """Refuse a file that nobody opens to correct cells in, in words that say what to do instead."""
    size = source.place.stat().st_size
    if size > LARGEST_BYTES:
        raise LedgerError(
            f"“{source.path}”太大（{size >> 20} MB），不做更正工作簿。请在原来的程序里改正，用原名存回原处，再更新。",
            f"“{source.path}” is too large ({size >> 20} MB) for a workbook to correct it in. Correct it where it came "
            "from, save it in its place under the same name and refresh.",
        )


def opened(source: SourceFile) -> Grid:
    """The sheets of the file, its list of problems left out if it is a correction. Says why where it has none."""
    try:
        grid = grids.open_grid(source.place)
        grid = parquet_grid(source.place) if grid.kind == "parquet" else grid
    except Unreadable as problem:
        details: dict[str, Any] = dict(problem.details)
        found = messages.finding(problem.rule_id, source_file=source.path, locator="", **details)
        raise LedgerError(str(found["message_zh"]), str(found["message_en"])) from None
    return Grid(grid.kind, grid.encoding, own_sheets(grid), grid.notes)


def places_of(source: SourceFile, grid: Grid) -> CellPlaces:
    """Where the cells of the file's findings stand in these sheets."""
    return places_in(grid, source.names[0], source.sidecar, counts_records=_counts_records(source, grid))


def _counts_records(source: SourceFile, grid: Grid) -> bool:
    """Whether findings number the records of a file from one, as those of a tidy Parquet file do."""
    return grid.kind == "parquet" and tidy_reports.recognised(source.place) is not None


def _meant(rows: Sequence[Row], named: str, raw: Path) -> Row:
    """The source that is meant; of several versions of one path the one that counts."""
    on_disk = Path(named)
    inside = on_disk.exists() and on_disk.resolve().is_relative_to(raw.resolve())
    path = on_disk.resolve().relative_to(raw.resolve()).as_posix() if inside else named.removeprefix("raw/")
    tries = (
        [row for row in rows if row["path"] == path],
        [row for row in rows if PurePosixPath(row["path"]).name == named],
        [row for row in rows if len(named) >= _ID_LENGTH and row["sha256"].startswith(named)],
    )
    for fits in tries:
        active = [row for row in fits if row["status"] == ACTIVE]
        if len(active or fits) == 1:
            return (active or fits)[0]
    names = [row["path"] for row in rows]
    near = difflib.get_close_matches(named, [*names, *(PurePosixPath(n).name for n in names)], n=3, cutoff=0.4)
    listed = "、".join(near or names[:5])
    raise LedgerError(
        f"没有找到（唯一的）文件“{named}”。相近的：{listed or '无'}。请写 raw/ 之下的完整路径。",
        f"“{named}” names no (single) received file. Near: {listed or 'none'}. Give its path below raw/.",
    )


def _in_stock(warehouse: Path, sha256: str) -> Source | None:
    with suppress(LedgerError):
        return next((source for source in inputs.load(warehouse).sources if source.sha256 == sha256), None)
    return None


def _sidecar(source: Source | None) -> dict[str, Any] | None:
    if source is None or source.filing is not None or source.sidecar is None:
        return None
    with suppress(tomllib.TOMLDecodeError, json.JSONDecodeError):
        return tomllib.loads(source.sidecar)
    return None
