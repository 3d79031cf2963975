"""How long `loss-ledger check` takes on one export, as a multiple of loading polars and DuckDB and plainly reading it.

    python -m bench checks [--rows 2000] [--runs 5]

The file is a national list of counties with their townships, the 合计 line and all 66 figures, as .csv and as .xlsx.
Both programs start anew for every run and take turns; the ratio is that of the medians.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.pages import machine
from bench.rebuild import Cost, measured
from pipelines import sample

YEARS = (2021, 2022, 2023, 2024)
LINES_PER_RECORD = 3.58
"""A county record and its townships: so that about as many rows come out as were asked for."""
HEADINGS = ("file", "what", "wall s", "CPU s", "ratio of wall", "ratio of CPU")
READ = {
    ".csv": "import polars, duckdb; polars.read_csv({!r}, skip_rows=1, infer_schema=False)",
    ".xlsx": "import polars, duckdb; from python_calamine import CalamineWorkbook; "
    "rows = CalamineWorkbook.from_path({!r}).get_sheet_by_index(0).to_python(); "
    "polars.DataFrame([[str(cell) for cell in row] for row in rows], orient='row')",
}


def main(arguments: Sequence[str]) -> None:
    """Make the files, run both programs by turns, print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench checks")
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args(arguments)
    print(machine())
    print(f"| {' | '.join(HEADINGS)} |\n|{' --- |' * len(HEADINGS)}")
    with tempfile.TemporaryDirectory() as folder:
        for suffix in READ:
            export = Path(folder) / f"export{suffix}"
            sample.national_export(export, records=round(given.rows / LINES_PER_RECORD), years=YEARS)
            for line in table(suffix, *by_turns(export, given.runs)):
                print(line, flush=True)


def by_turns(export: Path, runs: int) -> tuple[Cost, Cost]:
    """The medians of plainly reading the file, and of checking it."""
    plain = [sys.executable, "-c", READ[export.suffix].format(str(export))]
    command = str(Path(sys.executable).with_name("loss-ledger"))
    check = [command, "check", str(export), "--raw", str(export.parent / "raw")]
    found = [(measured(plain), measured(check)) for _ in range(runs)]
    read, checked = (median(costs) for costs in zip(*found, strict=True))
    return read, checked


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each part."""
    return Cost(*(statistics.median(getattr(cost, part) for cost in costs) for part in ("wall", "cpu", "memory")))


def table(suffix: str, read: Cost, checked: Cost) -> list[str]:
    """Two lines, as Markdown."""
    ratios = f"{checked.wall / read.wall:.1f} | {checked.cpu / read.cpu:.1f}"
    return [
        f"| {suffix} | load and read | {read.wall:.2f} | {read.cpu:.2f} | | |",
        f"| {suffix} | check | {checked.wall:.2f} | {checked.cpu:.2f} | {ratios} |",
    ]
