"""The rows behind a figure: best versions as filed, with file, sheet and row."""

from datetime import date
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, figures, i18n, labels, links, snapshot
from dashboard.components import as_known, place_records, tables
from dashboard.i18n import t
from dashboard.page import Page, empty
from dashboard.stretches import stretch

PAGE_SIZE, MOST = 100, 1000
FIRST = ("occurred_at", "region_name", "region_level", "hazard_key", "stage")
PLACE = ("source_file", "source_locator")
LAST = ("as_of", "held_out", "event_id", "region_code")
HEADINGS = {
    "occurred_at": "records.occurred_at", "region_name": "records.region", "region_level": "records.level",
    "hazard_key": "records.hazard", "stage": "records.stage", "as_of": "records.as_of", "held_out": "records.held_out",
    "source_file": "records.source", "source_locator": "records.locator", "event_id": "records.event",
    "region_code": "records.region_code",
}  # fmt: skip


def show(page: Page) -> None:
    """The rows behind a selection, a figure or a disaster: as known now, or at the end of an earlier day."""
    day = as_known.chosen(page.release)
    title = escape(f"{page.region} · {page.period} · {page.hazard}")
    st.html(f'<div class="ll-head"><h1>{title}</h1></div>')
    name, event = place_records.indicator(page), address.get("event")
    if day is not None:
        as_known.banner(page.release, day)
    elif event:
        of_disaster(page, event, name)
        return
    elif name:
        place_records.show_figure(page, name)
        st.subheader(t("records.title"), anchor=False)
    counts = place_records.counts(page, day)
    if not counts["records"]:
        tables.muted(t("empty.no_rows") if day is None else t("as_known.no_rows", day=day))
        tables.muted(t("empty.no_rows_next"))
        return
    tables.muted(t("records.count", **counts))
    pages = -(-counts["records"] // PAGE_SIZE)
    is_wide = st.toggle(t("records.all_columns"), key="all_columns")
    number = st.pagination(pages, key="record_page") if pages > 1 else 1
    rows = one_page(page, name, day, (min(number, pages) - 1) * PAGE_SIZE)
    stated = "" if day is None else f"_{t('as_known.file', day=day)}"
    listed(page, rows, name, wide=is_wide, file=f"{page.file_name(t('records.title'))}{stated}.csv")


def one_page(page: Page, name: str | None, day: date | None, offset: int) -> pl.DataFrame:
    """Newest first; those that hold most of a figure first where one is asked about."""
    about = page.bounds | {"day": day, "limit": PAGE_SIZE}
    if name is not None and day is None:
        return snapshot.ask(page.release, "records_by_value", indicator=name, offset=offset, **about)
    days = place_records.days(page, day).select("date", "records").iter_rows()
    about |= stretch(days, offset, PAGE_SIZE, page.selection.period.first).bounds
    return snapshot.ask(page.release, "records" if day is None else "records_as_known", **about)


def of_disaster(page: Page, event: str, name: str | None) -> None:
    """All records of one disaster in the region and below it."""
    rows = snapshot.ask(page.release, "records_of_event", event=event, limit=MOST, **page.bounds)
    back = links.address("records", page.selection, indicator=name)
    st.html(f"<p>{links.anchor(t('records.back'), back)}</p>")
    if rows.is_empty():
        tables.muted(t("records.no_event"))
        return
    tables.muted(t("records.of_event", event=event, count=len(rows)))
    is_wide = st.toggle(t("records.all_columns"), key="all_columns")
    listed(page, rows, name, wide=is_wide, file=f"{page.file_name(t('records.title'), event)}.csv")


def listed(page: Page, rows: pl.DataFrame, name: str | None, *, wide: bool, file: str) -> None:
    """The rows as a table, and as a file."""
    shown = worded(page, rows, first=name, wide=wide)
    tables.grid(shown, rows=14, config=number_columns(page, shown))
    tables.csv_button(shown, file, t("records.csv"))


def worded(page: Page, rows: pl.DataFrame, *, first: str | None, wide: bool) -> pl.DataFrame:
    """Codes and headings as words. Main figures first, `first` before them, then file and row, then the rest; all of it
    when `wide`."""
    main = list(dict.fromkeys([*([first] if first else []), *(card.main for card in figures.cards()[::-1])]))
    others = [name for name in page.codebook if name in rows.columns and name not in main]
    more = [name for name in others if wide or (rows[name].is_not_null().any() and page.codebook[name].get("headline"))]
    frame = rows.select(*FIRST, *main, *PLACE, *more, *LAST).with_columns(
        pl.col("occurred_at", "as_of").dt.strftime("%Y-%m-%d %H:%M"),
        tables.worded(rows, "hazard_key", lambda key: labels.hazard(page.release, key)),
        tables.worded(rows, "region_level", lambda code: i18n.word("level", code)),
        tables.worded(rows, "stage", lambda code: i18n.word("stage", code)),
    )
    headings = {name: t(key) for name, key in HEADINGS.items()}
    return frame.rename(headings | {name: labels.heading(page.release, name) for name in (*main, *more)})


def number_columns(page: Page, shown: pl.DataFrame) -> dict[str, Any]:
    """Decimals as the codebook says."""
    decimals = {labels.heading(page.release, name): int(row["decimals"] or 0) for name, row in page.codebook.items()}
    return {
        name: st.column_config.NumberColumn(format=f"%.{decimals[name]}f") for name in shown.columns if name in decimals
    }


def empty_when_nothing(page: Page) -> None:
    """Without any table of records there is nothing to list."""
    if not snapshot.has(page.release, "core.losses"):
        empty(t("empty.no_statistics"), t("empty.no_statistics_next"))
