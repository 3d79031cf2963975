"""Two lines of Overview: relief money of the year, and claims of the year; only where a ledger tells of them."""

from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from dashboard import labels, links, snapshot
from dashboard.components import insurance, trust
from dashboard.formats import Scale
from dashboard.i18n import language, t
from dashboard.ledger_page import TABLES, LedgerPage
from dashboard.page import Page


def show(page: Page) -> None:
    """The lines, and the way to the page that explains them."""
    if not snapshot.has(page.release, *TABLES):
        return
    ledgers = LedgerPage(page.release, page.selection.year, page.selection.region)
    lines = [words for words in (relief(ledgers), claims(ledgers)) if words]
    if not lines:
        return
    target = links.plain("relief", lang=language(), year=page.selection.year, region=page.selection.region)
    st.html(trust.strip(t("lines.title"), [links.anchor(words, target) for words in lines]))


def relief(page: LedgerPage) -> str:
    """Received and paid to households in the year, each a stage of its own."""
    rows = page.ask("relief_stages").filter((pl.col("year") == page.year) & pl.col("amount").is_not_null())
    amounts = dict(rows.select("stage", "amount").iter_rows())
    scale = page.money(amounts.values())
    parts = [
        t("lines.stage", stage=page.choice("fund_stage", stage), amount=said(page, amounts[stage], scale))
        for stage in ("received", "paid")
        if stage in amounts
    ]
    return t("lines.relief", year=page.year, parts=t("words.list_comma").join(parts)) if parts else ""


def said(page: LedgerPage, amount: Decimal, scale: Scale) -> str:
    """270.00万元"""
    return page.with_unit(page.amount(amount, scale), scale.unit)


def claims(page: LedgerPage) -> str:
    """Claims paid by scheme, by year of payment; by another year where the payment's is unknown."""
    known = pl.col("claims_paid").is_not_null() | pl.col("claims_paid_households").is_not_null()
    rows = page.ask("house_insurance").filter((pl.col("year") == page.year) & known).to_dicts()
    basis = next((one for one in reversed(insurance.BASES) if any(row["year_basis"] == one for row in rows)), "")
    chosen = [row for row in rows if row["year_basis"] == basis]
    order = labels.in_order(page.release, insurance.SCHEME, (row["scheme"] for row in chosen))
    chosen.sort(key=lambda row: order.index(row["scheme"]))
    parts = t("note.separator").join(scheme(page, row) for row in chosen)
    return t("lines.claims", year=page.year, basis=t(f"insurance.{basis}"), parts=parts) if chosen else ""


def scheme(page: LedgerPage, row: dict[str, Any]) -> str:
    """已赔付2,060户、赔款646.14万元, with the scheme where it is told apart."""
    households, amount = row["claims_paid_households"], row["claims_paid"]
    known = []
    if households is not None:
        known.append(t("lines.households", households=page.with_unit(page.count(households), "户")))
    if amount is not None:
        known.append(t("lines.paid", amount=said(page, amount, page.money([amount]))))
    words = t("words.list_comma").join(known)
    name = page.choice(insurance.SCHEME, row["scheme"])
    return words if row["scheme"] == insurance.UNSTATED else t("lines.of_scheme", scheme=name, words=words)
