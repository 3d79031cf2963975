"""The sample, refreshed once for a whole run of the tests, whoever shares it; who writes takes a copy."""

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from tests.bureau import at, without_dagster

FOLDERS = ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME")


def refreshed(factory: pytest.TempPathFactory) -> Path:
    """A folder with `raw` and `warehouse` of the sample."""
    base = factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "sample-ledger"
    with FileLock(f"{shared}.lock"):
        if not shared.is_dir():
            _refresh(shared.with_name("sample-ledger-made"))
            shared.with_name("sample-ledger-made").rename(shared)
    return shared


def copied(factory: pytest.TempPathFactory) -> Path:
    """The same, in a folder of one's own."""
    return Path(shutil.copytree(refreshed(factory), factory.mktemp("ledger") / "of-its-own"))


def _refresh(folder: Path) -> None:
    bureau = at(folder)
    bureau.raw.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        for variable in FOLDERS:
            patch.setenv(variable, "")
        without_dagster(patch)
        bureau.refresh()
