"""Filings as they are written: what stands in them, and that no half of one is ever left."""

import csv
import errno
import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from pipelines import clock
from pipelines.errors import LedgerError
from pipelines.filings import filing, verification, writing
from pipelines.filings.manifests import FIGURE_COLUMNS, VERSION_COLUMNS, Filing, chain_hash, short
from pipelines.filings.reasons import FilingRefusedError
from tests.bureau import Bureau
from tests.exports.ledger import release_of
from tests.filings.requests import request

FLOOD = "20200701080000-flood-610116"


def made(bureau: Bureau, profile: str = "national_wide", **told: object) -> Filing:
    return filing.make(request(profile, **told), bureau.raw, bureau.warehouse)


def folder_of(bureau: Bureau, filed: Filing) -> Path:
    return bureau.raw / "filings" / filed.filing_id


def table(bureau: Bureau, filed: Filing, name: str) -> list[dict[str, str]]:
    content = (folder_of(bureau, filed) / name).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def shown(bureau: Bureau) -> list[str]:
    """Everything in the folder of filings but its lock."""
    return sorted(entry.name for entry in (bureau.raw / "filings").iterdir() if entry.name != ".filings.lock")


def test_a_filing_says_what_was_filed_by_whom_and_from_which_release(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 4, 5, 6, 7))
    filed = made(bureau)
    told = filed.told
    expected = {
        "kind": "filing", "format": 1, "filing_id": "20260304-national_wide-610100-1", "profile": "national_wide",
        "year": 2020, "period_start": "2020-01-01", "period_end": "2020-12-31", "region_code": "610100",
        "region_name": "西安市", "region_level": "prefecture", "event_id": None, "release": bureau.current.release_id,
        "data_through": "2021-08-31", "filed_at": "2026-03-04 05:06:07", "prepared_by": "张三", "reviewed_by": "李四",
        "same_person_reason": None, "reason": None, "is_zero": False, "replaces": None, "changes": [], "explained": [],
        "adjustments": [], "encoding": "utf-8-sig", "previous": None, "sealed": [],
        "counts": {"records": 2, "versions": 2, "findings_explained": 0},
    }  # fmt: skip
    assert {key: told[key] for key in expected} == expected
    assert filed.chain_hash == chain_hash(told)
    on_disk = json.loads((folder_of(bureau, filed) / "manifest.json").read_text("utf-8"))
    assert on_disk == told
    assert {f["name"] for f in told["files"]} | {"manifest.json"} == {
        p.name for p in folder_of(bureau, filed).iterdir()
    }
    assert all(not path.stat().st_mode & 0o222 for path in folder_of(bureau, filed).iterdir())


def test_versions_hold_every_figure_of_every_version_and_where_it_stood(bureau: Bureau) -> None:
    filed = made(bureau)
    rows = table(bureau, filed, "versions.csv")
    assert tuple(rows[0]) == VERSION_COLUMNS
    assert {(r["event_id"], r["indicator"]): (r["value"], r["unit"], r["status"]) for r in rows} == {
        (FLOOD, "affected_population"): ("100", "人", "counts"),
        (FLOOD, "deaths"): ("1", "人", "counts"),
        (FLOOD, "direct_economic_loss"): ("10.5", "万元", "counts"),
        ("20200802080000-flood-610117", "affected_population"): ("2", "人", "counts"),
        ("20200802080000-flood-610117", "deaths"): ("3", "人", "counts"),
        ("20200802080000-flood-610117", "direct_economic_loss"): ("1.25", "万元", "counts"),
    }
    first = rows[0]
    assert (first["source_path"], first["source_locator"]) == ("disaster_reports/a.csv", "2")
    assert (first["occurred_at"], first["as_of"], first["gone_at"]) == (
        "2020-07-01 08:00:00",
        "2020-12-31 00:00:00",
        "",
    )
    assert len(first["source_sha256"]) == 64


