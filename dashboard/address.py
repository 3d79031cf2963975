"""The address of a view, which a link repeats: read anywhere, written once at the end of a run.

Every writing is a step of the browser's history: one choice is one step, and “back” leads to the view before.
"""

import streamlit as st

STATE_KEY = "address"


def get(key: str) -> str | None:
    """What the address says, or will say at the end of this run."""
    waiting = _waiting()
    return waiting[key] if key in waiting else st.query_params.get(key)


def put(key: str, value: str | None) -> None:
    """Say this from the end of this run on; None: nothing."""
    _waiting()[key] = value


def write() -> None:
    """Write what was put, where it differs."""
    said = st.query_params.to_dict()
    waiting = st.session_state.pop(STATE_KEY, {})
    wanted = {key: value for key, value in (said | waiting).items() if value is not None}
    if wanted != said:
        st.query_params.from_dict(wanted)


def _waiting() -> dict[str, str | None]:
    waiting: dict[str, str | None] = st.session_state.setdefault(STATE_KEY, {})
    return waiting
