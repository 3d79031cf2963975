"""A plain table with exact figures and, where wanted, a bar in the cell; it scrolls sideways on a phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import links
from dashboard.components import saving


@dataclass(frozen=True)
class Bar:
    """A cell with a bar: the words, and the share of the longest (0–100)."""

    words: str
    share: int


@dataclass(frozen=True)
class Noted:
    """A cell with a small line below its words; an empty one takes no room."""

    words: str
    note: str = ""


@dataclass(frozen=True)
class Linked:
    """A cell that leads to the rows behind it, or to another view."""

    words: str
    target: str


@dataclass(frozen=True)
class Wrapped:
    """A cell of long words that takes several lines."""

    words: str


Cell = str | Bar | Noted | Linked | Wrapped


def cell(content: Cell, css: str = "") -> str:
    if isinstance(content, str):
        return f"<td{css}>{escape(content)}</td>"
    if isinstance(content, Wrapped):
        return f'<td class="ll-wrap">{escape(content.words)}</td>'
    if isinstance(content, Linked):
        return f"<td{css}>{links.anchor(content.words, content.target)}</td>"
    if isinstance(content, Noted):
        note = f'<span class="ll-note">{escape(content.note)}</span>' if content.note else ""
        classes = css.replace("ll-words", "ll-words ll-noted") or ' class="ll-noted"'
        return f"<td{classes}>{escape(content.words)}{note}</td>"
    fill = (
        f'<span class="ll-track"><span class="ll-fill" style="width:{max(0, min(100, content.share))}%"></span></span>'
    )
    return f'<td class="ll-bar">{fill}<span class="ll-amount">{escape(content.words)}</span></td>'


def table(
    headings: Sequence[str], rows: Sequence[Sequence[Cell]], *, total: Sequence[Cell] | None = None, words: int = 1,
    more: str = "",
) -> str:  # fmt: skip
    """The table as HTML; the first columns, as many as `words`, hold words and stand to the left.

    `more` says below what is left out.
    """
    css = [' class="ll-words"' if 0 < n < words else "" for n in range(len(headings))]
    head = "".join(f'<th scope="col"{one}>{escape(said)}</th>' for said, one in zip(headings, css, strict=True))
    body = "".join(f"<tr>{''.join(map(cell, row, css))}</tr>" for row in rows)
    foot = f'<tr class="ll-total">{"".join(map(cell, total, css))}</tr>' if total else ""
    left = f'<tr class="ll-more"><td colspan="{len(headings)}">{escape(more)}</td></tr>' if more else ""
    content = f"<thead><tr>{head}</tr></thead><tbody>{body}{left}{foot}</tbody>"
    amount = max((len(one.words) for row in rows for one in row if isinstance(one, Bar)), default=0)
    room = f' style="--ll-amount: {amount}ch"' if amount else ""  # the rest of the cell is for the bar
    return f'<div class="ll-scroll" tabindex="0"><table class="ll-table"{room}>{content}</table></div>'


def show(
    headings: Sequence[str], rows: Sequence[Sequence[Cell]], *, total: Sequence[Cell] | None = None, words: int = 1,
    more: str = "",
) -> None:  # fmt: skip
    """The table on the page."""
    st.html(table(headings, rows, total=total, words=words, more=more))


def worded(frame: pl.DataFrame, column: str, words: Callable[[str], str], heading: str | None = None) -> pl.Series:
    """A column of codes as words; an empty code stays empty.

    Not in an expression: polars would call `words` from a thread that does not know the reader's language.
    """
    known = {code: words(code) for code in frame[column].unique() if code}
    return pl.Series(heading or column, [known.get(code, "") for code in frame[column]], dtype=pl.String)


def filled(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The frame without those of some columns of words that say nothing in any row."""
    return frame.drop(one for one in columns if (frame[one].fill_null("") == "").all())


def grid(frame: pl.DataFrame, *, rows: int = 10, config: dict[str, Any] | None = None) -> None:
    """A frame that can be sorted and searched; text that is not there stays empty."""
    words = frame.with_columns(pl.col(pl.String).fill_null(""))
    st.dataframe(
        words, hide_index=True, height="content" if len(words) <= rows else 36 * (rows + 1), column_config=config
    )


def title(words: str, details: str = "") -> None:
    """What a table inside a block is, and how to read it."""
    small = f'<p class="ll-muted">{escape(details)}</p>' if details else ""
    st.html(f'<h3 class="ll-title">{escape(words)}</h3>{small}')


def muted(words: str) -> None:
    """A quiet line."""
    st.html(f'<p class="ll-muted">{escape(words)}</p>')


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """UTF-8 with BOM, CRLF; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    text = pl.col(pl.String)
    is_formula = text.str.contains(r"^[=@\t+\-]") & ~text.str.contains(r"^[+-]?\d+(\.\d+)?$")
    harmless = frame.with_columns(pl.when(is_formula).then("'" + text).otherwise(text).name.keep())
    return harmless.write_csv(line_terminator="\r\n").encode("utf-8-sig")


def right_aligned(*headings: str) -> dict[str, Any]:
    """Columns whose numbers are words (all their decimals kept) stand to the right like numbers."""
    return {heading: st.column_config.TextColumn(alignment="right") for heading in headings}


def csv_button(frame: pl.DataFrame | Callable[[], pl.DataFrame], name: str, label: str, *, key: str = "") -> None:
    """The frame, or what makes it at the click, as CSV that Excel and WPS open right: UTF-8 with BOM, CRLF."""
    saving.button(
        label,
        lambda: csv_bytes(frame if isinstance(frame, pl.DataFrame) else frame()),
        name,
        mime="text/csv",
        key=key or f"csv_{label}",
    )
