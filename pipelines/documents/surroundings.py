"""One number among the others of its sentence: the words that touch it, and what must not be taken for a figure."""

import re
from dataclasses import dataclass, replace
from functools import cache

from pipelines import codebooks
from pipelines.documents.about import About, Said
from pipelines.documents.branches import ALL_LOSSES, of_branch
from pipelines.documents.known_days import Known
from pipelines.documents.named_in_turn import names_in_turn
from pipelines.documents.phrases import Match, Surroundings, best, topic
from pipelines.documents.quantities import Quantity
from pipelines.documents.sentences import Sentence, told_around
from pipelines.documents.told_dates import told_in
from pipelines.documents.told_places import is_only_a_region
from pipelines.documents.words import either, names_any, words
from pipelines.transforms.units import conversion

_CLAUSE_ENDS = ",;。!?\n"
_SHORT = re.compile(r"\([^():,;]*\)")
"""A bracket that tells one thing."""
_COUNTED = re.compile(r"(?:[0-9.]+(?:余|多)?(?:处|条|段|座|村|个|道|次|口|孔|台|根)[、(]?)+$")
"""Counts of places before the length of all of them: 道路损毁6村10处0.386公里."""
_LONG = re.compile(r",(?:总|共|累计|合计)?长(?:度)?(?:约|达|共|为)*$")
"""What leads to the length of what was counted before it: 堤防受损25处，长1.3千米."""


