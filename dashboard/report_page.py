"""What the page of reports starts from: the release, the kind of report, its year and region; the command for it."""

from dataclasses import dataclass

import streamlit as st

from dashboard import controls, filters, i18n, snapshot
from dashboard import page as pages
from dashboard.i18n import t
from dashboard.snapshot import Release

KINDS = ("annual", "half-year", "brief")
KIND_WIDTH = 168
STATED = "core.period_figures"


@dataclass(frozen=True)
class ReportPage:
    """One report of a release, as it is asked for."""

    release: Release
    kind: str
    year: int
    region: str

    @property
    def arguments(self) -> list[str]:
        """The command that writes it."""
        chosen = ["--year", str(self.year), "--region", self.region, "--release", self.release.release_id]
        return ["report", self.kind, *chosen]


def opened() -> ReportPage:
    """The page's choice; without a release or without statistics it says what to do, and ends there."""
    release = pages.required_release()
    regions = filters.offered(release, "regions", i18n.language())
    if regions is None:
        pages.empty(t("empty.no_statistics"), t("empty.no_statistics_next"))
    if not snapshot.has(release, STATED):
        pages.empty(t("report.older"), t("ledger.older_next"))
    bar = st.container(horizontal=True, gap="small", key="filters")
    widths = {"report": KIND_WIDTH} | {name: filters.WIDTHS[name] for name in ("year", "region")}
    slots = {name: bar.container(width=width, key=f"filter_{name}") for name, width in widths.items()}
    with slots["report"]:
        kind = controls.choose("report", list(KINDS), KINDS[0], lambda one: t(f"report.kind_{one}"))
    with slots["region"]:
        codes, names = regions.codes, regions.names  # type: ignore[union-attr]  # empty() does not return
        region = controls.choose("region", codes, codes[0], names.__getitem__)
    with slots["year"]:
        years, through = years_of(release, region), snapshot.data_through(release).year
        usual = max((year for year in years if year <= through), default=years[0])
        year = controls.choose("year", years, usual, lambda y: t("filters.year_name", year=y), controls.whole_number)
    return ReportPage(release, kind, year, region)


def years_of(release: Release, region: str) -> list[int]:
    """The years to write of, newest first; where none is known, the one that the command will refuse in its words."""
    known = snapshot.ask(release, "report_years", region=region)["year"].to_list()
    return known or [snapshot.data_through(release).year]
