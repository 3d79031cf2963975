"""From what: the hazards by their loss, and what the loss is made of."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import streamlit as st

from dashboard import i18n, labels, links
from dashboard.components import heading, panels, tables
from dashboard.components.tables import Bar, Cell, Linked
from dashboard.formats import Scale, scale_for
from dashboard.i18n import t
from dashboard.page import Page

LOSS = "direct_economic_loss"
UNSTATED = "unspecified"
"""The key of 未注明灾种: no hazard that could have caused most."""
SHOWN, NAMED = 5, 3


def ranking(page: Page, counts: pl.DataFrame) -> None:
    """The hazards by loss as bars under a sentence, and the composition of the loss in a line."""
    found = page.by_hazard(LOSS, page.selection.year).filter(pl.col("value").is_not_null())
    losses, whole = dict(found.select("hazard_key", "value").iter_rows()), whole_of(found)
    rows = [row | {"loss": losses.get(row["hazard_key"])} for row in heading.main_hazards(page, counts).to_dicts()]
    rows.sort(key=lambda row: (-(row["loss"] or 0), -row["events"], row["hazard_key"]))
    if not rows:
        tables.title(t("hazards.title"), t("hazards.none"))
        return
    scale = scale_of(page, losses)
    tables.title(
        title(page, rows, scale, whole),
        t("hazards.unit", unit=scale.unit, span=page.span, basis=basis_of(page, found)),
    )
    headings = [t("hazards.hazard"), t("children.loss"), t("children.share"), t("hazards.events")]
    lines = [line(page, row, rows, scale, whole) for row in rows[:SHOWN]]
    tables.show(headings, lines, more=t("hazards.more", count=len(rows) - SHOWN) if len(rows) > SHOWN else "")
    composition = composition_words(page)
    if composition:
        tables.muted(composition)


def whole_of(found: pl.DataFrame) -> Decimal | None:
    """What hazards are shares of: all of them on the basis that they have, which the total may not share; None where
    they have not one basis."""
    hazards = found.filter(pl.col("hazard_key") != "all")
    total = found.filter((pl.col("hazard_key") == "all") & pl.col("basis").is_in(hazards["basis"].unique().implode()))
    if hazards["basis"].n_unique() != 1:
        return None
    return total["value"][0] if len(total) else sum(hazards["value"], Decimal(0))


def basis_of(page: Page, found: pl.DataFrame) -> str:
    """The bases of the hazards, in words; that of the total where no hazard has a figure."""
    bases = found.filter(pl.col("hazard_key") != "all")["basis"].unique(maintain_order=True)
    return t("words.list_comma").join(i18n.word("basis", basis) for basis in bases) if len(bases) else page.basis


def scale_of(page: Page, losses: dict[str, Decimal]) -> Scale:
    one = page.figure(LOSS)
    return scale_for(one.unit, [*losses.values(), one.value], page.numbers.language, one.decimals, one.period_unit)


def title(page: Page, rows: list[dict[str, Any]], scale: Scale, total: Decimal | None) -> str:
    """洪涝灾害损失最重，2,436.99万元，占62.3%"""
    first = rows[0]
    if not first["loss"] or first["hazard_key"] == UNSTATED:
        return t("hazards.title")
    words = {"hazard": labels.hazard(page.release, first["hazard_key"]), "amount": page.said(first["loss"], scale)}
    part = share_of(first["loss"], total)
    if part is None:
        return t("hazards.sentence_alone", **words)
    return t("hazards.sentence", share=page.numbers.percent(part), **words)


def share_of(loss: Decimal | None, total: Decimal | None) -> Fraction | None:
    """A hazard's loss in percent of that of all hazards, whichever is chosen; nothing where either is unknown."""
    return Fraction(loss) * 100 / Fraction(total) if loss is not None and total else None


def line(
    page: Page, row: dict[str, Any], rows: list[dict[str, Any]], scale: Scale, total: Decimal | None
) -> list[Cell]:
    """One hazard: a link to the view of it, its loss, its share, its disasters."""
    longest = max((one["loss"] or Decimal(0) for one in rows), default=Decimal(0))
    width = int((row["loss"] or Decimal(0)) * 100 / longest) if longest else 0
    part = share_of(row["loss"], total)
    name = labels.hazard(page.release, row["hazard_key"])
    return [
        Linked(name, links.address("overview", page.selection, hazard=row["hazard_key"])),
        Bar(page.numbers.seen(row["loss"], scale) or "—", width),
        "—" if part is None else page.numbers.share(part), str(row["events"]),
    ]  # fmt: skip


def composition_words(page: Page) -> str:
    """构成：农林牧渔业49.2%，基础设施25.9%，住房及家财12.7%; nothing where the parts are not known."""
    parts = panels.category_figures(page)
    total = panels.whole_of(page, parts)
    known = sorted((one for one in parts if one.value), key=lambda one: -(one.value or 0))
    if not total or not known:
        return ""
    told = [
        t("hazards.part", name=labels.indicator(page.release, one.indicator),
          share=page.numbers.percent(Fraction(one.value or 0) * 100 / Fraction(total)))
        for one in known[:NAMED]
    ]  # fmt: skip
    return t("hazards.composition", parts=t("words.list_comma").join(told))


def by_hazard(page: Page, counts: pl.DataFrame) -> None:
    """Disasters and townships by hazard."""
    st.subheader(t("hazards.title"), anchor=False)
    tables.muted(t("hazards.details"))
    found = heading.main_hazards(page, counts)
    if found.is_empty():
        tables.muted(t("words.no_data"))
        return
    has_townships = found["townships_affected"].is_not_null().any()  # counties that report alone name none
    rows: list[list[Cell]] = [
        [
            labels.hazard(page.release, row["hazard_key"]),
            Linked(str(row["events"]), links.address("records", page.selection, hazard=row["hazard_key"])),
            *(["—" if row["townships_affected"] is None else str(row["townships_affected"])] if has_townships else []),
        ]
        for row in found.iter_rows(named=True)
    ]
    headings = [t("hazards.hazard"), t("hazards.events"), *([t("hazards.townships")] if has_townships else [])]
    tables.show(headings, rows)
