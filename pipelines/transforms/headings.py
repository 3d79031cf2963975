"""Headings as people and systems write them → what the column is, in which regime and unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, lru_cache

from pipelines import codebooks
from pipelines.transforms.periods import DAY, DAYS, Period, parse_period
from pipelines.transforms.units import conversion, known_unit
from pipelines.transforms.widths import narrow, squeezed

_ORDINAL = re.compile(
    r"^(?:[0-9]{1,2}[、.)](?![0-9])|[一二三四五六七八九十]{1,3}[、.)]|\([0-9一二三四五六七八九十]{1,3}\)|[A-Z][0-9]{3,6}(?=[^0-9A-Za-z_]))"
)
_OF_WHICH = re.compile(r"^其中[:,，、]?")
_BRACKET = re.compile(r"\((?:计量单位|单位)?[:]?([^()]*)\)$")
_SLASHED = re.compile(r"[/,:](?:计量单位|单位)?:?([^/,:]+)$")
OWN = "tidy"
_ANY_YEAR = 2000
_MARKS = "*:：①②③④⑤⑥⑦⑧⑨⑩、,，"


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: its comparable form, the unit in it, and a bracket at its end that is no known unit."""

    form: str
    unit: str = ""
    odd_bracket: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one regime means by a heading: an indicator or a dimension (`@…`), and its unit where that is unusual."""

    regime: str
    target: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A heading that is known: every meaning it has, the unit written with it, a bracket nobody knows."""

    written: str
    meanings: tuple[Meaning, ...]
    unit: str = ""
    odd_bracket: str = ""
    is_joined: bool = False


@lru_cache(maxsize=20_000)
def parse_heading(text: str) -> Heading:
    """A heading without 其中, ordinals, blanks, and the unit in brackets."""
    form = squeezed(text)
    for pattern in (_ORDINAL, _OF_WHICH, _ORDINAL):
        form = pattern.sub("", form)
    form, odd = form.strip(_MARKS), ""
    for pattern in (_BRACKET, _SLASHED):
        hit = pattern.search(form)
        if hit and hit.start() and known_unit(hit[1]):
            return Heading(form[: hit.start()].strip(_MARKS), known_unit(hit[1]) or "")
        if hit and hit.start() and not odd:
            odd = hit[1]
    return _with_spaced_unit(text) or Heading(form, "", odd)


def _with_spaced_unit(text: str) -> Heading | None:
    """A heading with its unit behind a blank: 农作物受灾面积 千公顷."""
    words = narrow(text).split()
    unit = known_unit(words[-1]) if len(words) > 1 else None
    return Heading(parse_heading(" ".join(words[:-1])).form, unit) if unit else None


@lru_cache(maxsize=20_000)
def match_heading(parts: tuple[str, ...]) -> Match | None:
    """What the cells above a column, from the top down, name together; None if nobody knows it.

    The most specific reading wins: all cells joined, then without the upper ones, unless an upper cell narrows what is
    counted (上年同期, 农村 …): then the column is not the indicator that its last cell alone would name.
    """
    cells = tuple(part for i, part in enumerate(parts) if squeezed(part) and (not i or part != parts[i - 1]))
    written = " ".join(" ".join(part.split()) for part in cells)
    unit_below = ""
    if len(cells) > 1 and known_unit(cells[-1]):
        unit_below, cells = known_unit(cells[-1]) or "", cells[:-1]
    headings = [parse_heading(cell) for cell in cells]
    units = [unit_below, *(heading.unit for heading in reversed(headings))]
    unit = next(filter(None, units), "")
    for start in range(len(cells)):
        form = "".join(heading.form for heading in headings[start:])
        if any(_narrows(heading.form, form) for heading in headings[:start]):
            return None
        found = _meanings(form, unit) or _meanings(_without_group_words(headings[start:]), unit)
        if found and not (start and form in _meant_alone()):
            return Match(written, found, unit, "", len(cells) > 1)
    if len(cells) > 1 and heading_period(cells[-1]):
        whole = match_heading((*cells[:-1], *([unit_below] if unit_below else ())))
        return replace(whole, written=written) if whole else None
    last = headings[-1] if headings else Heading("")
    if len(cells) == 1 and last.odd_bracket:
        found = _meanings(last.form.removesuffix(f"({last.odd_bracket})"))
        return Match(written, found, unit_below, last.odd_bracket) if found else None
    return None


