#!/usr/bin/env python3
"""Loss Ledger from an empty folder, with nothing but Python: set up what is missing, refresh, serve.

    python start.py                  same as `make run`
    python start.py setup|run|test|check|bench [further arguments]
    python start.py spark            adds what `loss-ledger refresh --engine spark` needs besides Java

Standard library only, and written so that an old Python can still read it and say what is wrong.
"""

import sys

if sys.version_info < (3, 11) or sys.maxsize < 2**32:
    sys.exit(
        f"需要 64 位 Python 3.11 或更高版本，当前为 {sys.version.split()[0]}。"
        "请安装后再运行，例如：make run PYTHON=python3.12\n"
        f"Loss Ledger needs a 64-bit Python 3.11 or newer; this is {sys.version.split()[0]}. "
        "Install one and run again, for example: make run PYTHON=python3.12"
    )

import argparse
import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
SCRIPTS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
COMMAND = SCRIPTS / ("loss-ledger.exe" if os.name == "nt" else "loss-ledger")
LOCK = ROOT / "requirements.lock"
STAMP = ENVIRONMENT / "setup-stamp"
SPARK_LOCK, SPARK_SOURCE_LOCK = ROOT / "requirements-spark.lock", ROOT / "requirements-spark-source.lock"
WHEELS = ROOT / "wheels"


class SetupError(Exception):
    """Something the person at the keyboard can put right; the message says how, in Chinese and English."""


def say(zh: str, en: str) -> None:
    print(f"{zh}  {en}", flush=True)


