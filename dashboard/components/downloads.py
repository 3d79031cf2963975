"""The Download page: a profile, a year, a region, an encoding; the export command makes the files."""

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard import controls, filters, i18n, labels, snapshot
from dashboard.components import commands, saving, tables
from dashboard.components.saving import ZIP
from dashboard.i18n import t
from dashboard.ledger_page import TABLES
from dashboard.snapshot import Release

PROFILES = (
    "annual_summary", "form_vertical", "national_wide", "level_stack", "tidy", "relief_funds", "house_insurance",
    "period_figures", "changes",
)  # fmt: skip
OF_A_YEAR = ("annual_summary", "form_vertical", "national_wide", "level_stack")
ENCODINGS = {"utf-8-sig": "download.utf8", "gb18030": "download.gb18030"}
EVERY_YEAR = 0


def form(release: Release) -> None:
    """What to make; the files as one zip."""
    st.caption(t("download.details"))
    if not years_of(release):
        tables.muted(t("download.nothing"))
        return
    profile = st.radio(t("download.profile"), PROFILES, format_func=lambda name: t(f"download.{name}"), key="profile",
                       captions=[t(f"download.{name}_help") for name in PROFILES])  # fmt: skip
    arguments = [profile, *choices(release, profile), "--release", release.release_id]
    if st.button(t("download.make"), type="primary", key="make"):
        with st.spinner(t("actions.preparing")):
            outcome, files = commands.export(arguments)
        st.session_state["made"] = {"for": arguments, "outcome": outcome, "files": files}
    made = st.session_state.get("made")
    if made and made["for"] == arguments:
        offer(made, f"{profile}_{release.release_id[:8]}.zip")
    st.caption(t("download.command"))
    st.code(commands.as_typed(["export", *arguments, "--out", "."]), language=None, wrap_lines=True)


def tree(release: Release) -> dict[str, str]:
    """The regions to choose from with their names; the own one alone where there are no statistics."""
    regions, own = filters.offered(release, "regions", i18n.language()), str(snapshot.facts(release)["own_region_code"])
    return {code: regions.names[code] for code in regions.depths} if regions else {own: labels.region(release, own)}


def years_of(release: Release) -> list[int]:
    """Years to export, newest first: those of the statistics, else of the ledgers, else of the cut-off."""
    years = filters.shown_years(snapshot.ask(release, "periods", region=next(iter(tree(release)))))
    if not years and snapshot.has(release, *TABLES):
        years = sorted(set(snapshot.ask(release, "ledger_years")["year"]), reverse=True)
    through = snapshot.facts(release)["data_through"]
    return years or ([through.year] if isinstance(through, date) else [])


def usual_year(release: Release, options: list[int]) -> int:
    """Every year where that is offered, else the year in which the reports end: stated figures may reach further."""
    through = snapshot.data_through(release).year
    return options[0] if options[0] == EVERY_YEAR else max((y for y in options if y <= through), default=options[0])


def choices(release: Release, profile: str, *, needs_year: bool = False) -> list[str]:
    """Year, region and encoding as options of the command; `needs_year` where a profile of all years is not offered."""
    names, years = tree(release), years_of(release)
    left, middle, right = st.columns(3)
    options = years if needs_year or profile in OF_A_YEAR else [EVERY_YEAR, *years]
    looked_at = controls.remembered("year", options, usual_year(release, options), controls.whole_number)
    year = left.selectbox(t("download.year"), options, options.index(looked_at), key=f"year_{profile}",
                          format_func=lambda y: str(y) if y else t("download.all_years"))  # fmt: skip
    codes = list(names)
    looked_at_region = controls.remembered("region", codes, codes[0], str)
    region = middle.selectbox(t("download.region"), codes, codes.index(looked_at_region), key="export_region",
                              format_func=names.__getitem__)  # fmt: skip
    encoding = right.selectbox(
        t("download.encoding"), list(ENCODINGS), format_func=lambda e: t(ENCODINGS[e]), key="encoding"
    )
    return [*(["--year", str(year)] if year else []), "--region", region, "--encoding", encoding]


def offer(made: dict[str, Any], name: str) -> None:
    """The files that were made, or why not."""
    outcome, files = made["outcome"], made["files"]
    if not outcome.succeeded:
        commands.tell(outcome, "", t("actions.failed"))
        return
    st.success(t("download.made", count=len(files)))
    tables.muted(t("words.list_comma").join(sorted(files)))
    saving.button(t("download.save", name=name), partial(commands.zipped, files), name, mime=ZIP, key="save_zip")