@cache
def _filled() -> re.Pattern[str]:
    """A bracket before a number that does not change what is counted, as 死亡(含失踪)3人 does."""
    return re.compile(rf"\((?!含?(?:{either('counted_too')}))[^()]*\)$")


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
        return self.said_before()[self.clause_start :]

    @property
    def lead(self) -> str:
        """The clause between the number before, if it has one, and this number."""
        start = self.numbers[self.at - 1].end if self.at else 0
        return self.sentence.text[max(start, self.clause_start) : self.number.start]

    @property
    def touching(self) -> str:
        """The words that touch the number from the left, or its name in a list of names (分别为)."""
        return self._in_turn or self._before(self.at)

    @property
    def _in_turn(self) -> str | None:
        """The name of the number in a list of names, each of which says by itself what is counted."""
        names = names_in_turn(self.sentence.text, self.numbers, self.at)
        alone = (best(Surroundings(self.number.unit, name, "", name, "", ())) for name, _ in names)
        return next((name for name, at in names if at == self.at), None) if all(alone) else None

    @property
    def segment(self) -> str:
        """What stands between the last semicolon and the number."""
        return self._bracket or self.said_before().rpartition(";")[2]

    @property
    def is_explained(self) -> bool:
        """Whether the number stands in a bracket that explains another one: 33人失踪(9月1日,某村滑坡致27人失踪)."""
        text = self.sentence.text[: self.number.start]
        opened = text.rpartition("(")[2] if text.rfind("(") > text.rfind(")") else ""
        year = self.about.period.start.year if self.about.period else None
        return bool(self._bracket) or bool(told_in(opened, Known(year)))

    @property
    def _bracket(self) -> str:
        """What an open bracket that tells parts (其中) says before the number; “” where none is open."""
        text = self.sentence.text[: self.number.start]
        bracket = text[text.rfind("(") + 1 :] if text.rfind("(") > text.rfind(")") else ""
        return bracket if names_any("subset", bracket) else ""

    @property
    def is_of_part(self) -> bool:
        """Whether the sentence tells parts of what the one before it told, and no period of its own."""
        return self.sentence.text.lstrip().startswith(words("subset"))

    def standing_region(self) -> str | None:
        """The region of the figure before in the same sentence: 甲县受灾3万人，损失2亿元; not behind 全省 or “;”."""
        between = self.sentence.text[self.said.end : self.number.start]
        is_over = ";" in between or names_any("whole", between) or self.said.end > self.number.start
        return None if is_over else self.said.region

    def said_before(self) -> str:
        """The sentence up to the number, without brackets that explain another number: 614万元(2022—2023年冬春)."""
        return told_around(self.sentence.text, self.number.start)[: self.number.start]

    def match(self) -> Match | None:
        """What the number counts. A longer phrase prevails over the number before that took its first words (5个镇受灾
        人口300人); in a list the verb of its first item goes on (冲毁桥梁3座、公路5公里)."""
        around = self.surroundings()
        whole = replace(around, before=self._before(self.at, is_cut=False))
        if whole.before.endswith(around.before) and len(whole.before) > len(around.before):
            longer = best(whole)
            if longer and longer.taken == 0 and len(longer.phrase.pieces[-1]) > self.said.letters:
                return longer
        found = best(around) or self._in_list(around) or self._enclosed(around)
        is_of_all = found is not None and found.phrase.indicator == ALL_LOSSES
        return (is_of_all and of_branch(around, self.sentence.topic, self.clause)) or found

    def _in_list(self, around: Surroundings) -> Match | None:
        """What an item of a list counts by the verb of its first item: 冲毁桥梁3座、公路5公里."""
        text = self.sentence.text[: self.number.start]
        start = max(text.rfind(end, 0, self.clause_start - 1 if self._is_part else None) for end in _CLAUSE_ENDS) + 1
        first, *others = re.split(f"、|,?(?:{either('subset')}):?", text[start:])
        verbs = f"{either('list_verb')}|{either('list_giver')}"
        verb = re.search(rf"({verbs})[^0-9]*[0-9]", first) if others else None
        named = re.sub(f"^(?:{either('subset')})+:?", "", around.before.rpartition("、")[2])
        # Not all that is given is relief: 下拨救灾资金100万元、教育资金50万元.
        is_given = verb is not None and verb[1] in words("list_giver")
        if not verb or not named or (is_given and not names_any("given_for", named)):
            return None
        return best(replace(around, before=verb[1] + named, after=""))

    def _enclosed(self, around: Surroundings) -> Match | None:
        """What a number counts that stands between a noun and its verb: 公路2000米受损."""
        verb = re.match(either("list_verb"), around.after)
        return best(replace(around, before=around.before + verb[0], after="")) if verb and around.before else None

    @property
    def _is_part(self) -> bool:
        """Whether the clause tells a part of what the clause before it told."""
        return self.clause.startswith(words("subset"))

    def surroundings(self) -> Surroundings:
        text = self.sentence.text
        previous = max(text.rfind(end, 0, max(self.clause_start - 1, 0)) for end in _CLAUSE_ENDS) + 1
        ends = [found for end in _CLAUSE_ENDS if (found := text.find(end, self.number.end)) >= 0]
        near = text[previous : self.number.end if self._opens(self.number) else min(ends, default=len(text))]
        is_continued = text.lstrip().startswith("其中") or text[: self.number.start].count(",") < 1
        within = f"{self.about.title} {self.sentence.before if is_continued else ''} {text}"
        near = self._in_turn or near
        return Surroundings(self.number.unit, self.touching, self._after(self.at), near, within, self._beside())

    def _beside(self) -> tuple[str, ...]:
        """The units of the numbers that touch this one, or touch one that does: 1户2人2间."""
        text, first, last = self.sentence.text, self.at, self.at
        while first > 0 and self._touch(text, first - 1, first):
            first -= 1
        while last + 1 < len(self.numbers) and self._touch(text, last, last + 1):
            last += 1
        return tuple(self.numbers[one].unit for one in range(first, last + 1) if one != self.at)

    def _touch(self, text: str, one: int, other: int) -> bool:
        between = text[self.numbers[one].end : self.numbers[other].start]
        return not _LONG.sub("", between).strip("、和及( ")

    def _opens(self, number: Quantity) -> bool:
        """Whether a bracket behind a number opens a list (其中:甲县2人,乙县1人), so that its clause ends there."""
        text = self.sentence.text
        return text[number.end : number.end + 1] == "(" and not _SHORT.match(text, number.end)

    def _before(self, at: int, *, is_cut: bool = True) -> str:
        """The words that touch a number from the left; those of the number before it where the two touch (7户20间)."""
        text, number = self.sentence.text, self.numbers[at]
        start = max(text.rfind(end, 0, number.start) for end in _CLAUSE_ENDS) + 1
        before = self._number_before(at)
        if before and (before.end > start or self._touch(text, at - 1, at)):
            if self._touch(text, at - 1, at):
                return self._before(at - 1, is_cut=is_cut)
            # What the number before took is not taken twice; of a pair the first was read already.
            taken = self.said.taken if is_cut and self.said.taken <= number.start else 0
            start = max(before.end, taken)
        touching = (
            _COUNTED.sub("", _filled().sub("", text[start : number.start].strip())).replace("\t", "").replace("|", "")
        )
        _, colon, last = touching.rpartition(":")
        is_label = bool(colon) and not re.sub(either("filler_before"), "", last)  # 直接经济损失:3万元
        return touching if is_label or not colon else last

    def _number_before(self, at: int) -> Quantity | None:
        """The number before one, but for those in brackets that stand between: 救灾资金(第七批)450万元."""
        text = self.sentence.text
        for number in reversed(self.numbers[:at]):
            close = text.find(")", number.end, self.numbers[at].start)
            if close < 0 or "(" in text[number.end : close] or "(" not in text[: number.start]:
                return number
            if text.rfind(")", text.rfind("(", 0, number.start), number.start) >= 0:
                return number
        return None

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

    def _is_restated(self) -> bool:
        """Whether the number says in another unit what the one before it said: 386.62公顷(5799.3亩)."""
        if not self.at:
            return False
        before, text = self.numbers[self.at - 1], self.sentence.text
        is_enclosed = re.fullmatch("\\((?:约|合|折合|即)?", text[before.end : self.number.start]) is not None
        is_other = before.unit != self.number.unit and conversion(self.number.unit, before.unit) is not None
        return is_enclosed and is_other and text[self.number.end : self.number.end + 1] == ")"

    def is_no_value(self) -> bool:
        """Whether the number is a change, a mean, a limit, one event of many, or what something is compared with."""
        touching, clause = self.touching, self.lead
        after = self.sentence.text[self.number.end : self.number.end + 2]
        touching = re.sub(
            f"(?:[高多]达|{either('level')})(?:约|近|超|逾)*$", "", touching
        )  # 增至 tells a level, 增加 a change
        return bool(
            re.search(rf"(?:{either('change')})(?:了|到|至|约|近|为|达|超)*$", touching)
            or names_any("planned", self.sentence.text[: self.number.start])
            or re.match("中[,:有]", after)  # 3人中有1人: said before
            or self._is_restated()
            or names_any("compared", clause)
            or (names_any("prior", clause) and re.search("[比较]", clause))
            or (names_any("single", self.segment) and names_any("subset", self.segment))
        )
