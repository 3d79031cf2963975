"""A text as lines, sentences and clauses, with the places at which each begins; plans for later years left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.documents.words import names_any

_HEADING = re.compile(r"^\s*(?:第?[一二三四五六七八九十]+[、章部.])")
_TOPIC = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]+[、章部.节]|[(][一二三四五六七八九十0-9]+[)]、?|[0-9]{1,2}[.、](?![0-9]))?\s*"
    r"(?P<topic>[^。:,;!?(0-9]{2,20})[。:]?"
)
"""A heading as a line of its own; or, where it is numbered, what a line begins with: (一)洪涝灾害。共发生3起."""
_LONGEST_HEADING = 40
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
                yield Sentence(match[0], at + match.start(), line[: match.start()], before, topic)
                before = match[0]
        at = end + 1


def _topic(line: str, standing: str) -> str:
    """The heading that holds from this line on: its own, if it is one or begins with a numbered one."""
    whole = _TOPIC.fullmatch(line.rstrip())
    if whole:
        return whole["topic"]
    begun = _TOPIC.match(line)
    return begun["topic"] if begun and begun.start("topic") > 0 and begun[0].endswith(("。", ":")) else standing
