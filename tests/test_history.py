"""What was known when: the ledger of an earlier day is the one that was published then, to the byte."""

import os
import shutil
import time
from datetime import datetime
from pathlib import Path

import pytest

from pipelines import clock, decisions, exports, history
from pipelines.cli import main
from pipelines.commands.export import end_of
from pipelines.errors import LedgerError
from pipelines.raw_store import RawStore
from tests.bureau import OLD_YEAR, REPORTS, Bureau, at, row, without_dagster

DAYS = ("2021-08-01", "2021-08-05", "2021-08-20")
VERSIONS = [
    row(on="2021-07-20", at=f"2021-07-2{number}", people=people) for number, people in enumerate((100, 250, 240))
]


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
        monkeypatch.setenv(variable, "")
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "yes")
    without_dagster(monkeypatch)
    return at(tmp_path)


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """From now on it is the morning of this day."""
    moment = datetime.fromisoformat(f"{day} 09:30:00")
    monkeypatch.setattr(clock, "now", lambda: moment)


def exported(bureau: Bureau, out: Path, as_of: str = "") -> dict[str, bytes]:
    """All files of every profile, by their paths; of the current release, or as known on a day."""
    release = history.ledger_as_known(bureau.raw, bureau.warehouse, end_of(as_of)) if as_of else None
    for profile in exports.WRITERS:
        exports.export(profile, out / profile, warehouse=bureau.warehouse, release=release)
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in out.rglob("*") if file.is_file()}


def people_as_of(bureau: Bureau, day: str, year: int = 2021) -> int | None:
    release = history.ledger_as_known(bureau.raw, bureau.warehouse, end_of(day))
    found = bureau.ask(
        f"select affected_population from marts.annual_losses where hazard_key = 'all' and year = {year} "
        "and region_code = '610116'",
        release,
    )
    return found[0][0] if found else None


def sidecar(bureau: Bureau, name: str, text: str) -> None:
    file = bureau.raw / REPORTS / name
    file.write_text(text, encoding="utf-8")
    past = time.time() - 3600
    os.utime(file, (past, past))


def look(bureau: Bureau) -> None:
    """A look at raw/, without computing anything."""
    RawStore(bureau.raw, bureau.warehouse, settle=0).scan()


