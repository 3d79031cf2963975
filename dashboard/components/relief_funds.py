"""救助资金 of a year: by stage, by purpose and payer, by batch, by place; and the supplies."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import streamlit as st

from dashboard import labels
from dashboard.components import stats, tables
from dashboard.components.stats import Stat
from dashboard.components.tables import Cell
from dashboard.formats import Scale
from dashboard.i18n import t
from dashboard.ledger_page import DASH, YUAN, LedgerPage, share

STAGES = ("received", "passed_down", "paid")
COUNTED = Scale("", 1, 0)
YUAN_IN_STORED = 10_000  # the marts keep money in 万元


def show(page: LedgerPage) -> None:
    """The whole block."""
    st.subheader(t("relief.title"), anchor=False)
    tables.muted(t("relief.details"))
    rows = {(row["year"], row["stage"]): row for row in page.ask("relief_stages").iter_rows(named=True)}
    if any(year == page.year for year, _ in rows):
        cards(page, rows)
        purposes(page, "year", page.year)
    else:
        tables.muted(t("relief.none", year=page.year, region=page.region_name))
    batches(page, None)
    left, right = st.columns([6, 4], gap="medium")
    with left:
        children(page, rows)
    with right:
        supplies(page)


def cards(page: LedgerPage, rows: dict[tuple[int, str], dict[str, Any]]) -> None:
    """The three stages, the share paid, the people: each with the year before."""
    scale = page.money(row["amount"] for row in rows.values())
    found = []
    for stage in STAGES:
        now, before = rows.get((page.year, stage), {}), rows.get((page.year - 1, stage), {})
        value = page.numbers.scaled(now.get("amount"), scale)
        lines = page.against_last_year(now.get("amount"), before.get("amount"), scale)
        if now.get("batches") and stage == "received":
            lines.append(t("relief.batch_count", count=now["batches"]))
        if now.get("is_approximate"):
            lines.append(t("ledger.approximate"))
        why = () if value is not None else (t("ledger.no_stage"),)
        found.append(Stat(page.choice("fund_stage", stage), value, scale.unit, (*lines, *why)))
    stats.show([*found, share_card(page, rows), people_card(page, rows)])


def share_card(page: LedgerPage, rows: dict[tuple[int, str], dict[str, Any]]) -> Stat:
    """发放占收到: only where what was paid for is what was received for."""
    received, paid = (rows.get((page.year, stage), {}) for stage in ("received", "paid"))
    title = t("relief.share")
    if received.get("amount") is None or not received["amount"]:
        return Stat(title, None, lines=(t("relief.no_share_received"),))
    if paid.get("amount") is None:
        return Stat(title, None, lines=(t("relief.no_share_paid"),))
    if not paid["is_shared"]:
        return Stat(title, None, lines=(t("relief.no_share_purposes"),))
    return Stat(title, page.percent(paid["paid_pct"]), lines=(t("relief.share_how"),))


def people_card(page: LedgerPage, rows: dict[tuple[int, str], dict[str, Any]]) -> Stat:
    """救助人次 of the money paid out; of the money received where nothing is known of payments."""
    title = t("relief.person_times")
    for stage in ("paid", "received"):
        now, before = rows.get((page.year, stage), {}), rows.get((page.year - 1, stage), {})
        if now.get("person_times") is None:
            continue
        lines = page.against_last_year(now["person_times"], before.get("person_times"), COUNTED)
        if now["households"] is not None:
            lines.append(page.with_unit(page.count(now["households"]), "户"))
        if now["mean_per_person_time"] is not None:
            lines.append(t("relief.mean_line", mean=page.with_unit(page.average(now["mean_per_person_time"]), YUAN)))
        elif "person_times_partial" in (now["note"] or ""):
            lines.append(t("ledger_note.person_times_partial"))
        lines.append(t("relief.people_of", stage=page.choice("fund_stage", stage)))
        return Stat(title, page.count(now["person_times"]), page.unit("人次"), tuple(lines))
    return Stat(title, None, lines=(t("ledger.no_people"),))


def purposes(page: LedgerPage, kind: str, year: int) -> None:
    """Purpose × payer, one column a stage; a purpose of several payers has a line of its own."""
    rows = in_order(page, page.ask("relief_purposes", kind=kind, year=year).to_dicts())
    if not rows:
        return
    scale = page.money(row[stage] for row in rows for stage in STAGES)
    headings = [
        t("relief.purpose"), t("relief.payer"),
        *(t("words.with_unit", name=page.choice("fund_stage", stage), unit=scale.unit) for stage in STAGES),
        t("relief.share"), t("relief.households"), t("relief.person_times"), mean_heading(page),
    ]  # fmt: skip
    before = [None, *(row["purpose"] for row in rows)]
    tables.show(headings, [purpose_line(page, row, scale, is_first=row["purpose"] != above)
                           for row, above in zip(rows, before, strict=False)], words=2)  # fmt: skip


def in_order(page: LedgerPage, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Purposes as they come, the whole of each first, then its payers from the highest level down."""
    purpose = {name: place for place, name in enumerate(dict.fromkeys(row["purpose"] for row in rows))}
    level = {None: -1} | {value: place for place, value in enumerate(labels.in_order(page.release, "payer_level"))}
    return sorted(rows, key=lambda row: (purpose[row["purpose"]], level.get(row["payer_level"], len(level))))


def mean_heading(page: LedgerPage) -> str:
    return t("words.with_unit", name=t("relief.mean"), unit=page.unit(YUAN))


