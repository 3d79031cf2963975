"""A bureau that published 西安市's reports once, and again after they moved; every test gets folders of its own."""

import os
import shutil
from pathlib import Path

import pytest

from pipelines.filings import filing
from tests.bureau import Bureau, at, row, without_dagster
from tests.filings.requests import request

FIRST = [
    row(deaths=1),
    row("610117", name="高陵区", on="2020-08-02", deaths=3, people=2, loss="1.25"),
    row(on="2021-07-01", at="2021-08-31", people=200),
    row("610117", name="高陵区", on="2021-08-02", at="2021-08-31", people="x7"),  # type: ignore[arg-type]  # a masked figure
]
MOVED = [
    row(deaths=1, people=150),
    row("610117", name="高陵区", on="2020-08-02", deaths=3, people="abc", loss="1.25"),  # type: ignore[arg-type]  # no number
    *FIRST[2:],
]


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two floods of 2020 without an error, and one of 2021 with a masked figure."""
    bureau = at(tmp_path_factory.mktemp("first"))
    bureau.put("a.csv", FIRST)
    _refresh(bureau)
    return bureau.raw.parent


@pytest.fixture(scope="session")
def moved(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2020 was filed; then its figures moved, one is no number, and a file came that nobody recognises."""
    bureau = _copy(first, tmp_path_factory.mktemp("moved"))
    filing.make(request("form_vertical"), bureau.raw, bureau.warehouse)
    bureau.put("a.csv", MOVED)
    (bureau.raw / "disaster_reports" / "junk.csv").write_text("hello,world\n1,2\n", encoding="utf-8")
    _refresh(bureau)
    held = bureau.releases.held()
    assert held is not None
    bureau.releases.make_current(held)
    return bureau.raw.parent


@pytest.fixture
def bureau(first: Path, tmp_path: Path) -> Bureau:
    """The first release, in folders of the test's own."""
    return _copy(first, tmp_path)


@pytest.fixture
def moved_bureau(moved: Path, tmp_path: Path) -> Bureau:
    """The second release, in folders of the test's own."""
    return _copy(moved, tmp_path)


@pytest.fixture
def refreshing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test refreshes."""
    for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
        monkeypatch.setenv(variable, os.environ.get(variable, ""))
    without_dagster(monkeypatch)


def _copy(source: Path, target: Path) -> Bureau:
    for name in ("raw", "warehouse"):
        shutil.copytree(source / name, target / name)
    return at(target)


def _refresh(bureau: Bureau) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
            patch.setenv(variable, "")
        without_dagster(patch)
        bureau.refresh()
