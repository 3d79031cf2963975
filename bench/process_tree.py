"""A command with all the processes it starts: what they take together. Linux only: it is read from /proc."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
PAUSE = 0.3
Watcher = Callable[[set[int], str], None]
"""Hears of the processes of the command and of what it has said so far."""


@dataclass(frozen=True)
class Cost:
    """Seconds, processor seconds, and the largest memory of all processes together, in bytes."""

    wall: float
    cpu: float
    memory: int


def measured(command: Sequence[str], watcher: Watcher = lambda processes, said: None) -> Cost:
    """Run a command to its end. Raises RuntimeError with what it said where it fails."""
    with tempfile.NamedTemporaryFile() as output:
        started, spent, memory = time.perf_counter(), dict[int, float](), 0
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        while process.poll() is None:
            tree = processes_of(process.pid)
            spent |= {number: seconds(number) for number in tree}
            memory = max(memory, sum(map(resident, tree)))
            watcher(tree, Path(output.name).read_text("utf-8", "replace"))
            time.sleep(PAUSE)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}\n{Path(output.name).read_text('utf-8', 'replace')[-4000:]}")
    return Cost(time.perf_counter() - started, sum(spent.values()), memory)


def processes_of(root: int) -> set[int]:
    """The process and all below it."""
    parents = {int(entry.name): parent(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    tree = {root}
    while more := {number for number, above in parents.items() if above in tree} - tree:
        tree |= more
    return tree


def parent(number: int) -> int:
    """The process that started this one; 0 where it is gone."""
    told = _stat(number)
    return int(told[1]) if told else 0


def seconds(number: int) -> float:
    """Processor seconds of a process so far."""
    told = _stat(number)
    return (int(told[11]) + int(told[12])) / TICKS if told else 0.0


def resident(number: int) -> int:
    """Memory that a process holds."""
    told = _stat(number)
    return int(told[21]) * PAGE if told else 0


def command_line(number: int) -> str:
    """What a process was started as."""
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _stat(number: int) -> list[str]:
    """The fields after the name of the process, which may hold anything."""
    try:
        return Path(f"/proc/{number}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
