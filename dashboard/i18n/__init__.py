"""The words of the pages: one catalogue per language, the same keys in both.

`t("head.title", region=…, period=…)` gives the words in the language of the session; `translate` takes a language.
Domain words (hazards, indicators, regions) are not here: they come with the release.
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from string import Formatter

import streamlit as st

FOLDER = Path(__file__).parent
LANGUAGES = {"zh": "中文", "en": "English"}
DEFAULT = "zh"
STATE_KEY = "language"
_SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)


@cache
def catalogue(language: str) -> dict[str, str]:
    """All sentences of one language under their dotted keys."""
    return flatten(tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")))


def flatten(tree: dict[str, object], prefix: str = "") -> dict[str, str]:
    """Nested TOML tables as dotted keys."""
    flat: dict[str, str] = {}
    for key, value in tree.items():
        flat |= flatten(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": str(value)}
    return flat


class Words(Formatter):
    """Fills in `{names}`; `{count:place|places}` is the first word for one and the second for any other number."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, is_choice, many = format_spec.partition("|")
        if is_choice:
            return one if str(value) == "1" else many
        return str(super().format_field(value, format_spec))


def translate(language: str, key: str, **values: object) -> str:
    """The words for `key`, with `{names}` filled in."""
    return Words().vformat(catalogue(language)[key], (), values)


def has(language: str, key: str) -> bool:
    """Whether the catalogue knows the key: for codes that a release may add to."""
    return key in catalogue(language)


@contextmanager
def speaking(words_of: str) -> Iterator[None]:
    """Within it all words are of this language, also where there is no session to ask."""
    before = _SPOKEN.set(words_of)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def language() -> str:
    """The language that is being spoken: that of the session unless another was set."""
    return _SPOKEN.get() or of_session()


def of_session() -> str:
    """The language of this session: chosen, else from the link, else Chinese."""
    chosen = st.session_state.get(STATE_KEY)
    return chosen if chosen in LANGUAGES else linked() or DEFAULT


def linked() -> str | None:
    """The language that the link names, if it names one of ours."""
    named = st.query_params.get("lang")
    return named if named in LANGUAGES else None


def t(key: str, **values: object) -> str:
    """The words for `key` in the language of this session."""
    return translate(language(), key, **values)


def word(prefix: str, code: str) -> str:
    """The words for a code of the release (`stage`, `severity` …), or the code itself when it is new to us."""
    key = f"{prefix}.{code}"
    return t(key) if has(language(), key) else code
