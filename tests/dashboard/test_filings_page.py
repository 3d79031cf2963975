"""Filings: the list and its soundness, the form and its refusals, what the lower levels sent, and sending it back."""

import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from dashboard.components import commands, filings
from dashboard.components.commands import Outcome
from tests.dashboard import snapshots
from tests.dashboard.test_pages import opened
from tests.dashboard.test_revisions_page import said

ENTRY: dict[str, Any] = {
    "filing_id": "20260120-annual_summary-990100-1", "filed_at": "2026-01-20 09:00:00", "profile": "annual_summary",
    "year": 2025, "period_start": "2025-01-01", "period_end": "2025-12-31", "region_code": "990100",
    "region_name": "示例市", "event_id": None, "release": "abc", "data_through": "2025-12-31", "prepared_by": "王芳",
    "reviewed_by": "李强", "same_person_reason": None, "reason": None, "is_zero": False, "records": 12, "versions": 30,
    "findings_explained": 1, "soundness": "sound", "faults": [], "replaces": None, "replaced_by": None,
    "chain_hash": "ab" * 32, "chain_short": "abab abab abab abab", "folder": "/nowhere", "files": ["a.csv"],
}  # fmt: skip
FAULT = {"kind": "file_changed", "file": "a.csv", "message_zh": "文件 a.csv 与存档时不同",
         "message_en": "the file a.csv differs from what was filed"}  # fmt: skip
BROKEN = ENTRY | {"filing_id": "20260111-tidy-990100-1", "soundness": "broken", "faults": [FAULT], "is_zero": True,
                  "replaced_by": ENTRY["filing_id"]}  # fmt: skip
REFUSED = "没有报送，缺少以下各项：\n1. 请写明审核人\n补齐后运行：…\n\nNothing was filed. What is missing:\n1. Say who"