def test_three_versions_of_one_disaster_have_three_values_and_the_export_of_then_comes_back_to_the_byte(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = {}
    for day, version in zip(DAYS, VERSIONS, strict=True):
        on(monkeypatch, day)
        bureau.put(f"{day}.csv", [version])
        bureau.refresh()
        then[day] = exported(bureau, tmp_path / f"then-{day}")
    assert {path.split("/")[0] for path in then[DAYS[2]]} == set(exports.WRITERS)
    changed = [then[day]["changes/changes.csv"].decode("utf-8-sig").count("受灾人口") for day in DAYS]
    assert changed[0] == 0 and changed[1] == changed[2] > 1
    oldest = history.inputs_as_known(bureau.raw, end_of(DAYS[0])).release_id
    shutil.rmtree(bureau.warehouse / "published" / oldest)
    assert exported(bureau, tmp_path / "again", DAYS[0]) == then[DAYS[0]]
    assert people_as_of(bureau, "2021-08-04") == 100
    shutil.rmtree(bureau.warehouse)
    bureau.refresh()
    assert [people_as_of(bureau, day) for day in DAYS] == [100, 250, 240]
    for day in DAYS:
        assert exported(bureau, tmp_path / f"rebuilt-{day}", day) == then[day]
    assert exported(bureau, tmp_path / "now") == then[DAYS[2]]
    assert not [file for file in (bureau.warehouse / "history").glob(".*")]


def test_deleted_and_withdrawn_files_and_changed_sidecars_stand_as_they_stood(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, "2021-08-01")
    kept = bureau.put("a.csv", [VERSIONS[0]])
    bureau.put("b.csv", [OLD_YEAR])
    look(bureau)
    on(monkeypatch, "2021-08-02")
    kept.unlink()
    look(bureau)
    on(monkeypatch, "2021-08-03")
    bureau.put("a.csv", [VERSIONS[0]])
    sidecar(bureau, "a.csv.toml", "stage = 'final'")
    look(bureau)
    on(monkeypatch, "2021-08-04")
    sidecar(bureau, "a.csv.toml", "stage = 'initial'")
    look(bureau)
    on(monkeypatch, "2021-08-05")
    sha256 = next(s.sha256 for s in RawStore(bureau.raw, bureau.warehouse).scan().sources if s.path.endswith("b.csv"))
    given = {"sha256": sha256, "path": f"{REPORTS}/b.csv", "decision": decisions.WITHDRAWN}
    decisions.record(bureau.raw, decisions.WITHDRAWALS, given, by="张三", reason="重复")
    told = {}
    for day in range(1, 6):
        stock = history.inputs_as_known(bureau.raw, end_of(f"2021-08-0{day}"))
        told[day] = {s.path[-5:]: (s.status, (s.sidecar or "")[9:-1]) for s in stock.sources}
        assert [p.rule_id for p in stock.problems] == (["F013"] if day == 2 else [])
    assert told == {
        1: {"a.csv": ("active", ""), "b.csv": ("active", "")},
        2: {"a.csv": ("withdrawn", ""), "b.csv": ("active", "")},
        3: {"a.csv": ("active", "final"), "b.csv": ("active", "")},
        4: {"a.csv": ("active", "initial"), "b.csv": ("active", "")},
        5: {"a.csv": ("active", "initial"), "b.csv": ("withdrawn", "")},
    }
    assert [moment.at.day for moment in history.moments(bureau.raw)] == [1, 2, 3, 4, 5]
    assert history.moments(bureau.raw)[3].what == (f"{REPORTS}/a.csv.toml",)


def test_the_inputs_of_an_earlier_day_bear_the_id_of_its_release(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines import inputs

    ids = {}
    (bureau.raw / "reference").mkdir(parents=True)
    for number, day in enumerate(DAYS):
        on(monkeypatch, day)
        bureau.put("a.csv", [VERSIONS[number]])
        (bureau.raw / "reference" / "bureau.toml").write_text(f"bureau_name = '局{number}'", encoding="utf-8")
        if number:
            given = {"event_id_a": "x", "event_id_b": f"y{number}", "decision": "different"}
            decisions.record(bureau.raw, decisions.SAME_DISASTER, given, by="张三", reason="两次")
        ids[day] = inputs.take_stock(bureau.raw, bureau.warehouse).release_id
    assert len(set(ids.values())) == 3
    assert {day: history.inputs_as_known(bureau.raw, end_of(day)).release_id for day in DAYS} == ids


def test_settings_that_could_not_be_read_then_give_way_to_the_last_sound_ones(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    (bureau.raw / "reference").mkdir(parents=True)
    for day, text in (("2021-08-01", "bureau_name = '甲局'"), ("2021-08-02", "bureau_name = ")):
        on(monkeypatch, day)
        (bureau.raw / "reference" / "bureau.toml").write_text(text, encoding="utf-8")
        look(bureau)
    assert history.inputs_as_known(bureau.raw, end_of("2021-08-02")).settings["bureau_name"] == "甲局"


def test_a_day_on_which_nothing_was_known_is_told(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    on(monkeypatch, DAYS[0])
    bureau.put("a.csv", [VERSIONS[0]])
    look(bureau)
    folders = ["--raw", str(bureau.raw), "--warehouse", str(bureau.warehouse), "--out", str(tmp_path / "out")]
    for day, words in (("2021-07-31", "2021-08-01"), ("2021-08-02", "is still to come"), ("8月1日", "2024-07-31")):
        assert main(["export", "tidy", "--as-of", day, *folders]) == 2
        assert words in capsys.readouterr().err
    assert main(["export", "tidy", "--as-of", DAYS[0], *folders]) == 0
    assert (tmp_path / "out" / "manifest.json").is_file()
    with pytest.raises(LedgerError):
        history.ledger_as_known(tmp_path / "nowhere", bureau.warehouse, end_of(DAYS[0]))
