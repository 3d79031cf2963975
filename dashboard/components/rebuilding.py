"""重建修缮: households to rebuild and to repair, done, and the subsidies paid; and loss and cover side by side."""

from typing import Any

import streamlit as st

from dashboard import i18n
from dashboard.components import stats, tables
from dashboard.components.stats import Stat
from dashboard.components.tables import Cell
from dashboard.i18n import t
from dashboard.ledger_page import LedgerPage, share


def show(page: LedgerPage) -> None:
    """The whole block."""
    st.subheader(t("rebuild.title"), anchor=False)
    rows = {row["year"]: row for row in page.ask("rebuilding").iter_rows(named=True)}
    if page.year not in rows:
        tables.muted(t("rebuild.none", year=page.year, region=page.region_name))
        return
    tables.muted(t("rebuild.details"))
    now = rows[page.year]
    stats.show([work(page, now, "rebuild"), work(page, now, "repair"), fund(page, now, rows.get(page.year - 1, {}))])


def work(page: LedgerPage, row: dict[str, Any], kind: str) -> Stat:
    """Need, done, and the share of the need that is done."""
    need, done = row[f"{kind}_need_households"], row[f"{kind}_done_households"]
    title = t("rebuild.rebuild" if kind == "rebuild" else "rebuild.repair")
    if done is None:
        progress = t("rebuild.done_unknown")
    else:
        part = share(done, need)
        words = {"done": page.with_unit(page.count(done), "户")}
        progress = (
            t("rebuild.done", **words) if part is None else t("rebuild.done_share", share=page.percent(part), **words)
        )
    if need is None:
        return Stat(title, None, lines=(t("ledger.not_filled"), progress))
    return Stat(title, page.count(need), page.unit("户"), (progress,))


def fund(page: LedgerPage, now: dict[str, Any], before: dict[str, Any]) -> Stat:
    """已拨付补助资金."""
    title = t("rebuild.fund")
    if now["fund_paid"] is None:
        return Stat(title, None, lines=(t("ledger.not_filled"),))
    scale = page.money([now["fund_paid"], before.get("fund_paid")])
    lines = page.against_last_year(now["fund_paid"], before.get("fund_paid"), scale)
    return Stat(title, page.amount(now["fund_paid"], scale), scale.unit, tuple(lines))


def loss_and_cover(page: LedgerPage) -> None:
    """损失与赔款对照: closed until asked for; a ratio only where claims are by year of loss."""
    with st.expander(t("cover.title")):
        rows = page.ask("loss_and_cover").to_dicts()
        if not rows:
            tables.muted(t("cover.none"))
            return
        tables.muted(t("cover.details"))
        columns = ("direct_economic_loss", "loss_housing_household", "relief_to_households", "claims_paid")
        largest = [max((row[name] for row in rows if row[name] is not None), default=None) for name in columns]
        scale = page.money([min((one for one in largest if one is not None), default=None)])  # small sums stay readable
        headings = [
            t("trends.year"), *(t("words.with_unit", name=t(f"cover.{name}"), unit=scale.unit) for name in columns),
            t("cover.ratio"), t("cover.note"),
        ]  # fmt: skip
        lines: list[list[Cell]] = [
            [str(row["year"]), *(page.amount(row[name], scale) for name in columns),
             page.percent(row["claims_to_housing_loss_pct"]), notes(row["note"])]
            for row in rows
        ]  # fmt: skip
        tables.show(headings, lines)


def notes(keys: str | None) -> str:
    """What the mart notes of a year, in words."""
    return t("note.separator").join(i18n.word("cover_note", key) for key in (keys or "").split())
