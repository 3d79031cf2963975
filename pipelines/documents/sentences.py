"""A text as lines, sentences and clauses, with the places at which each begins; plans for later years left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.documents.words import names_any

_HEADING = re.compile(r"^\s*(?:第?[一二三四五六七八九十]+[、章部.])")
_LONGEST_HEADING = 40
_ENDS = "。!?\n"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `start` in the text, `line` and `before` what stands before it in its line and before that."""

    text: str
    start: int
    line: str
    before: str


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, from the first on; those of a section on what is planned are left out."""
    is_plan, before, at = False, "", 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if _HEADING.match(line):
            is_plan = names_any("plan", line[:_LONGEST_HEADING])
        if not is_plan and line.strip():
            for match in re.finditer(rf"[^{_ENDS}]+[{_ENDS}]?", line):
                yield Sentence(match[0], at + match.start(), line[: match.start()], before)
                before = match[0]
        at = end + 1
