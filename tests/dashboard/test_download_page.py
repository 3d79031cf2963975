"""Download and the filing form on a release that has ledgers and no disaster statistics."""

from pathlib import Path

import duckdb
import pytest

from tests.dashboard import snapshots
from tests.dashboard.test_pages import opened


def ledgers_only(folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "") -> None:
    """A bureau's release made from relief and insurance files alone: no disaster, no statistics, no cut-off."""
    warehouse = snapshots.build(folder, is_sample=False, with_comparison=False, with_history=False)
    with duckdb.connect(str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        for table in ("core.losses", "core.region_losses", "core.events", "core.coverage", "core.candidates",
                      "marts.annual_losses", "marts.losses_by_day", "marts.year_on_year",
                      "marts.loss_composition"):  # fmt: skip
            database.execute(f"delete from {table}")
        database.execute(f"update meta.release set data_through = null; {more}")
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))


@pytest.mark.parametrize("profile", ["annual_summary", "national_wide", "relief_funds"])
def test_years_of_ledgers_can_be_exported_without_any_disaster(
    profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledgers_only(tmp_path, monkeypatch)
    app = opened("download")
    app.radio(key="profile").set_value(profile).run()
    assert not app.exception
    assert {"2026", "2023"} <= set(app.selectbox(key=f"year_{profile}").options)
    assert app.selectbox(key="export_region").options == ["示例市"]


def test_the_form_of_a_filing_opens_without_any_disaster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledgers_only(tmp_path, monkeypatch)
    app = opened("filings")
    assert not app.exception
    assert app.selectbox(key="year_national_wide").value == 2026


def test_a_release_with_nothing_to_export_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    emptied = ("relief_funds", "relief_batches", "relief_supplies", "winter_spring", "house_insurance", "rebuilding")
    ledgers_only(tmp_path, monkeypatch, ";".join(f"delete from marts.{table}" for table in emptied))
    for page in ("download", "filings"):
        app = opened(page)
        assert not app.exception
        assert not [box for box in app.selectbox if str(box.key).startswith("year_")]
        assert "没有可以导出的数据" in "".join(str(one.proto.body) for one in app.html)


@pytest.mark.parametrize(("page", "key"), [("download", "year_annual_summary"), ("filings", "year_national_wide")])
def test_the_year_proposed_is_the_one_in_which_the_reports_end(
    page: str, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stated figures, which may be anybody's, reach further."""
    warehouse = snapshots.build(tmp_path, is_sample=False)
    with duckdb.connect(str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        database.execute("update meta.release set data_through = '2024-12-31'")
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    box = opened(page).selectbox(key=key)
    assert "2026" in box.options
    assert box.value == 2024
