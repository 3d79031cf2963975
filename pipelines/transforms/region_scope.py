"""Whether one region lies in another, whatever code it bore when it reported."""

from collections.abc import Collection
from functools import cache, lru_cache

from pipelines import codebooks

COUNTY_DIGITS, TOWNSHIP_DIGITS = 6, 12
MOST_CHANGES = 8
SAME_UNIT = ("recode", "rename", "merge")


def lies_in(code: str, region: str, zones: Collection[str] = ()) -> bool:
    """Whether a region is the other or lies below it today; `zones` are development zones that belong to the other."""
    now = current_code(code)
    chain = (now, *codebooks.ancestors(now))
    return current_code(region) in chain or any(above[:COUNTY_DIGITS] in zones for above in chain)


@lru_cache(maxsize=100_000)
def current_code(code: str) -> str:
    """The code of the unit that a region is today, as steps.region_codes tells it."""
    for _ in range(MOST_CHANGES):
        following = _changes().get(code)
        if following is None and len(code) == TOWNSHIP_DIGITS:
            county = _changes().get(code[:COUNTY_DIGITS], "")
            following = county + code[COUNTY_DIGITS:] if len(county) == COUNTY_DIGITS else None
        if following is None:
            break
        code = following
    return code


@cache
def _changes() -> dict[str, str]:
    """Old code → the code that followed it first."""
    found: dict[str, tuple[str, str]] = {}
    for row in codebooks.rows("region_changes"):
        old, new = row["old_code"], row["new_code"]
        if row["kind"] in SAME_UNIT and new not in ("", old):
            found[old] = min(found.get(old, ("~", "")), (row["effective_date"] + new, new))
    return {old: new for old, (_, new) in found.items()}
