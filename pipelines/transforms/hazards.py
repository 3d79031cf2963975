"""Hazards as reports write them (洪涝灾害-山区洪水) → keys of hazards.csv, and how sure the match is."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines import codebooks
from pipelines.transforms.widths import narrow, squeezed

UNSPECIFIED = "unspecified"
_SEPARATORS = re.compile(r"[-－—–―/／\\>→:：·_]+")
_LOOSE = re.compile(r"[-－—–―/／\\>→:：·_()〔〕【】［］〈〉《》\[\]{},;、。+&\s和及与]+")
_QUOTED = re.compile(r"[“\"「『'].*?[”\"」』']")


@dataclass(frozen=True, slots=True)
class Hazard:
    """A hazard as understood. `problem` is "", `unknown` (nothing fits) or `sub_unknown` (level 1 fits)."""

    hazard_key: str
    problem: str = ""


@lru_cache(maxsize=4096)
def parse_hazard(text: str) -> Hazard:
    """The hazard a cell or title names. Two levels are joined by a dash, slash, bracket or blank; the second alone will
    do. Of several hazards the first is taken; a name in quotes (台风“海葵”) is no part of the hazard."""
    written = squeezed(text)
    known = _names()
    if written in known:
        return Hazard(known[written])
    plain = _QUOTED.sub(" ", narrow(text))
    if squeezed(plain) in known:
        return Hazard(known[squeezed(plain)])
    ways = ((_SEPARATORS, squeezed(plain)), (_LOOSE, plain))
    found = [hazard for separators, way in ways if (hazard := _by_parts(separators.split(way)))]
    clear = (hazard for hazard in found if not hazard.problem)
    return next(clear, None) or (found[-1] if found else _main_hazard(squeezed(text)))


def _by_parts(split: list[str]) -> Hazard | None:
    """The hazard of `level 1, level 2`; None if the first part is no hazard."""
    parts = [part for part in split if part]
    first = _names().get(parts[0]) if parts else None
    if not first:
        return None
    below = _below(level1(first))
    second = next((below[part] for part in reversed(parts[1:]) if part in below), None) if len(parts) > 1 else first
    known_elsewhere = any(level1(_names().get(part, first)) != level1(first) for part in parts)
    if second and not known_elsewhere:
        return Hazard(second)
    return Hazard(first if known_elsewhere else level1(first), "sub_unknown")


def _main_hazard(written: str) -> Hazard:
    """The hazard that a text names first, wherever in it; its level-1 hazard where more than that is said."""
    names = [name for name in hazard_words() if name in written]
    if not names:
        return Hazard(UNSPECIFIED, "unknown")
    key = _names()[min(names, key=lambda name: (written.index(name), -len(name)))]
    return Hazard(UNSPECIFIED, "unknown") if key == UNSPECIFIED else Hazard(level1(key), "sub_unknown")


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
def hazard_words() -> tuple[str, ...]:
    """All words for hazards."""
    return tuple(name for name in _names() if len(name) > 1 and not name.isascii())


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
