"""What a page about ledgers starts from: the release, one year, one region, and how its numbers are written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from dashboard import figures, filters, labels, snapshot
from dashboard import page as pages
from dashboard.figures import Figure
from dashboard.formats import Amount, Numbers, Scale, scale_for, unit_name
from dashboard.i18n import t
from dashboard.snapshot import Release

MONEY, YUAN = "ledger_money", "元"
DASH = "—"
TABLES = (
    "marts.relief_funds", "marts.relief_totals", "marts.relief_batches", "marts.relief_supplies", "marts.winter_spring",
    "marts.house_insurance", "marts.loss_and_cover", "marts.rebuilding",
)  # fmt: skip


@dataclass(frozen=True)
class LedgerPage:
    """One year and region of the ledgers of a release."""

    release: Release
    year: int
    region: str

    @cached_property
    def numbers(self) -> Numbers:
        return labels.numbers(self.release)

    @property
    def region_name(self) -> str:
        return labels.region(self.release, self.region)

    def ask(self, question: str, **more: Any) -> pl.DataFrame:
        """A question about this region and year."""
        about: dict[str, Any] = {"region": self.region, "year": self.year} | more
        return snapshot.ask(self.release, question, **about)

    @cached_property
    def through(self) -> date:
        """The data's cut-off."""
        return snapshot.data_through(self.release)

    def against_last_year(self, value: Decimal | int | None, before: Decimal | int | None, scale: Scale) -> list[str]:
        """The year before and the difference."""
        return self.against(value, before, scale, t("words.prior_year"), date(self.year, 12, 31))

    def against(
        self, value: Decimal | int | None, before: Decimal | int | None, scale: Scale, prior: str, ends: date
    ) -> list[str]:
        """The year or season before and the difference; none while this one, which `ends` on a day, is not over."""
        if self.through >= ends or value is None or before is None:
            return self.compared(value, before, scale, prior)
        whole = self.numbers.scaled(Decimal(before), scale)
        return [t("cards.compared", prior=t("ledger.whole", prior=prior), value=whole), t("ledger.open")]

    def choice(self, kind: str, value: str | None) -> str:
        """The words of a ledger's choice."""
        return labels.choice(self.release, kind, value)

    def money(self, values: Iterable[Amount | None]) -> Scale:
        """One unit for amounts of money (stored in 万元) that stand together."""
        return scale_for(MONEY, values, self.numbers.language)

    def unit(self, unit: str) -> str:
        return unit_name(unit, self.numbers.language)

    def amount(self, value: Amount | None, scale: Scale) -> str:
        """An amount in a cell; a dash where nothing is known."""
        return self.numbers.scaled(value, scale) or DASH

    def count(self, value: Amount | None) -> str:
        """A number of households or people in a cell."""
        return DASH if value is None else self.numbers.plain(value)

    def average(self, value: Amount | None) -> str:
        """A mean in 元, with one decimal."""
        return DASH if value is None else self.numbers.plain(value, 1)

    def percent(self, value: Amount | None, decimals: int = 1) -> str:
        return DASH if value is None else self.numbers.percent(value, decimals)

    def with_unit(self, words: str, unit: str) -> str:
        """A number and its unit, for words that are said rather than set."""
        return f"{words}{figures.spacer(self.numbers.language)}{self.unit(unit)}"

    def compared(
        self, value: Decimal | int | None, before: Decimal | int | None, scale: Scale, prior: str
    ) -> list[str]:
        """The figure a year or season before, and the difference; why there is none."""
        if value is None:
            return []
        now, then = Decimal(value), None if before is None else Decimal(before)
        one = Figure("", "", "", scale.decimals, now, then, None if then is None else now - then)
        change = figures.change_words(one, scale, self.numbers, prior=prior)
        known = self.numbers.scaled(then, scale)
        return [change] if known is None else [t("cards.compared", prior=prior, value=known), change]


def share(part: Amount | None, whole: Amount | None) -> Fraction | None:
    """A part in percent of the whole, exactly; None where either is unknown or the whole is nothing."""
    return Fraction(part) * 100 / Fraction(whole) if part is not None and whole else None


def opened() -> LedgerPage:
    """The page's choice; without a release, its tables or any row of a ledger it says what to do, and ends there."""
    release = pages.required_release()
    if not snapshot.has(release, *TABLES):
        pages.empty(t("ledger.older"), t("ledger.older_next"))
    chosen = filters.place(release)
    if chosen is None:
        pages.empty(t("ledger.none"), t("ledger.none_next"))
    year, region = chosen  # type: ignore[misc]  # empty() does not return
    return LedgerPage(release, year, region)
