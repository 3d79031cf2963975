"""What every statistics page starts from: the release, the choice of the reader, and the figures of that choice."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl
import streamlit as st

from dashboard import figures, filters, i18n, labels, periods, snapshot, viewpoint
from dashboard.figures import Figure
from dashboard.formats import Amount, Numbers, Scale, decimal, unit_name
from dashboard.i18n import t
from dashboard.series import MONEY
from dashboard.snapshot import Release


@dataclass(frozen=True)
class KnownThen:
    """Last year's figures as known at the end of a day; empty where nothing had been received by then."""

    day: date
    figures: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One choice of the reader over one release. `known_then`, if set, replaces last year as it stands now."""

    release: Release
    selection: filters.Selection
    known_then: KnownThen | None = None

    @cached_property
    def codebook(self) -> dict[str, dict[str, Any]]:
        return labels.indicators(self.release)

    @cached_property
    def numbers(self) -> Numbers:
        return labels.numbers(self.release)

    @cached_property
    def rows(self) -> pl.DataFrame:
        """marts.year_on_year of the region and hazard, all years and periods; on the basis and in the prices chosen."""
        region, hazard, view = self.selection.region, self.selection.hazard, self.selection.view
        if view.is_usual:
            return snapshot.ask(self.release, "year_on_year", region=region, hazard=hazard)
        return snapshot.ask(
            self.release,
            "year_on_year_view",
            basis=view.basis,
            price=view.price,
            regions=[region],
            hazards=[hazard],
            only="",
        )

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The figures of the chosen period."""
        chosen = self.rows.filter(
            (pl.col("period_kind") == self.selection.period.kind) & (pl.col("year") == self.selection.year)
        )
        found = figures.figures(chosen.iter_rows(named=True), self.codebook)
        if self.known_then is not None:
            then, year = self.known_then.figures, self.selection.year - 1
            found = figures.against_known(found, {name: self.in_prices(then.get(name), name, year) for name in found})
        return figures.of_one_disaster(found) if is_one_disaster(found) else found

    def figure(self, indicator: str) -> Figure:
        """One figure; unknown when the mart has none."""
        return self.figures.get(indicator) or figures.absent(indicator, self.codebook.get(indicator, {}))

    @property
    def region(self) -> str:
        return labels.region(self.release, self.selection.region)

    @property
    def hazard(self) -> str:
        return labels.hazard(self.release, self.selection.hazard)

    @property
    def is_whole_year(self) -> bool:
        return self.selection.period.kind == periods.WHOLE_YEAR

    @property
    def prior(self) -> str:
        """What the year before is called: 上年, or 上年同期 for a part of the year, marked where as known then."""
        name = t("words.prior_year" if self.is_whole_year else "words.prior_same")
        return name if self.known_then is None else t("known_then.name", prior=name)

    @property
    def prior_short(self) -> str:
        """The same inside brackets, where there is little room: 上年, 同期."""
        if self.known_then is not None:
            return t("known_then.short")
        return t("words.prior_year_short" if self.is_whole_year else "words.prior_same_short")

    @property
    def mean(self) -> str:
        return t("words.mean_year" if self.is_whole_year else "words.mean_same")

    @property
    def basis(self) -> str:
        """The basis of the economic loss, in words."""
        return self.basis_of("direct_economic_loss")

    def basis_of(self, indicator: str) -> str:
        """The basis of a figure, in words."""
        return i18n.word("basis", self.figure(indicator).basis or "none")

    def whose(self, basis: str) -> str:
        """清河县 · 全部灾种 · 过程汇总: what a chart taken out of its page has to say of itself."""
        return t("words.middle_dot").join((self.region, self.hazard, basis))

    @property
    def span(self) -> str:
        return filters.span_name(self.selection.period)

    @property
    def period(self) -> str:
        """The period in words: 2026年今年以来（1月1日至7月12日）."""
        return (
            self.period_short if self.is_whole_year else t("period.with_span", name=self.period_short, span=self.span)
        )

    @property
    def period_short(self) -> str:
        """The same without its days: 2026年今年以来."""
        period = self.selection.period
        kind = ("so_far" if period.is_open else "same_days") if period.kind == periods.TO_DATE else period.kind
        return t(f"period.title_{kind}", year=period.year)

    @property
    def bounds(self) -> dict[str, Any]:
        """The parameters of a question about this choice."""
        chosen = self.selection
        return {
            "region": chosen.region, "hazard": chosen.hazard, "year": chosen.year, "kind": chosen.period.kind,
            "first": chosen.period.first, "last": chosen.period.last, "is_whole": chosen.period.is_whole_ledger,
        }  # fmt: skip

    def about(self, question: str) -> pl.DataFrame:
        """A question of the period: to the annual mart for a whole year, which alone holds what was agreed for it."""
        ending = "year" if self.is_whole_year else "period"
        return snapshot.ask(self.release, f"{question}_of_{ending}", **self.bounds)

    def scale(self, *indicators: str) -> Scale:
        """One unit for these indicators."""
        return figures.common_scale([self.figure(name) for name in indicators], self.numbers.language)

    def said(self, value: Amount | None, scale: Scale) -> str:
        """A figure with its unit, for a sentence: 3,914.33万元; 无资料 where it is not known."""
        number = self.numbers.scaled(value, scale)
        return t("words.no_data") if number is None else f"{number}{figures.spacer(self.numbers.language)}{scale.unit}"

    def file_name(self, *parts: str) -> str:
        """The name of a file about this choice, without its ending."""
        hazard = [] if self.selection.hazard == "all" else [self.hazard]
        kind = [] if self.is_whole_year else [filters.period_name(self.selection.period)]
        return "_".join([self.region, *parts, str(self.selection.year), *kind, *hazard])

    def unit(self, indicator: str) -> str:
        """The stored unit of an indicator, as a reader calls it for a period."""
        one = self.figure(indicator)
        return unit_name(one.period_unit, self.numbers.language)

    @cached_property
    def children(self) -> pl.DataFrame:
        """The places directly below the region with what is not broken down, as disasters add up; the region itself is
        the row `is_whole`."""
        return self.about("children")

    def children_total(self, indicator: str) -> Decimal | None:
        """The region's own figure on the basis of its places: what they and 未分解到下级 add up to."""
        whole = self.children.filter("is_whole")
        return decimal(whole[indicator][0]) if len(whole) else None

    def children_basis(self, indicator: str) -> str:
        """Places below are known only as disasters add up, in the prices of the year."""
        basis = t("basis.event_sum")
        return t("words.list_comma").join((basis, t("view.nominal"))) if self.is_priced(indicator) else basis

    def is_priced(self, indicator: str) -> bool:
        """Whether an indicator is seen in comparable prices: it is money, and the reader wants them."""
        return self.selection.view.price == viewpoint.COMPARABLE and self.codebook[indicator]["unit"] == "万元"

    def by_hazard(self, indicator: str, first: int) -> pl.DataFrame:
        """One indicator of the region and kind of period by year and hazard, on the basis and in the prices chosen."""
        chosen, view = self.selection, self.selection.view
        if view.is_usual:
            return snapshot.ask(
                self.release, "year_on_year_by_hazard", region=chosen.region, kind=chosen.period.kind, first=first,
                last=chosen.year, name=indicator,
            )  # fmt: skip
        hazards = ["all", *snapshot.ask(self.release, "hazards", region=chosen.region)["hazard_key"]]
        rows = snapshot.ask(
            self.release, "year_on_year_view", basis=view.basis, price=view.price, regions=[chosen.region],
            hazards=hazards, only=indicator,
        )  # fmt: skip
        of_kind = rows.filter(
            pl.col("period_kind") == chosen.period.kind, pl.col("year").is_between(first, chosen.year)
        )
        return of_kind.select("year", "hazard_key", "value", "basis")

    @cached_property
    def price_factors(self) -> dict[int, Decimal | None]:
        """By what money of each year is multiplied in the region; None where an index lacks."""
        told = snapshot.ask(self.release, "price_factors", region=self.selection.region)
        return dict(told.select("year", "factor").iter_rows())

    def in_prices(self, value: Any, indicator: str, year: int) -> Decimal | None:
        """A figure of a year in the prices chosen; None where it, or the factor of its year, is not known."""
        amount = decimal(value)
        if amount is None or not self.is_priced(indicator):
            return amount
        factor = self.price_factors.get(year)
        return None if factor is None else amount * factor

    def priced(self, rows: pl.DataFrame, indicator: str, *columns: str) -> pl.DataFrame:
        """Rows of a `year` with these columns of an indicator in the prices chosen."""
        if not self.is_priced(indicator):
            return rows
        return rows.with_columns(
            pl.Series(column, [self.in_prices(value, indicator, year) for year, value in pairs], dtype=MONEY)
            for column in columns
            for pairs in [rows.select("year", column).rows()]
        )

    @cached_property
    def places(self) -> frozenset[str]:
        """The regions that have statistics of their own: a township has not."""
        return frozenset(snapshot.ask(self.release, "regions")["region_code"])

    @cached_property
    def records(self) -> dict[str, Any]:
        """Records behind the figures: all, final, held out."""
        return snapshot.ask(self.release, "record_count", day=None, **self.bounds).row(0, named=True)

    def is_provisional(self, one: Figure) -> bool:
        """Whether a figure may still change: it adds up disasters of which not every report is final, or of a year that
        is not over."""
        is_added_up = one.value is not None and one.basis == figures.EVENT_SUM
        return is_added_up and (self.selection.period.is_open or self.records["final"] < self.records["records"])

    @property
    def has_figures(self) -> bool:
        return any(one.value is not None for one in self.figures.values())


def is_one_disaster(found: dict[str, Figure]) -> bool:
    """Whether the figures, and those compared to, are of a single disaster each: then people are 人, not 人次."""
    events = found.get("events")
    return events is not None and events.value == 1 and (events.prior or 0) <= 1 and events.sum_5y is None


def opened(*, with_prior: bool = False) -> Page:
    """The page's choice; without a release or without statistics it says what to do, and the page ends there."""
    release = required_release()
    selection = filters.selection(release, with_prior=with_prior)
    if selection is None:
        empty(t("empty.no_statistics"), t("empty.no_statistics_next"))
    return Page(release, selection)  # type: ignore[arg-type]  # empty() does not return


def required_release() -> Release:
    """The current release, or an empty page that says what to do."""
    release = snapshot.current()
    if release is None:
        from dashboard.components import commands

        st.subheader(t("empty.no_release"))
        st.markdown(t("empty.no_release_next"))
        commands.refresh_button()
        st.stop()
    return release


def empty(title: str, advice: str) -> None:
    """An empty page says what to do next."""
    st.subheader(title)
    st.markdown(advice)
    st.stop()
