"""Reader of tidy tables under our own column names: CSV and Parquet of any length, typed column by column in pieces."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines.readers import grids, text_chunks
from pipelines.readers.context import merged
from pipelines.readers.contract import REPORT_SCHEMA, Reading
from pipelines.readers.coverage import coverage_of
from pipelines.readers.disaster_reports import TIDY
from pipelines.readers.joining import tell_repetitions
from pipelines.readers.outcome import Outcome
from pipelines.readers.received_files import first_bytes
from pipelines.readers.sheets import Sniffed
from pipelines.readers.statements import Statement, name_statement, sidecar_statement
from pipelines.readers.text_encodings import BROKEN
from pipelines.readers.tidy_columns import TidyColumns, tell_about_headings, tidy_columns
from pipelines.readers.tidy_frames import records_of_frame
from pipelines.transforms.hazards import UNSPECIFIED

Progress = Callable[[str], None]
PARQUET_ROWS = 200_000
_EXAMINED = 1 << 16


@dataclass
class TidyFile:
    """A file recognised as tidy: how it is encoded, and what its columns are."""

    sniffed: Sniffed
    columns: TidyColumns
    cache: dict[str, object] = field(default_factory=dict)


def recognised(path: Path) -> TidyFile | None:
    """The file, if its first line (or schema) consists of our own names for a region and indicators; else None."""
    sniffed = grids.sniff(path)
    if sniffed.kind == "parquet":
        headings = list(_parquet_schema(path))
    elif sniffed.kind in {"csv", "tsv"}:
        beginning = first_bytes(path, _EXAMINED).decode(sniffed.encoding or "utf-8", "replace")
        headings = text_chunks.first_record(beginning.lstrip("\ufeff"), sniffed.delimiter or ",")
    else:
        return None
    columns = tidy_columns(headings)
    return TidyFile(sniffed, columns) if columns else None


def read_tidy(
    path: Path, file: TidyFile, sidecar: Mapping[str, object] | None, outcome: Outcome, progress: Progress | None = None
) -> Reading:
    """All records of a tidy file.

    Raises NotSimple where a row is wider than the headings or a quote is never closed, Unreadable as `grids.open_grid`.
    """
    if grids.still_being_written([path]):
        raise grids.Unreadable("F006")
    before = path.stat()
    context = merged(
        Statement("标题", "the title"),
        sidecar_statement(sidecar, outcome),
        name_statement(outcome),
        outcome,
    )
    tell_about_headings(file.columns, outcome)
    outcome.skip("1", "heading") if file.sniffed.kind != "parquet" else None
    pieces: list[pl.DataFrame] = []
    number = 1 if file.sniffed.kind == "parquet" else 2
    for frame, is_broken in _frames(path, file.sniffed):
        if is_broken:
            _tell_broken(frame, number, outcome)
        pieces.append(records_of_frame(frame, number, file.columns, context, outcome, file.cache))
        number += frame.height
        if progress:
            progress(f"{outcome.source_file}: {number - 1}")
    if (path.stat().st_size, path.stat().st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise grids.Unreadable("F006")
    reports = pl.concat(pieces) if pieces else pl.DataFrame(schema=REPORT_SCHEMA)
    if reports.is_empty():
        outcome.finding("F041")
    tell_repetitions(reports, outcome)
    _tell_what_is_not_stated(reports, outcome)
    is_list = file.columns.has("@occurred_at") and bool(reports["occurred_at"].count())
    return outcome.reading(TIDY, reports=reports, coverage=coverage_of(reports, context, is_list))


def _frames(path: Path, sniffed: Sniffed) -> Iterator[tuple[pl.DataFrame, bool]]:
    """The records in pieces, none of them empty, and whether bytes of a piece could not be read as text."""
    try:
        if sniffed.kind != "parquet":
            yield from _without_last_blanks(text_chunks.text_frames(path, sniffed))
            return
        lazy = pl.scan_parquet(path)
        height = lazy.select(pl.len()).collect().item()
        for offset in range(0, height, PARQUET_ROWS):
            frame = _without_objects(lazy.slice(offset, PARQUET_ROWS).collect())
            yield frame.rename({name: str(at) for at, name in enumerate(frame.columns)}), False
    except OSError as error:
        raise grids.Unreadable("F009", detail=error.strerror or type(error).__name__) from None


def _without_objects(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists, structures and bytes are no cells of a table: their columns count as empty."""
    odd = [name for name, dtype in frame.schema.items() if dtype.is_nested() or dtype in {pl.Binary, pl.Object}]
    return frame.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in odd) if odd else frame


def _tell_broken(frame: pl.DataFrame, first_row: int, outcome: Outcome) -> None:
    """A finding for each row in which bytes could not be read as text; the row itself is not quoted."""
    broken = frame.select(pl.any_horizontal(pl.all().str.contains(BROKEN, literal=True))).to_series().fill_null(False)
    for position in broken.arg_true():
        outcome.finding("F020", str(first_row + position))


def _without_last_blanks(frames: Iterator[tuple[pl.DataFrame, bool]]) -> Iterator[tuple[pl.DataFrame, bool]]:
    """Blank lines at the very end of a file are no rows."""
    waiting: tuple[pl.DataFrame, bool] | None = None
    for frame, is_broken in frames:
        if frame.height and waiting is not None:
            yield waiting
        waiting = (frame, is_broken) if frame.height else waiting
    if waiting is not None:
        filled = waiting[0].select(pl.any_horizontal(pl.all().is_not_null())).to_series().arg_true()
        if len(filled):
            yield waiting[0].head(filled[-1] + 1), waiting[1]


def _parquet_schema(path: Path) -> Sequence[str]:
    try:
        return list(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, OSError):
        raise grids.Unreadable("F002", detail="Parquet") from None


def _tell_what_is_not_stated(reports: pl.DataFrame, outcome: Outcome) -> None:
    without_hazard = (reports["hazard_key"] == UNSPECIFIED).sum()
    without_time = reports["occurred_at"].null_count()
    if without_hazard:
        outcome.finding("F092", value=str(without_hazard), detail=without_hazard)
    if without_time:
        undated = reports.filter(pl.col("occurred_at").is_null())["year_hint"]
        years = "、".join(map(str, undated.drop_nulls().unique().sort()))
        unknown = undated.null_count()
        zh = [f"{without_time - unknown} 行按 {years} 年计入"] * bool(years)
        zh += [f"{unknown} 行的年份也不清楚，不进入任何年度"] * bool(unknown)
        en = [f"{without_time - unknown} row(s) count in {years}"] * bool(years)
        en += [f"{unknown} row(s) have no year and enter none"] * bool(unknown)
        outcome.finding("F093", value=str(without_time), detail_zh="，".join(zh), detail_en="; ".join(en))
    if reports["as_of"].null_count():
        outcome.finding("F094")
