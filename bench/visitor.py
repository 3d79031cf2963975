"""A person at the dashboard: clicks the real script's controls, and what each click costs the server.

What is measured of a click is the run of the script in its thread (all runs, where one asks for another) and the
encoding of what it sends; waiting for the test tool, and reading its answer, is not.
"""

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.state.common import TESTING_KEY
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

APP = Path(__file__).resolve().parent.parent / "dashboard" / "app.py"
WAREHOUSE = "LOSS_LEDGER_WAREHOUSE"
TIMEOUT = 300
TRIES = 40


@dataclass
class Meter:
    """Seconds and bytes of the click in hand."""

    wall: float = 0.0
    cpu: float = 0.0
    sent: int = 0

    def install(self) -> None:
        """Measure every run of a script from here on."""
        run_script, run = ScriptRunner._run_script, LocalScriptRunner.run

        def measured(runner: ScriptRunner, data: Any) -> None:
            wall, cpu = time.perf_counter(), time.process_time()
            try:
                run_script(runner, data)
            finally:
                self.wall += time.perf_counter() - wall
                self.cpu += time.process_time() - cpu

        def encoded(runner: LocalScriptRunner, *arguments: Any, **named: Any) -> Any:
            tree = run(runner, *arguments, **named)
            wall, cpu = time.perf_counter(), time.process_time()
            self.sent = sum(len(message.SerializeToString()) for message in runner.forward_msgs())
            self.wall += time.perf_counter() - wall
            self.cpu += time.process_time() - cpu
            return tree

        ScriptRunner._run_script = measured  # type: ignore[assignment, method-assign]
        LocalScriptRunner.run = encoded  # type: ignore[assignment, method-assign]


@dataclass(frozen=True)
class Click:
    """What one click cost."""

    page: str
    action: str
    wall: float
    cpu: float
    sent: int


Action = Callable[["Visitor"], str]


class Visitor:
    """One person at one ledger. Every draw comes from one seed."""

    def __init__(self, warehouse: Path, seed: int, meter: Meter) -> None:
        self._warehouse, self._meter = warehouse, meter
        self.draw = random.Random(seed)
        self.app: AppTest
        self._seen: set[tuple[object, ...]] = set()

    def open(self, page: str) -> Click:
        """Come to a page by its address, without anything chosen."""
        self.app = AppTest.from_file(APP, default_timeout=TIMEOUT)
        if page != "overview":
            self.app.switch_page(f"views/{page}.py")
        return self._run(page, "open")

    def click(self, page: str, action: Action) -> Click | None:
        """Do something that was not done before on this page; None where it cannot be done, or all of it was."""
        for _ in range(TRIES):
            name = action(self)
            state = (page, name, *self._state())
            if name and state not in self._seen:
                self._seen.add(state)
                return self._run(page, name)
        self.app.run()
        return None

    def choose(self, box: Selectbox[Any], position: int) -> None:
        """The entry at a position, as a browser sends it: by its words, which are not formatted again."""
        states = self.app.session_state[TESTING_KEY]
        words, known = states[box.id], set(box.options)
        states[box.id] = lambda value: value if value in known else words(value)
        box.select_index(position)

    def again(self, page: str) -> Click:
        """The same view once more."""
        return self._run(page, "again")

    def _state(self) -> tuple[object, ...]:
        known = (
            self.app.selectbox, self.app.radio, self.app.toggle, self.app.pagination, self.app.date_input,
            self.app.text_input,
        )  # fmt: skip
        shown = tuple((widget.key, str(widget.value)) for widgets in known for widget in widgets)
        return (*shown, tuple(sorted((key, str(value)) for key, value in self.app.query_params.items())))

    def _run(self, page: str, action: str) -> Click:
        os.environ[WAREHOUSE] = str(self._warehouse)
        self._meter.wall = self._meter.cpu = 0.0
        self.app.run()
        if self.app.exception:
            raise RuntimeError(f"{page}, {action}: {self.app.exception[0].value}")
        return Click(page, action, self._meter.wall, self._meter.cpu, self._meter.sent)
