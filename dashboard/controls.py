"""A control whose value lives in the session and in the link: what a person chose last, on any page or by a link."""

from collections.abc import Callable, Hashable
from typing import TypeVar

import streamlit as st

from dashboard import address
from dashboard.i18n import t

T = TypeVar("T", bound=Hashable)


def choose(
    key: str,
    options: list[T],
    default: T,
    name: Callable[[T], str],
    parse: Callable[[str], T] = str,  # type: ignore[assignment]
) -> T:
    """One of many, in a list that opens."""
    widget = prepared(key, options, default, parse)
    picked: T = st.selectbox(t(f"filters.{key}"), options, format_func=name, key=widget, label_visibility="collapsed")
    remember(key, picked)
    return picked


def pick(  # noqa: PLR0913 - a control is its options and their words
    key: str,
    options: list[T],
    default: T,
    name: Callable[[T], str],
    *,
    help: str | None = None,
    parse: Callable[[str], T] = str,  # type: ignore[assignment]
) -> T:
    """One of a few, all of them in sight; nothing is drawn where there is no choice."""
    if len(options) == 1:
        return options[0]
    widget = prepared(key, options, default, parse)
    picked: T = st.radio(t(f"filters.{key}"), options, format_func=name, key=widget, help=help)
    remember(key, picked)
    return picked


def prepared(key: str, options: list[T], default: T, parse: Callable[[str], T]) -> str:
    """The key of the widget, which holds a valid value; set anew each time, as another page's widget forgets it."""
    widget = f"pick_{key}"
    shown = st.session_state.get(widget)
    is_kept = shown in options and not is_newly_linked(key)
    st.session_state[widget] = shown if is_kept else remembered(key, options, default, parse)
    return widget


def remembered(key: str, options: list[T], default: T, parse: Callable[[str], T]) -> T:
    """What a link just opened says, else what was chosen on any page, else what the link says, else the default."""
    linked = address.get(key)
    said = [parse(linked)] if linked else []
    chosen = [st.session_state[f"chosen_{key}"]] if f"chosen_{key}" in st.session_state else []
    candidates = [*said, *chosen] if is_newly_linked(key) else [*chosen, *said]
    return next((one for one in candidates if one in options), default)


def is_newly_linked(key: str) -> bool:
    """Whether the address names another value than the one we wrote into it: a link was followed, or 'back' pressed."""
    linked = address.get(key)
    return linked is not None and linked != st.session_state.get(f"linked_{key}")


def remember(key: str, picked: Hashable) -> None:
    """Keep a choice for other pages and in the address."""
    st.session_state[f"chosen_{key}"] = picked
    st.session_state[f"linked_{key}"] = str(picked)
    address.put(key, str(picked))


def go_to(key: str, value: Hashable) -> None:
    """Choose for the reader, who clicked elsewhere on the page: only before the controls are drawn, in a callback."""
    st.session_state[f"pick_{key}"] = value


def forget(key: str) -> None:
    """The control starts from its default again."""
    for name in (f"chosen_{key}", f"pick_{key}", f"linked_{key}"):
        st.session_state.pop(name, None)
    address.put(key, None)


def whole_number(text: str) -> int:
    """The number of a link; -1, which is no option, for anything else."""
    return int(text) if text.isdecimal() else -1
