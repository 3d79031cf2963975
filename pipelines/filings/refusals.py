"""What holds a filing back: people, findings neither corrected nor explained, filed figures moved without a reason."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines import codebooks, filing_settings, settings
from pipelines.codebooks import ALL_HAZARDS
from pipelines.exports.snapshot import Row
from pipelines.filings.behind import Behind
from pipelines.filings.comparing import Change
from pipelines.filings.explaining import HEADING
from pipelines.filings.reasons import Reason
from pipelines.filings.request import Request

SHOWN, SHOWN_CHANGES = 20, 100
OPEN = "open"
MEASURES = {row["measure"]: row for row in codebooks.rows("export_measures")}
UNITS = {row["unit"]: row for row in codebooks.rows("units")}
HAZARDS = {row["hazard_key"]: row for row in codebooks.rows("hazards")}
SEVERITIES = {"reject": "无法采用", "error": "须改正或说明"}


def of_people(request: Request, raw: Path) -> list[Reason]:
    """Nobody named, or one person for both without what the bureau's setting asks for."""
    found = []
    for name, option, zh, en in (
        (request.prepared_by, "--prepared-by", "填表人", "who prepared it"),
        (request.reviewed_by, "--reviewed-by", "审核人", "who reviewed it"),
    ):
        if not name.strip():
            found.append(Reason(f"请写明{zh}：{option} 姓名。", f"Say {en}: {option} NAME."))
    if not request.is_one_person:
        return found
    if filing_settings.needs_two_people(settings.load(raw).filing):
        found.append(
            Reason(
                f"填表人和审核人都是“{request.prepared_by.strip()}”。本单位要求两人（bureau.toml 的 [filing] 中 "
                'same_person = "require"），请由另一人审核。',
                f"“{request.prepared_by.strip()}” prepared and reviewed it. This bureau asks for two people "
                '(bureau.toml, [filing] same_person = "require"): let somebody else review it.',
            )
        )
    elif not request.same_person_reason.strip():
        found.append(
            Reason(
                f"填表人和审核人都是“{request.prepared_by.strip()}”。请由另一人审核，或写明原因："
                "--same-person-reason 原因。",
                f"“{request.prepared_by.strip()}” prepared and reviewed it. Let somebody else review it, or give the "
                "reason: --same-person-reason TEXT.",
            )
        )
    return found


def of_findings(waiting: Sequence[Row]) -> list[Reason]:
    """Findings of severity reject or error in the scope that nobody corrected or explained."""
    if not waiting:
        return []
    shown = waiting[:SHOWN]
    zh = [f"   [{SEVERITIES[f['severity']]}] {_place(f)}：{f['message_zh']}" for f in shown]
    en = [f"   [{f['severity']}] {_place(f)}: {f['message_en']}" for f in shown]
    if rest := len(waiting) - len(shown):
        zh.append(f"   ……另有 {rest} 个")
        en.append(f"   … and {rest} more")
    how = "loss-ledger decide explain --rule … --file … --reason … --by …"
    return [
        Reason(
            f"有 {len(waiting)} 个核查问题既未改正，也未说明。请改正文件后更新；或用 {how} 说明后更新；"
            f"或把说明写入 CSV（表头 {HEADING}），加 --explain 文件：\n" + "\n".join(zh),
            f"{len(waiting)} findings are neither corrected nor explained. Correct the files and refresh; or explain "
            f"with {how} and refresh; or write the explanations into a CSV file ({HEADING}) and add --explain FILE:\n"
            + "\n".join(en),
        )
    ]


def of_changes(changes: Sequence[Change], last: str, names: Mapping[str, str]) -> list[Reason]:
    """Filed figures that are others now, without a reason. `names`: of the regions."""
    if not changes:
        return []
    shown = changes[:SHOWN_CHANGES]
    zh, en = ([f"   {_cell(c, names, language)}" for c in shown] for language in ("zh", "en"))
    if rest := len(changes) - len(shown):
        zh.append(f"   ……另有 {rest} 个")
        en.append(f"   … and {rest} more")
    return [
        Reason(
            f"有 {len(changes)} 个数字与上次报送（{last}）不同，请写明理由：--reason 理由。\n" + "\n".join(zh),
            f"{len(changes)} figures differ from the last filing ({last}); give the reason: --reason TEXT.\n"
            + "\n".join(en),
        )
    ]


def needs_declaration(behind: Behind) -> bool:
    """Whether nothing was received of the year, so that only the bureau can say that nothing happened."""
    scope = behind.scope
    return not scope.is_ledger and not scope.event and behind.is_zero and not behind.is_quiet


def of_zero(request: Request, behind: Behind) -> list[Reason]:
    """A year of which nothing is known filed as zero, or one with figures declared to be zero."""
    year = behind.scope.year
    if request.zero and not behind.is_zero:
        return [
            Reason(
                f"{year}年有灾情数字，不能作零报告。请去掉 --zero。",
                f"There are figures for {year}, so it is no zero report. Leave out --zero.",
            )
        ]
    if request.zero or not needs_declaration(behind):
        return []
    return [
        Reason(
            f"没有收到该地区{year}年的任何资料，无从知道有没有灾情。"
            "请先把报表放入 raw/ 再更新；确实没有灾情的，加 --zero 声明。",
            f"Nothing was received of this region for {year}, so nobody knows whether anything happened. Put the "
            "reports into raw/ and refresh; if there really was no disaster, declare it with --zero.",
        )
    ]


def waits(finding: Row) -> bool:
    """Whether a finding holds a filing back until it is corrected or explained."""
    return finding["severity"] in SEVERITIES and finding["status"] == OPEN


def _place(finding: Row) -> str:
    at = (finding["source_file"], finding["source_locator"], finding["event_id"] or finding["region_code"])
    return " ".join([finding["rule_id"], *(str(part) for part in at if part)])


def _cell(change: Change, names: Mapping[str, str], language: str) -> str:
    """Where, what, old → new, unit."""
    name, _, marks = change.indicator.partition("|")
    indicator = codebooks.indicators().get(name)
    called = MEASURES.get(name, {}).get(f"name_{language}", name)
    if indicator:
        called = indicator.name_zh if language == "zh" else indicator.name_en
    hazard = HAZARDS.get(change.hazard_key, {}).get(f"name_{language}", change.hazard_key)
    unit = change.unit if language == "zh" else UNITS.get(change.unit, {}).get("name_en", "")
    shown = [
        change.event_id, f"{change.region_code} {names.get(change.region_code, '')}".strip(),
        "" if change.hazard_key == ALL_HAZARDS else hazard, called + (f"（{marks}）" if marks else ""),
        f"{change.old or '—'} → {change.new or '—'}", unit,
    ]  # fmt: skip
    return " ".join(part for part in shown if part)
