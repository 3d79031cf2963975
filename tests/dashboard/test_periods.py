"""Parts of a year, and what is on offer."""

from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import controls, filters, snapshot
from dashboard.periods import day_of, default_kind, ordered_kinds, period_of
from tests.dashboard import snapshots

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
CUT_OFF = date(2026, 7, 12)
SEASON = ("06-01", "09-30")


def test_the_open_year_runs_to_the_cut_off_of_the_data() -> None:
    period = period_of("year_to_date", 2026, CUT_OFF, SEASON)
    assert (period.first, period.last) == (date(2026, 1, 1), CUT_OFF)
    assert period.is_open
    assert period.is_whole_ledger


def test_a_past_year_to_date_ends_on_the_same_day() -> None:
    period = period_of("year_to_date", 2024, CUT_OFF, SEASON, "07-12")
    assert (period.last, period.is_open, period.is_whole_ledger) == (date(2024, 7, 12), False, False)


def test_the_flood_season_of_the_open_year_stops_at_the_cut_off() -> None:
    assert period_of("flood_season", 2026, CUT_OFF, SEASON).last == CUT_OFF
    assert period_of("flood_season", 2025, CUT_OFF, SEASON).last == date(2025, 9, 30)
    assert not period_of("flood_season", 2026, CUT_OFF, SEASON).is_whole_ledger


def test_the_first_half_of_an_open_year_is_answered_by_days() -> None:
    assert not period_of("half_year", 2026, CUT_OFF, SEASON).is_whole_ledger
    assert period_of("half_year", 2026, date(2026, 5, 1), SEASON).is_whole_ledger


def test_the_29th_of_february_has_a_day_in_every_year() -> None:
    assert day_of(2024, "02-29") == date(2024, 2, 29)
    assert day_of(2025, "02-29") == date(2025, 2, 28)


def test_an_open_year_is_shown_to_date_and_a_closed_one_whole() -> None:
    kinds = {"year", "year_to_date", "half_year", "flood_season"}
    assert ordered_kinds(kinds, is_open=True) == ["year_to_date", "half_year", "flood_season"]
    assert ordered_kinds(kinds, is_open=False)[0] == "year"
    assert default_kind(["half_year"], is_open=True) == "half_year"


def test_regions_stand_in_the_order_of_the_tree_own_first() -> None:
    regions = pl.DataFrame(
        {
            "region_code": ["610000", "610100", "610102", "610300", "610302"],
            "parent_code": [None, "610000", "610100", "610000", "610300"],
        }
    )
    assert filters.tree_order(regions, "610000") == {"610000": 0, "610100": 1, "610102": 2, "610300": 1, "610302": 2}
    assert list(filters.tree_order(regions, "610300")) == ["610300", "610302"]
    assert next(iter(filters.tree_order(regions, "999999"))) == "610000"


def test_a_link_with_nonsense_gives_the_default() -> None:
    assert controls.whole_number("2024") == 2024
    assert controls.whole_number("20x4") == -1


def test_two_regions_of_one_name_can_each_be_chosen_from_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = snapshots.build(tmp_path)
    first, second = list(snapshots.COUNTIES)[:2]
    with duckdb.connect(str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        database.execute("update core.regions set name_zh = '桥西区' where region_code in (?, ?)", [first, second])
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))
    release = snapshot.current()
    assert release is not None
    offered = filters.offered(release, "regions", "zh")
    assert offered is not None
    assert len(set(offered.names.values())) == len(offered.names)
    assert offered.names[first].strip() == f"桥西区（{first}）"  # the region above is the same, too

    app = AppTest.from_file(APP, default_timeout=60).run()
    for code in (first, second):
        app.selectbox(key="pick_region").select(code).run()
        assert not app.exception
        assert app.query_params["region"] == code
