"""The received files: every byte kept once, and a status for everything ever seen."""

import os
import time
from datetime import datetime
from pathlib import Path

import pytest

from pipelines import clock, decisions
from pipelines.files import read_table
from pipelines.raw_store import RawStore
from pipelines.received import Scan, Span

REPORTS = "disaster_reports"


def put(raw: Path, name: str, content: bytes) -> Path:
    """A received file whose last change is some time ago, as most are."""
    file = raw / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    past = time.time() - 3600
    os.utime(file, (past, past))
    return file


def scan(raw: Path) -> Scan:
    return RawStore(raw, raw.parent / "warehouse", settle=0).scan()


def statuses(found: Scan) -> dict[str, str]:
    return {f"{source.path} {source.sha256[:6]}": source.status for source in found.sources}


def receipts(raw: Path) -> list[str]:
    return [line.rsplit(",", 1)[0][:-58] for line in (raw / "receipts.csv").read_text("utf-8").splitlines()[1:]]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def only(found: Scan) -> tuple[str, str]:
    (source,) = found.sources
    return source.path, source.status


def test_a_new_file_gets_a_receipt_and_a_copy_of_its_bytes(raw: Path) -> None:
    put(raw, f"{REPORTS}/a.csv", b"one")
    found = scan(raw)
    (source,) = found.sources
    assert (source.path, source.status, source.source_id) == (f"{REPORTS}/a.csv", "active", "7692c3ad3540bb80")
    assert (raw / "archive" / source.sha256).read_bytes() == b"one"
    assert receipts(raw) == [f"{REPORTS}/a.csv,7692c3"]


def test_nothing_new_writes_nothing(raw: Path) -> None:
    put(raw, f"{REPORTS}/a.csv", b"one")
    scan(raw)
    before = (raw / "receipts.csv").stat().st_mtime_ns
    assert scan(raw) == scan(raw)
    assert (raw / "receipts.csv").stat().st_mtime_ns == before


def test_the_same_bytes_under_another_name_are_the_same_source(raw: Path) -> None:
    put(raw, f"{REPORTS}/b.csv", b"one")
    scan(raw)
    put(raw, f"{REPORTS}/a.csv", b"one")
    assert only(scan(raw)) == (f"{REPORTS}/b.csv", "active")


def test_a_renamed_file_stays_the_same_source_without_a_finding(raw: Path) -> None:
    file = put(raw, f"{REPORTS}/a.csv", b"one")
    scan(raw)
    file.rename(raw / REPORTS / "b.csv")
    found = scan(raw)
    assert only(found) == (f"{REPORTS}/b.csv", "active")
    assert found.problems == ()


def test_a_renamed_file_remembers_the_names_before(raw: Path) -> None:
    file = put(raw, f"{REPORTS}/截至20211011.csv", b"one")
    scan(raw)
    put(raw, f"{REPORTS}/copy.csv", b"one")
    assert scan(raw).sources[0].former_names == ()
    file.unlink()
    (source,) = scan(raw).sources
    assert (source.path, source.former_names) == (f"{REPORTS}/copy.csv", (f"{REPORTS}/截至20211011.csv",))


def test_a_corrected_file_supersedes_the_old_one_that_once_had_another_name_too(raw: Path) -> None:
    put(raw, f"{REPORTS}/a.csv", b"one")
    copy = put(raw, f"{REPORTS}/b.csv", b"one")
    scan(raw)
    copy.unlink()
    put(raw, f"{REPORTS}/a.csv", b"two")
    found = scan(raw)
    assert statuses(found) == {f"{REPORTS}/a.csv 7692c3": "superseded", f"{REPORTS}/a.csv 3fc4cc": "active"}
    assert found.problems == ()


def test_new_content_under_the_same_name_supersedes_and_history_keeps_both(raw: Path) -> None:
    put(raw, f"{REPORTS}/a.csv", b"one")
    scan(raw)
    put(raw, f"{REPORTS}/a.csv", b"three")
    found = scan(raw)
    assert statuses(found) == {f"{REPORTS}/a.csv 7692c3": "superseded", f"{REPORTS}/a.csv 8b5b9d": "active"}
    assert len(list((raw / "archive").iterdir())) == 2


def test_the_old_content_saved_again_is_active_again(raw: Path) -> None:
    for content in (b"one", b"three", b"one"):
        put(raw, f"{REPORTS}/a.csv", content)
        found = scan(raw)
    assert statuses(found) == {f"{REPORTS}/a.csv 7692c3": "active", f"{REPORTS}/a.csv 8b5b9d": "superseded"}


