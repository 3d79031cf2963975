"""What is taken away of a report, and what to know before it is passed on: files, what is missing, its template."""

from collections.abc import Callable

import streamlit as st

from dashboard import i18n, labels
from dashboard.components import commands, saving, tables, written_report
from dashboard.components.written_report import Told
from dashboard.i18n import t
from dashboard.report_page import ReportPage

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SOURCES = ".sources.csv"
KINDS = {".docx": WORD, ".txt": "text/plain", SOURCES: "text/csv"}
BRIEF = "brief"


def show(page: ReportPage, report: Told) -> None:
    """The files, the brief to be copied, what is missing, how to change the words, the command."""
    for ending, mime in KINDS.items():
        saving.button(
            t(f"report.save_{ending.strip('.').replace('.', '_')}"), content(page, report["title"], ending),
            f"{report['title']}{ending}", mime=mime, key=f"save{ending}", width="stretch",
            kind="primary" if ending == ".docx" else "secondary",
        )  # fmt: skip
    tables.muted(t("report.save_help_brief" if page.kind == BRIEF else "report.save_help"))
    if report["missing"]:
        st.warning(t("report.missing", names=t("words.list_comma").join(missing(page, report))))
    else:
        tables.muted(t("report.nothing_missing"))
    if i18n.language() != "zh":
        tables.muted(t("report.chinese_only"))
    with st.expander(t("report.change_words")):
        wording(page, report)


def missing(page: ReportPage, report: Told) -> list[str]:
    """What there are no data of: indicators and ledgers in the reader's language, else as the report calls it."""
    known = labels.indicators(page.release)
    words = {name: labels.indicator(page.release, name) if name in known else i18n.word("ledger", name)
             for name in report["missing_names"]}  # fmt: skip
    told = zip(words, report["missing"], strict=True)
    return [words[name] if words[name] != name else said for name, said in told]


def content(page: ReportPage, title: str, ending: str) -> Callable[[], bytes]:
    """Makes one file; it runs outside the page, after the click. Whether the reader may is asked here."""
    name = f"{title}{'.txt' if ending == SOURCES else ending}"
    made = commands.later(page.arguments, name)

    def written() -> bytes:
        outcome, files = made()
        found = [data for file, data in files.items() if file.endswith(ending)]
        if not found:
            raise RuntimeError(outcome.output)
        return found[0]

    return written


def wording(page: ReportPage, report: Told) -> None:
    """Which template wrote it, and where the bureau's own lies."""
    own, file = report["template"], f"{page.kind.replace('-', '_')}.txt"
    is_own = own.startswith(written_report.TEMPLATES)
    st.caption(t("report.template_own" if is_own else "report.template_shipped", file=file))
    st.caption(t("download.command"))
    st.code(commands.as_typed([*page.arguments, "--out", f"{report['title']}.docx"]), language=None, wrap_lines=True)


def brief(report: Told) -> None:
    """The whole brief with the button that copies it, and how many characters it has."""
    st.caption(t("report.copy", count=report["characters"], limit=report["limit"]))
    st.code(written_report.plain(report), language=None, wrap_lines=True)
