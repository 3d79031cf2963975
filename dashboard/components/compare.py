"""What the parts of the Comparison page share: the indicator looked at, its unit and price, and how a line is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboard import comparing, controls, i18n, labels, snapshot, viewpoint
from dashboard.formats import Amount, Scale, scale_for
from dashboard.i18n import t
from dashboard.page import Page

CONTROL_WIDTH = 300
MONEY_UNIT = "万元"
TABLES = ("marts.year_on_year_views", "marts.annual_rates", "marts.covered_months", "marts.price_factors")
Row = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """One indicator of a page, in the prices and on the basis that the reader chose."""

    page: Page
    indicator: str

    @property
    def name(self) -> str:
        return labels.indicator(self.page.release, self.indicator)

    @property
    def spoken(self) -> str:
        """The name inside a sentence."""
        return inside(self.name)

    @property
    def unit(self) -> str:
        """The stored unit."""
        return self.page.figure(self.indicator).unit

    @property
    def is_priced(self) -> bool:
        """Whether its figures stand in comparable prices: money alone has them."""
        return self.page.selection.view.price == viewpoint.COMPARABLE and self.unit == MONEY_UNIT

    @property
    def price(self) -> str:
        """2024年可比价格（示例市居民消费价格指数）; 当年价格 for prices of the years; nothing for what is no money."""
        view = self.page.selection.view
        name = viewpoint.price_name(view.price, view.base_year) if self.unit == MONEY_UNIT else ""
        return t("compare.price_index", price=name, region=self.index_of) if self.is_priced and self.index_of else name

    @property
    def index_of(self) -> str:
        """Whose price index it is; nothing where there is none."""
        rows = snapshot.ask(self.page.release, "price_factors", region=self.page.selection.region)
        return str(rows["cpi_region_name"].drop_nulls().first() or "") if len(rows) else ""

    @property
    def days(self) -> dict[str, Any]:
        """The parameters of a question about days or months, over the ten years before and the chosen one."""
        chosen = self.page.selection
        return {"region": chosen.region, "hazard": chosen.hazard, "last": chosen.year, "is_priced": self.is_priced}

    def rows(self, regions: Sequence[str], hazards: Sequence[str]) -> pl.DataFrame:
        """Rows of marts.year_on_year of these, on the basis and in the prices chosen."""
        view = self.page.selection.view
        return snapshot.ask(
            self.page.release, "year_on_year_of" if view.is_usual else "year_on_year_view", basis=view.basis,
            price=view.price, regions=list(regions), hazards=list(hazards), only=self.indicator,
        )  # fmt: skip

    def scale(self, values: Iterable[Amount | None]) -> Scale:
        """One unit for these numbers."""
        one = self.page.figure(self.indicator)
        return scale_for(one.unit, values, self.page.numbers.language, one.decimals, one.period_unit)

    def labelled(self, frame: pl.DataFrame, scale: Scale) -> pl.DataFrame:
        """The frame with the figure in words, and the value in the unit shown."""
        words = [self.page.numbers.scaled(value, scale) for value in frame["value"]]
        return frame.with_columns(pl.Series("label", words, dtype=pl.String), pl.col("value") / scale.divisor)

    def details(self, scale: Scale, *more: str) -> str:
        """单位：亿元 · 1月1日至7月12日 · 全部灾种 · 过程汇总 · 当年价格"""
        return t("compare.dot").join([t("compare.unit", unit=scale.unit), *filter(None, [*more, self.price])])

    def heading(self, name: str = "") -> str:
        """A column of a CSV: the indicator in its stored unit."""
        return t("words.with_unit", name=name or self.name, unit=self.page.unit(self.indicator))


def part(options: list[str]) -> str:
    """Which comparison is looked at: one at a time, so that a click costs one chart."""
    widget = controls.prepared("compare", options, options[0], str)
    picked = st.segmented_control(
        t("filters.compare"), options, format_func=lambda one: t(f"compare.{one}_title"), key=widget, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    controls.remember("compare", picked)
    return str(picked)


def inside(name: str) -> str:
    """A name inside a sentence: English begins it with a small letter, unless it is an abbreviation."""
    is_word = i18n.language() == "en" and not name[1:2].isupper()
    return name[:1].lower() + name[1:] if is_word else name


def has_tables(page: Page) -> bool:
    """Whether the release was made by a version that compares."""
    return snapshot.has(page.release, *TABLES)


def bases(used: Iterable[str | None]) -> str:
    """The basis in words; 口径不一 where several stand side by side."""
    known = sorted({basis for basis in used if basis})
    if len(known) > 1:
        return t("compare.several_bases", bases=t("words.list_comma").join(i18n.word("basis", one) for one in known))
    return i18n.word("basis", known[0] if known else "none")


def years_words(years: Iterable[int]) -> str:
    """2016、2018—2020年"""
    told = []
    for run in comparing.runs(years):
        ends = t("compare.range", first=run[0], last=run[-1])
        told += [ends] if len(run) > 2 else [str(year) for year in run]
    return t("compare.years", years=t("words.list_comma").join(told))


def span(years: Iterable[int]) -> str:
    """2016—2025年; 2025年 where there is one."""
    known = sorted(set(years))
    return t("compare.span" if len(known) > 1 else "compare.span_one", first=known[0], last=known[-1])


def season_end(page: Page) -> str:
    """The last MM-DD of the bureau's flood season."""
    return str(snapshot.facts(page.release).get("flood_season_end") or "09-30")