def test_a_deleted_file_withdraws_only_its_last_content_with_a_finding(raw: Path) -> None:
    put(raw, f"{REPORTS}/a.csv", b"one")
    scan(raw)
    file = put(raw, f"{REPORTS}/a.csv", b"three")
    scan(raw)
    file.unlink()
    found = scan(raw)
    assert statuses(found) == {f"{REPORTS}/a.csv 7692c3": "superseded", f"{REPORTS}/a.csv 8b5b9d": "withdrawn"}
    assert [(p.rule_id, p.path) for p in found.problems] == [("F013", f"{REPORTS}/a.csv")]


def test_a_withdrawn_source_stays_withdrawn_until_restored(raw: Path) -> None:
    put(raw, f"{REPORTS}/a.csv", b"one")
    sha256 = scan(raw).sources[0].sha256
    for decision, status in (("withdraw", "withdrawn"), ("restore", "active")):
        row = {"sha256": sha256, "path": f"{REPORTS}/a.csv", "decision": decision}
        decisions.record(raw, decisions.WITHDRAWALS, row, by="张三", reason="试填")
        found = scan(raw)
        assert only(found) == (f"{REPORTS}/a.csv", status)
        assert found.problems == ()


def test_the_state_does_not_depend_on_the_warehouse(raw: Path) -> None:
    put(raw, f"{REPORTS}/a.csv", b"one")
    found = scan(raw)
    (raw.parent / "warehouse" / "hashes.json").unlink()
    assert scan(raw) == found


@pytest.mark.parametrize(
    "name", ["~$a.xlsx", ".~a.xlsx", "a.tmp", ".DS_Store", "Thumbs.db", "README.md", "a.csv.part", ".git/config"]
)
def test_temporary_and_hidden_files_are_no_sources(raw: Path, name: str) -> None:
    put(raw, f"{REPORTS}/{name}", b"x")
    assert scan(raw).sources == ()


def test_settings_and_the_pipelines_own_folders_are_no_sources(raw: Path) -> None:
    for name in (
        "reference/bureau.toml",
        "reference/zones.csv",
        "filings/1/export.csv",
        "decisions/x.csv",
        "archive/x",
    ):
        put(raw, name, b"x")
    assert scan(raw) == Scan((), ())


def test_files_directly_in_raw_and_in_subfolders_are_found(raw: Path) -> None:
    put(raw, "a.csv", b"1")
    put(raw, "received/610100/2021/b.csv", b"2")
    assert [s.path for s in scan(raw).sources] == ["a.csv", "received/610100/2021/b.csv"]


def test_a_sidecar_belongs_to_its_file_and_one_without_a_file_is_told(raw: Path) -> None:
    put(raw, f"{REPORTS}/a.csv", b"1")
    put(raw, f"{REPORTS}/a.csv.toml", b"hazard = 'flood'")
    put(raw, f"{REPORTS}/lost.toml", b"hazard = 'flood'")
    found = scan(raw)
    assert found.sources[0].sidecar == "hazard = 'flood'"
    assert [(p.rule_id, p.path) for p in found.problems] == [("F015", f"{REPORTS}/lost.toml")]


def test_a_file_that_grows_while_it_is_read_waits_for_the_next_time(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = raw / REPORTS / "a.csv"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"half")

    def copying_goes_on(seconds: float) -> None:
        file.write_bytes(file.read_bytes() + b"more")

    with monkeypatch.context() as during:
        during.setattr("pipelines.raw_store.time.sleep", copying_goes_on)
        found = scan(raw)
    assert found.sources == ()
    assert [(p.rule_id, p.path) for p in found.problems] == [("F006", f"{REPORTS}/a.csv")]
    assert only(scan(raw)) == (f"{REPORTS}/a.csv", "active")


