"""Report: the annual, half-year and brief report in words, every number with its source, to be taken along."""

import streamlit as st

from dashboard import report_page
from dashboard.components import report_files, report_sources, rights, written_report
from dashboard.i18n import t

st.header(t("report.title"), anchor=False)
page = report_page.opened()
if rights.may("report"):
    report = written_report.told(page)
    if report is not None:
        side, paper = st.columns([3, 8], gap="medium")
        with side:
            report_files.show(page, report)
        with paper:
            if page.kind == report_files.BRIEF:
                report_files.brief(report)
            written_report.show(page, report)
            report_sources.everything(report)
