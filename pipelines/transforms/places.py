"""Regions as rows write them (a code, a name, a path, an indent) → codes. A name of two places is not guessed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines import codebooks
from pipelines.codebooks import Region
from pipelines.transforms.region_paths import is_corps, steps_of
from pipelines.transforms.region_tiers import region_by_path, region_under, regions_by_path, regions_named
from pipelines.transforms.widths import squeezed

MOSTLY = 0.8
_IS_CODE = re.compile(r"\s*(\d{6}|\d{9}|\d{12})\s*")


@dataclass(frozen=True, slots=True)
class Written:
    """What one row writes about its region; `path` is what stands above it, from the top down; `indent` of the name."""

    code: str = ""
    name: str = ""
    path: tuple[str, ...] = ()
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """The region of a row, or why there is none: `blank`, `unknown`, `ambiguous`. `other_names` contradict the code."""

    code: str | None
    problem: str = ""
    candidates: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()

    @property
    def is_new_code(self) -> bool:
        """Whether the code stands in no table and was placed by its first digits."""
        return self.code is not None and codebooks.region(self.code) is None


def resolve(rows: Sequence[Written], scope: str | None = None) -> list[Place]:
    """The place of every row: by what it writes, else by the rows above it, else by where most rows lie."""
    places = [_alone(row) for row in rows]
    indented = len({row.indent for row in rows if row.name}) > 1
    _from_rows_above(rows, places, indented)
    within = scope or _common_ground(place.code for place in places if place)
    return [place or _within(row, within) for row, place in zip(rows, places, strict=True)]


def common_ancestor(codes: Iterable[str]) -> str | None:
    """The deepest region that contains all of these (or is one of them)."""
    chains = [(*reversed(codebooks.ancestors(code)), code) for code in set(codes)]
    shared = [level[0] for level in zip(*chains, strict=False) if len(set(level)) == 1]
    return shared[-1] if shared else None


@lru_cache(maxsize=100_000)
def _alone(row: Written) -> Place | None:
    """What the row tells by itself: its code, or its name with a path. None where others must help."""
    if not row.code and _IS_CODE.fullmatch(row.name):
        row = Written(code=row.name, path=row.path)  # a column of regions may hold codes as well as names
    code = codebooks.normalise_region_code(row.code) if row.code else None
    if code and codebooks.region(code[:2] + "0000"):
        return Place(code, other_names=tuple(_contradictions(code, row)))
    if namesake := _below_its_namesake(row):
        return Place(namesake)
    name, path = _split(row)
    if not name:
        return Place(None, "unknown" if squeezed(row.code) else "blank")
    if not regions_named(name):
        return Place(None, "unknown")
    if not path:
        return None
    return _by_path(path, name)


def _below_its_namesake(row: Written) -> str | None:
    """The code of a region right below one of its own name, where the path is exactly that of the lower one."""
    name, path = squeezed(row.name), tuple(step for cell in row.path for step in steps_of(cell))
    if not path or path[-1] != name:
        return None
    for region in regions_named(name):
        above = [codebooks.region(code) for code in reversed(codebooks.ancestors(region.region_code))]
        if path == tuple(squeezed(found.name_zh) for found in above[1:] if found):
            return region.region_code
    return None


def _by_path(path: tuple[str, ...], name: str) -> Place:
    """By names from the top down; a step that no table knows (a development zone) is passed over."""
    known = tuple(step for step in path if regions_named(step))
    for steps in dict.fromkeys((path, known)):
        found = regions_by_path(steps, name) if steps else ()
        if len(found) == 1:
            return Place(found[0].region_code)
        if found and codebooks.is_bare(name):
            return Place(None, "ambiguous", tuple(map(full_name, found)))
    parent = region_by_path(known[:-1], known[-1]) if known else None
    inside = region_under(parent.region_code, name) if parent else None
    if inside:
        return Place(inside.region_code)
    candidates = [region for region in regions_named(name) if _is_below(region.region_code, known)]
    return Place(None, "ambiguous" if len(candidates) > 1 else "unknown", tuple(map(full_name, candidates)))


def _is_below(code: str, path: tuple[str, ...]) -> bool:
    above = {ancestor.name_zh for ancestor in map(codebooks.region, codebooks.ancestors(code)) if ancestor}
    return all(step in above for step in path)


def _from_rows_above(rows: Sequence[Written], places: list[Place | None], indented: bool) -> None:
    """Fill what follows from the order of the rows: a township stands under the county row above it, an indented name
    under the nearest row that is indented less."""
    stack: list[tuple[int, str]] = []
    for number, row in enumerate(rows):
        place = places[number]
        if indented:
            while stack and stack[-1][0] >= row.indent:
                stack.pop()
        if place is None:
            place = _under_rows(row, [code for _, code in reversed(stack)])
            if place is None and not (indented and stack):
                place = _only_one(row)
            places[number] = place
        if place and place.code:
            if not indented:
                chain = codebooks.ancestors(place.code)
                stack = [entry for entry in stack if entry[1] in chain]
            stack.append((row.indent, place.code))


def _under_rows(row: Written, above: Sequence[str]) -> Place | None:
    name, _ = _split(row)
    for parent in above:
        found = region_under(parent, name)
        if found:
            return Place(found.region_code)
    return None


def _only_one(row: Written) -> Place | None:
    """A name that one county or higher region of the country bears. Names of townships recur too often for this."""
    name, _ = _split(row)
    named = [region for region in regions_named(name) if len(region.region_code) == 6]
    current = [region for region in named if region.is_current] or named
    return Place(current[0].region_code) if len(current) == 1 else None


def _within(row: Written, scope: str | None) -> Place:
    """The one region of this name within the area that the other rows share."""
    name, _ = _split(row)
    named = regions_named(name)
    own = codebooks.region(scope) if scope else None
    found = region_under(scope, name) if scope else None
    if found and own in named and codebooks.is_bare(name):
        return Place(None, "ambiguous", tuple(full_name(region) for region in (own, found) if region))
    found = found or (own if own in named else None)
    if found:
        return Place(found.region_code)
    candidates = tuple(full_name(region) for region in named[:5])
    return Place(None, "ambiguous" if len(named) > 1 else "unknown", candidates)


def _common_ground(codes: Iterable[str | None]) -> str | None:
    """The area the rows share: their common ancestor, leaving out a few that lie in another province than most."""
    known = [code for code in codes if code]
    if not known:
        return None
    province, count = Counter(code[:2] for code in known).most_common(1)[0]
    if count >= MOSTLY * len(known):
        known = [code for code in known if code[:2] == province]
    return common_ancestor(known)


@lru_cache(maxsize=100_000)
def _split(row: Written) -> tuple[str, tuple[str, ...]]:
    """The row's own name and the names above it; a full path in one cell is taken apart (四川省成都市武侯区)."""
    name, path = squeezed(row.name), tuple(step for cell in row.path for step in steps_of(cell))
    if name and not regions_named(name):
        *above, name = steps_of(row.name) or (name,)
        path = (*(path[: path.index(above[0])] if above and above[0] in path else path), *above)
    path = tuple(step for step in path if not is_corps(step))
    while path and path[-1] == name and len(path) > 1:
        path = path[:-1]
    return name, path


