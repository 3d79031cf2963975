"""A path of regions in one cell → its names from the top down, with or without joints (云南省-保山市, 云南省保山市)."""

import re
from functools import cache, lru_cache

from pipelines import codebooks
from pipelines.transforms.region_tiers import region_under, regions_named
from pipelines.transforms.widths import narrow, squeezed

_JOINTS = re.compile(r"[-－—–/／\\>→|,;、·_]+")


@lru_cache(maxsize=50_000)
def steps_of(cell: str) -> tuple[str, ...]:
    """The names of a path. What no table knows stays one name, so that it can be told."""
    whole = squeezed(cell)
    if regions_named(whole):
        return (whole,)
    return tuple(step for part in _JOINTS.split(narrow(cell)) if part.strip() for step in _names_of(part))


def _names_of(part: str) -> tuple[str, ...]:
    """The names in a text without joints. Blanks part names only where the text makes no sense without them."""
    text = squeezed(part)
    if regions_named(text) or is_corps(text):
        return (text,)
    corps = next((word for word in _corps() if text.startswith(word)), "")
    if corps:
        return (corps, *_names_of(text.removeprefix(corps)))
    chain = _whole_chain(text, codebooks.COUNTRY) or _chain(text, codebooks.COUNTRY)
    if len(chain) > 1 or len(part.split()) == 1:
        return chain
    return tuple(name for word in part.split() for name in _names_of(word))


def _chain(text: str, parent: str) -> tuple[str, ...]:
    """The full names that a text begins with, each below the one before, and what remains."""
    for end in range(len(text), 1, -1):
        found = region_under(parent, text[:end])
        if found and found.name_zh == text[:end] and len(text) - end != 1:
            return (text[:end], *_chain(text[end:], found.region_code))
    return (text,) if text else ()


def _whole_chain(text: str, parent: str) -> tuple[str, ...]:
    """The names, also short ones (西藏拉萨), that make up the whole text, each below the one before; () if none do."""
    for end in range(len(text), 1, -1):
        found = region_under(parent, text[:end])
        if found and len(found.region_code) == 6:
            rest = _whole_chain(text[end:], found.region_code) if end < len(text) else ()
            if rest or end == len(text):
                return (text[:end], *rest)
    return ()


def is_corps(name: str) -> bool:
    """Whether a name is of the Xinjiang Corps or its divisions (兵团第八师): none is a region of the official table."""
    words = _corps()
    return bool(name) and (
        name in words or any(name.startswith(word) and is_corps(name[len(word) :]) for word in words)
    )


@cache
def _corps() -> tuple[str, ...]:
    words = (row["suffix"] for row in codebooks.rows("region_suffixes") if row["kind"] == "corps")
    return tuple(sorted(words, key=len, reverse=True))
