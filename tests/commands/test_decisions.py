"""`withdraw` and `decide`: what they name must exist, and the next refresh acts on it."""

from pathlib import Path

import pytest

from pipelines import decisions
from pipelines.cli import main
from pipelines.refreshing import BUILT
from tests.bureau import OPEN_YEAR, REPORTS, Bureau, at, row, without_dagster

WEINAN = row("610302", name="渭滨区", on="2021-08-01", at="2021-08-31")
BY = ("--by", "张三", "--reason", "核对过")


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    for variable in ("LOSS_LEDGER_RAW", "LOSS_LEDGER_WAREHOUSE", "LOSS_LEDGER_DAGSTER", "DAGSTER_HOME"):
        monkeypatch.setenv(variable, "")
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "yes")
    without_dagster(monkeypatch)
    found = at(tmp_path)
    found.put("a.csv", [OPEN_YEAR])
    found.put("b.csv", [WEINAN])
    found.refresh()
    return found


def run(bureau: Bureau, *arguments: str) -> int:
    return main([*arguments, "--raw", str(bureau.raw), "--warehouse", str(bureau.warehouse)])


def findings(bureau: Bureau) -> list[tuple[object, ...]]:
    return bureau.ask("select rule_id, source_file, status from checks.findings order by all")


@pytest.mark.parametrize("name", [f"{REPORTS}/b.csv", "b.csv", f"raw/{REPORTS}/b.csv"])
def test_a_withdrawn_file_counts_no_more_and_can_be_put_back(bureau: Bureau, name: str) -> None:
    assert run(bureau, "withdraw", name, "--reason", "重复报送", "--by", "张三") == 0
    assert bureau.refresh().what == BUILT
    assert bureau.people(2021, "610302") is None
    assert (bureau.raw / REPORTS / "b.csv").exists()
    assert run(bureau, "withdraw", "b.csv", "--reason", "不是重复", "--restore") == 0
    bureau.refresh()
    assert bureau.people(2021, "610302") == 100


def test_a_file_that_does_not_exist_is_told_with_near_ones(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bureau, "withdraw", "bb.csv", "--reason", "试") == 2
    assert "没有找到（唯一的）文件“bb.csv”。相近的：" in capsys.readouterr().err
    assert decisions.rows(bureau.raw, decisions.WITHDRAWALS) == []


def test_an_explained_finding_stays_visible_as_explained(bureau: Bureau) -> None:
    rule = str(next(f[0] for f in findings(bureau) if f[1] == f"{REPORTS}/a.csv"))
    assert run(bureau, "decide", "explain", "--rule", rule, "--file", "a.csv", *BY) == 0
    bureau.refresh()
    states = {(f[1], f[2]) for f in findings(bureau) if f[0] == rule}
    assert states == {(f"{REPORTS}/a.csv", "explained"), (f"{REPORTS}/b.csv", "open")}
    assert bureau.current.manifest["findings"]["explained"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--rule", "R0O5", "--file", "a.csv"), "没有规则“R0O5”，没有登记。相近的：R0"),
        (("--rule", "R005", "--file", "aa.csv"), "没有文件“aa.csv”"),
        (("--rule", "R005", "--file", "a.csv", "--region", "610999"), "没有地区“610999”，没有登记。相近的：610"),
        (("--rule", "R005", "--file", "a.csv", "--indicator", "death"), "没有指标“death”，没有登记。相近的：death"),
        (("--rule", "F001", "--file", "a.csv"), "没有符合这些条件的核查问题"),
    ],
)
def test_a_typo_in_an_explanation_is_told(
    bureau: Bureau, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    assert run(bureau, "decide", "explain", *arguments, *BY) == 2
    assert message in capsys.readouterr().err
    assert decisions.rows(bureau.raw, decisions.EXPLANATIONS) == []


def test_two_disasters_are_joined_or_told_apart(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    events = [str(e[0]) for e in bureau.ask("select event_id from core.events order by all")]
    assert len(events) == 2
    assert run(bureau, "decide", "same", *events, *BY) == 0
    bureau.refresh()
    assert len(bureau.ask("select event_id from core.events")) == 1
    assert run(bureau, "decide", "different", events[0], "20200101-nothing", *BY) == 2
    assert "没有灾害过程“20200101-nothing”" in capsys.readouterr().err


def test_a_zone_is_placed_under_its_host(bureau: Bureau) -> None:
    bureau.put("c.csv", [row("610128", name="高新区", on="2021-09-01", at="2021-09-30")])
    bureau.refresh()
    assert run(bureau, "decide", "zone", "610128", "610116", *BY) == 0
    bureau.refresh()
    assert bureau.ask("select host_code, how from core.zone_hosts") == [("610116", "decision")]
    assert bureau.people(2021) == 300


def test_a_decision_needs_a_release_to_be_checked_against(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = at(tmp_path / "empty")
    assert run(empty, "decide", "zone", "610128", "610116", *BY) == 2
    assert "请先运行 loss-ledger refresh" in capsys.readouterr().err
    assert not empty.raw.exists()


def test_a_list_that_a_person_calls_full_takes_out_what_it_lacks(bureau: Bureau) -> None:
    bureau.put("c.csv", [row("610302", name="渭滨区", on="2021-08-01", at="2021-09-30", people=7),
                         row("610116", on="2021-08-02", at="2021-09-30", people=80)])  # fmt: skip
    bureau.refresh()
    assert bureau.people(2021, "610116") == 280
    assert run(bureau, "decide", "full", "c.csv", *BY) == 0
    bureau.refresh()
    assert (bureau.people(2021, "610116"), bureau.people(2021, "610302")) == (80, 7)
    assert ("R099", f"{REPORTS}/a.csv", "open") in findings(bureau)
    gone = bureau.ask(
        "select prior_value, value from marts.revisions where kind = 'record' and indicator = 'event_records'"
    )
    assert (1, None) in gone
