"""Which region each feature of a boundary file is: by the code among its properties, else by its name."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pipelines import codebooks
from pipelines.transforms.places import Place, Written, common_ancestor, resolve
from pipelines.transforms.region_tiers import region_under
from pipelines.transforms.widths import squeezed

CHINA = "156"
"""The number of the country, which codes of 天地图 and of statistics begin with."""
LENGTHS = (6, 9, 12)
Properties = Mapping[str, Any]


@dataclass(frozen=True)
class Located:
    """The region of a feature, or why there is none (`blank`, `unknown`, `ambiguous`)."""

    code: str | None
    name: str
    written: str
    problem: str = ""
    candidates: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    is_by_name: bool = False


@dataclass(frozen=True)
class Fields:
    """The properties that hold code and name. `is_parent`: the code is of the region above the one that is named."""

    code: str = ""
    name: str = ""
    is_parent: bool = False
    codes: Sequence[str | None] = field(default_factory=tuple)


def located(features: Sequence[Properties], about: Callable[[], str | None]) -> list[Located]:
    """The region of every feature; `about` answers which region the file is said to be about."""
    fields = _fields(features)
    coded = [code for code in fields.codes if code and codebooks.region(code)]
    ground = (about() or common_ancestor(coded)) if len(coded) < len(features) else None
    return [_located(one, code, fields, ground) for one, code in zip(features, fields.codes, strict=True)]


def is_border(properties: Properties) -> bool:
    """Whether a feature is a line between regions that files draw as one of their own (境界线), by name or code."""
    words = _words("border")
    texts = [squeezed(str(value)).upper() for value in properties.values() if isinstance(value, str | int)]
    return any(text in words or text.rpartition("_")[2] in words for text in texts)


def code_in(text: str) -> str | None:
    """The one region code in a file name: 530581_county.json."""
    codes = [_code(digits) for digits in re.findall(r"(?<!\d)\d{6,12}(?!\d)", text)]
    known = dict.fromkeys(code for code in codes if code and codebooks.region(code))
    return next(iter(known)) if len(known) == 1 else None


def _located(properties: Properties, code: str | None, fields: Fields, ground: str | None) -> Located:
    name = _text(properties.get(fields.name))
    written = " ".join(part for part in (_text(properties.get(fields.code)), name) if part)
    if fields.is_parent:
        found = region_under(code, name) if code and name else None
        problem = "" if found else "unknown" if name else "blank"
        return Located(found.region_code if found else None, name, written, problem, is_by_name=True)
    if not code and not name:
        return Located(None, name, written, "blank")
    place: Place = resolve([Written(code=code or "", name=name)], ground)[0]
    is_by_name = place.code is not None and place.code != code
    return Located(place.code, name, written, place.problem, place.candidates, place.other_names, is_by_name)


def _fields(features: Sequence[Properties]) -> Fields:
    """Where code and name stand: by the names of properties, and by what is in them."""
    columns = {key: [one.get(key) for one in features] for key in dict.fromkeys(key for one in features for key in one)}
    name = _best_name(columns)
    key = max(columns, key=lambda column: _rank_of_codes(column, columns[column]), default="")
    if not key or not any(_rank_of_codes(key, columns[key])[:2]):
        return Fields(name=name, codes=(None,) * len(features))
    codes = [_code(value, may_be_short=_is_named("code", key)) for value in columns[key]]
    return Fields(key, name, _are_of_parents(codes, [_text(one.get(name)) for one in features]), codes)


def _are_of_parents(codes: Sequence[str | None], names: Sequence[str]) -> bool:
    """Whether a code stands with several names, most of which are of places below its region."""
    named = {(code, name) for code, name in zip(codes, names, strict=True) if code and name}
    if len(named) <= 2 * len({code for code, _ in named}):
        return False
    return sum(region_under(code, name) is not None for code, name in named) * 2 > len(named)


def _rank_of_codes(key: str, values: Sequence[Any]) -> tuple[int, int, int, int]:
    """How likely a property holds the codes: different known codes, different codes, their length, its name.

    Of a property with another name at least half the values must be known codes: people are counted in six digits too.
    """
    codes = {code for value in values if (code := _code(value, may_be_short=_is_named("code", key)))}
    known = {code for code in codes if codebooks.region(code)}
    if not _is_named("code", key) and not _is_named("id", key):
        return (len(known) if len(known) * 2 >= len(values) else 0), 0, max(map(len, known), default=0), -len(key)
    order = min(_order("code", key), _order("id", key))
    return len(known), len(codes), max(map(len, known or codes), default=0), -order


def _best_name(columns: Mapping[str, Sequence[Any]]) -> str:
    """The property that names the regions: of those that may, the one with the most different names."""
    named = [key for key in columns if _is_named("name", key)]
    return max(named, key=lambda key: (len({_text(v) for v in columns[key]} - {""}), -_order("name", key)), default="")


def _code(value: Any, *, may_be_short: bool = False) -> str | None:
    """The region code in a property: 6, 9 or 12 digits, also behind 156; where it surely holds codes, 2 or 4."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    digits = re.sub(r"\.0+$", "", squeezed(f"{value:.0f}" if isinstance(value, float) else str(value)))
    if not re.fullmatch(r"[0-9]+", digits):
        return None
    behind = digits.removeprefix(CHINA)
    if behind != digits and len(behind) in LENGTHS and codebooks.region(f"{behind[:2]}0000"):
        digits = behind if codebooks.region(digits[:6]) is None else digits
    is_code = len(digits) in LENGTHS or (may_be_short and len(digits) in (2, 4))
    code = codebooks.normalise_region_code(digits) if is_code else None
    return code if code and codebooks.region(f"{code[:2]}0000") else None


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list | bool) else squeezed(str(value))


def _is_named(kind: str, key: str) -> bool:
    return _folded(key) in _words(kind)


def _order(kind: str, key: str) -> int:
    return _words(kind).get(_folded(key), len(codebooks.rows("boundary_words")))


def _folded(key: str) -> str:
    return squeezed(key).upper().replace("_", "")


@cache
def _words(kind: str) -> dict[str, int]:
    """The words of one kind in boundary_words.csv, as they are compared, with their place in the list."""
    rows: Iterable[Mapping[str, str]] = codebooks.rows("boundary_words")
    return {_folded(row["word"]): number for number, row in enumerate(rows) if row["kind"] == kind}
