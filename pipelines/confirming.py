"""Figures of documents: what a person may confirm, change, add, refuse or open again, looked up in the release."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines import decisions
from pipelines.confirmed_values import Values, Wish, changed, day_of, lacking
from pipelines.errors import LedgerError
from pipelines.named import Published, require

CONFIRM, REFUSE, REOPEN = "confirm", "refuse", "reopen"
PLACE = re.compile(r"([0-9]+)-([0-9]+)")
_PROPOSED = """
select f.source_locator, f.proposed_indicator, f.proposed_value, f.proposed_unit, f.proposed_state,
    f.proposed_hazard_key, f.proposed_region_code, f.proposed_period_kind, f.proposed_period_start,
    f.proposed_period_end, f.proposed_half_width
from core.document_figures as f
inner join core.documents as d on d.source_id = f.source_id and d.path = $path
where f.proposed_indicator is not null
order by f.start_offset, f.end_offset
"""
_LINE = """
select l.text
from core.document_lines as l
inner join core.documents as d on d.source_id = l.source_id and d.path = $path
where l.start_offset <= $start and l.start_offset + length(l.text) >= $end
"""


def decided(published: Published, raw: Path, file: str, places: Sequence[str], wish: Wish) -> list[dict[str, str]]:
    """The rows to record, one a figure. Raises LedgerError saying what is wrong; then nothing is recorded.

    `places` are offsets `start-end`; none stand for every figure of the document that nobody has decided on and that
    lacks nothing. Of several figures the wish's region and period are those of the ones that have none.
    """
    _require_documents(published)
    path = _path(published, file)
    ((sha256,),) = published.rows("select sha256 from core.documents where path = $path", {"path": path})
    proposed = {row[0]: Values(*row[1:]) for row in published.rows(_PROPOSED, {"path": path})}
    if wish.is_of_one and (len(places) != 1 or wish.decision != CONFIRM):
        raise LedgerError(
            "改数值、指标、灾种时，要用 --confirm，并且只写一个 --at；没有登记。",
            "To change value, indicator or hazard use --confirm and exactly one --at; nothing was recorded.",
        )
    last = _last_decisions(raw, sha256)
    chosen = list(dict.fromkeys(places)) or _waiting(last, proposed, wish)
    rows = []
    for place in chosen:
        start, end = _offsets(place)
        if place not in proposed and place not in last:
            _require_added(published, path, (start, end), wish)
            _require_apart(place, [*proposed, *(at for at, row in last.items() if row["decision"] == CONFIRM)])
        standing = _standing(last.get(place), proposed.get(place), wish)
        own = wish if len(places) == 1 else wish.lacking_in(standing)
        values = changed(published, standing, own, place) if wish.decision == CONFIRM else Values()
        told = {"sha256": sha256, "path": path, "start_offset": str(start), "end_offset": str(end)}
        rows.append(told | {"decision": wish.decision} | values.as_row())
    return rows


def _path(published: Published, file: str) -> str:
    """The document meant; a copy of the same bytes under another name is the same document."""
    asked = (
        "select s.path, d.path from meta.sources as s inner join core.documents as d on d.sha256 = s.sha256 "
        "order by s.path"
    )
    paths: dict[str, str] = dict(published.rows(asked, {}))
    return paths[require("文档", "document", file, list(paths), by_name=True)]


def _require_documents(published: Published) -> None:
    if not published.has("core.documents"):
        raise LedgerError(
            "现行的数据版本由较早的软件生成，里面没有文档。请先运行 loss-ledger refresh。",
            "The current release was made by older software and holds no documents. Run loss-ledger refresh first.",
        )


def _last_decisions(raw: Path, sha256: str) -> dict[str, dict[str, str]]:
    """What was decided last on each place of a document, whether or not a release knows it yet."""
    taken = decisions.rows(raw, decisions.DOCUMENT_FIGURES)
    return {f"{row['start_offset']}-{row['end_offset']}": row for row in taken if row["sha256"] == sha256}


def _standing(row: Mapping[str, str] | None, proposed: Values | None, wish: Wish) -> Values:
    """What a decision starts from: changes from the values confirmed last, a mere confirmation from what is proposed.

    Where the file of decisions was edited and is wrong, from what is proposed, too.
    """
    if proposed and not wish.changes:
        return proposed
    try:
        confirmed = Values.of_row(row) if row and row["decision"] == CONFIRM else None
    except (ArithmeticError, ValueError):
        confirmed = None
    return confirmed or proposed or Values()


def _waiting(last: Mapping[str, Mapping[str, str]], proposed: Mapping[str, Values], wish: Wish) -> list[str]:
    """The places of the figures that are complete and that nobody has decided on."""
    decided_on = {place for place, row in last.items() if row["decision"] != REOPEN}
    found = [place for place, one in proposed.items() if place not in decided_on and _is_complete(one, wish)]
    if not found:
        raise LedgerError(
            "这份文档没有可以一并确认的数字：都已决定，或还缺地区、时段；没有登记。",
            "No figure of this document can be confirmed with the others: all are decided, or lack a region or a "
            "period. Nothing was recorded.",
        )
    return found


def _is_complete(values: Values, wish: Wish) -> bool:
    """Whether a figure can count with the region and period of the wish; any figure can be refused."""
    if wish.decision != CONFIRM:
        return True
    region, (start, end) = values.region_code or wish.region, (values.period_start, values.period_end)
    start, end = (start, end) if start and end else (day_of(wish.period_from), day_of(wish.period_to))
    return not any(lacking(replace(values, region_code=region, period_start=start, period_end=end)))


def _offsets(place: str) -> tuple[int, int]:
    match = PLACE.fullmatch(place.strip())
    if not match or int(match[1]) >= int(match[2]):
        raise LedgerError(
            f"位置“{place}”不对，应写成起止字符位置，如 120-124；没有登记。",
            f"The place “{place}” is wrong: write first and last offset, as 120-124. Nothing was recorded.",
        )
    return int(match[1]), int(match[2])


def _require_added(published: Published, path: str, place: tuple[int, int], wish: Wish) -> None:
    start, end = place
    if not published.rows(_LINE, {"path": path, "start": start, "end": end}):
        raise LedgerError(
            f"文档 {path} 的 {start}-{end} 处没有文字，没有登记。",
            f"Document {path} holds no text at {start}-{end}; nothing was recorded.",
        )
    if wish.decision != CONFIRM or not (wish.indicator and wish.value):
        raise LedgerError(
            f"{start}-{end} 处没有读到数字；要自行添加，请写 --confirm、--indicator 和 --value；没有登记。",
            f"No figure was read at {start}-{end}: to add one give --confirm, --indicator and --value. Nothing was "
            "recorded.",
        )


def _require_apart(place: str, known: Sequence[str]) -> None:
    start, end = _offsets(place)
    for other in known:
        first, last = _offsets(other)
        if first < end and start < last:
            raise LedgerError(
                f"{place} 处与已有的数字 {other} 重叠，同一个数不能登记两次；请改 {other} 处的数字。没有登记。",
                f"The place {place} overlaps the figure at {other}: no number counts twice. Change the one at {other}. "
                "Nothing was recorded.",
            )