def test_figures_are_those_of_the_region_and_directly_below_it(bureau: Bureau) -> None:
    rows = table(bureau, made(bureau), "figures.csv")
    assert tuple(rows[0]) == FIGURE_COLUMNS
    deaths = {(r["region_code"], r["hazard_key"]): r["value"] for r in rows if r["indicator"] == "deaths"}
    assert deaths == {
        ("610100", "all"): "4", ("610100", "flood"): "4", ("610116", "all"): "1", ("610116", "flood"): "1",
        ("610117", "all"): "3", ("610117", "flood"): "3",
    }  # fmt: skip
    loss = [r for r in rows if r["indicator"] == "direct_economic_loss" and r["region_code"] == "610100"]
    assert {(r["value"], r["unit"], r["region_level"]) for r in loss} == {("11.75", "万元", "prefecture")}


def test_a_superseded_version_is_filed_as_such(moved_bureau: Bureau) -> None:
    explained = moved_bureau.raw.parent / "said.csv"
    explained.write_text("rule_id,source_file,reason\nF060,a,b\n", encoding="utf-8")
    explained.write_text(
        "rule_id,source_file,reason\nF060,disaster_reports/a.csv,已核实\nF040,disaster_reports/junk.csv,无关\n", "utf-8"
    )
    rows = table(moved_bureau, made(moved_bureau, explain=explained), "versions.csv")
    people = [
        (r["value"], r["status"]) for r in rows if (r["event_id"], r["indicator"]) == (FLOOD, "affected_population")
    ]
    assert sorted(people) == [("100", "superseded"), ("150", "counts")]
    assert {bool(r["gone_at"]) for r in rows if r["status"] == "superseded"} == {True}


def test_a_form_bears_the_hash_of_its_own_filing(bureau: Bureau) -> None:
    filed = made(bureau, "form_vertical")
    mark = short(filed.chain_hash)
    files = {file.name: folder_of(bureau, filed) / file.name for file in filed.files if file.carries_hash}
    (sheet,) = [path for path in files.values() if path.suffix == ".csv"]
    (book,) = [path for path in files.values() if path.suffix == ".xlsx"]
    assert len(files) == 2
    assert f"报送链校验值（SHA-256）：{mark}" in sheet.read_text("utf-8-sig")
    assert "填表人：张三" in sheet.read_text("utf-8-sig")
    with zipfile.ZipFile(book) as parts:
        assert any(mark.encode() in parts.read(name) for name in parts.namelist())


@pytest.mark.parametrize("profile", ["level_stack", "annual_summary", "tidy", "relief_funds", "period_figures"])
def test_every_profile_can_be_filed(bureau: Bureau, profile: str) -> None:
    filed = made(bureau, profile)
    assert verification.own(bureau.raw).is_sound
    assert filed.told["is_zero"] is False  # a ledger without a row says nothing about disasters


def test_a_year_without_disasters_is_a_zero_report(bureau: Bureau) -> None:
    with pytest.raises(FilingRefusedError, match="没有收到该地区2019年的任何资料") as refusal:
        made(bureau, "form_vertical", year=2019)
    assert refusal.value.command.endswith("--zero")
    filed = made(bureau, "form_vertical", year=2019, zero=True)
    assert filed.told["is_zero"] is True
    (form,) = [path for path in folder_of(bureau, filed).glob("*.csv") if path.name[0] not in "vf"]
    assert "本单位声明本期没有灾情（零报告）" in form.read_text("utf-8-sig")
    assert filed.told["counts"]["records"] == 0
    assert [(r["indicator"], r["value"]) for r in table(bureau, filed, "figures.csv")] == [("events", "0")]


def test_filings_of_one_day_are_numbered_and_each_names_the_one_before(bureau: Bureau) -> None:
    one, other, again = made(bureau), made(bureau, "form_vertical"), made(bureau)
    assert again.filing_id == one.filing_id.removesuffix("1") + "2"
    assert (other.told["replaces"], again.told["replaces"]) == (None, one.filing_id)
    assert again.previous == {
        "filing_id": other.filing_id, "chain_hash": other.chain_hash, "manifest_sha256": other.manifest_sha256
    }  # fmt: skip
    assert again.told["changes"] == []
    assert verification.own(bureau.raw).is_sound


def test_the_encoding_is_that_of_the_exported_files_only(bureau: Bureau) -> None:
    filed = made(bureau, encoding="gb18030")
    (exported,) = [path for path in folder_of(bureau, filed).glob("*.csv") if path.name[0] not in "vf"]
    assert "西安市" in exported.read_text("gb18030")
    assert table(bureau, filed, "versions.csv")[0]["region_name"] == "长安区"


