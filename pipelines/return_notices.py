"""Notices of return: the upper level sends a filing back (驳回 for figures, 勘误 for time or hazard).

Figures stay as filed. The upper level writes `return-<filing id>.json` and a text for people; the lower level
drops both into its own raw/received/. A notice is no source.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.files import write_atomically
from pipelines.receipts import ARCHIVE, is_notice

KIND, FORMAT = "return", 1
FIGURES, FACTS = "figures", "facts"
KINDS = {
    FIGURES: ("驳回（数据）", "returned for its figures"),
    FACTS: ("勘误（时间或灾种）", "returned for time or hazard"),
}
UNREADABLE = "F139"


@dataclass(frozen=True)
class ReturnNotice:
    """One filing of ours that the upper level returned. `returned_by` is a person, `bureau` who they speak for."""

    filing_id: str
    chain_hash: str
    region_code: str
    kind: str
    returned_by: str
    returned_at: str
    reason: str
    bureau: str = ""


def standing(raw: Path, present: Mapping[str, str]) -> tuple[tuple[ReturnNotice, ...], list[tuple[str, str, str]]]:
    """The notices that lie in raw/received/, and a fault (rule, path, detail) for each that cannot be read."""
    found, faults = [], []
    for path, sha256 in sorted(present.items()):
        if is_notice(path) and path.endswith(".json"):
            notice = _parsed(raw / ARCHIVE / sha256)
            found.append(notice) if notice else faults.append((UNREADABLE, path, ""))
    return tuple(dict.fromkeys(notice for notice in found if notice)), faults


def write(notice: ReturnNotice, folder: Path) -> tuple[Path, Path]:
    """Write a notice for programs and the same for people; answers both files."""
    told = folder / f"return-{notice.filing_id}.json"
    content = {"notice": KIND, "format": FORMAT, **asdict(notice)}
    write_atomically(told, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    read = told.with_suffix(".txt")
    write_atomically(read, _text(notice).encode("utf-8-sig"))
    return told, read


def _text(notice: ReturnNotice) -> str:
    zh, en = KINDS[notice.kind]
    from_zh = f"{notice.bureau or '上级'}（{notice.returned_by}）"
    lines = (
        "退回通知", "", f"报送：{notice.filing_id}", f"方式：{zh}", f"理由：{notice.reason}",
        f"退回：{from_zh}，{notice.returned_at}",
        "请更正后重新报送（loss-ledger file，写明理由）。原报送不改动、仍留存。",
        "请把本通知和同名 .json 一起放入 raw/received/：在重新报送之前会一直提醒。", "",
        "Notice of return", "", f"Filing: {notice.filing_id}", f"Kind: {en}", f"Reason: {notice.reason}",
        f"Returned by: {notice.bureau or 'the upper level'} ({notice.returned_by}), {notice.returned_at}",
        "Correct it and file again (loss-ledger file, with a reason). The filing itself stays as it is.",
        "Drop this notice and the .json of the same name into raw/received/: it is shown until you file again.", "",
    )  # fmt: skip
    return "\r\n".join(lines)


def _parsed(file: Path) -> ReturnNotice | None:
    try:
        told = json.loads(file.read_bytes().decode("utf-8-sig"))
        is_one = told["notice"] == KIND and told["format"] == FORMAT and told["kind"] in KINDS
        return ReturnNotice(**{n: str(told[n]) for n in ReturnNotice.__dataclass_fields__}) if is_one else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
