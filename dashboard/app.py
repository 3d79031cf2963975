"""The dashboard: page setting, language, navigation. Every page shows the current release and nothing else."""

from html import escape
from pathlib import Path

import streamlit as st
from altair.utils import schemapi

from dashboard import i18n, snapshot, theme
from dashboard.components import sign_in
from dashboard.i18n import t

VIEWS = {
    "overview": "📊", "trends": "📈", "records": "📋", "relief": "🤝", "figures": "🔢",
    "revisions": "🕓", "quality": "🔎", "updates": "🔄", "filings": "🗄️", "download": "📥",
}  # fmt: skip


def main() -> None:
    """Draws what all pages share, then the page."""
    schemapi.disable_debug_mode()  # every part of a chart checked by itself triples the time; whole charts still are
    st.set_page_config(page_title=t("app.title"), page_icon="📒", layout="wide")
    st.html(theme.STYLE)
    if sign_in.is_in_the_way():
        before_all_pages()
        return
    folder = Path(__file__).parent / "views"
    chosen = st.navigation(
        [
            st.Page(folder / f"{name}.py", title=t(f"pages.{name}"), url_path=name, default=name == "overview")
            for name in VIEWS
        ],
        position="top",
    )
    banner()
    chosen.run()


def before_all_pages() -> None:
    """The sign-in, at the address of every page, without the list of pages."""
    _, switch = st.columns([5, 1])
    with switch, st.container(horizontal_alignment="right"):
        language_switch()
    st.navigation(
        [st.Page(sign_in.page, title=t("sign_in.title"), url_path=name, default=name == "overview") for name in VIEWS],
        position="hidden",
    ).run()


def banner() -> None:
    """The label of the sample, the release, the language."""
    words, switch = st.columns([3, 1], vertical_alignment="center", gap="small")
    with switch, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        sign_in.who()
        language_switch()
    with words:
        release = snapshot.current()
        if release is None:
            return
        facts = snapshot.facts(release)
        version = t("app.version", release=release.release_id[:12], software=facts.get("software_version") or "")
        notice = f'<span class="ll-notice">{escape(t("app.sample"))}</span>' if facts.get("is_sample") else ""
        st.html(f'<div class="ll-banner">{notice}<span class="ll-version">{escape(version)}</span></div>')


def language_switch() -> None:
    """中文 or English, kept in the session and in the link."""
    st.session_state.setdefault(i18n.STATE_KEY, i18n.language())
    st.session_state[i18n.STATE_KEY] = st.session_state[i18n.STATE_KEY]  # kept when another page draws first
    st.segmented_control(
        t("app.language"), list(i18n.LANGUAGES), format_func=lambda code: i18n.LANGUAGES[code], key=i18n.STATE_KEY,
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    st.query_params["lang"] = i18n.language()


main()
