"""The largest disaster of each year: one without a date belongs to what the year has, not to a part of it."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dashboard import snapshot
from dashboard.components import trend_table
from dashboard.filters import Selection
from dashboard.page import Page
from dashboard.periods import period_of
from tests.dashboard import snapshots

LOSS, UNDATED = "direct_economic_loss", Decimal(900_000)


@pytest.fixture
def undated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release in which the largest disasters of 2025 and 2026 bear no date."""
    warehouse = snapshots.build(tmp_path)
    with duckdb.connect(str(warehouse / "published" / snapshots.RELEASE / "snapshot.duckdb")) as database:
        database.execute(
            """insert into core.region_losses by name
            select * replace (null::date as occurred_on, 'undated-' || year as event_id, $1 as direct_economic_loss)
            from core.region_losses where region_code = '990100' and year in (2025, 2026)
            qualify row_number() over (partition by year order by event_id) = 1""",
            [UNDATED],
        )
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(warehouse))


@pytest.mark.parametrize(
    ("kind", "year", "found"),
    [
        ("half_year", 2026, set()), ("half_year", 2025, set()), ("flood_season", 2026, set()),
        ("year_to_date", 2026, {2026}), ("year_to_date", 2025, set()), ("year", 2025, {2025}),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("undated")
def test_a_disaster_without_a_date_counts_where_the_figure_of_the_year_has_it(
    kind: str, year: int, found: set[int]
) -> None:
    release = snapshot.current()
    assert release is not None
    period = period_of(kind, year, snapshots.CUT_OFF, ("06-01", "09-30"))
    rows = trend_table.largest_of_years(Page(release, Selection(period, snapshots.OWN, "all")), LOSS)
    assert set(rows.columns) == {"year", "value", "occurred_on", "hazard_key"}
    assert {row["year"] for row in rows.to_dicts() if row["value"] == UNDATED} == found
