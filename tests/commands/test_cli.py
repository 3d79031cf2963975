"""The command line itself: finding commands, plain errors, ports."""

import errno
import socket
from pathlib import Path

import pytest

from pipelines import cli
from pipelines.commands import serve
from pipelines.errors import LedgerError, from_os_error, own_fault, plain


def test_help_lists_every_command_and_each_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    listed = capsys.readouterr().out
    for name in cli.COMMANDS:
        assert f"  {name} " in listed
        with pytest.raises(SystemExit) as ended:
            cli.main([name, "--help"])
        assert ended.value.code == 0


def test_a_mistyped_command_is_told_with_the_one_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["refesh"]) == 2
    said = capsys.readouterr().err
    assert "是不是“refresh”" in said
    assert "Did you mean “refresh”" in said


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "x.parquet"), "磁盘已满"),
        (PermissionError(errno.EACCES, "Permission denied", "x.parquet"), "没有权限"),
        (OSError(errno.EIO, "Input/output error", "x.parquet"), "读写文件出错"),
        (RuntimeError('IO Error: Could not write file "x": No space left on device'), "磁盘已满"),
    ],
)
def test_a_failing_disk_is_said_plainly_however_deep_it_is_wrapped(problem: Exception, words: str) -> None:
    outer = RuntimeError("step failed")
    outer.__cause__ = problem
    said = plain(outer)
    assert said is not None
    assert words in said.zh
    assert from_os_error(OSError(errno.ENOSPC, "")).exit_code == 2


def test_a_fault_of_ours_names_its_root_and_where_to_see_more() -> None:
    outer = RuntimeError("step failed")
    outer.__cause__ = KeyError("deaths")
    said = own_fault(outer)
    assert "KeyError: 'deaths'" in said.zh
    assert "LOSS_LEDGER_DEBUG=1" in said.en
    assert plain(outer) is None


def test_without_debugging_no_traceback_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("LOSS_LEDGER_DEBUG", raising=False)
    monkeypatch.setattr("pipelines.commands.releases.Releases", lambda *_: 1 / 0)
    assert cli.main(["releases", "--warehouse", str(tmp_path)]) == 4
    assert "程序内部错误：ZeroDivisionError" in capsys.readouterr().err
    monkeypatch.setenv("LOSS_LEDGER_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["releases", "--warehouse", str(tmp_path)])


def test_a_port_that_is_taken_is_told_with_another_to_choose() -> None:
    with socket.socket() as other:
        other.bind((serve.LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(LedgerError, match=f"端口 {port} 已被占用") as refused:
            serve.require_free("Dagster", serve.Place("127.0.0.1", port))
    assert f"--dagster-port {port + 1}" in refused.value.en
    serve.require_free("Dagster", serve.Place("127.0.0.1", port))


def test_both_pages_bind_to_this_computer_only_and_report_nothing() -> None:
    dashboard, dagster = serve.dashboard_command(8501), serve.dagster_command(3000)
    assert "--server.address=127.0.0.1" in dashboard
    assert "--browser.gatherUsageStats=false" in dashboard
    assert dagster[dagster.index("-h") + 1] == "127.0.0.1"


def test_the_sample_is_written_where_it_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sample", "--out", str(tmp_path / "s")]) == 0
    named = capsys.readouterr().out.split("\n")[:-1]
    assert sorted(named) == sorted(str(p) for p in (tmp_path / "s").rglob("*") if p.is_file())
