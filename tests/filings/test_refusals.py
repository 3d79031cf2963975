"""What holds a filing back, each reason and all of them at once."""

import csv
import io
from pathlib import Path

import pytest

from pipelines import decisions
from pipelines.errors import LedgerError
from pipelines.filings import filing, refusals
from pipelines.filings.comparing import Change
from pipelines.filings.manifests import Filing
from pipelines.filings.reasons import FilingRefusedError
from tests.bureau import Bureau
from tests.filings.requests import request

ANNUAL = "20200701080000-flood-610116"


def made(bureau: Bureau, profile: str = "form_vertical", **told: object) -> Filing:
    return filing.make(request(profile, **told), bureau.raw, bureau.warehouse)


def refused(bureau: Bureau, profile: str = "form_vertical", **told: object) -> FilingRefusedError:
    with pytest.raises(FilingRefusedError) as refusal:
        made(bureau, profile, **told)
    return refusal.value


def said(bureau: Bureau, text: str) -> Path:
    file = bureau.raw.parent / "said.csv"
    file.write_text(text, encoding="utf-8")
    return file


def settings(bureau: Bureau, text: str) -> None:
    file = bureau.raw / "reference" / "bureau.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


EXPLAINED = "rule_id,source_file,source_locator,reason\nF060,raw/disaster_reports/a.csv,3,已电话核实\n"
BOTH = EXPLAINED + "F040,disaster_reports/junk.csv,,与灾情无关\n"


def test_everything_that_is_missing_is_said_at_once(moved_bureau: Bureau) -> None:
    refusal = refused(moved_bureau, reviewed_by="张 三")
    assert refusal.exit_code == 1
    assert len(refusal.reasons) == 3
    assert "填表人和审核人都是“张三”" in refusal.zh
    assert "[须改正或说明] F060 disaster_reports/a.csv 3 610117" in refusal.zh
    assert "[无法采用] F040 disaster_reports/junk.csv" in refusal.zh
    assert "610116 长安区 受灾人口 100 → 150 人" in refusal.zh
    assert "20200802080000-flood-610117 610117 高陵区 洪涝灾害 受灾人口 2 → — 人" in refusal.zh
    assert "610100 西安市 Affected population 102 → 150 people" in refusal.en
    assert refusal.command == (
        'loss-ledger file form_vertical --year 2020 --region 610100 --prepared-by 张三 --reviewed-by "张 三" '
        "--explain 说明.csv --reason 理由 --same-person-reason 理由"
    )
    assert len(list((moved_bureau.raw / "filings").glob("[!.]*"))) == 1


def test_a_changed_figure_needs_a_reason_that_the_manifest_keeps(moved_bureau: Bureau) -> None:
    refusal = refused(moved_bureau, explain=said(moved_bureau, BOTH))
    (reason,) = refusal.reasons
    assert "有 8 个数字与上次报送" in reason.zh
    filed = made(moved_bureau, explain=said(moved_bureau, BOTH), reason="据核查更正")
    assert filed.told["reason"] == "据核查更正"
    assert {
        (c["region_code"], c["indicator"], c["old"], c["new"]) for c in filed.told["changes"] if not c["event_id"]
    } == {
        ("610100", "affected_population", "102", "150"),
        ("610116", "affected_population", "100", "150"),
        ("610117", "affected_population", "2", ""),
    }


def test_what_is_explained_counts_at_once_and_becomes_a_decision(moved_bureau: Bureau) -> None:
    one_of_two = refused(moved_bureau, explain=said(moved_bureau, EXPLAINED), reason="更正")
    assert "有 1 个核查问题" in one_of_two.zh
    assert "F060" not in one_of_two.zh
    assert decisions.rows(moved_bureau.raw, decisions.EXPLANATIONS) == []
    filed = made(moved_bureau, explain=said(moved_bureau, BOTH), reason="更正")
    told = {row["rule_id"]: row for row in filed.told["explained"]}
    assert set(told) == {"F060", "F040"}
    assert (told["F060"]["explained_by"], told["F060"]["reason"]) == ("张三", "已电话核实")
    assert (told["F060"]["severity"], told["F060"]["source_locator"], told["F060"]["value"]) == ("error", "3", "abc")
    made(moved_bureau, explain=said(moved_bureau, BOTH), reason="再报")
    recorded = decisions.rows(moved_bureau.raw, decisions.EXPLANATIONS)
    assert [(row["rule_id"], row["explained_by"]) for row in recorded] == [("F060", "张三"), ("F040", "张三")]


