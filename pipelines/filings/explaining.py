"""The file of `--explain`: a row explains the findings that agree with every field it fills in, as a decision does."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipelines import decisions
from pipelines.errors import LedgerError
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.files import read_table
from pipelines.filings.reasons import Reason

NEEDED = ("rule_id", "source_file", "reason")
OPTIONAL = ("source_locator", "event_id", "region_code", "indicator")
KEYS = ("rule_id", "source_file", *OPTIONAL)
HEADING = "rule_id,source_file,source_locator,event_id,region_code,indicator,reason"

Explanation = Mapping[str, str]


def read(file: Path | None) -> list[dict[str, str]]:
    """The rows of the file; a received file may be written with raw/ before it."""
    if file is None:
        return []
    if not file.is_file():
        raise LedgerError(f"没有说明文件 {file}。请核对路径。", f"There is no file {file}. Check its path.")
    rows = read_table(file, NEEDED, OPTIONAL)
    return [row | {"source_file": row["source_file"].removeprefix("raw/")} for row in rows if any(row.values())]


def faults(release: Snapshot, given: Sequence[Explanation]) -> list[Reason]:
    """Rows that say nothing or match no finding; the heading is row 1."""
    found = []
    for number, row in enumerate(given, start=2):
        empty = [column for column in NEEDED if not row[column]]
        if any(row[key] for key in OPTIONAL):  # a finding on a decision, say, stands in no file
            empty = [column for column in empty if column != "source_file"]
        if empty:
            found.append(
                Reason(
                    f"说明文件第 {number} 行缺少 {'、'.join(empty)}。",
                    f"Row {number} of the explanations lacks {', '.join(empty)}.",
                )
            )
        elif not _matches(release, row):
            told = " ".join(row[key] for key in KEYS if row[key])
            found.append(
                Reason(
                    f"说明文件第 {number} 行（{told}）与现行版本的任何核查问题都不符。",
                    f"Row {number} of the explanations ({told}) fits no finding of the current release.",
                )
            )
    return found


def explanation_of(finding: Row, given: Sequence[Explanation]) -> Explanation | None:
    """The last row that agrees with the finding."""
    agreeing = [row for row in given if all(row[key] in ("", finding[key]) for key in KEYS)]
    return agreeing[-1] if agreeing else None


def record(raw: Path, given: Sequence[Explanation], by: str) -> dict[str, str]:
    """Add the rows to the decisions, those that stand there already left out; answers when."""
    known = {tuple(row[key] for key in (*KEYS, "reason")) for row in decisions.rows(raw, decisions.EXPLANATIONS)}
    told: dict[str, str] = {}
    for row in given:
        if tuple(row[key] for key in (*KEYS, "reason")) not in known:
            keys = {key: row[key] for key in KEYS}
            told = decisions.record(raw, decisions.EXPLANATIONS, keys, by=by, reason=row["reason"])
    return told


def _matches(release: Snapshot, row: Explanation) -> bool:
    filled = {key: row[key] for key in KEYS if row[key]}
    where = " and ".join(f"{key} = ${key}" for key in filled)
    return next(release.rows(f"select 1 from checks.findings where {where} limit 1", filled), None) is not None
