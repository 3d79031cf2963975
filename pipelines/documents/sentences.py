"""A text as lines, sentences and clauses, with the places at which each begins; plans for later years left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipelines.documents.words import names_any

_HEADING = re.compile(r"^\s*(?:第?[一二三四五六七八九十]+[、章部.])")
_TOPIC = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]+[、章部.节]|[(][一二三四五六七八九十0-9]+[)]、?|[0-9]{1,2}[.、](?![0-9]))?\s*"
    r"(?P<topic>[^。:,;!?(0-9]{2,20})[。:]?"
)
"""A heading as a line of its own; or, where it is numbered, what a line begins with: (一)洪涝灾害。共发生3起."""
_LONGEST_HEADING = 40
_REMEMBERED = 600
"""So many letters of its line before a sentence may tell its day, place and hazard: some texts are one line."""
_BEGINNING = 40
_COUNTED = re.compile(r"[0-9][^0-9.年月日时分号:、至到~-]")
"""A number that counts: not a day."""
_ENDS = "。!?\n"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `start` in the text, `line` and `before` what stands before it in its line and before that;
    `topic` the heading it stands under."""

    text: str
    start: int
    line: str
    before: str
    topic: str = ""


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, from the first on; those of a section on what is planned are left out."""
    is_plan, before, topic, at = False, "", "", 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if _HEADING.match(line):
            is_plan = names_any("plan", line[:_LONGEST_HEADING])
        topic = _topic(line, topic)
        if not is_plan and line.strip():
            for match in re.finditer(rf"[^{_ENDS}]+[{_ENDS}]?", line):
                yield Sentence(match[0], at + match.start(), _remembered(line, match.start()), before, topic)
                before = match[0]
        at = end + 1


@lru_cache(maxsize=16)
def without_brackets(text: str) -> str:
    """A text of the same length whose brackets behind a number are blank: what they tell is told of that number.

    One that ends the text stays, as the day in a title does, and so does one before any number: 旱灾(到9月底)：3万人.
    """
    first = _COUNTED.search(text)
    blank = re.sub(r"\([^()]*\)(?!\s*$)", lambda match: "○" * len(match[0]), text[first.end() :]) if first else ""
    return text[: first.end()] + blank if first else text


def told_around(text: str, at: int) -> str:
    """A text around a place without the brackets that explain other numbers; as it stands for a place within one."""
    blank = without_brackets(text)
    return blank if blank[at : at + 1] != "○" else text


def _remembered(line: str, at: int) -> str:
    """What stands in a line before a place: of much, how the line begins, and the sentences that were last."""
    if at <= _REMEMBERED:
        return line[:at]
    tail = line[at - _REMEMBERED : at]
    return f"{line[:_BEGINNING]}。{tail[tail.find('。') + 1 or len(tail) :]}"


def _topic(line: str, standing: str) -> str:
    """The heading that holds from this line on: its own, if it is one or begins with a numbered one."""
    whole = _TOPIC.fullmatch(line.rstrip())
    if whole:
        return whole["topic"]
    begun = _TOPIC.match(line)
    return begun["topic"] if begun and begun.start("topic") > 0 and begun[0].endswith(("。", ":")) else standing
