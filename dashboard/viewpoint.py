"""How figures are compared: on which basis, in which prices, with last year as it stands now or as it was known then.

Chosen behind one button, kept in the link. Nothing is drawn where a release offers no choice.
"""

from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard import controls, i18n, periods, snapshot
from dashboard.i18n import t
from dashboard.periods import Period
from dashboard.snapshot import Release

VIEWS, KNOWN_THEN = "marts.year_on_year_views", "marts.annual_known"
BEST, SETTLED, REPORTED, EVENT_SUM = "best", "settled_annual", "reported_annual", "event_sum"
BASES = (BEST, SETTLED, REPORTED, EVENT_SUM)
NOMINAL, COMPARABLE = "nominal", "comparable"
NOW, THEN = "now", "then"


@dataclass(frozen=True)
class Viewpoint:
    """The usual one, unless something else is said. `base_year` is that of comparable prices."""

    basis: str = BEST
    price: str = NOMINAL
    prior: str = NOW
    base_year: int | None = None

    @property
    def is_usual(self) -> bool:
        """Whether marts.year_on_year holds these figures as they stand."""
        return self.basis == BEST and self.price == NOMINAL


USUAL = Viewpoint()


def chosen(release: Release, period: Period, region: str, hazard: str, *, with_prior: bool) -> Viewpoint:
    """What the reader wants, of what there is; `with_prior` where a page can show last year as it was known then."""
    known = offered(release, region, hazard)
    bases = [BEST, *(basis for basis in BASES[1:] if basis in set(known["wanted_basis"]))]
    years = known.filter(pl.col("price") == COMPARABLE)["price_base_year"].drop_nulls()
    base_year = int(str(years.max())) if len(years) else None
    prices = [NOMINAL] if base_year is None else [NOMINAL, COMPARABLE]
    priors = [NOW, THEN] if with_prior and has_known_then(release, period, region, hazard) else [NOW]
    if len(bases) == len(prices) == len(priors) == 1:
        return USUAL
    place = st.popover(t("view.label"), key="view_options", width="content")
    with place:
        basis = controls.pick("basis", bases, BEST, basis_name, help=t("view.basis_help"))
        price = controls.pick(
            "price", prices, NOMINAL, lambda one: price_name(one, base_year), help=t("view.price_help")
        )
        prior = controls.pick("prior", priors, NOW, lambda one: t(f"known_then.{one}", prior=t("words.prior_year")))
    return Viewpoint(basis, price, prior, base_year)


def basis_name(basis: str) -> str:
    """自动, or a stated basis."""
    return t("view.best") if basis == BEST else i18n.word("basis", basis)


def price_name(price: str, base_year: int | None) -> str:
    """当年价格, or 2024年可比价格."""
    return t("view.nominal") if price == NOMINAL else t("view.comparable", year=base_year)


def offered(release: Release, region: str, hazard: str) -> pl.DataFrame:
    """The views that a release has of a region and hazard, beside the usual one."""
    if not snapshot.has(release, VIEWS):
        return pl.DataFrame(schema={"wanted_basis": pl.String, "price": pl.String, "price_base_year": pl.Int32})
    return snapshot.ask(release, "views_offered", region=region, hazard=hazard)


def has_known_then(release: Release, period: Period, region: str, hazard: str) -> bool:
    """Only for a year or its first days, all hazards, and where receipts tell since when something was known."""
    if period.kind not in (periods.WHOLE_YEAR, periods.TO_DATE) or hazard != "all":
        return False
    return snapshot.has(release, KNOWN_THEN) and bool(snapshot.ask(release, "has_known_then", region=region).item())
