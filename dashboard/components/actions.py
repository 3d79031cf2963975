"""What a leader takes away from Overview: the summary table and the words."""

import streamlit as st

from dashboard import figures
from dashboard.components import cards, commands
from dashboard.i18n import t
from dashboard.page import Page


def show(page: Page, sentence: str) -> None:
    """The two buttons, side by side."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        summary(page)
        with st.popover(t("actions.copy"), help=t("actions.copy_help")):
            st.code(as_text(page, sentence), language=None, wrap_lines=True)


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
        st.download_button(t("download.save", name=made["name"]), made["content"], made["name"], key="save_summary",
                           type="primary", on_click="ignore")  # fmt: skip
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
    """The sentence and the cards as plain words."""
    lines = [sentence]
    for layout in figures.cards():
        main, scale = page.figure(layout.main), cards.card_scale(page, layout)
        value = page.numbers.scaled(main.value, scale)
        amount = t("words.no_data") if value is None else f"{value}{figures.spacer(page.numbers.language)}{scale.unit}"
        details = [*cards.compared(page, main, scale), *cards.mean_lines(page, main, scale)]
        lines.append(
            t(
                "actions.line",
                name=t(f"cards.{layout.title}"),
                amount=amount,
                details=t("actions.separator").join(details),
            )
        )
    return "\n".join(lines)
