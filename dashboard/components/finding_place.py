"""One finding: the rows of its file around the cell, what is wrong, what to do, and the workbook to correct it in."""

from collections.abc import Callable
from html import escape
from pathlib import PurePosixPath
from typing import Any

import streamlit as st

from dashboard import documents, i18n, labels, links, snapshot
from dashboard.components import commands, linked, rights, saving, tables
from dashboard.i18n import t
from dashboard.snapshot import Release

SECONDS = 60
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
GROUP = ("rule_id", "severity", "status", "source_file")
KEY, BETWEEN = "finding", "|"
"""A finding in the link: its number in its group, and its place, so that an old link opens no other."""
Row = dict[str, Any]


def choose(release: Release, findings: list[Row]) -> None:
    """A finding of the group, by choice or by a link (`finding=1|Sheet1!12`), with its cell."""
    of_key = {f"{number}{BETWEEN}{row['source_locator'] or ''}": row for number, row in enumerate(findings, 1)}
    group = tuple(findings[0][name] for name in GROUP) if findings else ()
    if st.session_state.get("finding_group", group) != group:  # number and place may be those of another finding here
        st.session_state.pop(KEY, None)
    st.session_state["finding_group"] = group
    names = {key: _name(release, row) for key, row in of_key.items()}
    picked = linked.choice(KEY, names, t("quality.choose_finding"), empty=t("quality.choose_finding_hint"))
    finding = of_key.get(picked)
    if finding is not None:
        with st.container(border=True):
            show(release, finding)


def chosen_locator() -> str:
    """The place of the finding that is shown; “” where none is. The name of a sheet may hold anything."""
    return str(st.session_state.get(KEY) or "").partition(BETWEEN)[2]


def show(release: Release, finding: Row) -> None:
    """The finding with its cell and the workbook."""
    file, place = str(finding["source_file"]), str(finding["source_locator"] or "")
    title = t("quality.at", file=PurePosixPath(file).name, place=place or t("quality.whole"))
    message = str(finding[f"message_{i18n.language()}"] or finding["message_zh"] or "")
    tables.title(title)
    st.html(f"<p>{escape(message)}</p>")
    tables.muted(t(f"quality.todo_{finding['severity']}"))
    if document := _page_of(release, file):
        st.html(links.anchor(t("quality.to_document"), document))
        return
    if not rights.may("rows"):
        return
    with st.spinner(t("quality.opening")):
        told = rows(release.release_id, file, place, str(finding["rule_id"]), str(finding["indicator"] or ""))
    if told is None:
        rows.clear()
        tables.muted(t("quality.no_excerpt"))
        return
    if told.get("rows"):
        st.html(excerpt(told))
        tables.muted(_legend(told))
    elif place:
        tables.muted(t("quality.no_rows"))
    offer(release, file, told)


def _page_of(release: Release, file: str) -> str | None:
    """The address of the page where a document's figures are confirmed; None for any other file."""
    if not rights.sees_all() or not snapshot.has(release, *documents.TABLES):
        return None
    known = {row["path"] for row in snapshot.ask(release, "documents").iter_rows(named=True)}
    return links.plain("documents", lang=i18n.language(), document=file) if file in known else None


@st.cache_data(show_spinner=False, max_entries=200)
def rows(release_id: str, file: str, place: str, rule: str, indicator: str) -> Row | None:
    """What `loss-ledger rows` tells of a place; None where it takes too long. It never changes within a release."""
    arguments = ["rows", file, f"--at={place}", f"--rule={rule}", f"--indicator={indicator}", "--release", release_id]
    told: Row | None = commands.told([*arguments, "--json"], SECONDS)
    return told


def excerpt(told: Row) -> str:
    """The rows as a table with the letters and numbers of the spreadsheet; the cell is framed, not only coloured."""
    columns, personal = told["columns"], set(told["personal"])
    head = "".join(f'<th scope="col">{escape(letters)}</th>' for letters in ("", *columns))
    lines, before = [], None
    for row in told["rows"]:
        if before is not None and row["row"] != before + 1:
            lines.append(f'<tr class="ll-gap"><td colspan="{len(columns) + 1}">⋯</td></tr>')
        before = row["row"]
        cells = "".join(
            _cell(text, f"{letters}{row['row']}", told, is_blank=letters in personal and row["kind"] != "heading")
            for letters, text in zip(columns, row["cells"], strict=True)
        )
        kind = ' class="ll-heading"' if row["kind"] == "heading" else ""
        lines.append(f'<tr{kind}><th scope="row">{row["row"]}</th>{cells}</tr>')
    name = escape(t("quality.excerpt_of", sheet=told["sheet"] or t("quality.only_sheet")))
    return (
        f'<div class="ll-scroll" tabindex="0" role="region" aria-label="{name}"><table class="ll-table ll-excerpt">'
        f"<caption>{name}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _cell(text: str, place: str, told: Row, *, is_blank: bool) -> str:
    if place == told.get("cell"):
        return f'<td class="ll-bad"><mark>{escape(text) or "&nbsp;"}</mark></td>'
    is_its_row = told.get("cell") == place.lstrip(LETTERS)  # the row is known, not the cell
    if is_its_row or place in told.get("compared", ()):
        return f'<td class="ll-compared">{escape(text)}</td>'
    return f"<td>{escape(t('quality.personal_blank')) if is_blank else escape(text)}</td>"


def _legend(told: Row) -> str:
    key = "quality.marked_row" if told["cell"].isdecimal() else "quality.marked"
    words = [t(key, cell=told["cell"])]
    compared = [*told.get("compared", ()), *told.get("elsewhere", ())]
    if compared:
        words.append(t("quality.compared", cells=t("words.list_comma").join(compared)))
    return " ".join(words)


def offer(release: Release, file: str, told: Row) -> None:
    """The workbook to correct the file in: made when the button is pressed, and not before."""
    name = told.get("workbook")
    if not name:
        refused = told.get("refused") or {}
        tables.muted(str(refused.get(i18n.language()) or t("quality.no_workbook")))
        return
    if not rights.may("correct"):
        return
    saving.button(
        t("quality.download_correction"), workbook(release.release_id, file), str(name), mime=WORKBOOK,
        key="correction", kind="primary",
    )  # fmt: skip
    tables.muted(t("quality.correction_help"))


def workbook(release_id: str, file: str) -> Callable[[], bytes]:
    """Makes the workbook; it runs outside the page, after the click. Whether the reader may is asked here."""
    made = commands.later(["correct", file, "--release", release_id])

    def content() -> bytes:
        outcome, files = made()
        if not files:
            raise RuntimeError(outcome.output)
        return next(iter(files.values()))

    return content


def _name(release: Release, row: Row) -> str:
    parts = (
        row["source_locator"] or t("quality.whole"),
        row["region_code"] and labels.region(release, row["region_code"]),
        row["indicator"] and labels.column(release, row["indicator"]),
        row["value"],
    )
    return " · ".join(str(part) for part in parts if part)
