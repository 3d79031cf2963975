"""The set-up of a new computer, without making one: what it decides and what it says."""

import ast
import importlib.util
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import start


@contextmanager
def a_folder_of_its_own(folder: Path) -> Iterator[pytest.MonkeyPatch]:
    """start.py as if it lay in `folder`, with an environment that has never been made."""
    (folder / "pyproject.toml").write_text("")
    (folder / "requirements.lock").write_text("")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(start, "ROOT", folder)
        patch.setattr(start, "LOCK", folder / "requirements.lock")
        patch.setattr(start, "ENVIRONMENT", folder / ".venv")
        for name in ("PYTHON", "COMMAND", "STAMP"):
            patch.setattr(start, name, folder / ".venv" / name)
        yield patch


def test_an_old_python_can_read_the_sentence_that_names_its_version() -> None:
    source = Path(start.__file__).read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 7))
    first = next(node for node in tree.body if not isinstance(node, ast.Import | ast.Expr))
    assert isinstance(first, ast.If) and "3.11" in ast.unparse(first)


def test_a_finished_set_up_is_recognised_until_the_lock_changes(tmp_path: Path) -> None:
    with a_folder_of_its_own(tmp_path):
        (tmp_path / ".venv").mkdir()
        for name in ("PYTHON", "COMMAND"):
            (tmp_path / ".venv" / name).touch()
        assert not start.is_set_up()
        start.STAMP.write_text(start.fingerprint())
        assert start.is_set_up()
        start.LOCK.write_text("one more package")
        assert not start.is_set_up()


def test_a_python_without_ensurepip_is_told_what_to_install(tmp_path: Path) -> None:
    with a_folder_of_its_own(tmp_path) as patch:
        patch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
        with pytest.raises(start.SetupError, match="apt install python3-venv"):
            start.make_environment()


def test_a_failed_step_ends_with_a_sentence_not_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with a_folder_of_its_own(tmp_path) as patch:
        patch.setattr(importlib.util, "find_spec", lambda name: None)
        patch.setattr("sys.argv", ["start.py", "setup"])
        assert start.main() == 1
    assert "缺少 venv、ensurepip 模块" in capsys.readouterr().err


def test_of_two_set_ups_at_once_the_second_waits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order: list[str] = []

    def second() -> None:
        with start.only_one_setup():
            order.append("second")

    with a_folder_of_its_own(tmp_path):
        waiting = threading.Thread(target=second)
        with start.only_one_setup():
            waiting.start()
            time.sleep(0.2)
            order.append("first")
        waiting.join(timeout=5)
    assert order == ["first", "second"]
    assert "Another set-up is running" in capsys.readouterr().out
