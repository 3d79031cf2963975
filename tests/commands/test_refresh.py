"""`loss-ledger refresh` as people and scripts run it: real processes, one killed, two at once."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.locks import INFO_FILE
from tests.bureau import OLD_YEAR, OPEN_YEAR, REPORTS, Bureau, at, row
from tests.test_locks import other_process

LONG = 300


def command(bureau: Bureau, *arguments: str) -> list[str]:
    start = "import sys; from pipelines.cli import main; sys.exit(main())"
    folders = ["--raw", str(bureau.raw), "--warehouse", str(bureau.warehouse)]
    return [sys.executable, "-c", start, *arguments, *folders]


def run(bureau: Bureau, *arguments: str) -> subprocess.CompletedProcess[str]:
    given = command(bureau, *arguments)
    return subprocess.run(given, capture_output=True, encoding="utf-8", timeout=LONG, check=False)


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return at(tmp_path)


def test_json_is_the_only_thing_on_standard_output(bureau: Bureau) -> None:
    bureau.put("灾情.csv", [OLD_YEAR, OPEN_YEAR])
    done = run(bureau, "refresh", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["release"] == bureau.current.release_id
    assert Path(told["snapshot"]) == bureau.current.snapshot
    assert (told["held"], told["is_sample"]) == (False, False)
    counts = {
        key: told["sources"][0][key] for key in ("path", "rows_read", "rows_accepted", "rows_rejected", "rows_skipped")
    }
    assert counts == {
        "path": f"{REPORTS}/灾情.csv", "rows_read": 3, "rows_accepted": 2, "rows_rejected": 0, "rows_skipped": 1,
    }  # fmt: skip
    assert set(told["findings"]) == {"reject", "error", "warning", "explained"}
    assert told["seconds"] > 0
    assert "[1/1]" in done.stderr
    again = run(bureau, "refresh")
    assert "没有新内容" in again.stdout
    assert "Nothing new" in again.stdout


def test_nothing_new_does_not_load_dagster(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    assert run(bureau, "refresh").returncode == 0
    script = (
        "import sys; from pipelines.cli import main; code = main(sys.argv[1:]); "
        "sys.exit(code or any(name.split('.')[0] in ('dagster', 'streamlit') for name in sys.modules))"
    )
    again = [sys.executable, "-c", script, *command(bureau, "refresh")[3:]]
    assert subprocess.run(again, capture_output=True, timeout=LONG, check=False).returncode == 0


def test_a_refresh_killed_in_the_middle_leaves_the_last_release_and_the_next_one_recovers(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    assert run(bureau, "refresh").returncode == 0
    first = bureau.current.release_id
    bureau.put("b.csv", [OPEN_YEAR])
    process = subprocess.Popen(command(bureau, "refresh"), stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("core.losses"):
            os.kill(process.pid, signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
            break
    process.wait()
    process.stderr.close()
    assert bureau.current.release_id == first
    leftover = bureau.releases.folder / ".0123456789ab.tmp"
    leftover.mkdir()
    done = run(bureau, "refresh")
    assert done.returncode == 0, done.stderr
    assert bureau.current.release_id != first
    assert bureau.people(2021) == 200
    assert not leftover.exists()


def test_of_two_refreshes_at_once_the_second_waits_and_finds_nothing_left_to_do(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR])
    first = subprocess.Popen(command(bureau, "refresh"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    until = time.monotonic() + LONG
    while not (bureau.warehouse / INFO_FILE).exists() and time.monotonic() < until:
        time.sleep(0.02)
    second = run(bureau, "refresh")
    first.communicate(timeout=LONG)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "另一个更新正在进行" in second.stderr
    assert f"process {first.pid}" in second.stderr
    assert "没有新内容" in second.stdout


def test_a_refresh_that_may_not_wait_says_who_runs_without_a_traceback(bureau: Bureau) -> None:
    process = other_process(bureau.warehouse, LONG)
    try:
        refused = run(bureau, "refresh", "--no-wait")
    finally:
        process.kill()
        process.join()
    assert refused.returncode == 3
    assert f"进程 {process.pid}" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_wrong_settings_stop_a_refresh_with_plain_words(bureau: Bureau) -> None:
    file = bureau.raw / "reference" / "bureau.toml"
    file.parent.mkdir(parents=True)
    file.write_text("hold_factor = 'ten'", encoding="utf-8")
    refused = run(bureau, "refresh")
    assert refused.returncode == 2
    assert "“hold_factor”的值 'ten' 不对" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_held_release_is_listed_with_old_new_and_source(bureau: Bureau) -> None:
    bureau.put("a.csv", [OLD_YEAR, OPEN_YEAR])
    assert run(bureau, "refresh").returncode == 0
    bureau.put("a.csv", [row(people=101), OPEN_YEAR])
    held = run(bureau, "refresh")
    assert held.returncode == 0
    assert f"2020 长安区 affected_population: 100 → 101 人  {REPORTS}/a.csv" in held.stdout
    assert "loss-ledger publish" in held.stdout
    states = {line.split()[0]: line for line in run(bureau, "releases").stdout.splitlines()}
    assert "现行 current" in states[bureau.current.release_id]
    assert sum("待确认 held" in line for line in states.values()) == 1