def heading_period(text: str) -> Period | None:
    """The period that a heading names; of 上半年, whose year the title tells, that of any year. A day is none."""
    period = parse_period(text, _ANY_YEAR)
    return period if period and period.kind not in {DAY, DAYS} else None


def is_personal(parts: tuple[str, ...]) -> bool:
    """Whether a column holds personal data by its heading: such a column is neither read nor quoted."""
    forms = {parse_heading(part).form for part in parts} | {"".join(parse_heading(part).form for part in parts)}
    exact, patterns = _personal()
    return bool(forms & exact) or any(pattern.search(form) for pattern in patterns for form in forms if form)


def similar_heading(text: str) -> str:
    """A known heading that looks like this one, or “”: for the message about an unknown one."""
    form = parse_heading(text).form
    near = get_close_matches(form, _known_forms(), 1, 0.75) if 2 < len(form) < 40 else []
    return near[0] if near else ""


@cache
def _aliases() -> dict[str, tuple[Meaning, ...]]:
    known: dict[str, list[Meaning]] = {}
    for row in codebooks.rows("heading_aliases"):
        meaning = Meaning(row["regime"], row["target"], row["unit"])
        known.setdefault(parse_heading(row["heading"]).form, []).append(meaning)
    return {form: tuple(dict.fromkeys(meanings)) for form, meanings in known.items()}


@cache
def own_names() -> frozenset[str]:
    """The column names of our own tables that are no indicators: a tidy file bears them."""
    return frozenset(row["heading"] for row in codebooks.rows("heading_aliases") if row["source"] == OWN)


@cache
def _known_forms() -> tuple[str, ...]:
    return tuple(_aliases())


@cache
def total_words() -> frozenset[str]:
    """The words that make a row or a sub-column a total: 合计, 小计 …"""
    return frozenset(squeezed(row["word"]) for row in codebooks.rows("total_words"))


def _meanings(form: str, unit: str = "") -> tuple[Meaning, ...]:
    """The meanings of a form; of “直接经济损失合计” those of 直接经济损失; of one of our own column names itself.

    A unit that the form does not have may belong to another one: 倒塌房屋 in 户 is 倒塌房屋户数.
    """
    known = _aliases()
    ends = (*total_words(), *_words("current"))
    shorter = next((form.removesuffix(word) for word in ends if form.endswith(word) and form != word), form)
    found = known.get(form) or known.get(shorter, ())
    if not found and form in codebooks.indicators():
        return (Meaning("", form),)
    if found and unit and not any(_measures(meaning, unit) for meaning in found):
        return known.get(f"{shorter}{unit}数", found)
    return found


def _measures(meaning: Meaning, unit: str) -> bool:
    indicator = codebooks.indicators().get(meaning.target)
    return indicator is None or conversion(unit, indicator.unit) is not None


def _narrows(above: str, form: str) -> bool:
    """Whether a cell above makes the column less than `form` says; not if the form says the same itself."""
    if any(word in above and word not in form for word in _words("narrowing")):
        return True
    return form in _words("generic") and _without_group_words([Heading(above)]) in _words("sector")


def _without_group_words(headings: Sequence[Heading]) -> str:
    """The joined form with each cell's closing 情况, 受灾情况 … left out: 人口受灾情况, 死亡 → 人口死亡."""
    bare = []
    for heading in headings:
        end = next((word for word in group_words() if heading.form.endswith(word)), "")
        bare.append(heading.form.removesuffix(end))
    return "".join(bare)


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in codebooks.rows("title_patterns") if row["kind"] == kind)


@cache
def group_words() -> tuple[str, ...]:
    """What may close a heading that others stand below, longest first: 受灾情况, 情况."""
    return tuple(sorted(_words("group"), key=len, reverse=True))


@cache
def _meant_alone() -> frozenset[str]:
    """Forms so short that a heading above them, if there is one, must be part of what is known: 死亡."""
    return frozenset(
        parse_heading(row["heading"]).form for row in codebooks.rows("heading_aliases") if row["source"] == "alone"
    )


@cache
def _personal() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    rows = codebooks.rows("personal_headings")
    exact = frozenset(parse_heading(row["heading"]).form for row in rows if row["heading"])
    return exact, tuple(re.compile(row["pattern"]) for row in rows if row["pattern"])
