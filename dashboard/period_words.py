"""How a period figure is said: its period, its value with the state, and the year before. Pure: a row in, words out."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dashboard import i18n
from dashboard.figures import spacer
from dashboard.formats import Numbers

IMPLIED, MASKED = "implied", "masked"


def period(row: dict[str, Any], language: str) -> str:
    """2023年, 2023年上半年, 2022—2023年冬春, 2023-07-01至2023-12-31."""
    first, last, kind = row["period_start"], row["period_end"], row["period_kind"]
    if not isinstance(first, date) or not isinstance(last, date):
        return str(row["year"] or i18n.translate(language, "span.unknown"))
    words = {"year": last.year, "month": last.month, "quarter": (last.month + 2) // 3, "first": first, "last": last}
    if kind == "half_year" and first.month > 6:
        kind = "second_half"
    if kind == "winter_spring":
        words |= {"first": first.year, "last": last.year}
    known = kind if i18n.has(language, f"span.{kind}") else "days"
    return i18n.translate(language, f"span.{known}", **words)


def number(value: Decimal, numbers: Numbers) -> str:
    """A figure with the decimals it has, and no more: nothing was rounded, so nothing is rounded here."""
    exact = Decimal(value).normalize()
    return numbers.plain(exact, max(0, -int(exact.as_tuple().exponent)))


def implied(value: Decimal, decimals: int, numbers: Numbers) -> str:
    """A figure that only follows from a percent: with the decimals of its indicator, since 17.99 people are 18."""
    return numbers.plain(value, decimals)


def value(row: dict[str, Any], decimals: int, numbers: Numbers) -> str:
    """The figure; 遮盖 for one that was covered up, 无资料 for one without a number."""
    if row["value"] is None:
        return i18n.translate(numbers.language, "figure_state.masked" if row["state"] == MASKED else "words.no_data")
    return implied(row["value"], decimals, numbers) if row["state"] == IMPLIED else number(row["value"], numbers)


def state(row: dict[str, Any], unit: str, numbers: Numbers) -> str:
    """准确, 约, 不少于, 四舍五入（±500人）, 推算 …; `unit` as the reader calls it."""
    language, code = numbers.language, str(row["state"] or "exact")
    key = f"figure_state.{code}"
    words = i18n.translate(language, f"figure_state.{code}") if i18n.has(language, key) else code
    if "sources_differ" in (row["note"] or ""):
        words += i18n.translate(language, "note.separator") + i18n.translate(language, "figures.sources_differ")
    if row["half_width"] and row["value"] is not None and code in {"approximate", "rounded"}:
        width = f"{number(row['half_width'], numbers)}{spacer(language)}{unit}"
        return i18n.translate(language, "figures.half_width", state=words, width=width)
    return words


def comparison(row: dict[str, Any], numbers: Numbers) -> str:
    """同比下降50% as reported, else as computed from the year before; in words, so that no sign is overlooked."""
    language = numbers.language
    if row["change_pct_reported"] is not None:
        return percent_words(row["change_pct_reported"], number(abs(row["change_pct_reported"]), numbers), language)
    if "basis_differs" in (row["note"] or ""):
        return i18n.translate(language, "change.not_comparable")
    if row["prior_value"] is None or row["value"] is None or row["is_prior_implied"]:
        return ""
    change = row["change"]
    if row["unit"] == "%" and change:
        return i18n.translate(language, "figures.points_up" if change > 0 else "figures.points_down",
                              points=number(abs(change), numbers))  # fmt: skip
    if row["prior_value"] == 0 and change:
        return i18n.translate(language, "figures.prior_zero")
    percent = Fraction(change) * 100 / Fraction(row["prior_value"]) if change else Fraction(0)
    return percent_words(percent, numbers.plain(abs(percent), 1), language)


def percent_words(change: Decimal | Fraction, percent: str, language: str) -> str:
    """上升, 下降, 持平."""
    if change == 0:
        return i18n.translate(language, "figures.unchanged")
    return i18n.translate(language, "figures.up" if change > 0 else "figures.down", percent=percent)


def prior(row: dict[str, Any], unit: str, decimals: int, numbers: Numbers) -> str:
    """上年18起（由同比推算）: what nobody reported never looks like what somebody did."""
    if row["prior_value"] is None:
        return ""
    language = numbers.language
    then, is_implied = row["prior_value"], row["is_prior_implied"]
    said = f"{implied(then, decimals, numbers) if is_implied else number(then, numbers)}{spacer(language)}{unit}"
    return i18n.translate(language, "figures.prior_implied" if is_implied else "figures.prior_value", value=said)
