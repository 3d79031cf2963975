"""What a reader of one region sees of a release: for every table a view that holds that region and what lies below it.

`scope/tables.csv` says of each table which of its rows are seen; a table that is not listed there is not seen at all.
A question of `sql/` is asked of these views under the names that the tables have, so that no question can forget it.
Pure: names and SQL in, SQL out.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("scope")
ALL, BELOW, PATH, NONE, QUERY = "all", "below", "path", "none", "query"
SETS = (BELOW, PATH)
"""The region with all below it; the same with the regions above it."""
NAMES = re.compile(r"\b((?:core|marts|checks|meta)\.\w+)")
WHOLE = "whole"
"""The name under which the release itself is attached."""
NUMBERED = ("core.report_versions",)
"""Tables whose rows are fetched by number (`rowid`): a view bears it as a column, since it has none of its own."""

Columns = Mapping[str, frozenset[str]]
"""The tables that a release has, as `schema.name`, each with its columns."""

REGIONS = f"""
create schema scope;
create table scope.below as
    with recursive below as (
        select region_code from {WHOLE}.core.regions where region_code = $region
        union
        select r.region_code from {WHOLE}.core.regions r join below b on r.parent_code = b.region_code
    )
    from below;
create table scope.path as
    with recursive above as (
        select region_code, parent_code from {WHOLE}.core.regions where region_code = $region
        union
        select r.region_code, r.parent_code from {WHOLE}.core.regions r join above a on r.region_code = a.parent_code
    )
    select region_code from above
    union
    from scope.below;
create table scope.own as select region_code, name_zh from {WHOLE}.core.regions where region_code = $region;
"""
"""The sets of codes that the views are made with."""


@cache
def rules() -> dict[str, dict[str, str]]:
    """scope/tables.csv by table."""
    with (FOLDER / "tables.csv").open(encoding="utf-8", newline="") as lines:
        return {row["table"]: row for row in csv.DictReader(lines)}


def visible(tables: Columns) -> frozenset[str]:
    """The tables that a reader of one region may ask; one without any row for him is there, and empty.

    In a release of earlier software, what a table's rows are told by may not be there: then the table is not, either.
    """
    return frozenset(name for name in tables if name in rules() and _needed(name) <= tables.keys())


def views(tables: Columns) -> Iterator[tuple[str, str]]:
    """Every view with its SQL, each after those that it is made from."""
    seen, made = visible(tables), set[str]()

    def add(name: str) -> Iterator[tuple[str, str]]:
        if name in made:
            return
        made.add(name)
        select = _select(name, tables)
        for other in NAMES.findall(_apart(select)):
            yield from add(other)
        yield name, select

    for name in sorted(seen):
        yield from add(name)


def _apart(sql: str) -> str:
    """SQL in which a table of the release itself is no longer taken for a view."""
    return sql.replace(f"{WHOLE}.", f"{WHOLE}_")


@cache
def _needed(name: str) -> set[str]:
    """The tables that a view is made from."""
    return set(NAMES.findall(_query(name))) if rules()[name]["shown"] == QUERY else {name}


def _query(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _select(name: str, tables: Columns) -> str:
    rule = rules()[name]
    if rule["shown"] == QUERY:
        return _query(name).replace("{places}", _places(tables))
    from_whole = f"select {'rowid, ' if name in NUMBERED else ''}* from {WHOLE}.{name}"
    if rule["shown"] in SETS:
        return f"{from_whole} where {_condition(name)}"
    return from_whole if rule["shown"] == ALL else f"{from_whole} where false"


def _condition(name: str) -> str:
    """What the rows that are seen of a table have in common."""
    rule = rules()[name]
    return f"{rule['column']} in (select region_code from scope.{rule['shown']})"


def _places(tables: Columns) -> str:
    """The places in files where the region's own rows stand: not those of a mart, which are of what it divides by, and
    none that is not told (a whole file, or NULL, which DuckDB finds in pairs among pairs of NULLs)."""
    filtered = _filtered(tables, "source_id", "source_locator")
    told = [name for name in filtered if name.startswith("core.") and rules()[name]["shown"] == BELOW]
    return " union all ".join(
        f"select source_id, source_locator from {name} where source_id <> '' and source_locator <> ''" for name in told
    )


def sources(tables: Columns) -> str:
    """The files that give rows to the region, and whether all their rows are: a question to the release itself."""
    given = [
        f"select source_id, coalesce({_condition(name)}, false) as is_seen "
        f"from {WHOLE}.{name} where source_id is not null"
        for name in _filtered(tables, "source_id")
    ]
    rows = " union all ".join(given)
    return f"select source_id, bool_and(is_seen) as is_own from ({rows}) group by source_id having bool_or(is_seen)"


def _filtered(tables: Columns, *columns: str) -> Iterator[str]:
    """The tables that are seen by their codes and have these columns."""
    for name, rule in rules().items():
        if rule["shown"] in SETS and tables.get(name, frozenset()) >= {rule["column"], *columns}:
            yield name
