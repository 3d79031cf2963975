"""Region codes and names: normal forms, the tree, and matching of names as people write them.

Codes are text: 000000 the country, 6 digits down to the county, 12 digits for township and village.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.codebooks.tables import rows, table

COUNTRY = "000000"
REST = "-rest"
_LENGTHS = {2: 6, 4: 6, 6: 6, 9: 12, 12: 12}


@dataclass(frozen=True, slots=True)
class Region:
    """One administrative region: code, name, level, parent, first and last day of its code."""

    region_code: str
    name_zh: str
    level: str
    parent_code: str
    valid_from: str = ""
    valid_to: str = ""
    source: str = ""

    @property
    def is_current(self) -> bool:
        """Whether the code is still in force."""
        return not self.valid_to


def normalise_region_code(text: Any) -> str | None:
    """The code in its normal form (6 digits down to the county, else 12), or None where there is no code.

    Takes 2, 4, 6, 9 or 12 digits, blanks, full-width digits, whole numbers, and the `.0` a spreadsheet adds.
    """
    written = unicodedata.normalize("NFKC", str(text)) if text is not None else ""
    digits = re.sub(r"[\s'’`]|\.0+$", "", written)
    if not re.fullmatch(r"[0-9]+", digits) or len(digits) not in _LENGTHS:
        return None
    code = digits.ljust(_LENGTHS[len(digits)], "0")
    if len(code) == 12 and code.endswith("000000"):
        code = code[:6]
    return code if code == COUNTRY or code[0] != "0" else None


def region(code: str) -> Region | None:
    """The region with this code in the official table, or None."""
    values = _rows_by_code().get(code)
    return Region(*values) if values else None


def region_level_of_code(code: str) -> str:
    """The level of a region: from the table, else from the shape of its code."""
    values = _rows_by_code().get(code)
    if values:
        return values[2]
    if code.endswith(REST):
        return "unallocated"
    if len(code) == 12:
        return "township" if code.endswith("000") else "village"
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def parent_code(code: str) -> str | None:
    """The code of the region above; None for the country and for what is no code.

    An unknown county hangs where its neighbours hang (610128 → 610100; 500199 → 500000, as 重庆 has no prefectures),
    an unknown township under the county of its prefix, known or not: a code that no list has is a node of its own.
    """
    if code.endswith(REST):
        return code.removesuffix(REST)
    values = _rows_by_code().get(code)
    if values:
        return values[3] or None
    if len(code) == 12:
        township = code[:9] + "000"
        return township if code != township else _parent_by_prefix().get(code[:6], code[:6])
    if len(code) != 6 or code == COUNTRY:
        return None
    if code.endswith("00"):
        return COUNTRY if code.endswith("0000") else code[:2] + "0000"
    prefecture = code[:4] + "00"
    alone = prefecture if prefecture in _rows_by_code() else code[:2] + "0000"
    return _parent_by_prefix().get(code[:4], alone)


def ancestors(code: str) -> tuple[str, ...]:
    """The codes above a region, nearest first, up to the country."""
    chain: list[str] = []
    above = parent_code(code)
    while above:
        chain.append(above)
        above = parent_code(above)
    return tuple(chain)


def children(code: str) -> tuple[Region, ...]:
    """The regions directly below, in the order of their codes; codes no longer in force come with them."""
    return tuple(Region(*_rows_by_code()[child]) for child in _children().get(code, ()))


def regions_named(name: str) -> tuple[Region, ...]:
    """All regions a written name may mean: exact names, else names that differ only in the suffix (成都 and 成都市)."""
    written = _clean(name)
    found = _codes_by_name().get(written) or _codes_by_name().get(_canonical(written))
    found = found or _codes_by_stem().get(written) or _codes_by_stem().get(_stem(written)) or ()
    return tuple(Region(*_rows_by_code()[code]) for code in found)


def region_by_path(path: Iterable[str], name: str) -> Region | None:
    """The one region of this name whose ancestors bear the names of the path, in order; None if none or several fit.

    Steps of the path may be left out (四川省 and then a county). Between a current and an abolished code the current
    one wins, between a province and anything else the province (吉林 is 吉林省).
    """
    steps = [step for step in map(_clean, path) if step and step not in _words("filler")]
    fitting = [found for found in regions_named(name) if _lies_below(found, steps)]
    if len(fitting) > 1:
        fitting = [found for found in fitting if found.is_current] or fitting
    if len(fitting) > 1:
        fitting = [found for found in fitting if found.level == "province"] or fitting
    return fitting[0] if len(fitting) == 1 else None


def region_under(parent: str, name: str) -> Region | None:
    """The one region of this name at any depth below `parent`; the nearest level wins; None if none or several fit."""
    below: dict[int, list[Region]] = {}
    for found in regions_named(name):
        chain = ancestors(found.region_code)
        if parent in chain:
            below.setdefault(chain.index(parent), []).append(found)
    if not below:
        return None
    nearest = below[min(below)]
    current = [found for found in nearest if found.is_current] or nearest
    return current[0] if len(current) == 1 else None


def _lies_below(candidate: Region, steps: list[str]) -> bool:
    """Whether every step names an ancestor, from the top down; a last step that names the region itself is accepted."""
    chain = [candidate.region_code, *ancestors(candidate.region_code)]
    upward = iter(chain)
    return all(any(_may_mean(step, code) for code in upward) for step in reversed(steps))


def _may_mean(written: str, code: str) -> bool:
    values = _rows_by_code().get(code)
    return values is not None and (written == values[1] or _stem(written) in {values[1], _stem(values[1])})


def _clean(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name or ""))


@cache
def _stem(name: str) -> str:
    """The name without the word for its level and without the names of peoples: 恩施土家族苗族自治州 → 恩施."""
    for suffix in _words("level"):
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return _without_peoples(name[: -len(suffix)])
    return name


def _without_peoples(name: str) -> str:
    for people in _words("people"):
        if name.endswith(people) and len(name) - len(people) >= 2:
            return _without_peoples(name[: -len(people)])
    return name


def _canonical(name: str) -> str:
    """The name with the usual word for its level: 晋源街道办事处 → 晋源街道."""
    for suffix, canonical in _words("level").items():
        if name.endswith(suffix):
            return name[: -len(suffix)] + canonical
    return name


@cache
def _words(kind: str) -> dict[str, str]:
    """The words of region_suffixes.csv of one kind, longest first."""
    chosen = [row for row in rows("region_suffixes") if row["kind"] == kind]
    return {row["suffix"]: row["canonical"] for row in sorted(chosen, key=lambda row: -len(row["suffix"]))}


@cache
def _rows_by_code() -> dict[str, tuple[str, ...]]:
    return {values[0]: values for values in table("regions").iter_rows()}


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for key, code in pairs:
        groups.setdefault(key, []).append(code)
    return {key: tuple(codes) for key, codes in groups.items()}


@cache
def _children() -> dict[str, tuple[str, ...]]:
    return _grouped((values[3], code) for code, values in _rows_by_code().items() if values[3])


@cache
def _codes_by_name() -> dict[str, tuple[str, ...]]:
    return _grouped(_names())


@cache
def _codes_by_stem() -> dict[str, tuple[str, ...]]:
    return _grouped((_stem(name), code) for name, code in _names())


def _names() -> Iterator[tuple[str, str]]:
    """All names of all codes: the present one, and the earlier one of a region that kept its code (东陵区 → 浑南区)."""
    yield from ((values[1], code) for code, values in _rows_by_code().items())
    yield from ((row["old_name"], row["new_code"]) for row in rows("region_changes") if row["kind"] == "rename")


@cache
def _parent_by_prefix() -> dict[str, str]:
    """Where the known regions of a prefix hang: 4 digits for counties, 6 for townships."""

    def known() -> Iterator[tuple[str, str]]:
        for code, values in _rows_by_code().items():
            if len(code) == 12:
                yield code[:6], values[3]
            elif not code.endswith("00"):
                yield code[:4], values[3]

    return dict(known())
