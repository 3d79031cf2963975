"""While a disaster runs: how it stands, what its last reports changed, how far it is from the bureau's thresholds."""

from decimal import Decimal
from html import escape
from itertools import groupby
from typing import Any

import streamlit as st

from dashboard import figures, i18n, labels, snapshot
from dashboard.components import changed, tables, trust
from dashboard.figures import Figure
from dashboard.formats import decimal, scale_for
from dashboard.i18n import t
from dashboard.page import Page
from dashboard.snapshot import Release

DISASTERS, DISTANCES = "marts.running_disasters", "marts.response_distance"
SHOWN = 3


def show(page: Page) -> None:
    """A line a disaster, the latest first; nothing while none runs, or in a year that is over."""
    release = page.release
    if page.selection.year != snapshot.data_through(release).year or not snapshot.has(release, DISASTERS):
        return
    without_levels = ""
    for row in [one for one in snapshot.table(release, DISASTERS).iter_rows(named=True) if is_of(page, one)][:SHOWN]:
        levels = thresholds(release, row["event_id"])
        told = [stages(row), changes(release, row), *([distances(release, levels)] if levels else [])]
        content = trust.strip(heading(release, row), [escape(one) for one in told])
        if not levels:
            without_levels += content
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(content)
            with st.popover(t("running.all_levels"), key=f"levels_{row['event_id']}"):
                every_level(release, levels)
    if without_levels:  # in one frame: three of them would push the trust line off the first screen
        st.html(f'<div class="ll-strips">{without_levels}</div>')


def is_of(page: Page, row: dict[str, Any]) -> bool:
    """Whether a disaster belongs on a page: its figures are of one region, so that only that region's page tells it."""
    hazard = page.selection.hazard
    level1 = labels.words_of(page.release, "meta.hazards", "hazard_key").get(row["hazard_key"], {}).get("parent_key")
    return row["region_code"] == page.selection.region and hazard in ("all", row["hazard_key"], level1)


def heading(release: Release, row: dict[str, Any]) -> str:
    """当前过程：“6·27”洪涝灾害（示例市）"""
    return t("running.title", what=event_name(release, row), region=labels.region(release, struck(row)))


def struck(row: dict[str, Any]) -> str:
    """Where it struck; in a release that does not say so, the region whose figures are told."""
    return str(row.get("struck_code") or row["region_code"])


def event_name(release: Release, row: dict[str, Any]) -> str:
    """The name of the disaster, else the day and the hazard, as people call it."""
    hazard, day = labels.hazard(release, row["hazard_key"]), row["occurred_at"]
    if row["event_name"] or not day:
        return str(row["event_name"] or hazard)
    return t("running.event", month=day.month, day=day.day, month_name=t(f"month.{day.month}"), hazard=hazard)


def stages(row: dict[str, Any]) -> str:
    """初报0、续报2、核报0，数据截至 2026-07-12 08:00"""
    told = [
        t("running.stage", stage=i18n.word("stage", stage), count=row[f"{stage}_records"])
        for stage in ("initial", "update", "final", "unknown")
        if row[f"{stage}_records"] or stage != "unknown"
    ]
    as_of = f"{row['as_of']:%Y-%m-%d %H:%M}" if row["as_of"] else t("words.no_data")
    return t("running.stages", as_of=as_of, stages=t("words.list_comma").join(told))


def changes(release: Release, row: dict[str, Any]) -> str:
    """The main figures, each with its change since the disaster stood differently."""
    mains = [name for name in running_indicators(release) if row.get(name) is not None]
    told = [figure(release, name, row[name], row.get(f"prior_{name}")) for name in mains]
    has_before = any(row.get(f"prior_{name}") is not None for name in mains)
    words = t("note.separator").join(told)
    if not has_before or row["changed_at"] is None:
        return t("running.first", figures=words)
    return t("running.since", moment=f"{row['changed_at']:%m-%d %H:%M}", figures=words)


def running_indicators(release: Release) -> list[str]:
    """What is said of a disaster that runs, in the codebook's order."""
    known = [row for row in labels.indicators(release).values() if row.get("running")]
    return [row["column_name"] for row in sorted(known, key=lambda row: int(row["running"]))]


def figure(release: Release, name: str, value: Any, before: Any) -> str:
    """受灾人口5,260人 ↑ 720（+15.9%）"""
    numbers, book = labels.numbers(release), labels.indicators(release).get(name, {})
    now, then = decimal(value) or Decimal(0), decimal(before)
    unit, decimals = str(book.get("unit") or ""), int(book.get("decimals") or 0)
    scale = scale_for(unit, [now, then], numbers.language, decimals)
    one = Figure(name, unit, unit, decimals, now, then, None if then is None else now - then)
    words = {
        "name": labels.indicator(release, name),
        "value": f"{numbers.scaled(now, scale)}{figures.spacer(numbers.language)}{scale.unit}",
    }
    if then is None:
        return t("running.figure", **words)
    return t(
        "running.figure_changed", change=figures.change_words(one, scale, numbers, prior=t("revisions.prior")), **words
    )


def thresholds(release: Release, event: str) -> list[dict[str, Any]]:
    """The bureau's own thresholds for a disaster, those of one criterion together; none where none are stated."""
    if not snapshot.has(release, DISTANCES, "meta.response_criteria"):
        return []
    return snapshot.ask(release, "response_distance", event=event).to_dicts()


def distances(release: Release, levels: list[dict[str, Any]]) -> str:
    """Of each criterion the highest level reached and the next."""
    lines = []
    for _, group in groupby(levels, key=lambda row: (row["region_code"], row["criterion"])):
        known = sorted(group, key=lambda row: row["threshold"])
        reached = [row for row in known if row["is_reached"]]
        waiting = [row for row in known if not row["is_reached"]]
        lines += [distance(release, row) for row in (*reached[-1:], *waiting[:1])]
    return t("running.distance", lines=t("note.separator").join(lines))


def every_level(release: Release, levels: list[dict[str, Any]]) -> None:
    """All levels of all criteria."""
    tables.muted(t("running.all_details"))
    headings = [t(f"running.{name}") for name in ("region", "criterion", "level", "value", "threshold", "missing")]
    tables.show(headings, [line(release, row) for row in levels], words=3)


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
