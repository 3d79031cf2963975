"""An export becomes a filing: written whole, with what stands behind it, or refused with everything that is missing."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipelines import clock, decisions, exports
from pipelines.errors import LedgerError
from pipelines.exports.snapshot import Snapshot
from pipelines.filings import (
    comparing,
    contents,
    drafts,
    explaining,
    manifests,
    refusals,
    seals,
    stating,
    verification,
    writing,
)
from pipelines.filings.behind import Behind
from pipelines.filings.contents import Scope
from pipelines.filings.explaining import Explanation
from pipelines.filings.manifests import MANIFEST, Filing
from pipelines.filings.reasons import FilingRefusedError, Reason
from pipelines.filings.request import Request
from pipelines.releases import Release, Releases

FIRST_YEAR = 1949


def make(request: Request, raw: Path, warehouse: Path) -> Filing:
    """File what is published. FilingRefusedError says everything that is missing; nothing is left behind then."""
    folder = raw / manifests.FOLDER
    release = _published(warehouse)
    _require_year(request)
    _require_profile(request)
    given = explaining.read(request.explain)
    said = [*decisions.rows(raw, decisions.EXPLANATIONS), *given]  # what the next refresh will know counts already
    with drafts.only_filer(folder), drafts.draft(folder) as place, Snapshot(warehouse, release) as source:
        _require_reports(source)
        exported = _export(request, place, warehouse, release, seals.BLANK)
        before = verification.readable(raw)
        behind, refused = _behind(request, source, exported, folder, before, said)
        if problems := [*refusals.of_people(request, raw), *explaining.faults(source, given), *refused]:
            raise FilingRefusedError(problems, _commands(request, behind))
        told = stating.told(request, source, behind, exported)
        told["explained"] = stating.explained(raw, request, behind.findings, given, said)
        told["filing_id"] = drafts.next_id(folder, f"{clock.now():%Y%m%d}", request.profile, behind.scope.region)
        told["previous"] = stating.link(verification.head_of(before))

        def export_again(mark: str) -> dict[str, Any]:
            return _export(request, place, warehouse, release, mark)

        manifest = writing.write(place, behind, told, exported, export_again)
        drafts.finish(place, folder / told["filing_id"])
    return manifests.parsed(manifest)


def _published(warehouse: Path) -> Release:
    release = Releases(warehouse).current()
    if release is None:
        raise LedgerError(
            "还没有数据版本，无法报送。请先更新全部数据：loss-ledger refresh",
            "There is no release to file from yet. Run: loss-ledger refresh",
        )
    return release


def _require_reports(source: Snapshot) -> None:
    if source.about["is_sample"]:
        raise LedgerError(
            "现在显示的是示例数据，不能报送。请把真实报表放入 raw/ 并更新后再报送。",
            "What is shown now is the sample, which cannot be filed. Put real reports into raw/ and refresh first.",
        )


def _require_year(request: Request) -> None:
    this_year = clock.now().year
    if not FIRST_YEAR <= request.year <= this_year:
        raise LedgerError(
            f"{request.year}年不能报送。--year 请写 {FIRST_YEAR} 至 {this_year} 之间的年份。",
            f"{request.year} cannot be filed. Give --year between {FIRST_YEAR} and {this_year}.",
        )


def _require_profile(request: Request) -> None:
    known = {row["profile"]: row for row in exports.profiles()}
    if request.profile in known and not known[request.profile]["family"]:
        names = [name for name, row in known.items() if row["family"]]
        raise LedgerError(
            f"“{request.profile}”供本单位查看，不用于报送。可报送的：{'、'.join(names)}。",
            f"“{request.profile}” is for the own house and is not filed. Profiles to file: {', '.join(names)}.",
        )


def _export(request: Request, place: Path, warehouse: Path, release: Release, mark: str) -> dict[str, Any]:
    """Write the profile's files; answers what its manifest says. A form bears who prepared it, the day and the hash."""
    today = clock.now().date()
    stated = {
        "prepared_by": request.prepared_by.strip(),
        "filed_on": f"{today.year}年{today.month}月{today.day}日",
        "chain_hash": mark,
        "zero": request.zero,
    }
    of_form = {"event": request.event, "stated": stated if request.profile == exports.FORM else {}}
    exports.export(
        request.profile, place, warehouse=warehouse, year=request.year, region=request.region, release=release,
        encoding=request.encoding, may_be_empty=True, **of_form,
    )  # fmt: skip
    told: dict[str, Any] = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    (place / MANIFEST).unlink()
    if told["year"] != request.year:
        raise LedgerError(
            f"灾害过程“{request.event}”属于 {told['year']} 年。请改为 --year {told['year']}。",
            f"The disaster “{request.event}” is of {told['year']}. Give --year {told['year']}.",
        )
    return told


def _behind(  # noqa: PLR0913, PLR0917 - all that is known at this point
    request: Request, source: Snapshot, exported: dict[str, Any], folder: Path, before: Sequence[Filing],
    said: Sequence[Explanation],
) -> tuple[Behind, list[Reason]]:  # fmt: skip
    """What stands behind the filing, and what of it holds the filing back."""
    scope = Scope(request.profile, request.year, str(exported["region_code"]), request.event)
    versions, figures = list(contents.version_lines(source, scope)), contents.figure_lines(source, scope)
    last = next((filing for filing in reversed(before) if filing.scope == scope.key), None)
    behind = Behind(
        scope, versions, figures, contents.findings(source, scope), [], last,
        has_stated=contents.has_stated(source, scope), is_quiet=contents.is_quiet(source, scope),
    )  # fmt: skip
    open_ones = [f for f in behind.findings if refusals.waits(f) and not explaining.explanation_of(f, said)]
    refused = [*refusals.of_findings(open_ones), *refusals.of_zero(request, behind)]
    if last:
        try:
            behind.changes.extend(comparing.changes(last, folder / last.filing_id, scope, figures, versions))
        except (LedgerError, OSError) as problem:
            refused += [] if request.reason.strip() else [_not_comparable(last, problem)]
        if not request.reason.strip():
            refused += refusals.of_changes(behind.changes, last.filing_id, _names(source))
    return behind, refused


def _names(source: Snapshot) -> dict[str, str]:
    return {code: str(row["name_zh"]) for code, row in source.regions.items()}


def _not_comparable(last: Filing, problem: Exception) -> Reason:
    zh, en = (problem.zh, problem.en) if isinstance(problem, LedgerError) else (str(problem), str(problem))
    return Reason(
        f"无法与上次报送（{last.filing_id}）比对：{zh}请运行 loss-ledger verify；确需重新报送的，写明 --reason 理由。",
        f"The last filing ({last.filing_id}) cannot be compared: {en} Run loss-ledger verify, or give --reason TEXT.",
    )


def _commands(request: Request, behind: Behind) -> tuple[str, str]:
    """What to type once the rest is done, in both languages."""
    asked = replace(request, region=behind.scope.region)
    zh, en = (
        asked.command(
            reason=bool(behind.changes),
            explain=any(refusals.waits(finding) for finding in behind.findings),
            same_person=request.is_one_person,
            zero=refusals.needs_declaration(behind),
            language=language,
        )
        for language in ("zh", "en")
    )
    return zh, en
