"""The fixture release, built once for all tests of the pages."""

from pathlib import Path

import pytest

from dashboard import snapshot
from tests.dashboard import snapshots


@pytest.fixture(scope="session")
def built_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with the fixture release."""
    return snapshots.build(tmp_path_factory.mktemp("dashboard") / "warehouse")


@pytest.fixture
def warehouse(built_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as the warehouse that the pages look at."""
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(built_warehouse))
    return built_warehouse


@pytest.fixture
def release(warehouse: Path) -> snapshot.Release:
    """The current release of the fixture."""
    found = snapshot.current()
    assert found is not None
    return found
