"""The release that the pages show: the only module of the dashboard that opens DuckDB, and only to read.

A reader's folder is `<warehouse>/published/<CURRENT>`; every answer is cached under the release it came from: a new
release is seen with the next click, and an old one never mixes in. A release bears the region that its reader is
confined to, if any: whatever is asked of it is asked of that region's views (`scoping`), and cached under that region.
"""

import json
import os
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import streamlit as st

from dashboard import access, scoping

warnings.filterwarnings("ignore", message="Arrow output on a DB-API result", category=UserWarning)  # DuckDB's
SQL_FOLDER = Path(__file__).with_name("sql")
PINNED = "pinned_release"
KEPT_ANSWERS, KEPT_RELEASES, KEPT_REGIONS = 400, 3, 40
"""How many answers and open connections are kept, which bounds the memory: a region of the sample takes about 14 MB. A
connection that is no longer kept ends with the last question to it, never under one."""


@dataclass(frozen=True)
class Release:
    """One published folder; `scope` is the code of the only region that is seen of it, empty for the whole ledger."""

    release_id: str
    folder: Path
    scope: str = ""

    @property
    def database(self) -> Path:
        return self.folder / "snapshot.duckdb"


def warehouse() -> Path:
    """The warehouse: LOSS_LEDGER_WAREHOUSE, else the folder of that name beside the dashboard."""
    named = os.environ.get("LOSS_LEDGER_WAREHOUSE")
    return Path(named) if named else Path(__file__).resolve().parent.parent / "warehouse"


def pin() -> None:
    """From here to the end of this run of the page, `current` is what CURRENT names now: no page mixes two releases."""
    st.session_state[PINNED] = pointed("CURRENT", access.required().region)


def current() -> Release | None:
    """The release of this run of the page, as far as its reader may see it; None while nothing was ever published."""
    reader = access.required()
    if PINNED not in st.session_state:
        return pointed("CURRENT", reader.region)
    pinned: Release | None = st.session_state[PINNED]
    return pinned if pinned is None or pinned.scope == reader.region else pointed("CURRENT", reader.region)


def held() -> Release | None:
    """The release that waits for a confirmation, or None; a reader of one region is not told."""
    reader = access.required()
    return None if reader.region else pointed("HELD", reader.region)


def pointed(name: str, scope: str) -> Release | None:
    """The release that a pointer names, if it is there."""
    pointer = warehouse() / "published" / name
    if not pointer.is_file():
        return None
    release_id = pointer.read_text(encoding="utf-8").strip()
    release = Release(release_id, warehouse() / "published" / release_id, scope)
    return release if release.database.is_file() else None


def manifest(release: Release) -> dict[str, Any]:
    """What the release says about itself (to a reader of one region, when it was built); empty without a manifest."""
    path = release.folder / "manifest.json"
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {key: told[key] for key in ("release", "built_at") if key in told} if release.scope else told


Parameters = tuple[tuple[str, Any], ...]


@lru_cache(maxsize=KEPT_ANSWERS)  # frames are never changed in place: no copy per reader
def _rows(database: str, scope: str, sql: str, parameters: Parameters) -> pl.DataFrame:
    """The answer to one query. The path bears the release's id, so it is the key of the cache as well."""
    try:
        return _answer(database, scope, sql, parameters)
    except duckdb.ConnectionException:  # closed from elsewhere: opened anew, once
        _forget_connection(database, scope)
        return _answer(database, scope, sql, parameters)


def _answer(database: str, scope: str, sql: str, parameters: Parameters) -> pl.DataFrame:
    with _opened(database, scope) as connection:
        # A relation (`connection.sql`) is bound twice, which takes longer than the copy of rows that is warned of.
        asked = connection.execute(sql, dict(parameters)) if parameters else connection.execute(sql)
        answer = pl.from_arrow(asked.to_arrow_table(), rechunk=False)
        assert isinstance(answer, pl.DataFrame)
        return answer


