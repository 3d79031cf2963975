"""What the browser tests take from npm: installed once beside package.json, in a folder that git does not know."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock

FOLDER = Path(__file__).parent
MODULES = FOLDER / "node_modules"
INSTALL = ("install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")


def package(name: str) -> Path:
    """The folder of a package, in the version that package.json names; the test is skipped where npm cannot be had."""
    wanted = json.loads((FOLDER / "package.json").read_text("utf-8"))["dependencies"][name]
    with FileLock(FOLDER / ".npm.lock"):
        if installed(name) != wanted:
            install()
    if installed(name) != wanted:
        without(f"npm did not install {name} {wanted}")
    return MODULES / name


def installed(name: str) -> str | None:
    described = MODULES / name / "package.json"
    return json.loads(described.read_text("utf-8"))["version"] if described.is_file() else None


def install() -> None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        without("node and npm are not installed")
    done = subprocess.run([str(npm), *INSTALL], cwd=FOLDER, capture_output=True, text=True, check=False)
    if done.returncode:
        without(f"npm install failed: {done.stderr[-500:]}")


def without(reason: str) -> None:
    """In CI everything is there, or CI is wrong."""
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