@pytest.fixture
def warehouse(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release of a real bureau: the sample cannot be filed."""
    built = snapshots.build(tmp_path_factory.mktemp("filings"), is_sample=False)
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(built))
    filings.listed.clear()
    return built


def answering(monkeypatch: pytest.MonkeyPatch, listed: Any, verified: Any = None) -> None:
    """The commands that print JSON answer this."""
    answers = {"filings": listed, "verify": verified}
    monkeypatch.setattr(commands, "told", lambda arguments, seconds: answers[arguments[0]])


@pytest.mark.usefixtures("warehouse")
def test_own_filings_stand_with_their_state_and_the_last_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, [ENTRY, ENTRY | {"filing_id": "20250101-tidy-990100-1", "is_zero": True}])
    app = opened("filings")
    assert "共2份，全部完好。最近一份 20260120-annual_summary-990100-1 的校验值：abab abab abab abab" in said(app)
    shown = app.dataframe[0].value
    assert shown["状态"].to_list() == ["完好", "完好、零报告"]
    assert shown["填表人"].to_list() == ["王芳", "王芳"]


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize(("language", "fault"), [("zh", "文件 a.csv 与存档时不同"), ("en", "the file a.csv differs")])
def test_a_filing_that_was_edited_is_named(language: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, [ENTRY, BROKEN])
    app = opened("filings", lang=language)
    assert f"20260111-tidy-990100-1：{fault}" in said(app)
    assert app.error
    unreadable = dict.fromkeys(ENTRY) | {"filing_id": "x", "soundness": "broken", "faults": [FAULT], "folder": "/x"}
    filings.listed.clear()
    answering(monkeypatch, [unreadable])
    assert not opened("filings", lang=language).exception


@pytest.mark.usefixtures("warehouse")
def test_without_an_answer_the_page_gives_the_command_and_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, None)
    shown = said(opened("filings"))
    assert "报送存档的列表没有及时返回" in shown
    assert "清河县应急管理局" in shown


@pytest.mark.usefixtures("warehouse")
def test_verification_runs_when_asked_and_says_what_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = {"filing_id": ENTRY["filing_id"], "is_sound": True, "faults": []}
    head = {"filing_id": ENTRY["filing_id"], "chain_hash": "ab" * 32, "chain_short": ""}
    place = {"folder": "", "is_own": True, "is_sound": True, "head": head, "filings": [sound]}
    answering(monkeypatch, [ENTRY], {"is_sound": True, "places": [place]})
    app = opened("filings")
    assert not app.success
    app.button(key="verify").click().run()
    assert "ab" * 32 in app.success[0].value
    broken = place | {"filings": [sound | {"is_sound": False, "faults": [FAULT]}]}
    answering(monkeypatch, [ENTRY], {"is_sound": False, "places": [broken]})
    app.button(key="verify").click().run()
    assert "有1份报送存档与存档时不符" in app.error[0].value


@pytest.mark.usefixtures("warehouse")
def test_the_form_runs_the_command_that_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    answering(monkeypatch, [])
    monkeypatch.setattr(commands, "run", lambda arguments: ran.append(list(arguments)) or Outcome(True, "已报送 x"))
    app = opened("filings", year="2025")
    app.selectbox(key="filing_profile").set_value("annual_summary").run()
    app.text_input(key="filing_prepared_by").set_value("王芳")
    app.text_input(key="filing_reviewed_by").set_value(" 李强 ")
    app.text_input(key="filing_reason").set_value("住建局复核 & 更正")
    next(button for button in app.button if button.label == "报送并存档").click().run()
    assert not app.exception
    assert ran == [
        ["file", "annual_summary", "--year", "2025", "--region", "990100", "--encoding", "utf-8-sig",
         "--prepared-by", "王芳", "--reviewed-by", "李强", "--reason", "住建局复核 & 更正"]
    ]  # fmt: skip
    assert "--reason '住建局复核 & 更正'" in said(app)
    assert "已报送并存档" in said(app)


@pytest.mark.usefixtures("warehouse")
def test_a_refusal_is_said_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, [])
    monkeypatch.setattr(commands, "run", lambda arguments: Outcome(False, REFUSED))
    monkeypatch.setattr("dashboard.i18n.language", lambda: "en")  # AppTest asks for options outside of the session
    app = opened("filings", lang="en")
    next(button for button in app.button if button.label == "File and archive").click().run()
    assert str(app.error[0].value).startswith("Not filed.")
    shown = said(app)
    assert "Say who" in shown
    assert "请写明审核人" not in shown
    monkeypatch.setattr("dashboard.i18n.language", lambda: "zh")
    assert commands.in_language(REFUSED).startswith("没有报送")
    assert commands.in_language("one\n\ntwo\n\nthree") == "one\n\ntwo\n\nthree"


@pytest.mark.usefixtures("warehouse")
def test_every_lower_level_stands_with_what_it_did(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, [])
    app = opened("filings", year="2025")
    shown = said(app)
    assert "2025年：零报告1个、逾期1个、已退回1个、未报送1个、被改动（未采用）1个。" in shown
    assert shown.index("示例区应急管理局") < shown.index("石桥县应急管理局") < shown.index("清河县应急管理局")
    assert "东湖市应急管理局 已退回；驳回（数字）" in shown
    assert "上级退回了 20260120-annual_summary-990100-1：驳回（数字），与民政台账不符" in app.warning[0].value


@pytest.mark.usefixtures("warehouse")
def test_a_filing_is_returned_with_a_reason_and_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    answering(monkeypatch, [])
    monkeypatch.setattr(commands, "_ran", lambda arguments: ran.append(list(arguments)) or Outcome(True, "已登记"))
    app = opened("filings", year="2025")
    send = next(button for button in app.button if button.label == "退回")
    send.click().run()
    assert "请填写退回人和原因" in said(app)
    assert ran == []
    app.selectbox(key="return_filing").set_value("20260112-national_wide-990181-1")
    app.text_input(key="return_by").set_value("周平")
    app.text_input(key="return_reason").set_value("日期不符")
    app.selectbox(key="return_kind").set_value("facts")
    next(button for button in app.button if button.label == "退回").click().run()
    assert "--out" in ran[0]
    assert "请把通知交给下级" in app.success[0].value
    assert [ran[0][:-2]] == [
        ["return", "20260112-national_wide-990181-1", "--kind", "facts", "--reason", "日期不符", "--by", "周平"]
    ]


def test_the_sample_is_not_filed(built_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOSS_LEDGER_WAREHOUSE", str(built_warehouse))
    filings.listed.clear()
    answering(monkeypatch, [])
    app = opened("filings")
    assert "示例数据不能报送" in said(app)
    assert not app.text_input or all(field.key != "filing_prepared_by" for field in app.text_input)


def test_a_filing_is_downloaded_as_it_lies_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "清单.csv").write_bytes(b"\xef\xbb\xbfa\r\n")
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    with zipfile.ZipFile(BytesIO(filings.content(str(tmp_path)))) as archive:
        assert sorted(archive.namelist()) == ["manifest.json", "清单.csv"]
        assert archive.read("清单.csv") == b"\xef\xbb\xbfa\r\n"
    assert zipfile.ZipFile(BytesIO(filings.content(str(tmp_path / "gone")))).namelist() == []


def test_json_of_a_command_is_read_whatever_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import sys; print('[1]'); print('warning', file=sys.stderr); sys.exit(1)"
    monkeypatch.setattr(commands, "program", lambda: [sys.executable, "-c", script])
    assert commands.told(["filings"], 20) == [1]
    monkeypatch.setattr(commands, "program", lambda: [sys.executable, "-c", "print('no json')"])
    assert commands.told(["filings"], 20) is None
    monkeypatch.setattr(commands, "program", lambda: [sys.executable, "-c", "import time; time.sleep(9)"])
    assert commands.told(["filings"], 0.2) is None