@contextmanager
def _opened(database: str, scope: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release, or one region's views on it: a cursor of a connection that is kept.

    It is held here until the cursor is done, since closing a connection closes its cursors.
    """
    kept = _confined(database, scope) if scope else _whole(database)
    with kept.cursor() as connection:
        yield connection


def _forget_connection(database: str, scope: str) -> None:
    if scope:
        _confined.clear(database, scope)
    else:
        _whole.clear(database)


@st.cache_resource(show_spinner=False, max_entries=KEPT_RELEASES)
def _whole(database: str) -> duckdb.DuckDBPyConnection:
    """A release, open for questions: opening it anew takes longer than most of them."""
    connection = duckdb.connect(database, read_only=True)
    _prepare(connection, database)
    return connection


def _prepare(connection: duckdb.DuckDBPyConnection, database: str) -> None:
    """Nothing is fetched from a network; large tables may be views over files beside the database."""
    for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
        connection.execute(f"set global {name} = false")
    connection.execute("set global file_search_path = ?", [str(Path(database).parent)])


@st.cache_resource(show_spinner=False, max_entries=KEPT_REGIONS)
def _confined(database: str, scope: str) -> duckdb.DuckDBPyConnection:
    """A database in memory to which the release is attached, with the views of one region and nothing else."""
    columns = _columns(database)
    connection = duckdb.connect(":memory:")
    _prepare(connection, database)
    quoted = database.replace("'", "''")
    connection.execute(f"attach '{quoted}' as {scoping.WHOLE} (read_only)")
    for statement in filter(str.strip, scoping.REGIONS.split(";")):
        connection.execute(statement, {"region": scope} if "$region" in statement else None)
    connection.execute(f"create table scope.sources as {scoping.sources(columns)}")
    for schema in ("core", "marts", "checks", "meta"):
        connection.execute(f"create schema {schema}")
    for name, select in scoping.views(columns):
        connection.execute(f"create view {name} as {_with_derived(database, select)}")
    return connection


@st.cache_resource(show_spinner=False, max_entries=50)
def _columns(database: str) -> dict[str, frozenset[str]]:
    """The tables of a release, as `schema.name`, with their columns."""
    listing = _rows(
        database,
        "",
        "select table_schema || '.' || table_name as name, column_name from information_schema.columns",
        (),
    )
    named = listing.group_by("name").agg("column_name")
    return {name: frozenset(columns) for name, columns in named.iter_rows()}


def tables(release: Release) -> frozenset[str]:
    """The tables of a release that its reader may ask, as `schema.name`."""
    columns = _columns(str(release.database))
    return scoping.visible(columns) if release.scope else frozenset(columns)


def table(release: Release, name: str) -> pl.DataFrame:
    """A small table whole (codebooks, regions, sources); an empty frame when this release has no such table."""
    if name not in tables(release):
        return pl.DataFrame()
    return _rows(str(release.database), release.scope, f"from {name}", ())


def has(release: Release, *names: str) -> bool:
    """Whether a release has these tables: one made by an older version may lack some."""
    return tables(release).issuperset(names)


def ask(release: Release, question: str, *, indicator: str | None = None, **parameters: Any) -> pl.DataFrame:
    """The answer to `sql/<question>.sql`, a named question over marts or a limited slice of core."""
    sql = _question(release, question, indicator)
    used = {name: value for name, value in parameters.items() if re.search(rf"\${name}\b", sql)}
    return _rows(str(release.database), release.scope, sql, tuple(sorted(_hashable(used))))


def _hashable(parameters: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    return ((name, tuple(value) if isinstance(value, list) else value) for name, value in parameters.items())


@lru_cache(maxsize=KEPT_ANSWERS)
def _question(release: Release, question: str, indicator: str | None) -> str:
    """The SQL of a named question for this release."""
    return expand(release, _with_stand_ins(release, _without_comments(SQL_FOLDER / f"{question}.sql")), indicator)


def _without_comments(file: Path) -> str:
    """The query alone: a table that a comment names is no table that it asks."""
    return "\n".join(line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("--"))


def _with_stand_ins(release: Release, sql: str) -> str:
    """The same where a table that an older version did not make is told from those that it made (`sql/older`)."""
    for name in set(scoping.NAMES.findall(sql)) - tables(release):
        stand_in = SQL_FOLDER / "older" / f"{name}.sql"
        if stand_in.is_file():
            told = _with_stand_ins(release, _without_comments(stand_in))
            sql = re.sub(rf"\b{re.escape(name)}\b", f"({told})", sql)
    return sql


def _with_derived(database: str, sql: str) -> str:
    """The same for a view, of which only `{derived}` can be asked."""
    return expand(Release("", Path(database).parent), sql, None) if "{derived}" in sql else sql


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


def forget_answers() -> None:
    """Ask everything anew: for whoever measures."""
    _rows.cache_clear()


def forget() -> None:
    """Open every release anew, too."""
    forget_answers()
    _question.cache_clear()
    st.cache_resource.clear()