def fingerprint() -> str:
    """Changes whenever the environment has to be set up again: other packages, another Python, a moved folder."""
    parts = [LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_set_up() -> bool:
    return STAMP.is_file() and PYTHON.exists() and COMMAND.exists() and STAMP.read_text() == fingerprint()


@contextlib.contextmanager
def only_one_setup() -> Iterator[None]:
    """Two set-ups in one folder: the second waits. The system frees the lock even if the first one is killed."""
    with (ROOT / ".setup.lock").open("a+b") as handle:
        for attempt in range(1200):
            try:
                take_lock(handle.fileno())
                break
            except OSError:
                if attempt == 0:
                    say("另一个安装正在进行，等待其完成……", "Another set-up is running; waiting for it …")
                time.sleep(0.5)
        else:
            raise SetupError(
                "另一个安装十分钟仍未完成，请关闭它后再试。\n"
                "Another set-up has not finished in ten minutes; close it and try again."
            )
        yield


def take_lock(file_number: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(file_number, 0, os.SEEK_SET)
        msvcrt.locking(file_number, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file_number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def set_up() -> None:
    """Nothing to do, nothing done: a finished set-up costs one hash."""
    if is_set_up():
        return
    with only_one_setup():
        if is_set_up():
            return
        STAMP.unlink(missing_ok=True)
        make_environment()
        install_packages()
        STAMP.write_text(fingerprint())
    say("安装完成。", "Set-up is complete.")


def make_environment() -> None:
    if not environment_works():
        missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
        if missing:
            raise SetupError(
                f"这个 Python 缺少 {'、'.join(missing)} 模块。Debian、统信、麒麟：sudo apt install python3-venv\n"
                f"This Python lacks {', '.join(missing)}. On Debian and its kin: sudo apt install python3-venv"
            )
        if ENVIRONMENT.exists():
            say("现有 .venv 不能使用，重新建立。", "The existing .venv does not work; making it anew.")
            shutil.rmtree(ENVIRONMENT)
        say("建立 Python 环境 .venv ……", "Making the Python environment .venv …")
        run([sys.executable, "-m", "venv", str(ENVIRONMENT)], "无法建立 .venv。", "Cannot make .venv.")
    if not succeeds([str(PYTHON), "-m", "pip", "--version"]):
        run([str(PYTHON), "-m", "ensurepip"], "无法装入 pip。", "Cannot install pip.")


def environment_works() -> bool:
    """The environment starts, and its Python is of the version that runs this script."""
    same_version = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return PYTHON.exists() and succeeds([str(PYTHON), "-c", same_version])


def installer() -> tuple[list[str], list[str]]:
    """The command that installs, and where from."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--no-deps"]
    if not sys.stdout.isatty():
        pip.append("--quiet")  # a person wants to see the download move, a log does not
    return pip, ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else []


def install_packages() -> None:
    pip, source = installer()
    say("安装所需软件包，首次约需几分钟……", "Installing packages; the first time takes a few minutes …")
    run(
        [*pip, *source, "--only-binary", ":all:", "--require-hashes", "-r", str(LOCK)],
        "软件包未能装好。不能上网的计算机请按 README“离线安装”准备 wheels 文件夹；"
        "网络慢或受限时，可用环境变量 PIP_INDEX_URL 指定单位可用的镜像。",
        "The packages could not be installed. Without a network, prepare the wheels folder as README says under "
        "“Offline installation”; behind a slow or closed network, set PIP_INDEX_URL to a mirror you may use.",
    )
    own_package = [*pip, "--no-index", "--no-build-isolation", "--editable", str(ROOT)]
    run(own_package, "未能装入 loss-ledger 本身。", "loss-ledger itself could not be installed.")


def install_spark(_: list[str]) -> int:
    """The optional engine: packages first, then PySpark, which is published as source and built with them."""
    pip, source = installer()
    say("安装 Spark（约 450 MB）……", "Installing Spark (about 450 MB) …")
    sorry = "Spark 未能装好，其余功能不受影响。", "Spark could not be installed; everything else works without it."
    exactly = [*pip, *source, "--require-hashes"]
    run([*exactly, "--only-binary", ":all:", "-r", str(SPARK_LOCK)], *sorry)
    run([*exactly, "--no-build-isolation", "--no-binary", "pyspark", "-r", str(SPARK_SOURCE_LOCK)], *sorry)
    say("安装完成；还需要 Java 17 或更高版本。", "Set-up is complete; Java 17 or newer is needed, too.")
    return 0


def succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run(command: list[str], zh: str, en: str) -> None:
    """One step of the set-up; its own words stay on the screen above ours."""
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SetupError(f"{zh}\n{en}")


def tool(*command: str) -> int:
    return subprocess.run([str(PYTHON), "-m", *command], cwd=ROOT, check=False).returncode


def refresh_and_serve(arguments: list[str]) -> int:
    if subprocess.run([str(COMMAND), "refresh"], cwd=ROOT, check=False).returncode:
        say(
            "本次更新未产生新的当前版本，原因见上；仍打开已有版本。",
            "No new current release, see above; opening what there is.",
        )
    serve = [str(COMMAND), "serve", *arguments]
    if os.name != "nt":  # there the new process would detach from its console
        os.chdir(ROOT)
        os.execv(serve[0], serve)
    return subprocess.run(serve, cwd=ROOT, check=False).returncode


def check(arguments: list[str]) -> int:
    """Every linter speaks, then the worst verdict counts."""
    return max(tool("ruff", "check", *arguments, "."), tool("ruff", "format", "--check", "."), tool("mypy"))


TASKS: dict[str, Callable[[list[str]], int]] = {
    "setup": lambda _: 0,
    "run": refresh_and_serve,
    "test": lambda arguments: tool("pytest", "-n", "2", "--dist", "loadfile", *arguments),
    "check": check,
    "bench": lambda arguments: tool("bench", *arguments),
    "spark": install_spark,
}


def main() -> int:
    for stream in (sys.stdout, sys.stderr):  # a Windows console of another language must not stop the set-up
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a text stream, unless someone replaced it
    parser = argparse.ArgumentParser(description="灾损台账 Loss Ledger")
    parser.add_argument("task", nargs="?", default="run", choices=TASKS, help="默认 run：安装、更新、打开网页")
    task, further = parser.parse_known_args()
    try:
        set_up()
        return TASKS[task.task](further)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
