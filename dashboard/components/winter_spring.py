"""冬春救助: need, aid, money and money per person-time of the latest season, against the season before."""

from datetime import date
from typing import Any

import streamlit as st

from dashboard.components import relief_funds, stats, tables
from dashboard.components.stats import Stat
from dashboard.components.tables import Cell
from dashboard.formats import Scale
from dashboard.i18n import t
from dashboard.ledger_page import YUAN, LedgerPage

COUNTED = Scale("", 1, 0)
MEAN = Scale(YUAN, 1, 1)


def seasons(page: LedgerPage) -> list[dict[str, Any]]:
    """The latest season that the year touches, then the one before it, where they are known."""
    return page.ask("winter_spring").to_dicts()


def show(page: LedgerPage) -> None:
    """The whole block."""
    st.subheader(t("winter.title"), anchor=False)
    found = seasons(page)
    if not found:
        tables.muted(t("winter.none", year=page.year, region=page.region_name))
        return
    now, before = found[0], found[1] if len(found) > 1 else {}
    tables.muted(t("winter.details", season=season_name(now), before=t("winter.prior")))
    stats.show([need(page, now, before), aid(page, now, before), fund(page, now, before), mean(page, now, before)])
    relief_funds.purposes(page, "winter_spring", now["year"])
    relief_funds.batches(page, now["season"])
    children(page, now["year"])


def last_day(row: dict[str, Any]) -> date:
    """A season ends with May."""
    return date(row["year"], 5, 31)


def season_name(row: dict[str, Any]) -> str:
    """2022—2023"""
    return str(row["season"]).replace("-", "—")


def counted(page: LedgerPage, title: str, names: dict[str, str], now: dict[str, Any], before: dict[str, Any]) -> Stat:
    """The first of some counts that is known, against the season before; the others below it. `names`: column, unit."""
    known = [name for name in names if now.get(name) is not None]
    if not known:
        return Stat(title, None, lines=(t("ledger.not_filled"),))
    first = known[0]
    others = [page.with_unit(page.count(now[name]), names[name]) for name in known[1:]]
    lines = page.against(now[first], before.get(first), COUNTED, t("winter.prior"), last_day(now))
    return Stat(title, page.count(now[first]), page.unit(names[first]), (*others, *lines))


def need(page: LedgerPage, now: dict[str, Any], before: dict[str, Any]) -> Stat:
    return counted(page, t("winter.need"), {"need_people": "人", "need_households": "户"}, now, before)


def aid(page: LedgerPage, now: dict[str, Any], before: dict[str, Any]) -> Stat:
    names = {"aided_people": "人", "aided_person_times": "人次", "aided_households": "户"}
    return counted(page, t("winter.aided"), names, now, before)


def fund(page: LedgerPage, now: dict[str, Any], before: dict[str, Any]) -> Stat:
    """The money of the season, at the stage that is known of it."""
    title = t("winter.fund")
    if now["fund"] is None:
        return Stat(title, None, lines=(t("ledger.not_filled"),))
    scale = page.money([now["fund"], before.get("fund")])
    stage = page.choice("fund_stage", now["fund_stage"])
    is_same = before.get("fund_stage") in (None, now["fund_stage"])
    lines = page.against(now["fund"], before.get("fund") if is_same else None, scale, t("winter.prior"), last_day(now))
    return Stat(
        title, page.amount(now["fund"], scale), scale.unit, (stage, *(lines if is_same else (t("winter.other_stage"),)))
    )


def mean(page: LedgerPage, now: dict[str, Any], before: dict[str, Any]) -> Stat:
    """人次均: the season's money over its person-times."""
    title = t("relief.mean")
    value = now["mean_per_person_time"]
    if value is None:
        is_partial = "person_times_partial" in (now["note"] or "")
        return Stat(title, None, lines=(t("ledger_note.person_times_partial" if is_partial else "winter.no_mean"),))
    lines = page.compared(value, before.get("mean_per_person_time"), MEAN, t("winter.prior"))
    return Stat(title, page.average(value), page.unit(YUAN), (t("winter.mean_how"), *lines))


def children(page: LedgerPage, year: int) -> None:
    """Need and aid of the places directly below."""
    rows = page.ask("winter_spring_children", year=year).to_dicts()
    if not rows:
        return
    tables.title(t("relief.children"))
    scale = page.money(row["fund"] for row in rows)
    counts = ("need_households", "need_people", "aided_households", "aided_people", "aided_person_times")
    headings = [
        t("children.region"), *(t(f"winter.{name}") for name in counts),
        t("words.with_unit", name=t("winter.fund"), unit=scale.unit), relief_funds.mean_heading(page),
    ]  # fmt: skip
    lines: list[list[Cell]] = [
        [row["name_zh"], *(page.count(row[name]) for name in counts), page.amount(row["fund"], scale),
         page.average(row["mean_per_person_time"])]
        for row in rows
    ]  # fmt: skip
    tables.show(headings, lines)
