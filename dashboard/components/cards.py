"""The six cards: value, the year before, difference and percent, five-year mean, in one unit within a card.

The value leads to the rows behind it.
"""

from html import escape

import streamlit as st

from dashboard import figures, links
from dashboard.figures import Card, Figure
from dashboard.formats import TIMES_ABOVE_PCT, Scale, scale_for
from dashboard.i18n import t
from dashboard.page import Page


def show(page: Page) -> None:
    """All cards in one grid that folds to three and to two columns."""
    st.html(f'<div class="ll-cards">{"".join(card(page, one) for one in figures.cards())}</div>')


def card(page: Page, layout: Card) -> str:
    """One card as HTML."""
    main = page.figure(layout.main)
    scale = card_scale(page, layout)
    lines = "".join(f"<p>{escape(line)}</p>" for line in compared(page, main, scale))
    small = [mean_line(page, main, scale), part_line(page, layout, scale)]
    smaller = "".join(f'<p class="ll-small">{escape(line)}</p>' for line in small if line)
    title = escape(t(f"cards.{layout.title}"))
    mark = provisional() if page.is_provisional(main) else ""
    return f'<section class="ll-card">{mark}<h2>{title}</h2>{value(page, main, scale)}{lines}{smaller}</section>'


def provisional() -> str:
    """The mark of a figure that may still change."""
    return (
        f'<span class="ll-mark" title="{escape(t("cards.provisional_long"))}">{escape(t("cards.provisional"))}</span>'
    )


def value(page: Page, main: Figure, scale: Scale) -> str:
    """The figure as a link to its rows, with its unit."""
    words = page.numbers.scaled(main.value, scale)
    if words is None:
        return f'<div class="ll-value ll-unknown">{escape(t("words.no_data"))}</div>'
    target = links.address("records", page.selection, indicator=main.indicator)
    number = links.anchor(words, target, title=t("cards.rows"))
    return f'<div class="ll-value">{number}<span class="ll-unit">{escape(scale.unit)}</span></div>'


def card_scale(page: Page, layout: Card) -> Scale:
    """The unit of the card: by all its numbers that share the stored unit."""
    main = page.figure(layout.main)
    same = [one for one in (page.figure(name) for name in layout.parts) if one.unit == main.unit]
    return figures.common_scale([main, *same], page.numbers.language)


def compared(page: Page, main: Figure, scale: Scale) -> list[str]:
    """上年同期 2.26; ↓ 0.07（−3.0%）"""
    before = page.numbers.scaled(main.prior, scale)
    lines = [] if before is None else [t("cards.compared", prior=page.prior, value=before)]
    change = figures.change_words(main, scale, page.numbers, prior=page.prior)
    return [*lines, change] if change else lines


def mean_line(page: Page, main: Figure, scale: Scale) -> str:
    """近5年同期均值 1.89 ↑15.8%; how many years are known only where it is not all of them."""
    mean = page.numbers.scaled(main.mean, Scale(scale.unit, scale.divisor, max(scale.decimals, 1)))
    if mean is None:
        return t("mean.too_few", mean=page.mean)
    words = t("mean.line", mean=page.mean, value=mean, against=against_mean(page, main))
    return words if main.mean_years == figures.MEAN_SPAN else words + t("mean.years", known=main.mean_years)


def against_mean(page: Page, main: Figure) -> str:
    """How far from the mean: percent, or times when a percent says nothing any more."""
    percent = main.change_vs_mean_pct
    if not percent or main.value is None or main.mean is None:
        return ""
    if percent > TIMES_ABOVE_PCT:
        return t("mean.times", times=page.numbers.times(main.value, main.mean))
    return t("mean.against", arrow=figures.arrow(percent), percent=page.numbers.percent(percent))


def part_line(page: Page, layout: Card, scale: Scale) -> str:
    """The smaller figures in one line, with the year before in brackets."""
    return t("note.separator").join(part_words(page, layout, scale))


def part_words(page: Page, layout: Card, scale: Scale) -> list[str]:
    """死亡 0 人（上年同期 7）"""
    lines = []
    for name in layout.parts:
        part = page.figure(name)
        if part.value is None:
            continue
        own = scale if part.unit == page.figure(layout.main).unit else part_scale(page, part)
        is_of_card = own.unit == scale.unit  # then it stands beside the card's value
        unit = "" if is_of_card else f"{figures.spacer(page.numbers.language)}{own.unit}"
        words = {"name": t(f"parts.{name}"), "value": page.numbers.scaled(part.value, own), "unit": unit}
        before = page.numbers.scaled(part.prior, own)
        lines.append(
            t("parts.line", **words) if before is None
            else t("parts.line_prior", prior=page.prior_short, before=before, **words)
        )  # fmt: skip
    return lines


def part_scale(page: Page, part: Figure) -> Scale:
    return scale_for(part.unit, part.amounts, page.numbers.language, part.decimals, part.period_unit)
