"""One figure, what it is compared to, and how that is said. Pure: rows of marts.year_on_year in, words out."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from dashboard import i18n
from dashboard.formats import TIMES_ABOVE_PCT, Amount, Numbers, Scale, decimal, scale_for

BASIS_DIFFERS, NOT_KNOWN_THEN, NO_PRICE_INDEX = "basis_differs", "not_known_then", "no_price_index"
EVENT_SUM = "event_sum"
FEWEST_YEARS, MEAN_SPAN = 3, 5


@dataclass(frozen=True)
class Figure:
    """A figure of a period with its comparisons, as the mart gives them."""

    indicator: str
    unit: str
    period_unit: str
    decimals: int
    value: Decimal | None = None
    prior: Decimal | None = None
    change: Decimal | None = None
    sum_5y: Decimal | None = None
    mean_years: int = 0
    basis: str | None = None
    notes: tuple[str, ...] = ()
    is_break: bool = False

    @property
    def change_pct(self) -> Fraction | None:
        """The difference in percent, divided anew from the exact figures so that it is rounded only once."""
        return Fraction(self.change) * 100 / Fraction(self.prior) if self.change is not None and self.prior else None

    @property
    def mean(self) -> Fraction | None:
        """The mean of the five years before; None with fewer than three known years."""
        known = self.sum_5y is not None and self.mean_years >= FEWEST_YEARS
        return Fraction(self.sum_5y or 0) / self.mean_years if known else None

    @property
    def change_vs_mean_pct(self) -> Fraction | None:
        """How far the figure is from that mean, in percent; None for a mean of nought."""
        return (Fraction(self.value) - self.mean) * 100 / self.mean if self.value is not None and self.mean else None

    @property
    def amounts(self) -> tuple[Amount | None, ...]:
        """Every number of this figure that a card writes."""
        return (self.value, self.prior, self.mean)


@dataclass(frozen=True)
class Card:
    """A card of Overview: the title's key, the figure compared, the figures that stand small below it."""

    title: str
    main: str
    parts: tuple[str, ...]


@cache
def cards() -> tuple[Card, ...]:
    """cards.toml."""
    rows = tomllib.loads(Path(__file__).with_name("cards.toml").read_text(encoding="utf-8"))["card"]
    return tuple(Card(row["title"], row["main"], tuple(row.get("parts", ()))) for row in rows)


def figure(row: dict[str, Any], codebook: dict[str, Any]) -> Figure:
    """A figure from its row of marts.year_on_year and its row of the codebook."""
    unit = codebook.get("unit") or row.get("unit") or ""
    return Figure(
        indicator=row["indicator"], unit=unit, period_unit=codebook.get("period_unit") or unit,
        decimals=int(codebook.get("decimals") or 0), value=decimal(row["value"]), prior=decimal(row["prior_value"]),
        change=decimal(row["change"]), sum_5y=mean_sum(row),
        mean_years=int(row["mean_5y_years"] or 0), basis=row["basis"], notes=tuple((row["note"] or "").split()),
        is_break=is_set(row["break_flag"]),
    )  # fmt: skip


def mean_sum(row: dict[str, Any]) -> Decimal | None:
    """What the five-year mean is divided from; nothing when the mart gives no mean."""
    return decimal(row["sum_5y"]) if row["mean_5y"] is not None else None


def is_set(flag: object) -> bool:
    """A break flag: a boolean, or the text that says why."""
    return bool(flag) and str(flag).lower() not in {"false", "0"}


def figures(rows: Iterable[dict[str, Any]], codebook: dict[str, dict[str, Any]]) -> dict[str, Figure]:
    """The figures of one period by indicator."""
    return {row["indicator"]: figure(row, codebook.get(row["indicator"], {})) for row in rows}


def of_one_disaster(found: dict[str, Figure]) -> dict[str, Figure]:
    """The same figures, labelled as those of one disaster: nobody is counted twice."""
    return {name: replace(one, period_unit=one.unit) for name, one in found.items()}


def against_known(found: dict[str, Figure], known: Mapping[str, Any]) -> dict[str, Figure]:
    """The same figures compared with the year before as it was known then; `known` is empty where nothing was."""
    return {name: compared_with(one, decimal(known.get(name))) for name, one in found.items()}


