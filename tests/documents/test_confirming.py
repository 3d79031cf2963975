"""Documents as sources: what they state is proposed, and counts once a person confirms it."""

import os
import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines import cli, reporting
from pipelines.reporting import sources
from tests.bureau import OPEN_YEAR, Bureau, at, without_dagster
from tests.reporting import evidence

NAME = "长安区2020年工作总结.txt"
TEXT = """西安市长安区应急管理局2020年工作总结
联系人：张三丰，电话13812345678。
2020年，我区共发生自然灾害5起，造成7.1万人受灾，农作物受灾面积300亩，直接经济损失1234.5万元。
全年转移安置群众xx人。
"""
SEED = Path(os.environ.get("LOSS_LEDGER_TEST_DATA", "../shared/data")).parent / "seeds" / "004_5f59a05f6671de17.txt"
FIGURES = "select * from core.document_figures where value is distinct from 30000"
COUNTED = (
    "select indicator, value, unit, state, region_code, period_start, period_end, source_locator "
    "from core.period_figures where source_id in (select source_id from core.documents) order by indicator"
)


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a bureau with one report of disasters and two documents, refreshed."""
    folder = tmp_path_factory.mktemp("bureau")
    made = at(folder)
    made.put("灾情.csv", [OPEN_YEAR])
    document(made, TEXT)
    document(made, "2020年工作总结\n全县受灾人口3万人。", "某县.txt")
    with pytest.MonkeyPatch.context() as patch:
        without_dagster(patch)
        made.refresh()
    return folder


@pytest.fixture
def bureau(refreshed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    """A copy of it for one test."""
    without_dagster(monkeypatch)
    shutil.copytree(refreshed, tmp_path, dirs_exist_ok=True)
    made = at(tmp_path)
    monkeypatch.setenv("LOSS_LEDGER_RAW", str(made.raw))
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(made.warehouse))
    return made


def document(bureau: Bureau, text: str, name: str = NAME) -> None:
    (bureau.raw / "documents").mkdir(parents=True, exist_ok=True)
    (bureau.raw / "documents" / name).write_text(text, encoding="utf-8")


def decide(*options: str, file: str = NAME, by: str = "李四") -> int:
    return cli.main(["decide", "figure", file, *options, "--by", by, "--reason", "核对原文"])


def place(bureau: Bureau, indicator: str) -> str:
    ((found,),) = bureau.ask(f"select source_locator from ({FIGURES}) where indicator = '{indicator}'")
    return str(found)


def counted(bureau: Bureau) -> dict[str, tuple[Any, ...]]:
    refreshed = bureau.refresh()
    if refreshed.held:
        bureau.releases.make_current(refreshed.release)
    return {row[0]: row[1:] for row in bureau.ask(COUNTED)}


def test_nothing_counts_before_it_is_confirmed_and_a_finding_says_so(bureau: Bureau) -> None:
    proposed = {row[0]: row[1:] for row in bureau.ask(f"select indicator, value, unit, status from ({FIGURES})")}
    assert proposed["affected_population"] == (Decimal(71000), "人", "undecided")
    assert proposed["crop_affected_ha"] == (Decimal(20), "公顷", "undecided")
    assert bureau.ask(COUNTED) == []
    told = bureau.ask("select value, severity, source_file from checks.findings where rule_id = 'R151' order by all")
    assert told == [("1", "warning", "documents/某县.txt"), (str(len(proposed)), "warning", f"documents/{NAME}")]


def test_a_confirmed_figure_counts_with_file_and_place(bureau: Bureau) -> None:
    where = place(bureau, "affected_population")
    assert decide("--at", where, "--confirm") == 0
    days = (date(2020, 1, 1), date(2020, 12, 31))
    assert counted(bureau) == {
        "affected_population": (Decimal(71000), "人", "rounded", "610116", *days, where),
    }
    start, end = map(int, where.split("-"))
    assert TEXT[start:end] == "7.1万人"
    ((status, by),) = bureau.ask(
        f"select status, decided_by from core.document_figures where source_locator = '{where}'"
    )
    assert (status, by) == ("confirmed", "李四")


def test_all_that_lack_nothing_are_confirmed_at_once_and_only_once(bureau: Bureau, capsys: Any) -> None:
    where = place(bureau, "direct_economic_loss")
    assert decide("--at", where, "--refuse") == 0
    assert decide("--all", "--confirm") == 0
    assert decide("--all", "--confirm") == 2
    assert "没有可以一并确认的数字" in capsys.readouterr().err
    found = counted(bureau)
    assert "direct_economic_loss" not in found
    assert {"affected_population", "crop_affected_ha", "events"} <= set(found)
    assert bureau.ask("select count(*) from core.document_figures where status = 'undecided'") == [(1,)]
    assert bureau.ask("select source_file from checks.findings where rule_id = 'R151'") == [("documents/某县.txt",)]


def test_a_change_is_kept_beside_what_was_proposed(bureau: Bureau) -> None:
    where = place(bureau, "crop_affected_ha")
    assert decide("--at", where, "--confirm", "--value", "3.3千", "--unit", "亩", "--to", "2020-06-30") == 0
    value, unit, _, _, start, end, _ = counted(bureau)["crop_affected_ha"]
    assert (value, unit, start, end) == (Decimal(220), "公顷", date(2020, 1, 1), date(2020, 6, 30))
    asked = "select status, proposed_value, value, period_kind from core.document_figures where status = 'changed'"
    assert bureau.ask(asked) == [("changed", Decimal(20), Decimal(220), "half_year")]


def test_a_figure_that_was_not_read_is_added_by_its_place(bureau: Bureau) -> None:
    start = TEXT.index("我区")
    where = f"{start}-{start + 2}"
    values = ("--indicator", "injured", "--value", "30余", "--region", "610116")
    assert decide("--at", where, "--confirm", *values) == 2
    assert decide("--at", where, "--confirm", *values, "--from", "2020-01-01", "--to", "2020-12-31") == 0
    assert counted(bureau)["injured"][:3] == (Decimal(30), "人", "at_least")
    assert decide("--at", where, "--reopen") == 0
    assert "injured" not in counted(bureau)


def test_a_decision_holds_for_its_text_only(bureau: Bureau) -> None:
    decide("--all", "--confirm")
    before = counted(bureau)
    assert before
    document(bureau, TEXT.replace("7.1万人", "7.2万人"))
    assert counted(bureau) == {}
    ((value,),) = bureau.ask("select value from checks.findings where rule_id = 'R152'")
    assert int(value) == len(before)
    document(bureau, TEXT)
    assert counted(bureau) == before


def test_a_removed_document_takes_its_figures_with_it(bureau: Bureau) -> None:
    decide("--all", "--confirm")
    assert counted(bureau)
    (bureau.raw / "documents" / NAME).unlink()
    bureau.refresh()
    assert bureau.ask("select path from core.documents") == [("documents/某县.txt",)]
    assert bureau.ask("select 1 from core.period_figures where source_locator like '%-%'") == []


def test_persons_are_never_kept(bureau: Bureau) -> None:
    text = "\n".join(row[0] for row in bureau.ask("select text from core.document_lines order by line"))
    assert "张三丰" not in text and "13812345678" not in text
    assert "联系人：＊＊＊，电话138＊＊＊＊＊＊＊＊。" in text
    kept = [bytes(file.read_bytes()) for file in bureau.warehouse.rglob("*") if file.suffix in {".parquet", ".json"}]
    assert not any("张三丰".encode() in content for content in kept)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--at", "3", "--confirm"), "应写成起止字符位置"),
        (("--at", "1-2", "--confirm"), "没有读到数字"),
        (("--at", "1-2", "--refuse"), "没有读到数字"),
        (("--at", "90000-90001", "--confirm", "--indicator", "deaths", "--value", "1"), "没有文字"),
        (("--all", "--refuse", "--value", "3"), "只写一个 --at"),
        (("--at", "62-70", "--confirm", "--indicator", "deaths", "--value", "1"), "同一个数不能登记两次"),
    ],
)
def test_what_cannot_be_decided_is_told_and_nothing_is_recorded(
    bureau: Bureau, capsys: Any, options: tuple[str, ...], words: str
) -> None:
    assert decide(*options) == 2
    assert words in capsys.readouterr().err
    assert not (bureau.raw / "decisions" / "document_figures.csv").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--value", "许多"), "读不出来"),
        (("--value", "3", "--unit", "万元"), "的单位是人"),
        (("--value", "3", "--state", "masked"), "没有数值"),
        (("--unit", "千人"), "写了 --unit 就要写 --value"),
        (("--to", "2203-01-01"), "应写成 2023-12-31"),
        (("--region", "火星区"), "没有地区"),
        (("--hazard", "外星人"), "没有灾种"),
        (("--indicator", "affected"), "没有指标"),
        (("--from", "2021-01-01"), "晚于结束"),
        (("--to", "明天"), "应写成 2023-12-31"),
    ],
)
def test_a_value_that_is_wrong_is_told(bureau: Bureau, capsys: Any, options: tuple[str, ...], words: str) -> None:
    assert decide("--at", place(bureau, "affected_population"), "--confirm", *options) == 2
    assert words in capsys.readouterr().err


def test_a_document_of_an_unknown_region_must_be_told_its_region(bureau: Bureau, capsys: Any) -> None:
    ((where, lacks),) = bureau.ask("select source_locator, lacks from core.document_figures where region_code is null")
    assert lacks == "region"
    assert decide("--at", where, "--confirm", file="某县.txt") == 2
    assert "还缺地区" in capsys.readouterr().err
    assert decide("--all", "--confirm", file="某县.txt") == 2
    assert decide("--all", "--confirm", "--region", "610116", file="某县.txt") == 0
    assert counted(bureau)["affected_population"][0] == Decimal(30000)


def test_a_description_file_tells_the_region_and_the_day_of_publication(bureau: Bureau) -> None:
    document(bureau, "工作总结\n2020年，截至目前，全县受灾人口3万人。", "某县.txt")
    told = 'region = "610116"\npublished = 2020-10-31\nunknown = 1\n'
    document(bureau, told, "某县.txt.toml")
    bureau.refresh()
    asked = "select region_code, period_end from core.document_figures where value = 30000"
    assert bureau.ask(asked) == [("610116", date(2020, 10, 31))]
    assert len(bureau.ask("select 1 from checks.findings where rule_id = 'F096'")) == 1


def test_what_holds_no_text_is_a_finding_in_the_words_for_documents(bureau: Bureau) -> None:
    (bureau.raw / "documents" / "扫描.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(300))
    (bureau.raw / "documents" / "空.txt").write_bytes(b"")
    bureau.refresh()
    told = dict(bureau.ask("select source_file, message_zh from checks.findings where rule_id in ('F180', 'F001')"))
    assert "没有可读取的文字" in told["documents/扫描.jpg"]
    assert "空" in told["documents/空.txt"]


def test_a_masked_figure_is_kept_without_a_value(bureau: Bureau) -> None:
    where = place(bureau, "relocated_total_cum")
    assert decide("--at", where, "--confirm") == 0
    assert counted(bureau)["relocated_total_cum"][:3] == (None, "人", "masked")


def test_a_table_among_the_documents_is_read_as_a_table(bureau: Bureau) -> None:
    report = (bureau.raw / "disaster_reports" / "灾情.csv").read_text("utf-8")
    document(bureau, report.replace("2021-07-01", "2021-08-01"), "八月.csv")
    document(bureau, report.replace("2021-07-01", "2021-09-01"), "九月.txt")
    bureau.refresh()
    told = "select reader from meta.sources where path in ('documents/八月.csv', 'documents/九月.txt')"
    assert ("documents",) not in bureau.ask(told)
    assert bureau.ask("select count(*) from core.losses where year(occurred_at) = 2021") == [(3,)]


def test_of_decisions_in_one_second_the_last_holds(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    where = place(bureau, "affected_population")
    monkeypatch.setattr("pipelines.clock.now", lambda: datetime(2026, 11, 29, 10, 35, 50))
    assert decide("--at", where, "--confirm") == 0
    assert decide("--at", where, "--refuse") == 0
    assert "affected_population" not in counted(bureau)


def test_a_decision_that_somebody_wrote_by_hand_and_wrong_is_told_and_counts_nowhere(bureau: Bureau) -> None:
    where = place(bureau, "affected_population")
    assert decide("--at", where, "--confirm") == 0
    file = bureau.raw / "decisions" / "document_figures.csv"
    head, row = file.read_text("utf-8").splitlines()
    for right, other in [("610116", "火星"), ("2020-12-31", "2019-12-31"), ("71000", "许多")]:
        file.write_text("\n".join([head, row.replace(right, other), ""]), encoding="utf-8")
        assert counted(bureau) == {}
        assert bureau.ask("select severity from checks.findings where rule_id = 'R150'") == [("error",)]
    assert decide("--at", where, "--confirm") == 0
    assert counted(bureau)["affected_population"][0] == Decimal(71000)


def test_a_document_has_no_workbook_to_correct_it_in(bureau: Bureau, tmp_path: Path, capsys: Any) -> None:
    for command in (["correct", NAME, "--out", str(tmp_path / "out")], ["rows", NAME, "--at", "3"]):
        assert cli.main(command) == 2
        assert "请在“文档”页" in capsys.readouterr().err


def reported(bureau: Bureau, file: str, region: str, year: int) -> tuple[str, list[dict[str, str]]]:
    """The annual report after every figure of a document was confirmed, and the file of its sources."""
    assert decide("--all", "--confirm", file=file) == 0
    counted(bureau)
    written = reporting.report(
        "annual", warehouse=bureau.warehouse, raw=bureau.raw, year=year, region=region, release=None
    )
    rows = evidence.sidecar(sources.sidecar(written))
    text = reporting.plain(written)
    assert evidence.uncovered([line.text for line in written.lines], rows) == []
    assert evidence.unheld(rows, bureau.current.snapshot) == []
    return text, rows


def test_what_was_read_and_confirmed_is_told_in_a_report_with_its_place(bureau: Bureau) -> None:
    document(
        bureau,
        "西安市蓝田县应急管理局2019年工作总结\n2019年，全县发生自然灾害12起，15个乡镇不同程度受灾，受灾人口3.6万人，"
        "农作物受灾面积1250.4公顷，倒塌和损坏房屋87间，直接经济损失2345.6万元，其中农业损失1500.5万元、"
        "家庭财产损失120.3万元、基础设施损失700.2万元、公共服务和其他损失24.6万元。\n"
        "争取下拨自然灾害救灾资金3批次180万元。\n",
        "蓝田县.txt",
    )
    bureau.refresh()
    text, rows = reported(bureau, "蓝田县.txt", "610122", 2019)
    told = (
        "2019年，蓝田县发生自然灾害过程12起，15个乡镇（街道）不同程度受灾，受灾人口约3.6万人次；倒塌和损坏房屋87间；"
        "农作物受灾面积1250.4公顷；直接经济损失2345.6万元。"
    )
    assert told in text
    assert "公共服务和其他损失24.6万元（占1.0%）" in text
    assert any("documents/蓝田县.txt!" in row["source_file"] for row in rows)


@pytest.mark.skipif(not SEED.exists(), reason="the work summaries are not at hand")
def test_a_real_work_summary_read_and_confirmed_is_reported_again(bureau: Bureau) -> None:
    document(bureau, SEED.read_text(encoding="utf-8"), "腾冲市2023年工作总结.txt")
    bureau.refresh()
    text, _ = reported(bureau, "腾冲市2023年工作总结.txt", "530581", 2023)
    figures = ("17起", "17个乡镇", "7.1万人", "3849.3公顷", "146间", "4634.2万元")
    parts = ("3001.8万元", "309.9万元", "1280.4万元", "42.1万元")
    assert [figure for figure in (*figures, *parts) if figure not in text] == []


def test_a_mere_confirmation_is_of_what_was_read_whatever_was_decided_before(bureau: Bureau) -> None:
    where = place(bureau, "affected_population")
    asked = f"select value, half_width from core.period_figures where source_locator = '{where}'"
    for before in (("--refuse",), ("--confirm", "--value", "9")):
        assert decide("--at", where, *before) == 0
        assert decide("--at", where, "--confirm") == 0
        counted(bureau)
        assert bureau.ask(asked) == [(Decimal(71000), Decimal(500))]


def test_changes_before_the_next_refresh_build_on_each_other(bureau: Bureau) -> None:
    where = place(bureau, "affected_population")
    assert decide("--at", where, "--confirm", "--value", "7.2万") == 0
    assert decide("--at", where, "--confirm", "--hazard", "flood") == 0
    asked = "select value, hazard_key from core.period_figures where source_locator = '{}'"
    counted(bureau)
    assert bureau.ask(asked.format(where)) == [(Decimal(72000), "flood")]
    assert decide("--at", where, "--reopen") == 0
    assert decide("--all", "--confirm") == 0
    counted(bureau)
    assert bureau.ask(asked.format(where)) == [(Decimal(71000), "all")]
