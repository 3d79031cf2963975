"""The days and periods that a text names: 7月13日至17日, 上半年, 截至17日9时, 13日以来."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.documents.date_meanings import AHEAD, CUT_OFF, DISASTER, NAMED, ROLES, SINCE
from pipelines.documents.date_pattern import date_pattern
from pipelines.documents.known_days import Known
from pipelines.documents.numerals import DIGITS, in_digits
from pipelines.documents.words import either, names_any
from pipelines.transforms.periods import DAY, DAYS, Period

_MEASURED = re.compile(r"[^,。;]{0,12},?[^,。;]{0,12}?(?:降雨量|雨量|降水量|[0-9]毫米)")
"""What follows hours in which rain was measured."""
_A_YEAR = 366
_RIGHT_BEHIND = 4
"""Where a word for a disaster stands so near behind a day (6月5日强降雨), the day is that of the disaster."""
_MONTHS = re.compile(f"([0-9]{{1,2}}|[十{DIGITS}]{{1,2}})月(?!以来|起)")
"""The month that 当月 means is the one named last."""
_QUOTED = re.compile(r"《[^》]*》|“(?![0-9]+·[0-9]+”|[八九十][一二三四五]?五”)[^”]*”|\"[^\"]*\"")
_IN_LETTERS = re.compile(
    rf"(?<![0-9])(?=0*[十{DIGITS}])[十0{DIGITS}]+(?=[年月日号]|时(?!期)|[至到—-][十{DIGITS}]+月)"
    rf"|(?<!月)(?P<this_month>{either('this_month')})"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A period, where in a text its words begin and end, and what they say of it."""

    period: Period
    start: int
    end: int
    role: str = NAMED
    is_measured: bool = False
    """Whether rain was measured in these hours: they are those of a disaster only where no others are told."""

    @property
    def is_of_days(self) -> bool:
        """Whether it is told by its days, not as a year or a part of one."""
        return self.period.kind in {DAY, DAYS}

    @property
    def is_short(self) -> bool:
        """Whether days that follow may be near its end: of 2014年至2023年 the last year does not tell theirs."""
        return (self.period.end - self.period.start).days < _A_YEAR


@lru_cache(maxsize=64)
def told_in(text: str, known: Known) -> tuple[Told, ...]:
    """The periods that a text names, from left to right; without those inside titles and quotations."""
    return tuple(_told(text, known))


def told_before(text: str, at: int, known: Known) -> list[Told]:
    """The periods that a text names before a place; one before which something was over is a cut-off in its clause."""
    told = [one for one in told_in(text, known) if one.end <= at]
    here = [one for one in told if one.role != AHEAD or not re.search(".[,;。]", text[one.end : at])]
    return [replace(one, role=CUT_OFF) if one.role == AHEAD else one for one in here]


def _told(text: str, known: Known) -> Iterator[Told]:
    digits, places = _with_digits(text, known)
    bare = _QUOTED.sub(lambda match: "○" * len(match[0]), digits)
    for match in date_pattern().finditer(bare):
        told = _understood(match, known)
        if told:
            is_vague = match["months_since"] is not None and known.published is not None
            is_near = told.is_short and told.role != DISASTER and not is_vague
            if (told.is_of_days or told.role == SINCE) and is_near:
                known = replace(known, day=told.period.end)
            is_struck = names_any("struck", bare[match.end() :][:_RIGHT_BEHIND])
            is_measured = not is_struck and _MEASURED.match(bare, match.end()) is not None
            yield replace(told, start=places[match.start()], end=places[match.end()], is_measured=is_measured)


def _with_digits(text: str, known: Known) -> tuple[str, list[int]]:
    """The text with the numerals of its dates in digits (十一月十日 → 11月10日) and 本月 as the month that is meant;
    for each place in it the place in the text as it was."""
    near = known.day or known.published
    month = f"{near.month}月" if near else None
    pieces, places, done = [], [], 0
    for match in _IN_LETTERS.finditer(text):
        told = _MONTHS.findall(text[: match.start()])
        this_month = f"{in_digits(told[-1]) or told[-1]}月" if told else month or match[0]
        written = this_month if match["this_month"] else in_digits(match[0].replace("0", "零")) or match[0]
        pieces += [text[done : match.start()], written]
        places += [*range(done, match.start()), *[match.start()] * len(written)]
        done = match.end()
    return "".join([*pieces, text[done:]]), [*places, *range(done, len(text) + 1)]


def _understood(match: re.Match[str], known: Known) -> Told | None:
    for name, (role, understand) in ROLES.items():
        if match[name]:
            period = understand(match[name], known)
            return Told(period, match.start(), match.end(), role) if period else None
    return None
