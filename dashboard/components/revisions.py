"""The parts of Revisions: each value of a disaster and of an annual figure, with date, file and change."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from dashboard import charts, controls, figures, i18n, labels, snapshot
from dashboard.charts import Caption
from dashboard.components import changed, exhibit, tables
from dashboard.components.exhibit import Exhibit
from dashboard.formats import Numbers, Scale
from dashboard.i18n import t
from dashboard.page import empty
from dashboard.snapshot import Release

EVERY, COUNT = "all", "event_records"
Reports = dict[tuple[str, str], dict[str, Any]]
AMOUNTS = ("value", "prior_value", "change", "change_pct")
SHOWN, LISTED = 60, 200
MINUTE = "%Y-%m-%d %H:%M"


def disaster(release: Release) -> None:
    """One disaster: a line per report that changed it, the main figures with their changes; all figures below."""
    st.subheader(t("revisions.disaster"), anchor=False)
    rows = revised(release)
    if not rows:
        tables.muted(t("revisions.no_disaster"))
        return
    left, right = st.columns([3, 1])
    with left:
        event = controls.choose("event", list(rows), next(iter(rows)), lambda one: disaster_name(release, rows[one]))
    if len(rows) >= LISTED:
        tables.muted(t("revisions.latest", limit=LISTED))
    steps = snapshot.ask(release, "record_revisions", event=event)
    with right:
        codes = [EVERY, *steps["region_code"].unique(maintain_order=True)]
        place = controls.choose("place", codes, EVERY, lambda code: place_name(release, code))
    steps = steps if place == EVERY else steps.filter(pl.col("region_code") == place)
    tables.muted(t("revisions.disaster_details"))
    versions(release, steps, reports_of(release, event))
    with st.expander(t("revisions.all_figures")):
        every_value(release, steps, f"{event}_{t('revisions.title')}.csv")


def revised(release: Release) -> dict[str, dict[str, Any]]:
    """The disasters that changed last, and the one that a link or an earlier choice names."""
    latest = snapshot.ask(release, "revised_disasters", only=None, limit=LISTED)
    named = st.query_params.get("event") or st.session_state.get("chosen_event")
    if named is not None and named not in set(latest["event_id"]):
        latest = latest.vstack(snapshot.ask(release, "revised_disasters", only=named, limit=1))
    return {row["event_id"]: row for row in latest.iter_rows(named=True)}


def disaster_name(release: Release, row: dict[str, Any]) -> str:
    """2026-07-09 洪涝灾害 · 西安市（变动于3个时点，最近2026-07-12）"""
    day = row["occurred_at"].strftime("%Y-%m-%d") if row["occurred_at"] else row["event_id"]
    what = row["event_name"] or labels.hazard(release, row["hazard_key"] or "")
    return t(
        "revisions.disaster_name", day=day, what=what, region=labels.region(release, row["region_code"]),
        moments=row["moments"], last=f"{row['last_moment']:%Y-%m-%d}",
    )  # fmt: skip


def place_name(release: Release, code: str) -> str:
    return t("revisions.every_region") if code == EVERY else labels.region(release, code)


def reports_of(release: Release, event: str) -> Reports:
    """What each report said, by source and region; of several rows of one source the latest."""
    rows = snapshot.ask(release, "disaster_versions", event=event).iter_rows(named=True)
    return {(row["source_id"], row["region_code"]): row for row in rows}


def main_indicators(release: Release, steps: pl.DataFrame) -> list[str]:
    """The main figures that are told of the disaster, in the order of the cards."""
    codebook = labels.indicators(release)
    wanted = [name for card in figures.cards() for name in (card.main, *card.parts)]
    cards = {card.main for card in figures.cards()}
    told = set(steps["indicator"])
    return [
        name for name in wanted if name in told and (name in cards or codebook[name]["unit"] == "人")
    ]  # fmt: skip


def versions(release: Release, steps: pl.DataFrame, reports: Reports) -> None:
    """One line per region and moment; a figure that did not change stands without a change."""
    indicators = main_indicators(release, steps)
    headings = [t(f"revisions.{name}") for name in ("region", "known_from", "stage", "file")]
    headings += [changed.heading(release, name, is_annual=False) for name in indicators]
    lines: list[list[tables.Cell]] = []
    for (code, moment), group in steps.group_by("region_code", "known_from", maintain_order=True):
        found = {row["indicator"]: row for row in group.iter_rows(named=True)}
        first = group.row(0, named=True)
        is_gone = COUNT in found and found[COUNT]["value"] is None
        said = {} if is_gone else reports.get((first["source_id"], str(code)), {})
        words = first_words(release, str(code), moment, first)
        lines.append([*words, *(figure(release, found.get(name), said.get(name)) for name in indicators)])
    tables.show(headings, lines[:SHOWN], words=4)
    if len(lines) > SHOWN:
        tables.muted(t("quality.limited", limit=SHOWN))


def first_words(release: Release, code: str, moment: object, row: dict[str, Any]) -> list[tables.Cell]:
    """Where, when, at which stage, from which file."""
    stage = i18n.word("stage", row["stage"]) if row["stage"] else changed.DASH
    file = changed.cause(row["cause"], row["cause_kind"])
    return [labels.region(release, code), moment_cell(moment), stage, file]


def figure(release: Release, row: dict[str, Any] | None, said: Decimal | int | None) -> tables.Cell:
    """What the report says, and below it the change if the figure changed at that moment."""
    numbers = labels.numbers(release)
    if row is None:
        return changed.amount(said, numbers)
    change = changed.difference(row["value"], row["prior_value"], numbers)
    return tables.Noted(changed.amount(row["value"], numbers), change)


def moment_cell(moment: object) -> tables.Cell:
    """The day, and the time of day small below it."""
    if not isinstance(moment, datetime):
        return changed.DASH
    return tables.Noted(f"{moment:%Y-%m-%d}", f"{moment:%H:%M}")


def every_value(release: Release, steps: pl.DataFrame, name: str) -> None:
    """All indicators: one line a value; to sort, search and download."""
    numbers = labels.numbers(release)
    shown = steps.select(
        tables.worded(steps, "region_code", lambda code: labels.region(release, code), t("revisions.region")),
        tables.worded(steps, "indicator", lambda one: changed.heading(release, one, is_annual=False),
                      t("revisions.indicator")),
        pl.col("known_from").dt.strftime(MINUTE).alias(t("revisions.known_from")),
        tables.worded(steps, "stage", lambda code: i18n.word("stage", code), t("revisions.stage")),
        *changed_columns(steps, numbers),
        pl.col("cause").alias(t("revisions.file")),
        pl.col("source_locator").alias(t("records.locator")),
    )  # fmt: skip
    tables.grid(shown, rows=12, config=tables.right_aligned(*(t(f"revisions.{one}") for one in AMOUNTS)))
    tables.csv_button(shown, name, t("revisions.csv"), key="csv_disaster")


def changed_columns(steps: pl.DataFrame, numbers: Numbers) -> list[pl.Series]:
    """Value, value before, difference, percent: as text with the decimals that they have."""
    pairs = list(zip(steps["value"], steps["prior_value"], strict=True))
    columns = {
        "value": [changed.amount(value, numbers) for value, _ in pairs],
        "prior_value": [changed.amount(prior, numbers) for _, prior in pairs],
        "change": [changed.amount(change, numbers) for change in steps["change"]],
        "change_pct": [changed.percent(value, prior, numbers) for value, prior in pairs],
    }
    return [pl.Series(t(f"revisions.{name}"), words, dtype=pl.String) for name, words in columns.items()]


def annual(release: Release) -> None:
    """One annual figure: a stepped line and a table of its values."""
    st.subheader(t("revisions.annual"), anchor=False)
    known = snapshot.ask(release, "revised_years")
    if known.is_empty():
        tables.muted(t("revisions.no_annual"))
        return
    year, region, indicator = annual_choice(release, known)
    rows = snapshot.ask(release, "annual_revisions", year=year, region=region, name=indicator)
    numbers = labels.numbers(release)
    about = {"year": year, "region": labels.region(release, region), "indicator": changed.name(release, indicator)}
    unit = changed.unit(release, indicator, is_annual=True)
    sentence = t("revisions.sentence", count=rows["prior_value"].is_not_null().sum(), **about)
    from_to = annual_change(rows["value"].to_list(), unit, numbers)
    caption = Caption(
        t("revisions.chart_title", sentence=sentence, change=from_to), t("revisions.chart_details", unit=unit)
    )
    points = rows.select("known_from", "value", pl.Series("label", [changed.amount(v, numbers) for v in rows["value"]]))
    left, right = st.columns([5, 6], gap="medium")
    with left:
        if points["value"].is_not_null().any():
            shown = points.select(
                pl.col("known_from").dt.strftime(MINUTE).alias(t("revisions.known_from")),
                pl.col("value").alias(changed.heading(release, indicator, is_annual=True)),
            )
            name = "_".join([*map(str, about.values()), t("revisions.file_name")])
            chart = Exhibit(lambda colours: charts.stepped(points, colours), caption, shown, name)
            exhibit.show(release, chart, key="annual_revisions")
    with right:
        tables.show(
            [t(f"revisions.{name}") for name in ("known_from", "cause_column", "value", "change")],
            [annual_line(row, numbers) for row in rows.iter_rows(named=True)],
            words=2,
        )


def annual_choice(release: Release, known: pl.DataFrame) -> tuple[int, str, str]:
    """Year, region and indicator among the annual figures that changed; the own region and the loss come first."""
    columns = st.columns(3)
    with columns[0]:
        years = sorted(set(known["year"]), reverse=True)
        year = controls.choose("year", years, years[0], lambda y: t("filters.year_name", year=y), controls.whole_number)
    of_year = known.filter(pl.col("year") == year)
    with columns[1]:
        own = str(snapshot.facts(release)["own_region_code"])
        codes = sorted(set(of_year["region_code"]), key=lambda code: (code != own, code))
        region = controls.choose("region", codes, codes[0], lambda code: labels.region(release, code))
    told = set(of_year.filter(pl.col("region_code") == region)["indicator"])
    with columns[2]:
        order = [card.main for card in reversed(figures.cards())]
        names = [name for name in (*order, *labels.indicators(release), "events") if name in told]
        names = list(dict.fromkeys(names))
        indicator = controls.choose("indicator", names, names[0], lambda name: changed.name(release, name))
    return year, region, indicator


def annual_change(values: list[Decimal | None], unit: str, numbers: Numbers) -> str:
    """由6,500人次变为11,910人次，比最初增加83.2%"""
    first, last = values[0], values[-1]
    times = " × " if unit[:1].isdigit() else figures.spacer(numbers.language)  # 20.5 × 10,000 yuan
    spaced = f"{times}{unit}"
    said = [t("words.no_data") if one is None else f"{changed.amount(one, numbers)}{spaced}" for one in (first, last)]
    if not first or last is None or first == last:
        return t("revisions.from_to", first=said[0], last=said[1])
    one = figures.Figure("", unit, unit, 0, last, first, last - first)
    change = figures.sentence_words(one, Scale(unit, 1, 0), numbers, prior=t("revisions.first_value"))
    return t("revisions.from_to_change", first=said[0], last=said[1], change=change)


def annual_line(row: dict[str, Any], numbers: Numbers) -> list[tables.Cell]:
    """When, the file, the value, the change."""
    return [
        moment_cell(row["known_from"]), changed.cause(row["cause"], row["cause_kind"]),
        changed.amount(row["value"], numbers),
        changed.difference(row["value"], row["prior_value"], numbers) or changed.DASH,
    ]  # fmt: skip


def empty_when_nothing(release: Release) -> None:
    """Nothing ever changed, or nobody can tell: the page says which, and why."""
    if not snapshot.has(release, "marts.revisions"):
        empty(t("revisions.older"), t("revisions.older_next"))
    tables.muted(t("revisions.details"))
    if not snapshot.ask(release, "revision_count").item():
        is_sample = bool(snapshot.facts(release).get("is_sample"))
        empty(t("revisions.none"), t("revisions.none_sample" if is_sample else "revisions.none_next"))
