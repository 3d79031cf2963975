"""A report as it would be read, asked of the command; every number in it says at the pointer where it comes from."""

import json
import os
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import snapshot
from dashboard.components import commands, report_sources, tables
from dashboard.components.commands import Outcome
from dashboard.i18n import t
from dashboard.report_page import ReportPage

KEPT = 60
RAW_SETTING = "LOSS_LEDGER_RAW"
TEMPLATES = "reference/report_templates"
Told = dict[str, Any]
Stamp = tuple[str, int, int]


class UnwrittenError(Exception):
    """No report; the outcome of the command says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.output)
        self.outcome = outcome


def told(page: ReportPage) -> Told | None:
    """The report as the command tells it, kept until the release or a template changes; None with the reason shown.

    Whether the reader may have it is asked at every run, kept or not.
    """
    arguments = [*page.arguments, "--json"]
    why = commands.refusal(arguments)
    if why is None:
        try:
            with st.spinner(t("report.writing")):
                return _written(tuple(arguments), str(snapshot.warehouse()), templates())
        except UnwrittenError as error:
            why = commands.in_language(error.outcome.output)
    st.warning(t("report.unwritten"))
    st.code(why, language=None, wrap_lines=True)
    return None


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _written(arguments: tuple[str, ...], warehouse: str, stamps: tuple[Stamp, ...]) -> Told:
    """One report; what failed is not kept."""
    del warehouse, stamps
    outcome = commands.run(arguments)
    lines = [line for line in outcome.output.splitlines() if line.startswith("{")]
    if not outcome.succeeded or not lines:
        raise UnwrittenError(outcome)
    found: Told = json.loads(lines[-1])
    return found


def templates() -> tuple[Stamp, ...]:
    """What changes when somebody edits a template of the bureau's own."""
    named = os.environ.get(RAW_SETTING)
    raw = Path(named).expanduser() if named else Path(__file__).resolve().parents[2] / "raw"
    found = (raw / TEMPLATES).glob("*.txt")
    return tuple(sorted((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in found))


def show(page: ReportPage, report: Told) -> None:
    """Title, then by section: heading, paragraphs, table and charts, the numbers of the section to be opened."""
    with st.container(border=True, key="report_paper"):
        st.html(f'<h2 class="ll-report-title" lang="zh">{escape(report["title"])}</h2>')
        for place, section in enumerate(report["sections"]):
            st.html(f'<div class="ll-report" lang="zh">{"".join(text(page, report, section))}</div>')
            for name in section["exhibits"]:
                exhibit(report, name)
            report_sources.of_section(page.release, report, place)


def text(page: ReportPage, report: Told, section: Told) -> list[str]:
    """Heading and paragraphs of a section."""
    heading = [f"<h3>{escape(section['heading'])}</h3>"] if section["heading"] else []
    return heading + [f"<p>{''.join(piece(page, report, one) for one in pieces)}</p>" for pieces in section["pieces"]]


def piece(page: ReportPage, report: Told, one: str | int) -> str:
    """Words, or a number with its source at the pointer."""
    if isinstance(one, str):
        return escape(one)
    number = report["numbers"][one]
    hint = report_sources.hint(page.release, number)
    return f'<span class="ll-number" title="{escape(hint)}">{escape(number["number"])}</span>'


def exhibit(report: Told, name: str) -> None:
    """The table, or a chart as the document has it."""
    if name in report["charts"]:
        chart = report["charts"][name]
        st.html(f'<p class="ll-report-caption" lang="zh">{escape(chart["title"])}</p>')
        with st.container(key=f"report_{name}"):
            st.vega_lite_chart(spec=chart["specification"], theme=None, key=f"chart_{name}", alt=chart["spoken"])
        return
    for one in report["tables"]:
        st.html(f'<p class="ll-report-caption" lang="zh">{escape(one["title"])}</p>')
        tables.show(one["columns"], one["rows"])


def plain(report: Told) -> str:
    """Title and paragraphs, to be pasted."""
    parts = [report["title"]]
    for section in report["sections"]:
        parts += [*filter(None, [section["heading"]]), *section["paragraphs"]]
    return "\n".join(parts)
