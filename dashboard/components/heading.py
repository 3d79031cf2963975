"""The head of a page: what is shown, up to when, how settled, and the sentence a leader would say."""

from html import escape

import polars as pl
import streamlit as st

from dashboard import figures, i18n, labels, snapshot
from dashboard.i18n import t
from dashboard.page import Page

SAID_ALOUD = ("not_covered", "prior_not_covered", "undated_left_out", "approximate", "basis_differs")
SAID_OF_ANY = ("adjusted", "prior_adjusted", "adjustment_left_out")
"""Said where they are noted of any figure shown: a consultation seldom adjusts the loss alone."""


def show(page: Page, words: str) -> None:
    """Region and period, cut-off, 快报 or 核定, basis, and the sentence."""
    basis = page.figure("direct_economic_loss").basis or ""
    facts = t(
        "head.facts", through=snapshot.data_through(page.release), basis=page.basis,
        status=i18n.word("status_of", basis or "event_sum"),
    )  # fmt: skip
    said = notes(page)
    warning = f'<p class="ll-facts">{escape(said)}</p>' if said else ""
    title = t("head.title", region=page.region, period=page.period)
    st.html(
        f'<div class="ll-head"><h1>{escape(title)}</h1><p class="ll-facts">{escape(facts)}</p>'
        f'<p class="ll-sentence">{escape(words)}</p>{warning}</div>'
    )


def sentence(page: Page, hazards: pl.DataFrame) -> str:
    """Disasters by hazard, townships hit, loss against the year before."""
    counted = {row["hazard_key"]: row for row in hazards.iter_rows(named=True)}
    total = counted.get(page.selection.hazard)
    loss = page.figure("direct_economic_loss")
    amount = page.numbers.scaled(loss.value, scale := page.scale("direct_economic_loss"))
    known = f"{amount}{figures.spacer(page.numbers.language)}{scale.unit}"
    words = {
        "period": page.period, "region": page.region,
        "loss": t("sentence.loss_unknown") if amount is None else known,
        "change": figures.sentence_words(loss, scale, page.numbers, prior=page.prior),
    }  # fmt: skip
    if total is None or not total["events"]:
        return t("sentence.loss_only" if loss.value else "sentence.no_events", basis=page.basis, **words)
    hit = total["townships_affected"]
    words["townships"] = t("sentence.no_townships") if hit is None else t("sentence.townships", count=hit)
    if page.selection.hazard != "all":
        return t("sentence.events_of_hazard", hazard=page.hazard, events=total["events"], **words)
    return t("sentence.events", hazards=hazard_list(page, hazards), events=total["events"], **words)


def notes(page: Page) -> str:
    """What a reader must know before comparing, as the mart notes it; empty when there is nothing to say."""
    said = page.figure("direct_economic_loss").notes
    of_any = {code for figure in page.figures.values() for code in figure.notes if code in SAID_OF_ANY}
    shown = [code for code in said if code in SAID_ALOUD] + [code for code in SAID_OF_ANY if code in of_any]
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
