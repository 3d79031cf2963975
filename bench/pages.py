"""Server time of the dashboard's pages, with few and with many reports behind them.

    python -m bench pages [--rows 100000 10000000] [--folder DIR] [--reuse] [--clicks 40] [--seed 1]

A person walks through every page of both ledgers, by turns, in one process: each click asks what was not asked before
(cold), then the same view is drawn once more (warm); before a page's first click everything is forgotten, as it is
after a new release (first). The ledgers are made where `--folder` has none yet.
"""

import argparse
import logging
import math
import os
import platform
import resource
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import releases
from bench.reports import Plan
from bench.visitor import Click, Meter, Visitor
from bench.walks import WALKS

FIRST, COLD, WARM = "first", "cold", "warm"
HEADINGS = (
    "page",
    "clicks",
    "p50 ms",
    "",
    "p95 ms",
    "",
    "ratio",
    "CPU p95 ms",
    "",
    "warm p95 ms",
    "",
    "first ms",
    "",
    "KB",
    "",
)


@dataclass(frozen=True)
class Measured:
    """One click of one kind at one size."""

    rows: int
    kind: str
    click: Click


def main(arguments: Sequence[str]) -> None:
    """Make or find the ledgers, walk, print."""
    parser = argparse.ArgumentParser(prog="python -m bench pages")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 10_000_000])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--clicks", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reuse", action="store_true", help="also ledgers that another version of the software made")
    parser.add_argument("--pages", nargs="+", default=list(WALKS))
    given = parser.parse_args(arguments)
    logging.disable(logging.WARNING)  # that there is no browser is known
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        ledgers = {
            rows: releases.built(folder, Plan(rows), say, is_reused=given.reuse).warehouse for rows in given.rows
        }
        print(machine())
        found = walk(ledgers, given.pages, given.clicks, given.seed)
    for line in table(found, given.rows):
        print(line)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB; {load()}")


def say(words: str) -> None:
    """Progress, which is no part of the answer."""
    print(words, flush=True)


def walk(ledgers: dict[int, Path], pages: Iterable[str], clicks: int, seed: int) -> list[Measured]:
    """Every page at every size, by turns."""
    from dashboard import filters, labels, snapshot

    meter = Meter()
    meter.install()
    found: list[Measured] = []
    for page in pages:
        visitors = {rows: Visitor(warehouse, seed, meter) for rows, warehouse in ledgers.items()}
        for rows, visitor in visitors.items():
            visitor.open(page)  # modules are imported and codebooks read once in the life of a server
            snapshot.forget()
            filters.offered.cache_clear()
            labels.words_of.cache_clear()
            found.append(Measured(rows, FIRST, visitor.open(page)))
        for n in range(clicks):
            for rows, visitor in visitors.items():
                if not WALKS[page]:
                    snapshot.forget_answers()
                    found.append(Measured(rows, COLD, visitor.again(page)))
                elif (click := visitor.click(page, WALKS[page][n % len(WALKS[page])])) is not None:
                    found.append(Measured(rows, COLD, click))
                else:
                    continue
                found.append(Measured(rows, WARM, visitor.again(page)))
        say(f"  {page}: {len(found)} clicks, {load()}")
    return found


def table(found: Sequence[Measured], sizes: Sequence[int]) -> list[str]:
    """One line per page and one for all, as a Markdown table."""
    pages = list(dict.fromkeys(one.click.page for one in found))
    head = f"| {' | '.join(HEADINGS)} |"
    lines = [f"Left {sizes[0]:,} reports, right {sizes[-1]:,}.", "", head, "|" + " --- |" * len(HEADINGS)]
    for name in (*pages, "all"):
        of_page = [one for one in found if name in ("all", one.click.page)]
        lines.append(f"| {' | '.join(line(name, of_page, sizes))} |")
    return lines


def line(name: str, found: Sequence[Measured], sizes: Sequence[int]) -> list[str]:
    """The cells of one page."""
    few, many = sizes[0], sizes[-1]

    def said(kind: str, share: float, what: str = "wall") -> list[float]:
        return [percentile([getattr(o.click, what) for o in found if (o.rows, o.kind) == (rows, kind)], share)
                for rows in (few, many)]  # fmt: skip

    p95 = said(COLD, 0.95)
    counted = sum((one.rows, one.kind) == (many, COLD) for one in found)
    cells = [*said(COLD, 0.5), *p95]
    ratio = f"{p95[1] / p95[0]:.2f}" if p95[0] else "—"
    rest = [*said(COLD, 0.95, "cpu"), *said(WARM, 0.95), *said(FIRST, 0.95)]
    sent = [f"{size / 1000:.0f}" for size in said(COLD, 0.95, "sent")]
    return [name, str(counted), *map(milliseconds, cells), ratio, *map(milliseconds, rest), *sent]


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share does not exceed; 0 where there is none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def machine() -> str:
    """What it was measured on."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {load()}"


def load() -> str:
    """What else the machine is doing."""
    return f"load {os.getloadavg()[0]:.1f}, {time.strftime('%H:%M')}" if hasattr(os, "getloadavg") else ""
