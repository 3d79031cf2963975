"""The head of a page: what is shown, up to when, how settled, and the sentence a leader would say."""

from html import escape

import polars as pl
import streamlit as st

from dashboard import figures, i18n, labels, snapshot, viewpoint
from dashboard.i18n import t
from dashboard.page import Page

LOSS = "direct_economic_loss"
SAID_ALOUD = ("not_covered", "prior_not_covered", "undated_left_out", "approximate", "basis_differs", "no_price_index")
SAID_OF_ANY = ("adjusted", "prior_adjusted", "adjustment_left_out")
"""Said where they are noted of any figure shown: a consultation seldom adjusts the loss alone."""


def show(page: Page, words: str, *further: str) -> None:
    """Region and period, cut-off, 快报 or 核定, basis and prices, the sentence, and what to know before comparing."""
    title, facts = t("head.title", region=page.region, period=page.period), t("words.middle_dot").join(facts_of(page))
    warnings = "".join(f'<p class="ll-facts">{escape(one)}</p>' for one in (notes(page), *further) if one)
    st.html(
        f'<div class="ll-head"><div class="ll-head-line"><h1>{escape(title)}</h1>'
        f'<p class="ll-facts">{escape(facts)}</p></div><p class="ll-sentence">{escape(words)}</p>{warnings}</div>'
    )


def facts_of(page: Page) -> list[str]:
    """数据截至…, 快报, 口径：过程汇总, 2024年可比价格, 近5年同期均值为2020—2024年"""
    loss, view = page.figure(LOSS), page.selection.view
    known = [t("head.through", through=snapshot.data_through(page.release)),
             i18n.word("status_of", loss.basis or "event_sum"), t("head.basis", basis=page.basis)]  # fmt: skip
    if view.price == viewpoint.COMPARABLE:
        known.append(viewpoint.price_name(view.price, view.base_year))
    if loss.mean is not None:
        year = page.selection.year
        known.append(t("head.mean", mean=page.mean, first=year - figures.MEAN_SPAN, last=year - 1))
    return known


def sentence(page: Page, hazards: pl.DataFrame) -> str:
    """Disasters by hazard, townships hit, loss against the year before."""
    counted = {row["hazard_key"]: row for row in hazards.iter_rows(named=True)}
    total = counted.get(page.selection.hazard)
    loss = page.figure(LOSS)
    scale = page.scale(LOSS)
    words = {
        "period": page.period, "region": page.region,
        "loss": t("sentence.loss_unknown") if loss.value is None else page.said(loss.value, scale),
        "change": figures.sentence_words(loss, scale, page.numbers, prior=page.prior),
    }  # fmt: skip
    if total is None or not total["events"]:
        if loss.value:
            return t("sentence.loss_only", basis=page.basis, **words)
        is_any = page.selection.hazard == "all"
        return t("sentence.no_events" if is_any else "sentence.no_events_of_hazard", hazard=page.hazard, **words)
    hit = total["townships_affected"]
    words["townships"] = t("sentence.no_townships") if hit is None else t("sentence.townships", count=hit)
    if page.selection.hazard != "all":
        return t("sentence.events_of_hazard", hazard=page.hazard, events=total["events"], **words)
    return t("sentence.events", hazards=hazard_list(page, hazards), events=total["events"], **words)


def notes(page: Page) -> str:
    """What a reader must know before comparing, as the mart notes it; empty when there is nothing to say."""
    said = page.figure(LOSS).notes
    of_any = {code for figure in page.figures.values() for code in figure.notes if code in SAID_OF_ANY}
    shown = [code for code in SAID_ALOUD if code in said] + [code for code in SAID_OF_ANY if code in of_any]
    words = [t(f"note.{code}", prior=page.prior) for code in shown]
    return t("note.lead", notes=t("note.separator").join(words)) if words else ""


def main_hazards(page: Page, hazards: pl.DataFrame) -> pl.DataFrame:
    """Level-1 hazards with disasters, most frequent first."""
    main = snapshot.table(page.release, "meta.hazards").filter(pl.col("level").cast(pl.String) == "1")["hazard_key"]
    found = hazards.filter(pl.col("hazard_key").is_in(main.to_list()) & (pl.col("events") > 0))
    return found.sort(["events", "hazard_key"], descending=[True, False])


def hazard_list(page: Page, hazards: pl.DataFrame) -> str:
    """洪涝灾害3起、风雹灾害2起"""
    named = [
        t("sentence.hazard_count", hazard=labels.hazard(page.release, row["hazard_key"]), events=row["events"])
        for row in main_hazards(page, hazards).iter_rows(named=True)
    ]
    return t("words.list_comma").join(named)
