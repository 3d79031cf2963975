"""Numbers with a unit in running text, where they stand and as a cell would write them: 三十余间 → 30余间."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipelines import codebooks
from pipelines.documents.numerals import LETTERS, in_digits
from pipelines.transforms.numbers import SCALES
from pipelines.transforms.widths import squeezed

MASK = "xx"


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
        number, rest = _number(match["number"]), match["rest"]
        if number is None and match["number"][-1:] == "千":  # 十五千公顷: the 千 belongs to the unit
            number, rest = _number(match["number"][:-1]), f"千{rest}"
        if number is not None:
            word = match["before"] or ""
            unit, rest = (re.sub(r"\(.*\)", "", text) for text in (match["unit"], rest.strip()))
            yield Quantity(match.start("number"), match.end(), f"{word}{number}{rest}", unit)


def _number(written: str) -> str | None:
    if written[0] in "xX×*":
        return MASK
    return written.replace(",", "").replace(" ", "") if written[0].isdigit() else in_digits(written)


@cache
def _pattern() -> re.Pattern[str]:
    words = {row["word"]: row["position"] for row in codebooks.rows("approximations")}
    before = _either(word for word, where in words.items() if where in {"before", "both"} and not word.isascii())
    after = _either(word for word, where in words.items() if where in {"after", "both"} and not word.isascii())
    scale = _either(scale for scale in SCALES if scale)
    units = _either({squeezed(row["unit"]) for row in codebooks.rows("units")})
    arabic = r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?"
    chinese = rf"(?:[{LETTERS}]+亿)?(?:[{LETTERS}]+万)?[{LETTERS}]+(?:点[{LETTERS}]+)?"
    mask = r"[xX×*]+(?:\.[xX×*]+)?"
    return re.compile(
        rf"(?P<before>{before})?(?<![0-9.xX×*{LETTERS}])(?P<number>{arabic}|{mask}|{chinese})"
        rf"(?P<rest> ?(?:{after})?(?:{scale})?(?:{after})?(?P<unit>{units}))"
    )


def _either(words: "Iterator[str] | set[str]") -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
