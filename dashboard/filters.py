"""What the reader looks at: one Selection, chosen with shared controls and kept in the link."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl
import streamlit as st

from dashboard import address, controls, i18n, labels, snapshot, viewpoint
from dashboard.controls import choose, whole_number
from dashboard.i18n import t
from dashboard.periods import TO_DATE, WHOLE_YEAR, Period, ordered_kinds, period_of
from dashboard.snapshot import Release
from dashboard.viewpoint import USUAL, Viewpoint

WIDTHS = {"year": 118, "period": 168, "region": 230, "hazard": 170}
"""Of the controls, in pixels; on a phone they fill the row two by two."""


@dataclass(frozen=True)
class Selection:
    """Period, region and hazard of a page, and how figures are compared."""

    period: Period
    region: str
    hazard: str
    view: Viewpoint = USUAL

    @property
    def year(self) -> int:
        return self.period.year


def tree_order(regions: pl.DataFrame, own: str) -> dict[str, int]:
    """Regions in the order of the tree, own first, each with its depth below the own region."""
    children: dict[str | None, list[str]] = {}
    for code, parent in regions.select("region_code", "parent_code").iter_rows():
        children.setdefault(parent, []).append(code)
    codes = set(regions["region_code"])
    roots = (
        [own]
        if own in codes
        else [c for c, p in regions.select("region_code", "parent_code").iter_rows() if p not in codes]
    )
    ordered: dict[str, int] = {}
    waiting = [(code, 0) for code in reversed(roots)]
    while waiting:
        code, depth = waiting.pop()
        ordered[code] = depth
        waiting += [(child, depth + 1) for child in reversed(children.get(code, [])) if child not in ordered]
    return ordered


def beside(regions: pl.DataFrame, depths: dict[str, int]) -> list[str]:
    """Regions outside the own tree for which figures of whole periods were reported: to compare with."""
    others = regions.filter(pl.col("is_reported") & ~pl.col("region_code").is_in(list(depths)))
    return others["region_code"].to_list()


def nearest(release: Release, code: str | None, offered: Collection[str]) -> str | None:
    """A place, or the first above it that is offered; None where it lies below none of them."""
    while code is not None and code not in offered:
        code = labels.parent(release, code)
    return code


@dataclass(frozen=True)
class Regions:
    """The regions to choose from: those of the own tree with their depths, and others to compare with.

    A list tells its entries apart by their names alone, so each occurs once. One of the own tree is indented; another
    says that it is none of it.
    """

    depths: dict[str, int]
    others: list[str]
    names: dict[str, str]

    @property
    def codes(self) -> list[str]:
        return list(self.names)

    def with_place(self, release: Release, code: str) -> "Regions":
        """The same with a place that has no statistics of its own (a township), below the region that it lies in."""
        above = nearest(release, code, self.depths)
        if above is None or code in self.names or labels.is_rest(code):
            return self
        here = {code: self.depths[above] + 1}
        depths, names = dict[str, int](), dict[str, str]()
        for one, name in self.names.items():
            depths |= {one: self.depths[one]} if one in self.depths else {}
            names[one] = name
            if one == above:
                depths |= here
                names[code] = indented(labels.region(release, code), here[code])
        if list(names.values()).count(names[code]) > 1:
            names[code] = t("words.with_parent", name=names[code], parent=code)
        return Regions(depths, self.others, names)


def indented(name: str, depth: int) -> str:
    """A name as it stands in a list of the tree."""
    return "　" * depth + name


@lru_cache(maxsize=4 * snapshot.KEPT_REGIONS)  # thousands of names, the same at every click
def offered(release: Release, question: str, language: str) -> Regions | None:
    """The regions that a question lists, named in the words of a language; None where it lists none."""
    regions = snapshot.ask(release, question)
    if regions.is_empty():
        return None
    depths = tree_order(regions, str(snapshot.facts(release)["own_region_code"]))
    others = beside(regions, depths)
    with i18n.speaking(language):
        named = labels.regions_apart(release, [*depths, *others])
        names = {code: indented(named[code], depth) for code, depth in depths.items()}
        return Regions(depths, others, names | {code: t("filters.beside", name=named[code]) for code in others})


def place(release: Release) -> tuple[int, str] | None:
    """Year and region of a page that shows whole years of ledgers; None when no ledger has a row."""
    regions, known = offered(release, "ledger_regions", i18n.language()), snapshot.ask(release, "ledger_years")
    if regions is None or known.is_empty():
        return None
    bar = st.container(horizontal=True, gap="small", key="filters")
    slots = [bar.container(width=WIDTHS[name], key=f"filter_{name}") for name in ("year", "region")]
    with slots[1]:
        region = choose("region", regions.codes, regions.codes[0], regions.names.__getitem__)
    years = sorted(set(known["year"]), reverse=True)
    of_region = known.filter(pl.col("region_code") == region)["year"]
    with slots[0]:
        year = choose("year", years, max(of_region, default=years[0]),
                      lambda y: t("filters.year_name", year=y), whole_number)  # fmt: skip
    return year, region


def forget_kind() -> None:
    """A new year starts with its own default period, unless a half-year or flood season was asked for."""
    if st.session_state.get("chosen_period") in {WHOLE_YEAR, TO_DATE}:
        controls.forget("period")


def selection(release: Release, *, with_prior: bool = False, with_townships: bool = False) -> Selection | None:
    """The controls of a page, and what was chosen; None when the release has no statistics at all. `with_townships`:
    a link may lead to a place without statistics; any other page shows the region that it lies in."""
    regions = offered(release, "regions", i18n.language())
    if regions is None:
        return None
    facts, through = snapshot.facts(release), snapshot.data_through(release)
    season = (str(facts.get("flood_season_start") or "06-01"), str(facts.get("flood_season_end") or "09-30"))
    bar = st.container(horizontal=True, gap="small", key="filters")
    slots = [bar.container(width=width, key=f"filter_{name}") for name, width in WIDTHS.items()]
    wanted = str(address.get("region") or st.session_state.get("chosen_region", ""))
    listed = regions.with_place(release, wanted) if with_townships else regions
    with slots[2]:
        usual = nearest(release, wanted, listed.names) or listed.codes[0]
        region = choose("region", listed.codes, usual, listed.names.__getitem__)
    periods = snapshot.ask(release, "periods", region=nearest(release, region, regions.names))
    years = shown_years(periods)
    with slots[0]:
        year = choose("year", years, max((y for y in years if y <= through.year), default=years[0]),
                      lambda y: t("filters.year_name", year=y), whole_number)  # fmt: skip
    if st.session_state.get("last_year", year) != year and not controls.is_newly_linked("period"):
        forget_kind()
    st.session_state["last_year"] = year
    of_year = dict(periods.filter(pl.col("year") == year).select("period_kind", "through_date").iter_rows())
    spans = {kind: period_of(kind, year, through, season, end) for kind, end in of_year.items()}
    kinds = ordered_kinds(set(spans), spans[next(iter(spans))].is_open)
    with slots[1]:
        kind = choose("period", kinds, kinds[0], lambda k: period_name(spans[k]))
    hazards = ["all", *snapshot.ask(release, "hazards", region=region)["hazard_key"]]
    with slots[3]:
        hazard = choose("hazard", hazards, "all", lambda key: labels.hazard(release, key))
    with bar:
        view = viewpoint.chosen(release, spans[kind], region, hazard, with_prior=with_prior)
    return Selection(spans[kind], region, hazard, view)


def shown_years(periods: pl.DataFrame) -> list[int]:
    """Years from the first that has figures, newest first; all of them when none has."""
    if periods.is_empty():
        return []
    with_figures = periods.filter("has_figures")["year"]
    first = with_figures.min() if len(with_figures) else periods["year"].min()
    return sorted(set(periods.filter(pl.col("year") >= first)["year"]), reverse=True)


def period_name(period: Period) -> str:
    """今年以来 for the open year; the same days of another year are 同期."""
    if period.kind == TO_DATE:
        return t("period.so_far" if period.is_open else "period.same_days")
    return t(f"period.{period.kind}")


def day_name(day: date) -> str:
    """A day of the year in words."""
    return t("period.day", month=day.month, day=day.day, month_name=t(f"month.{day.month}"))


def span_name(period: Period) -> str:
    """The days of a period: 1月1日至7月12日."""
    return t("period.span", first=day_name(period.first), last=day_name(period.last))
