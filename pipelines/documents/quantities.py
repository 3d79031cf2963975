"""Numbers with a unit in running text, where they stand and as a cell would write them: 三十余间 → 30余间."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipelines import codebooks
from pipelines.documents.numerals import LETTERS, counted_in, in_digits
from pipelines.documents.words import words
from pipelines.transforms.numbers import SCALES
from pipelines.transforms.widths import squeezed

MASK = "xx"
_SCALES = {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_COMPOUND = re.compile(r"[0-9]+亿[0-9]+[百千]?万|[0-9]+亿[0-9]{8}|[0-9]+万(?:[0-9]{4}|[0-9]千)")
"""A number with two scales. 3万5 is none: it may be 35,000 or 30,005."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number and its unit. `written` is what a cell would hold: digits, multiplier, words of approximation, unit;
    `unit` is bare, without a multiplier and without what stands in brackets: 人次 of 万人次, 床 of 床(件)."""

    start: int
    end: int
    written: str
    unit: str


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a text whose letters are half-width, from left to right."""
    for match in _pattern().finditer(text):
        at = match.start("number")
        if text.startswith(words("idiom"), at) or text.endswith(words("idiom_before"), 0, at):
            continue  # 一户一档, 销号一户: one each, not one in all
        number, rest = _number(match["number"]), match["rest"]
        if number is None and match["number"][-1:] == "千":  # 十五千公顷: the 千 belongs to the unit
            number, rest = _number(match["number"][:-1]), f"千{rest}"
        scale = re.match(rf"({_after()})?万", rest)
        if scale and number and "亿" in match["number"]:  # 两亿两千九百万元: the 万 belongs to the number
            number, rest = counted_in(match["number"], "万"), f"{scale[1] or ''}{rest[scale.end() :]}"
        if number is not None:
            word = match["before"] or ""
            unit, rest = _bare(match["unit"]), rest.strip().replace(match["unit"], _bare(match["unit"]))
            yield Quantity(match.start("number"), match.end(), f"{word}{number}{rest}", unit)


@cache
def _bare(unit: str) -> str:
    """A unit without what stands in brackets, 床 of 床(件); with it where both are one unit: 头(只), 人(次)."""
    both = re.sub(r"[()/]", "", unit)
    units = {row["unit"] for row in codebooks.rows("units")}
    return both if both in units else re.sub(r"\(.*\)", "", unit)


def _number(written: str) -> str | None:
    if written[0] in "xX×*":
        return MASK
    if not written[0].isdigit():
        return in_digits(written)
    return _compound(written) or written.replace(",", "").replace(" ", "")


def _compound(written: str) -> str | None:
    """2亿2900万, 1亿3千万, 12万3千 as one number; None where it has one scale at most."""
    parts = re.findall(r"([0-9]+)(亿|千万|百万|万|千|百)?", written) if _COMPOUND.fullmatch(written) else []
    return str(sum(int(number) * _SCALES[scale] for number, scale in parts)) if parts else None


@cache
def _after() -> str:
    """The words of approximation behind a number: 余, 多."""
    known = {row["word"] for row in codebooks.rows("approximations") if row["position"] in {"after", "both"}}
    return _either(word for word in known if not word.isascii())


@cache
def _pattern() -> re.Pattern[str]:
    known = {row["word"]: row["position"] for row in codebooks.rows("approximations")}
    before = _either(word for word, where in known.items() if where in {"before", "both"} and not word.isascii())
    after = _after()
    scale = _either(scale for scale in SCALES if scale)
    units = _either({squeezed(row["unit"]) for row in codebooks.rows("units")})
    arabic = (
        rf"{_COMPOUND.pattern}|"
        r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?"
    )
    chinese = rf"(?:[{LETTERS}]+亿)?(?:[{LETTERS}]+万)?[{LETTERS}]+(?:点[{LETTERS}]+)?"
    mask = r"[xX×*]+(?:\.[xX×*]+)?"
    return re.compile(
        rf"(?P<before>{before})?(?<![0-9.xX×*{LETTERS}万亿])(?P<number>{arabic}|{mask}|{chinese})"
        rf"(?P<rest> ?(?:{after})?(?:{scale})?(?:{after})?(?P<unit>{units}))"
    )


def _either(choices: "Iterator[str] | set[str]") -> str:
    return "|".join(re.escape(choice) for choice in sorted(choices, key=len, reverse=True))
