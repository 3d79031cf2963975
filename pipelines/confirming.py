"""Figures of documents: what a person may confirm, change, add, refuse or open again, looked up in the release."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipelines import codebooks, decisions
from pipelines.codebooks import ALL_HAZARDS
from pipelines.errors import LedgerError
from pipelines.named import Published, require
from pipelines.transforms.numbers import MASKED, Measure, parse_figure
from pipelines.transforms.periods import of_days
from pipelines.transforms.units import conversion, known_unit

CONFIRM, REFUSE, REOPEN = "confirm", "refuse", "reopen"
STATES = ("exact", "rounded", "approximate", "at_least", "reported_zero", MASKED)
FIRST_DAY, DAY_AFTER_ALL = date(1949, 10, 1), date(2100, 1, 1)
"""Between these lie the periods of reports; a year typed wrong does not."""
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


@dataclass(frozen=True)
class Values:
    """What a confirmed figure says, as a decision keeps it. None where nothing is told."""

    indicator: str | None = None
    value: Decimal | None = None
    unit: str | None = None
    state: str | None = None
    hazard_key: str | None = None
    region_code: str | None = None
    period_kind: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    half_width: Decimal | None = None

    @classmethod
    def of_row(cls, row: Mapping[str, str]) -> "Values":
        """As a decision keeps them."""
        texts = {field.name: row[field.name] or None for field in fields(cls)}
        numbers = {name: Decimal(text) for name in ("value", "half_width") if (text := texts[name])}
        days = {name: date.fromisoformat(text) for name in ("period_start", "period_end") if (text := texts[name])}
        return cls(**(texts | numbers | days))  # type: ignore[arg-type]

    def as_row(self) -> dict[str, str]:
        """The columns of decisions/document_figures.csv: exact decimals as people write them."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: "" if value is None else _text(value) for name, value in told.items()}


@dataclass(frozen=True)
class Wish:
    """What the options of the command ask for; an empty text leaves a value as it was proposed."""

    decision: str
    indicator: str = ""
    value: str = ""
    unit: str = ""
    state: str = ""
    hazard: str = ""
    region: str = ""
    period_from: str = ""
    period_to: str = ""

    @property
    def is_of_one(self) -> bool:
        """Whether it says what only one figure can be told: anything but region and period."""
        return any((self.indicator, self.value, self.unit, self.state, self.hazard))

    def lacking_in(self, values: Values) -> "Wish":
        """What it says of several figures: region and period for those that have none."""
        region = "" if values.region_code else self.region
        has_period = values.period_start and values.period_end
        return replace(
            self,
            region=region,
            period_from="" if has_period else self.period_from,
            period_to="" if has_period else self.period_to,
        )


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
        standing = _standing(last.get(place)) or proposed.get(place, Values())
        own = wish if len(places) == 1 else wish.lacking_in(standing)
        values = _values(published, standing, own, place) if wish.decision == CONFIRM else Values()
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
    found = published.rows(
        "select 1 from duckdb_tables() where schema_name = 'core' and table_name = 'documents' "
        "union all select 1 from duckdb_views() where schema_name = 'core' and view_name = 'documents'",
        {},
    )
    if not found:
        raise LedgerError(
            "现行的数据版本由较早的软件生成，里面没有文档。请先运行 loss-ledger refresh。",
            "The current release was made by older software and holds no documents. Run loss-ledger refresh first.",
        )


def _last_decisions(raw: Path, sha256: str) -> dict[str, dict[str, str]]:
    """What was decided last on each place of a document, whether or not a release knows it yet."""
    taken = decisions.rows(raw, decisions.DOCUMENT_FIGURES)
    return {f"{row['start_offset']}-{row['end_offset']}": row for row in taken if row["sha256"] == sha256}


def _standing(row: Mapping[str, str] | None) -> Values | None:
    """The values as they were confirmed last; None where they were not, or where the file was edited and is wrong."""
    try:
        return Values.of_row(row) if row and row["decision"] == CONFIRM else None
    except (ArithmeticError, ValueError):
        return None


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
    start, end = (start, end) if start and end else (_day(wish.period_from), _day(wish.period_to))
    return not any(_lacking(replace(values, region_code=region, period_start=start, period_end=end)))


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


