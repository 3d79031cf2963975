"""A published release as the exporter sees it: opened read-only, nothing else of the warehouse is touched."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import polars as pl

from pipelines import codebooks
from pipelines.errors import LedgerError
from pipelines.releases import Release, Releases

Row = dict[str, Any]
SQL_FOLDER = Path(__file__).parent / "sql"
BATCH = 20_000
FRAME = 200_000


class Snapshot:
    """One release: by its id, the current one, or one at hand."""

    def __init__(self, warehouse: Path, release: str | Release | None = None) -> None:
        releases = Releases(warehouse)
        found = release if isinstance(release, Release) else releases.get(release) if release else releases.current()
        if found is None:
            raise _not_there(releases, str(release) if release else None)
        self.id, self.folder, self._path = found.release_id, found.folder, found.snapshot

    def __enter__(self) -> Self:
        self._connection = duckdb.connect(str(self._path), read_only=True)
        for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
            self._connection.execute(f"set global {name} = false")
        # Large core tables may be views over files beside the snapshot.
        self._connection.execute("set global file_search_path = ?", [str(self.folder)])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def rows(self, sql: str, parameters: Mapping[str, object] | None = None) -> Iterator[Row]:
        """The rows of a query, a batch at a time."""
        cursor = self._connection.cursor()
        cursor.execute(sql, parameters or {})
        names = [column[0] for column in cursor.description or ()]
        while batch := cursor.fetchmany(BATCH):
            yield from (dict(zip(names, values, strict=True)) for values in batch)

    def file_rows(self, name: str, parameters: Mapping[str, object]) -> Iterator[Row]:
        """The rows of the query in `sql/<name>.sql`."""
        return self.rows(_query(name), parameters)

    def file_frames(self, name: str, parameters: Mapping[str, object]) -> Iterator[pl.DataFrame]:
        """The rows of that query, many at a time."""
        cursor = self._connection.cursor()
        for batch in cursor.sql(_query(name), params=dict(parameters)).to_arrow_reader(FRAME):
            yield pl.DataFrame(batch)

    @cached_property
    def about(self) -> Row:
        """The release's own row: region, cut-off, rounding, software."""
        return next(self.rows("select * from meta.release"))

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """The indicators as published with the release, by column name."""
        return {str(row["column_name"]): row for row in self.rows("select * from meta.indicators")}

    @cached_property
    def hazards(self) -> dict[str, Row]:
        """The hazards as published with the release, by key."""
        return {str(row["hazard_key"]): row for row in self.rows("select * from meta.hazards")}

    @cached_property
    def regions(self) -> dict[str, Row]:
        """The regions in use, by code."""
        return {str(row["region_code"]): row for row in self.rows("select * from core.regions")}

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years with statistics."""
        return self.years_in(("marts.annual_losses",))

    def years_in(self, tables: Iterable[str]) -> tuple[int, ...]:
        """The years that any of these tables has rows of."""
        found = (row["year"] for table in tables for row in self.rows(f"select distinct year from {table}"))
        return tuple(sorted({year for year in found if year is not None}))

    @cached_property
    def choices(self) -> dict[tuple[str, str], str]:
        """The Chinese words of the choices of ledgers, by list and value."""
        rows = self.rows("select list, value, word from meta.ledger_choices where is_label = 'yes'")
        return {(str(row["list"]), str(row["value"])): str(row["word"]) for row in rows}

    @property
    def data_through(self) -> date:
        """The cut-off of the data."""
        through: date = self.about["data_through"]
        return through

    def is_closed(self, year: int) -> bool:
        """Whether the data reach the end of the year."""
        return self.data_through >= date(year, 12, 31)

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table."""
        return tuple(row["column_name"] for row in self.rows(f"describe {table}"))

    def has(self, table: str) -> bool:
        """Whether the release has this table: one made by earlier software may not."""
        schema, name = table.split(".")
        found = self.rows(
            "select 1 from information_schema.tables where table_schema = $schema and table_name = $name",
            {"schema": schema, "name": name},
        )
        return next(found, None) is not None

    def region_code(self, region: str | None = None) -> str:
        """The code of a region of the data as people write it, the own region's unless one is named."""
        own = str(self.about["own_region_code"])
        code = own if region is None else codebooks.normalise_region_code(region) or region
        if code not in self.regions:
            near = [
                f"{row['region_code']} {row['name_zh']}"
                for row in self.regions.values()
                if own in (row["region_code"], row["parent_code"]) and row["level"] != "unallocated"
            ]
            raise LedgerError(
                f"数据中没有地区“{region}”。可用的地区例如：{'、'.join(sorted(near))}。",
                f"The data have no region “{region}”. Regions are, for example: {', '.join(sorted(near))}.",
            )
        return code

    def path_of(self, code: str) -> Sequence[str]:
        """The names of the regions above, from the province down; the country is left out."""
        names: list[str] = []
        above = self.regions.get(self.regions[code]["parent_code"] or "")
        while above and above["level"] != "country":
            names.insert(0, above["name_zh"])
            above = self.regions.get(above["parent_code"] or "")
        return names


def _query(name: str) -> str:
    return (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _not_there(releases: Releases, release: str | None) -> LedgerError:
    if release is None:
        return LedgerError(
            "还没有数据版本，无法导出。请先更新全部数据：loss-ledger refresh",
            "There is no release to export from yet. Run: loss-ledger refresh",
        )
    there = [found.release_id for found in releases.all()]
    return LedgerError(
        f"没有数据版本“{release}”。现有版本：{'、'.join(there) or '无'}。",
        f"There is no release “{release}”. Releases: {', '.join(there) or 'none'}.",
    )