def test_an_explanation_that_fits_nothing_or_lacks_something_is_said(moved_bureau: Bureau) -> None:
    wrong = BOTH + "F061,disaster_reports/a.csv,,x\nF060,disaster_reports/a.csv,99,x\nF060,,,\nF060,,3,x\n"
    refusal = refused(moved_bureau, explain=said(moved_bureau, wrong), reason="更正")
    assert [reason.zh for reason in refusal.reasons] == [
        "说明文件第 4 行（F061 disaster_reports/a.csv）与现行版本的任何核查问题都不符。",
        "说明文件第 5 行（F060 disaster_reports/a.csv 99）与现行版本的任何核查问题都不符。",
        "说明文件第 6 行缺少 source_file、reason。",
    ]
    with pytest.raises(LedgerError, match="缺少列 source_file"):
        made(moved_bureau, explain=said(moved_bureau, "rule_id,reason\nF060,x\n"))
    with pytest.raises(LedgerError, match="没有说明文件"):
        made(moved_bureau, explain=Path("nowhere.csv"))


def test_only_findings_of_the_region_and_year_hold_a_filing_back(bureau: Bureau) -> None:
    assert "F065 disaster_reports/a.csv 5 610117" in refused(bureau, year=2021).zh
    assert "F065" in refused(bureau, year=2021, region="610117").zh
    assert made(bureau, year=2021, region="610116").told["counts"]["records"] == 1
    assert made(bureau, year=2020).told["counts"]["records"] == 2
    assert made(bureau, "relief_funds", year=2021).told["counts"]["records"] == 0


def test_a_file_that_gives_rows_to_nothing_may_be_about_anything(moved_bureau: Bureau) -> None:
    for told in ({"year": 2021, "region": "610116"}, {"year": 2019}):
        refusal = refused(moved_bureau, "national_wide", **told)
        assert "F040 disaster_reports/junk.csv" in refusal.zh
        assert "F060" not in refusal.zh


def test_one_person_for_both_needs_a_reason_or_is_never_allowed(bureau: Bureau) -> None:
    assert "--same-person-reason" in refused(bureau, reviewed_by=" 张　三").zh
    filed = made(bureau, reviewed_by="张三", same_person_reason="本局仅一人")
    assert filed.told["same_person_reason"] == "本局仅一人"
    settings(bureau, '[filing]\nsame_person = "require"\n')
    assert "要求两人" in refused(bureau, reviewed_by="张三", same_person_reason="本局仅一人").zh
    assert made(bureau, same_person_reason="没有用到").told["same_person_reason"] is None


def test_nobody_named_is_said(bureau: Bureau) -> None:
    refusal = refused(bureau, prepared_by=" ", reviewed_by="")
    assert [reason.zh for reason in refusal.reasons] == [
        "请写明填表人：--prepared-by 姓名。", "请写明审核人：--reviewed-by 姓名。"
    ]  # fmt: skip


def test_where_the_last_filing_was_tampered_with_a_reason_is_needed(bureau: Bureau) -> None:
    last = made(bureau)
    figures = bureau.raw / "filings" / last.filing_id / "figures.csv"
    figures.chmod(0o644)
    figures.write_bytes(figures.read_bytes().replace(b"102", b"103"))
    assert "无法与上次报送" in refused(bureau).zh
    assert made(bureau, reason="存档受损，重新报送").previous == {
        "filing_id": last.filing_id, "chain_hash": last.chain_hash, "manifest_sha256": last.manifest_sha256
    }  # fmt: skip


def test_long_lists_tell_how_many_more_there_are() -> None:
    finding = {
        "rule_id": "R010", "severity": "error", "source_file": "a.csv", "source_locator": "2", "event_id": None,
        "region_code": "610116", "message_zh": "错", "message_en": "wrong",
    }  # fmt: skip
    (reason,) = refusals.of_findings([finding] * 25)
    assert reason.zh.count("R010 a.csv 2 610116：错") == 20
    assert reason.zh.endswith("另有 5 个")
    change = Change("", "610100", "all", "deaths", "人", "1", "2")
    (moved,) = refusals.of_changes([change] * 103, "x", {})
    assert moved.en.endswith("… and 3 more")


def test_a_masked_figure_is_explained_and_travels_without_a_value(bureau: Bureau) -> None:
    explain = bureau.raw.parent / "explain.csv"
    explain.write_text("rule_id,source_file,reason\nF065,disaster_reports/a.csv,对方未提供\n", encoding="utf-8")
    filed = made(bureau, year=2021, explain=explain)
    content = (bureau.raw / "filings" / filed.filing_id / "versions.csv").read_text("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(content, newline="")) if row["region_code"] == "610117"]
    assert {row["indicator"]: (row["value"], row["figure_state"]) for row in rows} == {
        "affected_population": ("", "masked"), "deaths": ("0", ""), "direct_economic_loss": ("10.5", ""),
    }  # fmt: skip
