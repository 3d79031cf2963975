"""The page Figures: every number reported for a period, searchable, with the year before and its place in a file."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, controls, i18n, labels, period_words, snapshot
from dashboard.components import tables
from dashboard.i18n import t
from dashboard.page import empty
from dashboard.snapshot import Release

EVERY = "all"
WIDTHS = {
    "zh": {"name": 190, "unit": 60, "period": 150, "region": 100, "state": 150, "comparison": 120, "prior": 180},
    "en": {"name": 290, "unit": 100, "period": 180, "region": 90, "state": 210, "comparison": 110, "prior": 200},
}  # fmt: skip
COLUMNS = ("name", "value", "unit", "period", "region", "state", "comparison", "prior", "group", "source", "locator")


def show(release: Release) -> None:
    """Filters, how many figures, the table, its download."""
    st.header(t("figures.title"), anchor=False)
    if not snapshot.has(release, "marts.period_comparisons"):
        empty(t("ledger.older"), t("ledger.older_next"))
    rows = worded(release, snapshot.ask(release, "period_comparisons"))
    if rows.is_empty():
        empty(t("figures.none"), t("figures.none_next"))
    tables.muted(t("figures.details"))
    chosen = narrowed(rows)
    tables.muted(t("figures.count", shown=len(chosen), total=len(rows)))
    shown = chosen.select(pl.col(name).alias(t(f"figures.{name}")) for name in COLUMNS)
    if shown.is_empty():
        tables.muted(t("figures.nothing_found"))
        return
    columns = {
        t(f"figures.{name}"): st.column_config.TextColumn(width=width)
        for name, width in WIDTHS[i18n.language()].items()
    }
    columns[t("figures.value")] = st.column_config.TextColumn(width=90, alignment="right")
    seen = tables.filled(shown, t("figures.comparison"), t("figures.prior"))
    tables.grid(seen, rows=16, config=columns)
    tables.csv_button(shown, f"{t('figures.title')}.csv", t("trends.csv"))


def worded(release: Release, rows: pl.DataFrame) -> pl.DataFrame:
    """One line a figure, all in words of the reader's language."""
    lines = [line(release, row) for row in rows.iter_rows(named=True)]
    return pl.DataFrame(lines, schema={name: pl.String for name in COLUMNS} | {"year": pl.Int64})


def line(release: Release, row: dict[str, Any]) -> dict[str, Any]:
    """One figure."""
    numbers, unit = labels.numbers(release), labels.unit(release, row["unit"] or "")
    name, decimals = labels.indicator(release, row["indicator"], short=False), decimals_of(release, row["indicator"])
    if row["hazard_key"] not in (None, EVERY):
        name = t("figures.of_hazard", name=name, hazard=labels.hazard(release, row["hazard_key"]))
    return {
        "name": name, "group": group(row["indicator_group"]), "region": labels.region(release, row["region_code"]),
        "period": period_words.period(row, numbers.language), "value": period_words.value(row, decimals, numbers),
        "unit": unit, "state": period_words.state(row, unit, numbers),
        "comparison": period_words.comparison(row, numbers), "prior": period_words.prior(row, unit, decimals, numbers),
        "source": row["source_file"] or "", "locator": row["source_locator"] or "", "year": row["year"],
    }  # fmt: skip


def decimals_of(release: Release, indicator: str) -> int:
    """The decimals that the codebook gives an indicator."""
    return int(labels.indicators(release).get(indicator, {}).get("decimals") or 0)


def group(code: str | None) -> str:
    """The kind of figure."""
    return i18n.word("group", code) if code else ""


def narrowed(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that all four filters leave."""
    grid = st.grid(4, min_column_width=150, gap="small")
    slots = [grid.cell() for _ in range(4)]
    with slots[0]:
        st.session_state.setdefault("figure_search", address.get("q") or "")
        words = st.text_input(t("figures.search"), key="figure_search", type="search", live=True,
                              placeholder=t("figures.search"), label_visibility="collapsed")  # fmt: skip
    address.put("q", words or None)
    picked = {}
    for slot, name in zip(slots[1:], ("group", "region", "year"), strict=True):
        with slot:
            picked[name] = pick(rows, name)
    for name, value in picked.items():
        rows = rows.filter(pl.col(name).cast(pl.String) == value) if value != EVERY else rows
    return searched(rows, words or "")


def pick(rows: pl.DataFrame, name: str) -> str:
    """One filter: a value that the figures have, or all of them."""
    known = rows[name].drop_nulls().cast(pl.String).unique(maintain_order=True).to_list()
    options = [EVERY, *(sorted(known, reverse=True) if name == "year" else [one for one in known if one])]
    return str(
        controls.choose(
            f"figure_{name}", options, EVERY, lambda one: t(f"figures.every_{name}") if one == EVERY else one
        )
    )


def searched(rows: pl.DataFrame, words: str) -> pl.DataFrame:
    """Rows in which every word stands somewhere, in any case of letters."""
    columns = ("name", "group", "region", "period", "unit", "state", "source")
    text = pl.concat_str([pl.col(name).fill_null("") for name in columns], separator=" ").str.to_lowercase()
    for word in words.lower().split():
        rows = rows.filter(text.str.contains(word, literal=True))
    return rows
