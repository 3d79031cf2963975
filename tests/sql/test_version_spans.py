"""What was known of each record on each day: the spans say what the reports received by then say themselves."""

from datetime import datetime
from pathlib import Path

import pytest

from pipelines import clock
from pipelines.raw_store import RawStore
from tests.bureau import Bureau, at, row, without_dagster

DAYS = range(1, 8)
BEST_RECEIVED_BY = """
    with received as (
        select v.*, row_number() over (
            partition by v.event_id, v.record_code
            order by v.as_of desc nulls last,
                case v.stage when 'final' then 3 when 'update' then 2 when 'initial' then 1 else 0 end desc,
                v.reported_at desc nulls last, v.source_id, v.source_locator
        ) as version_rank
        from core.report_versions v
        where v.received_at::date <= date '{day}' and (v.gone_at is null or v.gone_at::date > date '{day}')
    ),
    repeats as (
        select distinct c.source_id, c.source_locator
        from core.candidates c
        join core.report_versions o on o.source_id = c.other_source_id and o.source_locator = c.other_source_locator
        where o.received_at::date <= date '{day}' and (o.gone_at is null or o.gone_at::date > date '{day}')
    )
    select r.source_id, r.source_locator, h.source_id is not null
    from received r left join repeats h using (source_id, source_locator)
    where version_rank = 1 order by all
"""
BY_SPAN = """
    select source_id, source_locator, held_out from core.version_spans
    where known_from::date <= date '{day}' and (known_to is null or known_to::date > date '{day}') order by all
"""


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    """Three reports on one flood, one taken away again; the same flood of another list; another flood."""
    for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
        monkeypatch.setenv(variable, "")
    without_dagster(monkeypatch)
    made = at(tmp_path)

    def look(day: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(2021, 8, day, 9, 30))
        RawStore(made.raw, made.warehouse, settle=0).scan()

    first = row(on="2021-07-20", at="2021-07-21")
    made.put("first.csv", [first, row(on="2021-06-02", at="2021-07-21", people=7)])
    look(1)
    second = made.put("second.csv", [row(on="2021-07-20", at="2021-07-22", people=250)])
    look(2)
    made.put("third.csv", [row(on="2021-07-20", at="2021-07-23", people=240, loss="11")])
    look(3)
    second.unlink()
    look(4)
    made.put("other list.csv", [row(on="2021-07-21", at="2021-07-24", people=240, loss="11")])
    look(5)
    (made.raw / "disaster_reports" / "third.csv").unlink()
    look(6)
    made.refresh()
    return made


def test_on_every_day_the_spans_name_the_best_reports_received_by_then(bureau: Bureau) -> None:
    seen = []
    for day in DAYS:
        expected = bureau.ask(BEST_RECEIVED_BY.format(day=f"2021-08-0{day}"))
        assert bureau.ask(BY_SPAN.format(day=f"2021-08-0{day}")) == expected, day
        seen.append(expected)
    assert len({tuple(one) for one in seen}) >= 4
    assert len(seen[0]) == 2


def test_the_spans_of_now_are_the_records_of_core(bureau: Bureau) -> None:
    now = bureau.ask("select source_id, source_locator, held_out from core.version_spans where is_current order by all")
    assert now == bureau.ask("select source_id, source_locator, held_out from core.losses order by all")
    counted = bureau.ask(
        "select sum(records), sum(held_out) from marts.record_counts where is_current and region_code = '610116'"
    )
    assert counted == [(len(now), sum(held for _, _, held in now))]


def test_the_spans_of_one_record_follow_each_other_without_a_gap_while_something_is_known(bureau: Bureau) -> None:
    overlapping = bureau.ask("""
        select a.event_id from core.version_spans a join core.version_spans b
        on a.event_id = b.event_id and a.record_code = b.record_code and a.known_from < b.known_from
        where a.known_to is null or a.known_to > b.known_from
    """)
    assert overlapping == []