def test_a_form_of_one_disaster_holds_its_versions_and_no_annual_figures(bureau: Bureau) -> None:
    filed = made(bureau, "form_vertical", event=FLOOD)
    assert {r["event_id"] for r in table(bureau, filed, "versions.csv")} == {FLOOD}
    assert table(bureau, filed, "figures.csv") == []
    assert (filed.told["event_id"], filed.told["period_start"]) == (FLOOD, "2020-07-01")
    with pytest.raises(LedgerError, match="--year 2020"):
        made(bureau, "form_vertical", event=FLOOD, year=2021)


def test_a_full_disk_leaves_no_half_filing(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "no space", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(writing, "write_atomically", full)
        with pytest.raises(OSError, match="no space"):
            made(bureau)
    assert shown(bureau) == []
    assert made(bureau).filing_id.endswith("-1")


def test_what_a_killed_process_left_is_no_filing_and_goes_with_the_next(bureau: Bureau) -> None:
    left = bureau.raw / "filings" / ".draft.1.tmp"
    left.mkdir(parents=True)
    (left / "manifest.json").write_text("{}", encoding="utf-8")
    assert verification.own(bureau.raw).filings == ()
    filed = made(bureau)
    assert shown(bureau) == [filed.filing_id]


def test_two_at_once_follow_each_other(bureau: Bureau) -> None:
    command = [
        sys.executable, "-c", "from pipelines.cli import main; raise SystemExit(main())", "file", "national_wide",
        "--year", "2020", "--region", "610100", "--prepared-by", "张三", "--reviewed-by", "李四",
        "--raw", str(bureau.raw), "--warehouse", str(bureau.warehouse),
    ]  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    runs = [subprocess.Popen(command, env=os.environ | {"PYTHONUTF8": "1"}, **quiet) for _ in range(2)]  # type: ignore[call-overload]  # plain options
    assert [run.wait(120) for run in runs] == [0, 0]
    verified = verification.own(bureau.raw)
    assert verified.is_sound
    assert len(verified.filings) == 2


def test_the_sample_cannot_be_filed(tmp_path: Path) -> None:
    warehouse = release_of(tmp_path / "warehouse")
    with pytest.raises(LedgerError, match="示例数据，不能报送"):
        filing.make(request(year=2024, region="990100"), tmp_path / "raw", warehouse)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"year": 2999}, "2999年不能报送"),
        ({"region": "999999"}, "没有地区“999999”"),
        ({"profile": "nothing"}, "没有导出格式“nothing”"),
    ],
)
def test_what_cannot_be_meant_is_said_and_leaves_nothing(bureau: Bureau, told: dict[str, object], message: str) -> None:
    with pytest.raises(LedgerError, match=message):
        made(bureau, **told)  # type: ignore[arg-type]  # the profile is text
    assert not (bureau.raw / "filings").exists() or shown(bureau) == []


def test_a_release_that_was_filed_is_never_pruned(bureau: Bureau) -> None:
    filed = made(bureau)
    first = bureau.current
    past = time.time() - 3 * 86_400
    for number in range(4):
        later = first.folder.with_name(f"later{number}")
        shutil.copytree(first.folder, later)
        manifest = later / "manifest.json"
        told = json.loads(manifest.read_text("utf-8")) | {"built_at": f"2999-01-0{number + 1}"}
        manifest.write_text(json.dumps(told), encoding="utf-8")
        os.utime(manifest, (past, past))
    os.utime(first.folder / "manifest.json", (past, past))
    latest = bureau.releases.get("later3")
    assert latest is not None
    bureau.releases.make_current(latest)
    assert bureau.releases.prune(bureau.raw / "filings") == ["later0"]
    assert bureau.releases.get(str(filed.told["release"])) is not None


def test_a_year_with_disasters_is_no_zero_report_and_the_report_of_changes_is_not_filed(bureau: Bureau) -> None:
    with pytest.raises(FilingRefusedError, match="不能作零报告"):
        made(bureau, zero=True)
    with pytest.raises(LedgerError, match="不用于报送"):
        made(bureau, "changes")
    assert verification.own(bureau.raw).filings == ()