def _contradictions(code: str, row: Written) -> Iterator[str]:
    """Names of the row, or above it, that belong to other known regions than the code and those above it."""
    chain = {code, *codebooks.ancestors(code), *_renamed().get(code, ()), *_renamed().get(code[:6], ())}
    known = {region.name_zh for region in map(codebooks.region, chain) if region} | _former_names().get(code, set())
    above = [step for cell in row.path for step in steps_of(cell)]
    for name in (*above, squeezed(row.name)):
        named = {region.region_code for region in regions_named(name)} if name and name not in known else set()
        is_new = name not in above and codebooks.region(code) is None
        if named and not named & chain and not (is_new and any(other[:4] == code[:4] for other in named)):
            yield name


def full_name(region: Region) -> str:
    """The region with the names above it, without the country: 陕西省西安市长安区."""
    above = [found.name_zh for found in map(codebooks.region, codebooks.ancestors(region.region_code)) if found]
    return "".join([*reversed(above[:-1]), region.name_zh])


@cache
def _renamed() -> dict[str, tuple[str, ...]]:
    """Code → the codes it was changed from or to."""
    pairs: dict[str, tuple[str, ...]] = {}
    for row in codebooks.rows("region_changes"):
        pairs[row["old_code"]] = (*pairs.get(row["old_code"], ()), row["new_code"])
        pairs[row["new_code"]] = (*pairs.get(row["new_code"], ()), row["old_code"])
    return pairs


@cache
def _former_names() -> dict[str, set[str]]:
    """Code → the names that it, or the code it was changed from or to, bore before or after a change."""
    names: dict[str, set[str]] = {}
    for row in codebooks.rows("region_changes"):
        names.setdefault(row["old_code"], set()).add(row["old_name"])
        names.setdefault(row["new_code"], set()).add(row["new_name"])
    return names
