"""The release that the pages show: the only module of the dashboard that opens DuckDB, and only to read.

A reader's folder is `<warehouse>/published/<CURRENT>`; every answer is cached under the release it came from: a new
release is seen with the next click, and an old one never mixes in.
"""

import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import streamlit as st

SQL_FOLDER = Path(__file__).with_name("sql")
PINNED = "pinned_release"


@dataclass(frozen=True)
class Release:
    """One published folder."""

    release_id: str
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "snapshot.duckdb"


def warehouse() -> Path:
    """The warehouse: LOSS_LEDGER_WAREHOUSE, else the folder of that name beside the dashboard."""
    named = os.environ.get("LOSS_LEDGER_WAREHOUSE")
    return Path(named) if named else Path(__file__).resolve().parent.parent / "warehouse"


def pin() -> None:
    """From here to the end of this run of the page, `current` is what CURRENT names now: no page mixes two releases."""
    st.session_state[PINNED] = pointed("CURRENT")


def current() -> Release | None:
    """The release of this run of the page, or None while nothing was ever published."""
    return st.session_state[PINNED] if PINNED in st.session_state else pointed("CURRENT")


def held() -> Release | None:
    """The release that waits for a confirmation, or None."""
    return pointed("HELD")


def pointed(name: str) -> Release | None:
    """The release that a pointer names, if it is there."""
    pointer = warehouse() / "published" / name
    if not pointer.is_file():
        return None
    release_id = pointer.read_text(encoding="utf-8").strip()
    release = Release(release_id, warehouse() / "published" / release_id)
    return release if release.database.is_file() else None


def manifest(release: Release) -> dict[str, Any]:
    """What the release says about itself; empty when it has no manifest."""
    path = release.folder / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@st.cache_resource(show_spinner=False, max_entries=400)  # frames are never changed in place: no copy per reader
def _rows(database: str, sql: str, parameters: dict[str, Any]) -> pl.DataFrame:
    """The answer to one query. The path bears the release's id, so it is the key of the cache as well."""
    with duckdb.connect(database, read_only=True) as connection:
        connection.execute("set file_search_path = ?", [str(Path(database).parent)])
        answer: pl.DataFrame = connection.sql(sql, params=parameters or None).pl()
        return answer


@st.cache_resource(show_spinner=False, max_entries=50)
def tables(database: str) -> frozenset[str]:
    """The tables of a release, as `schema.name`."""
    listing = _rows(database, "select table_schema || '.' || table_name as name from information_schema.tables", {})
    return frozenset(listing["name"])


def table(release: Release, name: str) -> pl.DataFrame:
    """A small table whole (codebooks, regions, sources); an empty frame when this release has no such table."""
    if name not in tables(str(release.database)):
        return pl.DataFrame()
    return _rows(str(release.database), f"from {name}", {})


def has(release: Release, *names: str) -> bool:
    """Whether a release has these tables: one made by an older version may lack some."""
    return tables(str(release.database)).issuperset(names)


def ask(release: Release, question: str, *, indicator: str | None = None, **parameters: Any) -> pl.DataFrame:
    """The answer to `sql/<question>.sql`, a named question over marts or a limited slice of core."""
    sql = expand(release, (SQL_FOLDER / f"{question}.sql").read_text(encoding="utf-8"), indicator)
    used = {name: value for name, value in parameters.items() if f"${name}" in sql}
    return _rows(str(release.database), sql, used)


def expand(release: Release, sql: str, indicator: str | None) -> str:
    """`{indicator}` as its column (or formula); a line with `{derived}` or `{summed}` once for each such indicator."""
    indicators = table(release, "meta.indicators")
    derived = dict(indicators.filter(pl.col("ledger") == "derived").select("column_name", "derived_from").iter_rows())
    summed = indicators.filter((pl.col("ledger") == "losses") & (pl.col("event_agg") == "sum"))["column_name"]
    if indicator is not None:
        if indicator not in set(indicators["column_name"]):
            raise KeyError(indicator)
        sql = sql.replace("{indicator}", derived.get(indicator, f'"{indicator}"'))
    sets = {"{derived}": [f"({formula}) as {name}," for name, formula in derived.items()], "{summed}": summed.to_list()}
    lines = sql.splitlines()
    for mark, terms in sets.items():
        lines = [
            one for line in lines for one in ([line.replace(mark, term) for term in terms] if mark in line else [line])
        ]
    return "\n".join(lines)


def facts(release: Release) -> dict[str, Any]:
    """The row of meta.release."""
    return table(release, "meta.release").row(0, named=True)


def data_through(release: Release) -> date:
    """The data's cut-off; the last day of the last year that has figures when the release does not say."""
    through = facts(release)["data_through"]
    if isinstance(through, date):
        return through
    last = table(release, "marts.annual_losses")["year"].max()
    return date(int(str(last)), 12, 31) if last is not None else date(1900, 12, 31)
