"""What a confirmed figure of a document says: as it was proposed, with what a person changes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from pipelines import codebooks
from pipelines.codebooks import ALL_HAZARDS
from pipelines.errors import LedgerError
from pipelines.named import Published, require
from pipelines.readers.outcome import decimal_text
from pipelines.transforms.numbers import EXACT, MASKED, ZERO, Measure, parse_figure
from pipelines.transforms.periods import of_days
from pipelines.transforms.units import conversion, known_unit

FIRST_DAY, DAY_AFTER_ALL = date(1949, 10, 1), date(2100, 1, 1)
"""Between these lie the periods of reports; a year typed wrong does not."""


def states() -> list[str]:
    """How sure a source may be of a figure that it states."""
    return [row["state"] for row in codebooks.rows("figure_states") if row["is_stated"]]


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

    @property
    def changes(self) -> bool:
        """Whether it says anything of a figure."""
        return self.is_of_one or any((self.region, self.period_from, self.period_to))

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


def changed(published: Published, proposed: Values, wish: Wish, place: str) -> Values:
    """The figure as it is to count: what stands, with what the person changes.

    Raises LedgerError where it lacks anything or where what is told is wrong.
    """
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
        values = _with_state(values, require("数值状态", "state", wish.state, states()))
    if missing := list(lacking(values)):
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
    start = day_of(wish.period_from) or values.period_start
    end = day_of(wish.period_to) or values.period_end
    if start is None or end is None:
        return replace(values, period_start=start, period_end=end)
    if start > end:
        raise LedgerError(
            f"时段的开始 {start} 晚于结束 {end}，没有登记。",
            f"The period begins ({start}) after it ends ({end}); nothing was recorded.",
        )
    period = of_days("", start, end)
    return replace(values, period_kind=period.kind, period_start=start, period_end=end)


def day_of(written: str) -> date | None:
    """A day as the command takes it; None for an empty text."""
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
    if wish.value and wish.state == MASKED:
        raise LedgerError(
            "隐去的数（masked）没有数值：不要同时写 --value 和 --state masked；没有登记。",
            "A masked figure has no value: do not give both --value and --state masked. Nothing was recorded.",
        )
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
    return replace(values, state=state, half_width=None if state in {EXACT, ZERO} else values.half_width)


def lacking(values: Values) -> Iterator[tuple[str, str]]:
    """What a figure must be told before it can count, in Chinese and English."""
    if not values.indicator:
        yield "指标", "an indicator"
    if values.value is None and values.state != MASKED:
        yield "数值", "a value"
    if not values.region_code:
        yield "地区", "a region"
    if values.period_start is None or values.period_end is None:
        yield "时段", "a period"


def _text(value: object) -> str:
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
