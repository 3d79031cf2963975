"""The floor: what a refresh does, written by hand in DuckDB with nothing around it.

    python -m bench.floor FOLDER DATABASE

Every file below FOLDER is hashed and read with its row numbers; of each record the best version is kept; the rules
about one record are applied; sums go up the tree of regions, by year and hazard, each beside the last year that has any
and the mean of five; all of it is written once into DATABASE. It knows the layout of the benchmark files and no other.
"""

import sys
from pathlib import Path

import duckdb
import polars as pl

from bench import figures_sql
from pipelines import codebooks, rules
from pipelines.hashes import sha256_of

MEMORY = "4GB"


def main(folder: Path, database: Path) -> None:
    """Do the work; prints the reports read and the rows written."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"set memory_limit = '{MEMORY}'")
        files = sorted(path for path in folder.iterdir() if path.suffix in (".csv", ".parquet"))
        connection.execute("create table sources (file varchar, sha256 varchar)")
        connection.executemany("insert into sources values (?, ?)", [(str(path), sha256_of(path)) for path in files])
        for statement in statements(connection, files):
            connection.execute(statement)
        connection.execute("drop table reports")
        connection.execute("checkpoint")
        for name in ("losses", "findings", "annual_losses", "year_on_year"):
            print(name, connection.execute(f"select count(*) from {name}").fetchall()[0][0])


def statements(connection: duckdb.DuckDBPyConnection, files: list[Path]) -> list[str]:
    """The statements, in their order."""
    names = list(figures_sql.national())
    headlines = [i.column_name for i in codebooks.indicator_set("headline") if i.column_name in names]
    _codebooks(connection)
    sums = ", ".join(f"sum({name}) as {name}" for name in names)
    compared = ", ".join(
        f"{name}, lag({name}) over w as {name}_prior, "
        f"avg({name}) over (w rows between 5 preceding and 1 preceding) as {name}_mean"
        for name in headlines
    )
    return [
        f"create table reports as {_read(files)}",
        """
        create table losses as
        select r.*, h.hazard_level1, year(r.occurred_at) as year,
            coalesce(r.event_id, strftime(r.occurred_at, '%Y%m%d%H%M%S') || r.hazard_key || r.region_code) as disaster
        from reports as r
        inner join hazards as h on h.hazard_key = r.hazard_key
        left join stages as s on s.stage = r.stage
        qualify row_number() over (
            partition by disaster, r.region_code order by r.as_of desc, s.stage_rank desc, r.reported_at desc
        ) = 1
        """,
        _findings(connection, names),
        f"""
        create table annual_losses as
        select p.ancestor_code as region_code, coalesce(l.hazard_level1, 'all') as hazard_key, l.year,
            count(distinct l.disaster) as events, {sums}
        from losses as l
        inner join paths as p on p.region_code = l.region_code
        group by grouping sets ((p.ancestor_code, l.hazard_level1, l.year), (p.ancestor_code, l.year))
        """,
        f"""
        create table year_on_year as
        select region_code, hazard_key, year, {compared}
        from annual_losses
        window w as (partition by region_code, hazard_key order by year)
        """,
    ]


def _read(files: list[Path]) -> str:
    listed = ", ".join(f"'{path.as_posix()}'" for path in files)
    if files[0].suffix == ".parquet":
        return f"select * from read_parquet([{listed}], filename = true, file_row_number = true)"
    types = {i.column_name: "bigint" if i.is_integer else "decimal(18,6)" for i in figures_sql.national().values()}
    types |= dict.fromkeys(("occurred_at", "as_of", "reported_at"), "timestamp")
    types |= dict.fromkeys(
        ("event_id", "region_code", "region_name", "hazard_key", "typhoon_no", "magnitude"), "varchar"
    )
    told = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    read = f"read_csv([{listed}], types = {{{told}}}, filename = true)"
    return f"select *, row_number() over () as file_row_number from {read}"


def _codebooks(connection: duckdb.DuckDBPyConnection) -> None:
    hazards = [(row["hazard_key"], row["parent_key"] or row["hazard_key"]) for row in codebooks.rows("hazards")]
    parents = {row["region_code"]: row["parent_code"] for row in codebooks.rows("regions") if not row["valid_to"]}
    paths = []
    for code in parents:
        above: str | None = code
        while above:
            paths.append((code, above))
            above = parents.get(above)
    connection.execute("create table hazards (hazard_key varchar, hazard_level1 varchar)")
    connection.executemany("insert into hazards values (?, ?)", hazards)
    stages = sorted({(row["stage"], int(row["rank"])) for row in codebooks.rows("stages") if row["rank"]})
    connection.execute("create table stages (stage varchar, stage_rank integer)")
    connection.executemany("insert into stages values (?, ?)", stages)
    known = pl.DataFrame(paths, schema=["region_code", "ancestor_code"], orient="row")
    connection.register("known_paths", known.to_arrow())
    connection.execute("create table paths as select * from known_paths")


def _findings(connection: duckdb.DuckDBPyConnection, names: list[str]) -> str:
    """A row per record and broken rule: the rules of the codebook that look at nothing but the columns of the files."""
    known = {*names, "hazard_key", "hazard_level1", "region_level", "typhoon_no", "magnitude", "occurred_at", "as_of"}
    applied = [
        rule for rule in rules.rules_of(rules.RECORD)
        if set(rule["columns"].split()) <= known and "staging." not in rule["applies_when"] + rule["must_hold"]
    ]  # fmt: skip
    broken = ", ".join(
        f"case when ({rule['applies_when'] or 'true'}) and not ({rule['must_hold']}) then '{rule['rule_id']}' end"
        for rule in applied
    )
    return f"""
    create table findings as
    select filename, file_row_number, disaster, region_code, unnest(broken) as rule_id
    from (
        select *, list_filter([{broken}], lambda rule: rule is not null) as broken
        from losses
    )
    where len(broken) > 0
    """


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
