"""What a leader takes away from Overview: the summary table, the words, the sheet to print."""

import streamlit as st

from dashboard import figures
from dashboard.components import cards, commands, print_view, saving
from dashboard.figures import Card
from dashboard.formats import Scale
from dashboard.i18n import t
from dashboard.page import Page


def show(page: Page, sentence: str) -> None:
    """The three buttons, side by side."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="actions"):
        summary(page)
        with st.popover(t("actions.copy"), help=t("actions.copy_help")):
            st.code(as_text(page, sentence), language=None, wrap_lines=True)
        st.link_button(t("actions.print"), print_view.address(page), help=t("actions.print_help"))


def summary(page: Page) -> None:
    """汇总表: made by the export command when asked for, then offered."""
    chosen = page.selection
    arguments = [
        "annual_summary",
        "--year",
        str(chosen.year),
        "--region",
        chosen.region,
        "--release",
        page.release.release_id,
    ]
    made = st.session_state.get("summary", {})
    if made.get("for") == arguments:
        saving.button(t("download.save", name=made["name"]), lambda: made["content"], made["name"], mime=saving.ZIP,
                      key="save_summary", kind="primary")  # fmt: skip
        return
    if st.button(t("actions.summary"), key="make_summary", help=t("actions.summary_help")):
        with st.spinner(t("actions.preparing")):
            outcome, files = commands.export(arguments)
        if not outcome.succeeded:
            commands.tell(outcome, "", t("actions.failed"))
            return
        name = f"{page.region}_{t('actions.summary')}_{chosen.year}.zip"
        st.session_state["summary"] = {"for": arguments, "name": name, "content": commands.zipped(files)}
        st.rerun()


def as_text(page: Page, sentence: str) -> str:
    """The sentence and the cards as plain words, for a report: no arrows, every number with its unit."""
    return "\n".join([sentence, *(line(page, layout) for layout in figures.cards())])


def line(page: Page, layout: Card) -> str:
    """One card: 受灾人口35,459人次，比上年同期减少25.8%（上年同期47,777人次）；近5年同期均值…"""
    main, scale, numbers = page.figure(layout.main), cards.card_scale(page, layout), page.numbers
    title = t(f"cards.{layout.title}")
    if main.value is None:
        return t("actions.unknown", name=title)
    unit = f"{figures.spacer(numbers.language)}{scale.unit}"
    words = t(
        "actions.line", name=title, amount=f"{numbers.scaled(main.value, scale)}{unit}",
        change=figures.sentence_words(main, scale, numbers, prior=page.prior),
    )  # fmt: skip
    if main.prior is not None:
        words += t("actions.before", prior=page.prior, amount=f"{numbers.scaled(main.prior, scale)}{unit}")
    if main.mean is not None:
        mean = numbers.scaled(main.mean, Scale(scale.unit, scale.divisor, max(scale.decimals, 1)))
        span = figures.mean_span(page.selection.year, main.mean_years, numbers)
        words += t("actions.mean", mean=page.mean, amount=f"{mean}{unit}", span=span)
    return words + t("actions.stop")
