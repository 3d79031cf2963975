"""Choices of one page that live in its link: a new link prevails over what was chosen before, a click over the link."""

from collections.abc import Collection, Mapping

import streamlit as st

from dashboard import address


def choice(
    key: str, options: Mapping[str, str], label: str, *, empty: str | None = None, is_always_told: bool = False
) -> str:
    """One of these options (value → words), the first by default; with `empty` none (“”) until one is chosen.

    `is_always_told`: the link names the first, too, where another may be the first tomorrow.
    """
    told = _from_link(key, options)
    if told is not None:
        st.session_state[key] = told
    elif st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    picked = st.selectbox(
        label, list(options), index=None if empty is not None else 0, format_func=lambda value: options[value], key=key,
        placeholder=empty or "",
    )  # fmt: skip
    default = None if empty is not None else next(iter(options))
    _keep(key, picked if is_always_told or picked != default else None)
    return picked or ""


def _from_link(key: str, options: Collection[str]) -> str | None:
    """The option that a link newly asks for: one that this page wrote itself asks for nothing."""
    linked = address.get(key)
    return linked if linked in options and linked != st.session_state.get(f"linked_{key}") else None


def _keep(key: str, value: str | None) -> None:
    st.session_state[f"linked_{key}"] = value
    address.put(key, value)
