"""While a disaster runs: how it stands, what its last reports changed, how far it is from the bureau's thresholds."""

from typing import Any

import streamlit as st

from dashboard import figures, i18n, labels, snapshot
from dashboard.components import changed, tables
from dashboard.i18n import t
from dashboard.page import Page
from dashboard.snapshot import Release

DISASTERS, DISTANCES = "marts.running_disasters", "marts.response_distance"
SHOWN = 3


def show(page: Page) -> None:
    """One block a disaster, the latest first; nothing while none runs, or in a year that is over."""
    release = page.release
    if page.selection.year != snapshot.data_through(release).year or not snapshot.has(release, DISASTERS):
        return
    rows = snapshot.table(release, DISASTERS).head(SHOWN).to_dicts()
    for row in rows:
        with st.container(border=True, gap="xxsmall"):
            tables.title(heading(release, row), stages(row))
            tables.muted(changes(release, row))
            thresholds(release, row["event_id"])


def heading(release: Release, row: dict[str, Any]) -> str:
    """正在进行：2026-07-09 洪涝灾害 · 西安市"""
    day = f"{row['occurred_at']:%Y-%m-%d}" if row["occurred_at"] else ""
    what = row["event_name"] or labels.hazard(release, row["hazard_key"])
    region = labels.region(release, row["region_code"])
    return t("running.title", day=day, what=what, region=region)


def stages(row: dict[str, Any]) -> str:
    """数据截至 2026-07-12 08:00；初报0条、续报2条"""
    told = [
        t("running.stage", stage=i18n.word("stage", stage), count=row[f"{stage}_records"])
        for stage in ("initial", "update", "final", "unknown")
        if row[f"{stage}_records"]
    ]
    as_of = f"{row['as_of']:%Y-%m-%d %H:%M}" if row["as_of"] else t("words.no_data")
    return t("running.stages", as_of=as_of, stages=t("words.list_comma").join(told))


def changes(release: Release, row: dict[str, Any]) -> str:
    """The main figures, each with its change since the disaster stood differently."""
    numbers, told = labels.numbers(release), []
    for card in figures.cards():
        value, before = row.get(card.main), row.get(f"prior_{card.main}")
        if value is None:
            continue
        change = changed.difference(value, before, numbers)
        words = f"{changed.amount(value, numbers)}{figures.spacer(numbers.language)}"
        unit = changed.unit(release, card.main, is_annual=False)
        key = "running.figure_changed" if change else "running.figure"
        told.append(t(key, name=t(f"cards.{card.title}"), value=f"{words}{unit}", change=change))
    figures_said = t("note.separator").join(told)
    has_before = any(row.get(f"prior_{card.main}") is not None for card in figures.cards())
    if not has_before or row["changed_at"] is None:
        return t("running.first", figures=figures_said)
    return t("running.since", moment=f"{row['changed_at']:%Y-%m-%d %H:%M}", figures=figures_said)


def thresholds(release: Release, event: str) -> None:
    """Of each criterion the highest level reached and the next; all levels in a table that opens."""
    if not snapshot.has(release, DISTANCES, "meta.response_criteria"):
        return
    rows = snapshot.ask(release, "response_distance", event=event)
    if rows.is_empty():
        return
    lines = []
    for _, group in rows.group_by("region_code", "criterion", maintain_order=True):
        known = group.sort("threshold").to_dicts()
        reached = [row for row in known if row["is_reached"]]
        waiting = [row for row in known if not row["is_reached"]]
        lines += [distance(release, row) for row in (*reached[-1:], *waiting[:1])]
    tables.muted(t("running.distance", lines=t("note.separator").join(lines)))
    with st.expander(t("running.all_levels")):
        tables.muted(t("running.all_details"))
        headings = [t(f"running.{name}") for name in ("region", "criterion", "level", "value", "threshold", "missing")]
        tables.show(headings, [line(release, row) for row in rows.iter_rows(named=True)], words=3)


def criterion(row: dict[str, Any]) -> str:
    return str(row[f"name_{i18n.language()}"] or row["criterion"])


def distance(release: Release, row: dict[str, Any]) -> str:
    """Ⅳ级 因灾死亡和失踪人口 2人，还差8人（达20.0%）"""
    words = {"criterion": criterion(row), "level": row["level"], **amounts(release, row)}
    if row["value"] is None:
        return t("running.unknown", **words)
    return t("running.reached" if row["is_reached"] else "running.missing_words", **words)


def amounts(release: Release, row: dict[str, Any]) -> dict[str, str]:
    """Value, threshold and distance with their unit, and the share."""
    numbers = labels.numbers(release)
    unit = labels.unit(release, row["unit"])
    spaced = unit if unit == "%" else f"{figures.spacer(numbers.language)}{unit}"
    said = {
        name: t("words.no_data") if row[column] is None else f"{changed.amount(row[column], numbers)}{spaced}"
        for name, column in (("value", "value"), ("threshold", "threshold"), ("missing", "missing_to_threshold"))
    }
    share = row["share_pct"]
    return said | {"share": t("words.no_data") if share is None else numbers.percent(share)}


def line(release: Release, row: dict[str, Any]) -> list[tables.Cell]:
    """One level of one criterion, with what was not reported."""
    said = amounts(release, row)
    unreported = [labels.indicator(release, name) for name in (row["not_reported"] or "").split()]
    note = t("running.not_reported", names=t("words.list_comma").join(unreported)) if unreported else ""
    missing = t("running.is_reached") if row["is_reached"] else t("running.missing_cell", **said)
    value = tables.Noted(said["value"], note)
    return [labels.region(release, row["region_code"]), criterion(row), row["level"], value, said["threshold"], missing]
