"""Region codes: their normal forms and the tree they make.

Codes are text: 000000 the country, 6 digits down to the county, 12 digits for township and village.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pipelines.codebooks.tables import table

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


@lru_cache(maxsize=100_000)
def region(code: str) -> Region | None:
    """The region with this code in the official table, or None."""
    values = region_rows().get(code)
    return Region(*values) if values else None


def region_level_of_code(code: str) -> str:
    """The level of a region: from the table, else from the shape of its code."""
    values = region_rows().get(code)
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
    values = region_rows().get(code)
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
    alone = prefecture if prefecture in region_rows() else code[:2] + "0000"
    return _parent_by_prefix().get(code[:4], alone)


@lru_cache(maxsize=100_000)
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
    return tuple(Region(*region_rows()[child]) for child in _children().get(code, ()))


@cache
def region_rows() -> dict[str, tuple[str, ...]]:
    """The region table by code, each row as it stands; objects are made only for the rows somebody asks for."""
    columns = [column.to_list() for column in table("regions").iter_columns()]
    return dict(zip(columns[0], zip(*columns, strict=True), strict=True))


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The second members of pairs by the first, in their order."""
    groups: dict[str, list[str]] = {}
    for key, code in pairs:
        groups.setdefault(key, []).append(code)
    return {key: tuple(codes) for key, codes in groups.items()}


@cache
def _children() -> dict[str, tuple[str, ...]]:
    return grouped((values[3], code) for code, values in region_rows().items() if values[3])


@cache
def _parent_by_prefix() -> dict[str, str]:
    """Where the known regions of a prefix hang: 4 digits for counties, 6 for townships."""

    def known() -> Iterator[tuple[str, str]]:
        for code, values in region_rows().items():
            if len(code) == 12:
                yield code[:6], values[3]
            elif not code.endswith("00"):
                yield code[:4], values[3]

    return dict(known())
