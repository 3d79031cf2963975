"""The rows of the ledgers behind the figures of a page: each with its file, sheet and row."""

from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from dashboard import labels, period_words, snapshot
from dashboard.components import tables
from dashboard.formats import unit_name
from dashboard.i18n import t
from dashboard.ledger_page import LedgerPage

LEDGERS = ("relief_funds", "relief_supplies", "winter_spring", "insurance_policies", "insurance_claims", "rebuilding")
LIMIT = 500
NUMBERS = ("money", "decimal", "percent", "integer")


def show(page: LedgerPage, seasons: list[str]) -> None:
    """One table a ledger, in a part that is closed until asked for."""
    with st.expander(t("ledger.rows")):
        tables.muted(t("ledger.rows_details"))
        shown = [show_ledger(page, name, seasons) for name in LEDGERS if snapshot.has(page.release, f"core.{name}")]
        if not any(shown):
            tables.muted(t("ledger.no_rows"))


def show_ledger(page: LedgerPage, name: str, seasons: list[str]) -> bool:
    """The rows of one ledger; false when there are none."""
    rows = page.ask(f"rows_{name}", seasons=seasons, limit=LIMIT)
    if rows.is_empty():
        return False
    tables.title(t(f"ledger.{name}"))
    columns = labels.ledger_columns(page.release, name).values()
    right = [heading_of(page, column) for column in columns if column["type"] in NUMBERS]
    config = {heading: st.column_config.TextColumn(alignment="right") for heading in right}
    tables.grid(worded(page, name, rows), rows=8, config=config)
    if len(rows) >= LIMIT:
        tables.muted(t("quality.limited", limit=LIMIT))
    return True


def worded(page: LedgerPage, name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The columns that the rows fill in, under their names; codes as words; money as it is kept, in 元."""
    columns = labels.ledger_columns(page.release, name)
    filled = [column for column in columns if column in rows.columns and rows[column].is_not_null().any()]
    place = [pl.col("source_file").alias(t("records.source")), pl.col("source_locator").alias(t("records.locator"))]
    region = tables.worded(rows, "current_code", lambda code: labels.region(page.release, code), t("records.region"))
    return rows.select(region, *(cells(page, rows, columns[column]) for column in filled), *place)


def heading_of(page: LedgerPage, column: dict[str, Any]) -> str:
    """The name of a column, with its unit where the name does not say it."""
    language = page.numbers.language
    unit = unit_name(column["unit"], language) if column["unit"] else ""
    name = str(column[f"name_{language}"] or column["name_zh"])
    is_said = unit.casefold() in name.casefold()  # true as well where there is no unit
    return name if is_said else t("words.with_unit", name=name, unit=unit)


def cells(page: LedgerPage, rows: pl.DataFrame, column: dict[str, Any]) -> pl.Series:
    """One column under its heading."""
    name, kind, heading = column["column_name"], column["type"], heading_of(page, column)
    if kind == "choice":
        return tables.worded(rows, name, lambda value: page.choice(column["choices"], value), heading)
    if kind == "hazard":
        return tables.worded(rows, name, lambda key: labels.hazard(page.release, key), heading)
    if kind in NUMBERS:
        words = [None if value is None else written(page, value, kind) for value in rows[name]]
        return pl.Series(heading, words, dtype=pl.String)
    text: pl.Series = rows[name].cast(pl.String).alias(heading)
    return text


def written(page: LedgerPage, value: Decimal | int, kind: str) -> str:
    """A number as people read it: money with two decimals, the rest with those it has."""
    return page.numbers.plain(value, 2) if kind == "money" else period_words.number(Decimal(value), page.numbers)
