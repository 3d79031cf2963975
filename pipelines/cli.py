"""`loss-ledger`: finds the command, says errors in plain words, and loads nothing that the command does not need."""

import argparse
import difflib
import importlib
import os
import sys
from collections.abc import Sequence

from pipelines.errors import DEBUG_VARIABLE, LedgerError, own_fault, plain

COMMANDS = {
    "refresh": "更新全部数据 / read, check and publish everything",
    "check": "检查文件，不保存 / check files without storing them",
    "export": "导出报表 / write the files of an export profile",
    "report": "写灾情报告：年度、半年、简报 / write a report in words: annual, half-year, brief",
    "serve": "打开看板和 Dagster / serve the dashboard and Dagster",
    "releases": "列出数据版本 / list the releases",
    "publish": "确认待确认的数据版本 / confirm a held release",
    "read": "读取工作总结等文档中的数字 / read the figures of a document",
    "correct": "写出更正工作簿 / write a workbook to correct a file in",
    "rows": "看核查问题所在的单元格 / show the cells around a finding",
    "withdraw": "撤回一个文件 / take a received file out",
    "decide": "登记人工判断 / record a decision",
    "file": "报送：导出并存档，可核验 / file an export: kept unchanged, so that it can be checked",
    "verify": "核验报送存档 / verify filings",
    "filings": "列出报送存档 / list the filings",
    "return": "退回下级报送 / return a received filing",
    "template": "写出填报模板 / write an empty workbook to fill in",
    "sample": "写出示例数据文件 / write the sample's files",
}
MODULES = {"return": "send_back"}
"""Commands whose name is a word of Python: their module has another."""
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console of another language must not stop a command
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given)
    except LedgerError as error:
        return _say(error)
    except KeyboardInterrupt:
        print("已中断；上一个数据版本不变。\nInterrupted; the last release stays.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader of our output left; nothing more to say
        return 0
    except Exception as fault:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        return _say(plain(fault) or own_fault(fault))


def _run(given: list[str]) -> int:
    name = given[0] if given else "--help"
    if name in ("-h", "--help", "help"):
        _print_help()
        return 0
    if name == "--version":
        from pipelines.versions import software_version

        print(software_version())
        return 0
    if name not in COMMANDS:
        near = difflib.get_close_matches(name, COMMANDS, n=1)
        hint_zh, hint_en = (f"是不是“{near[0]}”？", f"Did you mean “{near[0]}”? ") if near else ("", "")
        raise LedgerError(
            f"没有命令“{name}”。{hint_zh}运行 loss-ledger --help 查看全部命令。",
            f"There is no command “{name}”. {hint_en}See loss-ledger --help.",
        )
    module = importlib.import_module(f"pipelines.commands.{MODULES.get(name, name)}")
    parser = argparse.ArgumentParser(prog=f"loss-ledger {name}", description=COMMANDS[name])
    module.add_arguments(parser)
    code: int = module.run(parser.parse_args(given[1:]))
    return code


def _print_help() -> None:
    print("灾损台账 Loss Ledger\n\n用法 / usage: loss-ledger COMMAND …    loss-ledger COMMAND --help\n")
    for name, words in COMMANDS.items():
        print(f"  {name:<10} {words}")


def _say(error: LedgerError) -> int:
    print(f"{error.zh}\n{error.en}", file=sys.stderr)
    return error.exit_code
