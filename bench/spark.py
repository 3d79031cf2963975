"""The same ledger by DuckDB and by Spark: are the releases equal, cell by cell, and what did each cost.

    python -m bench spark [--rows 100000] [--masters local[2] local-cluster[2,1,1024]] [--kill] [--folder DIR]

`local-cluster[2,1,1024]` is a master with two worker processes of one core and 1,024 MB on this computer; with --kill
one of them is killed while it computes. Spark's memory is what `spark-defaults.conf` in SPARK_CONF_DIR says.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from bench import files, process_tree
from bench.pages import machine, say
from bench.process_tree import Cost
from bench.reports import Plan
from pipelines.releases import Releases

DUCKDB = "duckdb"
EXECUTOR = "CoarseGrainedExecutorBackend"
KILLED_AFTER = "core.events:"
"""The model after which a worker is killed: the heaviest, the tree of regions, is next."""
HEADINGS = ("reports", "engine", "wall s", "CPU s", "peak GB", "tables", "rows", "cells", "different rows")


def main(arguments: Sequence[str]) -> None:
    """Make the files, build the ledger with every engine, compare, print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench spark")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000])
    parser.add_argument("--masters", nargs="+", default=["local[2]"])
    parser.add_argument("--kill", action="store_true", help="kill a worker of each cluster while it computes")
    parser.add_argument("--received", type=Path, help="a folder of real files instead of generated ones")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args(arguments)
    print(machine())
    print(f"| {' | '.join(HEADINGS)} |\n|{' --- |' * len(HEADINGS)}")
    with tempfile.TemporaryDirectory() as temporary:
        for rows in given.rows:
            raw = _received(given.folder or Path(temporary), rows, given.received)
            told = given.received.name if given.received else f"{rows:,}"
            for line in compared(raw, told, given.masters, given.kill):
                print(line, flush=True)


def compared(raw: Path, told: str, masters: Sequence[str], is_killed: bool) -> Iterator[str]:
    """One line per engine; what Spark made is set against what DuckDB made."""
    plain = raw.parent / DUCKDB
    yield _line(told, DUCKDB, _refresh(raw, plain, None), "", "", "", "")
    for number, master in enumerate(masters):
        folder = raw.parent / f"spark-{number}"
        watcher = Killer() if is_killed and not master.startswith("local[") else None
        spent = _refresh(raw, folder, master, watcher)
        said = f"{master}, one of its workers killed" if watcher and watcher.killed else master
        yield _line(told, said, spent, *map(str, differences(_snapshot(plain), _snapshot(folder))))


def differences(one: Path, other: Path) -> tuple[int, int, int, int]:
    """Tables, rows and cells of two releases, and the rows in which any cell differs; rows are in the same order."""
    tables = rows = cells = different = 0
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{other}' as other (read_only)")
        listed = (
            "select table_schema || '.' || table_name, count(*) from information_schema.columns where table_catalog = "
        )
        named = connection.execute(f"{listed} 'one' group by all order by all").fetchall()
        if named != connection.execute(f"{listed} 'other' group by all order by all").fetchall():
            raise ValueError("the two releases do not have the same tables and columns")
        for table, columns in named:
            question = f"""
                select count(*), count(*) filter (x is distinct from y)
                from one.{table} as x positional join other.{table} as y
            """
            told, unequal = connection.execute(question).fetchone() or (0, 0)
            if unequal:
                say(f"  {table}: {unequal} rows of {told} differ")
            tables, rows, cells, different = tables + 1, rows + told, cells + told * columns, different + unequal
    return tables, rows, cells, different


class Killer:
    """Kills one executor of a cluster on this computer, once, in the middle of the work."""

    def __init__(self) -> None:
        self.killed = 0

    def __call__(self, processes: set[int], said: str) -> None:
        executors = sorted(number for number in processes if EXECUTOR in process_tree.command_line(number))
        if not self.killed and KILLED_AFTER in said and executors:
            self.killed = executors[0]
            os.kill(self.killed, signal.SIGKILL)
            say(f"  killed executor {self.killed}, {len(executors)} were running")


def _received(folder: Path, rows: int, real: Path | None) -> Path:
    raw = folder / (real.name if real else f"{rows}-spark") / "raw"
    reports = raw / "disaster_reports"
    if not reports.is_dir():
        if real:
            shutil.copytree(real, reports, copy_function=shutil.copyfile)
        else:
            say(f"making {rows:,} reports")
            with duckdb.connect(config={"temp_directory": str(raw / "scratch")}) as connection:
                files.write(connection, Plan(rows), reports, "parquet")
    return raw


def _refresh(raw: Path, warehouse: Path, master: str | None, watcher: Killer | None = None) -> Cost:
    shutil.rmtree(warehouse, ignore_errors=True)
    command = [str(Path(sys.executable).with_name("loss-ledger")), "refresh", "--raw", str(raw)]
    engine = ["--engine", "spark", "--spark-master", master] if master else ["--engine", DUCKDB]
    told = [*command, "--warehouse", str(warehouse), *engine]
    spent = process_tree.measured(told, watcher) if watcher else process_tree.measured(told)
    say(f"  {master or DUCKDB}: {spent.wall:.1f} s")
    return spent


def _snapshot(warehouse: Path) -> Path:
    current = Releases(warehouse).current()
    if current is None:
        raise RuntimeError(f"no release in {warehouse}")
    return current.snapshot


def _line(reports: str, engine: str, spent: Cost, *counts: str) -> str:
    cells = [reports, engine, f"{spent.wall:.1f}", f"{spent.cpu:.1f}", f"{spent.memory / 1e9:.2f}", *counts]
    return f"| {' | '.join(cells)} |"