def compared_with(one: Figure, prior: Decimal | None) -> Figure:
    """A figure with another year before. What was known then are sums of disasters, comparable with no other basis."""
    notes = tuple(note for note in one.notes if note not in (BASIS_DIFFERS, "no_prior", "prior_zero"))
    if one.basis not in (None, EVENT_SUM):
        return replace(one, prior=None, change=None, notes=(*notes, BASIS_DIFFERS))
    if prior is None:
        return replace(one, prior=None, change=None, notes=(*notes, NOT_KNOWN_THEN))
    return replace(one, prior=prior, change=None if one.value is None else one.value - prior, notes=notes)


def absent(indicator: str, codebook: dict[str, Any]) -> Figure:
    """A figure that the mart has no row of: nothing is known."""
    unit = codebook.get("unit") or ""
    return Figure(indicator, unit, codebook.get("period_unit") or unit, int(codebook.get("decimals") or 0))


def common_scale(chosen: Sequence[Figure], language: str) -> Scale:
    """One unit for figures that stand together; they share the stored unit."""
    first = chosen[0]
    amounts = [amount for one in chosen for amount in one.amounts]
    return scale_for(first.unit, amounts, language, first.decimals, first.period_unit)


def arrow(change: Amount | None) -> str:
    """More or less, without judging it by colour."""
    if change is None or change == 0:
        return ""
    return "↑" if change > 0 else "↓"


def change_words(one: Figure, scale: Scale, numbers: Numbers, *, prior: str) -> str:
    """The difference, then the percent: with a zero base no percent, above 999 % times, without a base the reason."""
    language = numbers.language
    if one.value is None:
        return ""
    if one.prior is None or one.change is None:
        return no_base_words(one, language, prior)
    if one.change == 0:
        return i18n.translate(language, "change.unchanged")
    difference = f"{arrow(one.change)} {numbers.scaled(abs(one.change), scale)}"
    if one.prior == 0:
        return i18n.translate(language, "change.zero_base", prior=prior, difference=difference)
    return i18n.translate(
        language, "change.with_percent", difference=difference, percent=ratio_words(one, numbers, prior)
    )


def no_base_words(one: Figure, language: str, prior: str) -> str:
    """Why there is no comparison: another basis, or nothing known of the year before."""
    if NOT_KNOWN_THEN in one.notes:
        return i18n.translate(language, "change.not_known_then", prior=prior)
    if BASIS_DIFFERS in one.notes:
        return i18n.translate(language, "change.not_comparable")
    if NO_PRICE_INDEX in one.notes:
        return i18n.translate(language, "change.no_price_index", prior=prior)
    return i18n.translate(language, "change.no_base", prior=prior)


def ratio_words(one: Figure, numbers: Numbers, prior: str) -> str:
    """The percent with its sign, or how many times the base when a percent says nothing any more."""
    if one.change_pct is None or one.value is None or not one.prior:
        return i18n.translate(numbers.language, "words.no_data")
    if one.change_pct > TIMES_ABOVE_PCT:
        return i18n.translate(numbers.language, "change.times", prior=prior, times=numbers.times(one.value, one.prior))
    return numbers.signed_percent(one.change_pct)


def sentence_words(one: Figure, scale: Scale, numbers: Numbers, *, prior: str) -> str:
    """The comparison inside a sentence: 比上年同期减少3.0%."""
    language = numbers.language
    if one.prior is None or one.change is None:
        return no_base_words(one, language, prior)
    if one.change == 0:
        return i18n.translate(language, "sentence.unchanged", prior=prior)
    key = "more" if one.change > 0 else "less"
    if one.prior == 0 or one.change_pct is None:
        amount = f"{numbers.scaled(abs(one.change), scale)}{spacer(language)}{scale.unit}"
        return i18n.translate(language, f"sentence.zero_base_{key}", prior=prior, amount=amount)
    if one.change_pct > TIMES_ABOVE_PCT:
        return i18n.translate(
            language, "sentence.times", prior=prior, times=numbers.times(one.value or Decimal(0), one.prior)
        )
    return i18n.translate(language, f"sentence.{key}", prior=prior, percent=numbers.percent(one.change_pct))


def spacer(language: str) -> str:
    """Between a number and its unit."""
    return " " if language == "en" else ""


def mean_span(year: int, years_known: int, numbers: Numbers) -> str:
    """（2018—2022年，5年有资料）"""
    return i18n.translate(numbers.language, "mean.span", first=year - MEAN_SPAN, last=year - 1, known=years_known)


def parts_minus_total(parts: Iterable[Figure], total: Figure) -> Decimal | None:
    """分项差额: what the categories add up to, less the total; None where either side is not known."""
    known = [part.value for part in parts if part.value is not None]
    return sum(known, Decimal(0)) - total.value if known and total.value is not None else None
