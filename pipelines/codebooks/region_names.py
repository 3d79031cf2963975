"""Region names as people write them: which region a name and the path above it mean.

A name is never guessed: where several regions fit, the answer is none.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

from pipelines.codebooks.name_index import NameIndex
from pipelines.codebooks.regions import Region, ancestors, grouped, region_rows
from pipelines.codebooks.tables import rows, table


def regions_named(name: str) -> tuple[Region, ...]:
    """All regions a written name may mean: exact names, else names that differ only in the suffix (成都 and 成都市).

    Of several that differ in the suffix, those of the same kind win: 大理州 is 大理白族自治州, not 大理市. A name that
    has no word for a level may be short for a longer one, even where it is a name itself: 沙县 is also 沙县区.
    """
    written = _clean(name)
    exact = _names().codes(written) or _names().codes(_canonical(written))
    alike = _codes_of_stem(written) or _codes_of_stem(_stem(written))
    if is_bare(written):
        return tuple(Region(*region_rows()[code]) for code in dict.fromkeys((*exact, *alike)))
    same_kind = tuple(code for code in alike if _kind(written) in set(map(_kind, _names_of(code))))
    return tuple(Region(*region_rows()[code]) for code in exact or same_kind or alike)


def is_bare(name: str) -> bool:
    """Whether a name has no word for its level: 朝阳 may be a city, a county or a town; 沙县 may be 沙县区."""
    return _stem(_clean(name)) == _clean(name)


def region_by_path(path: Iterable[str], name: str) -> Region | None:
    """The one region of this name whose ancestors bear the names of the path, in order; None if none or several fit."""
    fitting = regions_by_path(path, name)
    return fitting[0] if len(fitting) == 1 else None


def regions_by_path(path: Iterable[str], name: str) -> tuple[Region, ...]:
    """The regions of this name whose ancestors bear the names of the path, in order.

    Steps of the path may be left out (四川省 and then a county). Between a current and an abolished code the current
    one wins, between a province and anything else the province (吉林 is 吉林省), for a bare name a county or anything
    above it between that and a township.
    """
    steps = [step for step in map(_clean, path) if step and step not in _words("filler")]
    named = regions_named(name)
    fitting = [found for found in named if _lies_below(found, steps, _is_named)]
    fitting = fitting or [found for found in named if _lies_below(found, steps, _may_mean)]
    if is_bare(name):
        fitting = _without_townships(fitting, steps)
    if len(fitting) > 1:
        fitting = [found for found in fitting if found.is_current] or fitting
    if len(fitting) > 1 and not steps:
        fitting = [found for found in fitting if found.level == "province"] or fitting
    return tuple(fitting)


def _without_townships(fitting: list[Region], steps: list[str]) -> list[Region]:
    """Counties and above, if there are any. Below the path's own last step a township stays: 万柏林 in 万柏林区 may be
    the district again or its 街道."""
    wide = [found for found in fitting if len(found.region_code) == 6]
    own = {found.region_code for found in wide if steps and _may_mean(steps[-1], found.region_code)}
    return [found for found in fitting if found in wide or found.parent_code in own] if wide else fitting


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


def _lies_below(candidate: Region, steps: list[str], names: Callable[[str, str], bool]) -> bool:
    """Whether every step names an ancestor, from the top down; a last step that names the region itself is accepted."""
    upward = iter([candidate.region_code, *ancestors(candidate.region_code)])
    return all(any(names(step, code) for code in upward) for step in reversed(steps))


def _is_named(written: str, code: str) -> bool:
    return written in _names_of(code)


def _may_mean(written: str, code: str) -> bool:
    return any(_stem(written) == name or _stem(written) in _stems(name) for name in _names_of(code))


def _clean(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name or ""))


@cache
def _stem(name: str) -> str:
    """The name without the word for its level and without the names of peoples: 恩施土家族苗族自治州 → 恩施."""
    level, peoples = _endings()
    place = level.fullmatch(name)
    return peoples.sub("", place[1]) if place else name


def _stems(name: str) -> tuple[str, ...]:
    """The stem, and the names without a shorter word for a level: 万柏林区 is 万柏 as a 林区, but 万柏林 as a 区."""
    shorter = (name.removesuffix(word) for word in _words("level") if name.endswith(word))
    return tuple(dict.fromkeys((_stem(name), *(stem for stem in shorter if len(stem) > 1))))


@cache
def _endings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name of two or more letters before the longest word for a level, and names of peoples at the end of a name."""
    level, people = ("|".join(map(re.escape, _words(kind))) for kind in ("level", "people"))
    return re.compile(f"(.{{2,}}?)(?:{level})"), re.compile(f"(?<=..)(?:{people})+$")


def _kind(name: str) -> str:
    """The usual word for the level a name ends with: 街道 for 晋源街道办事处, “” for 成都."""
    return next((usual for suffix, usual in _words("level").items() if name.endswith(suffix)), "")


def _canonical(name: str) -> str:
    """The name with the usual word for its level: 晋源街道办事处 → 晋源街道."""
    suffix = next((suffix for suffix in _words("level") if name.endswith(suffix)), "")
    return name.removesuffix(suffix) + _kind(name)


@cache
def _words(kind: str) -> dict[str, str]:
    """The words of region_suffixes.csv of one kind, longest first."""
    chosen = [row for row in rows("region_suffixes") if row["kind"] == kind]
    return {row["suffix"]: row["canonical"] for row in sorted(chosen, key=lambda row: -len(row["suffix"]))}


@cache
def _codes_of_stem(stem: str) -> tuple[str, ...]:
    """The codes of the names that this is a stem of. A stem begins its name, so that few names are looked at."""
    return _names().codes_beginning(stem, lambda name: stem in _stems(name))


def _names_of(code: str) -> tuple[str, ...]:
    """The present name of a code, and the earlier ones of a region that kept it."""
    values = region_rows().get(code)
    return (*((_clean(values[1]),) if values else ()), *_former_names().get(code, ()))


@cache
def _names() -> NameIndex:
    """All names of all codes: the present one, and the earlier one of a region that kept its code (东陵区 → 浑南区)."""
    former = [(name, code) for code, names in _former_names().items() for name in names]
    return NameIndex(table("regions").select("name_zh", "region_code"), former)


@cache
def _former_names() -> dict[str, tuple[str, ...]]:
    renamed = (row for row in rows("region_changes") if row["kind"] == "rename")
    return grouped((row["new_code"], _clean(row["old_name"])) for row in renamed)
