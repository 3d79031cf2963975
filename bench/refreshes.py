"""How long a refresh takes, as a multiple of plainly reading the same spreadsheets.

    python -m bench refreshes [--records 200 1000 4000]

One row of the table: one ledger with one national export of so many county records (and their townships). The ratio
tells more than the seconds, which belong to the computer they were measured on.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import polars as pl
from python_calamine import CalamineWorkbook

from pipelines import sample

T = TypeVar("T")
YEARS = (2021, 2022, 2023, 2024)
HEADINGS = ("records", "rows", "plain read s", "refresh s", "ratio", "nothing new s")


def main(arguments: Sequence[str]) -> None:
    """Measure every size and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench refreshes")
    parser.add_argument("--records", type=int, nargs="+", default=[200, 1000, 4000])
    print(" ".join(f"{heading:>14}" for heading in HEADINGS))
    for records in parser.parse_args(arguments).records:
        with tempfile.TemporaryDirectory() as folder:
            print(" ".join(f"{cell:>14}" for cell in measure(Path(folder), records)), flush=True)


def measure(folder: Path, records: int) -> tuple[str, ...]:
    """The cells of one row."""
    export = folder / "raw" / "disaster_reports" / "export.xlsx"
    export.parent.mkdir(parents=True)
    sample.national_export(export, records=records, years=YEARS)
    rows, plain = timed(lambda: plainly_read(export))
    first, cold = timed(lambda: refresh(folder))
    second, warm = timed(lambda: refresh(folder))
    if first["release"] != second["release"]:
        sys.exit("the second refresh made another release")
    return str(records), str(rows), f"{plain:.2f}", f"{cold:.2f}", f"{cold / plain:.1f}", f"{warm:.2f}"


def plainly_read(export: Path) -> int:
    """The floor: the cells of the file as one table of text."""
    cells = CalamineWorkbook.from_path(export).get_sheet_by_index(0).to_python()
    return pl.DataFrame([[str(cell) for cell in row] for row in cells], orient="row").height


def refresh(folder: Path) -> dict[str, object]:
    """What the command says about itself; its start-up is part of what a person waits for."""
    command = [str(Path(sys.executable).with_name("loss-ledger")), "refresh", "--json"]
    ledger = ["--raw", str(folder / "raw"), "--warehouse", str(folder / "warehouse")]
    said = subprocess.run([*command, *ledger], capture_output=True, check=True, encoding="utf-8").stdout
    answer: dict[str, object] = json.loads(said.strip().splitlines()[-1])
    return answer


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """The answer and the seconds it took."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start
