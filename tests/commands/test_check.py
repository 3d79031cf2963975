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


def township(folder: Path, name: str, region: str, as_of: str = "") -> Path:
    """A form of one township."""
    lines = [
        "受灾人口,人,5",
        "因灾死亡人口,人,0",
        "因灾失踪人口,人,0",
        "农作物受灾面积,公顷,1.5",
        "直接经济损失,万元,2",
    ]
    head = [
        f"填报地区：,{region}",
        "灾种：,洪涝灾害",
        "灾害发生时间：,2025-06-27",
        f"数据截至时间：,{as_of}",
        "报告阶段：,续报",
    ]
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([*head, "指标,计量单位,数量", *lines, ""]), encoding="utf-8")
    return file


def test_a_folder_shows_who_sent_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    township(tmp_path / "in", "湖滨.csv", "青湖区湖滨街道", "2025-06-30")
    township(tmp_path / "in", "乡镇/青湖镇.csv", "青湖区青湖镇")
    (tmp_path / "in" / "~$湖滨.csv").write_text("lock", encoding="utf-8")
    assert check(tmp_path, str(tmp_path / "in")) == 0
    lines = capsys.readouterr().out.splitlines()
    table = [line.split() for line in lines if line.startswith("  ") and line.strip().endswith("5")]
    assert table == [
        ["青湖镇", "乡镇/青湖镇.csv", "不明", "续报", "5"],
        ["湖滨街道", "湖滨.csv", "2025-06-30", "续报", "5"],
    ]


def test_a_folder_is_held_against_the_list_of_reporting_units(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    township(tmp_path / "in", "湖滨.csv", "青湖区湖滨街道")
    units = tmp_path / "raw" / "reference" / "reporting_units.csv"
    units.parent.mkdir(parents=True)
    listed = ["行政区划代码,地区,报送单位", "990103001000,湖滨街道,湖滨应急办", "990103100000,青湖镇,青湖镇应急办"]
    units.write_text("\n".join([*listed, ""]), encoding="utf-8")
    raw = ["--raw", str(tmp_path / "raw")]
    assert main(["check", str(tmp_path / "in"), *raw]) == 0
    assert "2025 年还没有报送（缺报不等于零报告） / nothing from: 青湖镇应急办" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "in"), "--json", *raw]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["region_code"], row["year"]) for row in told["missing"]] == [("990103100000", 2025)]
    assert [(row["path"], row["figures"]) for row in told["sent"]] == [("湖滨.csv", 5)]
    assert main(["check", str(tmp_path / "in" / "湖滨.csv"), *raw]) == 0
    assert "青湖镇应急办" not in capsys.readouterr().out


def test_an_empty_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    assert check(tmp_path, str(tmp_path / "in")) == 2
    assert "没有文件" in capsys.readouterr().err
