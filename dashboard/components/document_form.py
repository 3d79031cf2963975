"""The forms of the page Documents: change what was read of a figure, and add a figure that was missed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import document_acts, documents, i18n, labels, snapshot
from dashboard.components import tables
from dashboard.components.document_desk import Desk, decide
from dashboard.document_acts import CONFIRM
from dashboard.documents import ADDED, CHANGED, Place, Row
from dashboard.i18n import t
from dashboard.snapshot import Release

STATES = ("exact", "rounded", "approximate", "at_least", "reported_zero", "masked")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
REGIONS, FINDS, FILLED = 3000, 40, 500


def change(desk: Desk, row: Row) -> None:
    """What holds now, to be corrected and confirmed."""
    place = row["place"]
    if place.lacks:
        st.warning(t("documents.lacks_first"))
    told = form(desk, row, f"form_{place.key}", t("documents.save"))
    if told:
        changed = document_acts.changes(row, told)
        decide(desk, st.container(), [place.key], CONFIRM, changed, after=document_acts.status_after(row, changed))


def add(desk: Desk) -> None:
    """A figure that was missed: where it stands in the text, then what it is."""
    if not desk.may_decide:
        return
    with st.expander(t("documents.add")):
        tables.muted(t("documents.add_help"))
        words = st.text_input(t("documents.words"), key="add_words", placeholder=t("documents.words_hint")).strip()
        if not words:
            return
        found = places_of(desk, words)
        if not found:
            tables.muted(t("documents.not_found"))
            return
        key = st.selectbox(t("documents.where"), list(found), format_func=found.__getitem__, key="add_place")
        empty = {"state": "exact", "hazard_key": "all"}
        told = form(desk, empty, f"add_{key}", t("documents.save_added"))
        if told:
            decide(desk, st.container(), [key], CONFIRM, told | {"as_written": words}, after=ADDED)


def places_of(desk: Desk, words: str) -> dict[str, str]:
    """Where some words stand that are no figure yet, each with what stands around it."""
    asked = snapshot.ask(
        desk.document.release, "document_finds", document=desk.document.source_id, words=words, limit=FINDS
    )
    taken = [(place.start, place.end) for place in desk.places]
    return {
        f"{start}-{start + len(words)}": t("documents.around", before=before, words=words, after=after)
        for start, before, after in asked.iter_rows()
        if not any(first < start + len(words) and start < last for first, last in taken)
    }


def fill(desk: Desk, said: DeltaGenerator, lacking: Sequence[Place]) -> None:
    """One region and one period for all figures to which the text gives none."""
    release = desk.document.release
    tables.muted(t("documents.fill_help"))
    with st.form("fill", border=False):
        told: dict[str, Any] = {
            "region_code": one_of("region_code", region_names(release, {}), {}, "fill", is_open=True)
        }
        told |= {name: day(name, {}, "fill") for name in ("period_start", "period_end")}
        is_sent = st.form_submit_button(t("documents.save_filled"), type="primary")
    if not is_sent:
        return
    each = {place.key: document_acts.filled(place.lacks, told) for place in lacking[:FILLED]}
    found = {key: changed for key, changed in each.items() if changed}
    if not found:
        st.warning(t("documents.still_lacking"))
        return
    named = {name for changed in found.values() for name in changed}
    options = {name: value for name, value in told.items() if name in named}
    decide(desk, said, list(found), CONFIRM, options, after=CHANGED, each=found)


def form(desk: Desk, row: Row, key: str, submit: str) -> dict[str, Any] | None:
    """The fields of a figure; what was filled in once it is complete and sent."""
    with st.form(key, border=False):
        told = fields(desk.document.release, row, key)
        is_sent = st.form_submit_button(submit, type="primary")
    if not is_sent:
        return None
    if told["value"] is None and told.pop("is_no_number"):
        st.warning(t("documents.no_number"))
        return None
    lacking = document_acts.missing(told)
    if lacking:
        st.warning(
            t("documents.required", what=t("words.list_comma").join(t(f"documents.field_{name}") for name in lacking))
        )
        return None
    return {name: value for name, value in told.items() if name in document_acts.OPTIONS and value not in (None, "")}


def fields(release: Release, row: Row, key: str) -> dict[str, Any]:
    """Indicator, value, unit, state; hazard, region, period."""
    told: dict[str, Any] = {}
    indicators = {name: indicator_name(release, name) for name in labels.indicators(release)}
    told["indicator"] = one_of("indicator", indicators, row, key)
    left, middle, right = st.columns(3, gap="small")
    with left:
        text = st.text_input(t("documents.field_value"), written(row.get("value")), key=f"{key}_value")
    told["value"] = document_acts.number(text)
    told["is_no_number"] = bool(text.strip()) and told["value"] is None
    with middle:
        told["unit"] = one_of("unit", units(release), row, key, is_open=True)
    with right:
        told["state"] = one_of("state", {state: i18n.word("figure_state", state) for state in STATES}, row, key)
    left, right = st.columns(2, gap="small")
    with left:
        told["hazard_key"] = one_of("hazard_key", hazards(release), row, key)
    with right:
        told["region_code"] = one_of("region_code", region_names(release, row), row, key, is_open=True)
    left, right = st.columns(2, gap="small")
    with left:
        told["period_start"] = day("period_start", row, key)
    with right:
        told["period_end"] = day("period_end", row, key)
    return told


def one_of(name: str, options: Mapping[str, str], row: Row, key: str, *, is_open: bool = False) -> str:
    """One field with a list; `is_open`: something else may be typed."""
    known = row.get(name) or None
    codes = list(options) if known is None or known in options else [known, *options]
    index = codes.index(known) if known is not None else None
    picked = st.selectbox(
        t(f"documents.field_{name}"), codes, index, format_func=lambda code: options.get(code, str(code)),
        key=f"{key}_{name}", accept_new_options=is_open, placeholder=t(f"documents.hint_{name}"),
    )  # fmt: skip
    return str(picked or "").strip()


def day(name: str, row: Row, key: str) -> date | None:
    """One end of the period."""
    picked = st.date_input(
        t(f"documents.field_{name}"), row.get(name), FIRST_DAY, LAST_DAY, format="YYYY-MM-DD", key=f"{key}_{name}"
    )
    return picked if isinstance(picked, date) else None


def written(value: Any) -> str:
    return "" if value is None else document_acts.written(value)


def indicator_name(release: Release, name: str) -> str:
    unit = labels.unit(release, labels.indicators(release)[name]["unit"] or "")
    words = labels.indicator(release, name, short=False)
    return t("words.with_unit", name=words, unit=unit) if unit else words


def units(release: Release) -> dict[str, str]:
    """The units that the release knows."""
    table = snapshot.table(release, "meta.units")
    known = table["unit"].to_list() if len(table) else []
    return {unit: labels.unit(release, unit) for unit in sorted({*known, *unit_of_indicators(release)})}


def unit_of_indicators(release: Release) -> set[str]:
    return {str(row["unit"]) for row in labels.indicators(release).values() if row["unit"]}


def hazards(release: Release) -> dict[str, str]:
    keys = labels.words_of(release, "meta.hazards", "hazard_key")
    return {"all": t("words.all_hazards")} | {key: labels.hazard(release, key) for key in keys}


def region_names(release: Release, row: Row) -> dict[str, str]:
    """The regions of the release, each name once, and that of the figure."""
    names = labels.regions_apart(release, documents.regions(release, REGIONS))
    code = row.get("region_code")
    return names if not code or code in names else {code: documents.region_name(release, row)} | names
