"""Profile `form_vertical`: the statutory form, an indicator a line, to print and sign: a year, or one disaster.

What a bureau has to state itself (表号, 批准文号, 有效期, codes) is blank until it does: nothing unverified is printed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipelines import codebooks
from pipelines.errors import LedgerError
from pipelines.exports import form_figures
from pipelines.exports.form_figures import Filed
from pipelines.exports.form_sheets import FormSheet
from pipelines.exports.outputs import Outputs
from pipelines.exports.snapshot import Row, Snapshot
from pipelines.exports.texts import columns, has_word, unique, word
from pipelines.exports.unrepresented import adjustments
from pipelines.exports.wide_lists import hazard_text

TABLE = "form_vertical"
BELOW = ("province", "prefecture", "county", "zone", "township")
STATED = ("unit_head", "statistics_head", "prepared_by", "filed_on", "chain_hash")
"""What only the one who files knows: blank unless told."""


@dataclass(frozen=True)
class Occasion:
    """What the forms are for: a year, or one disaster; `event` is its row of core.events."""

    year: int
    event: Row | None
    through: date

    @property
    def kind(self) -> str:
        """`event` or `year`."""
        return "event" if self.event else "year"


def write(  # noqa: PLR0913 - the options of the command, all by name
    release: Snapshot, into: Outputs, *, year: int, region: str, event: str | None = None, children: bool = False,
    stated: Mapping[str, str] | None = None,
) -> dict[str, object]:  # fmt: skip
    """Write a workbook with a sheet for each region, and a CSV file for each; the answer goes into the manifest."""
    occasion = _occasion(release, year, event)
    regions = [region, *(_below(release, region) if children else ())]
    filed = (
        form_figures.of_event(release, regions, event)
        if event
        else form_figures.of_year(release, regions, year, occasion.through)
    )
    if not filed:
        name = release.regions[region]["name_zh"]
        raise LedgerError(
            f"灾害过程“{event}”没有涉及{name}（{region}）。请核对地区，或去掉 --region。",
            f"The disaster “{event}” did not touch {name} ({region}). Check the region, or leave out --region.",
        )
    sheets = {one.region: _sheet(release, occasion, one, stated or {}) for one in filed}
    stem = _stem(release, occasion, region)
    heads = [column["heading"] for column in columns(TABLE)]
    for code, sheet in sheets.items():
        lines = list(sheet.lines())
        into.csv_file(f"{stem}_{code}.csv", lines, heads, around=len(lines) - len(sheet.body))
    names = _sheet_names(release, list(sheets))
    with into.workbook(f"{stem}.xlsx", heads, sum(len(sheet.body) for sheet in sheets.values())) as book:
        for code, sheet in sheets.items():
            sheet.write(book, names[code])
    return {"event": event, "year": occasion.year, "regions": list(sheets), "through": occasion.through.isoformat()}


def _occasion(release: Snapshot, year: int, event: str | None) -> Occasion:
    if event is None:
        through = date(year, 12, 31) if release.is_closed(year) else release.data_through
        return Occasion(year, None, through)
    found = next(release.rows("select * from core.events where event_id = $event", {"event": event}), None)
    if found is None:
        raise LedgerError(
            f"没有灾害过程“{event}”。编号见 tidy 或 level_stack 导出中的灾害过程编号（event_id）。",
            f"There is no disaster “{event}”. The ids are in the column event_id of the exports tidy and level_stack.",
        )
    return Occasion(found["year"] or year, found, release.data_through)


def _below(release: Snapshot, region: str) -> list[str]:
    rows = release.regions.values()
    return sorted(row["region_code"] for row in rows if row["parent_code"] == region and row["level"] in BELOW)


def _stem(release: Snapshot, occasion: Occasion, region: str) -> str:
    title = word(f"title.form_{occasion.kind}")
    if occasion.event:
        told = re.sub(r"[^\w.-]+", "_", str(occasion.event["event_id"]))
        return f"{title}_{region}_{told}"
    return f"{title}_{region}_{occasion.year}年_截至{occasion.through:%Y%m%d}"


def _sheet(release: Snapshot, occasion: Occasion, filed: Filed, stated: Mapping[str, str]) -> FormSheet:
    form = json.loads(release.about.get("form") or "{}")
    told = _fields(release, occasion, filed, form, stated)
    codes = _codes(str(told["form_no"])) | form.get("codes", {})
    fields = [f | {"value": told[f["field"]]} for f in codebooks.rows("export_form_fields") if _asked(f, occasion)]
    marks = [word(f"form.mark.{column['column']}") for column in columns(TABLE)]
    return FormSheet(
        title=word(f"title.form_{occasion.kind}"),
        subject=_subject(release, occasion, filed),
        fields=fields,
        columns=columns(TABLE),
        marks=marks,
        body=form_figures.lines(release, filed, codes, of_a_year=occasion.event is None),
        notes=_notes(release, occasion, filed, stated),
    )


def _asked(field: Mapping[str, str], occasion: Occasion) -> bool:
    return field["kind"] in {"", occasion.kind}


def _fields(
    release: Snapshot, occasion: Occasion, filed: Filed, form: Mapping[str, Any], stated: Mapping[str, str]
) -> dict[str, str]:
    is_own = filed.region == release.about["own_region_code"]
    name = str(release.regions[filed.region]["name_zh"])
    stage = (filed.record or {}).get("stage")
    return {
        "form_no": str(form.get("event_form_no" if occasion.event else "annual_form_no", "")),
        "maker": str(form.get("maker", word("form.maker"))),
        "approver": str(form.get("approver", word("form.approver"))),
        "approval_no": str(form.get("approval_no", "")),
        "valid_until": str(form.get("valid_until", "")),
        "event_id": str(occasion.event["event_id"]) if occasion.event else "",
        "stage": word(f"stage.{stage}") if stage and has_word(f"stage.{stage}") else "",
        "region_code": filed.region,
        "period": _period(occasion, filed),
        "reporting_unit": str((is_own and release.about.get("bureau_name")) or name),
        **{field: stated.get(field, "") for field in STATED},
        "filed_on": stated.get("filed_on") or word("form.filed_on_blank"),
    }


def _codes(form_no: str) -> dict[str, str]:
    """Codes of this form that a source states; where its number is not known no code is."""
    rows = codebooks.rows("indicator_codes")
    return {
        row["indicator"]: row["code"]
        for row in rows
        if form_no and row["form_no"] == form_no and row["status"].startswith("sourced")
    }


def _day(moment: date) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日"


def _since(event: Row) -> str | None:
    at: datetime | None = event["occurred_at"]
    return word("form.since", date=f"{_day(at)}{at.hour}时{at.minute:02}分") if at else None


def _subject(release: Snapshot, occasion: Occasion, filed: Filed) -> str:
    if occasion.event is None:
        return word("form.subject_year", year=occasion.year)
    key = (filed.record or {}).get("own_hazard_key") or occasion.event["hazard_key"]
    hazard = hazard_text(release, key) or word("form.hazard_unspecified")
    since = _since(occasion.event)
    return word("form.subject_event" if since else "form.subject_event_undated", hazard=hazard, since=since)


def _period(occasion: Occasion, filed: Filed) -> str:
    """The year, or the disaster up to the cut-off that its record states (else that of the data)."""
    through = _day(occasion.through)
    if occasion.event:
        through = _day((filed.record or {}).get("as_of") or occasion.through)
        since = _since(occasion.event)
        return word("form.period_event" if since else "form.period_event_undated", since=since, through=through)
    is_whole = (occasion.through.month, occasion.through.day) == (12, 31)
    return word("form.period_year" if is_whole else "form.period_to_date", year=occasion.year, through=through)


def _notes(release: Snapshot, occasion: Occasion, filed: Filed, stated: Mapping[str, str]) -> list[str]:
    said = [word("form.note.blank")]
    if filed.is_empty:
        said.append(word("form.note.zero" if stated.get("zero") else "form.note.nothing"))
    if filed.is_quiet:
        said.append(word("form.note.quiet"))
    if occasion.event is None:
        said += [word("form.note.stocks"), word("form.note.person_times"), _bases(release, filed)]
        said.append(_adjusted(release, occasion.year, filed))
    notes = [
        "".join(said),
        word(f"line.rounding.{release.about['rounding']}"),
        word("line.release", release=release.id),
        word("form.note.chain", hash=stated.get("chain_hash", "")),
    ]
    return [word("line.sample"), *notes] if release.about["is_sample"] else notes


def _bases(release: Snapshot, filed: Filed) -> str:
    told = [
        "、".join(str(release.indicators[name]["name_zh"]) for name, of in filed.bases.items() if of == basis)
        + f"为{word(f'basis.{basis}')}"
        for basis in unique(filed.bases.values())
    ]
    return word("form.note.bases", told="；".join(told)) if told else word("form.note.basis")


def _adjusted(release: Snapshot, year: int, filed: Filed) -> str:
    """Which sums of disasters on the form hold adjustments of the year; nothing where none does."""
    names = [
        str(entry["name_zh"]) for entry in adjustments(release, filed.region, year) if entry["what"] not in filed.bases
    ]
    return word("form.note.adjusted", told="、".join(names)) if names else ""


def _sheet_names(release: Snapshot, codes: list[str]) -> dict[str, str]:
    """A sheet has a name of up to 31 letters without some signs, and no two have the same."""
    names: dict[str, str] = {}
    for code in codes:
        name = re.sub(r"[\[\]:*?/\\']", "", str(release.regions[code]["name_zh"]))[:18] or code
        names[code] = name if name.lower() not in {n.lower() for n in names.values()} else f"{name}{code}"
    return names
