"""What was known of each record on each day: the spans say what the reports received by then say themselves."""

from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard import snapshot
from pipelines import clock
from pipelines.raw_store import RawStore
from tests.bureau import REPORTS, Bureau, at, row, without_dagster
from tests.scenario import EAST, ledger
from tests.sql.test_revisions import flood, with_history

DAYS = range(1, 10)
FIRST, SECOND, THIRD, OTHER = "first.csv", "second.csv", "third.csv", "other list.csv"
THERE = {
    1: {FIRST}, 2: {FIRST, SECOND}, 3: {FIRST, SECOND, THIRD}, 4: {FIRST, THIRD}, 5: {FIRST, THIRD, OTHER},
    6: {FIRST, OTHER}, 7: {OTHER}, 8: {SECOND}, 9: {FIRST, SECOND, OTHER},
}  # fmt: skip
"""The files that lay in raw/ at the end of each day: some were taken out, and some of these put back."""
BEST_RECEIVED_BY = """
    with received as (
        select v.*, row_number() over (
            partition by v.event_id, v.record_code
            order by v.as_of desc nulls last,
                case v.stage when 'final' then 3 when 'update' then 2 when 'initial' then 1 else 0 end desc,
                v.reported_at desc nulls last, v.source_id, v.source_locator
        ) as version_rank
        from core.report_versions v
        where v.source_file in ({files})
    ),
    repeats as (
        select distinct c.source_id, c.source_locator
        from core.candidates c
        join core.report_versions o on o.source_id = c.other_source_id and o.source_locator = c.other_source_locator
        where o.source_file in ({files})
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
    """Three reports on one flood, two taken away and one of these put back; the same flood of another list, taken away
    and put back; another flood."""
    for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
        monkeypatch.setenv(variable, "")
    without_dagster(monkeypatch)
    made = at(tmp_path)
    told = {
        FIRST: [row(on="2021-07-20", at="2021-07-21"), row(on="2021-06-02", at="2021-07-21", people=7)],
        SECOND: [row(on="2021-07-20", at="2021-07-22", people=250)],
        THIRD: [row(on="2021-07-20", at="2021-07-23", people=240, loss="11")],
        OTHER: [row(on="2021-07-21", at="2021-07-24", people=240, loss="11")],
    }
    before: set[str] = set()
    for day, there in THERE.items():
        for name in there - before:
            made.put(name, told[name])
        for name in before - there:
            (made.raw / REPORTS / name).unlink()
        monkeypatch.setattr(clock, "now", lambda day=day: datetime(2021, 8, day, 9, 30))
        RawStore(made.raw, made.warehouse, settle=0).scan()
        before = there
    made.refresh()
    return made


def test_on_every_day_the_spans_name_the_best_reports_received_by_then(bureau: Bureau) -> None:
    seen = []
    for day in DAYS:
        files = ", ".join(f"'{REPORTS}/{name}'" for name in sorted(THERE[day]))
        expected = bureau.ask(BEST_RECEIVED_BY.format(files=files))
        assert bureau.ask(BY_SPAN.format(day=f"2021-08-0{day}")) == expected, day
        seen.append(expected)
    assert len({tuple(one) for one in seen}) >= 4
    assert len(seen[0]) == 2
    assert len(seen[6]) == 1


def test_the_files_of_every_day_are_those_that_lay_there(bureau: Bureau) -> None:
    questions = {
        name: (snapshot.SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
        for name in ("files_as_known", "known_days")
    }
    for day in DAYS:
        counted, later = bureau.ask(questions["files_as_known"].replace("$day", f"date '2021-08-0{day}'"))[0]
        assert counted == sorted(f"{REPORTS}/{name}" for name in THERE[day]), day
        moved = {name for after in range(day + 1, 10) for name in THERE[after] ^ THERE[after - 1]}
        assert later == len(moved), day
    assert bureau.ask(questions["known_days"]) == [(date(2021, 8, 1), date(2021, 8, 9))]


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


def test_a_file_taken_out_and_put_back_was_not_known_in_between() -> None:
    out, back = datetime(2024, 7, 15), datetime(2024, 7, 20)
    spans = {"list.csv": [(datetime(2024, 7, 13), out, "removed"), (back, None, None)]}
    made = with_history(ledger({"list.csv": [flood(5, deaths=3)]}), spans)
    known = made.table("core.version_spans", "known_from", "known_to", "is_current")
    assert sorted(tuple(row.values()) for row in known) == [(datetime(2024, 7, 13), out, False), (back, None, True)]
    annual = made.table("marts.annual_known", "known_from", "deaths", where=f"region_code = '{EAST}'")
    assert [row["deaths"] for row in annual] == [3, None, 3]
    files = made.table("core.report_files", "counts_from", "counts_to", "reports")
    assert sorted(tuple(row.values()) for row in files) == [(datetime(2024, 7, 13), out, 1), (back, None, 1)]


def test_a_report_is_known_again_while_the_full_export_without_it_is_taken_out() -> None:
    days = [datetime(2024, 8, day) for day in range(1, 6)]
    spans = {
        "list.csv": [(days[0], None, None)],
        "full.csv": [(days[1], days[2], "removed"), (days[3], None, None)],
    }
    rows = {"list.csv": [flood(5, deaths=3), flood(9, deaths=1)], "full.csv": [flood(5, at=1, deaths=4)]}
    made = with_history(ledger(rows), spans, ("full.csv",))
    known = made.table("core.version_spans", "known_from", "known_to", where="source_locator = '0!3'")
    assert sorted(tuple(row.values()) for row in known) == [(days[0], days[1]), (days[2], days[3])]