def _values(published: Published, proposed: Values, wish: Wish, place: str) -> Values:
    """The figure as it is to count: what was proposed, with what the person changes."""
    values = proposed
    if wish.indicator:
        values = replace(values, indicator=require("指标", "indicator", wish.indicator, list(codebooks.indicators())))
    if wish.hazard:
        hazards = [ALL_HAZARDS, *(row["hazard_key"] for row in codebooks.rows("hazards"))]
        values = replace(values, hazard_key=require("灾种", "hazard", wish.hazard, hazards))
    if wish.region:
        values = replace(values, region_code=_region(published, wish.region))
    values = _with_period(values, wish)
    values = _with_value(values, wish)
    if wish.state:
        values = _with_state(values, require("数值状态", "state", wish.state, STATES))
    if missing := list(_lacking(values)):
        zh, en = "、".join(one[0] for one in missing), ", ".join(one[1] for one in missing)
        raise LedgerError(
            f"{place} 处的数字还缺{zh}，不能计入；请补上再确认，没有登记。",
            f"The figure at {place} lacks {en} and cannot count; add it and confirm again. Nothing was recorded.",
        )
    return replace(values, hazard_key=values.hazard_key or ALL_HAZARDS)


def _region(published: Published, written: str) -> str:
    code = codebooks.normalise_region_code(written) or written
    if codebooks.region(code):
        return code
    return require("地区", "region", code, published.regions())


def _with_period(values: Values, wish: Wish) -> Values:
    if not (wish.period_from or wish.period_to):
        return values
    start = _day(wish.period_from) or values.period_start
    end = _day(wish.period_to) or values.period_end
    if start is None or end is None:
        return replace(values, period_start=start, period_end=end)
    if start > end:
        raise LedgerError(
            f"时段的开始 {start} 晚于结束 {end}，没有登记。",
            f"The period begins ({start}) after it ends ({end}); nothing was recorded.",
        )
    period = of_days("", start, end)
    return replace(values, period_kind=period.kind, period_start=start, period_end=end)


def _day(written: str) -> date | None:
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day < DAY_AFTER_ALL:
        raise LedgerError(
            f"日期“{written}”不对，应写成 2023-12-31；没有登记。",
            f"The day “{written}” is wrong: write it as 2023-12-31. Nothing was recorded.",
        )
    return day


def _with_value(values: Values, wish: Wish) -> Values:
    """The value in the unit of its indicator: 7.1万人 is 71000, 100亩 are 6.666667 hectares."""
    known = codebooks.indicators()[values.indicator] if values.indicator else None
    if known is None:
        return values
    if wish.unit and not wish.value:
        raise LedgerError(
            "写了 --unit 就要写 --value：原文的数已按单位换算过；没有登记。",
            "With --unit give --value, too: the figure of the text was converted already. Nothing was recorded.",
        )
    if not (wish.value or wish.indicator):
        is_same = values.unit is not None and conversion(values.unit, known.unit) == 1
        return replace(values, unit=known.unit) if is_same or not values.unit else values
    unit = known_unit(wish.unit or (known.unit if wish.value else values.unit or known.unit))
    if unit is None or conversion(unit, known.unit) is None:
        raise LedgerError(
            f"“{known.name_zh}”的单位是{known.unit}，不能写成“{wish.unit or values.unit}”；没有登记。",
            f"“{known.name_zh}” is counted in {known.unit}, not in “{wish.unit or values.unit}”; nothing was recorded.",
        )
    written = wish.value or (_text(values.value) if values.value is not None else "")
    figure = parse_figure(written, Measure(known.unit, known.decimals, unit))
    if figure.value is None and (wish.value or values.state != MASKED):
        raise LedgerError(
            f"数值“{written}”读不出来（“{known.name_zh}”，{known.unit}）；没有登记。",
            f"The value “{written}” cannot be read (“{known.name_zh}”, {known.unit}); nothing was recorded.",
        )
    if wish.value:
        return replace(values, value=figure.value, unit=known.unit, state=figure.state, half_width=figure.half_width)
    if values.half_width is not None:
        half_width = parse_figure(_text(values.half_width), Measure(known.unit, 6, unit)).value
        values = replace(values, half_width=half_width)
    return replace(values, value=figure.value, unit=known.unit)


def _with_state(values: Values, state: str) -> Values:
    """An exact figure is off by nothing, a masked one has no value."""
    if state == MASKED:
        return replace(values, state=state, value=None, half_width=None)
    return replace(values, state=state, half_width=None if state in {"exact", "reported_zero"} else values.half_width)


def _lacking(values: Values) -> Iterator[tuple[str, str]]:
    if not values.indicator:
        yield "指标", "an indicator"
    if values.value is None and values.state != MASKED:
        yield "数值", "a value"
    if not values.region_code:
        yield "地区", "a region"
    if values.period_start is None or values.period_end is None:
        yield "时段", "a period"


def _text(value: object) -> str:
    if not isinstance(value, Decimal):
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
