"""Releases: immutable, the same for the same inputs, swapped whole, held when they move what people rely on."""

import errno
import hashlib
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines import build, decisions, inputs, publishing, reading_run, refreshing
from pipelines.errors import LedgerError
from pipelines.progress import nobody
from pipelines.refreshing import BUILT, HELD, NOTHING_NEW
from pipelines.releases import KEPT, Releases
from pipelines.warehouse import Warehouse
from tests.bureau import COLUMNS, OLD_YEAR, OPEN_YEAR, Bureau, at, row, without_dagster

HISTORY = ("marts.revisions", "marts.annual_known", "marts.changes")


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
        monkeypatch.setenv(variable, "")  # what a refresh announces must not outlive its test
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "yes")
    without_dagster(monkeypatch)
    return at(tmp_path)


def table_hashes(bureau: Bureau) -> dict[str, tuple[str, str]]:
    """Of each table the checksum that the manifest states, and the sha256 of its rows as CSV."""
    stated = {name: facts["checksum"] for name, facts in bureau.current.manifest["tables"].items()}
    with duckdb.connect(str(bureau.current.snapshot), read_only=True) as snapshot:
        return {name: (checksum, csv_sha256(snapshot, name)) for name, checksum in stated.items()}


def csv_sha256(snapshot: duckdb.DuckDBPyConnection, table: str) -> str:
    snapshot.execute(f"select * from {table}")
    lines = [",".join(map(repr, row)) for row in snapshot.fetchall()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def no_run(*_: object) -> None:
    raise AssertionError("nothing new must not start a run")


def test_a_refresh_publishes_tables_manifest_and_dictionary(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR, OPEN_YEAR])
    done = bureau.refresh()
    assert (done.what, done.held, bureau.people()) == (BUILT, (), 100)
    manifest = done.release.manifest
    assert manifest["sources"][0]["rows_read"] == 3
    assert manifest["own_region_code"] == "610116"
    assert manifest["held"] is None
    dictionary = (done.release.folder / "dictionary.csv").read_text("utf-8").splitlines()
    assert "marts.annual_losses,affected_population,BIGINT,人,受灾人口,Affected population" in dictionary


