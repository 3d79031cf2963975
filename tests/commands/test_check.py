"""`loss-ledger check`: the same readers and rules, and nothing is stored."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.cli import main
from tests.bureau import COLUMNS, OLD_YEAR, at


def written(folder: Path, name: str, *lines: str) -> Path:
    file = folder / name
    file.write_text("\n".join([COLUMNS, *lines, ""]), encoding="utf-8")
    return file


def check(tmp_path: Path, *arguments: str) -> int:
    return main(["check", *arguments, "--raw", str(tmp_path / "none")])


GOOD = ",".join(map(str, OLD_YEAR))


def test_a_file_without_errors_passes_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "a.csv", GOOD)
    assert check(tmp_path, str(file)) == 0
    assert "a.csv：读取 2 行，采用 1，无法采用 0，跳过 1" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_an_error_or_a_rejected_row_fails_with_file_and_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = GOOD.replace(",100,", ",12O,")
    unknown = GOOD.replace("610116", "").replace("长安区", "无此地")
    assert check(tmp_path, str(written(tmp_path, "bad.csv", bad)), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    (error,) = [f for f in told["findings"] if f["severity"] == "error"]
    assert (error["source_file"], error["source_locator"], error["indicator"]) == (
        "bad.csv",
        "2",
        "affected_population",
    )
    assert check(tmp_path, str(written(tmp_path, "nowhere.csv", unknown))) == 1
    assert "无法采用 1" in capsys.readouterr().out


def test_rules_run_as_in_a_refresh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.csv"
    heading = "region_code,hazard_key,occurred_at,deaths,missing,affected_population"
    file.write_text(f"{heading}\n610116,flood,2020-07-01 08:00:00,200,0,100\n", encoding="utf-8")
    assert check(tmp_path, str(file)) == 1
    assert "[须改正或说明 error] R010  a.csv" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, str(tmp_path / "no.csv")) == 2
    assert "没有文件" in capsys.readouterr().err


def test_checking_loads_neither_dagster_nor_streamlit(tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", GOOD)
    script = (
        "import sys; from pipelines.cli import main; code = main(sys.argv[1:]); "
        "sys.exit(code or any(name.split('.')[0] in ('dagster', 'streamlit') for name in sys.modules))"
    )
    arguments = [sys.executable, "-c", script, "check", str(file), "--raw", str(at(tmp_path).raw)]
    assert subprocess.run(arguments, capture_output=True, check=False, timeout=120).returncode == 0