def purpose_line(page: LedgerPage, row: dict[str, Any], scale: Scale, *, is_first: bool) -> list[Cell]:
    """One purpose and payer, or the purpose as a whole; its name stands in its first line."""
    payer = page.choice("payer_level", row["payer_level"]) if row["payer_level"] else t("relief.payers")
    purpose = page.choice("fund_purpose", row["purpose"]) if is_first else ""
    return [
        purpose, payer, *(page.amount(row[stage], scale) for stage in STAGES),
        page.percent(share(row["paid"], row["received"])), page.count(row["households"]),
        page.count(row["person_times"]), page.average(mean_of(row)),
    ]  # fmt: skip


def mean_of(row: dict[str, Any]) -> Fraction | None:
    """元 a person-time, divided anew at the level shown; none where a part of the money has no person-times."""
    known = row["amount_of_person_times"] is not None and row["person_times"]
    return Fraction(row["amount_of_person_times"]) * YUAN_IN_STORED / Fraction(row["person_times"]) if known else None


def batches(page: LedgerPage, season: str | None) -> None:
    """Every batch received: number of the document, date, source, how much of it is paid, days since."""
    rows = page.ask("relief_batches", season=season).to_dicts()
    if not rows:
        return
    day = cut_off(rows)
    counted = t("relief.days_to", day=day) if day else ""
    tables.title(t("relief.batches"), t("relief.batches_details") + counted)
    scale = page.money(row[name] for row in rows for name in ("amount", "passed_down", "paid"))
    money = [t(f"relief.{name}") for name in ("amount", "passed_down", "paid")]
    headings = [
        t("relief.document"), t("relief.dated_on"), t("relief.payer"), t("relief.purpose"),
        *(t("words.with_unit", name=name, unit=scale.unit) for name in money), t("relief.share"), t("relief.days"),
    ]  # fmt: skip
    tables.show(headings, [batch_line(page, row, scale) for row in rows], words=4)


def cut_off(rows: list[dict[str, Any]]) -> str:
    """The day up to which the days are counted; nothing where no batch bears a date."""
    days = {
        row["dated_on"] + timedelta(days=row["days_since"])
        for row in rows
        if row["dated_on"] is not None and row["days_since"] is not None
    }
    return str(max(days)) if days else ""


def batch_line(page: LedgerPage, row: dict[str, Any], scale: Scale) -> list[Cell]:
    """One batch."""
    number = " ".join(words for words in (row["document_no"], row["batch"]) if words)
    return [
        number or t("relief.no_document"), str(row["dated_on"] or DASH), page.choice("payer_level", row["payer_level"]),
        page.choice("fund_purpose", row["purpose"]),
        *(page.amount(row[name], scale) for name in ("amount", "passed_down", "paid")),
        page.percent(row["paid_pct"]), page.count(row["days_since"]),
    ]  # fmt: skip


def children(page: LedgerPage, totals: dict[tuple[int, str], dict[str, Any]]) -> None:
    """The places directly below, and what is not broken down to them."""
    rows = page.ask("relief_children").to_dicts()
    tables.title(t("relief.children"))
    if not rows:
        tables.muted(t("children.none"))
        return
    own = {stage: totals.get((page.year, stage), {}).get("amount") for stage in STAGES}
    rest = {stage: not_broken_down(own[stage], [row[stage] for row in rows]) for stage in STAGES}
    scale = page.money([*own.values(), *(row[stage] for row in rows for stage in STAGES)])
    headings = [
        t("children.region"),
        *(t("words.with_unit", name=page.choice("fund_stage", stage), unit=scale.unit) for stage in STAGES),
        t("relief.share"), t("relief.person_times"), mean_heading(page),
    ]  # fmt: skip
    lines: list[list[Cell]] = [
        [row["name_zh"], *(page.amount(row[stage], scale) for stage in STAGES), page.percent(row["paid_pct"]),
         page.count(row["person_times"]), page.average(row["mean_per_person_time"])]
        for row in rows
    ]  # fmt: skip
    if any(rest.values()):
        left = (page.numbers.seen(rest[stage], scale) or DASH for stage in STAGES)
        lines.append([t("words.unallocated"), *left, DASH, DASH, DASH])
    tables.show(headings, lines)


def not_broken_down(own: Decimal | None, parts: list[Decimal | None]) -> Decimal | None:
    """The region's own figure less its places'; nothing where either side is unknown."""
    known = [part for part in parts if part is not None]
    return own - sum(known, Decimal(0)) if own is not None and known else None


def supplies(page: LedgerPage) -> None:
    """Items received, passed down, issued and in stock."""
    rows = page.ask("relief_supplies").to_dicts()
    if not rows:
        return
    tables.title(t("relief.supplies"))
    scale = page.money(row["value"] for row in rows)
    value = t("words.with_unit", name=t("relief.value"), unit=scale.unit)
    headings = [t("relief.item"), t("relief.stage"), t("relief.quantity"), value]
    lines: list[list[Cell]] = [
        [supply(row), page.choice("supply_stage", row["stage"]), quantity(page, row), page.amount(row["value"], scale)]
        for row in rows
    ]
    tables.show(headings, lines, words=2)


def supply(row: dict[str, Any]) -> str:
    """The item, with its season where it belongs to one."""
    season = str(row["season"] or "").replace("-", "—")
    return t("relief.of_season", item=row["item"], season=season) if season else str(row["item"])


def quantity(page: LedgerPage, row: dict[str, Any]) -> str:
    """A quantity with the unit as written; decimals only where there are any."""
    if row["quantity"] is None:
        return DASH
    exact = Decimal(row["quantity"]).normalize()
    decimals = max(0, -int(exact.as_tuple().exponent))
    words = page.with_unit(page.numbers.plain(exact, decimals), row["unit"] or "")
    return t("ledger.about", value=words) if row["is_approximate"] else words
