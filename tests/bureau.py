"""A bureau of its own in a temporary folder: files dropped into raw/, refreshed without Dagster's pages around it."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import build, inputs, publishing, reading_run, refreshing
from pipelines.inputs import Inputs
from pipelines.progress import Listener, nobody
from pipelines.refreshing import Refreshed
from pipelines.releases import Release, Releases

REPORTS = "disaster_reports"
COLUMNS = "region_code,region_name,hazard_key,occurred_at,as_of,deaths,affected_population,direct_economic_loss"
Row = tuple[str, str, str, str, str, int, int, str]


def row(  # noqa: PLR0913 - one figure each, all by name
    code: str = "610116", *, name: str = "长安区", on: str = "2020-07-01", at: str = "2020-12-31", deaths: int = 0,
    people: int = 100, loss: str = "10.5",
) -> Row:  # fmt: skip
    """One report of a flood in 西安市长安区, unless said otherwise."""
    return code, name, "flood", f"{on} 08:00:00", f"{at} 00:00:00", deaths, people, loss


OLD_YEAR = row()
OPEN_YEAR = row(on="2021-07-01", at="2021-08-31", people=200)


@dataclass(frozen=True)
class Bureau:
    """The two folders, and what is usually done with them."""

    raw: Path
    warehouse: Path

    def put(self, name: str, rows: Sequence[Row]) -> Path:
        """Drop a tidy CSV file into raw/, with a last change some time ago, as most files have."""
        file = self.raw / REPORTS / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join([COLUMNS, *(",".join(map(str, r)) for r in rows), ""]), encoding="utf-8")
        past = time.time() - 3600
        os.utime(file, (past, past))
        return file

    def refresh(self) -> Refreshed:
        """As `loss-ledger refresh`."""
        return refreshing.refresh(self.raw, self.warehouse, nobody)

    @property
    def releases(self) -> Releases:
        """What was published."""
        return Releases(self.warehouse)

    @property
    def current(self) -> Release:
        """The release that readers see."""
        release = self.releases.current()
        assert release is not None
        return release

    def ask(self, sql: str, release: Release | None = None) -> list[tuple[Any, ...]]:
        """A question to a release, by default the current one."""
        with duckdb.connect(str((release or self.current).snapshot), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def people(self, year: int = 2020, region: str = "610116") -> int | None:
        """受灾人口 of one year and region in the current release."""
        found = self.ask(
            f"select affected_population from marts.annual_losses where hazard_key = 'all' and year = {year} "
            f"and region_code = '{region}'"
        )
        return found[0][0] if found else None


def without_dagster(monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps of the job one after the other: the same code as the assets run, without their bookkeeping."""

    def run_assets(stock: Inputs, listener: Listener) -> None:
        raw, folder = Path(os.environ["LOSS_LEDGER_RAW"]), Path(os.environ["LOSS_LEDGER_WAREHOUSE"])
        inputs.save(stock, folder)
        with build.opened(folder) as warehouse:
            reading_run.read_all(warehouse, inputs.load(folder), raw, listener)
            for name in build.published_models():
                build.materialise(warehouse, name)
            publishing.publish(warehouse, raw, stock, reading_run.is_sample_loaded(warehouse))

    monkeypatch.setattr(refreshing, "_run_assets", run_assets)


def at(folder: Path) -> Bureau:
    """A bureau in this folder."""
    return Bureau(folder / "raw", folder / "warehouse")
