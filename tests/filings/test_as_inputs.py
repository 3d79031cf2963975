"""Own filings as inputs of a release: their tables, the finding on moved figures; nothing of them stops a refresh."""

import shutil
from datetime import datetime, timedelta

import dagster as dg
import pytest

from pipelines import history, inputs, places
from pipelines.defs.filing import file_export
from pipelines.filings import filing, own
from pipelines.filings.manifests import Filing
from pipelines.raw_store import RawStore
from tests.bureau import Bureau
from tests.filings.requests import request


def made(bureau: Bureau, profile: str = "national_wide", **told: object) -> Filing:
    return filing.make(request(profile, **told), bureau.raw, bureau.warehouse)


def test_what_was_filed_stands_in_the_next_release(moved_bureau: Bureau) -> None:
    ((name, profile, people, records),) = moved_bureau.ask(
        "select filing_id, profile, prepared_by, records from core.filings"
    )
    assert (profile, people, records) == ("form_vertical", "张三", 2)
    figures = moved_bureau.ask(
        "select filing_id, cast(value as varchar), unit, is_last from core.filed_figures "
        "where region_code = '610100' and hazard_key = 'all' and indicator = 'affected_population'"
    )
    assert figures == [(name, "102.000000", "人", True)]


def test_a_filed_figure_that_moved_is_a_warning_until_it_is_filed_again(moved_bureau: Bureau) -> None:
    found = moved_bureau.ask(
        "select severity, region_code, indicator, value, message_zh from checks.findings where rule_id = 'R100'"
    )
    ((severity, code, indicator, value, message),) = found
    assert (severity, code, indicator, value) == ("warning", "610100", "affected_population", "150")
    assert message.startswith("已报送的“受灾人口”有变动：报送 102，现为 150。请说明理由，重新报送。（2020年，")


def test_a_release_without_filings_has_the_id_it_always_had(bureau: Bureau) -> None:
    stock = inputs.take_stock(bureau.raw, bureau.warehouse)
    assert stock.release_id == bureau.current.release_id
    assert stock.filings == []
    filed = made(bureau)
    marks = RawStore(bureau.raw, bureau.warehouse).marks()
    assert f"filings/{filed.filing_id}/manifest.json" in {mark[0] for mark in marks}
    later = inputs.take_stock(bureau.raw, bureau.warehouse)
    assert later.filings == [{"filing_id": filed.filing_id, "manifest_sha256": filed.manifest_sha256}]
    assert later.release_id != stock.release_id
    inputs.save(later, bureau.warehouse)
    assert inputs.load(bureau.warehouse) == later


def test_an_earlier_moment_knows_only_what_was_filed_by_then(bureau: Bureau) -> None:
    before = datetime.now().replace(microsecond=0)
    filed = made(bureau)
    at = datetime.fromisoformat(filed.filed_at)
    assert own.known(bureau.raw, at - timedelta(seconds=1)).filings == ()
    assert [row["filing_id"] for row in own.known(bureau.raw, at).filings] == [filed.filing_id]
    assert history.inputs_as_known(bureau.raw, before - timedelta(seconds=1)).filings == []
    assert len(history.inputs_as_known(bureau.raw, at).filings) == 1


@pytest.mark.usefixtures("refreshing")
def test_a_broken_filing_is_a_finding_and_a_rebuilt_warehouse_says_the_same(
    moved_bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(places.RAW_VARIABLE, str(moved_bureau.raw))
    monkeypatch.setenv(places.WAREHOUSE_VARIABLE, str(moved_bureau.warehouse))
    torn = moved_bureau.raw / "filings" / "20200101-tidy-610100-1"
    torn.mkdir()
    (torn / "manifest.json").write_text('{"kind": "filing"', encoding="utf-8")
    tables = "core.filings", "core.filed_figures"
    before = [moved_bureau.ask(f"select * from {table}") for table in tables]
    shutil.rmtree(moved_bureau.warehouse)
    moved_bureau.refresh()
    assert [moved_bureau.ask(f"select * from {table}") for table in tables] == before
    findings = moved_bureau.ask("select severity, source_file from checks.findings where rule_id in ('F141', 'R100')")
    assert sorted(findings, key=str) == [
        ("error", "filings/20200101-tidy-610100-1/manifest.json"), ("warning", None)
    ]  # fmt: skip


def test_a_filing_whose_tables_were_edited_no_longer_counts(bureau: Bureau) -> None:
    filed = made(bureau)
    figures = bureau.raw / "filings" / filed.filing_id / "figures.csv"
    figures.chmod(0o644)
    figures.write_bytes(figures.read_bytes().replace(b"102", b"103"))
    found = own.known(bureau.raw)
    assert found.filings == ()
    ((rule, path, detail),) = [(p.rule_id, p.path, p.detail) for p in found.problems]
    assert (rule, path, detail) == ("F141", f"filings/{filed.filing_id}/manifest.json", "figures.csv")


def run(bureau: Bureau, monkeypatch: pytest.MonkeyPatch, **told: object) -> dg.ExecuteInProcessResult:
    monkeypatch.setenv(places.RAW_VARIABLE, str(bureau.raw))
    monkeypatch.setenv(places.WAREHOUSE_VARIABLE, str(bureau.warehouse))
    usual = {"profile": "national_wide", "year": 2020, "region": "610100", "prepared_by": "张三", "reviewed_by": "李四"}
    config = {"ops": {"file_release": {"config": usual | told}}}
    return file_export.execute_in_process(run_config=config, raise_on_error=False)


def test_the_job_of_dagster_files_and_refuses_as_the_command_does(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run(bureau, monkeypatch)
    assert done.success
    assert done.output_for_node("file_release").endswith("-national_wide-610100-1")
    refused = run(bureau, monkeypatch, reviewed_by="张三")
    assert not refused.success
    (failed,) = [event for event in refused.all_events if event.is_step_failure]
    told = failed.step_failure_data.user_failure_data
    assert told is not None
    assert "填表人和审核人都是“张三”" in str(told.description)
