"""Hazards as reports write them (洪涝灾害-山区洪水) → keys of hazards.csv, and how sure the match is."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines import codebooks
from pipelines.transforms.widths import squeezed

UNSPECIFIED = "unspecified"
_SEPARATORS = re.compile(r"[-－—–―/／\\>→:：·_]+")


@dataclass(frozen=True, slots=True)
class Hazard:
    """A hazard as understood. `problem` is "", `unknown` (nothing fits) or `sub_unknown` (level 1 fits)."""

    hazard_key: str
    problem: str = ""


@lru_cache(maxsize=4096)
def parse_hazard(text: str) -> Hazard:
    """The hazard a cell or title names. Two levels are joined by a dash or slash; the second alone will do."""
    written = squeezed(text)
    known = _names()
    if written in known:
        return Hazard(known[written])
    parts = [part for part in _SEPARATORS.split(written) if part]
    first = known.get(parts[0]) if parts else None
    if not first:
        return Hazard(UNSPECIFIED, "unknown")
    second = _below(level1(first)).get(parts[-1]) if len(parts) > 1 else first
    return Hazard(second) if second else Hazard(level1(first), "sub_unknown")


def hazard_in(text: str) -> str | None:
    """The one hazard that a file name or title speaks of; None if it speaks of none, or of several level-1 hazards."""
    remaining, found = squeezed(text), []
    for name in sorted(_names(), key=len, reverse=True):
        if len(name) > 1 and not name.isascii() and name in remaining:
            remaining = remaining.replace(name, " ")
            found.append(_names()[name])
    tops = {level1(key) for key in found}
    if len(tops) != 1 or UNSPECIFIED in tops:
        return None
    deeper = {key for key in found if key not in tops}
    return deeper.pop() if len(deeper) == 1 else tops.pop()


def level1(hazard_key: str) -> str:
    """The level-1 hazard above (or itself)."""
    return _parents().get(hazard_key) or hazard_key


@cache
def _parents() -> dict[str, str]:
    return {row["hazard_key"]: row["parent_key"] for row in codebooks.rows("hazards")}


@cache
def _names() -> dict[str, str]:
    """Every spelling of a hazard that needs no context."""
    known: dict[str, str] = {}
    for row in codebooks.rows("hazards"):
        for name in (row["hazard_key"], row["name_zh"], row["report_value_zh"]):
            if name:
                known.setdefault(squeezed(name), row["hazard_key"])
    for row in codebooks.rows("hazard_aliases"):
        known.setdefault(squeezed(row["alias"]), row["hazard_key"])
    return known


@cache
def _below(top: str) -> dict[str, str]:
    """The spellings of the second part of `洪涝灾害-其他` under one level-1 hazard."""
    known: dict[str, str] = {}
    for row in codebooks.rows("hazards"):
        if row["parent_key"] == top:
            for name in (row["name_zh"], _SEPARATORS.split(row["report_value_zh"])[-1]):
                known.setdefault(squeezed(name), row["hazard_key"])
    for name, key in _names().items():
        if level1(key) == top and key != top:
            known.setdefault(name, key)
    return known
