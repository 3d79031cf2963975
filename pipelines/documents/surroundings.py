"""One number among the others of its sentence: the words that touch it, and what must not be taken for a figure."""

import re
from dataclasses import dataclass, field

from pipelines import codebooks
from pipelines.documents.phrases import Surroundings, topic
from pipelines.documents.quantities import Quantity
from pipelines.documents.sentences import Sentence
from pipelines.documents.told_places import is_only_a_region
from pipelines.documents.words import either, names_any
from pipelines.transforms.periods import Period
from pipelines.transforms.units import conversion

_CLAUSE_ENDS = ",;。!?\n"
_SHORT = re.compile(r"\([^():,;]*\)")
"""A bracket that tells one thing."""
_FILLED = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class About:
    """What the whole document tells."""

    title: str
    region: str | None
    hazard: str
    period: Period | None


@dataclass(slots=True)
class Said:
    """What one sentence said so far: (indicator, hazard, region) of its figures; of the last one indicator, region and
    where it ends; letters taken."""

    keys: set[tuple[str, str, str | None]] = field(default_factory=set)
    last: str = ""
    taken: int = 0
    region: str | None = None
    end: int = 0


@dataclass(frozen=True, slots=True)
class Around:
    """One number among the others of its sentence."""

    sentence: Sentence
    numbers: list[Quantity]
    at: int
    about: About
    said: Said

    @property
    def number(self) -> Quantity:
        return self.numbers[self.at]

    @property
    def clause_start(self) -> int:
        """Where the clause of the number begins, after the last comma or semicolon before it."""
        return max(self.sentence.text.rfind(end, 0, self.number.start) for end in _CLAUSE_ENDS) + 1

    @property
    def clause(self) -> str:
        """The clause up to the number."""
        return self.sentence.text[self.clause_start : self.number.start]

    @property
    def lead(self) -> str:
        """The clause between the number before, if it has one, and this number."""
        start = self.numbers[self.at - 1].end if self.at else 0
        return self.sentence.text[max(start, self.clause_start) : self.number.start]

    @property
    def touching(self) -> str:
        """The words that touch the number from the left."""
        return self._before(self.at)

    @property
    def segment(self) -> str:
        """What stands between the last semicolon and the number."""
        text = self.sentence.text[: self.number.start]
        return text[text.rfind(";") + 1 :]

    def standing_region(self) -> str | None:
        """The region of the figure before in the same sentence: 甲县受灾3万人，损失2亿元; not behind 全省 or “;”."""
        between = self.sentence.text[self.said.end : self.number.start]
        is_over = ";" in between or names_any("whole", between) or self.said.end > self.number.start
        return None if is_over else self.said.region

    def said_before(self) -> str:
        """The sentence up to the number, without brackets that explain another number: 614万元(2022—2023年冬春)."""
        text = self.sentence.text[: self.number.start]
        for number in self.numbers[: self.at]:
            bracket = re.match(r"\([^()]*\)", text[number.end :])
            if bracket:
                end = number.end + bracket.end()
                text = text[: number.end] + "○" * bracket.end() + text[end:]
        return text

    def surroundings(self) -> Surroundings:
        text = self.sentence.text
        previous = max(text.rfind(end, 0, max(self.clause_start - 1, 0)) for end in _CLAUSE_ENDS) + 1
        ends = [found for end in _CLAUSE_ENDS if (found := text.find(end, self.number.end)) >= 0]
        near = text[previous : self.number.end if self._opens(self.number) else min(ends, default=len(text))]
        is_continued = text.lstrip().startswith("其中") or text[: self.number.start].count(",") < 1
        within = f"{self.about.title} {self.sentence.before if is_continued else ''} {text}"
        return Surroundings(self.number.unit, self.touching, self._after(self.at), near, within, self._beside())

    def _beside(self) -> tuple[str, ...]:
        """The units of the numbers that touch this one."""
        text, at = self.sentence.text, self.at
        pairs = [(at - 1, at), (at, at + 1)]
        touching = [
            (one, other)
            for one, other in pairs
            if one >= 0 and other < len(self.numbers) and self._touch(text, one, other)
        ]
        return tuple(self.numbers[one if other == at else other].unit for one, other in touching)

    def _touch(self, text: str, one: int, other: int) -> bool:
        return not text[self.numbers[one].end : self.numbers[other].start].strip("、和及( ")

    def _opens(self, number: Quantity) -> bool:
        """Whether a bracket behind a number opens a list (其中:甲县2人,乙县1人), so that its clause ends there."""
        text = self.sentence.text
        return text[number.end : number.end + 1] == "(" and not _SHORT.match(text, number.end)

    def _before(self, at: int) -> str:
        """The words that touch a number from the left; those of the number before it where the two touch (7户20间)."""
        text, number = self.sentence.text, self.numbers[at]
        start = max(text.rfind(end, 0, number.start) for end in _CLAUSE_ENDS) + 1
        before = self.numbers[at - 1] if at else None
        if before and before.end > start:
            if self._touch(text, at - 1, at):
                return self._before(at - 1)
            taken = self.said.taken if self.said.taken <= number.start else 0  # of a pair the first was read already
            start = max(before.end, taken)
        touching = _FILLED.sub("", text[start : number.start].strip()).replace("\t", "").replace("|", "")
        _, colon, last = touching.rpartition(":")
        is_label = bool(colon) and not re.sub(either("filler_before"), "", last)  # 直接经济损失:3万元
        return touching if is_label or not colon else last

    def _after(self, at: int) -> str:
        """The words that touch a number from the right; those of the next number where the two touch."""
        text, number = self.sentence.text, self.numbers[at]
        following = self.numbers[at + 1] if at + 1 < len(self.numbers) else None
        if following and self._touch(text, at, at + 1):
            return self._after(at + 1)
        end = following.start if following else len(text)
        if text[number.end : number.end + 1] == "(":
            end = number.end if self._opens(number) else len(text)
        after = re.split(f"[{_CLAUSE_ENDS}]", text[number.end : end], maxsplit=1)[0]
        if number.end + len(after) == end:  # what follows the last 、 leads to the next number: 3人受灾、死亡2人
            after = after.rpartition("、")[0] or after
        return after.lstrip(")")

    def inherited(self) -> str | None:
        """The indicator of a list of regions with a number each (其中甲地3亿元，乙地2亿元) or of its heading; of a
        bracket with last year's number, that of the number before it."""
        text = self.sentence.text[: self.number.start]
        if re.search(rf"\((?:{either('prior')})(?:同期)?[为:]?$", text):
            return self._last_if_alike()
        if not is_only_a_region(self.touching, self.about.region):
            return None
        heading, colon, _ = text.rpartition(":")
        return self._last_if_alike() or (topic(heading, self.number.unit) if colon else None)

    def _last_if_alike(self) -> str | None:
        last = codebooks.indicators().get(self.said.last)
        return last.column_name if last and conversion(self.number.unit, last.unit) is not None else None

    def is_no_value(self) -> bool:
        """Whether the number is a change, a mean, a limit, one event of many, or what something is compared with."""
        touching, clause = self.touching, self.lead
        return bool(
            re.search(rf"(?:{either('change')})(?:了|到|至|约|近|为|达|超)*$", touching)
            or names_any("compared", clause)
            or (names_any("prior", clause) and re.search("[比较]", clause))
            or (names_any("single", self.segment) and names_any("subset", self.segment))
        )
