"""Clicks that change something run the `loss-ledger` command: the same words a script would use.

Whether this session's reader may run it is asked here, before anything runs: a page that hides a button only spares
him a no.
"""

import io
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import access, acts, i18n, snapshot
from dashboard.components import rights
from dashboard.i18n import t

LAST_LINES = 8


@dataclass(frozen=True)
class Outcome:
    """What a command said, and whether it succeeded."""

    succeeded: bool
    output: str


def program() -> list[str]:
    """The command beside this interpreter, else what that command calls."""
    names = [Path(sys.executable).with_name(name) for name in ("loss-ledger", "loss-ledger.exe")]
    found = next((str(path) for path in names if path.is_file()), None)
    return [found] if found else [sys.executable, "-c", "import sys; from pipelines.cli import main; sys.exit(main())"]


def environment() -> dict[str, str]:
    """The command works on the warehouse that the pages show, and writes UTF-8."""
    return os.environ | {"LOSS_LEDGER_WAREHOUSE": str(snapshot.warehouse()), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


def as_typed(arguments: Sequence[str]) -> str:
    """The command as a person would type it."""
    return shlex.join(["loss-ledger", *arguments])


def refusal(arguments: Sequence[str]) -> str | None:
    """Why this session's reader may not run a command, in words; None where he may."""
    reader = access.required()
    release = snapshot.current() if reader.region else None
    below = snapshot.ask(release, "subtree", region=reader.region)["region_code"].to_list() if release else []
    why = acts.refusal(reader, arguments, below, access.people())
    return t(f"rights.refused_{why}") if why else None


def run(arguments: Sequence[str], heard: Callable[[str], None] = lambda _: None) -> Outcome:
    """Runs a command to its end, if the reader may; `heard` gets the output so far after every line."""
    refused = refusal(arguments)
    return Outcome(False, refused) if refused else _ran(arguments, heard)


def _ran(arguments: Sequence[str], heard: Callable[[str], None] = lambda _: None) -> Outcome:
    lines: list[str] = []
    with subprocess.Popen(
        [*program(), *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        text=True, encoding="utf-8", errors="replace", env=environment(),
    ) as process:  # fmt: skip
        for text in process.stdout or ():
            lines.append(text.rstrip("\n"))
            heard("\n".join(lines))
    return Outcome(process.returncode == 0, "\n".join(lines))


def told(arguments: Sequence[str], seconds: float) -> Any:
    """What a command prints as JSON; None when it prints none, fails before it does, takes longer, or is refused."""
    if refusal(arguments):
        return None
    try:
        ended = subprocess.run(
            [*program(), *arguments], capture_output=True, stdin=subprocess.DEVNULL, text=True, encoding="utf-8",
            errors="replace", env=environment(), timeout=seconds, check=False,
        )  # fmt: skip
        return json.loads(ended.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None


def export(arguments: Sequence[str]) -> tuple[Outcome, dict[str, bytes]]:
    """Runs an export and gives its files."""
    return with_files(["export", *arguments])


def with_files(arguments: Sequence[str]) -> tuple[Outcome, dict[str, bytes]]:
    """Runs a command that writes into `--out`, a folder of its own, and gives the files."""
    return later(arguments)()


def later(arguments: Sequence[str], name: str = "") -> Callable[[], tuple[Outcome, dict[str, bytes]]]:
    """The same, to be run when this page is done: whether the reader may is asked now. `name` is that of the file, of a
    command that writes one.
    """
    refused = refusal(arguments)
    return partial(_with_files, arguments, name) if refused is None else lambda: (Outcome(False, refused), {})


def _with_files(arguments: Sequence[str], name: str = "") -> tuple[Outcome, dict[str, bytes]]:
    with tempfile.TemporaryDirectory(prefix="loss-ledger-") as folder:
        outcome = _ran([*arguments, "--out", str(Path(folder, name))])
        files = {path.name: path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()}
    return outcome, files


def files_in(folder: Path) -> dict[str, bytes]:
    """The files that lie directly in a folder; none where it is gone."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def zipped(files: dict[str, bytes]) -> bytes:
    """The files as one zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def in_language(output: str) -> str:
    """The half of a message in the reader's language; all of it where the halves cannot be told apart."""
    halves = re.split(r"\n\s*\n", output.strip())
    halves = halves if len(halves) > 1 else output.strip().splitlines()
    if len(halves) != len(i18n.LANGUAGES):
        return output
    return halves[list(i18n.LANGUAGES).index(i18n.language())]


def tell(outcome: Outcome, success: str, failure: str) -> None:
    """How a command ended, with its own words."""
    (st.success if outcome.succeeded else st.error)(success if outcome.succeeded else failure)
    lines = outcome.output.splitlines()
    if lines:
        st.code("\n".join(lines[-LAST_LINES:]), language=None, wrap_lines=True)
    if len(lines) > LAST_LINES:
        with st.expander(t("updates.output")):
            st.code(outcome.output, language=None, wrap_lines=True)


def shown(place: DeltaGenerator, text: str) -> None:
    """What a command said so far."""
    place.code("\n".join(text.splitlines()[-LAST_LINES:]), language=None, wrap_lines=True)


def refresh_button(*, beside: Callable[[], object] = lambda: None) -> None:
    """更新全部数据 in one process, with its output as it comes; `beside` draws what stands next to the button."""
    if not rights.may("refresh"):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        is_pressed = st.button(t("updates.run"), key="refresh", type="primary")
        beside()
    if not is_pressed:
        return
    with st.spinner(t("updates.running")):
        said = st.empty()
        outcome = run(["refresh"], lambda text: shown(said, text))
        said.empty()
    tell(outcome, t("updates.done"), t("updates.failed"))
    if outcome.succeeded:
        st.page_link("views/overview.py", label=t("updates.see"))
