"""The dashboard: page setting, sign-in, language, navigation. Every page shows the current release and nothing else."""

from html import escape
from pathlib import Path

import streamlit as st
from altair.utils import schemapi

from dashboard import address, controls, i18n, snapshot, theme
from dashboard.components import sign_in
from dashboard.i18n import t
from dashboard.views import VIEWS


def main() -> None:
    """Draws what all pages share, then the page."""
    schemapi.disable_debug_mode()  # every part of a chart checked by itself triples the time; the tests check it whole
    st.set_page_config(page_title=t("app.title"), page_icon="📒", layout="wide")
    st.html(theme.STYLE)
    st.html(theme.variables() + theme.typography(i18n.language(), t("app.more_pages")))
    if sign_in.is_in_the_way():
        before_all_pages()
        return
    snapshot.pin()
    folder = Path(__file__).parent / "views"
    chosen = st.navigation(
        [
            st.Page(folder / f"{name}.py", title=t(f"pages.{name}"), url_path=name, default=name == "overview")
            for name in VIEWS
        ],
        position="top",
    )
    try:
        language_switch()
        with i18n.speaking(i18n.language()):
            sample_notice()
            chosen.run()
            footer()
    finally:
        address.write()


def before_all_pages() -> None:
    """The sign-in, at the address of every page, without the list of pages."""
    here = st.navigation(
        [st.Page(sign_in.page, title=t("sign_in.title"), url_path=name, default=name == "overview") for name in VIEWS],
        position="hidden",
    )
    language_switch()
    here.run()
    address.write()


def sample_notice() -> None:
    """The label of the sample: whoever looks at a page must see that its figures are made up."""
    release = snapshot.current()
    if release is not None and snapshot.facts(release).get("is_sample"):
        st.html(f'<p class="ll-notice" role="note">{escape(t("app.sample"))}</p>')


def footer() -> None:
    """Which release and which software this is."""
    release = snapshot.current()
    if release is not None:
        software = snapshot.facts(release).get("software_version") or ""
        version = t("app.version", release=release.release_id[:12], software=software)
        st.html(f'<footer class="ll-version">{escape(version)}</footer>')


def language_switch() -> None:
    """中文 or English, beside the navigation, and who is signed in; kept in the session and in the link."""
    if controls.is_newly_linked("lang") or i18n.STATE_KEY not in st.session_state:
        st.session_state[i18n.STATE_KEY] = i18n.linked() or i18n.language()
    st.session_state[i18n.STATE_KEY] = st.session_state[i18n.STATE_KEY]  # kept when another page draws first
    with st.container(
        key="language_switch", width="content", horizontal=True, vertical_alignment="center", gap="small"
    ):
        sign_in.who()
        st.segmented_control(
            t("app.language"), list(i18n.LANGUAGES), format_func=lambda code: i18n.LANGUAGES[code], key=i18n.STATE_KEY,
            label_visibility="collapsed", required=True,
        )  # fmt: skip
    controls.remember("lang", i18n.language())


main()
