"""`loss-ledger correct` and `loss-ledger rows`: a file named in any way, words where it cannot be done."""

import json
from pathlib import Path

import openpyxl
import pytest

from pipelines.cli import main
from tests.bureau import REPORTS, Bureau, at, without_dagster
from tests.corrections.corrected import drop
from tests.corrections.test_loop import NAME, as_csv, cell

PATH = f"{REPORTS}/{NAME}.csv"


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    folder = tmp_path_factory.mktemp("correct")
    bureau = at(folder)
    with pytest.MonkeyPatch.context() as patch:
        without_dagster(patch)
        drop(as_csv(folder / NAME), bureau.raw, PATH)
        bureau.refresh()
    return bureau


def run(bureau: Bureau, *arguments: str) -> int:
    return main([*arguments, "--raw", str(bureau.raw), "--warehouse", str(bureau.warehouse)])


def source_id(bureau: Bureau) -> str:
    return str(bureau.ask("select source_id from meta.sources")[0][0])


@pytest.mark.parametrize("named", ["path", "raw/path", "name", "on disk", "id"])
def test_a_file_may_be_named_as_people_name_it(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    names = {
        "path": PATH, "raw/path": f"raw/{PATH}", "name": f"{NAME}.csv", "on disk": str(bureau.raw / PATH),
        "id": source_id(bureau),
    }  # fmt: skip
    assert run(bureau, "correct", names[named], "--out", str(tmp_path / "out"), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["source"], told["open"]) == (PATH, {"reject": 1, "error": 2})
    (book,) = (tmp_path / "out").iterdir()
    assert book.name == f"{NAME}_更正.xlsx" and str(book) == told["file"]
    assert openpyxl.load_workbook(book).sheetnames == ["Sheet1", "核查问题"]


def test_the_command_says_where_the_workbook_is_and_what_to_do_with_it(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bureau, "correct", PATH, "--out", str(tmp_path)) == 0
    said = capsys.readouterr().out
    assert "改正后放回 raw/ 下任何位置" in said and "drop it anywhere into raw/" in said


def test_nothing_is_written_beside_the_target(bureau: Bureau, tmp_path: Path) -> None:
    before = sorted(path for folder in (bureau.raw, bureau.warehouse) for path in folder.rglob("*"))
    run(bureau, "correct", PATH, "--out", str(tmp_path))
    run(bureau, "rows", PATH, "--at", "3")
    assert sorted(path for folder in (bureau.raw, bureau.warehouse) for path in folder.rglob("*")) == before


@pytest.mark.parametrize("command", [("correct", "--out", "out"), ("rows", "--at", "3")])
def test_a_file_that_nobody_received_is_told_with_what_is_near(
    bureau: Bureau, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    name, *options = command
    assert run(bureau, name, f"{NAME}.xlsx", *options) == 2
    assert f"{NAME}.csv" in capsys.readouterr().err


def test_the_rows_around_a_finding_are_printed_with_its_cell_in_brackets(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bureau, "rows", PATH, "--at", "3", "--rule", "F060") == 0
    lines = capsys.readouterr().out.splitlines()
    assert "[4O]" in next(line for line in lines if line.startswith("3\t"))
    assert run(bureau, "rows", PATH, "--at", "3", "--rule", "R050", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["cell"] == cell("direct_economic_loss", 3) and len(told["compared"]) == 6


def test_a_refusal_is_an_object_too_where_one_is_asked_for(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bureau, "rows", "没有.xlsx", "--at", "3", "--json") == 2
    told = json.loads(capsys.readouterr().out)
    assert told["workbook"] is None and "没有找到" in told["refused"]["zh"] and told["refused"]["en"]
