"""A full rebuild and what follows it, against the floor and against pandas.

    python -m bench rebuild [--rows 1000000 3000000 10000000] [--kind csv|parquet] [--runs 3] [--folder DIR]
                            [--without pandas …]

For each number of reports the same files are read by turns: by the floor (`bench/floor.py`), by `loss-ledger refresh`
with an empty warehouse, and by pandas. Then the figures are exported, and refreshes find nothing new, a new setting,
one new file of one year and prefecture, and one of all years and prefectures. Wall and processor seconds and the
largest memory of each are medians over the runs; the last column says how a cost grows from the smallest number on.
"""

import argparse
import multiprocessing
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

FLOOR, REFRESH, PANDAS = "floor", "refresh", "pandas"
NOTHING, EXPORT, SETTING = "nothing new", "export", "a setting"
FURTHER = {"one new file": files.ONE_PREFECTURE, "one new file of all": files.ANYWHERE}
"""What a refresh finds after the rebuild, and the reports that the file holds."""
AFTER = (NOTHING, EXPORT, SETTING, *FURTHER)
REPORTS, BUREAU = "raw/disaster_reports", "raw/reference/bureau.toml"
PROFILE = "annual_summary"
HEADINGS = ("reports", "what", "wall s", "CPU s", "peak GB", "of the floor", "of the rebuild", "of the fewest reports")


@dataclass(frozen=True)
class Cost:
    """What one run of a command cost: seconds, processor seconds, and the largest memory of a process in bytes."""

    wall: float
    cpu: float
    memory: int


def main(arguments: Sequence[str]) -> None:
    """Make the files, run everything by turns, print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench rebuild")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 3_000_000, 10_000_000])
    parser.add_argument("--kind", choices=files.KINDS, default="parquet")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--without", nargs="*", default=[], choices=[PANDAS, REFRESH, *AFTER])
    given = parser.parse_args(arguments)
    print(machine())
    print(f"| {' | '.join(HEADINGS)} |\n|{' --- |' * len(HEADINGS)}")
    fewest: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for rows in sorted(given.rows):
            medians = of_runs(measure(given.folder or Path(temporary), rows, given.kind, given.runs, given.without))
            fewest = fewest or medians
            for line in table(rows, medians, fewest):
                print(line, flush=True)


def measure(folder: Path, rows: int, kind: str, runs: int, without: Sequence[str]) -> dict[str, list[Cost]]:
    """Every command so many times, by turns."""
    place = folder / f"{rows}-{kind}"
    if not place.is_dir():
        say(f"making {rows:,} reports")
        # By a process of its own: the system counts the memory of this one among that of the commands it starts.
        maker = multiprocessing.get_context("spawn").Process(target=_make, args=(place, rows, kind))
        maker.start()
        maker.join()
    found: dict[str, list[Cost]] = {}
    for _ in range(runs):
        for name in (FLOOR, REFRESH, PANDAS, *AFTER):
            if name not in without:
                found.setdefault(name, []).append(cost(name, place, kind))
                say(f"  {name}: {found[name][-1].wall:.1f} s")
    return found


def _make(place: Path, rows: int, kind: str) -> None:
    # What does not fit into memory goes beside the files, not into whatever folder this is run from.
    with duckdb.connect(config={"temp_directory": str(place / "scratch")}) as connection:
        files.write(connection, Plan(rows), place / REPORTS, kind)
        for name, where in FURTHER.items():
            files.write_further(connection, place / f"{name}.{kind}", kind, where)


def cost(name: str, place: Path, kind: str) -> Cost:
    """One run of one command. What follows a rebuild is measured on the warehouse that the rebuild left."""
    received, warehouse = place / REPORTS, place / "warehouse"
    command = str(Path(sys.executable).with_name("loss-ledger"))
    if name in (FLOOR, PANDAS, EXPORT):
        with tempfile.TemporaryDirectory(dir=place) as out:
            module = {FLOOR: "bench.floor", PANDAS: "bench.plain_pandas"}.get(name, "")
            target = f"{out}/floor.duckdb" if name == FLOOR else f"{out}/files"
            export = [command, "export", PROFILE, "--out", target, "--warehouse", str(warehouse)]
            return measured(export if name == EXPORT else [sys.executable, "-m", module, str(received), target])
    if name == REFRESH:
        _begin_anew(place, kind)
    if name == SETTING:
        (place / BUREAU).parent.mkdir(exist_ok=True)
        (place / BUREAU).write_text('rounding = "half_up"\n', encoding="utf-8")
    if name in FURTHER:
        shutil.copy(place / f"{name}.{kind}", received)
    return measured([command, "refresh", "--raw", str(place / "raw"), "--warehouse", str(warehouse)])


def _begin_anew(place: Path, kind: str) -> None:
    """As before the first refresh: the files of the history, and nothing else."""
    for folder in (place / "warehouse", place / "raw" / "archive", (place / BUREAU).parent):
        shutil.rmtree(folder, ignore_errors=True)
    for file in (place / "raw" / "receipts.csv", *(place / REPORTS / f"{name}.{kind}" for name in FURTHER)):
        file.unlink(missing_ok=True)


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


def of_runs(found: dict[str, list[Cost]]) -> dict[str, Cost]:
    """The median of each figure of each command."""
    return {
        name: Cost(*(statistics.median(getattr(one, part) for one in costs) for part in ("wall", "cpu", "memory")))
        for name, costs in found.items()
    }


def table(rows: int, medians: dict[str, Cost], fewest: dict[str, Cost]) -> list[str]:
    """One line per command, as Markdown."""
    lines = []
    for name, one in medians.items():
        others = (medians.get(FLOOR), medians.get(REFRESH), fewest.get(name))
        ratios = [f"{one.wall / other.wall:.3g}" if other and other is not one else "" for other in others]
        cells = [f"{rows:,}", name, f"{one.wall:.1f}", f"{one.cpu:.1f}", f"{one.memory / 1e9:.2f}", *ratios]
        lines.append(f"| {' | '.join(cells)} |")
    return lines
