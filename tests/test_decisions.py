"""Decisions: rows that are only ever added, each with who, when and why."""

from pathlib import Path

import pytest

from pipelines import decisions
from pipelines.decisions import EXPLANATIONS, WITHDRAWALS
from pipelines.errors import LedgerError


def test_a_decision_says_who_when_and_why(tmp_path: Path) -> None:
    given = {"rule_id": "R010", "source_file": "disaster_reports/a.xlsx"}
    row = decisions.record(tmp_path, EXPLANATIONS, given, by=" 张三 ", reason="原始表\n如此")
    assert (row["explained_by"], row["reason"], len(row["explained_at"])) == ("张三", "原始表 如此", 19)
    assert decisions.rows(tmp_path, EXPLANATIONS) == [row]


def test_decisions_are_added_and_never_taken_out(tmp_path: Path) -> None:
    for reason in ("一", "二"):
        decisions.record(tmp_path, EXPLANATIONS, {"rule_id": "R010"}, by="张三", reason=reason)
    assert [row["reason"] for row in decisions.rows(tmp_path, EXPLANATIONS)] == ["一", "二"]


def test_the_last_word_about_a_file_holds(tmp_path: Path) -> None:
    for decision, is_out in (("withdraw", True), ("restore", False), ("withdraw", True)):
        row = {"sha256": "abc", "path": "a.csv", "decision": decision}
        decisions.record(tmp_path, WITHDRAWALS, row, by="张三", reason="试")
        last = decisions.withdrawals(tmp_path)[-1]
        assert (last.sha256, last.is_out) == ("abc", is_out)


@pytest.mark.parametrize(("by", "reason", "message"), [(" ", "有理由", "谁决定"), ("张三", "", "理由")])
def test_a_decision_without_a_name_or_a_reason_is_refused(tmp_path: Path, by: str, reason: str, message: str) -> None:
    with pytest.raises(LedgerError, match=message):
        decisions.record(tmp_path, EXPLANATIONS, {}, by=by, reason=reason)
    assert not (tmp_path / EXPLANATIONS.file).exists()


def test_a_table_whose_heading_was_lost_is_told_by_name(tmp_path: Path) -> None:
    file = tmp_path / EXPLANATIONS.file
    file.parent.mkdir()
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(LedgerError, match="缺少列 rule_id"):
        decisions.rows(tmp_path, EXPLANATIONS)
