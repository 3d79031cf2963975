"""The one button that saves a file: it is made at the click, for the reader who was shown the button, for nobody else.

Until somebody clicks nothing lies at an address. What is made at the click runs outside the page: it may not ask for
the session, but whoever signed out or was struck from the list meanwhile gets nothing.
"""

from collections.abc import Callable
from typing import Literal

import streamlit as st

from dashboard import access, i18n, kept_files

ZIP = "application/zip"


class NoLongerError(Exception):
    """The reader may not look any more."""


def button(  # noqa: PLR0913 - the options of Streamlit's own button, by name
    label: str, content: Callable[[], bytes], name: str, *, mime: str, key: str,
    kind: Literal["primary", "secondary", "tertiary"] = "secondary", width: Literal["content", "stretch"] = "content",
) -> None:  # fmt: skip
    """Offers a file; `content` is called at the click."""
    reader, told, language = access.required(), access.claims(), i18n.language()

    def made() -> bytes:
        if not access.holds(reader, told):
            raise NoLongerError
        with i18n.speaking(language):
            data = content()
        kept_files.keep_for(reader.sign_in, data, mime, name)
        return data

    st.download_button(label, made, name, mime=mime, key=key, type=kind, width=width, on_click="ignore")
