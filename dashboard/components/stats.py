"""Cards of a ledger: a figure with what is said below it; an unknown one says why it is unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard.i18n import t


@dataclass(frozen=True)
class Stat:
    """One card. `value` is None where nothing is known; then the lines say why."""

    title: str
    value: str | None
    unit: str = ""
    lines: tuple[str, ...] = ()


def card(stat: Stat) -> str:
    """One card as HTML."""
    unit = f'<span class="ll-unit">{escape(stat.unit)}</span>' if stat.value is not None and stat.unit else ""
    kind = "ll-value" if stat.value is not None else "ll-value ll-unknown"
    lines = "".join(f'<p class="ll-small">{escape(line)}</p>' for line in stat.lines if line)
    value = escape(t("words.no_data") if stat.value is None else stat.value)
    head = f"<h3>{escape(stat.title)}</h3>"
    return f'<section class="ll-card">{head}<div class="{kind}">{value}{unit}</div>{lines}</section>'


def show(stats: Sequence[Stat]) -> None:
    """All cards in one grid that folds by itself."""
    st.html(f'<div class="ll-cards ll-stats">{"".join(card(stat) for stat in stats)}</div>')
