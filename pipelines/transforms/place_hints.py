"""Regions in running text: a label, the name of an office, a title, a file name. Hints for names that need one."""

import re
from collections.abc import Iterator
from functools import cache

from pipelines import codebooks
from pipelines.transforms.places import Written, resolve
from pipelines.transforms.region_tiers import regions_named
from pipelines.transforms.widths import squeezed


def region_written(text: str) -> str | None:
    """The region of a sidecar or a label: a code, a name, a path, or an office named after it (西安市应急管理局)."""
    code = codebooks.normalise_region_code(text)
    if code and codebooks.region(code):
        return code
    for name in (squeezed(text), _office().sub("", squeezed(text))):
        places = resolve([Written(name=name)]) if name else []
        if places and places[0].code:
            return places[0].code
    return region_in_text(text)


def region_in_text(text: str) -> str | None:
    """The region a title or file name begins to speak of, the deepest of nested ones: a hint, no more."""
    written, found, at = squeezed(text), None, 0
    while at < len(written):
        hit = next(_regions_at(written, at, found), None)
        if hit:
            found, length = hit
            at += length
        elif found and not re.match(r"[-_/·\s0-9年度(]", written[at]):
            break
        else:
            at += 1
    return found


def _regions_at(text: str, at: int, parent: str | None) -> Iterator[tuple[str, int]]:
    starts_word = at == 0 or not "\u4e00" <= text[at - 1] <= "\u9fff" or text[at - 1] in "年度" or parent is not None
    for length in range(min(12, len(text) - at), 1, -1):
        name = text[at : at + length]
        named = [region for region in regions_named(name) if len(region.region_code) == 6 and region.is_current]
        named = [region for region in named if region.name_zh not in _headings()]
        if parent:
            named = [region for region in named if parent in codebooks.ancestors(region.region_code)]
        exact = [region for region in named if region.name_zh == name]
        wide = [region for region in named if region.level in {"province", "prefecture"} and starts_word]
        for chosen in (exact, wide):
            if len(chosen) == 1:
                yield chosen[0].region_code, length
            if chosen:
                return


@cache
def _headings() -> frozenset[str]:
    """Names in the official table that head a group of regions and name none: 县, 市辖区."""
    fillers = {row["suffix"] for row in codebooks.rows("region_suffixes") if row["kind"] == "filler"}
    country = codebooks.region(codebooks.COUNTRY)
    return frozenset(fillers - {country.name_zh if country else ""})


@cache
def _office() -> re.Pattern[str]:
    """What follows a region in the name of an office: 西安市 in 西安市应急管理局."""
    words = "|".join(re.escape(row["word"]) for row in codebooks.rows("title_patterns") if row["kind"] == "office")
    return re.compile(f"(?:{words}).*$")
