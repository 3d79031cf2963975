"""What lies in raw/ or waits for a word while something else is filed is told, and holds nothing back."""

import shutil

import pytest

from pipelines import decisions
from pipelines.cli import main
from tests.bureau import Bureau, row


def command(bureau: Bureau) -> list[str]:
    """西安市 2020 is filed."""
    asked = ["file", "national_wide", "--year=2020", "--region=610100", "--prepared-by=张三", "--reviewed-by=李四"]
    return [*asked, f"--raw={bureau.raw}", f"--warehouse={bureau.warehouse}"]


def test_what_no_refresh_has_seen_is_told_and_holds_nothing_back(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = command(bureau)
    assert main(asked) == 0
    assert "尚未更新" not in capsys.readouterr().out
    bureau.put("late.csv", [row(on="2020-09-01")])
    given = {"year": "2020", "region_code": "610116", "indicator": "deaths", "delta": "1"}
    decisions.record(bureau.raw, decisions.ADJUSTMENTS, given, by="会商", reason="核定")
    receipts = (bureau.raw / "receipts.csv").read_bytes()
    assert main(asked) == 0
    said = capsys.readouterr().out
    assert "有新文件尚未更新，不在这次报送的数字里：disaster_reports/late.csv。" in said
    assert "有更新之后登记的决定" in said
    assert (bureau.raw / "receipts.csv").read_bytes() == receipts


def test_a_release_that_waits_is_named_with_the_command_that_confirms_it(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    later = bureau.current.folder.with_name("later")
    shutil.copytree(bureau.current.folder, later)
    release = bureau.releases.get("later")
    assert release is not None
    bureau.releases.hold(release)
    assert main(command(bureau)) == 0
    said = capsys.readouterr().out
    assert "数据版本 later 尚待确认，报送的是现行版本的数字" in said and "loss-ledger publish later" in said