def test_a_file_being_saved_over_keeps_its_last_content(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(raw, f"{REPORTS}/a.csv", b"one")
    first = scan(raw).sources
    file.write_bytes(b"half")
    monkeypatch.setattr("pipelines.raw_store.time.sleep", lambda seconds: file.write_bytes(b"half and more"))
    found = scan(raw)
    assert found.sources == first
    assert [p.rule_id for p in found.problems] == ["F006"]


def test_a_file_nobody_may_read_is_a_finding_and_the_others_are_read(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(raw, f"{REPORTS}/a.csv", b"one")
    put(raw, f"{REPORTS}/b.csv", b"two")
    real = Path.open

    def refused(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "a.csv":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refused)
    found = scan(raw)
    assert [s.path for s in found.sources] == [f"{REPORTS}/b.csv"]
    assert [(p.rule_id, p.path) for p in found.problems] == [("F008", f"{REPORTS}/a.csv")]


def test_a_history_without_its_copy_is_told(raw: Path) -> None:
    put(raw, f"{REPORTS}/a.csv", b"one")
    old = scan(raw).sources[0]
    put(raw, f"{REPORTS}/a.csv", b"three")
    (raw / "archive" / old.sha256).unlink()
    assert [(p.rule_id, p.detail) for p in scan(raw).problems] == [("F014", old.source_id)]


def test_receipts_saved_by_a_spreadsheet_are_still_read(raw: Path) -> None:
    put(raw, f"{REPORTS}/灾情.csv", b"one")
    first = scan(raw)
    path = raw / "receipts.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").decode("utf-8").encode("gb18030"))
    assert scan(raw) == first


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Set the clock that receipts and decisions are stamped by."""
    monkeypatch.setattr(clock, "now", lambda: moment)


def rows_of(raw: Path) -> list[tuple[str, bool, str]]:
    found = read_table(raw / "receipts.csv", ("path", "sha256", "first_seen"))
    return [(row["path"].rsplit("/", 1)[-1], bool(row["sha256"]), row["first_seen"][:10]) for row in found]


def test_all_of_one_look_bears_one_time_and_sidecars_are_receipted(raw: Path) -> None:
    put(raw, f"{REPORTS}/a.csv", b"1")
    put(raw, f"{REPORTS}/a.csv.toml", b"hazard = 'flood'")
    put(raw, "reference/bureau.toml", b"own_region = '610100'")
    found = scan(raw)
    rows = read_table(raw / "receipts.csv", ("path", "sha256", "first_seen"))
    assert len(rows) == 3
    assert len({row["first_seen"] for row in rows}) == 1
    assert all((raw / "archive" / row["sha256"]).is_file() for row in rows)
    assert [source.path for source in found.sources] == [f"{REPORTS}/a.csv"]


def test_a_file_found_gone_is_receipted_once(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(raw, f"{REPORTS}/a.csv", b"one")
    for day in (1, 2, 3):
        at(monkeypatch, datetime(2024, 7, day))
        found = scan(raw)
        file.unlink(missing_ok=True)
    assert rows_of(raw) == [("a.csv", True, "2024-07-01"), ("a.csv", False, "2024-07-02")]
    assert found.sources[0].spans == (Span("2024-07-01 00:00:00", "2024-07-02 00:00:00", "received", "removed"),)


def test_a_source_knows_when_it_counted(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, content in ((1, b"one"), (2, b"three"), (3, b"one")):
        put(raw, f"{REPORTS}/a.csv", content)
        at(monkeypatch, datetime(2024, 7, day))
        found = scan(raw)
    spans = {source.sha256[:6]: [(s.counts_from[:10], s.ended) for s in source.spans] for source in found.sources}
    assert spans == {
        "7692c3": [("2024-07-01", "superseded"), ("2024-07-03", None)],
        "8b5b9d": [("2024-07-02", "superseded")],
    }
    assert {source.sha256[:6]: source.returns for source in found.sources} == {"7692c3": 1, "8b5b9d": 0}


def test_a_renamed_file_counts_without_a_break(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(raw, f"{REPORTS}/a.csv", b"one")
    scan(raw)
    file.rename(raw / REPORTS / "b.csv")
    at(monkeypatch, datetime(2099, 1, 1))
    (source,) = scan(raw).sources
    assert (source.path, len(source.spans), source.returns) == (f"{REPORTS}/b.csv", 1, 0)


def test_receipts_from_before_files_were_receipted_as_gone_are_read(raw: Path) -> None:
    put(raw, f"{REPORTS}/a.csv", b"one")
    scan(raw)
    lines = (raw / "receipts.csv").read_text("utf-8").splitlines()
    (raw / "receipts.csv").write_text("\n".join([*lines, f"{REPORTS}/old.csv,{'f' * 64},2020-01-01 08:00:00", ""]))
    found = scan(raw)
    assert statuses(found) == {f"{REPORTS}/a.csv 7692c3": "active", f"{REPORTS}/old.csv ffffff": "withdrawn"}
    assert [problem.rule_id for problem in found.problems] == ["F013", "F014"]


def test_a_look_that_was_killed_after_the_copy_is_made_good(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(raw, f"{REPORTS}/a.csv", b"one")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr("pipelines.receipts.append_rows", killed)
        with pytest.raises(KeyboardInterrupt):
            scan(raw)
    assert not (raw / "receipts.csv").exists()
    assert only(scan(raw)) == (f"{REPORTS}/a.csv", "active")
