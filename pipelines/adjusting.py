"""Annual adjustments (会商核定): what a person may add to an annual figure, looked up in the current release."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pipelines import codebooks, decisions
from pipelines.codebooks import ALL_HAZARDS, Indicator
from pipelines.errors import LedgerError
from pipelines.named import Published, require
from pipelines.warehouse import sql_text

LARGEST = Decimal(10) ** 12
"""No column of a release holds a figure of so many digits."""
PARTS = ("part", "subset", "nested")


@dataclass(frozen=True)
class Adjustment:
    """One adjustment as a person states it: texts that name what there is, and an exact number."""

    year: int
    region: str
    indicator: Indicator
    delta: Decimal
    hazard: str = ""

    def as_row(self) -> dict[str, str]:
        """The row of decisions/adjustments.csv."""
        return {
            "year": str(self.year), "region_code": self.region, "hazard_key": self.hazard,
            "indicator": self.indicator.column_name, "delta": f"{self.delta:f}",
        }  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """The annual figure of the region or of one above it, as it stands with adjustments that no release holds yet."""

    region_code: str
    region_name: str
    hazard_key: str
    value: Decimal | None


def stated(  # noqa: PLR0913 - the options of the command, all by name
    published: Published, *, year: int, region: str, indicator: str, delta: str, hazard: str
) -> Adjustment:
    """The adjustment, if all that it names exists and may be adjusted. Raises LedgerError saying what is wrong."""
    code = codebooks.normalise_region_code(region) or region
    known = require("地区", "region", code, published.regions())
    chosen = _indicator(indicator)
    hazards = [row["hazard_key"] for row in codebooks.rows("hazards")]
    key = require("灾种", "hazard", hazard, hazards) if hazard.strip() else ""
    return Adjustment(year, known, chosen, _number(delta, chosen), key)


def figures(published: Published, raw: Path, wanted: Adjustment) -> list[Figure]:
    """The figures that the adjustment moves: of its region first, then of those above. None where nothing is known."""
    hazards = [ALL_HAZARDS, *([wanted.hazard] if wanted.hazard else [])]
    rows = published.rows(
        sql_text("release/adjust.figures.sql").replace("{indicator}", wanted.indicator.column_name),
        {"year": wanted.year, "region": wanted.region, "hazards": hazards},
    )
    found = [Figure(*row) for row in rows]
    waiting = [row for row in decisions.rows(raw, decisions.ADJUSTMENTS) if not _is_counted(published, row)]
    return [_with(figure, waiting, wanted, published) for figure in found]


def require_possible(wanted: Adjustment, standing: Sequence[Figure]) -> None:
    """Refuse an adjustment of a year without any data, or one that leaves an annual figure below zero."""
    if not standing:
        raise LedgerError(
            f"{wanted.region} 没有 {wanted.year}年的数据，没有可以调整的年度数，没有登记。",
            f"{wanted.region} has no data of {wanted.year}: no annual figure to adjust. Nothing was recorded.",
        )
    name, unit = wanted.indicator.name_zh, wanted.indicator.unit
    for figure in standing:
        after = (figure.value or Decimal(0)) + wanted.delta
        if after < 0:
            now = "未报 / not reported" if figure.value is None else _plain(figure.value)
            raise LedgerError(
                f"{figure.region_name}{wanted.year}年“{name}”现为 {now}（{unit}），调整 {_signed(wanted.delta)} 后为 "
                f"{_plain(after)}，小于 0，没有登记。请核对调整数。",
                f"“{wanted.indicator.name_en}” of {figure.region_name} in {wanted.year} is {now} ({unit}); adjusted by "
                f"{_signed(wanted.delta)} it would be {_plain(after)}, below zero. Nothing was recorded.",
            )


def warnings(wanted: Adjustment) -> Iterator[tuple[str, str]]:
    """What else has to be adjusted so that parts and total still agree."""
    whole = codebooks.indicators().get(wanted.indicator.parent)
    if whole and wanted.indicator.part_kind in PARTS:
        yield (
            f"“{wanted.indicator.name_zh}”是“{whole.name_zh}”中的一项，请看合计要不要一并调整。",
            f"“{wanted.indicator.name_en}” is a part of “{whole.name_en}”: see whether the total moves too.",
        )
    name = wanted.indicator.column_name
    parts = [i for i in codebooks.loss_columns() if i.parent == name and i.part_kind == PARTS[0]]
    if parts:
        yield (
            f"“{wanted.indicator.name_zh}”是各分项之和，请看要不要一并调整：{'、'.join(i.name_zh for i in parts)}。",
            f"“{wanted.indicator.name_en}” is the sum of its parts: see which of them move too.",
        )


def _indicator(name: str) -> Indicator:
    summed = {i.column_name: i for i in codebooks.indicator_set("summed")}
    known = codebooks.indicators().get(name.strip())
    if known and known.column_name not in summed:
        raise LedgerError(
            f"“{known.name_zh}”没有按年累加的年度数（实时值、派生数和台账数不能调整），没有登记。",
            f"“{known.name_en}” has no annual sum (figures of the moment, derived and ledger figures cannot be "
            "adjusted); nothing was recorded.",
        )
    return summed[require("指标", "indicator", name, list(summed))]


def _number(text: str, indicator: Indicator) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number) >= LARGEST or number == 0:
        raise LedgerError(
            f"调整数“{text}”不对：应为不等于 0 的数，带正负号，如 -12.5。没有登记。",
            f"The delta “{text}” is wrong: expected a signed number other than 0 such as -12.5. Nothing was recorded.",
        )
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > indicator.decimals:
        raise LedgerError(
            f"“{indicator.name_zh}”（{indicator.unit}）最多 {indicator.decimals} 位小数，“{text}”多了。没有登记。",
            f"“{indicator.name_en}” ({indicator.unit}) has at most {indicator.decimals} decimals; “{text}” has more. "
            "Nothing was recorded.",
        )
    return number


def _is_counted(published: Published, row: dict[str, str]) -> bool:
    """Whether the current release holds the adjustment already."""
    found = published.rows(
        "select count(*) from core.adjustments where cast(year as varchar) = $year and region_code = $region_code and "
        "coalesce(hazard_key, '') = $hazard_key and indicator = $indicator and delta = cast($delta as decimal(18,6)) "
        "and cast(decided_at as varchar) = $decided_at and decided_by = $decided_by and reason = $reason",
        row,
    )
    return bool(found[0][0])


def _with(figure: Figure, waiting: Sequence[dict[str, str]], wanted: Adjustment, published: Published) -> Figure:
    """The figure with the adjustments of its year and indicator that wait for the next refresh."""
    below = {row[0] for row in published.rows(sql_text("release/adjust.subtree.sql"), {"region": figure.region_code})}
    deltas = [
        Decimal(row["delta"])
        for row in waiting
        if row["year"] == str(wanted.year) and row["indicator"] == wanted.indicator.column_name
        and row["region_code"] in below and figure.hazard_key in (ALL_HAZARDS, row["hazard_key"])
    ]  # fmt: skip
    total = sum(deltas, figure.value or Decimal(0))
    return Figure(figure.region_code, figure.region_name, figure.hazard_key, total if deltas else figure.value)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signed(value: Decimal) -> str:
    return f"+{_plain(value)}" if value > 0 else _plain(value)
