"""A full rebuild and what follows it, against the floor and against pandas.

    python -m bench rebuild [--rows 1000000 10000000] [--kind csv|parquet] [--runs 3] [--folder DIR] [--without pandas]

For each number of reports the same files are read by turns: by the floor (`bench/floor.py`), by `loss-ledger refresh`
with an empty warehouse, and by pandas; then a refresh finds nothing new, and another finds one new file of one year and
prefecture. Wall and processor seconds and the largest memory of each are medians over the runs.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench import files
from bench.pages import machine, say
from bench.reports import Plan

FLOOR, REFRESH, PANDAS, NOTHING, ONE_FILE = "floor", "refresh", "pandas", "nothing new", "one new file"
AFTER = (NOTHING, ONE_FILE)
HEADINGS = ("reports", "what", "wall s", "CPU s", "peak GB", "of the floor", "of the rebuild")


@dataclass(frozen=True)
class Cost:
    """What one run of a command cost: seconds, processor seconds, and the largest memory of a process in bytes."""

    wall: float
    cpu: float
    memory: int


def main(arguments: Sequence[str]) -> None:
    """Make the files, run everything by turns, print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench rebuild")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--kind", choices=files.KINDS, default="parquet")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--without", nargs="*", default=[], choices=[PANDAS, REFRESH, *AFTER])
    given = parser.parse_args(arguments)
    print(machine())
    print(f"| {' | '.join(HEADINGS)} |\n|{' --- |' * len(HEADINGS)}")
    with tempfile.TemporaryDirectory() as temporary:
        for rows in given.rows:
            found = measure(given.folder or Path(temporary), rows, given.kind, given.runs, given.without)
            for line in table(rows, found):
                print(line, flush=True)


def measure(folder: Path, rows: int, kind: str, runs: int, without: Sequence[str]) -> dict[str, list[Cost]]:
    """Every command so many times, by turns."""
    received = folder / f"{rows}-{kind}" / "raw" / "disaster_reports"
    further = received.parent.parent / f"further.{kind}"
    if not received.is_dir():
        say(f"making {rows:,} reports")
        with duckdb.connect() as connection:
            files.write(connection, Plan(rows), received, kind)
            files.write_further(connection, further, kind)
    found: dict[str, list[Cost]] = {}
    for _ in range(runs):
        for name in (FLOOR, REFRESH, PANDAS, *AFTER):
            if name not in without:
                found.setdefault(name, []).append(cost(name, received, further))
                say(f"  {name}: {found[name][-1].wall:.1f} s")
        (received / further.name).unlink(missing_ok=True)
    return found


def cost(name: str, received: Path, further: Path) -> Cost:
    """One run of one command. What follows a rebuild is measured on the warehouse that the rebuild left."""
    warehouse = received.parent.parent / "warehouse"
    ledger = ["--raw", str(received.parent), "--warehouse", str(warehouse)]
    refresh = [str(Path(sys.executable).with_name("loss-ledger")), "refresh", *ledger]
    if name == REFRESH:
        shutil.rmtree(warehouse, ignore_errors=True)
        (received.parent / "receipts.csv").unlink(missing_ok=True)
        shutil.rmtree(received.parent / "archive", ignore_errors=True)
    if name == ONE_FILE:
        shutil.copy(further, received / further.name)
    if name in (REFRESH, *AFTER):
        return measured(refresh)
    with tempfile.TemporaryDirectory(dir=warehouse.parent) as out:
        module, target = ("bench.floor", f"{out}/floor.duckdb") if name == FLOOR else ("bench.plain_pandas", out)
        return measured([sys.executable, "-m", module, str(received), target])


def measured(command: Sequence[str]) -> Cost:
    """Run a command to its end. Raises RuntimeError with what it said where it fails."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)}\n{output.read().decode(errors='replace')[-4000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def table(rows: int, found: dict[str, list[Cost]]) -> list[str]:
    """One line per command, as Markdown."""
    medians = {
        name: Cost(*(statistics.median(getattr(one, part) for one in costs) for part in ("wall", "cpu", "memory")))
        for name, costs in found.items()
    }
    lines = []
    for name, one in medians.items():
        ratios = [
            f"{one.wall / medians[other].wall:.3g}" if other in medians and other != name else ""
            for other in (FLOOR, REFRESH)
        ]
        cells = [f"{rows:,}", name, f"{one.wall:.1f}", f"{one.cpu:.1f}", f"{one.memory / 1e9:.2f}", *ratios]
        lines.append(f"| {' | '.join(cells)} |")
    return lines
