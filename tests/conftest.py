"""What every test may ask for: the real files where they are at hand, and ledger folders that are not the user's."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RECEIVED = Path(os.environ.get("LOSS_LEDGER_TEST_DATA") or ROOT.parent / "shared" / "data")


@pytest.fixture(scope="session")
def received_file() -> Callable[[str], Path]:
    """A real file by its path below LOSS_LEDGER_TEST_DATA; the test is skipped where it is not at hand."""

    def find(name: str) -> Path:
        path = (RECEIVED if RECEIVED.is_absolute() else ROOT / RECEIVED) / name
        if not path.exists():
            pytest.skip(f"no {name} below LOSS_LEDGER_TEST_DATA")
        return path

    return find


@pytest.fixture(scope="session", autouse=True)
def no_test_touches_the_users_ledger(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A test that forgets to name its folders meets two empty ones."""
    folder = tmp_path_factory.mktemp("ledger")
    os.environ["LOSS_LEDGER_RAW"] = str(folder / "raw")
    os.environ["LOSS_LEDGER_WAREHOUSE"] = str(folder / "warehouse")