def test_every_column_of_a_release_is_described(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    bureau.refresh()
    lines = (bureau.current.folder / "dictionary.csv").read_text("utf-8").splitlines()[1:]
    public = [line for line in lines if line.startswith(("marts.", "core.losses", "checks."))]
    assert [line for line in public if line.endswith(",,")] == []


def test_the_loss_composition_is_asked_of_the_release_however_it_is_attached(bureau: Bureau) -> None:
    """A release has it as a view, and a reader's database may have tables of the same names."""
    headings = f"{COLUMNS},loss_agriculture,loss_infrastructure"
    file = bureau.put("a.csv", [])
    file.write_text("\n".join([headings, ",".join(map(str, row(loss="10.5"))) + ",4.25,6.25", ""]), encoding="utf-8")
    bureau.refresh()
    parts = "select category, value, share_pct from {}marts.loss_composition where region_code = '610116' "
    parts += "and hazard_key = 'all' order by category_order"
    found = bureau.ask(parts.format(""))
    assert [(name, str(value), str(share)) for name, value, share in found] == [
        ("loss_agriculture", "4.250000", "40.476190"),
        ("loss_infrastructure", "6.250000", "59.523809"),
    ]
    with duckdb.connect() as other:
        other.execute(f"attach '{bureau.current.snapshot}' as release (read_only)")
        other.execute("create schema marts; create table marts.annual_losses (year integer)")
        assert other.execute(parts.format("release.")).fetchall() == found
    [(rows,)] = bureau.ask("select count(*) from marts.loss_composition")
    assert bureau.current.manifest["tables"]["marts.loss_composition"]["rows"] == rows


def test_a_second_refresh_does_nothing_and_says_so(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    first = bureau.refresh()
    monkeypatch.setattr(refreshing, "_run_assets", no_run)
    again = bureau.refresh()
    assert (again.what, again.release.release_id) == (NOTHING_NEW, first.release.release_id)


def test_the_same_file_under_another_name_changes_nothing(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    file = bureau.put("b.csv", [OLD_YEAR])
    bureau.refresh()
    shutil.copy2(file, file.with_name("a.csv"))
    monkeypatch.setattr(refreshing, "_run_assets", no_run)
    assert bureau.refresh().what == NOTHING_NEW


def test_a_rebuild_after_deleting_the_warehouse_gives_the_same_bytes(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    bureau.refresh()
    bureau.put("a.csv", [OLD_YEAR, OPEN_YEAR])
    first, before = bureau.refresh().release.release_id, table_hashes(bureau)
    shutil.rmtree(bureau.warehouse)
    assert bureau.refresh().release.release_id == first
    assert table_hashes(bureau) == before


def test_the_order_of_arrival_does_not_matter(bureau: Bureau, tmp_path: Path) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    bureau.refresh()
    bureau.put("b.csv", [row("610302", name="渭滨区", on="2020-08-01")])
    first, before = bureau.refresh().release.release_id, table_hashes(bureau)
    other = at(tmp_path / "other")
    other.put("b.csv", [row("610302", name="渭滨区", on="2020-08-01")])
    other.put("a.csv", [OLD_YEAR])
    assert other.refresh().release.release_id == first
    after = table_hashes(other)
    # These say when each was received, and how long it counted.
    spans = {"core.report_files", "core.version_spans", "marts.record_counts", "marts.revised_disasters"}
    with_times = {"meta.sources", "core.report_versions", *spans, *HISTORY}
    assert {n for n in before if before[n] != after[n]} <= with_times


def test_a_corrected_file_supersedes_and_history_keeps_both(bureau: Bureau) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    bureau.refresh()
    bureau.put("a.csv", [row(on="2021-07-01", at="2021-08-31", people=250)])
    assert bureau.refresh().what == BUILT
    assert bureau.people(2021) == 250
    versions = bureau.ask("select affected_population, status, is_best from core.report_versions order by all")
    assert versions == [(200, "superseded", False), (250, "active", True)]


def test_a_renamed_file_changes_no_figure(bureau: Bureau) -> None:
    file = bureau.put("a.csv", [OLD_YEAR])
    bureau.refresh()
    file.rename(file.with_name("b.csv"))
    assert bureau.refresh().what == BUILT
    assert bureau.people() == 100
    assert bureau.ask("select path, status from meta.sources") == [("disaster_reports/b.csv", "active")]


def test_a_deleted_file_leaves_the_figures_with_a_finding(bureau: Bureau) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    file = bureau.put("b.csv", [row("610302", name="渭滨区", on="2021-08-01", at="2021-08-31", people=50)])
    bureau.refresh()
    file.unlink()
    assert bureau.refresh().what == BUILT
    assert bureau.people(2021, "610302") is None
    found = bureau.ask("select rule_id, severity, source_file from checks.findings where rule_id = 'F013'")
    assert found == [("F013", "warning", "disaster_reports/b.csv")]


def test_a_changed_closed_year_is_held_until_somebody_confirms(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR, OPEN_YEAR])
    first = bureau.refresh().release.release_id
    bureau.put("a.csv", [row(people=101), OPEN_YEAR])
    held = bureau.refresh()
    assert held.what == HELD
    assert (bureau.current.release_id, bureau.people()) == (first, 100)
    (change,) = held.held
    assert {key: change[key] for key in ("reason", "year", "region_code", "indicator", "old", "new", "sources")} == {
        "reason": "closed_year", "year": 2020, "region_code": "610116", "indicator": "affected_population",
        "old": "100", "new": "101", "sources": ["disaster_reports/a.csv"],
    }  # fmt: skip
    assert held.release.manifest["held"] == [dict(change)]


def test_a_held_release_is_told_again_and_shown_once_confirmed(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipelines.cli import main

    bureau.put("a.csv", [OLD_YEAR, OPEN_YEAR])
    bureau.refresh()
    bureau.put("a.csv", [row(people=101), OPEN_YEAR])
    waiting = bureau.refresh().release.release_id
    monkeypatch.setattr(refreshing, "_run_assets", no_run)
    assert bureau.refresh().what == HELD
    folders = ["--raw", str(bureau.raw), "--warehouse", str(bureau.warehouse)]
    assert main(["publish", waiting, "--by", "李四", "--reason", "核实过", *folders]) == 0
    assert (bureau.current.release_id, bureau.people(), bureau.releases.held()) == (waiting, 101, None)
    assert bureau.refresh().what == NOTHING_NEW
    assert main(["publish", "0123", "--by", "李四", "--reason", "试", *folders]) == 2
    assert "不是等待确认的数据版本" in capsys.readouterr().err


def test_a_confirmed_release_is_shown_again_after_the_warehouse_was_deleted(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR, OPEN_YEAR])
    bureau.refresh()
    bureau.put("a.csv", [row(people=101), OPEN_YEAR])
    waiting = bureau.refresh().release.release_id
    decisions.record(bureau.raw, decisions.PUBLICATIONS, {"release_id": waiting}, by="李四", reason="核实过")
    assert bureau.refresh().what == BUILT
    assert bureau.current.release_id == waiting


def test_a_headline_figure_of_the_own_region_that_jumps_is_held(bureau: Bureau) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    bureau.refresh()
    bureau.put("a.csv", [row(on="2021-07-01", at="2021-08-31", people=2001)])
    held = bureau.refresh()
    assert [(c["reason"], c["old"], c["new"]) for c in held.held] == [("jump", "200", "2001")]


def test_a_year_that_had_no_figures_before_is_news_and_not_held(bureau: Bureau) -> None:
    bureau.put("b.csv", [OPEN_YEAR])
    bureau.refresh()
    bureau.put("a.csv", [row(on="2019-07-01", at="2019-12-31")])
    assert bureau.refresh().what == BUILT
    assert bureau.people(2019) == 100


def test_another_province_beside_the_own_one_is_not_held(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR, OPEN_YEAR])
    bureau.refresh()
    bureau.put("b.csv", [row("140105", name="小店区", on="2020-08-01")])
    assert bureau.refresh().what == BUILT


def test_the_sample_is_shown_until_the_first_real_report_which_is_never_held(bureau: Bureau) -> None:
    done = bureau.refresh()
    assert done.release.manifest["is_sample"] is True
    assert bureau.ask("select is_sample from meta.release") == [(True,)]
    assert {s["path"].split("/")[0] for s in done.release.manifest["sources"]} == {"sample"}
    bureau.put("a.csv", [OLD_YEAR])
    real = bureau.refresh()
    assert (real.what, real.release.manifest["is_sample"]) == (BUILT, False)
    assert bureau.ask("select distinct substr(region_code, 1, 2) from core.losses") == [("61",)]
    assert not (bureau.warehouse / "sample").exists()


def test_a_full_disk_is_said_plainly_and_the_last_release_stays(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    first = bureau.refresh().release.release_id
    bureau.put("b.csv", [row("610302", name="渭滨区", on="2021-08-01", at="2021-08-31")])

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "snapshot.duckdb")

    with monkeypatch.context() as during:
        during.setattr(publishing.release_tables, "write", full)
        with pytest.raises(OSError, match="No space"):
            bureau.refresh()
    assert bureau.current.release_id == first
    assert list(bureau.releases.folder.glob(".*.tmp"))
    assert bureau.refresh().what == BUILT
    assert not list(bureau.releases.folder.glob(".*.tmp"))


def test_a_reader_keeps_its_release_while_another_is_written(bureau: Bureau) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    bureau.refresh()
    with duckdb.connect(str(bureau.current.snapshot), read_only=True) as reader:
        bureau.put("a.csv", [row(on="2021-07-01", at="2021-08-31", people=250)])
        bureau.refresh()
        assert reader.execute("select affected_population from core.losses").fetchall() == [(200,)]
    assert bureau.people(2021) == 250


def test_tables_of_two_states_of_raw_are_never_published_together(bureau: Bureau) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    first = bureau.refresh().release.release_id
    bureau.put("b.csv", [row("610302", name="渭滨区", on="2021-08-01", at="2021-08-31")])
    stock = inputs.take_stock(bureau.raw, bureau.warehouse)
    inputs.save(stock, bureau.warehouse)
    with build.opened(bureau.warehouse) as warehouse:
        reading_run.read_all(warehouse, stock, bureau.raw, nobody)
        build.materialise(warehouse, "core.losses")
        with pytest.raises(LedgerError, match="不是由当前这批文件算出的"):
            publishing.publish(warehouse, bureau.raw, stock, is_sample=False)
    assert bureau.current.release_id == first


def test_rows_that_are_not_accounted_for_block_the_release(bureau: Bureau) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    bureau.refresh()
    stock = inputs.load(bureau.warehouse)
    with build.opened(bureau.warehouse) as warehouse:
        warehouse.execute("update staging.sources set rows_read = rows_read + 1")
        with pytest.raises(LedgerError, match="自检没有通过"):
            publishing.publish(warehouse, bureau.raw, stock, is_sample=False)


@pytest.mark.parametrize("spoiled", ["work.duckdb", "built.duckdb"])
def test_a_spoiled_database_is_made_anew(bureau: Bureau, spoiled: str) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    bureau.refresh()
    (bureau.warehouse / spoiled).write_bytes(b"not a database at all" * 1000)
    bureau.put("b.csv", [OPEN_YEAR])
    assert bureau.refresh().what == BUILT
    assert (bureau.people(), bureau.people(2021)) == (100, 200)


def test_what_earlier_software_left_is_neither_published_nor_in_the_way(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    bureau.refresh()
    with build.opened(bureau.warehouse) as warehouse:
        warehouse.create("marts.of_earlier_software", "select 1 as year")
        warehouse.drop("core.events")
        warehouse.create_view("core.events", "select 'nothing' as event_id")
        warehouse.execute("delete from staging.states")
    bureau.put("b.csv", [OPEN_YEAR])
    assert bureau.refresh().what == BUILT
    assert "marts.of_earlier_software" not in bureau.current.manifest["tables"]
    assert bureau.ask("select count(*) from core.events") == [(2,)]
    assert bureau.ask("select count(*) from information_schema.tables where table_name = 'of_earlier_software'") == [
        (0,)
    ]


def test_a_full_disk_while_the_release_is_copied_leaves_the_warehouse_in_order(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    bureau.refresh()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "snapshot.duckdb")

    with build.opened(bureau.warehouse) as warehouse:
        monkeypatch.setattr(shutil, "copyfile", full)
        with pytest.raises(OSError, match=r"No space.*snapshot\.duckdb"):
            warehouse.copy_published(tmp_path / "snapshot.duckdb")
        assert not (tmp_path / "snapshot.duckdb").exists()
        assert warehouse.count("core.events") == 1


def test_much_room_of_rows_that_are_no_more_is_not_copied_into_a_release(bureau: Bureau, tmp_path: Path) -> None:
    bureau.put("a.csv", [OPEN_YEAR])
    bureau.refresh()
    made = "select {} as name, i from range(3000000) as t(i)"
    with build.opened(bureau.warehouse) as warehouse:
        warehouse.create("marts.made", made.format("'withdrawn-' || i"))
        warehouse.execute("checkpoint built")
        warehouse.create("marts.made", made.format("'corrected-' || i % 10"))
        warehouse.copy_published(tmp_path / "snapshot.duckdb")
        warehouse.copy_published(tmp_path / "again.duckdb")
        assert warehouse.count("marts.made") == 3_000_000
    for copy in ("snapshot", "again"):
        assert b"withdrawn-" not in (tmp_path / f"{copy}.duckdb").read_bytes()
        with duckdb.connect(str(tmp_path / f"{copy}.duckdb"), read_only=True) as snapshot:
            assert snapshot.execute("select count(*) from core.losses").fetchall() == [(1,)]
            assert snapshot.execute("select i from marts.made limit 2").fetchall() == [(0,), (1,)]


def test_a_folder_name_with_brackets_and_quotes_is_a_name(bureau: Bureau, tmp_path: Path) -> None:
    odd = at(tmp_path / "灾情 [2023] '台账' #1")
    odd.put("a [1].csv", [OLD_YEAR])
    assert odd.refresh().what == BUILT
    assert odd.people() == 100


def test_old_releases_go_but_never_the_last_few_nor_those_named_by_a_filing(tmp_path: Path) -> None:
    releases = Releases(tmp_path / "warehouse")
    for number in range(6):
        folder = releases.folder / f"r{number}"
        folder.mkdir(parents=True)
        for name in ("snapshot.duckdb", "dictionary.csv"):
            (folder / name).touch()
        manifest = folder / "manifest.json"
        manifest.write_text(json.dumps({"built_at": f"2026-01-0{number + 1}"}), encoding="utf-8")
        _age(manifest)
    for release in releases.all():
        if release.release_id == "r0":
            releases.make_current(release)
    filings = tmp_path / "filings" / "2026-01"
    filings.mkdir(parents=True)
    (filings / "manifest.json").write_text('{"release": "r1"}', encoding="utf-8")
    assert releases.prune(tmp_path / "filings") == ["r2"]
    assert [r.release_id for r in releases.all()] == ["r5", "r4", "r3", "r1", "r0"]
    assert KEPT == 3


def _age(file: Path) -> None:
    import os
    import time

    two_days_ago = time.time() - 2 * 86_400
    os.utime(file, (two_days_ago, two_days_ago))


def test_a_warehouse_in_memory_cannot_publish(bureau: Bureau) -> None:
    with Warehouse() as warehouse, pytest.raises(LedgerError):
        publishing.publish(warehouse, bureau.raw, inputs.take_stock(bureau.raw, bureau.warehouse), is_sample=True)
